"""The page of one pair: both sides, why, why not, when, who decided, and how to check it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.case.patience import Patience
from crawler.case.typed_rows import read_rows, stored_list, stored_object
from matcher.dossier.attribute_rows import AttributeRow, attribute_rows
from matcher.dossier.caveats import PairHistory, caveats
from matcher.dossier.chosen.selection import ChosenLine, lines_of
from matcher.dossier.facts import changed_pages
from matcher.dossier.files.texts import both_sides
from matcher.dossier.mentions import Mention
from matcher.dossier.pages import render
from matcher.dossier.statements import basis, citation, statement
from matcher.dossier.timeline import Event, timeline
from matcher.reading.reader import Reader
from matcher.reading.terms import term
from matcher.reading.wording import ENGLISH, Wording
from matcher.scoring.confidence_text import probability
from matcher.text.display import file_word, shown, visible

if TYPE_CHECKING:
    from markupsafe import Markup

    from matcher.dossier.chosen.figures import Group
    from matcher.dossier.context import DossierContext
    from matcher.dossier.files.captures import Copied, Picture
    from matcher.dossier.files.texts import Text, TextKeeper
    from matcher.features.explain import Step
    from matcher.reading.model import Reading
    from matcher.review.evidence import Evidence

LINES_SHOWN = 100  # on the page; all of them are in the CSV beside it
SPECS_SHOWN = 60

DECISIONS = """
SELECT d.pair_id, d.decision, d.reviewer, d.note, d.asked_at, d.decided_at, d.signature,
  coalesce(i.file || CASE WHEN s.sheet <> '' THEN ' / ' || s.sheet ELSE '' END, '') AS sheet, s.row AS row
FROM decisions d LEFT JOIN decision_sources s ON s.decision_id = d.decision_id
    AND s.import_id = (SELECT min(import_id) FROM decision_sources WHERE decision_id = d.decision_id)
  LEFT JOIN review_imports i ON i.import_id = s.import_id
WHERE d.pair_id = ? AND d.undone_at IS NULL ORDER BY d.decided_at, d.decision_id
"""


@dataclass(frozen=True)
class _Decision:
    pair_id: str
    decision: str
    reviewer: str
    note: str
    asked_at: str
    decided_at: str
    signature: str


@dataclass(frozen=True)
class PairDecision(_Decision):
    """A decision that was not undone; `source`: the sheet and row it was read from, or the browser."""

    source: str


@dataclass(frozen=True)
class ShownDecision(PairDecision):
    """A decision on the page; `said_in`: its source in the reader's language."""

    said_in: str


@dataclass(frozen=True)
class _ReadDecision(_Decision):
    """A decision as it is read; `sheet` and `row` where it was read from one."""

    sheet: str
    row: int | None

    def source(self, say: Wording) -> str:
        """The sheet and row, or the browser."""
        return say("file_row", file=self.sheet, row=f"{self.row}") if self.sheet else say("in_browser")


@dataclass(frozen=True)
class PairTexts:
    """The texts of both sides, marked where they agree."""

    name: Text
    description: Text
    goods: Text
    fields: dict[str, Text]
    specs: list[tuple[str, Text]]
    specs_more: int
    stated: list[tuple[str, Text]]  # what goods parsing read from the customs text, by field


@dataclass(frozen=True)
class PairPage:
    """All that the pair's template shows."""

    evidence: Evidence
    group: Group | None
    state: str
    statement: str
    texts: PairTexts
    read_goods: Reading
    read_item: Reading
    compared: list[AttributeRow]
    reasons: list[str]
    counter_reasons: list[str]
    terms: list[Step]
    caveats: list[str]
    lines: list[ChosenLine]
    decisions: list[ShownDecision]
    events: list[Event]
    timeline: Markup | None
    picture: Picture | None
    capture: Copied | None
    commands: list[str]
    citation: str


def write_pair_pages(
    context: DossierContext, mentions: Mapping[str, Sequence[Mention]]
) -> list[PairDecision]:
    """Write the page of each pair; gives the rows of the table of decisions. `mentions`: by pair_id."""
    decided: list[PairDecision] = []
    compared = attribute_rows(context.db, context.case.root, context.evidence, context.say)
    reader = Reader.of_case(context.case.root, context.case.config["review"]["languages"])
    patience = Patience("pages of pairs")
    for number, (evidence, rows) in enumerate(zip(context.evidence, compared, strict=True)):
        patience(number, len(context.evidence))
        page = _page(context, evidence, mentions[evidence.pair_id], rows, reader)
        decided += page.decisions
        _render(context, page)
    patience.close()
    return decided


