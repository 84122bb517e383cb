"""Quantities that a reviewer sees: one figure for units of one kind."""

from __future__ import annotations

import json

from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.review.evidence import LINES
from tests.support.customs_files import WriteCsv, case, db, row, write_csv

__all__ = ["case", "db", "write_csv"]


def test_thousands_of_pieces_are_shown_as_pieces(db: Database, write_csv: WriteCsv) -> None:
    counted = (("20", "ШТ"), ("40", "ТЫС. ШТ"), ("3", "компл"))
    rows = [
        row(n, PRODUCT_DESCRIPTION="ШЛЕМ", QUANTITY=amount, UNIT=unit)
        for n, (amount, unit) in enumerate(counted)
    ]
    import_file(db, write_csv(rows))
    (goods_id,) = db.execute("SELECT goods_id FROM goods").fetchone()
    (found,) = db.query(LINES, [json.dumps([goods_id])])
    assert json.loads(found["quantities"]) == [["pieces", 40_020], ["компл", 3]]
