"""What the cells of a review sheet hold."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from matcher.customs.values.personal_data import redact
from matcher.reading.reader import Reader
from matcher.review.evidence import (
    Evidence,
    EvidenceReader,
    Goods,
    GoodsLines,
    Item,
    amount,
    latin_letters,
    named,
    select_rows,
)
from matcher.review.pair_filter import PairFilter
from matcher.review.sampling import Chosen
from matcher.review.sheet.words import SIGNATURE_MARK
from matcher.workers import cores, in_order

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

# The reviewer's own columns first, the keys last: a file cut short loses the keys and is noticed.
REVIEWER_COLUMNS = ("decision", "note", "reviewer")
EVIDENCE_COLUMNS = (
    *("customs_text", "read_as", "transliteration", "photo", "item_name", "item_code", "item_read_as"),
    *("item_description", "item_specs"),
    *(
        "reasons",
        "counter_reason",
        "declared",
        "translation",
        "item_brand",
        "item_category",
        "item_url",
        "capture",
    ),
    *("lines", "quantity", "unit", "dates", "importers", "exporters", "origin", "destination"),
    *("hs", "customs_place", "confidence", "level", "why", "earlier_decisions"),
)
KEY_COLUMNS = ("pair_id", "row_signature", "export_id")
HIDDEN_WHEN_BLIND = ("confidence", "earlier_decisions")
REASONS = 3  # shown of each pair, strongest first
CACHED = 5_000  # items whose cells are remembered: many pairs share them
BATCH = 1_000  # pairs that are read at once
SHARED_FROM = 5_000  # pairs from which it is worth to begin further processes
LONG_CHARACTERS = 600  # of a description or of specifications in a cell; the page has the rest


Cells = dict[str, str | float]  # by column


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
    split: tuple[str, ...] = ()  # the reviewers who each get a part of the sample
    overlap: float = 0.0  # the share of it that each of them got
    statements: bool = False
    asked: PairFilter = field(default_factory=PairFilter)


@dataclass(frozen=True)
class SheetRow:
    """A pair's evidence, and its cells by column: text, and numbers where the column is one."""

    evidence: Evidence
    cells: Mapping[str, str | float]


def sheet_columns(format: str, options: ExportOptions) -> list[str]:
    """The columns of a sheet, in order."""
    return [
        column
        for column in (*REVIEWER_COLUMNS, *EVIDENCE_COLUMNS, *KEY_COLUMNS)
        if not (options.blind and column in HIDDEN_WHEN_BLIND) and not (format == "csv" and column == "photo")
    ]


def sheet_rows(
    case: Case, db: Database, chosen: Sequence[Chosen], export_id: str, options: ExportOptions
) -> Iterator[SheetRow]:
    """The rows of the chosen pairs."""
    reader = EvidenceReader(db)
    reading = Reader.of_case(case.root, case.config["review"]["languages"])
    because = {row.pair_id: row.because for row in chosen}
    items: dict[str, Cells] = {}
    for batch, read in _batches(chosen, reader, reading, redacts=options.redact):
        earlier = earlier_decisions(db, [evidence.pair_id for evidence in batch])
        if len(items) > CACHED:
            items.clear()
        for evidence in batch:
            item = evidence.item
            if item.item_id not in items:
                items[item.item_id] = _item_cells(item, reading)
            said = earlier.get(evidence.pair_id, "")
            yield SheetRow(
                evidence,
                {
                    **read[evidence.goods.goods_id],
                    **items[item.item_id],
                    **_pair_cells(evidence, reading),
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


def _batches(
    chosen: Sequence[Chosen], reader: EvidenceReader, reading: Reader, *, redacts: bool
) -> Iterator[tuple[list[Evidence], dict[str, Cells]]]:
    """The evidence of the pairs in batches, each with the cells of its goods records by id.

    Texts are read by all cores: it takes half the time of a sheet. SQLite is used here only.
    """
    waiting: deque[list[Evidence]] = deque()

    def records() -> Iterator[list[Goods]]:
        ids = iter(chosen)
        while batch := [row.pair_id for row in islice(ids, BATCH)]:
            waiting.append([*reader.read(batch)])
            yield [*{evidence.goods.goods_id: evidence.goods for evidence in waiting[-1]}.values()]

    def cells(records: list[Goods]) -> dict[str, Cells]:
        return {goods.goods_id: _goods_cells(goods, reading, redacts=redacts) for goods in records}

    for read in in_order(cells, records(), cores() if len(chosen) >= SHARED_FROM else 1):
        yield waiting.popleft(), read


def signature_cell(signature: str) -> str:
    """A signature as a sheet shows it: one of digits alone must not become a number."""
    return signature if signature.startswith(SIGNATURE_MARK) else SIGNATURE_MARK + signature


def _pair_cells(evidence: Evidence, reading: Reader) -> Cells:
    against = [*map(reading.reason, evidence.counter_reasons[:1])]
    return {
        "confidence": round(min(max(evidence.confidence, 0.001), 0.999), 3),  # no rounding makes a certainty
        "level": evidence.level,
        "reasons": "\n".join(map(reading.reason, evidence.reasons[:REASONS])),
        "counter_reason": against[0] if against else "",
    }


def _item_cells(item: Item, reading: Reader) -> Cells:
    specs = "; ".join(f"{key}: {value}" for key, value in item.specs.items())
    hash_note = f" sha256:{item.payload_sha256}" if item.payload_sha256 else ""
    return {
        "item_name": item.name,
        "item_code": item.code,
        "item_brand": item.brand,
        "item_category": item.category,
        "item_description": _cut(item.description),
        "item_specs": _cut(specs),
        "item_read_as": reading.item(item).line(),
        "photo": "",
        "item_url": item.url,
        "capture": f"{item.captured_at} {item.warc}{hash_note}".strip() if item.warc else "",
    }


def _goods_cells(goods: Goods, reading: Reader, *, redacts: bool) -> Cells:
    """The cells of a goods record and its lines; with `redacts` without the names of natural persons."""
    lines = goods.lines
    declared = (
        ("maker", goods.maker),
        ("trademark", goods.trademark),
        ("model", goods.model),
        ("article", goods.article),
    )
    return {
        "customs_text": goods.text,
        "read_as": reading.goods(goods).line(),
        "transliteration": latin_letters(goods.text),
        "translation": lines.translation,
        "declared": "; ".join(f"{key} {value}" for key, value in declared if value),
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
        **(redacted_parties(lines) if redacts else {}),
    }


def _cut(text: str) -> str:
    return text if len(text) <= LONG_CHARACTERS else text[:LONG_CHARACTERS] + " …"


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
    for pair_id, reviewer, decision, current in select_rows(db, EARLIER, pair_ids):
        changed = "" if current else " (evidence changed since)"
        said.setdefault(pair_id, []).append(f"{reviewer}: {decision}{changed}")
    return {pair_id: "; ".join(words) for pair_id, words in said.items()}


EARLIER = """
SELECT d.pair_id, d.reviewer, d.decision, d.signature = p.signature AS current
FROM decisions d JOIN pairs p ON p.pair_id = d.pair_id
WHERE d.undone_at IS NULL AND d.pair_id IN (SELECT value FROM json_each(?))
ORDER BY d.pair_id, d.asked_at, d.reviewer_key, d.decision
"""
