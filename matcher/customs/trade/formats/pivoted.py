"""Tables whose columns of figures say for which period, direction or measure they are, under one to three rows of headings.

Years or months in columns, exports beside imports, a unit in each heading, the period in the title, the goods or the partner in
the title, countries listed below the code they belong to: ITC Trade Map, TradeStat of India, Swiss-Impex, GENESIS of Germany,
SIAVI of Mexico, e-Stat of Japan, tables of the statistical offices of Ukraine, Kazakhstan, Belarus, Uzbekistan and Georgia.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from matcher.customs.trade.formats import words
from matcher.customs.trade.formats.facts import Stated
from matcher.customs.trade.formats.figures import is_place, share
from matcher.customs.trade.formats.headed_tables import MOSTLY, FigureColumn, Headed, headed_tables
from matcher.customs.trade.formats.headings import Heading, Span
from matcher.customs.trade.formats.layout import Layout
from matcher.customs.trade.formats.pivoted_rows import PivotedReader
from matcher.customs.trade.formats.signs import are_declarations, sign_of_statistics
from matcher.customs.trade.formats.titles import Titles, titles_of

ROWS_OF_ONE = 0.9  # least share of rows that no other row is like, figures aside
CURRENCY_ORDER = ("USD", "EUR")
LAST = 99  # rank of a heading that names no kind of value


@dataclass(frozen=True)
class PivotedLayout(Layout):
    """A table with periods, flows or measures in its headings. `at` is field -> column; `told` are columns of text that no field is."""

    figures: tuple[FigureColumn, ...] = ()
    undecided: tuple[str, str] | None = None
    others: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    at: dict[str, int] = field(default_factory=dict)
    divisions: dict[str, int] = field(default_factory=dict)
    told: tuple[int, ...] = ()
    titles: Titles = field(kw_only=True)
    above: bool = False  # a country stands above the codes that belong to it
    below: bool = False  # countries stand below their code, in the column of names

    def open(
        self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None
    ) -> PivotedReader:
        """A reader of the rows below the headings. Raises Refused where the table does not say what its figures are."""
        return PivotedReader(self, head, name, stated, delimiter)


def recognise(rows: Sequence[Sequence[str]], header: Sequence[str] | None) -> PivotedLayout | None:
    """The layout of a table with periods, flows or measures in its headings among `rows`; None where there is none."""
    return next((found for table in headed_tables(rows, header) if (found := _layout(table))), None)


def _layout(table: Headed) -> PivotedLayout | None:
    figures, undecided = _best_of_each(table.figures)
    chosen, understood = {figure.at for figure in figures}, {figure.at for figure in table.figures}
    columns, at = table.columns, table.at
    told = [
        i for i, column in enumerate(columns)
        if i not in at.values() and i not in table.numeric and not words.is_description(column) and table.cells(i)
    ]  # fmt: skip
    divisions = {words.fold(columns[i]): i for i in told if words.has_word("divisions", columns[i])}
    layout = PivotedLayout(
        "pivoted", columns, table.end, {key: (place,) for key, place in at.items()} | {"value": tuple(f.at for f in figures)},
        figures=tuple(figures), undecided=undecided, others=tuple(columns[i] for i in sorted(understood - chosen)),
        ignored=tuple(columns[i] for i in table.numeric if i not in understood and columns[i]),
        at=at, divisions=divisions, told=tuple(i for i in told if i not in divisions.values()),
        titles=titles_of(table.above), above=_is_listed_above(table.body, at), below=_is_listed_below(table.body, at),
    )  # fmt: skip
    return layout if _is_statistics(layout, table) else None


def _best_of_each(figures: Sequence[FigureColumn]) -> tuple[list[FigureColumn], tuple[str, str] | None]:
    """One column for each period, flow and amount, and two headings between which nothing decides.

    Of values in several currencies those in dollars are taken, else those in euro; then the better word (customs value before CIF).
    """
    best: dict[tuple[Span | None, str | None, str, bool], FigureColumn] = {}
    undecided = None
    for figure in figures:
        heading = figure.heading
        key = (heading.span, heading.flow, heading.amount or "value", heading.cumulated)
        known = best.setdefault(key, figure)
        if known is not figure and _preferred(heading) == _preferred(known.heading):
            undecided = (known.heading.text, heading.text)
        elif _preferred(heading) < _preferred(known.heading):
            best[key] = figure
    return sorted(best.values(), key=lambda figure: figure.at), undecided


def _preferred(heading: Heading) -> tuple[int, int]:
    """The least first: the currency, then how well the words name a value."""
    if heading.amount == "weight":
        return 0, int(heading.measure.mass or LAST)  # kilograms before tonnes, which are rounded
    currency = heading.measure.currency
    rank = CURRENCY_ORDER.index(currency) if currency in CURRENCY_ORDER else len(CURRENCY_ORDER)
    if currency and currency not in CURRENCY_ORDER:
        rank += sum(map(ord, currency))  # two other currencies are two things, whichever is taken
    return rank, words.column_kinds(heading.text).get("value", LAST)


def _is_listed_below(body: Sequence[Sequence[str]], at: dict[str, int]) -> bool:
    """Whether rows without a code name a country in the column of names, below the row of the code."""
    if "hs" not in at or "partner" in at or "partner_iso" in at:
        return False
    names = [
        row[at["hs"] + 1].strip() for row in body if len(row) > at["hs"] + 1 and not row[at["hs"]].strip()
    ]
    return len(names) > 1 and share(names, is_place) >= MOSTLY


def _is_listed_above(body: Sequence[Sequence[str]], at: dict[str, int]) -> bool:
    """Whether countries stand in rows without a code, above rows with codes and without a country."""
    if "hs" not in at or "partner" not in at:
        return False
    filled = [
        (bool(row[at["hs"]].strip()), row[at["partner"]].strip()) for row in body if max(at["hs"], at["partner"]) < len(row)
    ]  # fmt: skip
    countries = [place for has_code, place in filled if not has_code and place]
    bare = sum(has_code and not place for has_code, place in filled)
    return bool(countries) and bare > len(filled) / 2 and share(countries, is_place) >= MOSTLY


def _is_statistics(layout: PivotedLayout, table: Headed) -> bool:
    """Whether such a table is one of statistics: figures of goods and periods, one row for each, and a sign that it is no declarations."""
    at, titles = layout.at, layout.titles
    if not layout.figures or not ("hs" in at or titles.code):
        return False
    spans = [figure.heading.span for figure in layout.figures if figure.heading.span]
    if not (spans or "period" in at or "year" in at or titles.span):
        return False
    return (
        not are_declarations(table)
        and sign_of_statistics(table) is not None
        and _one_row_each(layout, table.body)
    )


def _one_row_each(layout: PivotedLayout, body: Sequence[Sequence[str]]) -> bool:
    """Whether hardly any two rows are alike, figures aside: declarations of the same goods are."""
    amounts = {figure.at for figure in layout.figures}
    filled = [
        layout.at[name] for name in ("hs", *(("partner",) if layout.above else ())) if name in layout.at
    ]
    last: dict[int, str] = {}
    keys = []
    for row in body:
        last |= {at: row[at].strip() for at in filled if at < len(row) and row[at].strip()}
        keys.append(
            (
                *last.values(),
                *(cell.strip() for i, cell in enumerate(row) if i not in filled and i not in amounts),
            )
        )
    return len(set(keys)) >= ROWS_OF_ONE * len(keys)
