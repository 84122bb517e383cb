"""Dates in words: Chinese, Russian, Ukrainian, Kazakh, English, and numbers in any order.

General date libraries read month names well, but miss what Chinese and Cyrillic sites write around them
(发布时间：2022年11月3日 became 1 January 2022 in one, nothing in another), so a pass of our own comes first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crawler.extract.words.vocabulary import by_word, pattern

FIRST_YEAR = 1990  # no web page is older
MAX_TEXT = 4000  # characters searched for dates in one go


@dataclass(frozen=True)
class FoundDate:
    """A date in a text: `day` as ISO 8601, `text` as written, `start` its place.

    `certainty` is certain, or ambiguous where day and month could be the other way round.
    """

    day: str
    text: str
    start: int
    certainty: str = "certain"


# Stems, so that every case and ending is known: 3 ноября, ноябрь, нояб.
_MONTH_STEMS: dict[str, int] = by_word("cyrillic_months")
_MONTHS_LATIN: dict[str, int] = by_word("latin_months")
_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "两": 2,
}
_HAN_NUMBER = "[〇零○O一二三四五六七八九十]"

_CYR = r"[а-яёіїєґәғқңөұүһ]"
_YEAR = r"(?:19|20)\d{2}"
_HAN = re.compile(rf"({_YEAR}|\d{{2,3}}(?=年))\s*[年년]\s*(\d{{1,2}})\s*[月월]\s*(\d{{1,2}})\s*[日号號일]?")
_HAN_WORDS = re.compile(
    rf"({_HAN_NUMBER}{{4}})\s*年\s*({_HAN_NUMBER}{{1,3}})\s*月\s*({_HAN_NUMBER}{{1,3}})\s*[日号號]?"
)
_ROC = re.compile(r"(?:民國|民国)\s*(\d{2,3})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日號号]?")
_YMD = re.compile(rf"(?<![\d.])({_YEAR})\s?([-/.])\s?(\d{{1,2}})\s?\2\s?(\d{{1,2}})(?!\d)")
_YMD_COMPACT = re.compile(rf"(?<!\d)({_YEAR})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_DMY = re.compile(
    rf"(?<![\d.,/\-])(\d{{1,2}})\s?([-/.])\s?(\d{{1,2}})\s?\2\s?({_YEAR}|\d{{2}})(?![\d]|[.,]\d)"
)
_DAY_MONTH_CYR = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s*(?:-?(?:го|ого|е|ші|шы|і|ы|ді)?)\s+({_CYR}{{3,12}})\.?,?\s+({_YEAR})(?:\s*(?:года|году|год|г\.?|року|рік|р\.?|жылғы|жылы|жыл|ж\.?)(?!{_CYR}))?",
    re.I,
)
_YEAR_DAY_MONTH_CYR = re.compile(
    rf"({_YEAR})\s*(?:жылғы|жылдың|жылы|жыл|ж\.?|года|год|г\.?|року|р\.?)?,?\s+(\d{{1,2}})(?:-?(?:ші|шы|і|ы))?\s+({_CYR}{{3,12}})",
    re.I,
)
_MONTH_DAY_CYR = re.compile(rf"(?<!{_CYR})({_CYR}{{3,12}})\.?\s+(\d{{1,2}}),?\s+({_YEAR})", re.I)
_LATIN = r"[a-zß-öø-žșțа]{3,12}"
_DAY_MONTH = re.compile(
    rf"(?<![\d.])(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s\-/.,]*(?:of\s+|de\s+)?({_LATIN})\.?[\s\-/.,']*(?:de\s+|del\s+)?({_YEAR}|(?<=')\d{{2}}|(?<=-)\d{{2}})(?!\d)",
    re.I,
)
_MONTH_DAY = re.compile(
    rf"(?<![a-z])({_LATIN})\.?[\s\-/.]*(\d{{1,2}})(?:st|nd|rd|th)?[\s,.\-/]+({_YEAR})(?!\d)", re.I
)
_YEAR_MONTH_DAY = re.compile(
    rf"({_YEAR})[\s\-/.,]+({_LATIN})\.?[\s\-/.,]+(\d{{1,2}})(?:st|nd|rd|th)?(?!\d)", re.I
)

_UNITS: tuple[tuple[str, str], ...] = (
    ("minute", r"分钟|分鐘|minutes?|mins?|минут[аыу]?|мин\.?|хвилин[аиу]?|хв\.?|минут|мин"),
    ("hour", r"个?小时|個?小時|hours?|hrs?|час(?:а|ов)?|годин[аиу]?|год\.?|сағат"),
    ("day", r"天|日|days?|дн(?:я|ей|і|ів)|день|день|күн"),
    ("week", r"周|個?星期|个?星期|weeks?|недел[яиьюь]|недель|тиж(?:день|ні|нів)|апта"),
    ("month", r"个月|個月|months?|месяц(?:а|ев)?|місяц[яі]в?|місяць|ай"),
    ("year", r"年|years?|год(?:а)?|лет|рок(?:и|ів)|рік|жыл"),
)
_AGO = r"\s*(?:前|之前|以前|\bago\b|назад|тому|бұрын)"
_RELATIVE = re.compile(
    r"(?<![\w.])(\d{1,3}|an?|one|two|three|four|five|six|seven|一|两|三|四|五|六|七|八|九|十|半)?\s*(?:"
    + "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS)
    + rf"){_AGO}",
    re.I,
)
_NAMED_DAYS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (pattern(name, r"(?<![^\W\u3400-\u9fff]){}(?![^\W\u3400-\u9fff])"), days)
    for name, days in (("three_days_ago", 3), ("two_days_ago", 2), ("yesterday", 1), ("today", 0))
)
_COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "半": 0,
}
_COUNTS |= {"一": 1, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


def find_dates(
    text: str, *, captured_at: str | None = None, month_first: bool | None = None, compact: bool = False
) -> list[FoundDate]:
    """Every date in `text`, in the order of the text.

    `captured_at` (ISO 8601) resolves "3 days ago" and bounds the future: a date more than a year after it is none.
    `month_first` says how 03/04/2022 is to be read; None reads the day first and calls it ambiguous.
    `compact` also reads 20221103.
    """
    text = _normal(text[:MAX_TEXT])
    last = date.fromisoformat(captured_at[:10]) + timedelta(days=366) if captured_at else date.max
    found: list[FoundDate] = []
    taken: list[tuple[int, int]] = []
    for start, end, day, certainty in _candidates(text, captured_at, month_first, compact):
        if day.year < FIRST_YEAR or day > last or any(start < e and s < end for s, e in taken):
            continue
        taken.append((start, end))
        found.append(FoundDate(day.isoformat(), text[start:end].strip(), start, certainty))
    return sorted(found, key=lambda f: f.start)


def read_date(
    text: str, *, captured_at: str | None = None, month_first: bool | None = None
) -> FoundDate | None:
    """The first date in a short text, such as the line under a headline; None where there is none."""
    found = find_dates(text, captured_at=captured_at, month_first=month_first, compact=True)
    return found[0] if found else None


def machine_date(value: str) -> str | None:
    """The day of a date in markup (ISO 8601 and its common misspellings), None where it is none."""
    value = value.strip()
    match = re.match(rf"({_YEAR})-?(\d{{2}})-?(\d{{2}})(?!\d)", value)
    if match:
        day = _day(match.group(1), match.group(2), match.group(3))
        return day.isoformat() if day else None
    if re.fullmatch(r"1\d{9}(?:\d{3})?", value):  # seconds or milliseconds since 1970
        return datetime.fromtimestamp(int(value[:10])).date().isoformat()
    found = read_date(value)
    return found.day if found else None


def _normal(text: str) -> str:
    """NFKC without changing lengths where it can be helped: full-width digits become digits."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    return "".join(n if len(n := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)


