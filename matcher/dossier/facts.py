"""What many pages of a dossier need to know of items and goods beyond the evidence: read once, by queries."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from matcher.customs.values.units import BASE_UNIT_NAME_SQL, BASE_UNIT_SQL, UNIT_FACTOR_SQL
from matcher.dossier.chosen import figures

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.review.evidence import Evidence


@dataclass(frozen=True)
class PageVersion:
    """When and in which capture something new was read of an item; `own`: on its own page, not in a list."""

    seen_at: str
    capture_id: str
    url: str
    own: bool
    extractor: str


def changed_pages(versions: Iterable[PageVersion]) -> list[PageVersion]:
    """The versions, given the oldest first, in which a page of the item itself said something else than before.

    That a page says more than a list did, or that a newer extractor reads the same page better, is no change of it.
    """
    changed = []
    before: dict[str, PageVersion] = {}
    for version in versions:
        if version.own:
            last = before.get(version.url)
            if last and last.extractor == version.extractor and last.capture_id != version.capture_id:
                changed.append(version)
            before[version.url] = version
    return changed


@dataclass(frozen=True)
class DeclaredMonth:
    """Lines of one goods record in one month (`YYYY-MM`, "" undated), and what their quantities add up to by unit."""

    month: str
    lines: int
    quantities: tuple[figures.Sum, ...]


@dataclass
class Facts:
    """What the pages need to know of items beyond the evidence: pages seen, versions, languages."""

    languages: dict[int, str] = field(default_factory=dict)
    versions: dict[str, list[PageVersion]] = field(default_factory=lambda: defaultdict(list))
    last_seen: dict[str, str] = field(default_factory=dict)
    site_last_seen: dict[str, str] = field(default_factory=dict)
    parsed: dict[str, str] = field(default_factory=dict)
    months: dict[str, list[DeclaredMonth]] = field(default_factory=lambda: defaultdict(list))
    importers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    states: dict[str, str] = field(default_factory=dict)


def read_facts(db: Database, evidence: Sequence[Evidence]) -> Facts:
    """Everything about the items and goods of these pairs that many pages need."""
    facts = Facts()
    _read_items(db, facts, json.dumps(sorted({pair.item.item_id for pair in evidence})))
    facts.parsed = dict(
        db.execute("SELECT goods_id, parsed FROM goods WHERE goods_id IN (SELECT goods_id FROM chosen_pairs)")
    )
    facts.states = dict(
        db.execute(
            "SELECT s.pair_id, s.state FROM chosen_pairs c JOIN pair_states s ON s.pair_id = c.pair_id"
        )
    )
    _read_lines(db, facts)
    return facts


def _read_items(db: Database, facts: Facts, items: str) -> None:
    for version_id, item_id, language, seen_at, capture_id, url, own, extractor in db.execute(
        "SELECT version_id, item_id, coalesce(language, ''), seen_at, capture_id, url, page_type = 'product', extractor"
        " FROM item_versions"
        " WHERE item_id IN (SELECT value FROM json_each(?)) ORDER BY seen_at, version_id",
        [items],
    ):
        facts.languages[version_id] = language
        facts.versions[item_id].append(PageVersion(seen_at, capture_id, url, bool(own), extractor))
    facts.last_seen = dict(
        db.execute(
            "SELECT item_id, max(seen_at) FROM item_sightings WHERE item_id IN (SELECT value FROM json_each(?))"
            " GROUP BY item_id",
            [items],
        )
    )
    facts.site_last_seen = dict(
        db.execute(
            "SELECT i.site, max(s.seen_at) FROM item_sightings s JOIN items i ON i.item_id = s.item_id GROUP BY i.site"
        )
    )


_MONTHLY = f"""
SELECT goods_id, coalesce(substr(date, 1, 7), ''), {BASE_UNIT_NAME_SQL}, sum(quantity * {UNIT_FACTOR_SQL}), count(*)
FROM chosen_lines WHERE quantity IS NOT NULL GROUP BY 1, 2, {BASE_UNIT_SQL}
"""  # noqa: S608 - fixed text


def _read_lines(db: Database, facts: Facts) -> None:
    quantities: dict[tuple[str, str], list[figures.Sum]] = defaultdict(list)
    for goods_id, month, unit, total, lines in db.execute(_MONTHLY):
        quantities[goods_id, month].append(figures.Sum(unit, total, lines))
    for goods_id, month, lines in db.execute(
        "SELECT goods_id, coalesce(substr(date, 1, 7), ''), count(*) FROM chosen_lines GROUP BY 1, 2 ORDER BY 1, 2"
    ):
        facts.months[goods_id].append(DeclaredMonth(month, lines, tuple(quantities[goods_id, month])))
    for goods_id, importer in db.execute(
        "SELECT goods_id, importer FROM chosen_lines WHERE importer <> '' GROUP BY 1, 2 ORDER BY count(*) DESC, 2"
    ):
        facts.importers[goods_id].append(importer)
