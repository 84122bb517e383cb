"""Years of other calendars as Gregorian ones: of Iran (Solar Hijri), Thailand (Buddhist era), Taiwan (Minguo) and Japan (eras).

Lunar Hijri years and those of Nepal (Bikram Sambat) are not converted: their months begin or end by proclamation.
"""

from __future__ import annotations

from datetime import date, timedelta

# Of dates that are taken as they are. From 2070 on they are of Nepal, 56 or 57 years ahead: its months have no rule.
YEARS = range(1900, 2070)
# Years written with two digits: to 40 of this century, from 88, when the HS began, of the last; others are of no calendar
# that is sure, such as 66 for the Thai year 2566.
LAST_OF_THIS_CENTURY, FIRST_OF_LAST_CENTURY = 40, 88
MINGUO = 1911  # to be added to a year of Taiwan, which has three digits from 2011 on
ERAS = {
    "令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925, "民國": MINGUO, "民国": MINGUO,
    "中華民國": MINGUO, "中华民国": MINGUO,
}  # fmt: skip
BUDDHIST = 543  # years that the Thai era is ahead; months and days are the same
# Solar Hijri years that are read, 1991 to 2042: in the earlier ones files of today could mean lunar years.
IRANIAN = range(1370, 1421)
_FIRST = date(1991, 3, 21)  # 1 Farvardin 1370
# Remainders of leap years by 33, which hold from 1343 to 1472 (Borkowski, The Persian calendar for 3000 years, 1996).
_LEAP = frozenset((1, 5, 9, 13, 17, 22, 26, 30))


def full_year(digits: str) -> int:
    """A year of two or four digits; 0, which is none, for two digits whose century is not sure."""
    year = int(digits)
    if len(digits) > 2:
        return year
    if year <= LAST_OF_THIS_CENTURY:
        return 2000 + year
    return 1900 + year if year >= FIRST_OF_LAST_CENTURY else 0


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
