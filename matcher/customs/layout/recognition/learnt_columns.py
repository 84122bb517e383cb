"""Fields by the rules and by the learnt model together, with the confidence that both give.

For each column and field that either thinks of is weighed what the rules said and how sure they were, how likely the
model finds it, and other fields for the column and other columns for the field (learnt/agreement.py). One assignment
then gives each field and each column at most one partner. Of several columns of dates the date of the declaration is chosen
first (learnt/date_model.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from matcher.arrays import Bools, Float32s
from matcher.best_pairs import best_pairs
from matcher.customs.layout.assignment import Assignment, dollars_as_value
from matcher.customs.layout.column_values import MOSTLY_DATES, Profile, are_written_days
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.field_evidence import LEAST_SEEN, evidence
from matcher.customs.layout.header_fields import SPELT, HeaderReading, language_known
from matcher.customs.layout.learnt.agreement import Candidate, Weighed, log_odds, shipped_agreement
from matcher.customs.layout.learnt.column_model import header_vectors
from matcher.customs.layout.learnt.date_model import shipped_dates
from matcher.customs.layout.learnt.letters import letters_of_values
from matcher.customs.layout.learnt.table_model import TableModel, TableTold, Told, shipped_tables
from matcher.customs.layout.questions import ASKED, LIKELY, SURE
from matcher.customs.layout.recognition.confirmed import confirmed
from matcher.customs.layout.recognition.doubts import OTHERWISE, doubted
from matcher.customs.layout.rows.column_relations import relations_of
from matcher.customs.layout.rows.row_relations import LEAST_ROWS
from matcher.customs.layout.vocabulary import FIELDS, REQUIRED
from matcher.customs.values.cells import day
from matcher.text.universal_encoder import universal_vectors

# Shares of a Profile that say what kind of values a column has. Its sizes are left out: how long texts or how large amounts
# are, and whether they are whole, differs from file to file.
SHARES = (
    "number amount date hs hs_short text country unit currency incoterm direction office tax digits coded firm address".split()  # noqa: SIM905
)
VALUES = 0.7  # scale of what the values say beside a header's unit vector
MOST = 4.0  # of the evidence of values

LEAST = 0.05  # probability of the model from which it thinks of a field
NO_RIVAL = -1.0  # log-odds of another column up to which it is no rival: to be alone speaks for nothing
# Share of a table's columns that the model must tell where the rules know too few words: in 60 tables under invented words it
# told .6 at most, in 108 real ones .69 at least.
TOLD, LEAST_TOLD = 0.8, 0.65
LATER = "~later_date"
AT_MOST = 0.99  # confidence of what is learnt

# Numbers of papers and firms, which the model may find where the values look like nothing that the rules know ("E 2732", a
# broker's "0547B"), where it is surer than this.
OF_ANY_FORM, SURELY = frozenset(("declaration", "importer_code", "exporter_code", "declarant_code")), 0.95


class Reading(NamedTuple):
    """A table as the rules read it: the readings and profiles of its columns, field -> column, field -> confidence."""

    readings: Sequence[HeaderReading]
    profiles: Sequence[Profile]
    places: Mapping[str, int]
    confidence: Mapping[str, float]


def reading_of(columns: Columns, assignment: Assignment) -> Reading:
    """What the rules assigned, without fields of several columns."""
    single = {name: places[0] for name, places in assignment.mapping.items() if len(places) == 1}
    return Reading(columns.believed, columns.profiles, single, assignment.confidence)


def values_of(seen: Profile) -> Float32s:
    """What a column's values say: its shares by kind, the evidence of the rules for each field, and its letters."""
    shares = [getattr(seen, name) for name in SHARES]
    rules = [min(max(evidence(name, seen), -MOST), MOST) / MOST for name in FIELDS]
    told = np.array([*shares, *rules], dtype=np.float32) * VALUES
    return np.concatenate([told, letters_of_values(seen.values)])


def features(
    headers: Sequence[str],
    profiles: Sequence[Profile],
    encode: Callable[[Sequence[str]], Float32s] = universal_vectors,
) -> Float32s:
    """What the model reads: one row a column, the vector of its header (0 where it has none), then what its values say."""
    return np.hstack([header_vectors(headers, encode), np.stack(list(map(values_of, profiles)))])


def told_by(
    model: TableModel,
    headers: Sequence[str],
    profiles: Sequence[Profile],
    relations: Bools,
    encode: Callable[[Sequence[str]], Float32s] = universal_vectors,
) -> TableTold:
    """What a model finds the columns to be; `relations` of their values as rows.column_relations gives them."""
    return model.told(features(headers, profiles, encode), relations)


