"""Days of other calendars as Gregorian ones: the years of Iran (Solar Hijri) and of Thailand (Buddhist era)."""

from __future__ import annotations

from datetime import date, timedelta

YEARS = range(1900, 2101)  # of dates that are taken as they are
BUDDHIST = 543  # years that the Thai era is ahead; months and days are the same
# Solar Hijri years that are read, 1991 to 2042: in the earlier ones files of today could mean lunar years.
IRANIAN = range(1370, 1421)
_FIRST = date(1991, 3, 21)  # 1 Farvardin 1370
# Remainders of leap years by 33, which hold from 1343 to 1472 (Borkowski, The Persian calendar for 3000 years, 1996).
_LEAP = frozenset((1, 5, 9, 13, 17, 22, 26, 30))


def gregorian(year: int, month: int, day: int) -> date | None:
    """The day as a Gregorian date; None where it does not exist or its year is of no calendar that is known."""
    if year in IRANIAN:
        return _of_iran(year, month, day)
    if year - BUDDHIST in YEARS:
        year -= BUDDHIST
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def gregorian_month(year: int, month: int) -> str | None:
    """A month as YYYY-MM; None as above, and for Iranian months, which lie in two of ours."""
    if year - BUDDHIST in YEARS:
        year -= BUDDHIST
    return f"{year:04d}-{month:02d}" if year in YEARS and 1 <= month <= 12 else None


def _of_iran(year: int, month: int, day: int) -> date | None:
    lengths = [31] * 6 + [30] * 5 + [30 if year % 33 in _LEAP else 29]
    if not (1 <= month <= 12 and 1 <= day <= lengths[month - 1]):
        return None
    leaps = sum(passed % 33 in _LEAP for passed in range(IRANIAN.start, year))
    days = 365 * (year - IRANIAN.start) + leaps + sum(lengths[: month - 1]) + day - 1
    return _FIRST + timedelta(days=days)
