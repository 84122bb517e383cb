"""Eurostat's TSV and Easy Comext: periods in columns, names of dimensions of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.trade.flows import flows
from matcher.customs.trade.question import Question

TSV = (
    "freq,reporter,partner,product,flow,indicators\\TIME_PERIOD\t2021 \t2022 \n"
    "A,PL,CN,85013200,2,VALUE_IN_EUROS\t500 p\t: c\n"
    "A,PL,CN,85013200,2,QUANTITY_IN_100KG\t3 \t4 \n"
    "A,PL,CN,85013200,2,SUP_QUANTITY\t7 \t: \n"
)
EASY = (
    "DECLARANT_LAB,PARTNER_LAB,PRODUCT,FLOW_LAB,STAT_REGIME_LAB,PERIOD,INDICATORS,INDICATOR_VALUE\n"
    "Poland,China,85013200,2 - EXPORT,TOTAL,2021,VALUE_IN_EUROS,500\n"
    "Poland,China,85013200,2 - EXPORT,TOTAL,2021,QUANTITY_IN_100KG,3\n"
    "Poland,China,85013200,2 - EXPORT,TOTAL,2022,VALUE_IN_EUROS,:\n"
    "Poland,China,85013200,2 - EXPORT,TOTAL,2022,QUANTITY_IN_100KG,4\n"
)


@pytest.mark.parametrize(("name", "text"), [("e.tsv", TSV), ("e.csv", EASY)])
def test_values_weights_and_secret_cells(db: Database, tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    (table,) = import_file(db, path).tables
    assert (table.rejects, "1 values and weights are missing or secret" in table.note) == (0, True)
    rows = flows(db, Question(codes=(("8501",),)))
    assert [(r["flow"], r["from"], r["to"], r["period"], r["value"], r["quantity"]) for r in rows] == [
        ("export", "POL", "CHN", "2021", 500, 300),
        ("export", "POL", "CHN", "2022", None, 400),
    ]
