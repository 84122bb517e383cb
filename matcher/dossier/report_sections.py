"""What a part of the report is made of, and the parts about months and years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from matcher.charts import svg as charts
from matcher.text.display import amount

if TYPE_CHECKING:
    from matcher.dossier.figures import Group
    from matcher.dossier.row_pages import RowPages

MONTHS = 36  # months of a table and its chart; all are in tables/figures.csv


@dataclass
class Cell:
    """A cell of a table on the report, with the page of the rows behind it."""

    text: str
    link: str = ""


@dataclass
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


def months_section(rows: RowPages, groups: Sequence[Group]) -> Section:
    dated = every_month(groups)[-MONTHS:]
    undated = [group for group in groups if not is_month(group.key)]
    shown_groups = [group for _, group in dated if group] + undated
    drawn = []
    if dated:
        months = [month for month, _ in dated]
        drawn.append(
            charts.bars(
                "monthly",
                "Customs lines by month",
                f"{len(months)} months from {months[0]} to {months[-1]}; the table below has the same numbers.",
                months,
                [charts.Series("lines", [group.lines if group else 0 for _, group in dated])],
            )
        )
        if any(group and group.usd for _, group in dated):
            drawn.append(
                charts.bars(
                    "monthly-usd",
                    "Value in US dollars by month, of the lines that state one",
                    "The table below has the same numbers and says how many lines state a value.",
                    months,
                    [
                        charts.Series(
                            "USD", [group.usd.total if group and group.usd else None for _, group in dated]
                        )
                    ],
                )
            )
    count = sum(1 for group in groups if is_month(group.key))
    return Section(
        "month",
        "Month by month",
        words="Above: lines. Below: their value in US dollars, where the lines state one."
        if len(drawn) > 1
        else "",
        charts=drawn,
        groups=shown_groups,
        caption="Lines by month of declaration",
        head="month",
        links={group.key: rows.link(group, f"Month: {group.label}") for group in shown_groups},
        more=f"The last {MONTHS} months." if count > MONTHS else "",
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
    head = ["month", *years]
    table: list[list[Any]] = [head]
    for number in numbers:
        cells = [by_month.get(f"{year}-{number}") for year in years]
        if any(cells):
            table.append(
                [
                    number,
                    *(
                        Cell(amount(g.lines), rows.link(g, f"Month: {g.label}")) if g else Cell("")
                        for g in cells
                    ),
                ]
            )
    changes = [change(by_month, before, after) for before, after in pairwise(years)]
    table.append(["change, months in common", Cell(""), *(Cell(words) for words in changes)])
    chart = charts.bars(
        "years",
        "Customs lines by month, year beside year",
        "The table below has the same numbers.",
        numbers,
        [
            charts.Series(
                year, [g.lines if (g := by_month.get(f"{year}-{number}")) else None for number in numbers]
            )
            for year in years
        ],
    )
    return [
        Section("years", "Year on year", charts=[chart], table=table, table_caption="Lines by month and year")
    ]


def change(by_month: Mapping[str, Group], before: str, after: str) -> str:
    """Lines of the year `after` against `before`, over the months in which both have any: `+69.0 % (3 months)`."""
    common = [
        m
        for m in (f"{n:02d}" for n in range(1, 13))
        if f"{before}-{m}" in by_month and f"{after}-{m}" in by_month
    ]
    old = sum(by_month[f"{before}-{month}"].lines for month in common)
    new = sum(by_month[f"{after}-{month}"].lines for month in common)
    if not old:
        return "no month in common"
    return f"{100 * (new - old) / old:+.1f} % ({len(common)} {'month' if len(common) == 1 else 'months'})"


def months_between(first: str, last: str) -> list[str]:
    """Every month from `first` to `last`, both YYYY-MM."""
    found = []
    while first <= last:
        found.append(first)
        year, number = int(first[:4]), int(first[5:])
        first = f"{year + number // 12:04d}-{number % 12 + 1:02d}"
    return found
