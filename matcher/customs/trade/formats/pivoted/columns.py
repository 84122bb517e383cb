"""Which columns of a pivoted table hold what: its figures, one column of each, and what its rows are told by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.customs.trade.formats.tables.goods_texts import has_texts_of_one_code
from matcher.customs.trade.formats.tables.headed_tables import MOSTLY, FigureColumn, Headed
from matcher.customs.trade.formats.tables.layout import cell_at
from matcher.customs.trade.formats.tables.sides import named_sides
from matcher.customs.trade.formats.tables.sums_of_directions import sums_of_directions
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.figures import is_place, share
from matcher.customs.trade.formats.texts.headings import Heading, Span, heading_of
from matcher.customs.trade.formats.texts.part_years import has_unread
from matcher.customs.trade.formats.texts.titles import Titles
from matcher.customs.trade.formats.texts.vocabulary import fold

LAST = 99  # rank of a heading that names no kind of value


@dataclass(frozen=True)
class PivotedColumns:
    """The columns of a pivoted table and what its titles say.

    `at` is field -> column; `figures` are the columns that are read, `undecided` two of them between which nothing decides, `others`
    those not read beside them, `ignored` numbers that are no amounts of trade; `divisions` is name -> column; `told` are columns of
    text that no field is; `silent` have headings of figures and none in the first rows; `texts` name an amount and have texts, some of
    them numbers. `above` is the column of the countries that stand above the codes that belong to them; `below`: countries stand below
    their code, in the column of names. `unread` is a heading that says a part of a year which is not understood, `unsure` the header of a
    column that divides figures or describes goods: which is not known.
    """

    names: tuple[str, ...]
    figures: tuple[FigureColumn, ...]
    undecided: tuple[str, str] | None
    others: tuple[str, ...]
    ignored: tuple[str, ...]
    at: dict[str, int]
    divisions: dict[str, int]
    told: tuple[int, ...]
    silent: tuple[int, ...]
    texts: tuple[str, ...]
    titles: Titles
    above: int | None
    below: bool
    unread: str | None
    unsure: str | None = None


def columns_of(table: Headed) -> PivotedColumns:
    """The columns of a table by its headings and its first rows."""
    sums = sums_of_directions(table) | _undated_sums(table)
    figures, undecided = _best_of_each([figure for figure in table.figures if figure.at not in sums])
    chosen, understood = {figure.at for figure in figures}, {figure.at for figure in table.figures}
    names, at = table.columns, table.at
    told = [
        i for i, name in enumerate(names)
        if i not in at.values() and i not in table.numeric and not words.is_description(name) and table.cells(i)
    ]  # fmt: skip
    code = [at["hs"]] if "hs" in at else []
    unsure = [
        names[i] for i in range(len(names))
        if code and i not in at.values() and i not in table.numeric and has_texts_of_one_code(names[i], table.body, i, code)
    ]  # fmt: skip
    divisions = {fold(names[i]): i for i in told if words.has_word("divisions", names[i])}
    return PivotedColumns(
        names=names,
        figures=tuple(figures),
        undecided=undecided,
        others=tuple(names[i] for i in sorted(understood - chosen)),
        ignored=tuple(
            names[i] or f"column {i + 1}, which has no heading" for i in table.numeric if i not in understood
        ),
        at=at,
        divisions=divisions,
        told=tuple(i for i in told if i not in divisions.values()),
        silent=table.silent,
        texts=tuple(names[i] for i in table.texts_with_numbers),
        titles=table.titles,
        above=_listed_above(table.body, at),
        below=_is_listed_below(table.body, at),
        unread=next((figure.heading.text for figure in table.figures if figure.heading.unread), None)
        or next((names[at[n]] for n in ("period", "year") if n in at and _is_part(names[at[n]])), None)
        or next((names[i] for i in told if {"month", "period"} & words.column_kinds(names[i]).keys()), None),
        unsure=unsure[0] if unsure else None,
    )


def _undated_sums(table: Headed) -> set[int]:
    """The columns of sums "to date" without a month or a year, beside columns that have them: they repeat what these say."""
    dated = {figure.at for figure in table.figures if figure.heading.span and figure.heading.span.year}
    return {figure.at for figure in table.figures if figure.heading.cumulated} - dated if dated else set()


def _is_part(name: str) -> bool:
    """Whether the name of a column of periods says that they are no calendar years: "Fiscal year", "Year (Jan-Jun)"."""
    heading = heading_of(name)
    return heading.unread or heading.cumulated or has_unread(name) or (heading.span not in (None, Span()))


def _best_of_each(figures: Sequence[FigureColumn]) -> tuple[list[FigureColumn], tuple[str, str] | None]:
    """One column for each period, flow and amount, and two headings between which nothing decides: so are domestic and total exports.

    Of values in several currencies those in dollars are taken, else those in euro; then the better word (customs value before CIF).
    """
    best: dict[tuple[object, ...], FigureColumn] = {}
    undecided = None
    for figure in figures:
        heading = figure.heading
        key = (
            heading.span,
            "export" if heading.flow == "domestic export" else heading.flow,
            heading.amount or "value",
            heading.cumulated,
            *named_sides(heading, None),
        )
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
    rank = words.currency_rank(currency)
    if currency and currency not in words.CURRENCY_RANKS:
        rank += sum(map(ord, currency))  # two other currencies are two things, whichever is taken
    return rank, words.column_kinds(heading.text).get("value", LAST)


def _is_listed_below(body: Sequence[Sequence[str]], at: dict[str, int]) -> bool:
    """Whether rows without a code name a country in the column of names, below the row of the code."""
    return _names_countries(body, at) and not _begins_with_country(body, at["hs"])


def _names_countries(body: Sequence[Sequence[str]], at: dict[str, int]) -> bool:
    """Whether rows without a code name countries in the column of names, which stands behind that of codes."""
    if "hs" not in at or "partner" in at or "partner_iso" in at:
        return False
    names = [
        row[at["hs"] + 1].strip() for row in body if len(row) > at["hs"] + 1 and not row[at["hs"]].strip()
    ]
    return len(names) > 1 and share(names, is_place) >= MOSTLY


def _begins_with_country(body: Sequence[Sequence[str]], code: int) -> bool:
    """Whether the first row that is no total has a country behind the column `code` and no code."""
    first = next(
        (row for row in body if not words.is_total(cell_at(row, code + 1)) or cell_at(row, code).strip()), ()
    )
    return not cell_at(first, code).strip()


def _listed_above(body: Sequence[Sequence[str]], at: dict[str, int]) -> int | None:
    """The column whose countries stand in rows without a code, above rows with codes and without a country; None for none."""
    if _names_countries(body, at) and _begins_with_country(body, at["hs"]):
        return at["hs"] + 1
    if "hs" not in at or "partner" not in at:
        return None
    filled = [
        (bool(row[at["hs"]].strip()), row[at["partner"]].strip()) for row in body if max(at["hs"], at["partner"]) < len(row)
    ]  # fmt: skip
    countries = [place for has_code, place in filled if not has_code and place]
    bare = sum(has_code and not place for has_code, place in filled)
    above = bool(countries) and bare > len(filled) / 2 and share(countries, is_place) >= MOSTLY
    return at["partner"] if above else None
