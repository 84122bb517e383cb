"""Official lists in the layouts in which they are published: EU (XML, CSV), UK (CSV) and Ukraine (JSON)."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from crawler.case.errors import UsageProblem
from matcher.lists.entries import Entry, header_of, records

_PREAMBLE = 5  # lines above the header, such as the date of the report
_EU_XML = "http://eu.europa.ec/fpi/fsd/export"
_BEGINNING = 4_000  # characters in which a format shows itself
# Columns of the EU's CSV, in its two forms: the entity, the name, the programme, numbers, countries.
_EU_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("entity_logical_id", "entity_logicalid"),
    "name": ("naal_wholename", "namealias_wholename"),
    "note": ("programme", "entity_regulation_programme"),
    "number": ("iden_number", "identification_number"),
    "country": ("addr_country", "address_countryiso2code"),
}
# Columns of the UK's lists: the consolidated list of the Treasury, and the UK Sanctions List.
_UK_IDS = ("group id", "unique id")
_UK_NAMES = ("name 1", "name 2", "name 3", "name 4", "name 5", "name 6")
_UK_OTHER_SCRIPT = ("name non-latin script",)
_UK_NUMBERS = (
    "national identification number",
    "national identifier number",
    "business registration number (s)",
)
_UK_NOTES = ("regime", "regime name")
_UK_COUNTRIES = ("country", "address country")
_UK_REGISTERED = re.compile(r"Business Reg(?:istration)? No\W*([0-9A-Z]{7,20})", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9A-Z]{7,20}")


@dataclass(frozen=True)
class Official:
    """A published layout: whether a text has it, and how its records are read (file name and text in)."""

    is_this: Callable[[str], bool]
    read: Callable[[str, str], Iterator[Entry]]


@dataclass
class _Group:
    """The rows of one entity, gathered."""

    row: int
    names: dict[str, None] = field(default_factory=dict)
    numbers: dict[str, None] = field(default_factory=dict)
    countries: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def entry(self, entry_id: str) -> Entry:
        return Entry(
            *(self.row, entry_id, tuple(self.names), tuple(self.numbers)),
            country=", ".join(self.countries),
            note=", ".join(self.notes),
        )

    def add(self, **values: Sequence[str]) -> None:
        for name, texts in values.items():
            getattr(self, name).update(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _eu_xml(name: str, text: str) -> Iterator[Entry]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.parse(io.BytesIO(text.encode()), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise UsageProblem(
            f"{name}:{error.lineno or 1}: no XML: {' '.join(error.msg.split())}; nothing was imported"
        ) from error
    for row, entity in enumerate(root.iter(f"{{{_EU_XML}}}sanctionEntity"), 1):
        group = _Group(row)
        group.add(
            names=_attributes(entity, "nameAlias", "wholeName"),
            numbers=_attributes(entity, "identification", "number"),
            countries=[*_attributes(entity, "citizenship", "countryIso2Code"), *_attributes(entity, "address", "countryIso2Code")],
            notes=_attributes(entity, "regulation", "programme"),
        )  # fmt: skip
        yield group.entry(str(entity.get("euReferenceNumber") or entity.get("logicalId") or row))


def _attributes(entity: etree._Element, tag: str, attribute: str) -> list[str]:
    return [str(one.get(attribute) or "") for one in entity.iter(f"{{{_EU_XML}}}{tag}")]


def _is_eu_csv(text: str) -> bool:
    header = header_of(text)
    return all(any(column in header for column in _EU_COLUMNS[part]) for part in ("id", "name"))


def _eu_csv(name: str, text: str) -> Iterator[Entry]:
    """One row for each name, address and number of an entity; a header may stand over several columns: the first counts."""
    header = header_of(text)
    place = {
        part: next((header.index(column) for column in columns if column in header), None)
        for part, columns in _EU_COLUMNS.items()
    }
    groups: dict[str, _Group] = {}
    for row, cells in records(name, text):
        of = {part: cells[at] if at is not None else "" for part, at in place.items()}
        entry_id = of["id"].strip()
        if not entry_id:
            raise UsageProblem(f"{name}:{row}: no logical id of an entity; nothing was imported")
        group = groups.setdefault(entry_id, _Group(row))
        numbers = _NUMBER.findall(of["number"].upper())
        group.add(names=[of["name"]], numbers=numbers, countries=[of["country"]], notes=[of["note"]])
    yield from (group.entry(entry_id) for entry_id, group in groups.items())


def _uk_table(text: str) -> tuple[int, str]:
    """How many lines are above the header of a UK list, and the text from it on; "" where there is none."""
    rest = text
    for above in range(_PREAMBLE):
        header = header_of(rest)
        if "name 6" in header and any(column in header for column in _UK_IDS):
            return above, rest
        _, _, rest = rest.partition("\n")
    return 0, ""


def _uk_csv(name: str, text: str) -> Iterator[Entry]:
    above, table = _uk_table(text)
    if not table:
        raise UsageProblem(
            f"{name}: no header with `Name 6` and `Group ID` or `Unique ID`; nothing was imported"
        )
    header = header_of(table)
    groups: dict[str, _Group] = {}
    for row, cells in records(name, table, above):
        of: dict[str, str] = {}
        for column, cell in zip(header, cells, strict=True):
            of.setdefault(column, cell.strip())
        entry_id = _first(of, _UK_IDS)
        if not entry_id:
            raise UsageProblem(f"{name}:{row}: no id of an entity; nothing was imported")
        groups.setdefault(entry_id, _Group(row)).add(
            names=[" ".join(part for column in _UK_NAMES if (part := of.get(column, ""))), _first(of, _UK_OTHER_SCRIPT)],
            numbers=[
                *(found for column in _UK_NUMBERS for found in _NUMBER.findall(of.get(column, "").upper())),
                *_UK_REGISTERED.findall(of.get("other information", "")),
            ],
            countries=[_first(of, _UK_COUNTRIES)],
            notes=[_first(of, _UK_NOTES)],
        )  # fmt: skip
    yield from (group.entry(entry_id) for entry_id, group in groups.items())


def _first(of: Mapping[str, str], columns: Sequence[str]) -> str:
    return next((of[column] for column in columns if of.get(column)), "")


def _is_ua_json(text: str) -> bool:
    beginning = text[:_BEGINNING].lstrip()
    return beginning.startswith("[") and '"sid"' in beginning


def _ua_json(name: str, text: str) -> Iterator[Entry]:
    """Subjects of the State Register of Sanctions: `sid`, `name`, `translit`, `aliases`, `identifiers` with `code`."""
    try:
        subjects = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageProblem(f"{name}: no JSON: {error}; nothing was imported") from error
    if not isinstance(subjects, list):
        raise UsageProblem(f"{name}: no list of subjects; nothing was imported")
    for row, subject in enumerate(subjects, 1):
        try:
            group = _Group(row)
            codes = [str(one["code"] or "") for one in subject.get("identifiers") or []]
            group.add(
                names=[subject["name"] or "", subject.get("translit") or "", *_texts(subject.get("aliases"))],
                numbers=[code for text in codes for code in _NUMBER.findall(text.upper())],
                countries=_texts(subject.get("citizenships")),
                notes=_texts(subject.get("status")),
            )
            yield group.entry(str(subject["sid"]))
        except (KeyError, TypeError, AttributeError) as error:
            raise UsageProblem(
                f"{name}: subject {row}: no sid and name as texts; nothing was imported"
            ) from error


def _texts(value: object) -> list[str]:
    """A text, or the texts of a list; aliases may be one text with ; between."""
    if value is None:
        return []
    texts = value if isinstance(value, list) else str(value).split(";")
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("texts expected")
    return list(texts)


FORMATS: Mapping[str, Official] = {
    "eu-xml": Official(lambda text: f'"{_EU_XML}"' in text[:_BEGINNING], _eu_xml),
    "eu-csv": Official(_is_eu_csv, _eu_csv),
    "uk-csv": Official(lambda text: bool(_uk_table(text)[1]), _uk_csv),
    "ua-json": Official(_is_ua_json, _ua_json),
}
