"""Sums of trade by goods code, month and country pair, from customs lines or published statistics, and comparisons.

Every figure carries the number of rows behind it. Where there are no rows there is no figure: None, shown as
"no data", never zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypedDict

from sqlite_utils import Database

from crawler.case.typed_rows import columns_of
from matcher.customs.trade.entries import INVOICE_USD, entries
from matcher.customs.trade.periods import months_in, period_of_token, year_before
from matcher.customs.trade.question import Question, country_code
from matcher.customs.trade.selection import Sum
from matcher.customs.values.exchange_rates import usd_rate
from matcher.customs.values.hs_codes import priority_tier
from matcher.customs.values.units import UNIT_NAMES

NO_DATA = "no data"

# `from` is a keyword, so these are written as dicts. `value`: in `currency`; `previous_value_usd`: the same period a
# year before, over `compared_months`; `converted_usd`: a value in another currency at the mean rates of its months; `change`: in words, `change_percent` as a number.
FlowRow = TypedDict(
    "FlowRow",
    {
        "hs": str,
        "flow": str,
        "from": str,
        "to": str,
        "period": str,
        "months": int,
        "value_usd": float | None,
        "quantity": float | None,
        "unit": str | None,
        "rows": int,
        "value": float | None,
        "currency": str | None,
        "previous_value_usd": float | None,
        "previous_rows": int,
        "compared_months": int,
        "change": str,
        "change_percent": float | None,
        "source": str,
        "priority_tier": str | None,
        "converted_usd": float | None,
    },
)


class AgainstRow(TypedDict):
    """One period's value with country `a` beside that with country `b`, in US dollars."""

    hs: str
    flow: str
    period: str
    a: str
    b: str
    value_a: float | None
    value_b: float | None
    rows_a: int
    rows_b: int
    times: str
    ratio: float | None
    source: str


FLOW_COLUMNS = columns_of(FlowRow)
AGAINST_COLUMNS = columns_of(AgainstRow)


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


def flows(db: Database, question: Question) -> Iterator[FlowRow]:
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
            "months": sum(map(months_in, now.months)),
            "value_usd": rounded(now.value_usd),
            "quantity": rounded(now.quantity),
            "unit": UNIT_NAMES.get(now.unit or "", now.unit),
            "rows": now.rows,
            "value": rounded(now.value),
            "currency": now.currency,
            "previous_value_usd": rounded(before.value_usd) if before else None,
            "previous_rows": before.rows if before else 0,
            "compared_months": len(common) if common else 0,
            "change": NO_DATA if change is None else f"{change:+.1f} %",
            "change_percent": None if change is None else round(change, 4),
            "source": question.source,
            "priority_tier": priority_tier(code) if len(code) >= 6 else None,
            "converted_usd": rounded(table.converted(key)),
        }


def against(db: Database, question: Question, a: str, b: str) -> Iterator[AgainstRow]:
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
            "value_a": rounded(ours.value),
            "value_b": rounded(theirs.value),
            "rows_a": ours.rows,
            "rows_b": theirs.rows,
            "times": NO_DATA if ratio is None else f"{ratio:.1f} times",
            "ratio": None if ratio is None else round(ratio, 6),
            "source": question.source,
        }


Key = tuple[str, str, str, str, str, str]  # code group, flow, from, to, period, currency


class _Sums:
    """The rows that a question asks for, summed by key and month."""

    def __init__(self, db: Database, question: Question) -> None:
        self._months: dict[Key, dict[str, Sum]] = defaultdict(dict)
        self._covered: set[str] = set()
        self._period = question.period
        wanted = {country_code(name) for name in question.countries}
        for month, period, code, flow, origin, destination, part in entries(db, question):
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

    def converted(self, key: Key) -> float | None:
        """The key's value in US dollars at the mean rate of each of its months; None where a rate is missing or not needed."""
        currency = key[5]
        if currency == "USD":
            return None
        total = 0.0
        for period, part in self._months.get(key, {}).items():
            rate = 1.0 if currency == INVOICE_USD else usd_rate(currency, period)
            if rate is None:
                return None
            total += part.values.get(currency, 0.0) * rate
        return total

    def year_before(self, key: Key) -> tuple[Cell | None, frozenset[str] | None]:
        """The same key's sum a year before, and this year's months that the source covers in both years."""
        code, flow, origin, destination, period, currency = key
        earlier: Key = (code, flow, origin, destination, year_before(period), currency)
        common = frozenset(
            month
            for month in self._covered
            if period_of_token(month, self._period) == period and year_before(month) in self._covered
        )
        if not common or earlier not in self._months:
            return None, common or None
        before = self.cell(earlier, frozenset(year_before(month) for month in common))
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


def rounded(number: float | None) -> float | None:
    """A figure with two decimals; None where there is none."""
    return None if number is None else round(number, 2)
