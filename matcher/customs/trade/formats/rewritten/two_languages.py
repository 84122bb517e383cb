"""Tables whose cells say each thing in two languages of different scripts, read by the one in Latin letters.

| الدولة / Country | الربع الأول 2024 / Q1 2024 |      | Country | Q1 2024 |
| الصين / China    | 10                         |  ->  | China   | 10      |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.customs.trade.formats.rewritten.reader import RewrittenReader
from matcher.customs.trade.formats.tables.layout import Layout, Reader
from matcher.customs.trade.formats.texts.facts import Fact, Stated
from matcher.customs.trade.formats.texts.two_languages import in_latin


@dataclass(frozen=True)
class OneLanguageLayout(Layout):
    """The layout of the rows with one language of two."""

    inner: Layout
    sign: str

    def open(
        self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None
    ) -> OneLanguageReader:
        """A reader of the rows. Raises Refused where they do not say what the figures are."""
        reader = self.inner.open(in_latin(head, self.sign), name, stated, delimiter)
        return OneLanguageReader(reader, self.sign)


class OneLanguageReader(RewrittenReader):
    """Reads the rows of such a table by the reader of the rows in one language."""

    def __init__(self, reader: Reader, sign: str) -> None:
        super().__init__(reader)
        self._sign = sign

    def read(self, row: int, cells: Sequence[str]) -> list[Fact] | str:
        """The figures of a row; ASIDE, or why it cannot be read."""
        return self._reader.read(row, in_latin((cells,), self._sign)[0])


def of_one_language(inner: Layout, sign: str) -> OneLanguageLayout:
    """The layout of a table in two languages, by that of its rows in one."""
    return OneLanguageLayout(inner.name, inner.columns, inner.header_row, inner.mapping, inner, sign)
