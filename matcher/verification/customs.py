"""Customs lines: their columns recomputed from the raw cells, goods records from the lines that declare them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from matcher.customs.goods.grouping import goods_identity
from matcher.customs.ingest.rows.lines import amount_in
from matcher.customs.ingest.store import file_id_of
from matcher.customs.layout.header_scales import scale_of_header
from matcher.customs.layout.vocabulary import OTHER_ORDER
from matcher.customs.values.cells import day, number, stated
from matcher.customs.values.hs_codes import code_before_text, hs_code, stated_code
from matcher.sheets.reader import WORKBOOKS
from matcher.text.normal_forms import normal_form
from matcher.verification.findings import Check, Finding

if TYPE_CHECKING:
    from sqlite_utils import Database

TEXTS = (
    "declaration", "line_no", "record_id", "translation", "maker", "trademark", "model", "article", "importer",
    "importer_code", "exporter", "origin", "departure", "destination", "unit",
)  # fmt: skip
NUMBERS = ("quantity", "gross_kg", "net_kg", "value", "value_usd")
COLUMNS = ("hs", "hs6", "description", "date", "raw", *TEXTS, *NUMBERS)
_LINES = f"SELECT row, instr(coalesce(problem, ''), '{OTHER_ORDER}') > 0, {', '.join(COLUMNS)} FROM customs_lines WHERE file_id = ? ORDER BY row"  # noqa: S608 - names from here


def customs_checks(db: Database) -> Iterator[Finding]:
    """Lines, goods records and the ids of files."""
    yield from _file_checks(db)
    yield from _line_checks(db)
    yield from _goods_checks(db)


def _file_checks(db: Database) -> Iterator[Finding]:
    """A file's id is that of its bytes; of a sheet of a workbook, or one table among several, it is not recomputed: the names of
    first sheets are not kept."""
    rows = db.execute("SELECT file_id, name, sha256 FROM customs_files").fetchall()
    single = Counter(sha256 for _, _, sha256 in rows)
    parts = 0
    wrong: list[tuple[object, str]] = []
    for file_id, name, sha256 in rows:
        if file_id == file_id_of(sha256, ""):
            continue
        if single[sha256] > 1 or "#" in name or "/" in name or name.lower().endswith(WORKBOOKS):
            parts += 1
        else:
            wrong.append((name, "its id is not that of its hash"))
    note = f"{parts} parts of workbooks and archives" if parts else ""
    yield from Check("customs", "ids", "customs_files").findings(len(rows), wrong, note)


def _line_checks(db: Database) -> Iterator[Finding]:
    """Each column of a line is what its cells say by the file's mapping."""
    count, wrong = 0, []
    unmapped: list[str] = []
    elsewhere = 0
    for file_id, name, columns, mapping, headers in db.execute(
        "SELECT file_id, name, columns, mapping, headers FROM customs_files WHERE kind = 'declarations'"
    ).fetchall():
        try:
            places = _places(json.loads(columns), json.loads(mapping))
        except (ValueError, AttributeError, TypeError):
            wrong.append((name, "its columns or mapping cannot be read"))
            continue
        if not places:
            unmapped.append(name)
            continue
        plan = _Plan.of(places, json.loads(columns))
        for number_of_row, reordered, *row in db.execute(_LINES, [file_id]):
            count += 1
            problem = _line_problem(row, plan)
            if problem and (headers > 1 or reordered) and not _line_problem(row, plan.anywhere(row)):
                elsewhere += (
                    1  # the database keeps neither a second header nor the order of columns without one
                )
            elif problem:
                wrong.append((f"{name} row {number_of_row}", problem))
    notes = [f"{len(unmapped)} files without a mapping: {', '.join(unmapped[:5])}"] if unmapped else []
    if elsewhere:
        notes.append(
            f"{elsewhere} lines under a further header or in another order: each value is that of some cell of its row"
        )
    note = "; ".join(notes)
    yield from Check("customs", "columns from the raw cells", "customs_lines").findings(count, wrong, note)


def _places(columns: Sequence[str], mapping: Mapping[str, Any]) -> dict[str, list[int]]:
    """By field the places of the columns it may have been read from."""
    places: dict[str, list[int]] = {}
    for field, headers in mapping.items():
        names = [headers] if isinstance(headers, str) else list(headers or ())
        found = [
            place for place, column in enumerate(columns) if column in names or f"column {place + 1}" in names
        ]
        if found:
            places[field] = found
    return places


