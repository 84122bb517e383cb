"""The sections of the report: tables by figure, months, years, destinations, calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from matcher.charts import svg
from matcher.dossier.chosen.figures import labelled
from matcher.text.display import amount, file_word, shown, visible

if TYPE_CHECKING:
    from matcher.dossier.chosen.figures import Group
    from matcher.dossier.context import DossierContext
    from matcher.dossier.list_pages import RowPages
    from matcher.reading.wording import Wording

TOP = 20  # groups of a table on the report; all are in tables/figures.csv
DESTINATIONS = 4  # lines of a chart that can still be distinguished
DECIDED_FOR_CHART = 20  # below this a chart of the confidences' reliability would show chance
MONTHS = 36  # months of a table and its chart; all are in tables/figures.csv


@dataclass(frozen=True)
class Cell:
    """A cell of a table on the report, with the page of the rows behind it."""

    text: str
    link: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the report: charts first, then the table of the same numbers."""

    id: str
    title: str
    words: str = ""
    charts: list[Markup] = field(default_factory=list)
    groups: Sequence[Group] | None = None
    caption: str = ""
    head: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    more: str = ""
    table: list[list[Any]] | None = None
    table_caption: str = ""
    in_words: bool = False  # the table's cells are words, not numbers


def figure_section(rows: RowPages, figure: str, title: str, head: str, groups: Sequence[Group]) -> Section:
    """The table of the first groups of a figure, each with the page of its rows."""
    top, say = groups[:TOP], rows.context.say
    return Section(
        figure,
        title,
        groups=top,
        caption=say("figure_caption", title=title),
        head=head,
        links={
            group.key: rows.link(
                group,
                say("head_of", head=head[0].upper() + head[1:], label=shown(group.label, 120).text),
            )
            for group in top
        },
        more=_first_of(top, groups, say),
    )


def _first_of(top: Sequence[Group], groups: Sequence[Group], say: Wording) -> str:
    """That not all groups are in the table; nothing where they are."""
    if len(groups) == len(top):
        return ""
    return say("first_of", shown=f"{len(top)}", all=f"{len(groups)}")


def goods_section(context: DossierContext) -> Section:
    groups, say = list(context.goods.values()), context.say
    top = groups[:TOP]
    texts = {pair.goods.goods_id: shown(pair.goods.text, 120).text for pair in context.evidence}
    named = [labelled(group, texts.get(group.key, group.key)) for group in top]
    links = {group.key: f"rows/{file_word(group.key)}.csv" for group in top}
    first = {
        group.key: f"pairs/{file_word(context.pairs_of_goods[group.key][0])}.html#lines" for group in top
    }
    return Section(
        "goods",
        say("goods"),
        words=say("goods_words"),
        groups=named,
        caption=say.word("goods_declared"),
        head=say("head_goods"),
        links={key: first.get(key, link) for key, link in links.items()},
        more=_first_of(top, groups, say),
    )


def destination_sections(context: DossierContext, rows: RowPages, groups: Sequence[Group]) -> Section:
    """Destination against destination, month by month, and the table of all destinations."""
    say = context.say
    title, head = say("by_destination"), say("head_destination")
    section = figure_section(rows, "destination", title, head, groups)
    stated = [group for group in groups if group.key][:DESTINATIONS]
    counts = _lines_by_destination(context)
    every = sorted({month for _, month in counts})
    months = months_between(every[0], every[-1])[-MONTHS:] if every else []
    if len(stated) < 2 or len(months) < 2:
        return section
    chart = svg.lines(
        "destinations",
        say.word("report_destinations"),
        say.word("report_most", str(len(stated)), visible(", ".join(g.key for g in stated))),
        months,
        [svg.Series(g.label, [counts.get((g.key, month), 0) for month in months]) for g in stated],
        svg.Axes(say.word("chart_lines"), say.word("chart_month"), context.language),
    )
    table: list[list[Any]] = [[say("head_month"), *(visible(g.label) for g in stated)]]
    table += [[month, *(Cell(amount(counts.get((g.key, month), 0))) for g in stated)] for month in months]
    return replace(section, charts=[chart], table=table, table_caption=say("destination_caption"))


def _lines_by_destination(context: DossierContext) -> dict[tuple[str, str], int]:
    return {
        (key, month): lines
        for key, month, lines in context.db.execute(
            "SELECT r.key, substr(l.date, 1, 7), count(*) FROM figure_rows r JOIN chosen_lines l"
            " ON l.line_id = r.line_id WHERE r.figure = 'destination'"
            " AND l.date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]*' GROUP BY 1, 2"
        )
    }


def reliability_section(context: DossierContext) -> list[Section]:
    """Stated confidence against the share accepted, over the decided pairs of the whole case."""
    from matcher.scoring.calibration import expected_calibration_error, reliability

    decided = context.db.execute(
        "SELECT p.confidence, s.state = 'accepted' FROM pairs p JOIN pair_states s ON s.pair_id = p.pair_id"
        " WHERE s.state IN ('accepted', 'rejected')"
    ).fetchall()
    if len(decided) < DECIDED_FOR_CHART:
        return []
    import numpy as np

    say = context.say
    stated, label = (np.array(column, dtype=np.float64) for column in zip(*decided, strict=True))
    bins = reliability(stated, label)
    error = expected_calibration_error(stated, label)
    chart = svg.reliability(
        "reliability",
        say.word("reliability_stated_accepted"),
        say.word("reliability_words"),
        [(step.stated, step.observed, step.count) for step in bins],
        language=context.language,
    )
    heads = ("head_confidence", "head_decided", "head_stated", "head_accepted")
    table: list[list[Any]] = [[say(head) for head in heads]]
    table += [
        [
            say("between", low=f"{step.low:.1f}", high=f"{step.high:.1f}"),
            Cell(amount(step.count)),
            Cell(f"{step.stated:.2f}"),
            Cell(f"{step.observed:.2f}"),
        ]
        for step in bins
    ]
    return [
        Section(
            "reliability",
            say("calibration"),
            words=say("calibration_words", pairs=f"{len(decided)}", gap=f"{error:.3f}"),
            charts=[chart],
            table=table,
            table_caption=say("calibration_caption"),
        )
    ]


