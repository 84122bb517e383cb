"""From pairs to a finished dossier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.case import clock
from matcher.dossier.announced import announced_orders, announced_sections, write_announced
from matcher.dossier.capture_pages import CapturePages
from matcher.dossier.chosen import figures
from matcher.dossier.chosen.redaction import Redaction
from matcher.dossier.chosen.selection import choose, group
from matcher.dossier.context import DossierContext
from matcher.dossier.facts import read_facts
from matcher.dossier.files.bag import bag, manifest_sha256
from matcher.dossier.files.tables import TableWriter
from matcher.dossier.files.texts import TextKeeper
from matcher.dossier.mentions import Mention, MentionFinder
from matcher.dossier.network import write_network
from matcher.dossier.pages import copy_style
from matcher.dossier.pair_page import write_pair_pages
from matcher.dossier.replies import write_replies
from matcher.dossier.report import write_report
from matcher.dossier.statements import LEAD
from matcher.dossier.table_rows import write_tables
from matcher.dossier.timeline import MENTIONS_SHOWN
from matcher.review.evidence import EvidenceReader

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case
    from matcher.review.evidence import Evidence

BUYERS = 50  # importers of a goods record that are looked for in news posts


@dataclass(frozen=True)
class Built:
    """A finished dossier: where, how much is in it, what could not be put in, and the hash that fixes it."""

    path: Path
    pairs: int
    lines: int
    captures: int
    problems: tuple[str, ...]
    manifest_sha256: str


@dataclass(frozen=True)
class DossierOptions:
    """`title`: "" for the case's name; `redact`: without personal fields; `built`: the time to state (ISO 8601), else
    now."""

    title: str = ""
    redact: bool = False
    built: str | None = None


def build_dossier(
    case: Case,
    db: Database,
    pair_ids: Sequence[str],
    target: Path,
    options: DossierOptions = DossierOptions(),
) -> Built:
    """Write the dossier of these pairs as a bag at `target`; the caller holds the case's lock.

    Raises UsageProblem where `target` exists.
    """
    redaction = Redaction(on=options.redact)
    evidence = [_redacted(pair, redaction) for pair in EvidenceReader(db).read(pair_ids)]
    choose(db, evidence)
    redaction.lines(db)
    group(db)
    title = options.title or case.name
    info = {
        "Source-Organization": "" if options.redact else case.contact,
        "External-Description": f"{title}: {len(evidence)} pairs. {LEAD}",
        "Bag-Software-Agent": f"Box31 {version('box31')}",
    }
    with bag(target, {key: value for key, value in info.items() if value}) as data:
        keeper = TextKeeper(data)
        context = DossierContext(
            case=case,
            db=db,
            data=data,
            title=title,
            built=options.built or clock.now(),
            evidence=tuple(evidence),
            redaction=redaction,
            keeper=keeper,
            tables=TableWriter(data),
            captures=CapturePages(case, db, data, keeper, requests=not options.redact),
            facts=read_facts(db, evidence),
            goods={group.key: group for group in figures.groups(db, "goods")},
            pairs_of_goods=_pairs_of_goods(evidence),
        )
        _write(context)
    return _built(context, target)


def _built(context: DossierContext, target: Path) -> Built:
    captures = context.captures
    return Built(
        path=target,
        pairs=len(context.evidence),
        lines=context.db.execute("SELECT count(*) FROM chosen_lines").fetchone()[0],
        captures=len(captures.copied),
        problems=tuple(captures.problems),
        manifest_sha256=manifest_sha256(target),
    )


def _redacted(evidence: Evidence, redaction: Redaction) -> Evidence:
    if not redaction.on:
        return evidence
    goods = evidence.goods
    translation = redaction.text(goods.lines.translation, "customs_texts")
    text = redaction.text(goods.text, "customs_texts")
    return replace(
        evidence, goods=replace(goods, text=text, lines=replace(goods.lines, translation=translation))
    )


def _pairs_of_goods(evidence: Sequence[Evidence]) -> dict[str, tuple[str, ...]]:
    pairs: dict[str, list[str]] = defaultdict(list)
    for pair in evidence:
        pairs[pair.goods.goods_id].append(pair.pair_id)
    return {goods_id: tuple(ids) for goods_id, ids in pairs.items()}


def _write(context: DossierContext) -> None:
    """Everything below data/: captures first, since pages link to them; the report last, since it lists all files."""
    copy_style(context.data)
    finder = MentionFinder(context.db)
    mentions = {pair.pair_id: _mentions(context, finder, pair) for pair in context.evidence}
    announced = announced_orders(context)
    _collect_captures(context, mentions, announced.captures)
    decisions = write_pair_pages(context, mentions)
    write_tables(context, decisions)
    write_announced(context, announced)
    write_report(
        context, [*announced_sections(context, announced), *write_network(context), *write_replies(context)]
    )
    context.tables.package(context.title, LEAD, context.built)


def _mentions(context: DossierContext, finder: MentionFinder, pair: Evidence) -> list[Mention]:
    buyers = context.facts.importers[pair.goods.goods_id][:BUYERS]
    return finder.mentions(pair.item.site, [pair.item.model, pair.item.sku], buyers)


def _collect_captures(
    context: DossierContext, mentions: dict[str, list[Mention]], posts: Sequence[str]
) -> None:
    wanted = [*(pair.item.capture_id for pair in context.evidence), *posts]
    for pair in context.evidence:
        wanted += [version.capture_id for version in context.facts.versions[pair.item.item_id]]
    for found in mentions.values():
        wanted += [mention.post.capture_id for mention in found[:MENTIONS_SHOWN]]
    items = [(pair.item.item_id, pair.item.version_id) for pair in context.evidence]
    context.captures.collect(wanted, items, context.footer)
