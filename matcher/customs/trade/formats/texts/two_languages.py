"""Cells that say each thing in two languages of different scripts: "الربع الأول 2024 / Q1 2024", "الصين / China"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.measures import measure
from matcher.text.normal_forms import script_of

Row = Sequence[str]

SIGNS = (" / ", "\n", " | ", " – ", " - ", "/", "|")  # between the two languages of a cell
ROWS = 40  # that are looked at
LEAST = 4  # different cells in two languages
MOSTLY = 0.8  # share of the different cells with letters of another script that are in two languages
_NUMBER = re.compile(r"\d+")


def in_one_language(rows: Sequence[Row], header: Row | None) -> tuple[Sequence[Row], Row | None, str | None]:
    """The rows and the header with one language of each cell that has two, and the sign between both; as they are, and None, where most
    cells are in one language."""
    sign = sign_between([header or (), *rows])
    if sign is None:
        return rows, header, None
    return in_latin(rows, sign), None if header is None else in_latin((header,), sign)[0], sign


def sign_between(rows: Sequence[Row]) -> str | None:
    """The sign between the two languages of the cells of the first `rows`; None where most are in one language."""
    cells = {cell for row in rows[:ROWS] for cell in row if not cell.isascii()}
    other = [cell for cell in cells if script_of(cell) not in ("", "Latin") or _is_in_two(cell)]
    halved = Counter(sign for cell in other for sign in SIGNS if latin_half(cell, sign) != cell)
    sign, count = max(halved.items(), key=lambda found: found[1], default=("", 0))
    return sign if count >= LEAST and count >= MOSTLY * len(other) else None


def in_latin(rows: Sequence[Row], sign: str) -> list[list[str]]:
    """The rows with one language of each cell that has two."""
    return [[cell if cell.isascii() else latin_half(cell, sign) for cell in row] for row in rows]


def _is_in_two(cell: str) -> bool:
    return any(latin_half(cell, sign) != cell for sign in SIGNS)


@lru_cache(maxsize=4096)
def latin_half(cell: str, sign: str) -> str:
    """The half of a cell that is in Latin letters; the cell as it is where its halves are not one of them and one of another script,
    or where the other says a number, scale, unit, direction or country that this one does not."""
    halves = cell.split(sign)
    if len(halves) != 2:
        return cell
    latin, other = halves if script_of(halves[0]) == "Latin" else reversed(halves)
    of_two = script_of(latin) == "Latin" and script_of(other) not in ("", "Latin")
    return latin.strip() if of_two and not _says_more(other, latin) else cell


def _says_more(one: str, other: str) -> bool:
    """Whether `one` says something that `other`, which should say the same, does not."""
    if max(len(one), len(other)) > words.LONGEST:
        return True  # too long to be compared
    ours, theirs = measure(one), measure(other)
    said = [(ours.scale, theirs.scale), (ours.currency, theirs.currency), (ours.mass, theirs.mass)]
    said.append((words.flow_in(one), words.flow_in(other)))
    here, there = words.country(one), words.country(other)
    return (
        any(mine is not None and mine != its for mine, its in said)
        or not set(_NUMBER.findall(one)) <= set(_NUMBER.findall(other))
        or (here != one.strip() and there != other.strip() and here != there)
    )
