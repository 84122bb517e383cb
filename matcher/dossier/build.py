"""From pairs to a finished dossier."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.case import clock
from matcher.dossier import figures, pair_page, report
from matcher.dossier.attribute_rows import AttributeRow, attribute_rows
from matcher.dossier.bag import bag, manifest_sha256
from matcher.dossier.capture_pages import CapturePages
from matcher.dossier.caveats import doubts, rivals
from matcher.dossier.facts import changed_pages, read_facts
from matcher.dossier.mentions import MentionFinder
from matcher.dossier.pages import copy_style, render
from matcher.dossier.pair_page import PairPage, TextKeeper, rows_of
from matcher.dossier.redaction import Redaction
from matcher.dossier.selection import choose, group
from matcher.dossier.statements import LEAD, LEVELS, basis, citation, claim, sums
from matcher.dossier.tables import TableWriter
from matcher.review.evidence import EvidenceReader
from matcher.scoring.confidence_text import probability
from matcher.text.display import file_word, shown, visible

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case
    from matcher.review.evidence import Evidence

PAIRS_A_PAGE = 500


@dataclass(frozen=True)
class Built:
    """A finished dossier: where, how much is in it, what could not be put in, and the hash that fixes it."""

    path: Path
    pairs: int
    lines: int
    captures: int
    problems: tuple[str, ...]
    manifest_sha256: str


def build_dossier(
    case: Case,
    db: Database,
    pair_ids: Sequence[str],
    target: Path,
    *,
    title: str = "",
    redact: bool = False,
    built: str | None = None,
) -> Built:
    """Write the dossier of these pairs as a bag at `target`; the caller holds the case's lock.

    `built`: the time to state, UTC, ISO 8601. Raises UsageProblem where `target` exists.
    """
    redaction = Redaction(on=redact)
    built = built or clock.now()
    languages = case.config["review"]["languages"]
    evidence = [
        _redacted(one, redaction) if redact else one for one in EvidenceReader(db, languages).read(pair_ids)
    ]
    choose(db, evidence)
    redaction.lines(db)
    group(db)
    info = {
        "Source-Organization": "" if redact else case.contact,
        "External-Description": f"{title or case.name}: {len(evidence)} pairs. {LEAD}",
        "Bag-Software-Agent": f"Box31 {version('box31')}",
    }
    with bag(target, {key: value for key, value in info.items() if value}) as data:
        builder = Builder(case, db, data, evidence, redaction, built, title or case.name)
        builder.write()
    lines = db.execute("SELECT count(*) FROM chosen_lines").fetchone()[0]
    problems = tuple(builder.captures.problems)
    return Built(
        target, len(evidence), lines, len(builder.captures.copied), problems, manifest_sha256(target)
    )


def _redacted(one: Evidence, redaction: Redaction) -> Evidence:
    goods = replace(
        one.goods,
        text=redaction.text(one.goods.text, "customs texts"),
        lines=replace(
            one.goods.lines, translation=redaction.text(one.goods.lines.translation, "customs texts")
        ),
    )
    return replace(one, goods=goods)


class Builder:
    """Writes everything below data/."""

    def __init__(
        self,
        case: Case,
        db: Database,
        data: Path,
        evidence: list[Evidence],
        redaction: Redaction,
        built: str,
        title: str,
    ) -> None:
        self.case, self.db, self.data, self.evidence = case, db, data, evidence
        self.redaction, self.title = redaction, title
        self.keeper = TextKeeper(data)
        self.tables = TableWriter(data)
        self.facts = read_facts(db, evidence)
        self.shared = {"case": case.name, "built": built}
        self.goods = {group.key: group for group in figures.groups(db, "goods")}
        self.finder = MentionFinder(db)
        self.captures = CapturePages(case, db, data, self.keeper, requests=not redaction.on)
        self.pairs_of_goods: dict[str, list[str]] = defaultdict(list)
        for one in evidence:
            self.pairs_of_goods[one.goods.goods_id].append(one.pair_id)

    def write(self) -> None:
        """Captures first, since pages link to them; the report last, since it lists what was written."""
        copy_style(self.data)
        mentions = {one.pair_id: self._mentions(one) for one in self.evidence}
        wanted = [one.item.capture_id for one in self.evidence]
        wanted += [
            version.capture_id for one in self.evidence for version in self.facts.versions[one.item.item_id]
        ]
        wanted += [
            m.post.capture_id for found in mentions.values() for m in found[: pair_page.MENTIONS_SHOWN]
        ]
        self.captures.collect(
            wanted, [(one.item.item_id, one.item.version_id) for one in self.evidence], self.shared
        )
        self._goods_rows()
        decisions: list[dict[str, Any]] = []
        compared = attribute_rows(self.db, self.case.root, self.evidence)
        for one, statements in zip(self.evidence, compared, strict=True):
            page = self._pair_page(one, mentions[one.pair_id], statements)
            decisions += [{"pair_id": one.pair_id, **decision} for decision in page.decisions]
            self._render_pair(page)
        self._pair_lists()
        self._write_tables(decisions)
        report.write(self)
        self.tables.package(self.title, LEAD, self.shared["built"])

    def _mentions(self, one: Evidence) -> list[Any]:
        codes = [one.item.model, one.item.sku]
        return self.finder.mentions(one.item.site, codes, self.facts.importers[one.goods.goods_id][:50])

    def _pair_page(self, one: Evidence, mentions: list[Any], compared: list[AttributeRow]) -> PairPage:
        goods_id, item_id = one.goods.goods_id, one.item.item_id
        keys = pair_page.both_sides(one)
        group = self.goods.get(goods_id)
        lines = rows_of(
            self.db,
            f"{pair_page.LINES} WHERE l.goods_id = ? ORDER BY l.date, l.line_id LIMIT ?",
            [goods_id, pair_page.LINES_SHOWN],
        )
        decisions = rows_of(self.db, pair_page.DECISIONS, [one.pair_id])
        for decision in decisions:
            decision["reviewer"] = self.redaction.reviewer(decision["reviewer"])
            decision["note"] = self.redaction.private(
                decision["note"], "notes of reviewers", "may name persons"
            )
            decision["source"] = self.redaction.private(
                decision["source"], "names of sheets", "may name persons"
            )
        words = {decision["decision"] for decision in decisions if decision["signature"] == one.signature}
        state = self.facts.states.get(one.pair_id, "proposed")
        versions = self.facts.versions[item_id]
        events, chart = pair_page.events_of(
            one, versions, mentions, self.facts.months[goods_id], self.captures.page_of
        )
        capture = self.captures.copied.get(one.item.capture_id)
        fields = [
            ("model", one.item.model),
            ("SKU", one.item.sku),
            ("brand", one.item.brand),
            ("category", one.item.category),
        ]
        specs = [
            (shown(name, 120).text, self.keeper.text(value, keys)) for name, value in one.item.specs.items()
        ]
        return PairPage(
            one=one,
            group=group,
            state=state,
            claim=claim(one, group, state),
            name=self.keeper.text(one.item.name, keys),
            description=self.keeper.text(one.item.description, keys),
            goods=self.keeper.text(one.goods.text, keys),
            translation=one.goods.lines.translation,
            specs=specs[: pair_page.SPECS_SHOWN],
            specs_more=max(0, len(specs) - pair_page.SPECS_SHOWN),
            stated=pair_page.stated_attributes(self.facts.parsed.get(goods_id, "{}"), self.keeper, keys),
            compared=compared,
            terms=self._terms(one.pair_id),
            doubts=doubts(
                self.db,
                one,
                state=state,
                first_seen=versions[0].seen_at if versions else "",
                last_seen=self.facts.last_seen.get(item_id, ""),
                site_last_seen=self.facts.site_last_seen.get(one.item.site, ""),
                versions=1 + sum(version.url == one.item.url for version in changed_pages(versions)),
                found=rivals(self.db, one),
                reviewers=sorted({decision["reviewer"] for decision in decisions}),
                disagreed=len(words) > 1,
            ),
            lines=lines,
            decisions=decisions,
            events=events,
            timeline=chart,
            picture=self.captures.pictures.get(item_id),
            capture=capture,
            commands=pair_page.commands_of(capture, lines),
            citation=citation(
                one, group, case=self.title, built=self.shared["built"], files=pair_page.cited_files(lines)
            ),
            fields={label: self.keeper.text(value, keys) for label, value in fields if value},
        )

    def _terms(self, pair_id: str) -> list[dict[str, Any]]:
        from matcher.explain import waterfall

        (terms,) = self.db.execute("SELECT terms FROM pairs WHERE pair_id = ?", [pair_id]).fetchone()
        return waterfall([(str(term[0]), float(term[1]), float(term[2])) for term in json.loads(terms)])

    def _render_pair(self, page: PairPage) -> None:
        goods = page.one.goods
        named = [
            ("maker", goods.maker),
            ("trademark", goods.trademark),
            ("model", goods.model),
            ("article", goods.article),
            ("HS codes", ", ".join(goods.lines.hs[:6])),
            ("origin", ", ".join(goods.lines.origins[:6])),
            ("destination", ", ".join(goods.lines.destinations[:6])),
        ]
        picture = page.picture
        alt = f"Archived picture of {page.one.item.name or page.one.item.url}"
        if picture and picture.alt and picture.alt not in alt:
            alt += f"; the page calls it “{shown(picture.alt, 200).text}”"
        render(
            self.data,
            f"pairs/{file_word(page.one.pair_id)}.html",
            "pair.html",
            page=page,
            basis=basis(page.one),
            confidence=probability(page.one.confidence),
            named=[(label, value) for label, value in named if value],
            item_lang=self.facts.languages.get(page.one.item.version_id),
            capture_page=self.captures.page_of.get(page.one.item.capture_id, ""),
            log_odds=page.terms[-1]["sum"] if page.terms else 0.0,
            picture_alt=visible(alt),
            **self.shared,
        )

    def _goods_rows(self) -> None:
        """For each goods of the dossier, a CSV of all its lines."""
        sql = f"{pair_page.LINES} WHERE l.goods_id = ? ORDER BY l.date, l.line_id"
        for goods_id in self.pairs_of_goods:
            rows = rows_of(self.db, sql, [goods_id])
            self.tables.csv(f"rows/{file_word(goods_id)}.csv", pair_page.LINE_COLUMNS, rows, listed=False)

    def pair_rows(self) -> Iterator[dict[str, Any]]:
        """The pairs as rows of a table, most certain first, as they were given."""
        for one in self.evidence:
            group = self.goods.get(one.goods.goods_id)
            yield {
                "pair_id": one.pair_id,
                "confidence": one.confidence,
                "confidence_basis": one.confidence_basis,
                "confidence_low": one.confidence_low,
                "confidence_high": one.confidence_high,
                "level": one.level,
                "state": self.facts.states.get(one.pair_id, "proposed"),
                "site": one.item.site,
                "sku": one.item.sku,
                "model": one.item.model,
                "item_name": one.item.name,
                "item_url": one.item.url,
                "item_id": one.item.item_id,
                "capture_id": one.item.capture_id,
                "payload_sha256": one.item.payload_sha256,
                "goods_id": one.goods.goods_id,
                "goods": one.goods.text,
                "lines": group.lines if group else 0,
                "quantities": sums(group.quantities) if group else "",
                "first_date": group.first_date if group else "",
                "last_date": group.last_date if group else "",
                "reasons": list(one.reasons),
                "counter_reasons": list(one.counter_reasons),
            }

    def _pair_lists(self) -> None:
        rows = [
            {
                **row,
                "name": shown(row["item_name"] or row["item_url"], 120).text,
                "goods": shown(row["goods"], 160).text,
                "level": LEVELS.get(row["level"], (row["level"],))[0],
                "confidence": probability(row["confidence"]),
                "declared": row["first_date"]
                + (f" – {row['last_date']}" if row["last_date"] != row["first_date"] else ""),
            }
            for row in self.pair_rows()
        ]
        self.listed = rows
        count = max(1, -(-len(rows) // PAIRS_A_PAGE))
        pages = [
            (number, "index.html" if number == 1 else f"index-{number}.html")
            for number in range(1, count + 1)
        ]
        for number, path in pages:
            part = rows[(number - 1) * PAIRS_A_PAGE : number * PAIRS_A_PAGE]
            first = (number - 1) * PAIRS_A_PAGE + 1
            caption = f"Pairs {first} to {first + len(part) - 1} of {len(rows)}, the most certain first"
            render(
                self.data,
                f"pairs/{path}",
                "pairs_index.html",
                pairs=part,
                caption=caption,
                pages=pages,
                current=number,
                **self.shared,
            )

    def _write_tables(self, decisions: Sequence[Mapping[str, Any]]) -> None:
        from matcher.dossier.table_rows import write_tables

        write_tables(self, decisions)
