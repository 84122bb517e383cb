"""Which column of a flat table of statistics holds what, by its header and the cells under it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matcher.customs.trade.formats.tables.goods_texts import (
    HALF,
    has_texts_of_one_code,
    is_period,
    tells_goods_apart,
)
from matcher.customs.trade.formats.tables.layout import BLANK
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.figures import is_flow, share
from matcher.customs.trade.formats.texts.goods_codes import code_in, longest_code
from matcher.customs.trade.formats.texts.measures import measure
from matcher.customs.trade.formats.texts.other_years import our_year
from matcher.customs.trade.formats.texts.several_codes import names_several
from matcher.customs.trade.formats.texts.vocabulary import fold, word_list
from matcher.customs.values.cells import is_nothing

KNOWN_DIVISIONS = ("mode", "procedure", "second")


@dataclass(frozen=True)
class ValueColumn:
    """A column of money: where it is, its flow where its header says it, scale and currency where it says them."""

    at: int
    flow: str | None
    scale: float | None
    currency: str | None
    rank: int
    unsure: str


@dataclass(frozen=True)
class Columns:
    """The columns of a flat table: `at` is field -> column, `divisions` name -> column, `amounts` are the column, flow
    and field (quantity, quantity2, weight) of each quantity."""

    at: dict[str, int]
    values: tuple[ValueColumn, ...]
    amounts: tuple[tuple[int, str | None, str], ...]
    divisions: dict[str, int]
    unsure: str | None = (
        None  # the header of a column of which it is not known whether it divides or describes goods
    )


def columns_of(header: list[str], body: list[list[str]]) -> Columns | None:
    """The columns of a table of statistics with this header and these first rows; None where it is not one."""
    if len(header) < 4 or any(words.is_party(cell) for cell in header):
        return None
    at = _fields(header, body)
    if (
        "hs" not in at
        or not ({"period", "year"} & at.keys())
        or not ({"partner", "partner_iso", "partner_code", "reporter", "reporter_iso"} & at.keys())
    ):
        return None
    period = at["period"] if "period" in at else at["year"]

    def is_ours(cell: str) -> bool:
        return is_period(our_year(cell, header[period]))

    if body and not (_mostly(body, period, is_ours) and _mostly(body, at["hs"], _is_code)):
        return None
    if any(_are_filled_down(body, at[name]) for name in ("hs", "year", "period") if name in at):
        return None
    values, amounts = figures_of(header, at)
    if not values and not amounts:
        return None
    taken = {*at.values(), *(value.at for value in values), *(column for column, _, _ in amounts)}
    others = [i for i in range(len(header)) if i not in taken]
    if any(tells_goods_apart(body, i, at["hs"]) for i in others):
        return None
    keys = [at[name] for name in ("hs", "edition") if name in at]
    divided = bool(
        set(KNOWN_DIVISIONS) & at.keys()
    )  # a text beside a procedure or a mode of transport tells that
    few = [] if divided else [i for i in others if has_texts_of_one_code(header[i], body, i, keys)]
    if any(words.is_description(header[i]) and tells_goods_apart(body, i, at["hs"], 1) for i in few):
        return None
    divisions = {
        fold(cell) or f"column {i + 1}": i
        for i, cell in enumerate(header)
        if i not in taken
        and not words.is_description(cell)
        and (_is_text(body, i) or fold(cell) in word_list("divisions"))
    }
    return Columns(at, values, amounts, divisions, header[few[0]] if few else None)


def figures_of(
    header: Sequence[str], at: Mapping[str, int]
) -> tuple[tuple[ValueColumn, ...], tuple[tuple[int, str | None, str], ...]]:
    """The columns of values, and those of quantities, beside the fields `at`."""
    taken = set(at.values())
    values = tuple(v for i, cell in enumerate(header) if i not in taken and (v := _value(i, cell)))
    return values, _amounts(header, taken | {value.at for value in values})


def _fields(header: list[str], body: list[list[str]]) -> dict[str, int]:
    """Field -> column for what is not an amount: the best word of each field wins, a column serves one field; of several columns of
    codes (HS2, HS4, CN8) the finest."""
    fields = (
        "period", "year", "month", "frequency", "hs", "level", "reporter_iso", "reporter", "partner_iso", "partner", "reporter_code", "partner_code", "partner_kind", "flow", "flow_code",
        "unit", "unit2", "edition", "original", *KNOWN_DIVISIONS,
    )  # fmt: skip
    kinds = [words.column_kinds(cell) for cell in header]
    at: dict[str, int] = {}
    for name in fields:
        offers = sorted(
            (-longest_code(row[i] for row in body if i < len(row)) if name == "hs" else 0, kind[name], i) for i, kind in enumerate(kinds)
            if name in kind and i not in at.values() and not (name in ("flow", "unit") and measure(header[i]).currency)
            and not (name == "flow" and fold(header[i]) == "trade type" and not _mostly(body, i, is_flow))
        )  # fmt: skip
        if offers:
            at[name] = offers[0][-1]
    return at


def _value(i: int, cell: str) -> ValueColumn | None:
    said = measure(cell)
    kinds = words.column_kinds(cell)
    flow = words.flow_in(cell)
    if flow:  # "İhracat Değer (ABD $)"
        kinds = words.column_kinds(words.without_flow(said.rest)) or kinds
    rest = said.rest
    if said.mass or said.unit or said.price:
        return None
    bare = not rest and said.says_money
    if "value" not in kinds and not bare:
        return None
    return ValueColumn(i, flow, said.scale, said.currency, kinds.get("value", 0), said.unsure)


def _amounts(header: Sequence[str], taken: set[int]) -> tuple[tuple[int, str | None, str], ...]:
    found: dict[tuple[str | None, str], tuple[int, int]] = {}
    for i, cell in enumerate(header):
        if i in taken:
            continue
        kinds, said = words.column_kinds(cell), measure(cell)
        flow = words.flow_in(cell)
        if flow:  # "İhracat Miktar 1": the flow's word is not part of the amount's name
            kinds = words.column_kinds(words.without_flow(cell)) or kinds
        name = (
            "weight"
            if said.mass and (kinds or not said.rest)
            else next((n for n in ("quantity", "quantity2", "weight") if n in kinds), None)
        )
        if name is None:
            continue
        rank = kinds.get(name, 0)
        if (flow, name) not in found or rank < found[flow, name][0]:
            found[flow, name] = (rank, i)
    return tuple((i, flow, name) for (flow, name), (_, i) in found.items())


def _mostly(body: list[list[str]], at: int, test: Callable[[str], bool]) -> bool:
    return share([row[at].strip() for row in body if at < len(row) and row[at].strip()], test) >= HALF


def _are_filled_down(body: list[list[str]], at: int) -> bool:
    """Whether many cells of a column are blank below one that is not, in rows that are no totals: they have what stands above."""
    rows = [row for row in body if not words.is_total(next((cell for cell in row if cell.strip()), ""))]
    filled = [bool(at < len(row) and row[at].strip()) for row in rows]
    return bool(filled) and filled[0] and filled.count(False) >= BLANK * len(filled)


def _is_code(cell: str) -> bool:
    return code_in(cell) is not None or names_several(cell)


def _is_text(body: list[list[str]], at: int) -> bool:
    return any(at < len(row) and re.search(r"[^\W\d_]", row[at]) and not is_nothing(row[at]) for row in body)
