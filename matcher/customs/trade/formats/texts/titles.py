"""What the titles above a table of statistics say that its columns do not repeat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.goods_codes import code_in
from matcher.customs.trade.formats.texts.headings import (
    Heading,
    Span,
    heading_of,
    months_named,
    span_in,
    years_in,
)
from matcher.customs.trade.formats.texts.measures import Measure, measure
from matcher.customs.trade.formats.texts.parties import Parties, parties_of
from matcher.customs.trade.formats.texts.several_codes import names_several
from matcher.customs.trade.formats.texts.vocabulary import fold

Said = TypeVar("Said")
_COMMODITY = re.compile(
    r"(?:commodity|hs ?code|products?|produit|producto?|produto|prodotto|produkt|ürün|товар|код|fracci[oó]n|ware|品目)\W*(\d[\d.]{0,14}\d)(?![\d.]*\d)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[;|\n]|,(?!\d)|\s[-–—]\s|\s/\s")  # of a title that says one thing of each amount


@dataclass(frozen=True)
class Titles:
    """What the titles say; None where they say nothing, or two things. `several` is a title that names several codes of goods,
    `reporters` are all countries that they name as the publisher.

    `no_trade` is a title of balances, transit or the like, `of_change` one of directions with a word such as growth or share; "" for none.
    `parts` are the parts of a year that they name, with or without a year; `unread` are titles with one that is not understood.
    """

    flow: str | None
    span: Span | None
    currency: str | None
    scale: float | None
    mass: float | None
    reporters: frozenset[str]
    code: str | None
    parties: Parties
    unsure_scale: str = ""
    no_trade: str = ""
    of_change: str = ""
    several: str | None = None
    parts: frozenset[Span] = frozenset()
    unread: tuple[str, ...] = ()

    @property
    def reporter(self) -> str | None:
        """The one country that the titles name as the publisher."""
        return _one(set(self.reporters))


def titles_of(rows: Sequence[Sequence[str]]) -> Titles:
    """What the cells of `rows`, those above a table's header, say of the whole table."""
    cells = [cell.strip() for row in rows for cell in row if cell.strip()]
    cells += filter(None, map(_goods_beside_label, rows))
    notes = [cell for cell in cells if len(cell) > words.LONGEST]
    titles = [cell for cell in cells if not _COMMODITY.search(cell)]
    said = [_without_sum(heading_of(title)) for title in titles]
    of_figures = [heading for heading in said if not words.begins_with("sources", heading.text)]
    parts = [heading for heading in of_figures if is_part(heading)]
    measures = [*(h.measure for h in said), *map(measure, notes)]  # a long note says the unit too
    money = [m for text in dict.fromkeys([*titles, *notes]) for m in _money_of(text)]
    scales = {m.scale for m in money if m.scale}
    masses = {m.mass for m in measures if m.mass}
    spans = {h.span for h in said if h.span and h.span.year}
    exact = {span for span in spans if not span.is_year} or spans
    flow = _one({h.flow for h in said if h.flow})
    parties = parties_of([cell for cell in cells if len(cell) <= words.LONGEST], flow)
    return Titles(
        flow=flow,
        span=_one(exact),
        currency=_one({m.currency for m in money if m.currency}),
        scale=_one(scales),
        mass=_one(masses),
        reporters=frozenset(reporters_of(parties)),
        code=labelled_code(cells),
        parties=parties,
        unsure_scale=_unsure(said, scales),
        no_trade=next((h.text for h in said if words.has_word("no_trade", h.text)), ""),
        of_change=next((h.text for h in said if h.flow and words.has_word("changes", h.text)), ""),
        parts=frozenset(heading.span for heading in parts if heading.span),
        unread=tuple(heading.text for heading in of_figures if heading.unread or is_vague(heading)),
        several=next(
            (cell for cell in cells if (m := _COMMODITY.search(cell)) and names_several(cell[m.start(1) :])),
            None,
        ),
    )


def labelled_code(cells: Iterable[str]) -> str | None:
    """The first code of goods behind a word that says it is one: "Product: 6505.00.02"; None for none."""
    return next((m[1] for cell in cells if (m := _COMMODITY.search(cell))), None)


