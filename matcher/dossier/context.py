"""What every page of a dossier is made from: the case, the chosen pairs, and what was read of them once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.dossier.statements import sums
from matcher.reading.terms import reader_language
from matcher.reading.wording import Wording
from matcher.schema.terms import PairState

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case
    from matcher.dossier.capture_pages import CapturePages
    from matcher.dossier.chosen.figures import Group
    from matcher.dossier.chosen.redaction import Redaction
    from matcher.dossier.facts import Facts
    from matcher.dossier.files.tables import TableWriter
    from matcher.dossier.files.texts import TextKeeper
    from matcher.review.evidence import Evidence


@dataclass(frozen=True)
class DossierContext:
    """One dossier while it is written. `data`: the folder of its files; `built`: its time, UTC, ISO 8601;
    `goods`: by goods_id what its chosen lines add up to; `pairs_of_goods`: by goods_id the chosen pairs."""

    case: Case
    db: Database
    data: Path
    title: str
    built: str
    evidence: tuple[Evidence, ...]
    redaction: Redaction
    keeper: TextKeeper
    tables: TableWriter
    captures: CapturePages
    facts: Facts
    goods: Mapping[str, Group]
    pairs_of_goods: Mapping[str, tuple[str, ...]]

    @property
    def footer(self) -> Mapping[str, Any]:
        """What every page says at its foot, and in which words."""
        return {"case": self.case.name, "built": self.built, "language": self.language, "say": self.say}

    @property
    def language(self) -> str:
        """The reader's, of everything but the tables."""
        return self.say.language

    @cached_property
    def say(self) -> Wording:
        """The texts of the pages."""
        return Wording(reader_language(self.case.config["review"]["languages"]))

    def state(self, pair_id: str) -> str:
        """The state of a chosen pair."""
        return self.facts.states.get(pair_id, PairState.PROPOSED)


@dataclass(frozen=True)
class PairRow:
    """A chosen pair as a row of tables/pairs.csv; the columns are in this order."""

    pair_id: str
    confidence: float
    confidence_basis: str
    confidence_low: float
    confidence_high: float
    level: str
    state: str
    site: str
    sku: str
    model: str
    item_name: str
    item_url: str
    item_id: str
    capture_id: str
    payload_sha256: str
    goods_id: str
    goods: str
    lines: int
    quantities: str
    first_date: str
    last_date: str
    reasons: list[str]
    counter_reasons: list[str]


def pair_rows(context: DossierContext) -> list[PairRow]:
    """The chosen pairs in the order in which they were given: most certain first."""
    return [_pair_row(context, evidence) for evidence in context.evidence]


def _pair_row(context: DossierContext, evidence: Evidence) -> PairRow:
    group = context.goods.get(evidence.goods.goods_id)
    item = evidence.item
    return PairRow(
        pair_id=evidence.pair_id,
        confidence=evidence.confidence,
        confidence_basis=evidence.confidence_basis,
        confidence_low=evidence.confidence_low,
        confidence_high=evidence.confidence_high,
        level=evidence.level,
        state=context.state(evidence.pair_id),
        site=item.site,
        sku=item.sku,
        model=item.model,
        item_name=item.name,
        item_url=item.url,
        item_id=item.item_id,
        capture_id=item.capture_id,
        payload_sha256=item.payload_sha256,
        goods_id=evidence.goods.goods_id,
        goods=evidence.goods.text,
        lines=group.lines if group else 0,
        quantities=sums(group.quantities) if group else "",
        first_date=group.first_date if group else "",
        last_date=group.last_date if group else "",
        reasons=list(evidence.reasons),
        counter_reasons=list(evidence.counter_reasons),
    )
