"""Words that a reader searches for, looked up in the case's index of texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.search.find import Found, Places, places_of, search
from matcher.search.index import TABLES, open_index
from matcher.web.frame import Frame

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

MOST_HITS = 10  # of items, of posts and of pictures
_WORD = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True)
class Looked:
    """What holds the words: places by kind, the first items, posts and pictures, and a declaration's number that they may be."""

    places: Mapping[str, Places]
    found: Sequence[Found]
    declaration: str


def words_of(text: str) -> list[str]:
    """The words of a search, those in quotation marks together."""
    return [quoted or plain for quoted, plain in _WORD.findall(text)]


async def look_up(frame: Frame, text: str) -> Looked:
    """Where the words of `text` are. Raises UsageProblem where one has no letter or digit, Working meanwhile."""
    words = words_of(text)
    return await frame.kept.get(
        f"words {text}",
        "working_words",
        TABLES,
        lambda db: _look_up(frame.case, db, words),
    )


def _look_up(case: Case, db: Database, words: Sequence[str]) -> Looked:
    with open_index(case, db) as index:
        return Looked(
            places_of(index, words),
            search(db, index, words, ("items", "posts", "pictures"), MOST_HITS),
            words[0].strip() if len(words) == 1 else "",
        )
