"""Filters of a listing, and how many rows each further choice would leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matcher.arrays import Bools, Ints
from matcher.text.normal_forms import normal_form
from matcher.web.browse.columns import Column

SHOWN_CHOICES = 8  # of a facet; the chosen one is shown besides
NOTHING = "(none)"  # in an address: rows that state nothing


@dataclass(frozen=True)
class Facet:
    """A column that a listing can be narrowed by; the key of its label is `facet_` and its name. `by_name`: choices in the
    order of their names, not of their counts; `words`: what the keys of the texts of its values begin with, if they have any."""

    name: str
    words: str = ""
    by_name: bool = False


@dataclass(frozen=True)
class Choice:
    """A value to choose: `value` for the address, `label` as the column has it, how many rows have it, whether it is
    chosen now."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class ShownFacet:
    """A facet with its first choices; `more` others have rows too. `words`: as in Facet."""

    name: str
    words: str
    choices: tuple[Choice, ...]
    more: int


@dataclass(frozen=True)
class Page:
    """A part of the rows found: their places, how many there are before it and in all, and keys of the pages around it."""

    places: tuple[int, ...]
    before: int
    total: int
    following: int | None
    previous: int | None
    is_first: bool


def chosen(query: Mapping[str, str], facets: Sequence[Facet]) -> dict[str, str]:
    """The facets that an address chooses from, with their values."""
    return {facet.name: query[facet.name][:500] for facet in facets if query.get(facet.name)}


def rows_with(columns: Mapping[str, Column], wanted: Mapping[str, str]) -> Bools | None:
    """The rows that have all values chosen; None: all rows."""
    found: Bools | None = None
    for name, value in wanted.items():
        rows = columns[name].equal("" if value == NOTHING else value)
        found = rows if found is None else found & rows
    return found


def shown_facets(
    columns: Mapping[str, Column], facets: Sequence[Facet], wanted: Mapping[str, str], rows: Ints | None
) -> list[ShownFacet]:
    """The facets with the counts of the rows found (None: of all)."""
    shown = []
    for facet in facets:
        column = columns[facet.name]
        counts = column.counts(rows)
        present = np.flatnonzero(counts)
        picked = wanted.get(facet.name)
        if facet.by_name:
            order = sorted(present.tolist(), key=lambda code: column.words[code], reverse=True)
        else:
            most = present
            if len(present) > 4 * SHOWN_CHOICES:
                cut = np.argpartition(-counts[present], SHOWN_CHOICES * 2)[: SHOWN_CHOICES * 2]
                most = present[cut]
            order = sorted(most.tolist(), key=lambda code: (-counts[code], column.words[code]))
        choices = [
            Choice(word or NOTHING, word, int(counts[code]), (word or NOTHING) == picked)
            for code in order[:SHOWN_CHOICES]
            for word in [column.words[code]]
        ]
        if picked and not any(choice.is_chosen for choice in choices):
            choices.append(Choice(picked, picked, 0 if rows is None else len(rows), True))
        if len(present) > 1 or picked:
            shown.append(
                ShownFacet(facet.name, facet.words, tuple(choices), max(0, len(present) - SHOWN_CHOICES))
            )
    return shown


@dataclass(frozen=True)
class Turn:
    """Which page is wanted: the one after the row at place `after`, or the one before the row at `before`."""

    after: int | None = None
    before: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Turn:
        """From an address; what is no number is left out."""
        after, before = query.get("after", ""), query.get("before", "")
        return cls(
            int(after) if after.isascii() and after.isdigit() and len(after) < 16 else None,
            int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None,
        )


def page_of(rows: Ints | None, total: int, turn: Turn, size: int) -> Page:
    """The page of `size` rows; `rows` are the places found in order (None: all of `total`)."""
    found = total if rows is None else len(rows)

    def position(place: int, side: str) -> int:
        if rows is None:
            return min(total, place + (side == "right"))
        return int(np.searchsorted(rows, place, side="right" if side == "right" else "left"))

    begin = 0
    if turn.after is not None:
        begin = position(turn.after, "right")
    elif turn.before is not None:
        begin = max(0, position(turn.before, "left") - size)
    end = min(found, begin + size)
    places = range(begin, end) if rows is None else rows[begin:end].tolist()
    inside = tuple(places)
    return Page(
        inside,
        begin,
        found,
        inside[-1] if inside and end < found else None,
        inside[0] if inside and begin > 0 else None,
        begin == 0,
    )


@dataclass(frozen=True)
class Listing:
    """What the template of a listing needs beside its rows."""

    page: Page
    facets: Sequence[ShownFacet]
    wanted: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)


def words_asked(query: Mapping[str, str]) -> str:
    """The words that an address asks for."""
    return " ".join(query.get("q", "").split())[:200]


def holding(texts: Sequence[str], words: str) -> Bools:
    """Which of `texts`, in normal form, hold all of `words`."""
    sought = normal_form(words).split()
    return np.fromiter((all(word in text for word in sought) for text in texts), np.bool_, len(texts))


def listing_of(
    columns: Mapping[str, Column],
    facets: Sequence[Facet],
    query: Mapping[str, str],
    size: int,
    more: Mapping[str, tuple[str, Bools]],
) -> Listing:
    """The page of `size` rows that an address asks for. `more`: words of the address beside the facets, each with its rows."""
    wanted = chosen(query, facets)
    masks = [rows for _, rows in more.values()]
    if (of_facets := rows_with(columns, wanted)) is not None:
        masks.append(of_facets)
    rows = np.flatnonzero(np.logical_and.reduce(masks)) if masks else None
    total = len(columns[facets[0].name].codes)
    page = page_of(rows, total, Turn.of(query), size)
    asked = {**wanted, **{name: word for name, (word, _) in more.items()}}
    return Listing(page, shown_facets(columns, facets, wanted, rows), wanted, asked)
