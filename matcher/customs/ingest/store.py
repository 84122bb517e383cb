"""Customs files into the case's database: a file is absent or whole, and every row of it is accounted for."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from sqlite_utils import Database

from crawler.case.errors import Box31Error, UsageProblem
from crawler.case.patience import Patience
from matcher.cells.reader import show_kept
from matcher.cells.table import tidy
from matcher.cells.writer import CellWriter
from matcher.customs.goods.grouping import GOODS_COLUMNS
from matcher.customs.ingest.carried_down import carry_down
from matcher.customs.ingest.doubts.absent_fields import absent_fields
from matcher.customs.ingest.doubts.encoding_doubts import EncodingDoubt, encoding_doubt
from matcher.customs.ingest.doubts.lost_zeros import lost_zeros
from matcher.customs.ingest.doubts.unknown_names import unknown_names
from matcher.customs.ingest.doubts.value_doubts import value_doubts, value_question
from matcher.customs.ingest.file_record import TableResult, begin_file, end_file
from matcher.customs.ingest.mixed_sheets import refuse_mixed
from matcher.customs.ingest.narrow_sheets import is_legend, is_narrow, set_aside, why_aside
from matcher.customs.ingest.overlap import compare_with_earlier
from matcher.customs.ingest.periods_beside import with_periods_beside
from matcher.customs.ingest.replacement import put_aside, settle
from matcher.customs.ingest.rows.column_orders import order_notes
from matcher.customs.ingest.rows.lines import LINE_COLUMNS, Batch
from matcher.customs.ingest.rows.parallel import batches
from matcher.customs.layout.header_rows import HEADER_ROWS, column_name
from matcher.customs.layout.questions import as_text
from matcher.customs.layout.recognition.recognise import (
    SAMPLE_ROWS,
    Layout,
    fields_unsure,
    guessed,
    without_unsure,
)
from matcher.customs.layout.recognition.saved_layouts import layout_for
from matcher.customs.trade.formats.texts.facts import Stated
from matcher.sheets.reader import open_table
from matcher.sheets.tables.archives import Source, Unread, sources
from matcher.sheets.tables.blocks import Table
from matcher.sheets.text.encodings import misread

CACHE_KB = 192_000  # of the database's pages while importing; the whole import stays below 1 GB


@dataclass(frozen=True)
class ImportOptions:
    """How files are imported.

    `layout` is a mapping field -> header(s) given by hand; `again` takes a file that was forgotten; `yes` takes the
    likeliest column and encoding where they would be asked about; `encoding` is that of a text; `replace` reads a
    file that is in the case again, by the mapping that is given or recognised now; `cells` says where the verbatim
    cells of lines are kept (see matcher.cells); `stated` says what a table of
    published statistics may leave out (flow, scale, currency, reporter, decimal sign).
    """

    layout: Mapping[str, Any] | None = None
    again: bool = False
    replace: bool = False
    yes: bool = False
    encoding: str | None = None
    processes: int | None = None
    cells: Literal["sqlite", "parquet"] = "sqlite"
    stated: Stated = field(default_factory=Stated)


@dataclass(frozen=True)
class ImportResult:
    """The tables of an imported file, archive or folder."""

    tables: list[TableResult] = field(default_factory=list)

    @property
    def rejects(self) -> int:
        return sum(table.rejects for table in self.tables)

    @property
    def lines(self) -> int:
        return sum(table.lines for table in self.tables)


def import_file(
    db: Database,
    path: Path | str,
    layout: Mapping[str, Any] | None = None,
    **options: Any,
) -> ImportResult:
    """Import the customs file, archive or folder at `path`; `options` are those of ImportOptions.

    Each file is one transaction: stopped in the middle, nothing of it is there. A file whose bytes are in the case
    changes nothing; one that was forgotten (see `forget`) is refused unless `again`. A table whose columns are not sure is
    not imported but asked about (state asked). Raises Box31Error or UsageProblem where the file cannot be read or holds
    no customs table; in a folder or archive, a file that cannot be read does not stop the others (state failed).
    """
    given = ImportOptions(layout, **options)
    results: list[TableResult] = []
    problems: list[Box31Error] = []
    with sources(Path(path)) as found:
        for source in found:
            if isinstance(source, Unread):
                problems += [] if source.aside else [source.error]
                state = "skipped" if source.aside else "failed"
                results.append(TableResult(source.name, state, note=source.error.message))
                continue
            try:
                results.extend(_import_source(db, source, given))
            except Box31Error as error:
                problems.append(error)
                results.append(TableResult(source.name, "failed", note=error.message))
    if problems and all(result.state == "failed" for result in results):
        raise problems[0]
    if all(result.state in ("skipped", "failed") for result in results):
        notes = "; ".join(dict.fromkeys(result.note for result in results)) or "it is empty"
        raise UsageProblem(
            f"{path}: no customs table recognised: {notes}; see `box31 customs preview {path}` and import with --layout"
        )
    return ImportResult(results)


def _import_source(db: Database, source: Source, options: ImportOptions) -> list[TableResult]:
    name = source.name
    opened = open_table(source.path, name, options.encoding)
    _refuse_forgotten(db, opened.sha256, name, options.again)
    narrow = [is_narrow(table) for table in opened.tables]
    opened = replace(opened, tables=with_periods_beside(opened.tables, narrow))
    results: list[TableResult] = []
    connection = db.conn
    several = len(opened.tables) > 1
    connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    try:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            for called, table in opened.named(name):
                results.append(
                    _or_asked(db, table, called, opened.sha256, options, beside_wide=not all(narrow))
                )
            if any(result.state == "imported" for result in results):
                results = [
                    set_aside(result, table) for result, table in zip(results, opened.tables, strict=True)
                ]
            refuse_mixed(results, opened.tables)
            if any(result.state == "asked" for result in results):
                connection.rollback()  # a file is imported whole or not at all
                results = [
                    r if r.state != "imported" else replace(r, state="held", note="not imported either")
                    for r in results
                ]
            elif several and not any(r.state == "imported" for r in results):
                connection.rollback()
    except sqlite3.OperationalError as error:
        raise Box31Error(f"{name}: the database refused the import: {error}; nothing was changed") from error
    finally:
        connection.execute("PRAGMA cache_size = -2000")
        tidy(connection)
    return results


def _or_asked(
    db: Database, table: Table, name: str, sha256: str, options: ImportOptions, *, beside_wide: bool
) -> TableResult:
    try:
        return _import_table(db, table, name, sha256, options, beside_wide=beside_wide)
    except TableAsks as question:
        return TableResult(name, "asked", file_id_of(sha256, table.part), note=question.note)


def file_id_of(sha256: str, part: str) -> str:
    """The id of a table: of its file's bytes and the part of them it is."""
    return "f-" + hashlib.sha256(f"{sha256}\x1f{part}".encode()).hexdigest()[:16]


