"""Cells that name several codes of goods, or a part of one: "84-85", "8507; 8508", "84 to 85", "ex 8503", "частично 8703"."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from matcher.customs.trade.formats.texts.vocabulary import word_list
from matcher.customs.values.hs_codes import headings
from matcher.customs.values.units import unit_code

REASON = "a range, a list or a part of codes"
_CODE = r"\d{2}(?:[\d.]|\s(?=\d))*(?<=\d)"
_HYPHENATED = re.compile(
    r"\d{4}(?:-\d\d){2,}(?:-?\d{1,4})?|\d{4}-\d\d|\d\d-\d\d"
)  # 8471-30-00, 8471-30, 85-01
_LAST_CHAPTER = 97


@cache
def _between() -> str:
    joins = "|".join(map(re.escape, word_list("code_joins")))
    return rf"(?:\s*([-–—‐−~/;,&+\n])\s*|\s+(?:{joins})\s+)"


@cache
def _several() -> re.Pattern[str]:
    return re.compile(rf"({_CODE}){_between()}({_CODE})(?![\w%]|[.,]\d)(.*)", re.DOTALL | re.IGNORECASE)


@cache
def _part() -> re.Pattern[str]:
    marks = "|".join(map(re.escape, word_list("parts_of_codes")))
    before = rf"(?:{marks})\.?[\s(:]*(?:hs\s*)?{_CODE}(?!\w)"
    behind = rf"{_CODE}\s*[(\[,;]?\s*(?:{marks})(?=$|[\s.,;:)\]])"
    return re.compile(rf"\W*(?:{before}|{behind})", re.IGNORECASE)


# The digit or three digits that publishers set behind a code with a hyphen: 8486.20.00.00-2 (Taiwan), 0203.29-030 (Japan).
_SUFFIX = re.compile(r"^(\W*\d{4}[.\s]?\d\d[\d.]*)-(\d{3}|\d)(?![\w-])")


def with_suffix(cell: str) -> str:
    """A cell in which the hyphen before the last digits of a code is a point."""
    return _SUFFIX.sub(r"\1.\2", cell)


@lru_cache(maxsize=4096)
def names_several(cell: str) -> bool:
    """Whether a cell begins with a range or a list of codes, or says that it means a part of one.

    A number behind the code belongs to the name where it is no code itself or a unit follows: "85-87 kW motors".
    """
    text = with_suffix(unicodedata.normalize("NFKC", cell).strip(" '\"\t"))
    if not re.search(r"\d\d", text):
        return False
    if _part().match(text) or _are_headings(text):
        return True
    text = re.sub(r"^(?:WA|CN|HS|KN|GN|NCM)[\s:]*", "", text)
    match = _several().match(text)
    if match is None:
        return False
    sign = match[2] or ""
    first, second = (re.sub(r"\D", "", code) for code in (match[1], match[3]))
    if not re.search(r"[^\W\d_]", match[4]):
        return not (hyphenated(text) and not _is_short_range(text))
    ascending = first < second or sign in (*";,/&+\n", "")
    return len(first) == len(second) and ascending and _is_known(second) and not _begins_with_unit(match[4])


def hyphenated(cell: str) -> bool:
    """Whether a cell is one code with hyphens between its parts: 8471-30-00."""
    return _HYPHENATED.fullmatch(cell) is not None


def _is_short_range(text: str) -> bool:
    """Whether "84-85" or "8501-03" may be chapters 84 to 85 or headings 8501 to 8503."""
    parts = text.split("-")
    if len(parts) > 2:
        return False
    first, second = parts
    if len(first) == len(second):
        return first < second
    return first[-2:] < second and first[:2] + second in headings()


def _are_headings(text: str) -> bool:
    """Whether a cell lists headings with blanks or lines between them: "8507 8508" is no code of eight digits."""
    groups = re.match(r"(?:\d{4}\s+)+\d{4}(?![\d.])", text)
    found = groups[0].split() if groups else []
    return len(found) > 1 and found == sorted(set(found)) and all(
        code in headings() and code[:2] == found[0][:2] for code in found
    )  # fmt: skip


def _is_known(code: str) -> bool:
    return code[:4] in headings() if len(code) > 2 else 1 <= int(code) <= _LAST_CHAPTER


def _begins_with_unit(text: str) -> bool:
    word = re.match(r"\W*([^\W\d_]+)", text)
    return word is not None and (
        unit_code(word[1]) is not None or word[1].casefold() in word_list("units_of_names")
    )
