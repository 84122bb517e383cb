"""The case report: totals, tables and charts of the chosen pairs, each number linked to its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcher.charts import svg as charts
from matcher.dossier import figures
from matcher.dossier.pages import render
from matcher.dossier.report_sections import (
    MONTHS,
    Cell,
    Section,
    months_between,
    months_section,
    year_sections,
)
from matcher.dossier.row_pages import RowPages
from matcher.dossier.statements import period
from matcher.text.display import amount, file_word, shown, visible

if TYPE_CHECKING:
    from matcher.dossier.build import Builder
    from matcher.dossier.figures import Group

TOP = 20  # groups of a table on the report; all are in tables/figures.csv
FIRST_PAIRS = 10
DECIDED_FOR_CHART = 20  # below this a chart of the confidences' reliability would show chance


def write(builder: Builder) -> None:
    """Write index.html, reading.html and the pages behind the figures."""
    db = builder.db
    found = {name: figures.groups(db, name) for name in ("total", "maker", "kind", "importer", "month")}
    found |= {name: figures.groups(db, name) for name in ("destination", "hs", "repeated")}
    rows = RowPages(builder)
    sections = [
        _table(rows, "maker", "By maker", "maker’s site", found["maker"]),
        _table(rows, "kind", "By kind of product", "category on the maker’s site", found["kind"]),
        _table(rows, "importer", "Top importers", "importer", found["importer"]),
        _goods(builder, rows),
        months_section(rows, found["month"]),
        *year_sections(rows, found["month"]),
        *_destinations(builder, rows, found["destination"]),
        _table(rows, "hs", "By HS code", "HS code", found["hs"]),
        *_reliability(builder),
    ]
    total = found["total"][0] if found["total"] else None
    pairs = len(builder.evidence)
    lines = total.lines if total else 0
    makers = ", ".join(group.label for group in found["maker"][:5])
    summary = (
        f"{pairs} {'pair joins' if pairs == 1 else 'pairs join'} the products of {makers or 'the makers'} with"
        f" {amount(lines)} customs {'line' if lines == 1 else 'lines'}"
        + (period(total.first_date, total.last_date) if total else "")
        + "."
    )
    render(
        builder.data,
        "index.html",
        "report.html",
        title=builder.title,
        contact=builder.redaction.private(
            builder.case.contact, "contact address of the case", "may name a person"
        ),
        summary=summary,
        cards=_cards(builder, rows, total, found),
        notes=_notes(builder, rows, found["repeated"]),
        sections=sections,
        pair_count=amount(pairs),
        first_pairs=builder.listed[:FIRST_PAIRS],
        tables=builder.tables.resources,
        **builder.shared,
    )
    left_out = [*builder.redaction.left_out()]
    if builder.redaction.on:
        left_out.append(
            (
                "request and warcinfo records of captures",
                "they name the contact address",
                len(builder.captures.copied),
            )
        )
    render(
        builder.data,
        "reading.html",
        "reading.html",
        redacted=left_out if builder.redaction.on else None,
        **builder.shared,
    )


def _table(rows: RowPages, figure: str, title: str, head: str, groups: Sequence[Group]) -> Section:
    top = groups[:TOP]
    more = f"The first {len(top)} of {len(groups)}." if len(groups) > len(top) else ""
    return Section(
        figure,
        title,
        groups=top,
        caption=f"{title}: lines, and quantities and values within one unit or currency",
        head=head,
        links={
            group.key: rows.link(group, f"{head[0].upper()}{head[1:]}: {shown(group.label, 120).text}")
            for group in top
        },
        more=more,
    )


def _goods(builder: Builder, rows: RowPages) -> Section:
    groups = list(builder.goods.values())
    top = groups[:TOP]
    texts = {one.goods.goods_id: shown(one.goods.text, 120).text for one in builder.evidence}
    named = [figures.labelled(group, texts.get(group.key, group.key)) for group in top]
    links = {group.key: f"rows/{file_word(group.key)}.csv" for group in top}
    first = {
        group.key: f"pairs/{file_word(builder.pairs_of_goods[group.key][0])}.html#lines" for group in top
    }
    return Section(
        "goods",
        "Goods",
        words="Goods with the same wording, maker and model count as one. Quantities are added up only where their"
        " units agree; each unit stands alone.",
        groups=named,
        caption="Goods as declared",
        head="goods",
        links={key: first.get(key, link) for key, link in links.items()},
        more=f"The first {len(top)} of {len(groups)}." if len(groups) > len(top) else "",
    )


def _destinations(builder: Builder, rows: RowPages, groups: Sequence[Group]) -> list[Section]:
    """Destination against destination, month by month, and the table of all destinations."""
    section = _table(rows, "destination", "Destination against destination", "destination", groups)
    stated = [group for group in groups if group.key][:4]
    if len(stated) > 1:
        counts = {
            (key, month): lines
            for key, month, lines in builder.db.execute(
                "SELECT r.key, substr(l.date, 1, 7), count(*) FROM figure_rows r JOIN chosen_lines l"
                " ON l.line_id = r.line_id WHERE r.figure = 'destination'"
                " AND l.date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]*' GROUP BY 1, 2"
            )
        }
        all_months = sorted({month for _, month in counts})
        months = months_between(all_months[0], all_months[-1])[-MONTHS:] if all_months else []
        if len(months) > 1:
            section.charts.append(
                charts.lines(
                    "destinations",
                    "Customs lines by month and destination",
                    f"The {len(stated)} destinations with the most lines: {visible(', '.join(g.key for g in stated))}.",
                    months,
                    [
                        charts.Series(g.label, [counts.get((g.key, month), 0) for month in months])
                        for g in stated
                    ],
                )
            )
            section.table_caption = "Lines by month and destination"
            section.table = [
                ["month", *(visible(g.label) for g in stated)],
                *(
                    [month, *(Cell(amount(counts.get((g.key, month), 0))) for g in stated)]
                    for month in months
                ),
            ]
    return [section]


def _reliability(builder: Builder) -> list[Section]:
    """How the stated confidences fared: of the decided pairs of the whole case, the share that was accepted."""
    from matcher.scoring.calibration import expected_calibration_error, reliability

    decided = builder.db.execute(
        "SELECT p.confidence, s.state = 'accepted' FROM pairs p JOIN pair_states s ON s.pair_id = p.pair_id"
        " WHERE s.state IN ('accepted', 'rejected')"
    ).fetchall()
    if len(decided) < DECIDED_FOR_CHART:
        return []
    import numpy as np

    stated, label = (np.array(column, dtype=np.float64) for column in zip(*decided, strict=True))
    bins = reliability(stated, label)
    error = expected_calibration_error(stated, label)
    chart = charts.reliability(
        "reliability",
        "Confidence stated against share accepted",
        "A dot on the dashed line means that as many pairs were accepted as the confidence says.",
        [(one.stated, one.observed, one.count) for one in bins],
    )
    table: list[list[Any]] = [["confidence", "pairs decided", "mean stated", "share accepted"]]
    table += [
        [
            f"{one.low:.1f} to {one.high:.1f}",
            Cell(amount(one.count)),
            Cell(f"{one.stated:.2f}"),
            Cell(f"{one.observed:.2f}"),
        ]
        for one in bins
    ]
    return [
        Section(
            "reliability",
            "Can the confidences be believed?",
            words=f"All {len(decided)} decided pairs of the case, accepted or rejected; the mean gap is {error:.3f}."
            " Where the confidences were calibrated on these same decisions, this is kinder than new pairs would be.",
            charts=[chart],
            table=table,
            table_caption="Decided pairs by stated confidence",
        )
    ]


def _cards(
    builder: Builder, rows: RowPages, total: Group | None, found: Mapping[str, Sequence[Group]]
) -> list[tuple[str, str, str]]:
    items = len({one.item.item_id for one in builder.evidence})
    goods = len(builder.pairs_of_goods)
    all_lines = rows.link(total, "All lines") if total else ""
    cards = [
        (amount(len(builder.evidence)), "pairs", "pairs/index.html"),
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
                amount(one.total),
                f"{visible(one.of) or 'unit not stated'}, on {amount(one.lines)} lines",
                all_lines,
            )
            for one in total.quantities[:3]
        ]
    return cards


def _notes(builder: Builder, rows: RowPages, repeated: Sequence[Group]) -> list[tuple[str, str]]:
    notes: list[tuple[str, str]] = []
    for group in repeated:
        notes.append(
            (
                f"{amount(group.lines)} lines share their declaration and line number with another row, of the same"
                " file or another. They are counted as they stand: some of the goods may be counted more than once.",
                rows.link(group, "Lines that share their declaration and line number"),
            )
        )
    several = sum(1 for pairs in builder.pairs_of_goods.values() if len(pairs) > 1)
    if several:
        notes.append(
            (
                f"{amount(several)} of the goods as declared {'was' if several == 1 else 'were'} matched with more than"
                " one product. Their"
                " lines count once for each maker and kind, and once in the total.",
                "",
            )
        )
    states = [builder.facts.states.get(one.pair_id) for one in builder.evidence]
    not_accepted = sum(state != "accepted" for state in states)
    if not_accepted:
        notes.append(
            (
                f"{not_accepted} of the pairs are not accepted; each page says how it stands.",
                "pairs/index.html",
            )
        )
    if builder.captures.problems:
        notes.append((f"{len(builder.captures.problems)} captures could not be put in.", "captures.html"))
    if builder.redaction.on:
        notes.append(("Personal fields were left out; the page says which.", "reading.html"))
    return notes
