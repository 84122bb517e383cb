"""What the heading of a column or a title says: its months and years, its flow, and which amount it counts.

"Import 2022 Wert (CHF)", "Value-Jan", "январь-май 2023", "5月", "Imported value in 2021".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from matcher.customs.trade.formats import words
from matcher.customs.trade.formats.measures import Measure, measure
from matcher.customs.trade.formats.vocabulary import fold
from matcher.text.month_names import month_names

Amount = Literal["value", "quantity", "quantity2", "weight"]
_AMOUNTS: tuple[Amount, ...] = ("value", "quantity", "weight")
ROC = 1911  # the first year of the calendar of Taiwan is 1912

_YEAR = r"(?<![\d.,])((?:19|20)\d\d)(?![\d.,]\d|\d)"
_YEARS = re.compile(rf"{_YEAR}\s*[-–/]\s*((?:19|20)\d\d|\d\d)(?!\d)")
_MONTH_OF_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-./年]\s*(0?[1-9]|1[0-2])(?!\d)\s*月?(?:份)?")
_MONTH_BEFORE_YEAR = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])[-./]((?:19|20)\d\d)(?!\d)")
_MONTHS_IN_SIGNS = re.compile(r"(?<!\d)(\d{1,2})\s*月?\s*(?:至|到|[-~～–—])\s*(\d{1,2})\s*[月월]")
_MONTH_IN_SIGNS = re.compile(r"(?<!\d)(\d{1,2})\s*[月월](?:份)?")
_QUARTER = re.compile(
    r"(?<![\w.])(?:Q\s?([1-4])|([1-4])\s?Q|([1-4])(?:st|nd|rd|th)\s+quarter|(IV|I{1,3})\s*(?:квартал|кв\b|кварталі?|çeyrek|kw\b)|([1-4])\s*(?:квартал|кв\b|çeyrek|분기|kw\b)|"
    r"第([1-4一二三四])(?:四半期|季度))",
    re.IGNORECASE,
)
_NUMERALS = {"I": 1, "II": 2, "III": 3, "IV": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_ROC_YEAR = re.compile(r"(?<!\d)(1\d\d)\s*年")
_DAY = re.compile(r"(?<![\w.,])\d{1,2}(?![\w)])|\d:\d\d")
_WORD = re.compile(r"[^\W\d_]+\.?")
_BETWEEN = re.compile(r"\s*(?:[-–—~/]|to|по|до|bis|a|do|à)\s*", re.IGNORECASE)
_SHORTEST_MONTH = 3  # letters


@dataclass(frozen=True)
class Span:
    """Months as a heading states them; `year` and `last_year` are None where it says no year. A whole year has months 1 to 12."""

    first: int = 1
    last: int = 12
    year: int | None = None
    last_year: int | None = None
    fiscal: bool = False

    def months(self, year: int | None) -> tuple[int, int] | None:
        """(first, last month) counted from year 0; `year` is that of the row or title. None where no year is known."""
        begin = self.year if self.year is not None else year
        if begin is None:
            return None
        end = begin if self.last_year is None else self.last_year
        if (end, self.last) < (begin, self.first):
            return None  # April to January of one year: which of its ends is in another is not said; 2022/2021 is a ratio
        return begin * 12 + self.first - 1, end * 12 + self.last - 1


@dataclass(frozen=True)
class Heading:
    """What a heading says. `amount` is None where it names none; `rest` are the words left over; `of_trade` is False for growth,
    shares and balances, which are no amounts; `cumulated` is True for sums from January on."""

    text: str
    span: Span | None
    flow: str | None
    amount: Amount | None
    measure: Measure
    of_trade: bool = True
    cumulated: bool = False


@lru_cache(maxsize=4096)
def heading_of(text: str) -> Heading:
    """What a heading or title says."""
    span, rest = span_in(text)
    if span and _DAY.search(rest):
        span = None  # 17 March 2023: when a report was printed
    folded = fold(rest)
    cumulated = words.has_word("cumulated", text)
    if span is None and words.has_word("whole_year", rest):
        span = Span()
    said = measure(rest)
    of_trade = not (words.has_word("no_amounts", text) or "%" in text or said.price)
    return Heading(text, span, words.flow_in(text), _amount(rest, folded, said), said, of_trade, cumulated)


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


def span_in(text: str) -> tuple[Span | None, str]:
    """The months and years in a heading, and the text without them."""
    text = unicodedata.normalize("NFKC", text)
    if match := _QUARTER.search(text):
        said = next(part for part in match.groups() if part)
        quarter = _NUMERALS.get(said.upper()) or int(said)
        year, rest = _year(_cut(text, match))
        return Span(quarter * 3 - 2, quarter * 3, year), rest
    if match := _MONTHS_IN_SIGNS.search(text):
        first, last = int(match[1]), int(match[2])
        year, rest = _year(_cut(text, match))
        return (_span(first, last, year, None), rest)
    if match := _MONTH_OF_YEAR.search(text):
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
    if named:
        return None, text
    if years := _YEARS.search(text):
        begin, end = _years(years)
        return (Span(1, 12, begin, end, fiscal=end == begin + 1), _cut(text, years))
    year, rest = _year(text)
    return (None, text) if year is None else (Span(1, 12, year, None), rest)


def _span(first: int, last: int, year: int | None, last_year: int | None) -> Span | None:
    return Span(first, last, year, last_year) if 1 <= first <= 12 and 1 <= last <= 12 else None


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


def _cut(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " + text[match.end() :]


def _month(word: str) -> int:
    bare = word.rstrip(".").casefold()
    return month_names().get(bare, 0) if len(bare) >= _SHORTEST_MONTH else 0
