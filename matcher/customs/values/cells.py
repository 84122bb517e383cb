"""Cells of customs files read as numbers, dates and names; what cannot be read says so."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from matcher.customs.values.calendars import ERAS, MINGUO, full_year, gregorian, gregorian_month
from matcher.customs.values.currencies import USUAL_CURRENCIES
from matcher.text.month_names import month_names
from matcher.text.word_files import word_file

# Cells that say nothing (ОТСУТСТВУЕТ, NULL, no brand), case folded.
NOTHING = frozenset(word_file(__package__, "nothing.yaml"))

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’]")
_FULL_WIDTH = {
    0xFEE0 + sign: sign for sign in range(0x21, 0x7F)
}  # letters and signs as wide as a Chinese character
_DIGIT = re.compile(r"\d")
_PLAIN = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_NUMERAL = re.compile(r"[-+]?\d[\d.,]*(?<![.,])")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
# Groups of thousands, or of lakhs and crores, by points and by commas: other rows of digits are dates or codes.
_GROUPED = {
    sign: re.compile(rf"[-+]?\d{{1,3}}(?:{re.escape(sign)}\d{{2,3}})*{re.escape(sign)}\d{{3}}(?!\d)")
    for sign in ".,"
}
_ARABIC_SIGNS = {0x066B: ".", 0x066C: None}  # decimal sign and separator of thousands beside Arabic digits
_CODES = "|".join(sorted(word for word in USUAL_CURRENCIES if word.isalpha()))
_CURRENCY_SIGN = re.compile(
    rf"^(?:(?:us)?[$€£¥₽₴]|(?:{_CODES})(?![a-z]))\s*|\s*(?:[$€£¥₽₴]|руб\.?|(?<![a-z])(?:{_CODES}))$",
    re.IGNORECASE,
)


_LONGEST_NOTHING = max(map(len, NOTHING)) + 6  # with quotes or brackets around it


def is_nothing(cell: str) -> bool:
    """True where `cell` is empty or one of the words that mean "nothing stated"."""
    if len(cell) > _LONGEST_NOTHING:
        return not cell.strip()
    text = cell.strip()
    if not text:
        return True
    text = text.casefold()
    return text in NOTHING or text.strip(" .;,'\"()*") in NOTHING


@lru_cache(maxsize=1 << 15)
def stated(cell: str | None) -> str | None:
    """`cell` without surrounding white space; None where it says nothing."""
    if cell is None or is_nothing(cell):
        return None
    return cell.strip()


def number(cell: str, decimal: str | None = None) -> float | None:
    """The number in `cell`, or None where it is not one.

    Reads 1234.5, 1234,5, 1 234,5, 1,234.50, 1.234,50, 1'234.5, $ 12.00, EUR 12.00 and a trailing or leading minus.
    `decimal` is the column's decimal sign where it is known ("." or ","): it settles cells such as 1,234
    whose one comma may be either; without it a comma before exactly three digits separates thousands only
    where more than one is in the cell.
    """
    text = cell.strip()
    if not text.isascii():
        text = text.translate(_FULL_WIDTH)
    if _PLAIN.fullmatch(text) and not (decimal == "," and _is_thousands_group(text, ".")):
        return float(text)
    if decimal == "," and _DECIMAL_COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    if not _DIGIT.search(text):
        return None
    text = _SPACES.sub("", _CURRENCY_SIGN.sub("", text)).translate(_ARABIC_SIGNS)
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    if text.endswith("-"):
        text = "-" + text[:-1]
    commas, points = text.count(","), text.count(".")
    if any(count > 1 and not _GROUPED[sign].match(text) for sign, count in ((",", commas), (".", points))):
        return None  # 03.05.2023, 8501.32.22.00
    if commas and points:
        text = (
            text.replace(",", "")
            if text.rfind(".") > text.rfind(",")
            else text.replace(".", "").replace(",", ".")
        )
    elif commas:
        thousands = commas > 1 or (decimal == "." and _is_thousands_group(text, ","))
        text = text.replace(",", "" if thousands else ".")
    elif points and (points > 1 or (decimal == "," and _is_thousands_group(text, "."))):
        text = text.replace(".", "")
    return float(text) if _PLAIN.fullmatch(text) else None


def _is_thousands_group(text: str, sign: str) -> bool:
    head, _, tail = text.lstrip("+-").rpartition(sign)
    return len(tail) == 3 and 0 < len(head) <= 3 and head != "0"


def decimal_sign(cells: list[str]) -> str | None:
    """The decimal sign that a column's sample shows: "," or ".", or None where the sample does not tell."""
    comma = point = 0
    for cell in cells:
        found = _NUMERAL.search(_SPACES.sub("", cell))
        if not found:
            continue
        text = found[0]
        last = max(text.rfind(","), text.rfind("."))
        if last < 0:
            continue
        sign, other = text[last], "." if text[last] == "," else ","
        tail = len(text) - last - 1
        if text.count(sign) > 1:  # 1,234,567: it separates thousands, so the other one is decimal
            comma, point = comma + (other == ","), point + (other == ".")
        elif other in text or tail != 3 or text.lstrip("-").startswith("0"):
            comma, point = comma + (sign == ","), point + (sign == ".")
    if comma == point:
        return None
    return "," if comma > point else "."


