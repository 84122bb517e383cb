"""Which column is which: by the words of the header, checked by the values under it.

The recogniser knows no vendor. It knows words (headers.py) and what values look like; a mapping that a person gave
for a header is remembered by the header's signature.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matcher.customs.layout.header_fields import ALL_WORDS, FALLBACK_RANK, TRANSLATION_RANK, HeaderWords
from matcher.customs.layout.header_rows import Header, find_header, headers
from matcher.customs.layout.headers import CURRENCIES, NUMBERED_PART, PERSONAL
from matcher.customs.layout.value_checks import NUMBERS, contradicted, fill_by_value, prefer_original
from matcher.customs.values.cells import decimal_sign, is_nothing, month_comes_first
from matcher.text.plain_words import plain

SAMPLE_ROWS = 200  # rows whose values check the header's words
RECOGNISED = "headers"  # the name of a layout that was recognised, not given

# What an import cannot do without, and what a person looks for first.
REQUIRED = ("description", "hs", "date", "importer", "exporter", "quantity", "value")
FIELDS = (
    *("description", "translation", "hs_description", "hs", "date", "declaration", "line_no", "record_id"),
    *("maker", "trademark", "mark", "model", "article", "importer", "importer_code", "importer_address"),
    *("exporter", "exporter_code", "exporter_address", "declarant", "declarant_code", "declarant_address"),
    *("origin", "departure", "destination", "quantity", "unit", "unit_number", "gross_kg", "net_kg"),
    *("value", "currency", "value_usd", "customs_value", "direction", "incoterms", "office"),
)

_IMPORT = re.compile(r"imp(?:ort)? date|importer|importador|импорт[её]р|імпортер|进口|(?:tên )?nhà nhập khẩu")


@dataclass(frozen=True)
class Layout:
    """How a table is read: `columns` is its header, `mapping` field -> column numbers (several are joined).

    `header_row` is the number of the header's row, the first of the table being 1; 0 where the format names the
    columns itself or the table has no header. `decimal` and `month_first` are how the columns write numbers and dates.
    """

    name: str
    columns: tuple[str, ...]
    mapping: Mapping[str, tuple[int, ...]]
    header_row: int
    signature: str
    decimal: Mapping[str, str | None] = field(default_factory=dict)
    month_first: bool = False
    personal: tuple[str, ...] = ()

    def currency_of_value(self) -> str | None:
        """The currency that the value column's own header names, which is truer than a currency column beside it."""
        if self.mapping.get("value") and self.mapping.get("value") == self.mapping.get("value_usd"):
            return "USD"
        words = [word for header in self.header_of("value") for word in plain(header).split()]
        return next((CURRENCIES[word] for word in words if word in CURRENCIES), None)

    def header_of(self, name: str) -> list[str]:
        """The headers that a field is read from."""
        return [self.columns[i] for i in self.mapping.get(name, ())]


def signature_of(columns: Sequence[str]) -> str:
    """A short digest of a header row: files of one vendor's layout share it, whatever the case and spacing."""
    return hashlib.sha256("\x1f".join(plain(c) for c in columns).encode()).hexdigest()[:16]


def recognise(
    rows: Sequence[Sequence[str]],
    header: Sequence[str] | None = None,
    words_of_headers: HeaderWords = ALL_WORDS,
) -> Layout:
    """The layout of a table whose first rows are `rows` (at least HEADER_ROWS + SAMPLE_ROWS of them if it has so many).

    `header` is given where the format names its columns apart from the rows. A table without a header is read
    by its values alone.
    """
    if header is not None:
        found = Header(tuple(cell.strip() for cell in header), 0)
    else:
        unnamed = tuple(f"column {i + 1}" for i in range(max(map(len, rows), default=0)))
        found = find_header(rows, words_of_headers) or Header(unnamed, 0)
    columns = found.columns
    body = [row for row in rows[found.row :] if any(cell.strip() for cell in row)][:SAMPLE_ROWS]
    samples = [
        [row[i] for row in body if i < len(row) and not is_nothing(row[i])] for i in range(len(columns))
    ]
    mapping = _assign(columns, samples, words_of_headers)
    prefer_original(columns, samples, mapping, words_of_headers)
    fill_by_value(columns, samples, mapping, words_of_headers)
    return Layout(
        name=RECOGNISED,
        columns=columns,
        mapping=mapping,
        header_row=found.row,
        signature=signature_of(columns),
        **_ways_of_writing(mapping, samples),
        personal=tuple(column for column in columns if PERSONAL.search(plain(column))),
    )


