"""One assignment of fields to columns: headers and values weighed together, each field and each column at most once."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.best_pairs import best_pairs
from matcher.customs.layout.column_values import are_short_names
from matcher.customs.layout.columns import Columns, columns_of
from matcher.customs.layout.field_evidence import COUNTRIES_UNKNOWN, LEAST_SEEN, UNLIKELY, evidence
from matcher.customs.layout.header_concepts import STRONG, concepts
from matcher.customs.layout.header_fields import (
    ALL_WORDS,
    SPELT,
    numbered_part,
)
from matcher.customs.layout.header_scales import scales_of_weights
from matcher.customs.layout.originals import original_and_translation
from matcher.customs.layout.vocabulary import FIELDS
from matcher.customs.values.cells import number
from matcher.text.plain_words import plain

# Fields that values alone may name, with the evidence of values that they need and the confidence they then have.
# Others have values that several fields share: a country may be any of three, a number any of ten.
BY_VALUES: dict[str, float] = {
    "description": 1.5,
    "hs": 3.0,
    "date": 3.0,
    "currency": 3.0,
    "unit": 3.0,
    "incoterms": 3.0,
    "unit_number": 3.0,
    "direction": 3.0,
    "office": 3.0,
}
# What a header may not be about where values alone name the field: kinds of packages are written as units are.
NOT_BY_VALUES = {"unit": frozenset(("packages",)), "office": frozenset(("country",))}
# Fields whose values are alike: a header that is only guessed does not decide between them.
ALIKE = frozenset(
    [
        "origin",
        "departure",
        "destination",
        "importer",
        "exporter",
        "declarant",
        "maker",
        "importer_code",
        "exporter_code",
        "declarant_code",
        "importer_address",
        "exporter_address",
        "declarant_address",
        "gross_kg",
        "net_kg",
        "value",
        "value_usd",
        "customs_value",
        "quantity",
    ]
)
OF_MONEY = frozenset(
    ("unit_price", "home_money", "usd", "currency")
)  # what no header of a weight alone is about
ENDS = 12  # first and last rows of a sample that are compared
CLEARLY = 0.8  # difference of shares from which a column holds something else
LEAST_OTHER = 3  # such columns from which the order of columns has changed
_DESCRIBES = re.compile("desc|опис|opis|popis|beschreib")
LEAST_DISTINCT = 0.3  # share of different values in the only other part of a description
MOST_NUMBERS = 0.5  # share of numbers in a part of a description
LEAST = 0.5  # evidence in all from which a column is taken for a field

_IMPORT = re.compile(r"imp(?:ort)? date|importer|importador|импорт[её]р|імпортер|进口|(?:tên )?nhà nhập khẩu")


@dataclass(frozen=True)
class Assignment:
    """Field -> columns (several are joined), and how sure each is (0 to 1); columns that may be the field, likeliest
    first, where the learnt model was asked; and fields that the rows prove."""

    mapping: dict[str, tuple[int, ...]]
    confidence: dict[str, float]
    likely: Mapping[str, Sequence[int]] = dataclasses.field(default_factory=dict)
    proved: frozenset[str] = frozenset()


def assign(columns: Columns) -> Assignment:
    """The most plausible field of each column."""
    weights = _weights(columns)
    mapping: dict[str, tuple[int, ...]] = {}
    for field, column in best_pairs([[max(weight, 0.0) for weight in row] for row in weights]):
        name = FIELDS[field]
        if weights[field][column] >= LEAST and name != "translation":
            mapping[name] = (column,)
    confidence = {name: _confidence(name, mapping[name][0], columns) for name in mapping}
    _prefer_own_value(columns, mapping, confidence)
    _join_numbered(columns, mapping, confidence)
    _join_called_alike(columns, mapping)
    original_and_translation(columns, mapping, confidence)
    _contradictions(columns, mapping, confidence)
    dollars_as_value(mapping, confidence)
    if "description" not in mapping and "hs_description" in mapping:
        mapping["description"] = mapping.pop("hs_description")
        confidence["description"] = confidence.pop("hs_description")
    return Assignment(mapping, confidence)


def dollars_as_value(mapping: dict[str, tuple[int, ...]], confidence: dict[str, float]) -> None:
    """Take the value in dollars for the value in a file that gives dollars only."""
    if "value_usd" in mapping and "value" not in mapping:
        mapping["value"], confidence["value"] = mapping["value_usd"], confidence["value_usd"]


def contradicted(columns: Columns) -> bool:
    """True where the values under a header that surely names a description or an HS code can be none."""
    return any(
        name in reading.sure and seen.seen >= LEAST_SEEN and evidence(name, seen) < 0
        for reading, seen in zip(columns.readings, columns.profiles, strict=True)
        for name in ("description", "hs", "date", "quantity")
    )


def another_order(columns: Columns) -> bool:
    """True where several columns hold something else in the last rows of the sample than in the first ones."""
    if len(columns.rows) <= 2 * ENDS:
        return False
    first, last = (
        columns_of(columns.headers, rows).profiles for rows in (columns.rows[:ENDS], columns.rows[-ENDS:])
    )
    kinds = ("text", "number", "date", "hs", "country", "unit", "firm")
    other = sum(
        min(a.seen, b.seen) >= LEAST_SEEN
        and any(abs(getattr(a, kind) - getattr(b, kind)) >= CLEARLY for kind in kinds)
        for a, b in zip(first, last, strict=True)
    )
    return other >= LEAST_OTHER


def _weights(columns: Columns) -> list[list[float]]:
    """Evidence that a column is a field: fields x columns; very negative where it cannot be."""
    weights = [[-20.0] * len(columns.headers) for _ in FIELDS]
    parts = _numbered_parts(columns)
    for column, (reading, seen) in enumerate(zip(columns.believed, columns.profiles, strict=True)):
        for field, name in enumerate(FIELDS):
            said = reading.of(name)
            held = evidence(name, seen)
            if name in reading.evidence:
                # Under a header that names the field, values are a check: how telling they are decides nothing more.
                guess = reading.strength.get(name, 1.0) < STRONG and name in BY_VALUES
                total = said + (held if guess else min(held, 1.0))
            elif name in BY_VALUES and not (
                reading.translated or reading.about & NOT_BY_VALUES.get(name, frozenset())
            ):
                total = said + held if held >= BY_VALUES[name] else -20.0
            else:
                total = -20.0
            if name in ("gross_kg", "net_kg") and reading.about & OF_MONEY and "weight" not in reading.about:
                total = -20.0
            if name == "description":
                if reading.translated:
                    total -= SPELT - 2.5
                if column in parts and name not in reading.sure:
                    total = -20.0
            weights[field][column] = total
    return weights


def _confidence(name: str, column: int, columns: Columns) -> float:
    reading, seen = columns.believed[column], columns.profiles[column]
    held = evidence(name, seen)
    if name in reading.sure:
        doubt = 0.5 if name == "trademark" else 0.9  # "trade name" is also what a firm is called
        sure = 0.99 if held >= 0 else doubt
    elif name in reading.evidence:
        strength = reading.strength.get(name, 1.0)
        country = name in ("origin", "departure", "destination") and "country" in reading.about
        unknown = country and held == COUNTRIES_UNKNOWN
        short = name == "description" and held > UNLIKELY and are_short_names(seen)
        sure = _of_words(name, strength, max(held, 0.0) if unknown or short else held)
        if strength < STRONG and name in BY_VALUES and name != "description":
            sure = min(sure, _of_values(name, column, columns, held))
    else:
        sure = _of_values(name, column, columns, held)
    return round(sure, 3)


def _of_words(name: str, strength: float, held: float) -> float:
    """Confidence of a header read by its words: abbreviations need values that no rival of the field could have."""
    strong = strength >= STRONG
    if held >= 2.5 and (strong or name not in ALIKE):
        return 0.98 if strong else 0.95
    if held >= 0.9:
        return 0.96 if strong else 0.8
    return 0.93 if strong and held >= 0 else 0.6


def _of_values(name: str, column: int, columns: Columns, held: float) -> float:
    """Confidence of a field that no header names: by how far the next column's values are behind."""
    others = [
        evidence(name, seen)
        for other, seen in enumerate(columns.profiles)
        if other != column and (name in columns.believed[other].evidence or columns.believed[other].guessed)
    ]
    margin = held - max(others, default=-9.0)
    least = BY_VALUES[name]
    if name == "hs" and margin <= 0:
        return 0.5
    return 1 / (1 + math.exp(-(1.2 * (held - least) + 1.6 * margin - 0.2)))


