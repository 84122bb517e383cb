"""Write a review sheet: what a reviewer fills in, what is shown, and the keys that lead back."""

from __future__ import annotations

import csv
import hashlib
import json
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.errors import Box31Error
from matcher.customs.personal import redact
from matcher.review.cells import csv_cell
from matcher.review.decisions import follow_settings, now
from matcher.review.evidence import Evidence, EvidenceReader, GoodsLines, amount, latin_letters, named, select
from matcher.review.sampling import Chosen, arrange, choose
from matcher.review.words import SIGNATURE_MARK

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case import Case

FORMATS = ("csv", "xlsx")
# The reviewer's own columns first, the keys last: a file cut short loses the keys and is noticed.
REVIEWER_COLUMNS = ("decision", "note", "reviewer")
EVIDENCE_COLUMNS = (
    *("customs_text", "transliteration", "photo", "item_name", "item_code", "reasons", "counter_reason"),
    *("declared", "translation", "item_brand", "item_category", "item_specs", "item_url", "capture"),
    *("lines", "quantity", "unit", "dates", "importers", "exporters", "origin", "destination"),
    *("hs", "customs_place", "confidence", "level", "why", "earlier_decisions"),
)
KEY_COLUMNS = ("pair_id", "row_signature", "export_id")
HIDDEN_WHEN_BLIND = ("confidence", "earlier_decisions")
REASONS = 3  # shown of each pair, strongest first
SPECS_CHARACTERS = 600  # of specifications in a cell; the page has the rest


@dataclass(frozen=True)
class ExportOptions:
    """What was asked of an export; kept with it."""

    sample: str = "top"
    states: tuple[str, ...] = ()
    reviewer: str = ""
    limit: int | None = None
    group: str | None = None
    blind: bool = False
    redact: bool = False
    seed: int = 0


@dataclass(frozen=True)
class Export:
    """A sheet that was written: its id, where it lies, its rows, and how many open pairs it left out."""

    export_id: str
    path: Path
    kept: Path
    rows: int
    left: int


def export_sheet(
    case: Case,
    db: Database,
    path: Path | None = None,
    *,
    format: str = "csv",
    options: ExportOptions | None = None,
) -> Export:
    """Write a sheet of pairs to be decided to `path` and, byte for byte, to the case's reviews/.

    The caller holds the case's lock. Raises Box31Error where `path` cannot be written.
    """
    options = options or ExportOptions()
    follow_settings(case, db)
    export_id = "x-" + secrets.token_hex(8)
    time = now()
    chosen = choose(
        db,
        options.sample,
        states=options.states or None,
        reviewer=options.reviewer,
        limit=options.limit,
        seed=options.seed,
    )
    chosen = arrange(db, chosen, options.group, blind_key=export_id if options.blind else "")
    kept = case.reviews / f"export-{time[:19].replace(':', '').replace('-', '')}Z-{export_id}.{format}"
    case.reviews.mkdir(exist_ok=True)
    columns = sheet_columns(format, options)
    rows = sheet_rows(case, db, chosen, export_id, options)
    signatures: dict[str, str] = {}
    try:
        if format == "xlsx":
            from matcher.review.workbook_writer import write_workbook

            write_workbook(case, db, kept, columns, _noting(rows, signatures))
        else:
            write_csv(kept, columns, _noting(rows, signatures))
        if path is not None:
            shutil.copyfile(kept, path)
    except OSError as error:
        raise Box31Error(f"{error.filename or path}: cannot be written: {error.strerror}") from error
    with db.conn:
        db.execute(
            "INSERT INTO review_exports VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                *(export_id, time, kept.name, sha256_of(kept), len(signatures)),
                *(options.reviewer or None, json.dumps(asdict(options), ensure_ascii=False)),
            ],
        )
        db.conn.executemany(
            "INSERT INTO review_export_rows (export_id, pair_id, signature, shown_because, sampling_probability)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                (export_id, row.pair_id, signatures[row.pair_id], row.because, row.probability)
                for row in chosen
                if row.pair_id in signatures
            ),
        )
    (waiting,) = db.execute(
        "SELECT count(*) FROM pair_states WHERE state IN ('proposed', 'stale', 'disputed')"
    ).fetchone()
    return Export(export_id, path or kept, kept, len(signatures), max(0, int(waiting) - len(signatures)))


def sheet_columns(format: str, options: ExportOptions) -> list[str]:
    """The columns of a sheet, in order."""
    return [
        column
        for column in (*REVIEWER_COLUMNS, *EVIDENCE_COLUMNS, *KEY_COLUMNS)
        if not (options.blind and column in HIDDEN_WHEN_BLIND) and not (format == "csv" and column == "photo")
    ]


def sheet_rows(
    case: Case, db: Database, chosen: Sequence[Chosen], export_id: str, options: ExportOptions
) -> Iterator[tuple[Evidence, dict[str, Any]]]:
    """Each pair's evidence, and its cells by column."""
    reader = EvidenceReader(db, case.config["review"]["languages"])
    because = {row.pair_id: row.because for row in chosen}
    latin: dict[str, str] = {}
    ids = iter(chosen)
    while batch := [row.pair_id for row in islice(ids, 1000)]:
        earlier = earlier_decisions(db, batch)
        for evidence in reader.read(batch):
            goods = evidence.goods
            if goods.goods_id not in latin:
                if len(latin) > 20_000:
                    latin.clear()
                latin[goods.goods_id] = latin_letters(goods.text)
            said = earlier.get(evidence.pair_id, "")
            cells = evidence_cells(evidence, latin[goods.goods_id])
            if options.redact:
                cells |= redacted_parties(goods.lines)
            yield (
                evidence,
                {
                    **cells,
                    "decision": "",
                    "note": "",
                    "reviewer": options.reviewer,
                    "why": why(because[evidence.pair_id], said, options.blind),
                    "earlier_decisions": said,
                    "pair_id": evidence.pair_id,
                    "row_signature": signature_cell(evidence.signature),
                    "export_id": export_id,
                },
            )


