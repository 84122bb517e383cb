"""Columns of models and of articles are told apart by what the texts of the goods call their numbers."""

from __future__ import annotations

import pytest

from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.columns import columns_of
from matcher.customs.layout.rows.goods_numbers import with_numbers_of_goods

KNOWN: dict[str, tuple[int, ...]] = {"description": (0,), "model": (1,), "article": (2,)}


def found(label: str) -> dict[str, tuple[int, ...]]:
    """How the columns are read, of which the first are stated in the texts behind `label`."""
    rows = [
        [f"Valve of brass, {label} {first}" if n % 3 else "Valve of brass", first, second]
        for n in range(20)
        for first, second in [(f"B{n}17-4", f"QX {n}L")]
    ]
    columns = columns_of(["Goods", "Zq1", "Zq2"], rows)
    read = with_numbers_of_goods(columns, Assignment(KNOWN, dict.fromkeys(KNOWN, 0.97)))
    return dict(read.mapping)


@pytest.mark.parametrize("label", ["art.", "артикул:", "article no."])
def test_numbers_that_texts_call_articles_are_no_models(label: str) -> None:
    assert found(label) == {"description": (0,), "article": (1,), "model": (2,)}


@pytest.mark.parametrize("label", ["model", "DN"])
def test_other_numbers_stay_as_headers_say(label: str) -> None:
    assert found(label) == KNOWN