def _import_table(
    db: Database, table: Table, name: str, sha256: str, options: ImportOptions, *, beside_wide: bool
) -> TableResult:
    """`beside_wide`: another sheet of the file has as many columns as lines need."""
    given = options.layout
    file_id = file_id_of(sha256, table.part)
    if (before := _already(db, name, file_id, options)) is not None:
        return before
    head = table.head(HEADER_ROWS + SAMPLE_ROWS)
    if not any(any(cell.strip() for cell in cells) for cells in head):
        return TableResult(name, "skipped", note="no rows")
    from matcher.customs.ingest.trade_statistics import import_statistics, statistics_layout
    from matcher.customs.trade.formats.tables.signs import why_statistics
    from matcher.customs.trade.formats.texts.facts import Refused

    if given is None and (published := statistics_layout(head, table.header, table.about)):
        read_before = put_aside(db, file_id)
        result = import_statistics(db, table, name, sha256, file_id, published, options.stated)
        result = _with_changes(db, result) if read_before else result
        doubt = encoding_doubt(table, published.columns, published.mapping)
        return _with_doubt(result, doubt)
    if given is None and (why := why_statistics(head, table.header)):
        raise Refused(
            f"{name}: it looks like published statistics in a layout that is not understood ({why}); nothing is imported, since totals "
            f"would be counted with their parts. Where its rows are declarations, say so: box31 customs preview {name} -o layout.yaml, "
            f"then import with --layout layout.yaml"
        )
    layout = layout_for(db, head, table.header, given)
    if beside_wide and is_legend(table, layout):
        return TableResult(name, "skipped", note=why_aside(table))
    asks = ""
    if layout.questions and options.yes:
        layout = guessed(layout)
    elif layout.questions:
        asks = as_text(name, layout.questions)
        if any(question.stops for question in layout.questions) or (beside_wide and is_narrow(table)):
            return TableResult(name, "asked", note=asks)
    if not is_customs(layout):
        headers = ", ".join(layout.columns[:6])
        return TableResult(name, "skipped", note=f"no column for a description among {headers[:120]}")
    doubt = encoding_doubt(table, layout.columns, layout.mapping)
    if doubt is not None:
        if doubt.asks and not options.yes:
            return TableResult(name, "asked", note=doubt.question(name))
        layout = doubt.recorded(layout)
    if asks:
        layout = without_unsure(layout)
    counts = TableResult(name, "imported", file_id, "declarations", layout.name, asks=asks)
    result = _import_lines(db, table, head, layout, counts, sha256, options)
    return _with_doubt(result, doubt)


