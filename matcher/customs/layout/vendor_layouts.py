"""Layouts of known vendors: YAML files of vendors/, picked by a fingerprint of their headers.

A file has `name`, `fingerprint` (headers that are all there in this vendor's tables) and `fields` (field: header, or a list of
headers whose cells are joined), as `customs preview -o` writes it for `import --layout`. Headers are those that the vendor or the
customs service publishes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.header_concepts import STRONG
from matcher.customs.layout.questions import SURE
from matcher.text.plain_words import plain

KNOWN = 0.99  # confidence of a column whose vendor is known, and whose values can be the field


@dataclass(frozen=True)
class VendorLayout:
    """How a vendor's tables are read; headers are plain."""

    name: str
    fingerprint: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]


@cache
def vendor_layouts() -> tuple[VendorLayout, ...]:
    """The layouts of vendors/, those with the longest fingerprints first."""
    folder = files(__package__) / "vendors"
    read = [
        yaml.safe_load(entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
    ]
    layouts = [
        VendorLayout(
            given["name"],
            frozenset(map(plain, given["fingerprint"])),
            {
                field: tuple(map(plain, [headers] if isinstance(headers, str) else headers))
                for field, headers in given["fields"].items()
            },
        )
        for given in read
    ]
    return tuple(sorted(layouts, key=lambda layout: (-len(layout.fingerprint), layout.name)))


def vendor_of(headers: Sequence[str]) -> VendorLayout | None:
    """The layout whose fingerprint is among these headers."""
    named = set(map(plain, headers))
    return next((layout for layout in vendor_layouts() if layout.fingerprint <= named), None)


def as_vendor_says(columns: Columns, assignment: Assignment, vendor: VendorLayout) -> Assignment:
    """The assignment with the vendor's columns for its fields, but for those whose values can be none of it."""
    places = {plain(header): place for place, header in reversed(list(enumerate(columns.headers)))}
    known = {places[header] for headers in vendor.fields.values() for header in headers if header in places}
    mapping: dict[str, tuple[int, ...]] = {}
    for field, headers in vendor.fields.items():
        found = tuple(places[header] for header in headers if header in places)
        if not found or not columns.can_be(field, found[0]):
            continue
        own = assignment.mapping.get(field, found)
        another = any(taken == found for name, taken in assignment.mapping.items() if name != field)
        if own[0] not in known and _names_better(field, columns, own[0], found[0], another):
            continue  # a column that the vendor's layout does not know, whose header names the field
        mapping[field] = found
    used = {place for found in mapping.values() for place in found}
    others = {
        field: found
        for field, found in assignment.mapping.items()
        if field not in mapping and not used & set(found)
    }
    has_value = "value" in others and assignment.confidence["value"] >= SURE
    if "value" not in mapping and "value_usd" in mapping and not has_value:
        mapping["value"] = mapping["value_usd"]
    confidence = {field: assignment.confidence.get(field, KNOWN) for field in others} | dict.fromkeys(
        mapping, KNOWN
    )
    return Assignment(others | mapping, confidence)


def _names_better(field: str, columns: Columns, own: int, vendors: int, another: bool) -> bool:
    """True where a header names the field in plain words, and that of the vendor's column does not or is `another` field."""
    one, other = columns.believed[own], columns.readings[vendors]
    named = field in one.evidence and one.strength.get(field, 1.0) >= STRONG
    return named and (another or field not in other.evidence) and columns.can_be(field, own)
