"""What the pages show: evidence with marks, addresses that are safe to follow, who said what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crawler.case.csv_output import showable
from matcher.review.evidence import Evidence, EvidenceReader, amount, latin_letters, named
from matcher.scoring.confidence_text import LEVELS, probability, stands_on
from matcher.text.highlight import Segment, highlight

if TYPE_CHECKING:
    from sqlite_utils import Database

MAX_SPECS = 40
SHOWN_REASONS = 5
TRANSLITERATED = 4_000  # characters
HIGHLIGHTED = 20_000  # characters of each text


def pair_page(
    db: Database, reader: EvidenceReader, pair_id: str, reviewer_key: str, blind: bool
) -> dict[str, Any]:
    """The words of pair.html for one pair that exists."""
    evidence = reader.one(pair_id)
    assert evidence is not None
    goods, item, lines = evidence.goods, evidence.item, evidence.goods.lines
    specs = [*item.specs.items()][:MAX_SPECS]
    left = [goods.text, lines.translation, goods.maker, goods.trademark, goods.model, goods.article]
    right = [
        *(item.name, " / ".join(dict.fromkeys(code for code in (item.model, item.sku) if code)), item.brand),
        *(item.category, item.description, *(value for _, value in specs)),
    ]
    lefts, rights = highlight(*([showable(text)[:HIGHLIGHTED] for text in side] for side in (left, right)))
    text, translation, *declared = lefts
    name, code, brand, category, description, *values = rights
    labels = ("Maker", "Trademark", "Model", "Article")
    return {
        "evidence": evidence,
        "text": text,
        "latin": showable(latin_letters(goods.text[:TRANSLITERATED])),
        "translation": translation if lines.translation else [],
        "declared": [
            (label, segments) for label, segments in zip(labels, declared, strict=True) if _any(segments)
        ],
        "lines": line_facts(evidence),
        "name": name if item.name else [Segment("(no name on the page)")],
        "facts": [
            (label, segments)
            for label, segments in (("Model / SKU", code), ("Brand", brand), ("Category", category))
            if _any(segments)
        ],
        "specs": [(showable(key), value) for (key, _), value in zip(specs, values, strict=True)],
        "description": description if item.description else [],
        "reasons": [showable(reason) for reason in evidence.reasons[:SHOWN_REASONS]],
        "counter_reasons": [showable(reason) for reason in evidence.counter_reasons[:SHOWN_REASONS]],
        "url": web_address(item.url),
        "shown_url": showable(item.url),
        "said": [] if blind else said_of(db, pair_id),
        "mine": said_by(db, pair_id, reviewer_key),
        "bar": confidence_bar(evidence),
        "confidence": probability(evidence.confidence),
        "stands_on": stands_on(evidence.confidence_basis, evidence.confidence_low, evidence.confidence_high),
        "level": LEVELS.get(evidence.level, ""),
    }


def list_rows(reader: EvidenceReader, found: Sequence[dict[str, Any]], blind: bool) -> list[dict[str, Any]]:
    """The words of list.html for pairs that a queue gave."""
    states = {row["pair_id"]: row["state"] for row in found}
    return [
        {
            "pair_id": evidence.pair_id,
            "state": states[evidence.pair_id],
            "confidence": "" if blind else probability(evidence.confidence),
            "level": evidence.level,
            "text": showable(evidence.goods.text)[:160],
            "name": showable(evidence.item.name)[:120],
            "site": evidence.item.site,
        }
        for evidence in reader.read(row["pair_id"] for row in found)
    ]


def line_facts(evidence: Evidence) -> list[tuple[str, str]]:
    """The customs lines behind the goods: label and value, empty ones left out."""
    lines = evidence.goods.lines
    quantities = "; ".join(f"{amount(total)} {unit}".strip() for unit, total in lines.quantities[:4])
    facts = (
        ("Lines", str(lines.lines)),
        ("Quantity", quantities),
        ("Dates", " to ".join(dict.fromkeys(date for date in (lines.first_date, lines.last_date) if date))),
        ("Importers", named(lines.importers)),
        ("Exporters", named(lines.exporters)),
        ("Origin", named(lines.origins)),
        ("Destination", named(lines.destinations)),
        ("HS code", named(lines.hs)),
        ("First line", f"{lines.file}, row {lines.row}" if lines.file else ""),
    )
    return [(label, showable(value)) for label, value in facts if value]


def web_address(url: str) -> str | None:
    """The address where it may be a link: http or https and nothing else, no blanks or controls."""
    fine = (
        url.startswith(("http://", "https://")) and url.isprintable() and not any(c in url for c in ' "<>\\')
    )
    return url if fine else None


def said_of(db: Database, pair_id: str) -> list[dict[str, Any]]:
    """Every live decision on the pair, oldest question first; `current`: on the present evidence."""
    rows = db.execute(
        """
        SELECT d.reviewer, d.decision, d.note, d.signature = p.signature, d.decided_at
        FROM decisions d JOIN pairs p ON p.pair_id = d.pair_id
        WHERE d.pair_id = ? AND d.undone_at IS NULL ORDER BY d.asked_at, d.decision_id
        """,
        [pair_id],
    )
    names = ("reviewer", "decision", "note", "current", "decided_at")
    return [dict(zip(names, row, strict=True)) for row in rows]


def said_by(db: Database, pair_id: str, reviewer_key: str) -> dict[str, Any] | None:
    """The reviewer's own word that counts."""
    row = db.execute(
        "SELECT decision, note FROM counting_decisions WHERE pair_id = ? AND reviewer_key = ?"
        " ORDER BY decision_id DESC LIMIT 1",
        [pair_id, reviewer_key],
    ).fetchone()
    return {"decision": row[0], "note": row[1]} if row else None


def confidence_bar(evidence: Evidence) -> dict[str, float]:
    """The confidence and its interval in hundredths, for a drawing 100 wide."""
    return {
        "at": round(100 * evidence.confidence, 1),
        "low": round(100 * evidence.confidence_low, 1),
        "width": round(max(0.8, 100 * (evidence.confidence_high - evidence.confidence_low)), 1),
    }


def _any(segments: Sequence[Segment]) -> bool:
    return any(segment.text for segment in segments)
