"""The rows of each table of the dossier."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.case.typed_rows import columns_of, read_rows, stored_list
from matcher.dossier.capture_pages import CAPTURE_COLUMNS
from matcher.dossier.chosen import figures
from matcher.dossier.chosen.selection import CHOSEN_LINES, FIGURES, LINE_COLUMNS, ChosenLine
from matcher.dossier.context import PairRow, pair_rows
from matcher.dossier.pair_page import PairDecision
from matcher.dossier.table_titles import table_title
from matcher.review.evidence import Item
from matcher.text.display import file_word

if TYPE_CHECKING:
    from matcher.dossier.context import DossierContext


@dataclass(frozen=True)
class FigureRow(figures.GroupCounts):
    """One sum of one group of a figure, or the group itself, where `sum_of` is empty."""

    sum_of: str = ""
    total: float | None = None
    stated_on: int | None = None


@dataclass(frozen=True)
class FileRow:
    """A customs file that lines come from; `rows`: how many. `columns` and `personal` are JSON lists of headers."""

    file_id: str
    file: str
    sha256: str
    kind: str
    layout: str
    imported_at: str
    rows: int
    columns: str
    personal: str


FILE_COLUMNS = columns_of(FileRow)[:-2]


def write_tables(context: DossierContext, decisions: Sequence[PairDecision]) -> None:
    """All tables below tables/, and the verbatim customs rows below customs/."""
    tables = context.tables
    tables.csv(
        "tables/pairs.csv",
        columns_of(PairRow),
        map(vars, pair_rows(context)),
        table_title("pairs"),
    )
    tables.csv(
        "tables/customs_lines.csv",
        [*LINE_COLUMNS, "goods_id", "pair_ids"],
        _lines(context),
        table_title("customs_lines"),
    )
    tables.csv(
        "tables/decisions.csv",
        columns_of(PairDecision),
        map(vars, decisions),
        table_title("decisions"),
    )
    tables.csv(
        "tables/products.csv",
        columns_of(Item),
        map(vars, _products(context)),
        table_title("products"),
    )
    tables.csv(
        "tables/captures.csv",
        CAPTURE_COLUMNS,
        map(vars, context.captures.rows()),
        table_title("captures"),
    )
    tables.csv(
        "tables/figures.csv",
        columns_of(FigureRow),
        map(vars, _figures(context)),
        table_title("figures"),
    )
    _customs_rows(context)


def _lines(context: DossierContext) -> Iterator[Mapping[str, object]]:
    for line in read_rows(context.db, ChosenLine, f"{CHOSEN_LINES} ORDER BY l.line_id"):
        yield {**vars(line), "pair_ids": " ".join(context.pairs_of_goods[line.goods_id])}


def _products(context: DossierContext) -> list[Item]:
    items = {pair.item.item_id: pair.item for pair in context.evidence}
    return sorted(items.values(), key=lambda item: (item.site, item.item_id))


def _figures(context: DossierContext) -> Iterator[FigureRow]:
    for figure in FIGURES:
        for group in figures.groups(context.db, figure):
            row = FigureRow(*(getattr(group, name) for name in columns_of(figures.GroupCounts)))
            yield row
            sums = [(f"quantity {part.of}", part) for part in group.quantities]
            sums += [(f"value {part.of}", part) for part in group.values]
            sums += [("value_usd", group.usd)] if group.usd else []
            sums += [("net_kg", group.net)] if group.net else []
            for name, part in sums:
                yield replace(row, sum_of=name.strip(), total=part.total, stated_on=part.lines)


def _customs_rows(context: DossierContext) -> None:
    """For each customs file, its rows cell by cell as JSON lines, and a table of the files."""
    db = context.db
    files = list(
        read_rows(
            db,
            FileRow,
            "SELECT file_id, name AS file, sha256, kind, layout, imported_at, columns, personal,"
            " (SELECT count(*) FROM chosen_lines l WHERE l.file_id = f.file_id) AS rows FROM customs_files f"
            " WHERE file_id IN (SELECT file_id FROM chosen_lines) ORDER BY name, file_id",
        )
    )
    context.tables.csv(
        "tables/customs_files.csv", FILE_COLUMNS, map(vars, files), table_title("customs_files")
    )
    for file in files:
        columns = stored_list(file.columns)
        cursor = db.execute(
            "SELECT l.row, l.raw, coalesce(l.importer, ''), coalesce(l.importer_code, ''), coalesce(l.problem, '') FROM customs_lines l"
            " JOIN chosen_lines c ON c.line_id = l.line_id WHERE l.file_id = ? ORDER BY l.row",
            [file.file_id],
        )
        rows = (
            {
                "row": row,
                "cells": context.redaction.cells(raw, file.columns, file.personal, importer, code, problem),
            }
            for row, raw, importer, code, problem in cursor
        )
        name = f"customs/{file_word(file.file_id)}"
        context.tables.json_lines(f"{name}.jsonl", rows, table_title("rows", file=file.file))
        header = json.dumps(
            {"file": file.file, "sha256": file.sha256, "columns": columns}, ensure_ascii=False
        )
        (context.data / f"{name}.header.json").write_text(header + "\n", encoding="utf-8")
