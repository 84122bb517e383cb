"""What a sheet showed of its pairs, for telling a file's encoding and rows whose cells were mixed up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from crawler.case.csv_output import people_cell, showable
from matcher.review.evidence import select_rows
from matcher.review.sheet.reading import letters

if TYPE_CHECKING:
    from sqlite_utils import Database

Texts = dict[str, list[str]]  # goods or item id -> what was shown of it


class ShownTexts:
    """The goods texts and item names (every version's) of pairs, compared by their letters and digits.

    `encoding`: of the file they are compared with, whose letters are all that is left of them ("": any).
    """

    def __init__(self, db: Database, pair_ids: Sequence[str], encoding: str = "") -> None:
        self.encoding = encoding
        self.pairs = {
            pair_id: (goods_id, item_id) for pair_id, goods_id, item_id in select_rows(db, PAIRS, pair_ids)
        }
        goods = sorted({goods_id for goods_id, _ in self.pairs.values()})
        items = sorted({item_id for _, item_id in self.pairs.values()})
        self.texts: Texts = {goods_id: [text] for goods_id, text in select_rows(db, TEXTS, goods)}
        self.names: Texts = {}
        for item_id, name in select_rows(db, NAMES, items):
            self.names.setdefault(item_id, []).append(name)

    def by_pair(self) -> dict[str, set[str]]:
        """The letters of all that was shown of each pair."""
        return {
            pair_id: {self._left(text) for text in (*self.texts.get(goods, ()), *self.names.get(item, ()))}
            for pair_id, (goods, item) in self.pairs.items()
        }

    def of_another(self, pair_id: str, cells: Mapping[str, str]) -> str | None:
        """The column of a row that shows another pair's text beside the keys of `pair_id`, if any.

        A text that is nobody's (edited, damaged) proves nothing.
        """
        if pair_id not in self.pairs:
            return None
        goods_id, item_id = self.pairs[pair_id]
        if self._strange(cells["customs_text"], self.texts.get(goods_id, ()), "goods"):
            return "customs_text"
        if self._strange(cells["item_name"], self.names.get(item_id, ()), "items"):
            return "item_name"
        return None

    def _strange(self, cell: str, own: Sequence[str], kind: str) -> bool:
        if not cell or cell in own or any(cell in (showable(text), people_cell(text)) for text in own):
            return False
        seen = letters(cell)
        if not seen or any(seen == self._left(text) for text in own):
            return False
        return seen in (self._all_goods if kind == "goods" else self._all_items)

    @cached_property
    def _all_goods(self) -> set[str]:
        return self._letters(self.texts.values())

    @cached_property
    def _all_items(self) -> set[str]:
        return self._letters(self.names.values())

    def _letters(self, texts: Iterable[Sequence[str]]) -> set[str]:
        return {self._left(text) for shown in texts for text in shown}

    def _left(self, text: str) -> str:
        return letters(text.encode(self.encoding, "replace").decode(self.encoding) if self.encoding else text)


PAIRS = "SELECT pair_id, goods_id, item_id FROM pairs WHERE pair_id IN (SELECT value FROM json_each(?))"
TEXTS = "SELECT goods_id, text FROM goods WHERE goods_id IN (SELECT value FROM json_each(?))"
NAMES = """
SELECT DISTINCT item_id, name FROM item_versions
WHERE name IS NOT NULL AND item_id IN (SELECT value FROM json_each(?))
"""
