"""What is the code of a model, and which codes are a family."""

from __future__ import annotations

import pytest

from crawler.extract.product.codes.code_forms import is_code, is_marked_code
from crawler.extract.product.codes.code_lists import are_family, family


@pytest.mark.parametrize(
    "text", ["QV 20", "QV-65-40-PF", "QV38S4", "TQ-EPX-210-5", "КДМ-25", "QV 20 A", "QV 20 M"]
)
def test_codes_of_models(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize(
    "text",
    ["20 mm", "16 kg", "Width 300", "Nominal size DN (mm)", "1200", "QV", "small", "DA 65 mm", "DA 40 mm"],
)
def test_texts_that_are_no_codes(text: str) -> None:
    assert not is_code(text)


def test_a_family_begins_alike() -> None:
    assert family(["QV 20", "QV 32", "blue"]) == ("QV 20", "QV 32")
    assert family(["QV 20", "TX 32"]) == family(["QV 20"]) == ()


@pytest.mark.parametrize(
    ("text", "marked"), [("QV-20", True), ("QV 20", False), ("DN-50", False), ("QV200", True)]
)
def test_codes_that_no_word_names_have_a_hyphen_or_three_digits(text: str, marked: bool) -> None:
    assert is_marked_code(text) == marked


def test_a_family_is_all_of_different_codes() -> None:
    assert are_family(["QV-20", "QV-32"])
    assert not are_family(["QV-20", "QV-20"])
    assert not are_family(["QV-20", "blue"])
