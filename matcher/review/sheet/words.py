"""What a reviewer may write in a sheet, and the names of the columns that are read back (words.yaml)."""

from __future__ import annotations

from functools import lru_cache

from matcher.text.plain_text import plain
from matcher.text.word_files import word_file

_GIVEN = word_file(__package__, "words.yaml")
DECISION_WORDS: dict[str, tuple[str, ...]] = {word: tuple(said) for word, said in _GIVEN["decisions"].items()}
OWNED_COLUMNS: dict[str, tuple[str, ...]] = {name: tuple(said) for name, said in _GIVEN["columns"].items()}
_DECISIONS = {said: word for word, words in DECISION_WORDS.items() for said in words}
_COLUMNS = {name: column for column, names in OWNED_COLUMNS.items() for name in names}

ONLY = "only"  # accept this row, and reject the blank ones of the same goods
SIGNATURE_MARK = "s-"  # before a signature in a sheet, so that one of digits alone stays text
# Shown columns that are compared with the case: they tell the encoding, and rows whose cells were mixed up.
COMPARED_COLUMNS = ("customs_text", "item_name")
READ_COLUMNS = (*OWNED_COLUMNS, *COMPARED_COLUMNS)


@lru_cache(maxsize=1024)
def decision_of(cell: str) -> str | None:
    """The decision a cell means: accept, reject, unsure, ONLY, "" for a blank cell, None for an unknown word.

    Case, width, blanks around and full stops do not matter; 1.0 and 0.0 are what a spreadsheet makes of 1 and 0.
    """
    word = " ".join(plain(cell).casefold().replace("\u2019", "'").rstrip(".!。！").split())
    if not word:
        return "" if not plain(cell).strip() else None
    if word in ("1.0", "1,0", "0.0", "0,0"):
        word = word[0]
    return _DECISIONS.get(word)


def column_of(header: str) -> str | None:
    """Which owned column a header cell names, or None."""
    return _COLUMNS.get("_".join(plain(header).casefold().replace("_", " ").split()))


def is_read(header: str) -> bool:
    """Whether the column under this header cell is read at all."""
    return column_of(header) is not None or header.strip() in COMPARED_COLUMNS
