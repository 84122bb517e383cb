"""Which column is which: by the words of the header and the values under it together.

The recogniser knows words (concepts.yaml, spellings.yaml), what values look like and what columns are to each other; where it is
not sure it asks. Vendors whose headers are public are known by name (vendors/). A mapping that a person gave for a header is
remembered by the header's signature (saved_layouts.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crawler.case.errors import UsageProblem
from matcher.customs.layout.assignment import another_order, assign, contradicted
from matcher.customs.layout.columns import Columns, columns_of
from matcher.customs.layout.header_fields import ALL_WORDS, CURRENCIES, PERSONAL, HeaderWords
from matcher.customs.layout.header_rows import (
    Header,
    boxes_as_headers,
    find_header,
    headers,
    is_numbering,
    is_units,
    named_fields,
)
from matcher.customs.layout.header_scales import scale_of_header
from matcher.customs.layout.questions import Candidate, Question, questions, unread
from matcher.customs.layout.recognition.contrary_weights import without_contrary_weights
from matcher.customs.layout.recognition.false_dollars import without_false_dollars
from matcher.customs.layout.recognition.learnt_columns import with_learnt
from matcher.customs.layout.recognition.nameless import with_nameless
from matcher.customs.layout.row_shapes import RowShapes
from matcher.customs.layout.rows.declarations import with_date_in_number
from matcher.customs.layout.rows.goods_numbers import with_numbers_of_goods
from matcher.customs.layout.rows.numbered_details import with_numbered_details
from matcher.customs.layout.rows.parties import parties_of_known
from matcher.customs.layout.rows.relations import with_row_relations
from matcher.customs.layout.vendor_layouts import as_vendor_says, vendor_of
from matcher.customs.layout.vocabulary import FIELDS, NUMBERS, OTHER_ORDER
from matcher.customs.values.cells import decimal_sign, is_nothing, month_comes_first
from matcher.customs.values.hs_codes import usual_digits
from matcher.text.plain_words import plain

SAMPLE_ROWS = 200  # rows whose values are weighed
SHORT_SAMPLE = 20  # rows that are weighed alone where more of them contradict a header: the order may change further down
LEAST_NAMED = 3.0  # fields that a row must name to be a header in the middle of a table
RECOGNISED = "headers"  # the name of a layout that was recognised, not given
UNSURE = ", without: "  # in the name of a layout: before the fields that were asked about


@dataclass(frozen=True)
class Order:
    """Rows from number `row` on that stand in another order of columns than their `header`, or again in its own.

    `unread` are the fields whose columns are not clear; `shapes` what the rows look like, None where they stand in the
    header's order again. `refused`: the description or the HS code is not clear either, and the rows are rejected.
    """

    row: int
    header: tuple[str, ...]
    unread: tuple[str, ...] = ()
    shapes: RowShapes | None = None
    refused: bool = False

    @property
    def doubt(self) -> str:
        """What each line says that is read so; empty where it is read in the header's order."""
        if self.shapes is None or self.refused:
            return ""
        said = f"{OTHER_ORDER} from row {self.row:,} on, read by values"
        return f"{said}; not read: {', '.join(self.unread)}" if self.unread else said


@dataclass(frozen=True)
class Layout:
    """How a table is read: `columns` is its header, `mapping` field -> column numbers (several are joined).

    `header_row` is the number of the header's row, the first of the table being 1; 0 where the format names the
    columns itself or the table has no header. `decimal`, `month_first` and `hs_digits` are how the columns write numbers,
    dates and HS codes.
    `confidence` is how sure each field's columns are (0 to 1), `questions` what has to be asked before importing,
    `unread` the columns that may be a field but are not sure to be. `order` is of rows without a header of their own.
    """

    name: str
    columns: tuple[str, ...]
    mapping: Mapping[str, tuple[int, ...]]
    header_row: int
    signature: str
    decimal: Mapping[str, str | None] = field(default_factory=dict)
    month_first: bool = False
    hs_digits: int | None = None
    personal: tuple[str, ...] = ()
    confidence: Mapping[str, float] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    unread: tuple[Candidate, ...] = ()
    order: Order | None = None

    def currency_of_value(self) -> str | None:
        """The currency that the value column's own header names, which is truer than a currency column beside it."""
        if self.mapping.get("value") and self.mapping.get("value") == self.mapping.get("value_usd"):
            return "USD"
        words = [word for header in self.header_of("value") for word in plain(header).split()]
        return next((CURRENCIES[word] for word in words if word in CURRENCIES), None)

    def scales(self) -> dict[str, float]:
        """By how much each amount is multiplied because its header says so: thousand USD, t in a column of kilograms."""
        return {
            name: scale_of_header(name, header) for name in sorted(NUMBERS) for header in self.header_of(name)
        }

    def header_of(self, name: str) -> list[str]:
        """The headers that a field is read from."""
        return [self.columns[i] for i in self.mapping.get(name, ())]


