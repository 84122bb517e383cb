"""Days from which and to which figures are: "01.01.2024 - 31.03.2024", "Del 01/03/2024 al 31/03/2024", "2024年1月1日至2024年3月31日"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

TO = r"(?:to|through|thru|until|по|до|bis|a|al|ao|até|do|à|au)"  # between the first and the last day or month, in words
_YEAR = r"(?:19|20)\d\d"
_SIGNED = rf"{_YEAR}[年년]\s?\d{{1,2}}[月월]\s?\d{{1,2}}[日일]"  # 2024年5月18日
_DAY = rf"(?<!\d)(?:\d{{1,2}}[-./]\d{{1,2}}[-./]{_YEAR}|{_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}|{_SIGNED})(?!\d)"
_OF_YEAR = r"(?:\s?[гр](?:\.|ода|оку)?(?!\w))?"  # in Russian and Ukrainian
_RANGE = re.compile(rf"({_DAY}){_OF_YEAR}(?:\s*[-–—~～至到]\s*|\s+{TO}\s+)({_DAY}){_OF_YEAR}", re.IGNORECASE)


@dataclass(frozen=True)
class DateRange:
    """The days of a range, where they are the first and the last of months, and the text without it."""

    days: tuple[date, date] | None
    rest: str


def date_range(text: str) -> DateRange | None:
    """The range of days that a text (NFKC) names; None where it names none or several."""
    found = list(_RANGE.finditer(text))
    if len(found) != 1:
        return None
    rest = text[: found[0].start()] + " " + text[found[0].end() :]
    first, last = _readings(found[0][1]), _readings(found[0][2])
    whole = [
        (a, b) for order in first.keys() & last.keys() if _are_whole(a := first[order], b := last[order])
    ]
    return DateRange(whole[0] if whole else None, rest)


def names_day(text: str) -> bool:
    """Whether a text names a day with the signs of Chinese, Japanese or Korean: it says when, not of which month. The first day of a
    month may stand for the month, as workbooks show it."""
    return any(int(re.findall(r"\d+", day)[-1]) > 1 for day in re.findall(_SIGNED, text))


def _readings(day: str) -> dict[str, date]:
    """Order of day and month -> the day, for the orders in which it is one; a day that begins with its year has one."""
    a, b, c = map(int, re.findall(r"\d+", day))
    orders = (
        dict.fromkeys(("day first", "month first"), (a, b, c))
        if a > 31
        else {"day first": (c, b, a), "month first": (c, a, b)}
    )
    return {
        order: date(*parts)
        for order, parts in orders.items()
        if 1 <= parts[1] <= 12 and 1 <= parts[2] <= monthrange(*parts[:2])[1]
    }


def _are_whole(first: date, last: date) -> bool:
    """Whether days are the first of a month and the last of the same or a later one."""
    return first.day == 1 and first < last and last.day == monthrange(last.year, last.month)[1]
