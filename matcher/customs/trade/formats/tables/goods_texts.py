"""Whether a column tells goods of one code apart, as descriptions in declarations do and columns of statistics do not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.facts import period_of
from matcher.customs.trade.formats.texts.figures import flow_of_cell, is_place, share
from matcher.customs.trade.formats.texts.vocabulary import fold

HALF = 0.5  # least share of a column's cells that are what its header says
# Of a column that tells goods of one code apart, as descriptions in declarations do: rows, different texts for each code and each
# row, letters of a text. A statistic has one text for a code; what divides it (a province, a mode of transport) has few.
LEAST_ROWS, TEXTS_OF_CODE, TEXTS_OF_ROWS, LEAST_LETTERS = 10, 1.5, 0.4, 6


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
        and not any(share(cells, test) >= HALF for test in (is_place, _is_flow, is_period, _is_amount))
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


def is_period(cell: str) -> bool:
    """Whether a cell of a row is a period; 202301 is a month."""
    return period_of(cell) is not None or bool(re.fullmatch(r"(?:19|20)\d{4}", cell))


def _is_flow(cell: str) -> bool:
    return flow_of_cell(cell) is not None


def _is_amount(cell: str) -> bool:
    return bool({"value", "quantity", "weight"} & words.column_kinds(cell).keys())