def guessed(layout: Layout) -> Layout:
    """The layout with the likeliest column for each field that is asked about; its name says which were guessed."""
    mapping = dict(layout.mapping)
    for question in layout.questions:
        used = {place for name, places in mapping.items() if name != question.field for place in places}
        first = next((c.column for c in question.candidates if c.column not in used), None)
        if question.field not in mapping and first is not None:
            mapping[question.field] = (first,)
    names = ", ".join(question.field for question in layout.questions)
    return replace(layout, name=f"{layout.name}, guessed: {names}", mapping=mapping, questions=())


def without_unsure(layout: Layout) -> Layout:
    """The layout without the fields that are asked about; its name says which."""
    asked = [question.field for question in layout.questions]
    mapping = {name: places for name, places in layout.mapping.items() if name not in asked}
    return replace(layout, name=f"{layout.name}{UNSURE}{', '.join(asked)}", mapping=mapping, questions=())


def fields_unsure(layout_name: str) -> str:
    """The fields that a table was imported without, as the name of its layout says; "" where there are none."""
    return layout_name.partition(UNSURE)[2]


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
    found, seen = columns_of_table(rows, header, words_of_headers)
    columns = found.columns
    named = any(seen.read_as)
    assignment = with_row_relations(seen, assign(seen))
    vendor = vendor_of(columns) if named else None
    if named:
        assignment = parties_of_known(seen, with_learnt(seen, assignment))
    else:
        assignment = with_nameless(seen, assignment)
    if vendor is not None:
        assignment = as_vendor_says(seen, assignment, vendor)
    else:
        assignment = with_date_in_number(seen, assignment)
    assignment = without_false_dollars(seen, with_numbers_of_goods(seen, assignment))
    assignment = without_contrary_weights(seen, assignment)
    assignment = with_numbered_details(seen, assignment)
    asked = questions(seen, assignment)
    left_out = {question.field for question in asked if question.left_out}
    mapping = {name: places for name, places in assignment.mapping.items() if name not in left_out}
    return Layout(
        name=vendor.name if vendor else RECOGNISED,
        columns=columns,
        mapping=mapping,
        header_row=found.row,
        signature=signature_of(columns),
        **ways_of_writing(mapping, seen.samples),
        personal=tuple(column for column in columns if PERSONAL.search(plain(column))),
        confidence={name: assignment.confidence[name] for name in mapping},
        questions=tuple(question for question in asked if not question.left_out),
        unread=unread(seen, mapping),
    )


def columns_of_table(
    rows: Sequence[Sequence[str]],
    header: Sequence[str] | None = None,
    words_of_headers: HeaderWords = ALL_WORDS,
) -> tuple[Header, Columns]:
    """The header of a table and its columns as they are weighed; see `recognise`."""
    if header is not None:
        found = Header(tuple(cell.strip() for cell in header), 0)
    else:
        found = find_header(rows, words_of_headers) or Header(_unnamed(rows), 0)
    body = [row for row in _below(rows, found.row) if any(cell.strip() for cell in row)][:SAMPLE_ROWS]
    columns, named = found.columns, header is not None or found.row > 0
    read_as = boxes_as_headers(columns)
    seen = columns_of(columns, _first_section(columns, body), words_of_headers, named=named, read_as=read_as)
    if len(body) > SHORT_SAMPLE and (contradicted(seen) or another_order(seen)):
        seen = columns_of(columns, body[:SHORT_SAMPLE], words_of_headers, named=named, read_as=read_as)
    return found, seen


