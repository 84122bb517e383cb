"""Decompression bombs: one count of the bytes and characters that a file is unpacked or decoded to."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.case.errors import Box31Error

UNPACKED_LIMIT = 32 * 1024**3  # bytes an archive may hold: a national customs year is about 20 GB of CSV
RATIO_LIMIT = 120  # text of this kind shrinks 5 to 25 times; a bomb 1000 times
RATIO_FLOOR = 32 * 1024**2  # bytes below which no ratio is a danger


class BombCounter:
    """Counts what the file `name` of `packed` bytes is unpacked to: bytes, or characters of its cells."""

    def __init__(self, name: str, packed: int) -> None:
        self._name = name
        self._packed = max(1, packed)
        self._unpacked = 0

    def add(self, amount: int) -> None:
        """Count `amount` more. Raises Box31Error where it is more than any table of this size would hold."""
        self._unpacked += amount
        if self._unpacked > UNPACKED_LIMIT or (
            self._unpacked > RATIO_FLOOR and self._unpacked > RATIO_LIMIT * self._packed
        ):
            raise Box31Error(
                f"{self._name}: {self._packed:,} bytes that unpack to {self._unpacked:,} or more: refused as a bomb; "
                "unpack it yourself if you trust it"
            )


def size_of(rows: Sequence[Sequence[str]]) -> int:
    """What rows count as: their characters, and one for each cell and row, so that empty ones count too."""
    return sum(sum(map(len, cells)) + len(cells) + 1 for cells in rows)