def candidates(reading: Reading, found: TableTold) -> list[Candidate]:
    """What the rules or the model think of, with what speaks for each."""
    field_of = {place: name for name, place in reading.places.items()}
    out = []
    for place, (said, seen) in enumerate(zip(reading.readings, reading.profiles, strict=True)):
        if not seen.seen:
            continue
        for name, shares in found.together.fields.items():
            if name == "translation":
                continue
            mapped = reading.places.get(name) == place
            if not mapped and shares[place] < LEAST and not said.evidence.get(name):
                continue
            likely, others = log_odds(float(shares[place])), np.delete(shares, place)
            weighed = Weighed(
                sure=mapped * log_odds(reading.confidence.get(name, 0.5)),
                named=said.evidence.get(name, 0.0) / SPELT,
                likely=likely,
                rather_likely=max(likely, 0.0),
                said_by_the_header=log_odds(float(found.alone.fields[name][place]))
                - log_odds(float(found.by_values.fields[name][place])),
                rival_column=max(log_odds(float(others.max(initial=0.0))), NO_RIVAL),
                mapped_elsewhere=float(reading.places.get(name, place) != place),
                column_taken=float(field_of.get(place, name) != name),
                another_named=float(bool(said.evidence) and name not in said.evidence),
            )
            out.append(Candidate(name, place, mapped, weighed))
    return out


def with_learnt(columns: Columns, assignment: Assignment, tables: TableModel | None = None) -> Assignment:
    """The assignment with fields that the rules miss or are not sure of, where model and rules together are.

    What the rules are sure of stays, unless both together are not: then that is its confidence; what the rows prove
    stays in any case. What rows speak against stays in doubt. Fields that the model does not know and those of several
    columns stay as they are; so does a table in words that the rules do not know, most of whose columns the model does not
    tell either. `tables` is the model that is asked, None the shipped one.
    """
    if _nothing_open(columns, assignment):
        return assignment
    relations = relations_of(columns)
    found_by_model = told_by(tables or shipped_tables(), columns.read_as, columns.profiles, relations)
    told = found_by_model.together
    if not language_known(columns.readings) and np.mean(told.probability >= TOLD) < LEAST_TOLD:
        return assignment
    several_dates = len(columns_of_dates(columns.profiles)) > 1
    if several_dates:
        assignment = _with_date_chosen(columns, assignment, told)
    reading = reading_of(columns, assignment)
    agreement = shipped_agreement()
    possible = [
        candidate
        for candidate in candidates(reading, found_by_model)
        if (columns.can_be(candidate.field, candidate.place) or _of_any_form(candidate, told))
        and (candidate.mapped or candidate.said)
        and not (candidate.field == "date" and several_dates)
    ]
    found = {(one.field, one.place): agreement.probability(one) for one in possible}
    together = {one.field: found[one.field, one.place] for one in possible if one.mapped}
    confidence = doubted(reading.places, together, told, columns, assignment)
    mapping = dict(assignment.mapping)
    kept = {name: places for name, places in mapping.items() if confidence[name] >= SURE or len(places) > 1}
    taken = {place for places in kept.values() for place in places}
    by_rows = {
        (name, place)
        for name, place in reading.places.items()
        if assignment.confidence[name] <= LIKELY
        and not (told.likeliest[place] == name and told.probability[place] >= SURELY)
    }
    left = {
        pair: sure
        for pair, sure in found.items()
        if pair[0] not in kept and pair[1] not in taken and pair not in by_rows
    }
    for name, (place, sure) in _assigned(left, len(columns.headers)).items():
        for other in [other for other, places in mapping.items() if place in places and other not in kept]:
            del mapping[other], confidence[other]
        mapping[name], confidence[name] = (place,), round(sure, 3)
    dollars_as_value(mapping, confidence)
    free = set(range(len(columns.headers))) - taken
    likely = {name: _likely(name, told, columns, free) for name in ASKED}
    together_read = Assignment(mapping, confidence, {**likely, **assignment.likely})
    return confirmed(columns, together_read, told, relations)


def _likely(name: str, told: Told, columns: Columns, places: Collection[int]) -> tuple[int, ...]:
    """Those of the columns that may be the field, likeliest first."""
    shares = told.fields[name]
    likely = (p for p in np.argsort(-shares, kind="stable").tolist() if p in places and shares[p] >= LEAST)
    return tuple(p for p in likely if columns.profiles[p].seen >= LEAST_SEEN and columns.can_be(name, p))


