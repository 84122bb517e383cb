"""The case report: totals, tables and charts of the chosen pairs, each number linked to its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from matcher.customs.values.personal_data import REDACTED
from matcher.dossier.chosen import figures
from matcher.dossier.list_pages import RowPages, write_goods_rows, write_pairs_index
from matcher.dossier.pages import render
from matcher.dossier.report_sections import (
    Section,
    destination_sections,
    figure_section,
    goods_section,
    months_section,
    reliability_section,
    year_sections,
)
from matcher.dossier.statements import period, unit_name
from matcher.schema.terms import PairState
from matcher.text.display import amount

if TYPE_CHECKING:
    from matcher.dossier.chosen.figures import Group, Sum
    from matcher.dossier.context import DossierContext
    from matcher.reading.wording import Wording

FIRST_PAIRS = 10
FIGURES = ("total", "maker", "kind", "importer", "month", "destination", "hs", "repeated")


def write_report(context: DossierContext, announced: Sequence[Section]) -> None:
    """Write index.html, reading.html, the lists of pairs and the pages behind the figures; `announced`: its section."""
    write_goods_rows(context)
    listed = write_pairs_index(context)
    say = context.say
    found = {
        name: [
            figures.labelled(group, figures.label_of(group, say))
            for group in figures.groups(context.db, name)
        ]
        for name in FIGURES
    }
    rows = RowPages(context)
    sections = [
        figure_section(rows, "maker", say("by_maker"), say("maker_site"), found["maker"]),
        figure_section(rows, "kind", say("by_kind"), say("kind_head"), found["kind"]),
        figure_section(rows, "importer", say("top_importers"), say("head_importer"), found["importer"]),
        goods_section(context),
        months_section(rows, found["month"]),
        *year_sections(rows, found["month"]),
        destination_sections(context, rows, found["destination"]),
        figure_section(rows, "hs", say("by_hs"), say("hs_head"), found["hs"]),
        *announced,
        *reliability_section(context),
    ]
    total = found["total"][0] if found["total"] else None
    contact = context.redaction.private(context.case.contact, "case_contact", "may_name")
    render(
        context.data,
        "index.html",
        "report.html",
        title=context.title,
        contact=contact,
        summary=_summary(context, total, found["maker"]),
        cards=_cards(context, rows, total, found),
        notes=_notes(context, rows, found["repeated"]),
        sections=sections,
        pair_count=len(context.evidence),
        first_pairs=listed[:FIRST_PAIRS],
        tables=[(table.path, table.title.said(context.language)) for table in context.tables.resources],
        **context.footer,
    )
    _write_reading(context)


def _write_reading(context: DossierContext) -> None:
    left_out = None
    if context.redaction.on:
        left_out = [
            *context.redaction.left_out(context.say),
            (
                context.say("redacted_requests"),
                context.say("because_contact"),
                len(context.captures.copied),
            ),
        ]
    render(
        context.data,
        "reading.html",
        "reading.html",
        redacted=left_out,
        redacted_as=REDACTED,
        **context.footer,
    )


def _summary(context: DossierContext, total: Group | None, makers: Sequence[Group]) -> str:
    pairs, lines = len(context.evidence), total.lines if total else 0
    say = context.say
    return say(
        "summary",
        pairs,
        pairs=f"{pairs}",
        makers=", ".join(group.label for group in makers[:5]) or say("the_makers"),
        lines=say("with_lines", lines, count=amount(lines)),
        when=period(total.first_date, total.last_date, say) if total else "",
    )


def _cards(
    context: DossierContext, rows: RowPages, total: Group | None, found: Mapping[str, Sequence[Group]]
) -> list[tuple[str, str, str]]:
    items = len({pair.item.item_id for pair in context.evidence})
    goods = len(context.pairs_of_goods)
    lines = total.lines if total else 0
    importers = sum(1 for group in found["importer"] if group.key)
    say = context.say
    all_lines = rows.link(total, say("all_lines")) if total else ""
    cards = [
        (amount(number), say(key, number), link)
        for key, number, link in (
            ("card_pairs", len(context.evidence), "pairs/index.html"),
            ("card_products", items, "tables/products.csv"),
            ("card_goods", goods, "#goods"),
            ("card_lines", lines, all_lines),
            ("card_importers", importers, "#importer"),
        )
    ]
    if total and total.usd:
        stated = total.usd.lines
        label = say("card_usd") if stated == lines else say("card_usd_of", stated, lines=amount(stated))
        cards.append((amount(round(total.usd.total)), label, all_lines))
    if total:
        cards += [(amount(part.total), _quantity(part, say), all_lines) for part in total.quantities[:3]]
    return cards


def _quantity(part: Sum, say: Wording) -> str:
    unit = unit_name(part.of, say.language) or say("unit_not_stated")
    return say("card_quantity", part.lines, unit=unit, lines=amount(part.lines))


def _notes(context: DossierContext, rows: RowPages, repeated: Sequence[Group]) -> list[tuple[str, str]]:
    say = context.say
    heading = say("repeated_lines")
    notes = [
        (say("note_repeated", group.lines, lines=amount(group.lines)), rows.link(group, heading))
        for group in repeated
    ]
    several = sum(1 for pairs in context.pairs_of_goods.values() if len(pairs) > 1)
    if several:
        notes.append((say("note_several", several, count=amount(several)), ""))
    states = [context.state(pair.pair_id) for pair in context.evidence]
    not_accepted = sum(state != PairState.ACCEPTED for state in states)
    if not_accepted:
        notes.append((say("note_not_accepted", count=f"{not_accepted}"), "pairs/index.html"))
    if context.captures.problems:
        notes.append((say("note_captures", count=f"{len(context.captures.problems)}"), "captures.html"))
    if context.redaction.on:
        notes.append((say("note_redacted"), "reading.html"))
    return notes
