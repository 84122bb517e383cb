"""The rows of each table of the dossier."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from matcher.dossier import figures
from matcher.dossier.context import PairRow, pair_rows
from matcher.dossier.selection import CHOSEN_LINES, FIGURES, LINE_COLUMNS, rows_of
from matcher.review.evidence import Item
from matcher.text.display import file_word

if TYPE_CHECKING:
    from matcher.dossier.context import DossierContext

FIGURE_COLUMNS = [
    "figure", "key", "label", "lines", "goods", "pairs", "first_date", "last_date", "sum_of", "total",
    "stated_on",
]  # fmt: skip
CAPTURE_COLUMNS = [
    "capture_id", "site", "url", "captured_at", "kind", "status", "mime", "payload_sha256",
    "payload_length", "ip", "certificate_sha256", "revisit_of", "run_id", "warc_file", "warc_offset",
    "warc_length", "file", "offset", "length", "page",
]  # fmt: skip
PRODUCT_COLUMNS = [
    "item_id", "site", "url", "name", "model", "sku", "brand", "category", "description", "specs",
    "version_id", "capture_id", "captured_at", "warc", "payload_sha256",
]  # fmt: skip
PAIR_COLUMNS = [column.name for column in fields(PairRow)]
DECISION_COLUMNS = [
    "pair_id", "decision", "reviewer", "note", "asked_at", "decided_at", "signature", "source",
]  # fmt: skip
FILE_COLUMNS = ["file_id", "file", "sha256", "kind", "layout", "imported_at", "rows"]


def write_tables(context: DossierContext, decisions: Sequence[Mapping[str, Any]]) -> None:
    """All tables below tables/, and the verbatim customs rows below customs/."""
    tables = context.tables
    tables.csv(
        "tables/pairs.csv", PAIR_COLUMNS, map(vars, pair_rows(context)), "the pairs, most certain first"
    )
    tables.csv(
        "tables/customs_lines.csv",
        [*LINE_COLUMNS, "goods_id", "pair_ids"],
        _lines(context),
        "the customs lines of the pairs, each once",
    )
    tables.csv(
        "tables/decisions.csv",
        DECISION_COLUMNS,
        decisions,
        "who decided what and when, undone decisions left out",
    )
    tables.csv(
        "tables/products.csv",
        PRODUCT_COLUMNS,
        _products(context),
        "the products as the page shown states them",
    )
    tables.csv(
        "tables/captures.csv",
        CAPTURE_COLUMNS,
        context.captures.rows(),
        "the captures, with hashes, and where they lie in the case and in this dossier",
    )
    tables.csv(
        "tables/figures.csv",
        FIGURE_COLUMNS,
        _figures(context),
        "every group of every figure, one row for each sum",
    )
    _customs_rows(context)


def _lines(context: DossierContext) -> Iterator[dict[str, Any]]:
    cursor = context.db.execute(f"{CHOSEN_LINES} ORDER BY l.line_id")
    names = [column[0] for column in cursor.description]
    for row in cursor:
        line = dict(zip(names, row, strict=True))
        yield {**line, "pair_ids": " ".join(context.pairs_of_goods[line["goods_id"]])}


def _products(context: DossierContext) -> Iterator[dict[str, Any]]:
    items: dict[str, Item] = {pair.item.item_id: pair.item for pair in context.evidence}
    for item in sorted(items.values(), key=lambda item: (item.site, item.item_id)):
        yield vars(item)


def _figures(context: DossierContext) -> Iterator[dict[str, Any]]:
    for figure in FIGURES:
        for group in figures.groups(context.db, figure):
            row = {name: getattr(group, name) for name in FIGURE_COLUMNS[:8]}
            yield {**row, "sum_of": "", "total": None, "stated_on": None}
            sums = [(f"quantity {part.of}", part) for part in group.quantities]
            sums += [(f"value {part.of}", part) for part in group.values]
            sums += [("value_usd", group.usd)] if group.usd else []
            sums += [("net_kg", group.net)] if group.net else []
            for name, part in sums:
                yield {**row, "sum_of": name.strip(), "total": part.total, "stated_on": part.lines}


def _customs_rows(context: DossierContext) -> None:
    """For each customs file, its rows cell by cell as JSON lines, and a table of the files."""
    db = context.db
    files = rows_of(
        db,
        "SELECT file_id, name AS file, sha256, kind, layout, imported_at, columns, personal,"
        " (SELECT count(*) FROM chosen_lines l WHERE l.file_id = f.file_id) AS rows FROM customs_files f"
        " WHERE file_id IN (SELECT file_id FROM chosen_lines) ORDER BY name, file_id",
    )
    context.tables.csv(
        "tables/customs_files.csv", FILE_COLUMNS, files, "the customs files the lines come from"
    )
    for file in files:
        columns = json.loads(file["columns"])
        cursor = db.execute(
            "SELECT l.row, l.raw, coalesce(l.importer, ''), coalesce(l.importer_code, '') FROM customs_lines l"
            " JOIN chosen_lines c ON c.line_id = l.line_id WHERE l.file_id = ? ORDER BY l.row",
            [file["file_id"]],
        )
        rows = (
            {
                "row": row,
                "cells": context.redaction.cells(raw, file["columns"], file["personal"], importer, code),
            }
            for row, raw, importer, code in cursor
        )
        name = f"customs/{file_word(file['file_id'])}"
        context.tables.json_lines(f"{name}.jsonl", rows, f"rows of {file['file']}, cell by cell, verbatim")
        header = json.dumps(
            {"file": file["file"], "sha256": file["sha256"], "columns": columns}, ensure_ascii=False
        )
        (context.data / f"{name}.header.json").write_text(header + "\n", encoding="utf-8")
