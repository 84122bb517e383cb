"""The case report: totals, tables and charts of the chosen pairs, each number linked to its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

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
from matcher.dossier.statements import period
from matcher.schema.terms import PairState
from matcher.text.display import amount, visible

if TYPE_CHECKING:
    from matcher.dossier.chosen.figures import Group
    from matcher.dossier.context import DossierContext

FIRST_PAIRS = 10
FIGURES = ("total", "maker", "kind", "importer", "month", "destination", "hs", "repeated")


def write_report(context: DossierContext, announced: Sequence[Section]) -> None:
    """Write index.html, reading.html, the lists of pairs and the pages behind the figures; `announced`: its section."""
    write_goods_rows(context)
    listed = write_pairs_index(context)
    found = {name: figures.groups(context.db, name) for name in FIGURES}
    rows = RowPages(context)
    sections = [
        figure_section(rows, "maker", "By maker", "maker’s site", found["maker"]),
        figure_section(rows, "kind", "By kind of product", "category on the maker’s site", found["kind"]),
        figure_section(rows, "importer", "Top importers", "importer", found["importer"]),
        goods_section(context),
        months_section(rows, found["month"], context.language),
        *year_sections(rows, found["month"], context.language),
        destination_sections(context, rows, found["destination"]),
        figure_section(rows, "hs", "By HS code", "HS code", found["hs"]),
        *announced,
        *reliability_section(context),
    ]
    total = found["total"][0] if found["total"] else None
    contact = context.redaction.private(
        context.case.contact, "contact address of the case", "may name a person"
    )
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
        pair_count=amount(len(context.evidence)),
        first_pairs=listed[:FIRST_PAIRS],
        tables=context.tables.resources,
        **context.footer,
    )
    _write_reading(context)


def _write_reading(context: DossierContext) -> None:
    left_out = None
    if context.redaction.on:
        records = (
            "request and warcinfo records of captures",
            "they name the contact address",
            len(context.captures.copied),
        )
        left_out = [*context.redaction.left_out(), records]
    render(context.data, "reading.html", "reading.html", redacted=left_out, **context.footer)


def _summary(context: DossierContext, total: Group | None, makers: Sequence[Group]) -> str:
    pairs, lines = len(context.evidence), total.lines if total else 0
    named = ", ".join(group.label for group in makers[:5]) or "the makers"
    when = period(total.first_date, total.last_date) if total else ""
    return (
        f"{pairs} {'pair joins' if pairs == 1 else 'pairs join'} the products of {named} with {amount(lines)} customs"
        f" {'line' if lines == 1 else 'lines'}{when}."
    )


def _cards(
    context: DossierContext, rows: RowPages, total: Group | None, found: Mapping[str, Sequence[Group]]
) -> list[tuple[str, str, str]]:
    items = len({pair.item.item_id for pair in context.evidence})
    goods = len(context.pairs_of_goods)
    all_lines = rows.link(total, "All lines") if total else ""
    cards = [
        (amount(len(context.evidence)), "pairs", "pairs/index.html"),
        (amount(items), "products", "tables/products.csv"),
        (amount(goods), "goods as declared", "#goods"),
        (amount(total.lines if total else 0), "customs lines", all_lines),
        (amount(sum(1 for group in found["importer"] if group.key)), "importers", "#importer"),
    ]
    if total and total.usd:
        label = (
            "USD"
            if total.usd.lines == total.lines
            else f"USD, stated on {amount(total.usd.lines)} of the lines"
        )
        cards.append((amount(round(total.usd.total)), label, all_lines))
    if total:
        cards += [
            (
                amount(part.total),
                f"{visible(part.of) or 'unit not stated'}, on {amount(part.lines)} lines",
                all_lines,
            )
            for part in total.quantities[:3]
        ]
    return cards


def _notes(context: DossierContext, rows: RowPages, repeated: Sequence[Group]) -> list[tuple[str, str]]:
    notes: list[tuple[str, str]] = []
    for group in repeated:
        notes.append(
            (
                f"{amount(group.lines)} lines share their declaration and line number with another row, of the same"
                " file or another. Each row is counted: some of the goods may be counted more than once.",
                rows.link(group, "Lines that share their declaration and line number"),
            )
        )
    several = sum(1 for pairs in context.pairs_of_goods.values() if len(pairs) > 1)
    if several:
        notes.append(
            (
                f"{amount(several)} of the goods as declared {'was' if several == 1 else 'were'} matched with more than"
                " one product. Their"
                " lines count once for each maker and kind, and once in the total.",
                "",
            )
        )
    states = [context.state(pair.pair_id) for pair in context.evidence]
    not_accepted = sum(state != PairState.ACCEPTED for state in states)
    if not_accepted:
        notes.append(
            (
                f"{not_accepted} of the pairs are not accepted; each page names its state.",
                "pairs/index.html",
            )
        )
    if context.captures.problems:
        notes.append((f"{len(context.captures.problems)} captures could not be included.", "captures.html"))
    if context.redaction.on:
        notes.append(("Personal fields were left out; the page says which.", "reading.html"))
    return notes
