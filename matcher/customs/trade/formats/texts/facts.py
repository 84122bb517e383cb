"""One published figure, what a person states of a file, and the error for what a file does not say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.case.errors import PARTLY, Box31Error


@dataclass(frozen=True)
class Stated:
    """What the person who imports says of a file that does not say it itself."""

    flow: str | None = None
    scale: float | None = None
    currency: str | None = None
    reporter: str | None = None
    decimal: str | None = None

    @property
    def money(self) -> bool:
        """Whether scale and currency are stated."""
        return bool(self.scale and self.currency)


@dataclass(frozen=True)
class Fact:
    """One figure. `start` and `end` are months counted from year 0 (year * 12 + month - 1), both inclusive.

    `hs` is a code of goods or TOTAL; `dims` are further divisions (mode of transport, region ...), absent where the
    figure is their total; `quantities` are in base units (H87 pieces, KGM kilograms); `value` in whole units of `currency`.
    """

    start: int
    end: int
    hs: str
    flow: str
    reporter: str
    partner: str
    value: float | None
    currency: str | None
    quantities: tuple[tuple[str, float], ...] = ()
    dims: tuple[tuple[str, str], ...] = ()
    edition: str = ""
    original: bool = True


class Refused(Box31Error):
    """A table of statistics that does not say what its figures are (exit 3); the message names the option that states it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, PARTLY)


_RANGE = re.compile(
    r"((?:19|20)\d\d)[-./年]?(0[1-9]|1[0-2])月?[-–~至/]+((?:19|20)\d\d)[-./年]?(0[1-9]|1[0-2])月?"
)
_MONTHS_BEFORE_YEAR = re.compile(r"(\d{1,2})[-–—~](\d{1,2})[./]((?:19|20)\d\d)")  # 01-06.2023 is no day
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)[-/年.]?m?(\d{1,2})月?(?:份)?", re.IGNORECASE)
_QUARTER = re.compile(r"((?:19|20)\d\d)[- ]?Q([1-4])", re.IGNORECASE)
WHOLE_YEAR = "52"  # the month of a whole year in Comext and in refMonth of UN Comtrade


def period_of(text: str) -> tuple[int, int] | None:
    """(first month, last month) of a period as printed: 202301, 01/2021, 2023, 202301-202303, 2023-Q1, 202252."""
    from matcher.customs.values.cells import day

    text = text.strip("'\t ")
    if re.fullmatch(r"(19\d|20[0-6])\d", text):  # from 2070 on they are of Nepal
        return int(text) * 12, int(text) * 12 + 11
    if match := _RANGE.fullmatch(text):
        return int(match[1]) * 12 + int(match[2]) - 1, int(match[3]) * 12 + int(match[4]) - 1
    if match := _MONTHS_BEFORE_YEAR.fullmatch(text):
        first, last, year = map(int, match.groups())
        return (year * 12 + first - 1, year * 12 + last - 1) if 1 <= first < last <= 12 else None
    if match := _QUARTER.fullmatch(text):
        start = int(match[1]) * 12 + (int(match[2]) - 1) * 3
        return start, start + 2
    if match := _YEAR_MONTH.fullmatch(text):
        if match[2] == WHOLE_YEAR:
            return int(match[1]) * 12, int(match[1]) * 12 + 11
        month = int(match[1]) * 12 + int(match[2]) - 1
        return (month, month) if 1 <= int(match[2]) <= 12 else None
    found = day(text)
    if found and (len(found) == 7 or found.endswith("-01")):
        month = int(found[:4]) * 12 + int(found[5:7]) - 1
        return month, month
    return None
