"""Tables that look like published statistics and that no form reads: taken for declarations, their totals would be counted with their parts."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.customs.trade.formats import words
from matcher.customs.trade.formats.figures import share
from matcher.customs.trade.formats.flat_columns import tells_goods_apart
from matcher.customs.trade.formats.goods_codes import are_codes
from matcher.customs.trade.formats.headed_tables import MOSTLY, Headed, headed_tables
from matcher.customs.values.cells import day

TOTALS = 2  # rows of a total among the countries of a table of declarations: none
LEAST_ROWS, SEVERAL = 6, 3  # rows, and codes and countries each, of a table that is told by its rows
CROSSED = 0.5  # share of the pairs of a code and a country that have a row
LENGTH_OF_DAY = 10  # 2023-05-31; of a month 2023-05


def why_statistics(rows: Sequence[Sequence[str]], header: Sequence[str] | None) -> str | None:
    """Why a table is one of statistics though its layout is not understood; None where nothing says so."""
    for table in headed_tables(rows, header):
        if _are_declarations(table):
            return None
        if reason := _by_headings(table) or _by_totals(table) or _by_rows(table):
            return reason
    return None


def _are_declarations(table: Headed) -> bool:
    """Whether a table has what statistics have not: parties, days, or several texts for goods of one code."""
    columns, code = range(len(table.columns)), _code(table)
    if any(words.is_party(table.columns[i]) for i in columns if i not in table.places):
        return True
    if any(share(table.cells(i), _is_day) >= MOSTLY for i in columns if i != code):
        return True
    others = [i for i in columns if i not in table.numeric and i not in table.places and i != code]
    return code is not None and any(tells_goods_apart(table.body, i, code) for i in others)


def _code(table: Headed) -> int | None:
    at = (i for i in range(len(table.columns)) if table.at.get("hs") == i or are_codes(table.cells(i)))
    return next(at, None)


def _by_headings(table: Headed) -> str | None:
    spans = {figure.heading.span: figure.heading.text for figure in table.figures if figure.heading.span}
    flows = {figure.heading.flow: figure.heading.text for figure in table.figures if figure.heading.flow}
    for several, of_what in ((spans, "periods"), (flows, "directions")):
        if len(several) > 1:
            first, second = list(several.values())[:2]
            return f"{of_what} stand in its columns: {first!r}, {second!r}"
    return None


def _by_totals(table: Headed) -> str | None:
    for i in table.places:
        totals = [
            cell for cell in table.cells(i) if words.country(cell) == words.WORLD and not cell.isdigit()
        ]
        if len(totals) >= TOTALS:
            return f"its column {table.columns[i]!r} has rows of totals: {totals[0]!r}"
    return None


def _by_rows(table: Headed) -> str | None:
    """One row for each code and country, and one text for each code: so no declarations are written."""
    code, place = _code(table), next(iter(table.places), None)
    if code is None or place is None or len(table.body) < LEAST_ROWS:
        return None
    amounts = {i for i in table.numeric if i != code}
    body = [row for row in table.body if max(code, place) < len(row) and row[code].strip()]
    keys = {tuple(cell for i, cell in enumerate(row) if i not in amounts) for row in body}
    codes, places = {row[code] for row in body}, {row[place] for row in body}
    pairs = {(row[code], row[place]) for row in body}
    if (
        len(keys) < len(body)
        or min(len(codes), len(places)) < SEVERAL
        or len(pairs) < CROSSED * len(codes) * len(places)
    ):
        return None
    texts = [i for i in range(min(map(len, body))) if i not in (code, place) and i not in amounts]
    if not any(
        len({row[i] for row in body}) == len({(row[code], row[i]) for row in body}) == len(codes)
        for i in texts
    ):
        return None
    return f"it has a row for each of {len(codes)} codes and {len(places)} countries, and no days"


def _is_day(cell: str) -> bool:
    return len(day(cell) or "") == LENGTH_OF_DAY
