"""Rates of exchange, those that a column of the table states and official ones, and the amounts at home that a value is at them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matcher.customs.layout.rows.amount_columns import currency_groups, untaken_amounts
from matcher.customs.layout.rows.row_columns import RowColumns
from matcher.customs.layout.rows.row_relations import LEAST_ROWS, NEARLY_ALL, ratios_by
from matcher.customs.values.currencies import currency_code
from matcher.customs.values.exchange_rates import usd_rate

LEAST_COST, MOST_COST = 0.95, 1.35  # of a customs value over that of the goods at the rate of the day
LEAST_FREIGHTED = 1.005  # of a value with costs over that of the goods
MOST_CHANGE = 0.3  # of a rate of exchange within a file
FAR_FROM_ONE = 1.5  # of a rate: what is multiplied with less may be the same amount
LEAST_CURRENCIES = 2  # of the rows, each in several, from which official rates tell the currency at home
# Currencies with official rates (exchange_rates.py) that customs values are in
AT_HOME = tuple(
    "BGN CZK DKK EUR GBP HRK HUF PLN RON SEK CHF ISK NOK TRY AUD BRL CAD CNY HKD IDR ILS INR JPY KRW MXN MYR NZD PHP SGD THB ZAR".split()  # noqa: SIM905
)
MOSTLY_FAR = 0.5  # share of the rows whose rate is far from 1


def is_at_stated_rate(columns: RowColumns, value: int, other: int, rates: Sequence[int]) -> bool:
    """Whether one of the columns of `rates` states those at which `value`, with or without some freight, is `other`."""
    return any(_is_at_rate(columns, value, rate, other) for rate in rates if rate not in (value, other))


def is_with_costs(columns: RowColumns, value: int, other: int, rates: Sequence[int]) -> bool:
    """Whether `other` is `value` at a stated rate with some freight on top in most rows, as a customs value is."""
    for rate in rates:
        if rate in (value, other) or not _is_at_rate(columns, value, rate, other):
            continue
        amounts = zip(columns.numbers(value), columns.numbers(rate), columns.numbers(other), strict=True)
        above = [o / (v * r) > LEAST_FREIGHTED for v, r, o in amounts if v and r and o]
        if sum(above) > len(above) / 2:
            return True
    return False


def rates_of_exchange(columns: RowColumns) -> list[int]:
    """Columns of amounts, not taken, that may be rates of the rows' currencies."""
    return [place for place in untaken_amounts(columns) if _are_rates(columns, place)]


def _are_rates(columns: RowColumns, place: int) -> bool:
    """Whether numbers differ little within a currency, as those of goods do not."""
    found = ratios_by(currency_groups(columns), [1.0] * len(columns.rows), columns.numbers(place))
    return bool(found) and all(spread <= MOST_CHANGE for _, spread in found.values())


def _is_at_rate(columns: RowColumns, value: int, rate: int, other: int) -> bool:
    """Whether a column is the value times a rate, which is not near 1, and hardly more: its freight and insurance."""
    amounts = zip(columns.numbers(value), columns.numbers(rate), columns.numbers(other), strict=True)
    rows = [(v, r, o) for v, r, o in amounts if v and r and o]
    far = sum(not 1 / FAR_FROM_ONE < r < FAR_FROM_ONE for _, r, _ in rows)
    fits = sum(LEAST_COST <= o / (v * r) <= MOST_COST for v, r, o in rows)
    return len(rows) >= LEAST_ROWS and far >= MOSTLY_FAR * len(rows) and fits >= NEARLY_ALL * len(rows)


def is_at_official_rates(columns: RowColumns, value: int, other: int) -> bool:
    """Whether in nearly all rows, of several currencies, `other` is `value` in one of the currencies of customs values at the rates of
    the day, with or without some freight."""
    rows = [
        (code, day, b / a)
        for cell, day, a, b in zip(
            currency_groups(columns),
            columns.dates(),
            columns.numbers(value),
            columns.numbers(other),
            strict=True,
        )
        if (code := currency_code(cell)) and day and a and b and a > 0 and b > 0
    ]
    per_currency = Counter(code for code, _, _ in rows)
    if sum(count >= LEAST_ROWS for count in per_currency.values()) < LEAST_CURRENCIES:
        return False
    return any(_are_at_rates_of(home, rows) for home in AT_HOME)


def _are_at_rates_of(home: str, rows: Sequence[tuple[str, str, float]]) -> bool:
    """Whether ratios are those of currencies to the one at home, or a little more."""
    fits = known = 0
    for code, day, ratio in rows:
        foreign, own = usd_rate(code, day), usd_rate(home, day)
        if foreign and own and code != home:
            known += 1
            fits += LEAST_COST <= ratio * own / foreign <= MOST_COST
    return known >= 2 * LEAST_ROWS and fits >= NEARLY_ALL * known