def _already(db: Database, name: str, file_id: str, options: ImportOptions) -> TableResult | None:
    """The result for a table that is in the case; None where it is not, or is read again: what was not sure is answered."""
    row = db.execute(
        "SELECT name, imported_at, kind, layout FROM customs_files WHERE file_id = ?", [file_id]
    ).fetchone()
    if row is None or options.replace:
        return None
    given, unsure = options.layout, fields_unsure(row[3])
    if unsure and (options.yes or given is not None):
        return None
    note = f"imported as {row[0]} at {row[1]}" + (f" without {unsure}" if unsure else "")
    if given is not None and row[3] != given.get("name"):
        note += f" by another mapping ({row[3]}); to read it again, add --replace"
    asks = f"answer with --layout, or --yes for the likeliest column of {unsure}" if unsure else ""
    return TableResult(name, "already", file_id, row[2], row[3], note=note, asks=asks)


def _with_doubt(result: TableResult, doubt: EncodingDoubt | None) -> TableResult:
    return replace(result, note="; ".join(filter(None, (doubt.note(), result.note)))) if doubt else result


def _with_changes(db: Database, result: TableResult) -> TableResult:
    """The result of a file now read as statistics, with notes on its customs lines of before, which are removed."""
    db.conn.execute("DELETE FROM customs_known WHERE file_id = ?", [result.file_id])
    changes = settle(db, result.file_id)
    notes = changes.notes() if changes.lost else []
    return replace(result, note="; ".join(filter(None, (*notes, result.note))))


def is_customs(layout: Layout) -> bool:
    """True where a layout has what makes a row a customs line: a description."""
    found = layout.mapping
    return "description" in found and not (layout.header_row == 0 and "hs" not in found and len(found) < 2)


