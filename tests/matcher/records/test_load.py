"""Documents of goods records from the case's tables."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from crawler.case.case import Case
from matcher.attributes.taxonomy import shipped
from matcher.records.load import load_goods
from matcher.review.decisions import review_database
from tests.support.matching_case import add_goods


@pytest.mark.parametrize(
    ("value", "quantity", "price"),
    [(1200.0, 4.0, 300.0), (-1200.0, 4.0, None), (1200.0, -4.0, None), (0.0, 4.0, None), (1200.0, 0.0, None), (None, 4.0, None)],
)  # fmt: skip
def test_a_correction_with_a_negative_value_has_no_unit_price(
    tmp_path: Path, value: float | None, quantity: float, price: float | None
) -> None:
    case = Case.create(tmp_path / "case", name="case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        add_goods(db, "g-1", "ПЛИТА КЕРАМИЧЕСКАЯ", "", "690919")
        with db.conn:
            db.execute("UPDATE customs_lines SET value_usd = ?, quantity = ?", [value, quantity])
        (goods,) = load_goods(db, shipped(), ["g-1"])
    assert goods.unit_price == price
