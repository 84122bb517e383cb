"""Write a review sheet: what a reviewer fills in, what is shown, and the keys that lead back."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.case.csv_output import write_for_people
from crawler.case.errors import Box31Error, UsageProblem
from crawler.case.hashing import sha256_of
from matcher.review.decisions import follow_settings, now
from matcher.review.sampling import Chosen, arrange, choose
from matcher.review.sheet.columns import ExportOptions, SheetRow, sheet_columns, sheet_rows
from matcher.review.sheet.statement_rows import OPEN, STATEMENT_COLUMNS, statement_cells
from matcher.review.statement_decisions import case_statements, reviewed

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

FORMATS = ("csv", "xlsx")


@dataclass(frozen=True)
class Export:
    """A sheet that was written: its id, where it lies, its pairs, how many open pairs it left out, and its statements."""

    export_id: str
    path: Path
    kept: Path
    rows: int
    left: int
    statements: int = 0


def export_sheet(
    case: Case,
    db: Database,
    path: Path | None = None,
    *,
    format: str = "csv",
    options: ExportOptions | None = None,
    share: Sequence[Chosen] | None = None,
) -> Export:
    """Write a sheet of pairs to be decided to `path` and, byte for byte, to the case's reviews/.

    `share`: pairs drawn already, of a draw that was divided; else `options` say which.

    The caller holds the case's lock. Raises Box31Error where `path` cannot be written, and UsageProblem where it
    holds something that the case does not: a sheet that was filled in and not yet imported.
    """
    options = options or ExportOptions()
    follow_settings(case, db)
    if path is not None and path.exists():
        refuse_to_overwrite(db, path)
    export_id, time = "x-" + secrets.token_hex(8), now()
    chosen = [] if options.statements and format == "csv" else _arranged(db, options, export_id, share)
    kept = case.reviews / f"export-{time[:19].replace(':', '').replace('-', '')}Z-{export_id}.{format}"
    case.reviews.mkdir(exist_ok=True)
    statements = _open_statements(case, db, export_id, options) if options.statements else []
    signatures: dict[str, str] = {}
    rows = _noting(sheet_rows(case, db, chosen, export_id, options), signatures)
    columns = sheet_columns(format, options)
    try:
        if format == "xlsx":
            from matcher.review.sheet.workbook_writer import write_workbook

            write_workbook(case, db, kept, columns, rows, statements)
        elif options.statements:
            write_csv(kept, STATEMENT_COLUMNS, statements)
        else:
            write_csv(kept, columns, (row.cells for row in rows))
        if path is not None:
            shutil.copyfile(kept, path)
        _note_export(
            db, Export(export_id, path or kept, kept, len(signatures), 0), time, options, chosen, signatures
        )
    except OSError as error:
        kept.unlink(missing_ok=True)
        place = error.filename or path or kept
        raise Box31Error(f"{place}: cannot be written: {error.strerror or error}") from error
    except BaseException:
        kept.unlink(missing_ok=True)
        raise
    left = max(0, _waiting(db) - len(signatures))
    return Export(export_id, path or kept, kept, len(signatures), left, len(statements))


def _waiting(db: Database) -> int:
    sql = "SELECT count(*) FROM pair_states WHERE state IN ('proposed', 'stale', 'disputed')"
    return int(db.execute(sql).fetchone()[0])


def _open_statements(
    case: Case, db: Database, export_id: str, options: ExportOptions
) -> list[dict[str, str | float]]:
    """The rows of the statements that are not settled, and of those in the states asked for; with `redact` without those on persons."""
    found = case_statements(case, db)
    states = reviewed(db, found.values())
    return [
        statement_cells(said, states[said.id], export_id, options.reviewer)
        for said in found.values()
        if states[said.id].state in {*OPEN, *options.states}
        and not (options.redact and said.statement.party_kind == "person")
    ]


def _arranged(
    db: Database, options: ExportOptions, export_id: str, share: Sequence[Chosen] | None
) -> list[Chosen]:
    """The pairs of a sheet in its order."""
    chosen = draw(db, options) if share is None else share
    return arrange(db, chosen, options.group, blind_key=export_id if options.blind else "")


def draw(db: Database, options: ExportOptions) -> list[Chosen]:
    """The pairs that were asked for."""
    return choose(
        db,
        options.sample,
        states=options.states or None,
        reviewer=options.reviewer,
        limit=options.limit,
        seed=options.seed,
        asked=options.asked,
    )


def refuse_to_overwrite(db: Database, path: Path) -> None:
    """Raise UsageProblem unless the file is, byte for byte, one that the case has written or read."""
    if path.is_file():
        known = db.execute(
            "SELECT 1 FROM review_exports WHERE sha256 = :sha256 UNION ALL"
            " SELECT 1 FROM review_imports WHERE sha256 = :sha256",
            {"sha256": sha256_of(path)},
        ).fetchone()
        if known:
            return
    raise UsageProblem(f"{path}: exists and is not kept in the case; import it first, or choose another name")


def _note_export(
    db: Database,
    export: Export,
    time: str,
    options: ExportOptions,
    chosen: Sequence[Chosen],
    signatures: dict[str, str],
) -> None:
    with db.conn:
        db.execute(
            "INSERT INTO review_exports VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                *(export.export_id, time, export.kept.name, sha256_of(export.kept), export.rows),
                *(options.reviewer or None, json.dumps(asdict(options), ensure_ascii=False)),
            ],
        )
        db.conn.executemany(
            "INSERT INTO review_export_rows (export_id, pair_id, signature, shown_because, sampling_probability)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                (export.export_id, row.pair_id, signatures[row.pair_id], row.because, row.probability)
                for row in chosen
                if row.pair_id in signatures
            ),
        )


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str | float]]) -> None:
    """UTF-8 with BOM, so that Excel reads it as such; no cell is a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        write_for_people(handle, columns, ([row[column] for column in columns] for row in rows))


def _noting(rows: Iterator[SheetRow], signatures: dict[str, str]) -> Iterator[SheetRow]:
    for row in rows:
        signatures[row.evidence.pair_id] = row.evidence.signature
        yield row