def _below(rows: Sequence[Sequence[str]], header_row: int) -> list[Sequence[str]]:
    """The rows below the header, without rows of units and of numbers of columns right under it."""
    below = list(rows[header_row:])
    while header_row and below and (is_numbering(below[0]) or is_units(below[0])):
        del below[0]
    return below


def _first_section(columns: Sequence[str], body: list[Sequence[str]]) -> list[Sequence[str]]:
    """The rows before another header; repeats of the same one are no values either."""
    same = [plain(column) for column in columns]
    out = []
    for row in body:
        cells = tuple(cell.strip() for cell in row)
        if named_fields(cells) >= LEAST_NAMED:
            if [plain(cell) for cell in cells] == same:
                continue
            break
        out.append(row)
    return out


def apply_mapping(
    rows: Sequence[Sequence[str]], header: Sequence[str] | None, given: Mapping[str, Any], name: str
) -> Layout:
    """The layout that a person's mapping (field -> column or list of columns) gives for this table.

    A column is named by its header, or by its place where the header does not tell it: "column 3" or "column C".
    Raises UsageProblem for an unknown field, or a column that the table does not have.
    """
    wanted = {plain(h) for value in given.values() for h in ([value] if isinstance(value, str) else value)}
    found = _header_with(wanted, rows, header)
    columns = found.columns
    places = {f"column {name}": i for i in range(len(columns)) for name in (i + 1, _letters(i))}
    places |= {plain(column): i for i, column in reversed(list(enumerate(columns)))}
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
        **ways_of_writing(mapping, samples),
        personal=tuple(column for column in columns if PERSONAL.search(plain(column))),
    )


def _header_with(wanted: set[str], rows: Sequence[Sequence[str]], header: Sequence[str] | None) -> Header:
    """The header that has most of the wanted columns; where none has any, the one that is recognised, or none."""
    if header is not None:
        return Header(tuple(cell.strip() for cell in header), 0)
    best, most = None, 0
    for candidate in headers(rows):
        named = len(wanted & {plain(cell) for cell in candidate.columns})
        if named > most:
            best, most = candidate, named
    return best or find_header(rows) or Header(_unnamed(rows), 0)


def _unnamed(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(f"column {i + 1}" for i in range(max(map(len, rows), default=0)))


def _letters(place: int) -> str:
    """The name that spreadsheets give a column: a, b, ... z, aa."""
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(ord("a") + place % 26)


def ways_of_writing(
    mapping: Mapping[str, tuple[int, ...]], samples: Sequence[Sequence[str]]
) -> dict[str, Any]:
    """How the columns of a layout write numbers, dates and HS codes, from samples of all columns: see Layout."""
    amounts = {name: list(samples[mapping[name][0]]) for name in sorted(NUMBERS) if name in mapping}
    month_first = "date" in mapping and _month_first(samples[mapping["date"][0]], samples)
    hs_digits = usual_digits(samples[mapping["hs"][0]]) if "hs" in mapping else None
    return {"decimal": decimal_signs(amounts), "month_first": month_first, "hs_digits": hs_digits}


def _month_first(dates: Sequence[str], samples: Sequence[Sequence[str]]) -> bool:
    """Whether the month comes first in a column; where it does not show it, whether it does in the table's other columns."""
    shown = month_comes_first(list(dates))
    if shown is None:
        of_table = {month_comes_first(list(cells)) for cells in samples}
        shown = True in of_table and False not in of_table
    return shown


def decimal_signs(columns: Mapping[str, list[str]]) -> dict[str, str | None]:
    """The decimal sign of each column; one that does not show it has that of the others, where they agree."""
    signs = {name: decimal_sign(cells) for name, cells in columns.items()}
    of_table = set(filter(None, signs.values()))
    usual = next(iter(of_table)) if len(of_table) == 1 else None
    return {name: sign or usual for name, sign in signs.items()}
