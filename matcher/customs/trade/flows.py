"""Sums of trade by goods code, month and country pair, from customs lines or published statistics, and comparisons.

Every figure carries the number of rows behind it. Where there are no rows there is no figure: None, shown as
"no data", never zero.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from crawler.case.errors import UsageProblem
from matcher.customs.trade.published import published
from matcher.customs.trade.selection import Sum
from matcher.customs.values.countries import alpha3
from matcher.customs.values.hs_codes import priority_tier

NO_DATA = "no data"
DEFAULT_LENGTH = 4  # digits of the codes by which rows are grouped where none are asked for

UNIT_NAMES = {
    "H87": "pieces",
    "KGM": "kg",
    "PR": "pairs",
    "MTR": "m",
    "MTK": "m2",
    "MTQ": "m3",
    "LTR": "l",
    "SET": "sets",
}

FLOW_COLUMNS = (
    *("hs", "flow", "from", "to", "period", "months", "value_usd", "quantity", "unit", "rows"),
    *(
        "value",
        "currency",
        "previous_value_usd",
        "previous_rows",
        "compared_months",
        "change",
        "change_percent",
        "source",
        "priority_tier",
    ),
)
AGAINST_COLUMNS = (
    *("hs", "flow", "period", "a", "b", "value_a", "value_b", "rows_a", "rows_b", "times", "ratio", "source"),
)


@dataclass(frozen=True)
class Cell:
    """The sum of some rows: value in its currency, quantity where all count in one unit, number of rows, months covered."""

    value: float | None
    currency: str | None
    quantity: float | None
    unit: str | None
    rows: int
    months: frozenset[str]

    @property
    def value_usd(self) -> float | None:
        """The value where it is stated in US dollars."""
        return self.value if self.currency == "USD" else None


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


def flows(db: Database, question: Question) -> Iterator[dict[str, Any]]:
    """One row for each code group, flow, country pair and period, with the change on the same period a year before.

    Periods of two years are compared over the months that the source covers in both; `compared_months` says how many.
    """
    table = _Sums(db, question)
    for key in sorted(table.keys):
        code, flow, origin, destination, period, _ = key
        now = table.cell(key)
        before, common = table.year_before(key)
        compared = table.cell(key, common) if common is not None else None
        change = _change(compared.value if compared else None, before.value if before else None)
        yield {
            "hs": code,
            "flow": flow,
            "from": origin,
            "to": destination,
            "period": period,
            "months": sum(map(_length, now.months)),
            "value_usd": _rounded(now.value_usd),
            "quantity": _rounded(now.quantity),
            "unit": UNIT_NAMES.get(now.unit or "", now.unit),
            "rows": now.rows,
            "value": _rounded(now.value),
            "currency": now.currency,
            "previous_value_usd": _rounded(before.value_usd) if before else None,
            "previous_rows": before.rows if before else 0,
            "compared_months": len(common) if common else 0,
            "change": NO_DATA if change is None else f"{change:+.1f} %",
            "change_percent": None if change is None else round(change, 4),
            "source": question.source,
            "priority_tier": priority_tier(code) if len(code) >= 6 else None,
        }


def against(db: Database, question: Question, a: str, b: str) -> Iterator[dict[str, Any]]:
    """For each code group, flow and period: the value with country `a` as so many times the value with country `b`."""
    table = _Sums(db, question)
    first, second = country_code(a), country_code(b)
    periods = sorted(
        {
            (key[0], key[1], key[4])
            for key in table.keys
            if {first, second} & {key[2], key[3]} and key[5] == "USD"
        }
    )
    for code, flow, period in periods:
        ours, theirs = (
            table.with_country(code, flow, period, first),
            table.with_country(code, flow, period, second),
        )
        ratio = ours.value / theirs.value if ours.value is not None and theirs.value else None
        yield {
            "hs": code,
            "flow": flow,
            "period": period,
            "a": first,
            "b": second,
            "value_a": _rounded(ours.value),
            "value_b": _rounded(theirs.value),
            "rows_a": ours.rows,
            "rows_b": theirs.rows,
            "times": NO_DATA if ratio is None else f"{ratio:.1f} times",
            "ratio": None if ratio is None else round(ratio, 6),
            "source": question.source,
        }


def country_code(name: str) -> str:
    """The code of a country given by name or code. Raises UsageProblem for a name that is not known."""
    code = alpha3(name)
    if code is None:
        raise UsageProblem(f"{name}: no country known by this name; give its ISO 3166 code, such as RUS")
    return code


Key = tuple[str, str, str, str, str, str]  # code group, flow, from, to, period, currency


class _Sums:
    """The rows that a question asks for, summed by key and month."""

    def __init__(self, db: Database, question: Question) -> None:
        self._months: dict[Key, dict[str, Sum]] = defaultdict(dict)
        self._covered: set[str] = set()
        self._period = question.period
        wanted = {country_code(name) for name in question.countries}
        entries = _of_lines(db, question) if question.source == "lines" else _of_statistics(db, question)
        for month, period, code, flow, origin, destination, part in entries:
            self._covered.add(month)
            if wanted and not wanted & {origin, destination}:
                continue
            for currency in list(part.values) or ["USD"]:
                key = (code, flow, origin, destination, period, currency)
                self._months[key].setdefault(month, Sum()).add(_in_currency(part, currency))

    @property
    def keys(self) -> list[Key]:
        return list(self._months)

    def cell(self, key: Key, months: frozenset[str] | None = None) -> Cell:
        found = self._months.get(key, {})
        return _sum({m: part for m, part in found.items() if months is None or m in months}.items(), key[5])

    def year_before(self, key: Key) -> tuple[Cell | None, frozenset[str] | None]:
        """The same key's sum a year before, and this year's months that the source covers in both years."""
        code, flow, origin, destination, period, currency = key
        earlier: Key = (code, flow, origin, destination, _shifted(period), currency)
        common = frozenset(
            month
            for month in self._covered
            if _period_of(month, self._period) == period and _shifted(month) in self._covered
        )
        if not common or earlier not in self._months:
            return None, common or None
        before = self.cell(earlier, frozenset(_shifted(month) for month in common))
        return (before, common) if before.rows else (None, common)

    def with_country(self, code: str, flow: str, period: str, country: str) -> Cell:
        return _sum(
            (
                (month, part)
                for key, months in self._months.items()
                if (key[0], key[1], key[4], key[5]) == (code, flow, period, "USD")
                and country in (key[2], key[3])
                for month, part in months.items()
            ),
            "USD",
        )


def _in_currency(part: Sum, currency: str) -> Sum:
    """The part with its value in one currency; quantities go with the first, so that they are not counted twice."""
    if len(part.values) < 2:
        return part
    first = currency == next(iter(part.values))
    empty = Sum()
    source = part if first else empty
    return Sum(
        {currency: part.values[currency]},
        dict(source.quantities),
        dict(source.counted),
        source.with_quantity,
        list(part.rows),
        part.count,
    )


def _sum(parts: Iterable[tuple[str, Sum]], currency: str) -> Cell:
    whole = Sum()
    months: set[str] = set()
    for month, part in parts:
        months.add(month)
        whole.add(part)
    quantity, unit = whole.quantity()
    value = whole.values.get(currency)
    return Cell(
        value, currency if value is not None else None, quantity, unit, whole.count, frozenset(months)
    )


def _change(now: float | None, before: float | None) -> float | None:
    return None if now is None or not before else (now / before - 1) * 100


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 2)


def _shifted(period: str) -> str:
    """The period a year before: 2023-04 -> 2022-04, 2023-01/2023-03 -> 2022-01/2022-03, 2022-2023 -> 2021-2022."""
    return re.sub(r"(?<!\d)(?:19|20)\d\d", lambda match: str(int(match[0]) - 1), period)


def _length(token: str) -> int:
    """The months in a period: a month, a year, or a range of months."""
    if match := re.fullmatch(r"(\d{4})-(\d\d)/(\d{4})-(\d\d)", token):
        return (int(match[3]) - int(match[1])) * 12 + int(match[4]) - int(match[2]) + 1
    return 12 if re.fullmatch(r"\d{4}(-\d{4})?", token) else 1


def _period_of(month: str, period: str) -> str:
    if len(month) == 4:
        return month
    if len(month) > 7:
        return month if period != "year" or month[:4] != month[-7:-3] else month[:4]
    if period == "year":
        return month[:4]
    if period == "quarter":
        return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"
    return month[:7]


def _groups(hs: str, codes: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if not codes:
        yield hs[:DEFAULT_LENGTH]
    for group in codes:
        if hs.startswith(group):
            yield "+".join(group)


Entry = tuple[str, str, str, str, str, str, Sum]  # month, period, code group, flow, from, to, sum


def _of_statistics(db: Database, question: Question) -> Iterator[Entry]:
    groups = question.codes or None
    for figure in published(
        db, groups, question.period, question.start, question.end, question.flow, question.world
    ):
        origin, destination = figure.reporter, figure.partner
        if figure.flow.endswith("import"):
            origin, destination = destination, origin
        period = _period_of(figure.token, question.period)
        yield figure.token, period, figure.code, figure.flow, origin, destination, figure.sum


def _of_lines(db: Database, question: Question) -> Iterator[Entry]:
    for month, hs, flow, origin, destination, value, quantity, unit, rows in _monthly_lines(db, question):
        known = quantity is not None
        part = Sum(
            {} if value is None else {"USD": value},
            {unit or "": quantity} if known else {},
            {unit or "": 1} if known else {},
            int(known),
            count=rows,
        )
        for code in _groups(hs, question.codes):
            yield (
                month,
                _period_of(month, question.period),
                code,
                flow,
                alpha3(origin) or origin,
                alpha3(destination) or destination,
                part,
            )


def _monthly_lines(db: Database, question: Question) -> Iterator[tuple[Any, ...]]:
    """(month, hs, flow, from, to, value, quantity, unit, rows): sums of the case's lines by month within the limits.

    `hs` is empty where a line has no code, or words in its place.
    """
    codes = sorted({code for group in question.codes for code in group})
    where = ["1"]
    values: dict[str, str] = {}
    if codes:
        where.append("(" + " OR ".join(f"hs LIKE :code{i}" for i in range(len(codes))) + ")")
        values.update({f"code{i}": f"{code}%" for i, code in enumerate(codes)})
    if question.start:
        where.append("month >= :start")
        values["start"] = question.start
    if question.end:
        where.append("substr(month, 1, :end_length) <= :end")
        values["end"], values["end_length"] = question.end, str(len(question.end))
    if question.flow:
        where.append("flow = :flow")
        values["flow"] = question.flow
    yield from db.execute(
        f"""SELECT month, hs, flow, origin, destination, sum(value_usd), sum(quantity), unit, count(*) FROM (
              SELECT substr(date, 1, 7) AS month, iif(hs GLOB '[0-9][0-9]*', hs, '') AS hs, 'declared' AS flow,
                     coalesce(departure, origin, '?') AS origin, coalesce(destination, '?') AS destination,
                     value_usd, quantity, coalesce(unit_code, unit) AS unit
              FROM current_lines WHERE date IS NOT NULL)
            WHERE {" AND ".join(where)} GROUP BY 1, 2, 3, 4, 5, unit""",  # noqa: S608 - fixed text, values are bound
        values,
    )
