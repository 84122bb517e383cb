"""What has to be asked before a table is imported: columns that are likely but not sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.field_evidence import LEAST_SEEN, evidence
from matcher.customs.layout.header_concepts import STRONG
from matcher.customs.layout.header_rows import column_name

# Confidence from which a column is taken without a question. Set by hand, not calibrated: benchmarks/unseen_layouts.py
# still finds wrong columns above it.
SURE = 0.9
NEEDED = ("description", "hs")  # fields whose absence is a question where some column may hold them
# Fields that sums and matches rest on: a likely column that is not sure is a question, and the table is imported without it;
# others stay unread and are named.
ASKED = (*NEEDED, "importer", "date", "value", "value_usd")
LIKELY = 0.5  # confidence up to which such a column is rather another: what rows speak against has no more
CANDIDATES = 3
SHOWN = 50  # characters of a sample
# Concepts of headers whose columns are no field of a line: taxes, prices of a unit, ports, packages, papers.
OTHER_MATTER = frozenset(("charge", "unit_price", "elsewhere", "packages", "paper"))


@dataclass(frozen=True)
class Candidate:
    """A column that may hold the field: the name that a layout gives it, its place (from 0), and some of its values."""

    header: str
    column: int
    samples: tuple[str, ...]

    def __str__(self) -> str:
        values = " | ".join(value[:SHOWN] for value in self.samples)
        return f"{self.header}    ({values})"


@dataclass(frozen=True)
class Question:
    """A field whose column is not sure, with the likeliest columns, best first.

    `left_out`: too unsure for a question; the field stays unread. `stops`: without the field nothing is imported.
    """

    field: str
    reason: str
    candidates: tuple[Candidate, ...]
    left_out: bool = False

    @property
    def stops(self) -> bool:
        return self.field in NEEDED


def questions(columns: Columns, assignment: Assignment) -> list[Question]:
    """The questions that an assignment leaves; most important first."""
    out = []
    for name in NEEDED:
        if name not in assignment.mapping and (found := _candidates(name, columns, assignment)):
            out.append(Question(name, "no column is surely the " + _called(name), found))
    if "date" not in assignment.mapping and (
        found := _candidates("date", columns, assignment, other_matter=False)
    ):
        out.append(Question("date", "no column is surely the date of the declaration", found))
    for name, sure in assignment.confidence.items():
        if sure < SURE and name in assignment.mapping:
            place = assignment.mapping[name][0]
            first = _candidate(columns, place)
            others = tuple(c for c in _candidates(name, columns, assignment) if c.column != place)
            asked = (
                ASKED if sure > LIKELY else (*NEEDED, "date")
            )  # of two columns of dates neither is likelier
            left_out = name not in asked
            reason = f"the column is likely ({sure:.2f}) but not surely the {_called(name)}"
            out.append(Question(name, reason, (first, *others)[:CANDIDATES], left_out))
    return sorted(
        out, key=lambda question: ASKED.index(question.field) if question.field in ASKED else len(ASKED)
    )


def unread(columns: Columns, mapping: Mapping[str, Sequence[int]]) -> tuple[Candidate, ...]:
    """Columns with values that no field is read from, and whose headers are not plainly of another matter."""
    used = {place for places in mapping.values() for place in places}
    return tuple(
        _candidate(columns, place)
        for place, (reading, seen) in enumerate(zip(columns.believed, columns.profiles, strict=True))
        if place not in used
        and seen.seen >= LEAST_SEEN
        and not reading.about & OTHER_MATTER
        and not any(name in mapping for name in reading.evidence if reading.strength.get(name, 1.0) >= STRONG)
    )


def _called(name: str) -> str:
    return {"hs": "HS code"}.get(name, name.replace("_", " "))


def _candidates(
    name: str, columns: Columns, assignment: Assignment, *, other_matter: bool = True
) -> tuple[Candidate, ...]:
    """Columns whose headers name the field though their values are odd, those that the learnt model finds likely, then
    those whose values could be the field and whose headers name no other, best first; none for a field without a column
    where no values could be it.

    Without `other_matter` those whose headers are of taxes, contracts and the like are no candidates by their values.
    """
    ranked = sorted(
        (
            (reading.evidence.get(name, 0.0) + evidence(name, seen), -place)
            for place, (reading, seen) in enumerate(zip(columns.believed, columns.profiles, strict=True))
            if seen.seen >= LEAST_SEEN
            and evidence(name, seen) > 0
            and (name in reading.evidence or reading.guessed)
            and (other_matter or not reading.about & OTHER_MATTER)
        ),
        reverse=True,
    )
    named = [
        place
        for place, (reading, seen) in enumerate(zip(columns.readings, columns.profiles, strict=True))
        if seen.seen >= LEAST_SEEN
        and reading.evidence.get(name, 0.0) > 0
        and reading.strength.get(name, 1.0) >= STRONG
    ]
    if not ranked and name not in assignment.mapping:
        return ()
    places = dict.fromkeys((*named, *assignment.likely.get(name, ()), *(-place for _, place in ranked)))
    return tuple(_candidate(columns, place) for place in list(places)[:CANDIDATES])


def _candidate(columns: Columns, place: int) -> Candidate:
    distinct = tuple(dict.fromkeys(cell.strip() for cell in columns.samples[place]))[:3]
    return Candidate(column_name(columns.headers, place), place, distinct)


def as_text(name: str, asked: tuple[Question, ...]) -> str:
    """What is asked about the table `name`: each field with its candidates, and how to answer."""
    lines = []
    for question in asked:
        lines.append(f"{question.reason}; it may be:")
        lines += [f"    {question.field}: {candidate}" for candidate in question.candidates]
    return "\n".join((*lines, how_to_answer(name)))


def how_to_answer(name: str) -> str:
    """How to answer what is asked about the table `name`."""
    first = name.split("#")[0]
    return (
        f"answer with: box31 customs preview {first} -o layout.yaml; correct the lines above in it, then\n"
        f"    box31 customs import {first} --layout layout.yaml    (or --yes for the first of each)"
    )