def _prefer_own_value(
    columns: Columns, mapping: dict[str, tuple[int, ...]], confidence: dict[str, float]
) -> None:
    """Of several columns for a value the line's own, and the basis (CIF, FOB) that fits the direction."""
    import_like = any(_IMPORT.match(plain(header)) for header in columns.headers)
    used = {place for places in mapping.values() for place in places}
    for name in ("value", "value_usd"):
        if name not in mapping:
            continue
        for other, reading in enumerate(columns.readings):
            if other in used or name not in reading.sure or evidence(name, columns.profiles[other]) < 0:
                continue
            if _is_for_customs(columns, mapping[name][0]) and not _is_for_customs(columns, other):
                freed = mapping[name][0]
                better = _has_costs(columns, freed, other)
                if better and "customs_value" not in mapping:
                    mapping["customs_value"] = (freed,)
                    confidence["customs_value"] = confidence[name]
            else:
                better = _better_value(columns.headers, mapping[name][0], other, import_like)
            if better:
                used.discard(mapping[name][0])
                mapping[name] = (other,)
                used.add(other)


def _is_for_customs(columns: Columns, place: int) -> bool:
    """Whether a header names the value for the customs: valor aduana USD."""
    return (
        "customs" in columns.readings[place].about
        or concepts(plain(columns.headers[place])).get("customs", 0.0) >= STRONG
    )


