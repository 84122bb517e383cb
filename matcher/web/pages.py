"""What the pages show: evidence with marks, addresses that are safe to follow, who said what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.case.csv_output import showable
from crawler.case.typed_rows import read_rows
from matcher.review.evidence import Evidence, EvidenceReader, amount, latin_letters, named
from matcher.scoring.confidence_text import LEVELS, probability, stands_on
from matcher.text.highlight import Segment, highlight

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.web.queue import QueuedPair

MAX_SPECS = 40
SHOWN_REASONS = 5
TRANSLITERATED = 4_000  # characters
HIGHLIGHTED = 20_000  # characters of each text


@dataclass(frozen=True)
class Said:
    """A decision on a pair; `current`: on the present evidence."""

    reviewer: str
    decision: str
    note: str
    current: int
    decided_at: str


@dataclass(frozen=True)
class Answer:
    """A reviewer's decision and note."""

    decision: str
    note: str


@dataclass(frozen=True)
class ListedPair:
    """A pair in list.html."""

    pair_id: str
    state: str
    confidence: str
    level: str
    text: str
    name: str
    site: str


@dataclass(frozen=True)
class PairWords:
    """What pair.html shows: texts in segments, marked where both sides agree; facts as label and text."""

    evidence: Evidence
    text: list[Segment]
    latin: str
    translation: list[Segment]
    declared: list[tuple[str, list[Segment]]]
    lines: list[tuple[str, str]]
    name: list[Segment]
    facts: list[tuple[str, list[Segment]]]
    specs: list[tuple[str, list[Segment]]]
    description: list[Segment]
    reasons: list[str]
    counter_reasons: list[str]
    url: str | None
    shown_url: str
    said: list[Said]
    mine: Answer | None
    bar: dict[str, float]
    confidence: str
    stands_on: str
    level: str


def pair_page(db: Database, evidence: Evidence, reviewer_key: str, blind: bool) -> PairWords:
    """The words of pair.html for one pair."""
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
    return PairWords(
        evidence=evidence,
        text=text,
        latin=showable(latin_letters(goods.text[:TRANSLITERATED])),
        translation=translation if lines.translation else [],
        declared=_stated(("Maker", "Trademark", "Model", "Article"), declared),
        lines=line_facts(evidence),
        name=name if item.name else [Segment("(no name on the page)")],
        facts=_stated(("Model / SKU", "Brand", "Category"), (code, brand, category)),
        specs=[(showable(key), value) for (key, _), value in zip(specs, values, strict=True)],
        description=description if item.description else [],
        reasons=[showable(reason) for reason in evidence.reasons[:SHOWN_REASONS]],
        counter_reasons=[showable(reason) for reason in evidence.counter_reasons[:SHOWN_REASONS]],
        url=web_address(item.url),
        shown_url=showable(item.url),
        said=[] if blind else said_of(db, evidence.pair_id),
        mine=said_by(db, evidence.pair_id, reviewer_key),
        bar=confidence_bar(evidence),
        confidence=probability(evidence.confidence),
        stands_on=stands_on(evidence.confidence_basis, evidence.confidence_low, evidence.confidence_high),
        level=LEVELS.get(evidence.level, ""),
    )


def _stated(labels: Sequence[str], sides: Sequence[list[Segment]]) -> list[tuple[str, list[Segment]]]:
    """Each label with its text, empty ones left out."""
    return [
        (label, segments)
        for label, segments in zip(labels, sides, strict=True)
        if any(segment.text for segment in segments)
    ]


def list_rows(reader: EvidenceReader, found: Sequence[QueuedPair], blind: bool) -> list[ListedPair]:
    """The words of list.html for pairs that a queue gave."""
    states = {row.pair_id: row.state for row in found}
    return [
        ListedPair(
            pair_id=evidence.pair_id,
            state=states[evidence.pair_id],
            confidence="" if blind else probability(evidence.confidence),
            level=evidence.level,
            text=showable(evidence.goods.text)[:160],
            name=showable(evidence.item.name)[:120],
            site=evidence.item.site,
        )
        for evidence in reader.read(row.pair_id for row in found)
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


def said_of(db: Database, pair_id: str) -> list[Said]:
    """Every live decision on the pair, oldest question first."""
    sql = """
        SELECT d.reviewer, d.decision, d.note, d.signature = p.signature AS current, d.decided_at
        FROM decisions d JOIN pairs p ON p.pair_id = d.pair_id
        WHERE d.pair_id = ? AND d.undone_at IS NULL ORDER BY d.asked_at, d.decision_id
        """
    return [*read_rows(db, Said, sql, [pair_id])]


def said_by(db: Database, pair_id: str, reviewer_key: str) -> Answer | None:
    """The reviewer's own decision that counts."""
    sql = (
        "SELECT decision, note FROM counting_decisions WHERE pair_id = ? AND reviewer_key = ?"
        " ORDER BY decision_id DESC LIMIT 1"
    )
    return next(read_rows(db, Answer, sql, [pair_id, reviewer_key]), None)


def confidence_bar(evidence: Evidence) -> dict[str, float]:
    """The confidence and its interval in hundredths, for a drawing 100 wide."""
    return {
        "at": round(100 * evidence.confidence, 1),
        "low": round(100 * evidence.confidence_low, 1),
        "width": round(max(0.8, 100 * (evidence.confidence_high - evidence.confidence_low)), 1),
    }
