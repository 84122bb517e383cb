"""Codes that a goods record states and no item has."""

from __future__ import annotations

import pytest

from matcher.candidates.codes.unknown_codes import code_of_mark
from tests.support.growth import filled, grows_linearly


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DOLVERA KV10-65 PUMP 3 KW", "KV10-65"),
        ("Насос «Долвера» КВ-10/65, 3 кВт", "КВ-10/65"),
        ("PUMP DOLVERA 65A 4IN1", ""),  # measures
        ("DOLVERA PUMP 3 KW", ""),
        ("PUMP OMBRAFEL KV10-65", ""),  # another's
    ],
)
def test_a_code_behind_the_mark_of_a_firm_is_stated(text: str, code: str) -> None:
    assert code_of_mark(text, "NANJING DOLVERA PUMP CO., LTD") == code


def test_long_texts_are_read_in_linear_time() -> None:
    assert grows_linearly(lambda n: code_of_mark(filled("DOLV A1-", n), "DOLVERA"), 400)
