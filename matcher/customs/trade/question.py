"""What a person asks of trade: codes, periods, countries, direction, source."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.case.errors import UsageProblem
from matcher.customs.values.countries import alpha3

DEFAULT_LENGTH = 4  # digits of the codes by which rows are grouped where none are asked for


@dataclass(frozen=True)
class Question:
    """What to sum. `codes`: groups of code beginnings, each summed as one ("6909+6914"); empty: by heading.

    `period` is month, quarter or year; `start` and `end` (ISO months or years, inclusive) limit the time;
    `countries` limits the partners; `source` is statistics or lines.
    """

    source: str = "statistics"
    codes: tuple[tuple[str, ...], ...] = ()
    period: str = "year"
    start: str | None = None
    end: str | None = None
    countries: tuple[str, ...] = ()
    flow: str | None = None
    world: bool = False  # the published total as well, beside its partners: for shares

    def groups_of(self, hs: str) -> list[str]:
        """The names of the groups of codes that `hs` belongs to."""
        if not self.codes:
            return [hs[:DEFAULT_LENGTH]]
        return ["+".join(group) for group in self.codes if hs.startswith(group)]

    def code_limit(self, column: str) -> tuple[str, dict[str, str]]:
        """The SQL condition that `column` has one of the codes, and the values that it binds."""
        codes = sorted({code for group in self.codes for code in group})
        if not codes:
            return "1", {}
        tests = " OR ".join(f"{column} LIKE :code{i}" for i in range(len(codes)))
        return f"({tests})", {f"code{i}": f"{code}%" for i, code in enumerate(codes)}


def check_goods_code(code: str) -> None:
    """Raise UsageProblem for what is not a goods code or the beginning of one."""
    if not re.fullmatch(r"\d{2,12}", code):
        raise UsageProblem(f"--hs {code}: a goods code has 2 to 12 digits")


def check_date(option: str, value: str) -> None:
    """Raise UsageProblem for the value of an option that is no year, month or day."""
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", value):
        raise UsageProblem(f"{option} {value}: give a year, month or day (2022, 2022-03, 2022-03-24)")


def check_month(option: str, value: str) -> None:
    """Raise UsageProblem for the value of an option that is no year or month."""
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", value):
        raise UsageProblem(f"{option} {value}: give a year (2023) or a month (2023-04)")


def country_code(name: str) -> str:
    """The code of a country given by name or code. Raises UsageProblem for a name that is not known."""
    code = alpha3(name)
    if code is None:
        raise UsageProblem(f"{name}: no country known by this name; give its ISO 3166 code, such as RUS")
    return code
