"""Customs lines: their columns recomputed from the raw cells, goods records from the lines that declare them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from matcher.customs.goods.grouping import goods_identity
from matcher.customs.ingest.store import file_id_of
from matcher.customs.values.cells import day, number, stated
from matcher.customs.values.hs_codes import hs_code
from matcher.text.normal_forms import normal_form
from matcher.verification.findings import Check, Finding

if TYPE_CHECKING:
    from sqlite_utils import Database

TEXTS = (
    "declaration", "line_no", "record_id", "translation", "maker", "trademark", "model", "article", "importer",
    "importer_code", "exporter", "origin", "departure", "destination", "unit",
)  # fmt: skip
NUMBERS = ("quantity", "gross_kg", "net_kg", "value", "value_usd")
Row = Mapping[str, Any]


def customs_checks(db: Database) -> Iterator[Finding]:
    """Lines, goods records and the ids of files."""
    yield from _file_checks(db)
    yield from _line_checks(db)
    yield from _goods_checks(db)


def _file_checks(db: Database) -> Iterator[Finding]:
    """A file's id is that of its bytes; of one table among several of a file it is not recomputed."""
    rows = db.execute("SELECT file_id, name, sha256 FROM customs_files").fetchall()
    single = Counter(sha256 for _, _, sha256 in rows)
    parts = 0
    wrong: list[tuple[object, str]] = []
    for file_id, name, sha256 in rows:
        if file_id == file_id_of(sha256, ""):
            continue
        if single[sha256] > 1 or "#" in name or "/" in name:
            parts += 1
        else:
            wrong.append((name, "its id is not that of its hash"))
    note = f"{parts} parts of workbooks and archives" if parts else ""
    yield from Check("customs", "ids", "customs_files").findings(len(rows), wrong, note)


def _line_checks(db: Database) -> Iterator[Finding]:
    """Each column of a line is what its cells say by the file's mapping."""
    count, wrong = 0, []
    unmapped: list[str] = []
    for file_id, name, columns, mapping in db.execute(
        "SELECT file_id, name, columns, mapping FROM customs_files WHERE kind = 'declarations'"
    ).fetchall():
        try:
            places = _places(json.loads(columns), json.loads(mapping))
        except (ValueError, AttributeError, TypeError):
            wrong.append((name, "its columns or mapping cannot be read"))
            continue
        if not places:
            unmapped.append(name)
            continue
        for row in db.query("SELECT * FROM customs_lines WHERE file_id = ? ORDER BY row", [file_id]):
            count += 1
            if problem := _line_problem(row, places):
                wrong.append((f"{name} row {row['row']}", problem))
    note = f"{len(unmapped)} files without a mapping: {', '.join(unmapped[:5])}" if unmapped else ""
    yield from Check("customs", "columns from the raw cells", "customs_lines").findings(count, wrong, note)


def _places(columns: Sequence[str], mapping: Mapping[str, Any]) -> dict[str, list[int]]:
    """By field the places of the columns it may have been read from."""
    places: dict[str, list[int]] = {}
    for field, headers in mapping.items():
        names = [headers] if isinstance(headers, str) else list(headers or ())
        found = [place for place, column in enumerate(columns) if column in names]
        if found:
            places[field] = found
    return places


def _line_problem(row: Row, places: Mapping[str, list[int]]) -> str:
    try:
        cells = [str(cell) for cell in json.loads(row["raw"])]
    except (ValueError, TypeError):
        return "its cells are not a list"
    said = {field: [cells[place] for place in found if place < len(cells)] for field, found in places.items()}
    for field in TEXTS:
        if field in said and said[field] and row[field] not in {stated(cell) for cell in said[field]}:
            return f"{field} is not what its cell says"
    if said.get("description") and not _joined(row["description"], said["description"]):
        return "the description is not what its cells say"
    for field in NUMBERS:
        if said.get(field) and not _is_number(row[field], said[field]):
            return f"{field} is not what its cell says"
    if said.get("date") and row["date"] not in {
        day(cell, first) for cell in said["date"] for first in (False, True)
    } | {None}:
        return "the date is not what its cell says"
    if said.get("date") and row["date"] is None and not any(_no_date(cell) for cell in said["date"]):
        return "the date is not what its cell says"
    return _hs_problem(row, said.get("hs", []))


def _no_date(cell: str) -> bool:
    return (
        stated(cell) is None or cell.strip().casefold() in ("null", "none", "nan", "-") or day(cell) is None
    )


def _joined(text: str, cells: Sequence[str]) -> bool:
    """Whether the description is its cells in order, with at most a blank between two of them."""
    return "".join(text.split()) == "".join("".join(cells).split()) or text in cells or not text


def _is_number(stored: float | None, cells: Sequence[str]) -> bool:
    return any(
        stored == number(cell, decimal) or (stored is None and number(cell, decimal) is None)
        for cell in cells
        for decimal in (None, ".", ",")
    )


def _hs_problem(row: Row, cells: Sequence[str]) -> str:
    if not cells:
        return ""
    if row["hs"] not in {cell.strip() or None for cell in cells}:
        return "hs is not what its cell says"
    code = hs_code(row["hs"]) if row["hs"] else None
    return "" if row["hs6"] in (None, code.hs6 if code else None) else "hs6 does not follow from hs"


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