def _has_costs(columns: Columns, place: int, other: int) -> bool:
    """Whether amounts are those of another column with some freight: nowhere below them, and mostly less than twice as much."""
    both = [pair for pair in _numbers_beside(columns, place, other) if pair[1] > 0]
    near = sum(high < 2 * low for high, low in both)
    return len(both) >= LEAST_SEEN and all(high >= low for high, low in both) and near > 0.9 * len(both)


def _better_value(headers: Sequence[str], current: int, other: int, import_like: bool) -> bool:
    mine, new = plain(headers[current]), plain(headers[other])
    if mine.replace("total ", "") == new and mine != new:
        return True
    wanted, unwanted = ("cif", "fob") if import_like else ("fob", "cif")
    return unwanted in mine.split() and new == mine.replace(unwanted, wanted)


def _numbered_parts(columns: Columns) -> dict[int, tuple[str, int]]:
    """Columns that are parts of one that was cut, PART_1, PART_2, ...: column -> (stem, number of the part)."""
    numbered = {
        i: part
        for i, header in enumerate(columns.headers)
        if columns.readings[i].known and (part := numbered_part(header))
    }
    stems = [stem for stem, _ in numbered.values()]
    return {i: part for i, part in numbered.items() if stems.count(part[0]) > 1}


def _join_numbered(
    columns: Columns, mapping: dict[str, tuple[int, ...]], confidence: dict[str, float]
) -> None:
    """A description cut into DESCRIPTION_1, DESCRIPTION_2, ...: all parts, in order, where no whole one is there."""
    parts = _numbered_parts(columns)
    if "description" in mapping and mapping["description"][0] not in parts:
        return
    used = {i for name, places in mapping.items() if name != "description" for i in places}
    for stem in dict.fromkeys(stem for stem, _ in parts.values()):
        mine = sorted((part, i) for i, (other, part) in parts.items() if other == stem and i not in used)
        if len(mine) > 1 and "description" in ALL_WORDS.read(stem).evidence:
            mapping["description"] = tuple(i for _, i in mine)
            confidence["description"] = 0.97
            return


def _join_called_alike(columns: Columns, mapping: dict[str, tuple[int, ...]]) -> None:
    """A description cut by what it says, DESC_COMERCIAL, DESC_USO, DESC_OTROS: all columns of texts that begin with the same word for
    a description and are called nothing else; one other alone where its values differ."""
    if len(mapping.get("description", ())) != 1:
        return
    place = mapping["description"][0]
    used = {i for places in mapping.values() for i in places}
    words = [plain(header).split() for header in columns.headers]
    others = [
        i
        for i, (mine, reading) in enumerate(zip(words, columns.readings, strict=True))
        if i not in used
        and len(mine) > 1
        and mine[:1] == words[place][:1]
        and reading.evidence.keys() == {"description"}
        and not reading.translated
        and columns.profiles[i].amount < MOST_NUMBERS
    ]
    several = len(others) > 1 or any(columns.profiles[i].distinct >= LEAST_DISTINCT for i in others)
    if words[place] and _DESCRIBES.match(words[place][0]) and several:
        mapping["description"] = tuple(sorted([place, *others]))


def _contradictions(
    columns: Columns, mapping: dict[str, tuple[int, ...]], confidence: dict[str, float]
) -> None:
    """Lower the confidence of columns whose values together cannot be what their headers say."""
    if "gross_kg" in mapping and "net_kg" in mapping:
        if len(scales_of_weights(columns.headers, mapping)) > 1:
            return  # in units of their own: contrary_weights.py
        pairs = list(_numbers_beside(columns, mapping["gross_kg"][0], mapping["net_kg"][0]))
        if len(pairs) >= LEAST_SEEN and sum(gross < net for gross, net in pairs) > 0.5 * len(pairs):
            confidence["gross_kg"] = confidence["net_kg"] = 0.5


def _numbers_beside(columns: Columns, left: int, right: int) -> list[tuple[float, float]]:
    pairs = []
    for row in columns.rows:
        if max(left, right) < len(row):
            a, b = number(row[left]), number(row[right])
            if a is not None and b is not None:
                pairs.append((a, b))
    return pairs