def apply_mapping(
    rows: Sequence[Sequence[str]], header: Sequence[str] | None, given: Mapping[str, Any], name: str
) -> Layout:
    """The layout that a person's mapping (field -> header or list of headers) gives for this table.

    Raises UsageProblem for an unknown field, or a header that the table does not have.
    """
    from crawler.case.errors import UsageProblem

    wanted = {plain(h) for value in given.values() for h in ([value] if isinstance(value, str) else value)}
    if header is not None:
        found = Header(tuple(cell.strip() for cell in header), 0)
    else:
        found = max(
            headers(rows),
            key=lambda candidate: len(wanted & {plain(cell) for cell in candidate.columns}),
            default=Header((), 0),
        )
    columns = found.columns
    places = {plain(column): i for i, column in reversed(list(enumerate(columns)))}
    mapping: dict[str, tuple[int, ...]] = {}
    for key, value in given.items():
        if key not in FIELDS:
            raise UsageProblem(f"layout {name}: unknown field {key!r}; known: {', '.join(FIELDS)}")
        chosen = [value] if isinstance(value, str) else list(value)
        missing = [h for h in chosen if plain(h) not in places]
        if missing:
            raise UsageProblem(
                f"layout {name}: the table has no column {missing[0]!r}; it has: {', '.join(columns)}"
            )
        mapping[key] = tuple(places[plain(h)] for h in chosen)
    body = list(rows[found.row :])[:SAMPLE_ROWS]
    samples = [
        [row[i] for row in body if i < len(row) and not is_nothing(row[i])] for i in range(len(columns))
    ]
    return Layout(
        name=name,
        columns=columns,
        mapping=mapping,
        header_row=found.row,
        signature=signature_of(columns),
        **_ways_of_writing(mapping, samples),
        personal=tuple(column for column in columns if PERSONAL.search(plain(column))),
    )


def _ways_of_writing(mapping: Mapping[str, tuple[int, ...]], samples: Sequence[list[str]]) -> dict[str, Any]:
    decimal = {name: decimal_sign(samples[mapping[name][0]]) for name in NUMBERS if name in mapping}
    month_first = "date" in mapping and month_comes_first(samples[mapping["date"][0]])
    return {"decimal": decimal, "month_first": month_first}


def _assign(
    columns: Sequence[str], samples: Sequence[list[str]], words_of_headers: HeaderWords
) -> dict[str, tuple[int, ...]]:
    """Give each field its best column: by rank, then by order of the fields and columns; a column serves once."""
    order = {name: i for i, name in enumerate(FIELDS)}
    offers = sorted(
        (rank, order.get(name, 99), _extent(column, rank), index, name)
        for index, column in enumerate(columns)
        for name, rank in words_of_headers.fields_named(column)
        if not contradicted(name, samples[index], guessed=rank % TRANSLATION_RANK >= FALLBACK_RANK)
    )
    mapping: dict[str, tuple[int, ...]] = {}
    used: set[int] = set()
    parts = _numbered_parts(columns)
    import_like = any(_IMPORT.match(plain(column)) for column in columns)
    for rank, _, _, index, name in offers:
        if index in used or (name == "description" and rank >= FALLBACK_RANK and index in parts):
            continue
        if name in mapping:
            if name in ("value", "value_usd") and _better_value(
                columns, mapping[name][0], index, import_like
            ):
                used.discard(mapping[name][0])
                mapping[name] = (index,)
                used.add(index)
            continue
        if rank >= TRANSLATION_RANK and name == "description" and "description" in mapping:
            continue
        mapping[name] = (index,)
        used.add(index)
    for rank, _, _, index, name in offers:  # a translated column beside the original
        if (
            name == "description"
            and rank >= TRANSLATION_RANK
            and index not in used
            and "translation" not in mapping
        ):
            mapping["translation"] = (index,)
            used.add(index)
    _join_numbered(parts, mapping, used, words_of_headers)
    if "value_usd" in mapping and "value" not in mapping:
        mapping["value"] = mapping["value_usd"]  # a file that gives dollars only
    if "description" not in mapping and "hs_description" in mapping:
        mapping["description"] = mapping.pop("hs_description")
    return mapping


def _extent(column: str, rank: int) -> int:
    """Of headers that are only guessed the one with fewer words goes first: SUPPLIER_NAME before STD_SUPPLIER_NAME."""
    return len(plain(column).split()) if rank % TRANSLATION_RANK >= FALLBACK_RANK else 0


def _better_value(columns: Sequence[str], current: int, other: int, import_like: bool) -> bool:
    """True where `other` is the line's own value and `current` the declaration's, or its basis fits the direction."""
    mine, new = plain(columns[current]), plain(columns[other])
    if mine.replace("total ", "") == new and mine != new:
        return True
    wanted, unwanted = ("cif", "fob") if import_like else ("fob", "cif")
    return unwanted in mine.split() and new == mine.replace(unwanted, wanted)


def _numbered_parts(columns: Sequence[str]) -> dict[int, tuple[str, int]]:
    """Columns that are parts of one that was cut, PART_1, PART_2, ...: column -> (stem, number of the part)."""
    numbered = {
        index: (match[1], int(match[2]))
        for index, column in enumerate(columns)
        if (match := NUMBERED_PART.fullmatch(plain(column)))
    }
    stems = [stem for stem, _ in numbered.values()]
    return {index: part for index, part in numbered.items() if stems.count(part[0]) > 1}


def _join_numbered(
    parts: Mapping[int, tuple[str, int]],
    mapping: dict[str, tuple[int, ...]],
    used: set[int],
    words_of_headers: HeaderWords,
) -> None:
    """A description cut into DESCRIPTION_1, DESCRIPTION_2, ...: all parts, in order, where no whole one stands."""
    if "description" in mapping:
        return
    for stem in dict.fromkeys(stem for stem, _ in parts.values()):
        mine = sorted(
            (part, index) for index, (other, part) in parts.items() if other == stem and index not in used
        )
        if len(mine) > 1 and any(name == "description" for name, _ in words_of_headers.fields_named(stem)):
            mapping["description"] = tuple(index for _, index in mine)
            used.update(mapping["description"])
            return