def _page(
    context: DossierContext,
    evidence: Evidence,
    mentions: Sequence[Mention],
    compared: list[AttributeRow],
    reader: Reader,
) -> PairPage:
    goods_id, item_id = evidence.goods.goods_id, evidence.item.item_id
    group = context.goods.get(goods_id)
    lines = lines_of(context.db, goods_id, LINES_SHOWN)
    decisions = _decisions(context, evidence.pair_id)
    events, chart = timeline(
        *(context.facts.versions[item_id], mentions, context.facts.months[goods_id]),
        *(context.captures.page_of, context.say),
    )
    capture = context.captures.copied.get(evidence.item.capture_id)
    state = context.state(evidence.pair_id)
    return PairPage(
        evidence=evidence,
        group=group,
        state=state,
        statement=statement(evidence, group, state, context.say),
        texts=_texts(context, evidence),
        read_goods=reader.goods(evidence.goods),
        read_item=reader.item(evidence.item),
        compared=compared,
        reasons=[_reason(one, reader, context.say) for one in evidence.reasons],
        counter_reasons=[_reason(one, reader, context.say) for one in evidence.counter_reasons],
        terms=_terms(context, evidence.pair_id),
        caveats=caveats(context.db, evidence, _history(context, evidence, state, decisions), context.say),
        lines=lines,
        decisions=decisions,
        events=events,
        timeline=chart,
        picture=context.captures.pictures.get(item_id),
        capture=capture,
        commands=check_commands(capture, lines),
        citation=citation(
            evidence,
            group,
            case=context.title,
            built=context.built,
            files=cited_files(lines, context.say),
            say=context.say,
        ),
    )


def _reason(kept: str, reader: Reader, say: Wording) -> str:
    """A reason in the reader's language; one of an earlier version is marked as English."""
    reason = reader.reason(kept)
    return say.unlike_page(kept) if reason == kept else reason


def _decisions(context: DossierContext, pair_id: str) -> list[ShownDecision]:
    def sheet(name: str) -> str:
        return context.redaction.private(name, "sheets", "may_name_persons")

    shown_decisions = []
    for row in read_rows(context.db, _ReadDecision, DECISIONS, [pair_id]):
        source = sheet(row.source(ENGLISH))
        shown_decisions.append(
            ShownDecision(
                pair_id=row.pair_id,
                decision=row.decision,
                reviewer=context.redaction.reviewer(row.reviewer),
                note=context.redaction.private(row.note, "notes", "may_name_persons"),
                asked_at=row.asked_at,
                decided_at=row.decided_at,
                signature=row.signature,
                source=source,
                said_in=source if context.redaction.on else row.source(context.say),
            )
        )
    return shown_decisions


def _history(
    context: DossierContext, evidence: Evidence, state: str, decisions: Sequence[PairDecision]
) -> PairHistory:
    facts, item = context.facts, evidence.item
    versions = facts.versions[item.item_id]
    words = {row.decision for row in decisions if row.signature == evidence.signature}
    return PairHistory(
        state=state,
        first_seen=versions[0].seen_at if versions else "",
        last_seen=facts.last_seen.get(item.item_id, ""),
        site_last_seen=facts.site_last_seen.get(item.site, ""),
        versions=1 + sum(version.url == item.url for version in changed_pages(versions)),
        reviewers=tuple(sorted({row.reviewer for row in decisions})),
        disagreed=len(words) > 1,
    )


def _texts(context: DossierContext, evidence: Evidence) -> PairTexts:
    keeper, item, keys = context.keeper, evidence.item, both_sides(evidence)
    say = context.say
    fields = (("model", item.model), ("sku", item.sku), ("brand", item.brand), ("category", item.category))
    specs = [(shown(name, 120).text, keeper.text(value, keys)) for name, value in item.specs.items()]
    parsed = context.facts.parsed.get(evidence.goods.goods_id, "{}")
    return PairTexts(
        name=keeper.text(item.name, keys),
        description=keeper.text(item.description, keys),
        goods=keeper.text(evidence.goods.text, keys),
        fields={say(f"label_{label}"): keeper.text(value, keys) for label, value in fields if value},
        specs=specs[:SPECS_SHOWN],
        specs_more=max(0, len(specs) - SPECS_SHOWN),
        stated=[*stated_attributes(parsed, keeper, keys, say)],
    )


