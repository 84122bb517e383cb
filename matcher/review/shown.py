"""What a sheet showed of its pairs, for telling a file's encoding and rows whose cells were mixed up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from matcher.review.evidence import select
from matcher.review.reading import letters

if TYPE_CHECKING:
    from sqlite_utils import Database


class ShownTexts:
    """The goods texts and item names (every version's) of pairs, reduced to their letters and digits.

    `encoding`: of the file they are compared with, whose letters are all that is left of them ("": any).
    """

    def __init__(self, db: Database, pair_ids: Sequence[str], encoding: str = "") -> None:
        def left(text: str) -> str:
            return letters(text.encode(encoding, "replace").decode(encoding) if encoding else text)

        self.pairs = {
            row["pair_id"]: (row["goods_id"], row["item_id"]) for row in select(db, PAIRS, pair_ids)
        }
        goods = sorted({goods_id for goods_id, _ in self.pairs.values()})
        items = sorted({item_id for _, item_id in self.pairs.values()})
        self.texts = {row["goods_id"]: {left(row["text"])} for row in select(db, TEXTS, goods)}
        self.names: dict[str, set[str]] = {}
        for row in select(db, NAMES, items):
            self.names.setdefault(row["item_id"], set()).add(left(row["name"]))
        self.goods_with = _owners(self.texts)
        self.items_with = _owners(self.names)

    def by_pair(self) -> dict[str, set[str]]:
        """All that was shown of each pair."""
        return {
            pair_id: self.texts.get(goods_id, set()) | self.names.get(item_id, set())
            for pair_id, (goods_id, item_id) in self.pairs.items()
        }

    def of_another(self, pair_id: str, cells: Mapping[str, str]) -> str | None:
        """The column of a row that shows another pair's text beside the keys of `pair_id`, if any.

        A text that is nobody's (edited, damaged) proves nothing.
        """
        if pair_id not in self.pairs:
            return None
        goods_id, item_id = self.pairs[pair_id]
        for column, own, own_texts, owners in (
            ("customs_text", goods_id, self.texts, self.goods_with),
            ("item_name", item_id, self.names, self.items_with),
        ):
            seen = letters(cells[column])
            if seen and seen not in own_texts.get(own, set()) and seen in owners:
                return column
        return None


def _owners(texts: Mapping[str, set[str]]) -> set[str]:
    return {text for shown in texts.values() for text in shown if text}


PAIRS = "SELECT pair_id, goods_id, item_id FROM pairs WHERE pair_id IN (SELECT value FROM json_each(?))"
TEXTS = "SELECT goods_id, text FROM goods WHERE goods_id IN (SELECT value FROM json_each(?))"
NAMES = """
SELECT DISTINCT item_id, name FROM item_versions
WHERE name IS NOT NULL AND item_id IN (SELECT value FROM json_each(?))
"""