def _candidates(
    text: str, captured_at: str | None, month_first: bool | None, compact: bool
) -> Iterator[tuple[int, int, date, str]]:
    for m in _ROC.finditer(text):
        yield from _made(m, str(1911 + int(m.group(1))), m.group(2), m.group(3))
    for m in _HAN.finditer(text):
        year = m.group(1) if len(m.group(1)) == 4 else "20" + m.group(1)[-2:]
        yield from _made(m, year, m.group(2), m.group(3))
    for m in _HAN_WORDS.finditer(text):
        year = "".join(str(_HAN_DIGITS.get(c, "")) for c in m.group(1))
        yield from _made(m, year, str(_han_number(m.group(2))), str(_han_number(m.group(3))))
    for m in _YMD.finditer(text):
        yield from _made(m, m.group(1), m.group(3), m.group(4))
    for m in _YEAR_DAY_MONTH_CYR.finditer(text):
        if month := _cyrillic_month(m.group(3)):
            yield from _made(m, m.group(1), str(month), m.group(2))
    for m in _DAY_MONTH_CYR.finditer(text):
        if month := _cyrillic_month(m.group(2)):
            yield from _made(m, m.group(3), str(month), m.group(1))
    for m in _MONTH_DAY_CYR.finditer(text):
        if month := _cyrillic_month(m.group(1)):
            yield from _made(m, m.group(3), str(month), m.group(2))
    for m in _DAY_MONTH.finditer(text):
        if month := _MONTHS_LATIN.get(m.group(2).lower()):
            yield from _made(m, _full_year(m.group(3)), str(month), m.group(1))
    for m in _MONTH_DAY.finditer(text):
        if month := _MONTHS_LATIN.get(m.group(1).lower()):
            yield from _made(m, m.group(3), str(month), m.group(2))
    for m in _YEAR_MONTH_DAY.finditer(text):
        if month := _MONTHS_LATIN.get(m.group(2).lower()):
            yield from _made(m, m.group(1), str(month), m.group(3))
    for m in _DMY.finditer(text):
        yield from _day_month_year(m, month_first)
    if compact:
        for m in _YMD_COMPACT.finditer(text):
            yield from _made(m, m.group(1), m.group(2), m.group(3))
    if captured_at:
        yield from _relative(text, datetime.fromisoformat(captured_at.replace("Z", "+00:00")))