def _terms(context: DossierContext, pair_id: str) -> list[Step]:
    from matcher.features.explain import waterfall

    (terms,) = context.db.execute("SELECT terms FROM pairs WHERE pair_id = ?", [pair_id]).fetchone()
    return waterfall(
        [(str(term[0]), float(term[1]), float(term[2])) for term in stored_list(terms)], context.language
    )


def _render(context: DossierContext, page: PairPage) -> None:
    goods, item, picture = page.evidence.goods, page.evidence.item, page.picture
    say = context.say
    named = [
        ("maker", goods.maker),
        ("trademark", goods.trademark),
        ("model", goods.model),
        ("article", goods.article),
        ("hs", ", ".join(goods.lines.hs[:6])),
        ("origin", ", ".join(goods.lines.origins[:6])),
        ("destination", ", ".join(goods.lines.destinations[:6])),
    ]
    alt = say("picture_of", name=item.name or item.url)
    if picture and picture.alt and picture.alt not in alt:
        alt = say("picture_called", picture=alt, text=shown(picture.alt, 200).text)
    render(
        context.data,
        f"pairs/{file_word(page.evidence.pair_id)}.html",
        "pair.html",
        page=page,
        basis=basis(page.evidence, say),
        confidence=probability(page.evidence.confidence),
        named=[(say(f"label_{label}"), value) for label, value in named if value],
        item_lang=context.facts.languages.get(item.version_id),
        capture_page=context.captures.page_of.get(item.capture_id, ""),
        log_odds=page.terms[-1].sum if page.terms else 0.0,
        picture_alt=visible(alt),
        **context.footer,
    )


_ATTRIBUTES = ("ratings", "dimensions", "materials", "standard", "quantity", "flags")


def stated_attributes(
    parsed: str, keeper: TextKeeper, keys: frozenset[str], say: Wording
) -> Iterator[tuple[str, Text]]:
    """What goods parsing read from the customs text, by field."""
    goods: Mapping[str, Any] = stored_object(parsed)
    for name in _ATTRIBUTES:
        value = goods.get(name)
        if name == "quantity" and value is not None and goods.get("unit"):
            value = f"{value:g} {_unit(goods['unit'], say.language)}"
        if name == "flags" and value:
            value = [say.or_else(f"flag_{flag.replace(' ', '_')}", flag) for flag in value]
        words = "; ".join(map(_words, value)) if isinstance(value, list) else _words(value)
        if words:
            yield say(f"attribute_{name}"), keeper.text(words, keys)


def _unit(code: str, language: str) -> str:
    return (term("units", code, language) if language != "en" else "") or code


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return str(
            value.get("text") or " ".join(str(part) for part in value.values() if part not in (None, "", []))
        )
    if isinstance(value, list):
        return " × ".join(_words(part) for part in value)
    return str(value)


def check_commands(capture: Copied | None, lines: Sequence[ChosenLine]) -> list[str]:
    """Three shell lines for the dossier's folder: whether all is intact; the capture as received; the customs row."""
    commands = ["sha256sum --quiet -c manifest-sha256.txt && echo intact"]
    if capture:
        commands.append(
            f"tail -c +{capture.offset + 1} {shlex.quote('data/' + capture.file)} | head -c {capture.length} | gunzip"
            " | head -c 3000"
        )
    if lines:
        commands.append(f"grep '^{{\"row\": {lines[0].row},' data/customs/{lines[0].file_id}.jsonl")
    return commands


def cited_files(lines: Iterable[ChosenLine], say: Wording = ENGLISH) -> list[str]:
    """For a citation: each file with its rows."""
    rows: dict[str, list[int]] = {}
    for line in lines:
        rows.setdefault(line.file, []).append(line.row)
    cited = []
    for file, found in rows.items():
        numbers = ", ".join(map(str, found[:10]))
        said = say("cited_rows", len(found), file=file, rows=numbers)
        more = len(found) - 10
        cited.append(say("cited_more_rows", file=said, count=f"{more}") if more > 0 else said)
    return cited
