"""Codes of which a text writes only the ends."""

from __future__ import annotations

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.candidates.codes.abridged_codes import abridged_codes
from matcher.candidates.codes.model_codes import CodeIndex
from matcher.records.documents import GoodsDocument, ItemDocument, Page
from tests.support.growth import filled, grows_linearly


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ПИЛЫ СЕРИИ KVX-6550 (B, D), 4 ШТ", ["KVX-6550", "KVX-6550B", "KVX-6550D"]),
        ("saw KVX-20A/B", ["KVX-20A", "KVX-20B"]),
        ("saw KVX-12/24/48, new", ["KVX-12", "KVX-24", "KVX-48"]),
        ("saw KVX-20A/30C", ["KVX-20A", "KVX-30C"]),
        ("saw KVX-20/B2", None),
        ("saw 100/220 V", None),
        ("saw KVX (A, B)", None),
        ("SAW KVX-20 (A, B)", ["KVX-20", "KVX-20A", "KVX-20B"]),
    ],
)
def test_the_ends_of_further_codes_stand_behind_the_first(text: str, codes: list[str] | None) -> None:
    assert [list(found.codes) for found in abridged_codes(text)] == ([codes] if codes else [])


def named(text: str, *codes: str) -> set[str]:
    page = Page("en", "Band saw", "", "", {})
    items = [ItemDocument(f"i-{c}", "mill", (c,), (), (page,), None, "", "", "", shipped()) for c in codes]
    goods = GoodsDocument("g", text, "", "", "", "", {}, "", (), (), (), "", "", None, shipped())
    return {hit.code for hit in CodeIndex(items).find(goods).values() if hit.exact}


def test_codes_that_are_abridged_are_named_where_the_catalog_has_two_of_them() -> None:
    assert named("BAND SAWS KVX-6550 (B, D)", "KVX-6550B", "KVX-6550D", "KVX-6550C") == {
        "KVX-6550B",
        "KVX-6550D",
    }
    assert named("BAND SAWS KVX20 (A, B)", "KVX-20A", "KVX-20B") == {"KVX-20A", "KVX-20B"}
    assert named("BAND SAWS KVX-20/30", "KVX-20", "KVX-30", "KVX-40") == {"KVX-20", "KVX-30"}
    assert named("BAND SAW KVX-40/III", "KVX-40", "KVX-40/III") == {"KVX-40/III"}
    assert named("BAND SAW KVX-6550 (B, D)", "KVX-6550B", "KVX-6570") == set()


@pytest.mark.parametrize("piece", ["A1", "A/", "K-1/", "K1 (A,", "K 1 "])
def test_long_texts_are_read_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: list(abridged_codes(filled(piece, n))), 2_000)