def _day_month_year(m: re.Match[str], month_first: bool | None) -> Iterator[tuple[int, int, date, str]]:
    first, separator, second, year = int(m.group(1)), m.group(2), int(m.group(3)), m.group(4)
    if len(year) == 2 and (separator == "-" or m.group(0).count(" ")):
        return  # 11-03-22 is as likely an article code
    dotted = separator == "."  # the dotted form is European: the day comes first
    swapped = second > 12 or (first <= 12 and bool(month_first) and not dotted)
    day, month = (second, first) if swapped else (first, second)
    unclear = first <= 12 and second <= 12 and first != second and month_first is None and not dotted
    for start, end, found, _ in _made(m, _full_year(year), str(month), str(day)):
        yield start, end, found, "ambiguous" if unclear else "certain"


def _relative(text: str, now: datetime) -> Iterator[tuple[int, int, date, str]]:
    for m in _RELATIVE.finditer(text):
        word = (m.group(1) or "1").lower()
        count = int(word) if word.isdigit() else _COUNTS[word]
        unit = next(name for name, _ in _UNITS if m.group(name))
        yield (
            m.start(),
            m.end(),
            _before(now, unit, count),
            "certain" if unit in ("minute", "hour", "day") else "ambiguous",
        )
    for words, days in _NAMED_DAYS:
        for m in words.finditer(text):
            yield m.start(), m.end(), (now - timedelta(days=days)).date(), "certain"


def _before(now: datetime, unit: str, count: int) -> date:
    if unit in ("month", "year"):
        months = now.year * 12 + now.month - 1 - (count if unit == "month" else 12 * count)
        for day in range(now.day, 27, -1):
            if found := _day(str(months // 12), str(months % 12 + 1), str(day)):
                return found
        return date(months // 12, months % 12 + 1, min(now.day, 28))
    hours = {"minute": count / 60, "hour": count, "day": 24 * count, "week": 168 * count}[unit]
    return (now - timedelta(hours=hours)).date()


def _made(m: re.Match[str], year: str, month: str, day: str) -> Iterator[tuple[int, int, date, str]]:
    found = _day(year, month, day)
    if found:
        yield m.start(), m.end(), found, "certain"


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _full_year(year: str) -> str:
    if len(year) == 4:
        return year
    return ("19" if int(year) > 80 else "20") + year


def _han_number(text: str) -> int:
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (_HAN_DIGITS.get(tens, 1) if tens else 1) + (_HAN_DIGITS.get(ones, 0) if ones else 0)
    return int("".join(str(_HAN_DIGITS.get(c, 0)) for c in text) or 0)


def _cyrillic_month(word: str) -> int | None:
    word = word.lower()
    return next((month for stem, month in _MONTH_STEMS.items() if word.startswith(stem)), None)
