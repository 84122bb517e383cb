"""The mark that "make" names."""

from __future__ import annotations

import pytest

from matcher.customs.goods.parse import parse_goods
from tests.support.growth import filled, grows_linearly


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("HOIST 2T CHAIN 6M MAKE VELTRO", "VELTRO"),
        ("HOIST 2T CHAIN 6M MAKE VELTRO AS PER INVOICE", "VELTRO"),
        ("HOIST 2T (MAKE-VELTRO) CHAIN 6M", "VELTRO"),
        ("HOIST 2T, MAKE: VELTRO ITALY 6 MTR", "VELTRO ITALY"),
        ("HOIST 2T CHAIN 6M VELTRO MAKE", "VELTRO"),
        ("HOIST 2T CHAIN 6M VELTRO UK MAKE (BRAND NEW)", "VELTRO UK"),
        ("VELTRO LIFTING MAKE HOIST 2T", "VELTRO LIFTING"),
        ("HOIST 2T MODEL QX-7 MAKE VELTRO", "VELTRO"),
        ("MACHINE USED TO MAKE PAPER CUPS", None),
        ("HOIST 2T, ANY MAKE", None),
        ("HOIST 2T, MAKE AND MODEL AS PER INVOICE", None),
        ("HOIST 2T, MAKE: NA", None),
        ("HOIST FOR ALL MAKE OF CRANES", None),
    ],
)
def test_make_stands_before_the_mark_or_at_the_end_behind_it(text: str, mark: str | None) -> None:
    assert parse_goods(text).trademark == mark


def test_make_ends_the_model_before_it() -> None:
    assert parse_goods("HOIST 2T MODEL QX-7 MAKE VELTRO").model == ("QX-7",)


@pytest.mark.parametrize(
    ("begun", "piece", "end"),
    [("", "make ", ""), ("make", " ", ""), ("", "a ", "make"), ("", "a-", ""), ("", "orlex brand pump ", "")],
)
def test_a_hostile_text_is_read_in_linear_time(begun: str, piece: str, end: str) -> None:
    assert grows_linearly(lambda n: parse_goods(f"{begun}{filled(piece, n)}{end}", attributes=False), 4_500)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("ORLEX BRAND WATER PUMP 2 KW", "ORLEX"),
        ("SHOES FOR MEN, ORLEX BRAND", "ORLEX"),
        ("MEN SHOES ORLEX BRAND MODEL X20", "ORLEX"),
        ("GLOVES OF COTTON ORLEX BRAND, NEW", "ORLEX"),
        ("ORLEX MARKALI POMPA 5 ADET", "ORLEX"),
        ("PUMP BRAND ORLEX", "ORLEX"),
        ("ORLEX LTD BRAND: VARN", "VARN"),
        ("BRAND NEW PUMP", None),
        ("SHOES WITHOUT BRAND, NEW", None),
        ("PUMPS NO BRAND", None),
    ],
)
def test_a_mark_may_stand_before_the_word_for_a_brand(text: str, mark: str | None) -> None:
    assert parse_goods(text).trademark == mark