def columns_of_dates(profiles: Sequence[Profile]) -> list[int]:
    """The places of columns that hold days; beside dates that are written, numbers of five digits are no spreadsheet's days."""
    dates = [place for place, seen in enumerate(profiles) if seen.date >= MOSTLY_DATES]
    return [place for place in dates if are_written_days(profiles[place])] or dates


def _with_date_chosen(columns: Columns, assignment: Assignment, told: Told) -> Assignment:
    """The assignment with the date of the declaration, of several columns of dates, where one is sure enough; else with the
    likeliest as a doubt, unless the rules are sure of a column and the model is not of another.

    How likely a column is it are the odds of both models, of headers of dates and of tables, their geometric mean. In tables
    of other authors that neither was fitted to, .89 of the dates are above .9, and .991 of these are right; by the headers
    alone .82 and .993.
    """
    places = columns_of_dates(columns.profiles)
    by_headers = shipped_dates().of_declaration([columns.read_as[place] for place in places])
    in_table = np.clip(told.fields["date"][places], 1e-6, 1 - 1e-6)
    shares = np.sqrt(by_headers * in_table / (1 - in_table))
    shares /= shares.sum()
    likeliest, sure = places[int(shares.argmax())], round(min(float(shares.max()), AT_MOST), 3)
    mapping, confidence = dict(assignment.mapping), dict(assignment.confidence)
    likely = {"date": tuple(places[n] for n in np.argsort(-shares, kind="stable"))}
    read = mapping.get("date", (likeliest,))
    if read != (likeliest,) and confidence["date"] >= SURE:
        if sure < OTHERWISE:
            return replace(assignment, likely=likely)
        if any("date" in columns.readings[place].sure for place in read):  # a known spelling
            return replace(assignment, confidence=confidence | {"date": LIKELY}, likely=likely)
    if read == (likeliest,):
        sure = max(sure, confidence.get("date", 0.0))
    if any(_is_out_of_order(columns, likeliest, place, told) for place in places):
        sure = min(sure, LIKELY)
    for name in [name for name, taken in mapping.items() if likeliest in taken]:
        del mapping[name], confidence[name]
    return replace(
        assignment,
        mapping=mapping | {"date": (likeliest,)},
        confidence=confidence | {"date": sure},
        likely=likely,
    )


def _is_out_of_order(columns: Columns, chosen: int, other: int, told: Told) -> bool:
    """Whether the model surely takes another column for a later day, a release or an arrival, or for the date of the declaration too,
    and it is never later than the chosen one but mostly earlier: goods may be received in a warehouse after their release, and a
    declaration is released after it was lodged."""
    surely_later = told.likeliest[other] == LATER and told.probability[other] >= OTHERWISE
    if other == chosen or not (surely_later or told.likeliest[other] == "date"):
        return False
    days = [
        (a, b)
        for row in columns.rows
        if max(chosen, other) < len(row) and (a := day(row[chosen])) and (b := day(row[other]))
    ]
    earlier = sum(b < a for a, b in days)
    return len(days) >= LEAST_ROWS and earlier > len(days) / 2 and all(b <= a for a, b in days)


def _of_any_form(candidate: Candidate, told: Told) -> bool:
    """Whether a number is surely of that kind though it has no form that the rules know: each country writes its own."""
    share = told.fields.get(candidate.field)
    return candidate.field in OF_ANY_FORM and share is not None and share[candidate.place] >= SURELY


def _nothing_open(columns: Columns, assignment: Assignment) -> bool:
    """Whether all that is needed is named by known spellings: then the model, which takes a second to load, is not asked."""
    spelt = all(name in columns.readings[places[0]].sure for name, places in assignment.mapping.items())
    sure = all(confidence >= SURE for confidence in assignment.confidence.values())
    return spelt and sure and set(REQUIRED) <= assignment.mapping.keys()


def _assigned(found: Mapping[tuple[str, int], float], columns: int) -> dict[str, tuple[int, float]]:
    """For each field its column and the probability, each column once, so that the probabilities add up to the most;
    those that are sure."""
    names = [name for name in FIELDS if any(field == name for field, _ in found)]
    worth = [[found.get((name, place), 0.0) for place in range(columns)] for name in names]
    return {
        names[row]: (place, min(worth[row][place], AT_MOST))
        for row, place in best_pairs(worth)
        if worth[row][place] >= SURE
    }
