"""Which column of a flat table of statistics holds what, by its header and the cells under it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matcher.customs.trade.formats import words
from matcher.customs.trade.formats.facts import period_of
from matcher.customs.trade.formats.figures import flow_of_cell, is_place, share
from matcher.customs.trade.formats.goods_codes import code_in, longest_code
from matcher.customs.trade.formats.layout import BLANK
from matcher.customs.trade.formats.measures import measure
from matcher.customs.trade.formats.other_years import our_year
from matcher.customs.trade.formats.several_codes import names_several
from matcher.customs.trade.formats.vocabulary import fold
from matcher.customs.values.cells import is_nothing

KNOWN_DIVISIONS = ("mode", "procedure", "second")
HALF = 0.5  # least share of a column's cells that are what its header says
# Of a column that tells goods of one code apart, as descriptions in declarations do: rows, different texts for each code and each
# row, letters of a text. A statistic has one text for a code; what divides it (a province, a mode of transport) has few.
LEAST_ROWS, TEXTS_OF_CODE, TEXTS_OF_ROWS, LEAST_LETTERS = 10, 1.5, 0.4, 6


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
        or not ({"partner", "partner_iso", "reporter", "reporter_iso"} & at.keys())
    ):
        return None
    period = at["period"] if "period" in at else at["year"]

    def is_period(cell: str) -> bool:
        return _is_period(our_year(cell, header[period]))

    if body and not (_mostly(body, period, is_period) and _mostly(body, at["hs"], _is_code)):
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
        if i not in taken and not words.is_description(cell) and _is_text(body, i)
    }
    return Columns(at, values, amounts, divisions, header[few[0]] if few else None)


def figures_of(
    header: Sequence[str], at: Mapping[str, int]
) -> tuple[tuple[ValueColumn, ...], tuple[tuple[int, str | None, str], ...]]:
    """The columns of values, and those of quantities, beside the fields `at`."""
    taken = set(at.values())
    values = tuple(v for i, cell in enumerate(header) if i not in taken and (v := _value(i, cell)))
    return values, _amounts(header, taken | {value.at for value in values})


def has_texts_of_one_code(header: str, body: Sequence[Sequence[str]], at: int, keys: Sequence[int]) -> bool:
    """Whether a column of a small table has several texts for one code (`keys`: the code and what it is of), and none for two codes.

    It describes goods of declarations, or divides a figure and its header is no word that is known to: so few rows do not tell.
    """
    rows = [
        (tuple(row[key].strip() for key in keys), fold(row[at]))
        for row in body
        if max(at, *keys) < len(row) and row[at].strip() and row[keys[0]].strip()
    ]
    if len(rows) >= LEAST_ROWS or words.has_word("divisions", header):
        return False
    pairs, texts = set(rows), {text for _, text in rows}
    cells = [row[at].strip() for row in body if at < len(row) and row[at].strip()]
    return (
        len(texts) == len(pairs) > len({code for code, _ in pairs})
        and sum(sum(map(str.isalpha, text)) for text in texts) >= LEAST_LETTERS * len(texts)
        and not any(share(cells, test) >= HALF for test in (is_place, _is_flow, _is_period, _is_amount))
    )


def tells_goods_apart(body: Sequence[Sequence[str]], at: int, hs: int, least_rows: int = LEAST_ROWS) -> bool:
    """Whether a column has other texts for goods of one code: rows of declarations, whatever period and amounts they have."""
    rows = [(row[hs].strip(), row[at].strip()) for row in body if max(at, hs) < len(row) and row[at].strip()]
    texts, codes = {text for _, text in rows}, {code for code, _ in rows}
    return (
        len(rows) >= least_rows
        and len(texts) >= max(TEXTS_OF_CODE * len(codes), TEXTS_OF_ROWS * len(rows))
        and sum(sum(map(str.isalpha, text)) for text in texts) >= LEAST_LETTERS * len(texts)
    )


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
        )  # fmt: skip
        if offers:
            at[name] = offers[0][-1]
    return at


def _value(i: int, cell: str) -> ValueColumn | None:
    said = measure(cell)
    kinds = words.column_kinds(cell)
    flow = words.flow_in(cell)
    rest = said.rest
    if said.mass or said.unit or said.price:
        return None
    bare = not rest and (said.currency or said.scale)
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


def _is_period(cell: str) -> bool:
    return period_of(cell) is not None or bool(re.fullmatch(r"(?:19|20)\d{4}", cell))


def _is_flow(cell: str) -> bool:
    return flow_of_cell(cell) is not None


def _is_amount(cell: str) -> bool:
    return bool({"value", "quantity", "weight"} & words.column_kinds(cell).keys())


def _is_code(cell: str) -> bool:
    return code_in(cell) is not None or names_several(cell)


def _is_text(body: list[list[str]], at: int) -> bool:
    return any(at < len(row) and re.search(r"[^\W\d_]", row[at]) and not is_nothing(row[at]) for row in body)
