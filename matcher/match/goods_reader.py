"""Goods records by their number in a run: kept in memory where they are few, else read from the case when needed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.arrays import Ids, Ints
from matcher.attributes.taxonomy import Taxonomy
from matcher.candidates.retrieve import chunks_of
from matcher.records.documents import GoodsDocument
from matcher.records.load import load_goods

if TYPE_CHECKING:
    from sqlite_utils import Database


class GoodsReader:
    """Reads goods records of the case at `path`; `ids` are all of the run's, sorted, and a record's number its place."""

    def __init__(self, path: Path, ids: Ids, taxonomy: Taxonomy) -> None:
        self.path = path
        self.ids = ids
        self.taxonomy = taxonomy
        self._kept: dict[int, GoodsDocument] = {}
        self._opened: tuple[int, Database] | None = None

    @property
    def in_memory(self) -> bool:
        return bool(self._kept)

    def keep(self, documents: Sequence[GoodsDocument]) -> None:
        """Keep all records of the run, in the order of their numbers."""
        self._kept = dict(enumerate(documents))

    def __getstate__(self) -> dict[str, object]:
        """Without records and connection: whoever unpickles it is given records by `keep_only`."""
        return {**self.__dict__, "ids": self.ids[:0], "_kept": {}, "_opened": None}

    def keep_only(self, numbers: Ints, documents: Sequence[GoodsDocument]) -> None:
        """Hold the records of these numbers and no others."""
        self._kept = dict(zip(numbers.tolist(), documents, strict=True))

    def goods_ids(self, numbers: Ints) -> list[str]:
        """The goods ids of these numbers."""
        return [goods_id.decode() for goods_id in self.ids[numbers].tolist()]

    def read(self, numbers: Ints) -> list[GoodsDocument]:
        """The records of these numbers, by a read-only connection of this process."""
        if self._kept:
            return [self._kept[int(number)] for number in numbers]
        if self._opened is None or self._opened[0] != os.getpid():
            from sqlite_utils import Database

            connection = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)
            self._opened = (os.getpid(), Database(connection))
        ids = self.goods_ids(numbers)
        found = {d.goods_id: d for d in load_goods(self._opened[1], self.taxonomy, ids)}
        return [found[goods_id] for goods_id in ids]

    def texts(self, numbers: Ints) -> Iterator[str]:
        """The descriptions of these numbers, a chunk at a time."""
        for chunk in chunks_of(numbers):
            for document in self.read(chunk):
                yield document.encoded