def months_between(first: str, last: str) -> list[str]:
    """Every month from `first` to `last`, both YYYY-MM."""
    found = []
    while first <= last:
        found.append(first)
        year, number = int(first[:4]), int(first[5:])
        first = f"{year + number // 12:04d}-{number % 12 + 1:02d}"
    return found


def months_section(rows: RowPages, groups: Sequence[Group]) -> Section:
    """Lines by month, and their value where they state one."""
    dated = every_month(groups)[-MONTHS:]
    undated = [group for group in groups if not is_month(group.key)]
    shown_groups = [group for _, group in dated if group] + undated
    drawn = []
    say = rows.context.say
    language = say.language
    if dated:
        months = [month for month, _ in dated]
        drawn.append(
            svg.bars(
                "monthly",
                say.word("report_months"),
                say.word("report_months_words", str(len(months)), months[0], months[-1]),
                months,
                [svg.Series(say.word("chart_lines"), [group.lines if group else 0 for _, group in dated])],
                svg.Axes(say.word("chart_lines"), say.word("chart_month"), language),
            )
        )
        if any(group and group.usd for _, group in dated):
            drawn.append(
                svg.bars(
                    "monthly-usd",
                    say.word("report_usd"),
                    say.word("report_usd_words"),
                    months,
                    [
                        svg.Series(
                            say.word("usd"),
                            [group.usd.total if group and group.usd else None for _, group in dated],
                        )
                    ],
                    svg.Axes(say.word("chart_usd"), say.word("chart_month"), language),
                )
            )
    count = sum(1 for group in groups if is_month(group.key))
    return Section(
        "month",
        say("by_month"),
        words=say("month_words") if len(drawn) > 1 else "",
        charts=drawn,
        groups=shown_groups,
        caption=say("month_caption"),
        head=say("head_month"),
        links={group.key: rows.link(group, say("month_of", month=group.label)) for group in shown_groups},
        more=say("last_months", months=f"{MONTHS}") if count > MONTHS else "",
    )


def is_month(key: str) -> bool:
    """Whether the key of a group of the figure `month` is one: not a bare year, not undated."""
    return len(key) == 7


def every_month(groups: Sequence[Group]) -> list[tuple[str, Group | None]]:
    """The groups by month with None for the months between that have no line; days and years are left out."""
    by_month = {group.key: group for group in groups if is_month(group.key)}
    if not by_month:
        return []
    return [(month, by_month.get(month)) for month in months_between(min(by_month), max(by_month))]


def year_sections(rows: RowPages, groups: Sequence[Group]) -> list[Section]:
    """Year on year: each month beside the same month of other years, and the change over the months in common."""
    by_month = {group.key: group for group in groups if is_month(group.key)}
    years = sorted({month[:4] for month in by_month})[-4:]
    if len(years) < 2:
        return []
    numbers = [f"{number:02d}" for number in range(1, 13)]
    say = rows.context.say
    head = [say("head_month"), *years]
    table: list[list[Any]] = [head]
    for number in numbers:
        cells = [by_month.get(f"{year}-{number}") for year in years]
        if any(cells):
            table.append(
                [
                    number,
                    *(
                        Cell(amount(g.lines), rows.link(g, say("month_of", month=g.label))) if g else Cell("")
                        for g in cells
                    ),
                ]
            )
    changes = [change(by_month, before, after, say) for before, after in pairwise(years)]
    table.append([say("change_head"), Cell(""), *(Cell(words) for words in changes)])
    chart = svg.bars(
        "years",
        say.word("report_years"),
        say.word("chart_same_numbers"),
        numbers,
        [
            svg.Series(
                year, [g.lines if (g := by_month.get(f"{year}-{number}")) else None for number in numbers]
            )
            for year in years
        ],
        svg.Axes(say.word("chart_lines"), say.word("report_month_of_year"), say.language),
    )
    return [
        Section("years", say("year_on_year"), charts=[chart], table=table, table_caption=say("years_caption"))
    ]


def change(by_month: Mapping[str, Group], before: str, after: str, say: Wording) -> str:
    """Lines of the year `after` against `before`, over the months in which both have any: `+69.0 % (3 months)`."""
    common = [
        m
        for m in (f"{n:02d}" for n in range(1, 13))
        if f"{before}-{m}" in by_month and f"{after}-{m}" in by_month
    ]
    old = sum(by_month[f"{before}-{month}"].lines for month in common)
    new = sum(by_month[f"{after}-{month}"].lines for month in common)
    if not old:
        return say("no_common_month")
    share = f"{100 * (new - old) / old:+.1f}"
    return say("change", len(common), share=share, months=f"{len(common)}")
