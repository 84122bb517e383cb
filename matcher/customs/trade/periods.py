"""Periods of trade: months as numbers (year * 12 + month - 1), and their names 2023-01, 2023, 2023-Q1, 2023-01/2023-03."""

from __future__ import annotations

import re
from collections.abc import Callable

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def token_of(first: int, last: int) -> str:
    """The name of a period given by its first and last month."""
    if first == last:
        return f"{first // 12:04d}-{first % 12 + 1:02d}"
    if last - first == 11:
        return f"{first // 12:04d}" if first % 12 == 0 else f"{first // 12:04d}-{last // 12:04d}"
    return f"{token_of(first, first)}/{token_of(last, last)}"


def fitting(period: str) -> Callable[[int, int], bool]:
    """Tells whether a first and a last month are within one month, quarter or year, as `period` says."""
    months = MONTHS[period]
    return lambda first, last: first // months == last // months


def name_of(first: int, last: int, period: str) -> str:
    """The name of the month, quarter or year that the months are in; of several, that of the whole span."""
    months = MONTHS[period]
    start, end = first // months * months, last // months * months + months - 1
    return period_of_token(token_of(start, start), period) if end - start < months else token_of(start, end)


def month_number(text: str, default: int) -> int:
    """The number of an ISO month; of the month `default` where `text` is a year."""
    return int(text[:4]) * 12 + (int(text[5:7]) if len(text) > 4 else default) - 1


def year_before(period: str) -> str:
    """The period a year before: 2023-04 -> 2022-04, 2023-01/2023-03 -> 2022-01/2022-03, 2022-2023 -> 2021-2022."""
    return re.sub(r"(?<!\d)(?:19|20)\d\d", lambda match: str(int(match[0]) - 1), period)


def months_in(token: str) -> int:
    """The months in a period: a month, a year, or a range of months."""
    if match := re.fullmatch(r"(\d{4})-(\d\d)/(\d{4})-(\d\d)", token):
        return (int(match[3]) - int(match[1])) * 12 + int(match[4]) - int(match[2]) + 1
    return 12 if re.fullmatch(r"\d{4}(-\d{4})?", token) else 1


def period_of_token(month: str, period: str) -> str:
    """The name of the month, quarter or year (`period`) that a month, a year or a range of months is in."""
    if len(month) == 4:
        return month
    if len(month) > 7:
        return month if period != "year" or month[:4] != month[-7:-3] else month[:4]
    if period == "year":
        return month[:4]
    if period == "quarter":
        return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"
    return month[:7]
