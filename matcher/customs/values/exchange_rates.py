"""Official exchange rates: the euro reference rates of the European Central Bank, as `currencyconverter` ships them.

A rate is one of the day, or the mean of a month's or a year's days. There is none where the bank published none: of the
rouble after 1 March 2022, of the tenge, hryvnia and som at any time, and of days after the package was made.
"""

from __future__ import annotations

import calendar
import re
import zipfile
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from matcher.customs.values.currencies import currency_code
from matcher.customs.values.freight import FREIGHT_AND_INSURANCE

RATES = "ECB reference rates"
USD = "USD"
DAYS_BACK = (
    5  # holidays have no rate of their own; the longest row of them, at Easter and Christmas, has four days
)
DAYS_IN_MONTH = 15  # rates that a month needs for its mean; whole months have 19 to 23
# How many times an invoice the value at the border may be, and the other way round. Freight is up to a quarter of the goods
# (FREIGHT_AND_INSURANCE) and more for light ones; a wrong currency, a price of one piece or a lost scale is more than twice.
HONEST_FACTOR = 2 * (1 + FREIGHT_AND_INSURANCE)


@lru_cache(maxsize=1 << 16)
def usd_rate(currency: str | None, period: str | None) -> float | None:
    """US dollars for one unit of `currency` on a day, or the mean over a month, a year, or months (2023-01/2023-03).

    None where the bank has no rate of the currency then, or the period is not known. Of a day without a rate, the last
    one before it.
    """
    code = currency_code(currency)
    if code == USD:
        return 1.0
    if code is None or not period:
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", period):
        return _of_day(code, date.fromisoformat(period))
    if re.fullmatch(r"\d{4}", period):
        return _mean(code, int(period) * 12, int(period) * 12 + 11)
    if months := re.fullmatch(r"(\d{4})-(\d\d)(?:/(\d{4})-(\d\d))?", period):
        first = int(months[1]) * 12 + int(months[2]) - 1
        return _mean(code, first, int(months[3]) * 12 + int(months[4]) - 1 if months[3] else first)
    return None


def value_doubt(
    value: float | None, currency: str | None, value_usd: float | None, day: str | None
) -> str | None:
    """Why an invoice and a value in US dollars cannot be of the same goods; None where they can, or nothing tells."""
    if not value or not value_usd:
        return None
    rate = usd_rate(currency, day)
    if rate is None or not value * rate or 1 / HONEST_FACTOR <= value_usd / (value * rate) <= HONEST_FACTOR:
        return None
    factor = value_usd / (value * rate)
    times = f"{factor:.2g} times" if factor > 1 else f"1/{1 / factor:.2g} of"
    return f"value in USD is {times} the invoice in {currency_code(currency)}"


def _of_day(code: str, day: date) -> float | None:
    return next((rate for back in range(DAYS_BACK) if (rate := _fixed(code, day - timedelta(back)))), None)


def _mean(code: str, first: int, last: int) -> float | None:
    means = [_month_mean(code, *divmod(month, 12)) for month in range(first, last + 1)]
    known = [mean for mean in means if mean is not None]
    return sum(known) / len(known) if known and len(known) == len(means) else None


@cache
def _month_mean(code: str, year: int, month: int) -> float | None:
    days = range(1, calendar.monthrange(year, month + 1)[1] + 1)
    rates = [rate for day in days if (rate := _fixed(code, date(year, month + 1, day))) is not None]
    return sum(rates) / len(rates) if len(rates) >= DAYS_IN_MONTH else None


def _fixed(code: str, day: date) -> float | None:
    """The rate that was fixed on this very day."""
    converter = _rates_of(day.year)
    if converter is None:
        return None
    from currency_converter import RateNotFoundError

    try:
        return float(converter.convert(1, code, USD, date=day))
    except (RateNotFoundError, ValueError):  # ValueError: no currency of the bank's
        return None


@cache
def _rates_of(year: int) -> Any:
    """The rates of a year, since all take a fifth of a second and 60 MB; None where the bank published none."""
    header, days = _published()
    of_year = [line for line in days if line.startswith(f"{year}-")]
    if not of_year:
        return None
    from currency_converter import CurrencyConverter

    converter = CurrencyConverter(None)
    converter.load_lines([header, *of_year])
    return converter


@cache
def _published() -> tuple[str, tuple[str, ...]]:
    """The header and the days of the bank's table; no days in an environment that lacks the package."""
    try:
        from currency_converter import CURRENCY_FILE
    except ImportError:
        return "", ()
    with zipfile.ZipFile(CURRENCY_FILE) as archive:
        (name,) = archive.namelist()
        header, *days = archive.read(name).decode("utf-8").splitlines()
    return header, tuple(days)
