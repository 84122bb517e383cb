"""Items and posts as a user names them: by id, by the beginning of an id, or by address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlite_utils import Database

from crawler.case.errors import UsageProblem

_OF_ADDRESS = {
    "item": "SELECT DISTINCT item_id FROM item_urls WHERE url = ? LIMIT 2",
    "post": "SELECT post_id FROM posts WHERE url = ? LIMIT 2",
}
_OF_ID = {
    "item": "SELECT item_id FROM items WHERE substr(item_id, 1, ?) = ? LIMIT 2",
    "post": "SELECT post_id FROM posts WHERE substr(post_id, 1, ?) = ? LIMIT 2",
}


def find_records(db: Database, kind: Literal["item", "post"], given: Sequence[str]) -> list[str]:
    """The ids of the items or posts that `given` names: ids, beginnings of ids, or addresses.

    Raises UsageProblem for one that names none, or several.
    """
    found = []
    for text in given:
        if "://" in text:
            rows = db.execute(_OF_ADDRESS[kind], [text]).fetchall()
        else:
            rows = db.execute(_OF_ID[kind], [len(text), text]).fetchall()
        if len(rows) != 1 or not text:
            words = f"several {kind}s" if rows else f"no {kind}"
            raise UsageProblem(
                f"{text}: {words} with this id or address; `box31 {kind}s --json` shows {kind}_id and url"
            )
        found.append(str(rows[0][0]))
    return list(dict.fromkeys(found))