@dataclass(frozen=True)
class _Plan:
    """Where the fields of a file's lines stand: each with its column in `_LINES` and its places among the cells.

    Amounts also have the scales that their headers may name.
    """

    texts: tuple[tuple[str, int, Sequence[int]], ...]
    numbers: tuple[tuple[str, int, Sequence[int], Sequence[float]], ...]
    description: Sequence[int]
    date: Sequence[int]
    hs: Sequence[int]
    quantity: Sequence[int]  # whose cells may name the unit
    codes_begin_texts: bool  # the column of HS codes is that of descriptions, which begin with them

    @classmethod
    def of(cls, places: Mapping[str, Sequence[int]], columns: Sequence[str]) -> _Plan:
        """The plan of a file whose fields may stand at `places` of its `columns`."""
        texts = tuple((name, COLUMNS.index(name), places[name]) for name in TEXTS if name in places)
        numbers = tuple(
            (
                name,
                COLUMNS.index(name),
                places[name],
                sorted({scale_of_header(name, columns[at]) for at in places[name]}),
            )
            for name in NUMBERS
            if name in places
        )
        description, date, hs, quantity = (
            places.get(name, ()) for name in ("description", "date", "hs", "quantity")
        )
        return cls(texts, numbers, description, date, hs, quantity, bool(hs) and hs == description)

    def anywhere(self, row: Sequence[Any]) -> _Plan:
        """The plan by which each field of the row may stand in any of its cells."""
        every = range(str(row[COLUMNS.index("raw")]).count(",") + 1)
        return replace(
            self,
            texts=tuple((name, column, every) for name, column, _ in self.texts if row[column] is not None),
            numbers=tuple(
                (name, column, every, scales)
                for name, column, _, scales in self.numbers
                if row[column] is not None
            ),
            description=every,
            date=every,
            hs=every,
            quantity=every,
        )


def _line_problem(row: Sequence[Any], plan: _Plan) -> str:
    """Words for the first column, in the order of COLUMNS, that is not what the cells say; "" where all are."""
    hs, hs6, description, date, raw = row[:5]
    try:
        cells = list(map(str, json.loads(raw)))
    except (ValueError, TypeError):
        return "its cells are not a list"
    for name, column, places in plan.texts:
        if len(places) == 1 and places[0] < len(cells) and stated(cells[places[0]]) == row[column]:
            continue
        said = _said(cells, places)
        if said and row[column] not in map(stated, said):
            if name == "unit" and row[column] in _units(_said(cells, plan.quantity)):
                continue
            return f"{name} is not what its cell says"
    said = _said(cells, plan.description)
    if said and description not in said and not _joined(description, said):
        return "the description is not what its cells say"
    for name, column, places, scales in plan.numbers:
        said = _said(cells, places)
        if said and not _is_amount(name, row[column], said, scales):
            return f"{name} is not what its cell says"
    if (said := _said(cells, plan.date)) and not _is_date(date, said):
        return "the date is not what its cell says"
    return _hs_problem(hs, hs6, _said(cells, plan.hs), plan.codes_begin_texts)


def _said(cells: Sequence[str], places: Sequence[int]) -> list[str]:
    return [cells[place] for place in places if place < len(cells)]


def _is_date(stored: str | None, cells: Sequence[str]) -> bool:
    if stored is None:
        return any(map(_no_date, cells))
    return any(stored == day(cell, first) for first in (False, True) for cell in cells)


def _no_date(cell: str) -> bool:
    return (
        stated(cell) is None or cell.strip().casefold() in ("null", "none", "nan", "-") or day(cell) is None
    )


def _joined(text: str, cells: Sequence[str]) -> bool:
    """Whether the description is its cells in order, with at most a blank between two of them."""
    return "".join(text.split()) == "".join("".join(cells).split()) or text in cells or not text


def _is_amount(name: str, stored: float | None, cells: Sequence[str], scales: Sequence[float]) -> bool:
    """Whether an amount is that of one of its cells, read with any decimal sign, times the scale of a header."""
    if scales == [1] and any(stored == number(cell, ",") for cell in cells):
        return True
    return any(
        stored == amount_in(name, cell, decimal, scale)[0]
        for decimal in (",", ".", None)
        for scale in scales
        for cell in cells
    )


def _units(cells: Sequence[str]) -> list[str | None]:
    """The units that the cells of quantities name."""
    return [amount_in("quantity", cell, None)[1] for cell in cells]


def _hs_problem(hs: str | None, hs6: str | None, cells: Sequence[str], begin_texts: bool) -> str:
    if not cells:
        return ""
    if hs not in map(code_before_text if begin_texts else stated_code, cells):
        return "hs is not what its cell says"
    code = hs_code(hs) if hs else None
    return "" if hs6 in (None, code.hs6 if code else None) else "hs6 does not follow from hs"


def _goods_checks(db: Database) -> Iterator[Finding]:
    """Each line declares the goods record of its description and names; each record's text is that of a line."""
    normal = cache(normal_form.__wrapped__)  # its own cache holds less than the texts of a large case
    texts: dict[str, set[str]] = {}
    wrong: list[tuple[object, str]] = []
    count = 0
    for line_id, goods_id, description, *names in db.execute(
        "SELECT line_id, goods_id, description, maker, trademark, model, article FROM customs_lines"
    ):
        count += 1
        texts.setdefault(goods_id, set()).add(description)
        if goods_identity(normal(description), tuple(names)) != goods_id:
            wrong.append(
                (f"line {line_id}", "declares another goods record than its description and names give")
            )
    if count and len(wrong) == count:
        note = f"{count} lines: grouped by another version of the normal forms"
        yield from Check("customs", "goods from lines", "goods").findings(0, [], note)
        return
    for goods_id, text, stored in db.execute("SELECT goods_id, text, normal FROM goods"):
        if goods_id in texts and text not in texts[goods_id]:
            wrong.append((goods_id, "its text is not that of a line that declares it"))
        elif stored != normal(text):
            wrong.append((goods_id, "its normal form is not that of its text"))
    yield from Check("customs", "goods from lines", "goods").findings(count, wrong)