def signature_cell(signature: str) -> str:
    """A signature as a sheet shows it: one of digits alone must not become a number."""
    return signature if signature.startswith(SIGNATURE_MARK) else SIGNATURE_MARK + signature


def evidence_cells(evidence: Evidence, transliteration: str) -> dict[str, Any]:
    """The cells of the evidence columns: text, and numbers where the column is one."""
    goods, item, lines = evidence.goods, evidence.item, evidence.goods.lines
    declared = (
        ("maker", goods.maker),
        ("trademark", goods.trademark),
        ("model", goods.model),
        ("article", goods.article),
    )
    specs = "; ".join(f"{key}: {value}" for key, value in item.specs.items())
    hash_note = f" sha256:{item.payload_sha256}" if item.payload_sha256 else ""
    return {
        "confidence": round(evidence.confidence, 3),
        "level": evidence.level,
        "customs_text": goods.text,
        "transliteration": transliteration,
        "translation": lines.translation,
        "declared": "; ".join(f"{key} {value}" for key, value in declared if value),
        "item_name": item.name,
        "item_code": " / ".join(dict.fromkeys(code for code in (item.model, item.sku) if code)),
        "item_brand": item.brand,
        "item_category": item.category,
        "item_specs": specs if len(specs) <= SPECS_CHARACTERS else specs[:SPECS_CHARACTERS] + " …",
        "photo": "",
        "item_url": item.url,
        "capture": f"{item.captured_at} {item.warc}{hash_note}".strip() if item.warc else "",
        "reasons": "\n".join(evidence.reasons[:REASONS]),
        "counter_reason": evidence.counter_reasons[0] if evidence.counter_reasons else "",
        "lines": lines.lines,
        "quantity": "; ".join(amount(total) for _, total in lines.quantities),
        "unit": "; ".join(unit for unit, _ in lines.quantities),
        "dates": " to ".join(dict.fromkeys(date for date in (lines.first_date, lines.last_date) if date)),
        "importers": named(lines.importers),
        "exporters": named(lines.exporters),
        "origin": named(lines.origins),
        "destination": named(lines.destinations),
        "hs": named(lines.hs),
        "customs_place": f"{lines.file}:{lines.row}" if lines.file else "",
    }


def redacted_parties(lines: GoodsLines) -> dict[str, str]:
    """The parties' cells with the names of natural persons replaced."""
    importers = redact({"importer": name} for name in lines.importers)
    exporters = redact({"exporter": name} for name in lines.exporters)
    return {
        "importers": named([*dict.fromkeys(row["importer"] for row in importers)]),
        "exporters": named([*dict.fromkeys(row["exporter"] for row in exporters)]),
    }


WHY = {
    "top": "among the most likely not yet decided",
    "uncertain": "the score cannot tell: your decision teaches most",
    "audit": "drawn at random, to check the confidence",
    "disputed": "reviewers differ",
}


def why(because: str, earlier: str, blind: bool) -> str:
    """Why this row is shown. A blind sheet says no more than that it is to be decided."""
    if blind:
        return "to be decided"
    return WHY[because] + (
        " (decided before: see earlier_decisions)" if earlier and because != "disputed" else ""
    )


def earlier_decisions(db: Database, pair_ids: Sequence[str]) -> dict[str, str]:
    """What was said of the pairs before: `ann: accept; bob: reject (evidence changed since)`."""
    said: dict[str, list[str]] = {}
    for row in select(db, EARLIER, pair_ids):
        changed = "" if row["current"] else " (evidence changed since)"
        said.setdefault(row["pair_id"], []).append(f"{row['reviewer']}: {row['decision']}{changed}")
    return {pair_id: "; ".join(words) for pair_id, words in said.items()}


EARLIER = """
SELECT d.pair_id, d.reviewer, d.decision, d.signature = p.signature AS current
FROM decisions d JOIN pairs p ON p.pair_id = d.pair_id
WHERE d.undone_at IS NULL AND d.pair_id IN (SELECT value FROM json_each(?))
ORDER BY d.pair_id, d.asked_at, d.reviewer_key, d.decision
"""


def write_csv(path: Path, columns: Sequence[str], rows: Iterator[tuple[Evidence, dict[str, Any]]]) -> None:
    """UTF-8 with BOM, so that Excel reads it as such; no cell is a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(columns)
        for _, cells in rows:
            writer.writerow([_csv_text(cells[column]) for column in columns])


def _csv_text(value: object) -> str:
    return csv_cell(value) if isinstance(value, str) else str(value)


def _noting(
    rows: Iterator[tuple[Evidence, dict[str, Any]]], signatures: dict[str, str]
) -> Iterator[tuple[Evidence, dict[str, Any]]]:
    for evidence, cells in rows:
        signatures[evidence.pair_id] = evidence.signature
        yield evidence, cells


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