def _money_of(title: str) -> list[Measure]:
    """What the parts of a title say of values: "Value in thousand" of "Quantity in units - Value in thousand".

    A scale in a title with a currency is that of the values, unless its part names another amount: dropped, figures would be too small.
    """
    whole, *parts = (measure(span_in(text)[1]) for text in (title, *_PARTS.split(title)))
    money = [part for part in parts if part.currency or (part.scale and _is_of_values(part, whole))]
    if whole.currency is None:
        return money
    return [replace(whole, scale=_one({part.scale for part in money if part.scale}))]  # riyal / SAR


def _is_of_values(part: Measure, whole: Measure) -> bool:
    amounts = words.column_kinds(part.rest)
    return not part.rest or "value" in amounts or (whole.currency is not None and not amounts)


def _goods_beside_label(row: Sequence[str]) -> str:
    """The code of goods of a row that says nothing else, as a title has it: a filter of a query ("Product" | "020714 - Cuts"); "" for none."""
    match [cell.strip() for cell in row if cell.strip()]:
        case [label, value] if "hs" in words.column_kinds(label.rstrip(":：")) and code_in(value):
            return f"Product: {value}"
    return ""


def _unsure(said: Sequence[Heading], scales: set[float]) -> str:
    """Why the scale or the currency of the titles is not known; "" where it is."""
    if len(scales) > 1:
        return "its titles name more than one scale"
    title = next((h for h in said if h.measure.unsure), None)
    return f"the title {title.text[:60]!r} {title.measure.unsure}" if title else ""


def reporter_in(titles: Sequence[str]) -> str | None:
    """The one country that the titles name as the publisher: by its office or portal, or as "of Georgia"; None for none or two."""
    titles = [title for title in titles if len(title) <= words.LONGEST]
    return _one(reporters_of(parties_of(titles, words.flow_in(" ".join(titles)))))


def reporters_of(parties: Parties) -> set[str]:
    """The countries that titles name as the publisher. A country that is a partner is none, though its name is an office's too."""
    offices = words.publishers_in(fold(parties.rest)) - parties.partners
    return (parties.reporters & offices) or (parties.reporters | offices)


def _without_sum(heading: Heading) -> Heading:
    """A title without the month or year up to which it says that figures are summed up: which of them are is not said."""
    span = heading.span
    if not heading.cumulated or span is None or (span.first != span.last and not span.is_year):
        return heading
    return replace(heading, span=None, unread=True)


def is_part(heading: Heading) -> bool:
    """Whether a title names months of a year; a month without a year may be another word: "Figures may differ"."""
    span = heading.span
    if span is None or span.is_year:
        return False
    return (
        span.year is not None
        or span.first != span.last
        or not re.search(r"[^\W\d_]", span_in(heading.text)[1])
    )


def is_vague(heading: Heading) -> bool:
    """Whether a title names one month, no year, and more: "Imports in June"."""
    span = heading.span
    return (
        span is not None and not is_part(heading) and span.year is None and not span.is_year
        and any(len(word) > len("May") for word in months_named(heading.text))
    )  # fmt: skip


def part_of_each_year(titles: Titles, years: set[int]) -> tuple[int, int] | str | None:
    """The months of each of `years` that the titles say their figures are of; a title that is not understood; None for whole years.

    One month of another year is when a report was published; nor is it asked what else is said of another year.
    """
    for title in titles.unread:
        if not years_in(title) or years_in(title) & years:
            return title
    months = set()
    for span in titles.parts:
        own = set() if span.year is None else set(range(span.year, (span.last_year or span.year) + 1))
        if own and not own & years and span.first == span.last:
            continue
        if (
            (own and not own & years)
            or (span.year and span.first == span.last)
            or span.exact
            or span.first > span.last
        ):
            return _shown(span)
        months.add((span.first, span.last))
    return None if not months else months.pop() if len(months) == 1 else "; ".join(map(_shown, titles.parts))


def _shown(span: Span) -> str:
    year = "" if span.year is None else f" of {span.year}"
    return f"months {span.first} to {span.last}{year}"


def _one(found: set[Said]) -> Said | None:
    return next(iter(found)) if len(found) == 1 else None
