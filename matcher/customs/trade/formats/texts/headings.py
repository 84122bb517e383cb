"""What the heading of a column or a title says: its months and years, its flow, and which amount it counts.

"Import 2022 Wert (CHF)", "Value-Jan", "январь-май 2023", "5月", "Imported value in 2021".
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.date_ranges import TO, date_range, names_day
from matcher.customs.trade.formats.texts.measures import Measure, measure
from matcher.customs.trade.formats.texts.other_years import has_other_year, own_months, plain_periods
from matcher.customs.trade.formats.texts.part_years import MONTHS, Part, has_unread, part_of_year
from matcher.customs.trade.formats.texts.vocabulary import fold
from matcher.text.month_names import month_names

Amount = Literal["value", "quantity", "quantity2", "weight"]
_AMOUNTS: tuple[Amount, ...] = ("value", "quantity", "weight")
ROC = 1911  # the first year of the calendar of Taiwan is 1912

_YEAR = r"(?<![\d.,])((?:19\d|20[0-6])\d)(?![\d.,]\d|\d)"  # from 2070 on they are of Nepal, see values/calendars.py
_YEARS = re.compile(rf"{_YEAR}\s*[-–/]\s*((?:19\d|20[0-6])\d|\d\d)(?!\d)")
_MONTH_OF_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-./年]\s*(0?[1-9]|1[0-2])(?!\d)\s*月?(?:份)?")
_FIRST_DAY = re.compile(
    r"(?<![\d-])((?:19|20)\d\d)-(0[1-9]|1[0-2])-01(?!\d)(?:[ T]00:00(?::00)?)?"
)  # a cell that a workbook shows as "Jul 23"
# 202401, all that a heading says.
_MONTH_OF_YEAR_IN_DIGITS = re.compile(r"\s*((?:19|20)\d\d)(0[1-9]|1[0-2])\s*")
_MONTH_BEFORE_YEAR = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])[-./]((?:19|20)\d\d)(?!\d)")
_MONTHS_OF_YEARS = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)[-./年]?(0?[1-9]|1[0-2])月?(?:\s*[-–—~～至到]\s*|\s+{TO}\s+)((?:19|20)\d\d)[-./年]?(0?[1-9]|1[0-2])(?!\d)月?"
    rf"|(?<!\d)(0?[1-9]|1[0-2])[-./]((?:19|20)\d\d)(?:\s*[-–—~]\s*|\s+{TO}\s+)(0?[1-9]|1[0-2])[-./]((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_MONTHS_IN_SIGNS = re.compile(r"(?<!\d)(\d{1,2})\s*月?\s*(?:至|到|[-~～–—])\s*(\d{1,2})\s*[月월]")
_MONTH_IN_SIGNS = re.compile(r"(?<!\d)(\d{1,2})\s*[月월](?:份)?")
_ROC_YEAR = re.compile(r"(?<!\d)(1\d\d)\s*年")
_DAY = re.compile(r"(?<![\w.,])\d{1,2}(?![\w)])|\d:\d\d")
_WORD = re.compile(r"[^\W\d_]+\.?")
_BETWEEN = re.compile(rf"\s*(?:[-–—~/]|{TO})\s*", re.IGNORECASE)
_YEAR_BETWEEN = re.compile(rf"[\s.,'/-]*{_YEAR}(?:\s*[^\W\d_]{{1,5}}\.?)?{_BETWEEN.pattern}", re.IGNORECASE)
_SHORTEST_MONTH = 3  # letters
_SHORTEST_WITHOUT_ACCENTS = 5  # shorter ones are other words too


@dataclass(frozen=True)
class Span:
    """Months as a heading states them; `year` and `last_year` are None where it says no year. A whole year has months 1 to 12.

    `exact` is True where the first and the last month each have their year.
    """

    first: int = 1
    last: int = 12
    year: int | None = None
    last_year: int | None = None
    fiscal: bool = False
    exact: bool = False

    @property
    def is_year(self) -> bool:
        """Whether it is of January to December."""
        return (self.first, self.last) == (1, MONTHS)

    def months(self, year: int | None) -> tuple[int, int] | None:
        """(first, last month) counted from year 0; `year` is that of the row or title. None where no year is known."""
        begin = self.year if self.year is not None else year
        if begin is None:
            return None
        end = begin if self.last_year is None else self.last_year
        part_of_each = not self.is_year and self.first <= self.last and begin != end
        if (end, self.last) < (begin, self.first) or (part_of_each and not self.exact):
            return None  # January to June 2022-2023; April to January of one year: which of its ends is in another is not said; 2022/2021 is a ratio
        return begin * 12 + self.first - 1, end * 12 + self.last - 1


@dataclass(frozen=True)
class Heading:
    """What a heading says. `unread` is True where it says a part of a year that is not understood. `amount` is None where it names none; `rest` are the words left over; `of_trade` is False for growth,
    shares and balances, which are no amounts; `cumulated` is True for sums from January on."""

    text: str
    span: Span | None
    flow: str | None
    amount: Amount | None
    measure: Measure
    of_trade: bool = True
    cumulated: bool = False
    unread: bool = False


@lru_cache(maxsize=4096)
def heading_of(text: str) -> Heading:
    """What a heading or title says; nothing of trade where it is too long for one."""
    if len(text) > words.LONGEST:
        return Heading(text, None, None, None, Measure(None, None, None, None, ""), of_trade=False)
    span, rest = span_in(text)
    unread = _is_unread(text, span, rest)
    if span and (_DAY.search(rest) or unread):
        span = None  # 17 March 2023: when a report was printed
    folded = fold(rest)
    cumulated = words.has_word("cumulated", text)
    if span is None and words.has_word("whole_year", rest):
        span = Span()
    said = measure(rest)
    of_trade = not (words.has_word("no_amounts", text) or "%" in text or said.price)
    return Heading(
        text, span, words.flow_in(text), _amount(rest, folded, said), said, of_trade, cumulated, unread
    )


def _is_unread(text: str, span: Span | None, rest: str) -> bool:
    """Whether a text says a part of a year, and not which months of which year that are."""
    text = plain_periods(text)
    part, dated = part_of_year(text), re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text) is not None
    named = [match for match in _WORD.finditer(text) if _month(match[0])]
    if span is None:
        return (
            date_range(text) is not None
            or part is not None
            or (dated and (has_unread(text) or len(named) > 1))
        )
    if _DAY.search(rest):
        return part is not None  # 1Q23; 17 March 2023 is a day
    whole = span.is_year
    if span.year is None and not whole and (dated or has_other_year(rest)):
        return True
    if len(named) == 1 and words.ends_with("beside_month", text[: named[0].start()]):
        return True
    return has_unread(rest) or (whole and part is None and re.search("[月월]", rest) is not None)


def _amount(rest: str, folded: str, said: Measure) -> Amount | None:
    kinds = words.column_kinds(rest) | words.column_kinds(words.without_flow(rest))
    if said.currency or (said.scale and not said.mass and not said.unit):
        return "value"
    if said.mass:
        return "weight"
    if "quantity2" in kinds:
        return "quantity2"
    if said.unit or "quantity" in kinds or "unit" in kinds:
        return "quantity"
    if "weight" in kinds:
        return "weight"
    if "value" in kinds:
        return "value"
    ranks = dict.fromkeys(words.kinds_within(rest), 0)
    for word in re.findall(
        r"[^\W\d_]+2?", folded
    ):  # "quantity1 jan": a number after a word counts the columns
        bare = word.rstrip("2")
        for kind in _AMOUNTS:
            if (rank := words.rank_of(kind, bare)) is not None:
                ranks[kind + word[len(bare) :]] = rank
    if "quantity2" in ranks:
        return "quantity2"
    best = sorted((rank, kind) for kind, rank in ranks.items())
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return next((kind for kind in _AMOUNTS if kind == best[0][1]), None)


@lru_cache(maxsize=1 << 14)
def span_in(text: str) -> tuple[Span | None, str]:
    """The months and years in a heading, and the text without them."""
    if len(text) > words.LONGEST:
        return None, text
    text = plain_periods(text)
    if found := date_range(text):
        return (_of_days(*found.days) if found.days else None), found.rest
    if names_day(text):
        return None, text
    if match := _MONTHS_OF_YEARS.search(text):
        a, b, c, d = (int(part) for part in match.groups() if part)
        return (_span(b, d, a, c) if match[1] else _span(a, c, b, d)), _cut(text, match)
    if part := part_of_year(text):
        return _with_years(part, text)
    if match := _MONTHS_IN_SIGNS.search(text):
        first, last = int(match[1]), int(match[2])
        year, rest = _year(_cut(text, match))
        return (_span(first, last, year, None), rest)
    if match := _FIRST_DAY.search(text):
        return _span(int(match[2]), int(match[2]), int(match[1]), None), _cut(text, match)
    if match := _MONTH_OF_YEAR_IN_DIGITS.fullmatch(text) or _MONTH_OF_YEAR.search(text):
        return _span(int(match[2]), int(match[2]), int(match[1]), None), _cut(text, match)
    if match := _MONTH_BEFORE_YEAR.search(text):
        return _span(int(match[1]), int(match[1]), int(match[2]), None), _cut(text, match)
    if match := _MONTH_IN_SIGNS.search(text):
        year, rest = _year(_cut(text, match))
        return (_span(int(match[1]), int(match[1]), year, None), rest)
    named = [m for m in _WORD.finditer(text) if _month(m[0])]
    if len(named) == 1 or (len(named) == 2 and _BETWEEN.fullmatch(text[named[0].end() : named[1].start()])):
        first, last = _month(named[0][0]), _month(named[-1][0])
        rest = text[: named[0].start()] + " " + text[named[-1].end() :]
        if years := _YEARS.search(rest):
            begin, end = _years(years)
            return Span(first, last, begin, end), _cut(rest, years)
        year, rest = _year(rest)
        return _span(first, last, year, None), rest
    if len(named) == 2 and (between := _YEAR_BETWEEN.fullmatch(text[named[0].end() : named[1].start()])):
        year, rest = _year(text[: named[0].start()] + " " + text[named[1].end() :])
        first, last = _month(named[0][0]), _month(named[1][0])
        return (None, text) if year is None else (_span(first, last, int(between[1]), year), rest)
    if named:
        return None, text
    if years := _YEARS.search(text):
        begin, end = _years(years)
        return (Span(1, 12, begin, end, fiscal=end == begin + 1), _cut(text, years))
    year, rest = _year(text)
    return (None, text) if year is None else (Span(1, 12, year, None), rest)


def _of_days(first: date, last: date) -> Span | None:
    """The months of days, from the first of one to the last of another."""
    return _span(first.month, last.month, first.year, last.year)


def _with_years(part: Part, text: str) -> tuple[Span | None, str]:
    """The span of a part of a year, whose months and years the rest of the text must not say otherwise."""
    if part.months is None:
        return None, text
    first, last = part.months
    rest = re.sub(r"(?<!\d)[.,](?=(?:19|20)\d\d(?!\d))", " ", part.rest)
    months = [m for m in map(_month, _WORD.findall(rest)) if m]
    if months:
        if (months[0], months[-1]) != (first, last):
            return None, text  # "3 months to June"
        rest = _WORD.sub(lambda m: " " if _month(m[0]) else m[0], rest)
    if years := _YEARS.search(rest):
        return Span(first, last, *_years(years)), _cut(rest, years)
    year, rest = _year(rest)
    return Span(first, last, year), rest


def _span(first: int, last: int, year: int | None, last_year: int | None) -> Span | None:
    last_year = None if last_year == year else last_year
    in_order = year is not None and last_year is not None
    return (
        Span(first, last, year, last_year, exact=in_order)
        if 1 <= first <= MONTHS and 1 <= last <= MONTHS
        else None
    )


def _year(text: str) -> tuple[int | None, str]:
    """The one year of a text, and the text without it; None where it names none or several."""
    found = list(re.finditer(_YEAR, text))
    if len({match[1] for match in found}) == 1:
        return int(found[0][1]), re.sub(_YEAR, " ", text)
    if not found and (roc := _ROC_YEAR.search(text)):
        return int(roc[1]) + ROC, _cut(text, roc)
    return None, text


def _years(match: re.Match[str]) -> tuple[int, int]:
    begin = int(match[1])
    return begin, int(match[2]) if len(match[2]) == 4 else begin // 100 * 100 + int(match[2])


def years_in(text: str) -> set[int]:
    """The years that a text names, whatever it says of them."""
    return {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)}


def months_named(text: str) -> list[str]:
    """The names of months among the words of a text."""
    return [word for word in _WORD.findall(text) if _month(word)]


def _cut(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " + text[match.end() :]


def _month(word: str) -> int:
    bare = word.rstrip(".").casefold().replace("\u0307", "")  # İYUN, whose dot case folding keeps apart
    if len(bare) < _SHORTEST_MONTH:
        return 0
    return (
        month_names().get(bare, 0)
        or own_months()[1].get(bare, 0)
        or (_months_without_accents().get(fold(bare), 0) if len(bare) >= _SHORTEST_WITHOUT_ACCENTS else 0)
    )


@cache
def _months_without_accents() -> dict[str, int]:
    """Names of months as capitals have them, without accents (ΜΑΡΤΙΟΣ, FEVRIER) -> month; none that would be of two months."""
    months: dict[str, set[int]] = defaultdict(set)
    for name, month in month_names().items():
        months[fold(name)].add(month)
    return {name: found.pop() for name, found in months.items() if len(found) == 1}
