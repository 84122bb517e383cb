"""What a reviewer may write: decision words in four languages, and the names of the columns read back."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

DECISION_WORDS: dict[str, tuple[str, ...]] = {
    "accept": (
        *("accept", "accepted", "yes", "y", "true", "1", "match", "same", "ok"),
        *("принять", "принято", "принимаю", "да", "верно", "совпадает", "истина"),
        *("прийняти", "прийнято", "приймаю", "так", "вірно", "збігається", "істина"),
        *("接受", "是", "对", "對", "匹配", "相符", "同意"),
    ),
    "reject": (
        *("reject", "rejected", "no", "n", "false", "0", "no match", "different"),
        *("отклонить", "отклонено", "отклоняю", "нет", "неверно", "не совпадает", "ложь"),
        *("відхилити", "відхилено", "відхиляю", "ні", "невірно", "не збігається", "хибність"),
        *("拒绝", "拒絕", "否", "不是", "不对", "不對", "不匹配", "不相符", "不同意"),
    ),
    "unsure": (
        *("unsure", "not sure", "maybe", "don't know", "unclear", "?"),
        *("не уверен", "не уверена", "сомневаюсь", "возможно", "не знаю", "неясно"),
        *("не впевнений", "не впевнена", "сумніваюся", "можливо", "неясно", "не певен", "не певна"),
        *("不确定", "不確定", "不清楚", "不知道", "也许", "也許", "可能"),
    ),
}
SIGNATURE_MARK = "s-"  # before a signature in a sheet, so that one of digits alone stays text
_DECISIONS = {word: decision for decision, words in DECISION_WORDS.items() for word in words}

# The columns that are read back, and what they may be called. `decision` may stand under a translated header.
OWNED_COLUMNS: dict[str, tuple[str, ...]] = {
    "decision": ("decision", "решение", "рішення", "决定", "決定"),
    "note": ("note", "notes", "comment", "примечание", "заметка", "примітка", "нотатка", "备注", "備註"),
    "reviewer": ("reviewer", "рецензент", "проверяющий", "рецензентка", "перевіряльник", "审核人", "審核人"),
    "pair_id": ("pair_id",),
    "row_signature": ("row_signature",),
    "export_id": ("export_id",),
}
_COLUMNS = {name: column for column, names in OWNED_COLUMNS.items() for name in names}


@lru_cache(maxsize=1024)
def decision_of(cell: str) -> str | None:
    """The decision a cell means: accept, reject, unsure, "" for a blank cell, None for an unknown word.

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


@lru_cache(maxsize=1024)
def reviewer_key(name: str) -> str:
    """The same for every way one person writes the name: case, width and blanks do not matter."""
    return " ".join(plain(name).casefold().split())


def plain(cell: str) -> str:
    """A cell without what is invisible: compatibility forms folded, format characters removed."""
    if cell.isascii():
        return cell
    folded = unicodedata.normalize("NFKC", cell)
    return "".join(c for c in folded if unicodedata.category(c) != "Cf")