_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
# A time behind a date: T10:22:33.123Z, 12:00 AM, Oracle's 12.00.00.000000 AM.
_TIME = re.compile(
    r"(?:[T ]|, ?)\d{1,2}(?P<sign>[:.])\d{2}(?:(?P=sign)\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?:Z|[+-]\d{2}:?\d{2})?$"
)
# A full stop behind the year, as in Hungarian, Serbian and Czech, and the word for it: 14. 8. 2023. g., 02.02.2023 г.
_YEAR_ENDS = re.compile(r"(?<=\d)\.? ?(?:(?:г|р|g|y|год|god|года|року|godine)\.?)?$", re.IGNORECASE)
_SPACED = re.compile(r"(?<=\d)\. (?=\d)")
# 202304, 20230405, and 20230405102233 as programs exchange it (UN/EDIFACT code list 2379, 204 and 304)
_COMPACT = re.compile(r"(19|20)(\d{2})(\d{2})(?:(\d{2})(?:(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?:Z|[+-]\d\d)?)?)?")
# 05042023, and 5042023 of a program that took it for a number
_COMPACT_DAY_FIRST = re.compile(r"(0?[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(199\d|20[0-4]\d)")
_MINGUO = re.compile(r"(1\d{2})([/.])(\d{1,2})\2(\d{1,2})")  # 150-10-20 is a size
_ERA = re.compile(
    rf"({'|'.join(sorted(ERAS, key=len, reverse=True))})? ?(\d{{1,3}}|元)(?:年|[-/.]) ?(\d{{1,2}})(?:月|[-/.]) ?(\d{{1,2}})日?"
)
_CJK = re.compile(r"(\d{4})[年년] ?(\d{1,2})[月월] ?(?:(\d{1,2})[日일])?")
_VIETNAMESE = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}),? năm (\d{4})", re.IGNORECASE)
_YEAR_MONTH = re.compile(r"(\d{4})[-/. ](\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_NAMED = re.compile(
    r"(?:(\d{1,2})[-/. ]+)?([^\W\d_]{3,12})\.?[-/. ,']*(?:(\d{1,2})(?:,? +|[-/.](?=\d{4})))?(\d{4}|\d{2})"
)
_SERIAL = re.compile(r"(?:[34]\d{4}|5[0-4]\d{3})(?:\.\d+)?")  # Excel's day numbers from 1982 to 2049


def is_day_number(cell: str) -> bool:
    """Whether the cell is a number that Excel would show as a day: a date only where nothing speaks against it."""
    return _SERIAL.fullmatch(_date_alone(cell)) is not None


@lru_cache(maxsize=1 << 13)
def day(cell: str, month_first: bool = False) -> str | None:
    """The date in `cell` as ISO 8601: a day, or a month (2023-04) where it names no day; None where it is none.

    Years of two digits and of other calendars are read by calendars.py. `month_first` reads 04/25/2023 as Americans
    write it; a cell that can only be read the other way is read so. A date that does not exist (31.02.2023) is None.
    """
    text = _date_alone(cell)
    if match := _ISO.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(text):
        first, second, year = int(match[1]), int(match[2]), full_year(match[3])
        if (month_first and first <= 12) or second > 12:
            first, second = second, first
        return _date(year, second, first)
    if match := _COMPACT.fullmatch(text):
        year, month = int(match[1] + match[2]), int(match[3])
        found = _date(year, month, int(match[4])) if match[4] else gregorian_month(year, month)
        if found:  # else 20122024, the day first
            return found
    if match := _COMPACT_DAY_FIRST.fullmatch(text):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    if match := _CJK.fullmatch(text):
        year, month = int(match[1]), int(match[2])
        return _date(year, month, int(match[3])) if match[3] else gregorian_month(year, month)
    if match := _MINGUO.fullmatch(text):
        return _date(int(match[1]) + MINGUO, int(match[3]), int(match[4]))
    if (match := _ERA.fullmatch(text)) and (match[1] or (len(match[2]) == 3 and "年" in text)):
        year = 1 if match[2] == "元" else int(match[2])
        return _date(year + ERAS[match[1] or "民國"], int(match[3]), int(match[4]))
    if match := _VIETNAMESE.fullmatch(text):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    if match := _YEAR_MONTH.fullmatch(text):
        return gregorian_month(int(match[1]), int(match[2]))
    if match := _MONTH_YEAR.fullmatch(text):
        return gregorian_month(int(match[2]), int(match[1]))
    if match := _NAMED.fullmatch(text):
        named = month_names().get(match[2].casefold())
        if named:
            year = full_year(match[4])
            number_of_day = match[1] or match[3]
            return _date(year, named, int(number_of_day)) if number_of_day else gregorian_month(year, named)
    if _SERIAL.fullmatch(text):
        return (date(1899, 12, 30) + timedelta(days=int(float(text)))).isoformat()
    return None


def month_comes_first(cells: list[str]) -> bool | None:
    """Whether a column of dates written with slashes can only be read month first, or day first (False); None where it
    does not show it."""
    dates = [
        (int(found[1]), int(found[2])) for cell in cells if (found := _DAY_FIRST.fullmatch(_date_alone(cell)))
    ]
    if any(second > 12 >= first for first, second in dates):
        return True
    return False if any(first > 12 >= second for first, second in dates) else None


def _date_alone(cell: str) -> str:
    """The cell without a time, without a full stop or a word behind the year, and without blanks between its numbers."""
    text = cell.strip()
    if not text.isascii():
        text = text.translate(_FULL_WIDTH)
    if (time := _TIME.search(text)) and not _SERIAL.fullmatch(text[: time.start()]):
        text = text[: time.start()].rstrip()
    return _SPACED.sub(".", _YEAR_ENDS.sub("", text))


def _date(year: int, month: int, day_of_month: int) -> str | None:
    found = gregorian(year, month, day_of_month)
    return found.isoformat() if found else None
