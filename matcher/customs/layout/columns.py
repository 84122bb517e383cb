"""A table's columns as they are weighed: what their headers and their cells say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from matcher.customs.layout.column_values import Profile, are_phrases, are_written_days, profile
from matcher.customs.layout.field_evidence import IMPOSSIBLE, LEAST_SEEN, UNLIKELY, evidence
from matcher.customs.layout.header_fields import (
    ALL_WORDS,
    OTHER_WEAKLY,
    HeaderReading,
    HeaderWords,
    by_language,
    without_prefix,
)
from matcher.customs.values.cells import is_day_number, is_nothing

FIRMS = 0.5  # share of cells that are firms, from which a column is one of firms
_DAYS = frozenset(("date", "registered", "other_day"))  # fields and concepts of days


@dataclass(frozen=True)
class Columns:
    """A table's columns as they are weighed: headers, stated cells, what both say.

    `read_as` are the headers as they were read: "" where a table has none.
    """

    headers: tuple[str, ...]
    samples: Sequence[Sequence[str]]
    rows: Sequence[Sequence[str]]
    readings: tuple[HeaderReading, ...]
    profiles: tuple[Profile, ...]
    read_as: tuple[str, ...]

    @cached_property
    def believed(self) -> tuple[HeaderReading, ...]:
        """The readings without fields that the values cannot be; a header that names no other is not understood."""
        return tuple(map(_believed, self.readings, self.profiles))

    def can_be(self, field: str, place: int) -> bool:
        """Whether a column's values can be a field, as far as enough of them are stated to tell."""
        seen = self.profiles[place]
        return seen.seen < LEAST_SEEN or evidence(field, seen) > IMPOSSIBLE


def _believed(reading: HeaderReading, seen: Profile) -> HeaderReading:
    if seen.seen < LEAST_SEEN or not reading.evidence:
        return reading
    fields = reading.evidence.keys()
    if fields & {"article", "description"} == {"article"} and are_phrases(seen):
        # "Artículo", "Artikel" above names of goods, not their numbers
        reading = _meaning(reading, "article", "description")
    elif fields & {"declaration", "declarant"} == {"declaration"} and seen.firm >= FIRMS:
        reading = _meaning(reading, "declaration", "declarant")  # RAZ_SOC_DECL
    left = {
        name: worth
        for name, worth in reading.evidence.items()
        if (held := evidence(name, seen)) > UNLIKELY or (held > IMPOSSIBLE and name in reading.sure)
    }
    if len(left) == len(reading.evidence):
        return reading
    others = reading.others if left else OTHER_WEAKLY
    return replace(reading, evidence=left, others=others, sure=reading.sure & left.keys())


def _meaning(reading: HeaderReading, said: str, meant: str) -> HeaderReading:
    """The reading of a header whose word for one field means another."""
    named = {meant if name == said else name: worth for name, worth in reading.evidence.items()}
    return replace(reading, evidence=named, sure=reading.sure - {said})


def columns_of(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    words: HeaderWords = ALL_WORDS,
    *,
    named: bool = True,
    read_as: Sequence[str] = (),
) -> Columns:
    """The columns of a table with these headers and sample rows; `named` is False where the headers are made up.

    `read_as` are headers to be read in their place: boxes of the declaration that only have numbers.
    """
    samples = [
        [row[i] for row in rows if i < len(row) and not is_nothing(row[i])] for i in range(len(headers))
    ]
    read = tuple(header if named else "" for header in without_prefix(read_as or headers))
    readings = by_language(tuple(map(words.read, read)))
    profiles = _without_day_numbers(readings, tuple(map(profile, samples)))
    return Columns(tuple(headers), samples, rows, readings, profiles, read)


def _without_day_numbers(
    readings: Sequence[HeaderReading], profiles: Sequence[Profile]
) -> tuple[Profile, ...]:
    """The profiles; where another column has written dates, numbers of days are none under a header that names another field and
    no day: numbers of declarations."""
    if not any(map(are_written_days, profiles)):
        return tuple(profiles)
    return tuple(
        replace(seen, date=0.0) if _names_no_day(reading) and all(map(is_day_number, seen.values)) else seen
        for seen, reading in zip(profiles, readings, strict=True)
    )


def _names_no_day(reading: HeaderReading) -> bool:
    """Whether a header names a field, and nothing that happens on a day."""
    return bool(reading.evidence) and _DAYS.isdisjoint((*reading.evidence, *reading.about))