class TableAsks(Exception):
    """A section inside a table has columns that are not sure, or its lines show that a column is another: it is not imported."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


def _import_lines(
    db: Database,
    table: Table,
    head: list[list[str]],
    layout: Layout,
    counts: TableResult,
    sha256: str,
    options: ImportOptions,
) -> TableResult:
    name, file_id = counts.name, counts.file_id
    mapping = {
        key: [column_name(layout.columns, place) for place in places]
        for key, places in layout.mapping.items()
    }
    read_before = put_aside(db, file_id)
    begin_file(db, counts, sha256, layout.signature, layout.columns, mapping, layout.personal)
    notes: list[str] = []
    reordered: list[Layout] = []

    def new_section(section: Layout) -> None:
        if section.order is not None:
            reordered.append(section)
            return
        where = f"a second header in row {section.header_row:,}"
        if section.questions and not options.yes:
            raise TableAsks(f"{where}: {as_text(name, section.questions)}")
        notes.append(f"{where} begins a section of its own: {', '.join(section.mapping)}")

    read = batches(table, layout, head, options.processes, new_section)
    counts = replace(
        _store_batches(db, read, counts, options.cells),
        reordered=any(section.order and section.order.doubt for section in reordered),
    )
    carried = carry_down(db, file_id)
    doubts = value_doubts(db, file_id)
    recognised = bool(layout.confidence)  # by the program, not by a person
    if recognised and not options.yes and (asked := value_question(doubts, db, file_id, name, layout)):
        raise TableAsks(asked)
    notes += order_notes(reordered)
    if layout.unread:
        notes.append(unread_note(layout))
    notes += [
        f"{name} is multiplied by {scale:,}, as its header says"
        for name, scale in layout.scales().items()
        if scale != 1
    ]
    notes += [*carried, *absent_fields(db, file_id, layout.mapping), *unknown_names(db, file_id)]
    notes += [*lost_zeros(db, file_id), *doubts.notes()]
    known = replaced = 0
    if read_before:
        changes = settle(db, file_id)
        known, notes = changes.known, [*changes.notes(), *notes]
    elif spoilt := misread(head):
        notes = [spoilt, "its lines replace no others", *notes]
    else:
        known, replaced = compare_with_earlier(db, file_id, layout.signature)
    return end_file(db, replace(counts, known=known, replaced=replaced, note="; ".join(notes)))


def _store_batches(db: Database, read: Iterable[Batch], counts: TableResult, cells: str) -> TableResult:
    """Insert the goods records, lines and rejects of a table, its cells where `cells` says; the counts with theirs."""
    connection, file_id = db.conn, counts.file_id
    keeper = CellWriter(connection, file_id) if cells == "parquet" else None
    insert_line = _insert("main.customs_lines", ("file_id", *LINE_COLUMNS))
    insert_goods = _insert("goods", GOODS_COLUMNS, "OR IGNORE ")
    patience = Patience(f"{counts.name}: rows read")
    for batch in read:
        connection.executemany(insert_goods, sorted(batch.goods))
        lines = keeper.take(batch.lines) if keeper else batch.lines
        connection.executemany(insert_line, ((file_id, *line) for line in lines))
        connection.executemany(
            "INSERT INTO customs_rejects (file_id, row, reason, raw) VALUES (?, ?, ?, ?)",
            ((file_id, *reject) for reject in batch.rejects),
        )
        counts = _added(counts, batch)
        patience(counts.lines + counts.rejects)
    patience.close()
    if keeper:
        keeper.finish()
        show_kept(connection)
    return counts


def unread_note(layout: Layout) -> str:
    """Which columns were not read because they are not sure, with samples."""
    columns = "; ".join(" ".join(str(column).split()) for column in layout.unread)
    return (
        f"{len(layout.unread)} of {len(layout.columns)} columns not read, since not sure what they are: {columns}; "
        "state them with `box31 customs preview -o` and `import --replace --layout`"
    )


def _added(counts: TableResult, batch: Batch) -> TableResult:
    problem = LINE_COLUMNS.index("problem")
    return replace(
        counts,
        rows_in=counts.rows_in + batch.rows,
        headers=counts.headers + batch.headers,
        lines=counts.lines + len(batch.lines),
        rejects=counts.rejects + len(batch.rejects),
        blank=counts.blank + batch.blank,
        doubtful=counts.doubtful + sum(line[problem] is not None for line in batch.lines),
    )


def _insert(table: str, columns: tuple[str, ...], how: str = "") -> str:
    return f"INSERT {how}INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - names from this module


def _refuse_forgotten(db: Database, sha256: str, name: str, again: bool) -> None:
    row = db.execute(
        "SELECT forgotten_at, reason FROM customs_forgotten WHERE sha256 = ?", [sha256]
    ).fetchone()
    if row and not again:
        raise Box31Error(
            f"{name}: forgotten on {row[0][:10]} ({row[1]}); import it with --again if that no longer holds"
        )
