"""Columns that only their headers tell apart, under headers in words that nobody knows: unread or asked about, never wrong."""

from __future__ import annotations

from functools import cache

import pytest

from matcher.customs.layout.recognition.recognise import Layout, recognise
from tests.support.lookalike_tables import Lookalikes, lookalike_table

TABLES = 40  # benchmarks/unseen_layouts.py --lookalikes has as many as it is asked for


@cache
def recognised() -> list[tuple[Lookalikes, Layout]]:
    tables = map(lookalike_table, range(TABLES))
    return [(table, recognise([list(table.headers), *map(list, table.rows)])) for table in tables]


def test_no_field_is_read_from_a_column_that_looks_like_it() -> None:
    for table, layout in recognised():
        asked = {question.field for question in layout.questions}
        assert table.wrong(layout.mapping).keys() <= asked


def test_of_two_columns_of_dates_under_unknown_headers_the_import_asks_which() -> None:
    layouts = [layout for table, layout in recognised() if "invoice_date" in table.fields]
    assert layouts
    assert all("date" in {question.field for question in layout.questions} for layout in layouts)


@pytest.mark.parametrize(
    ("header", "field"), [("Sota", "exporter"), ("Importe", "importer")], ids=["uzbek", "import"]
)
def test_one_word_that_seems_known_among_unknown_ones_names_no_field(header: str, field: str) -> None:
    table, _ = recognised()[5]
    at = table.fields.index("description")
    headers = [header if n == at else name for n, name in enumerate(table.headers)]
    layout = recognise([headers, *map(list, table.rows)])
    assert layout.mapping.get(field) != (at,)
