"""How a cube becomes a flat table: what each of its dimensions is, or that one of them is not understood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from matcher.customs.trade.formats.cubes.codes import goods_texts, is_whole
from matcher.customs.trade.formats.cubes.countries import country_places, country_texts, is_of_places
from matcher.customs.trade.formats.cubes.flows import flow_place, no_flows
from matcher.customs.trade.formats.cubes.measures import Counted, counted, says_measure
from matcher.customs.trade.formats.cubes.periods import period_columns
from matcher.customs.trade.formats.cubes.words import NotUnderstood, kinds_of, name_of, text_of
from matcher.customs.trade.formats.flat.columns import KNOWN_DIVISIONS
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.said_beside import Said, said_beside, shown
from matcher.customs.trade.formats.texts.vocabulary import fold
from matcher.sheets.tables.about import About, Category, Dimension

MOST_MEASURES = 200
_FREQUENCY = ("freq", "frequency")


@dataclass(frozen=True)
class Column:
    """A column of the flat table: the place of its dimension in the rows, its field ("" for a division), header, and code -> cell."""

    at: int
    field: str
    header: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """How the rows of a cube become those of a flat table.

    `measures` are the places of the dimensions that tell what is counted; `counted` is by their codes and the column of figures.
    `aside` are the codes of each place whose rows repeat others; `notes` say what was taken for granted.
    """

    columns: tuple[Column, ...]
    measures: tuple[int, ...]
    counted: Mapping[tuple[tuple[str, ...], int], Counted]
    said: Said
    aside: Mapping[int, frozenset[str]]
    notes: tuple[str, ...] = ()


def plan_of(about: About) -> Plan:
    """The plan of a cube. Raises NotUnderstood for a dimension that is not understood."""
    said = said_beside(about.said)
    left = dict(enumerate(about.dimensions))
    columns: list[Column] = []
    notes: list[str] = []

    def take(place: int, field: str, texts: Mapping[str, str]) -> Dimension:
        dimension = left.pop(place)
        columns.append(Column(place, field, name_of(dimension), texts))
        return dimension

    for place, field, texts in period_columns(left):
        take(place, field, texts)
    aside: dict[int, frozenset[str]] = {}
    if (flow := flow_place(left)) is not None:
        aside[flow] = no_flows(left[flow])
        take(flow, "flow", {c.code: text_of(c) for c in left[flow].categories})
    measures = tuple(place for place, dimension in left.items() if says_measure(dimension))
    of_measures = [left.pop(place) for place in measures]
    for place in [place for place, dimension in left.items() if _is_beside(dimension)]:
        left.pop(place)
    place, texts = goods_texts({p: d for p, d in left.items() if not is_of_places(d)}, said.lines)
    take(place, "hs", texts)
    for side, place, is_named in country_places(left):
        dimension = take(place, side, country_texts(left[place]))
        if not is_named:
            notes.append(f"the countries of its dimension {name_of(dimension)!r} are taken for {side}s")
    for place in list(left):
        notes += _refuse_parts(left[place])
        take(place, "", {c.code: _part(c, left[place]) for c in left[place].categories})
    for column in columns:
        if column.field not in ("hs", "period", "year", "month"):
            groups = frozenset(about.dimensions[column.at].groups)
            aside[column.at] = aside.get(column.at, frozenset()) | groups
    if said.country and not any(column.field == "partner" for column in columns):
        raise NotUnderstood(
            f"whether {said.country!r}, which it names, reports or is the partner is not said"
        )
    return Plan(tuple(columns), measures, _counted(of_measures, about.figures), said, aside, tuple(notes))


def _is_beside(dimension: Dimension) -> bool:
    """Whether a dimension says nothing that divides the figures: how often they are published, or an attribute of them."""
    return (
        dimension.role == "attribute"
        or fold(dimension.id) in _FREQUENCY
        or "frequency" in kinds_of(dimension)
    )


def _refuse_parts(dimension: Dimension) -> list[str]:
    """A note on a dimension of which the cube has one category. Raises NotUnderstood for parts of which it is not known that they add up."""
    parts = [category for category in dimension.categories if not is_whole(category, dimension)]
    is_known = any(
        words.has_word("divisions", text.replace("_", " ")) for text in (dimension.label, dimension.id)
    ) or kinds_of(dimension) & set(KNOWN_DIVISIONS)
    if len(parts) < len(dimension.categories) or is_known:
        return []
    if len(parts) > 1:
        raise NotUnderstood(
            f"whether the parts of its dimension {name_of(dimension)!r} ({shown([text_of(c) for c in parts])}) add up is not known; get it "
            "with their total, or with one of them"
        )
    return [f"only {text_of(category)!r} of {name_of(dimension)!r}" for category in parts]


def _part(category: Category, dimension: Dimension) -> str:
    """A part of a figure; the word for all of them where it is no part."""
    text = text_of(category)
    if is_whole(category, dimension):
        return words.WORLD
    return text if re.search(r"[^\W\d_]", text) else f"{name_of(dimension)} {text}"


def _counted(
    measures: Sequence[Dimension], figures: Sequence[Category]
) -> dict[tuple[tuple[str, ...], int], Counted]:
    """What is counted, by the codes of the dimensions of measures and the column of figures."""
    if prod(len(d.categories) for d in measures) * len(figures) > MOST_MEASURES:
        raise NotUnderstood(
            f"it counts more than {MOST_MEASURES} things ({shown([d.id for d in measures])}); get it with fewer"
        )
    out = {}
    for chosen in product(*(dimension.categories for dimension in measures)):
        for at, figure in enumerate(figures):
            key = tuple(category.code for category in chosen)
            out[key, at] = counted(list(zip(measures, chosen, strict=True)), figure)
    return out
