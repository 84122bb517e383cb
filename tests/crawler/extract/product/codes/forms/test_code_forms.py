"""What is the code of a model, and which codes are a family."""

from __future__ import annotations

import pytest

from crawler.extract.product.codes.forms.code_forms import in_capitals, is_code, is_marked_code
from crawler.extract.product.codes.forms.code_lists import are_family, family
from crawler.extract.product.codes.names.codes_in_names import model_code


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


@pytest.mark.parametrize(
    "size",
    ["265/70R16", "LT225/75R15", "13.00R24", "10R17.5", "9.50-18", "M10x40", "M14x1,25", "Tr24x5", "G3/4", "3/8NPT", "DN65", "DN80/PN10",
     "HSK-C50", "BT30", "IPE-240", "54E3", "LR44", "7G2.5", "DC12V", "AC100-240V"],
)  # fmt: skip
def test_sizes_that_many_makers_goods_have_are_no_models(size: str) -> None:
    assert model_code(f"Item {size} for fields", None, None) is None


@pytest.mark.parametrize(
    "code", ["DC-05", "QV-265/70", "QR20", "12R5", "M14x", "BT-65", "50E10", "PN160A", "QM10x40"]
)
def test_codes_that_resemble_sizes_are_models(code: str) -> None:
    assert model_code(f"Item {code} for fields", None, None) == (code, "name")


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


def test_measures_with_a_sign_between_them_are_no_code() -> None:
    assert model_code("Lamp 12V-9W", None, None) is None
    assert model_code("Lamp QV12-9", None, None) == ("QV12-9", "name")
    assert not is_marked_code("12V-90W")


@pytest.mark.parametrize("code", ["30ч6бр", "15кч18п", "11б38бк", "13с947нж", "19С53НЖ"])
def test_russian_valves_are_designated_in_small_letters(code: str) -> None:
    assert is_code(code)
    assert is_marked_code(code)
    assert in_capitals(code) == code.upper()
    assert not is_code(code.replace("б", "я").replace("ч", "я").replace("с", "я").replace("С", "Я")[:5] + "я")
    assert in_capitals("QV-20x") == "QV-20x"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ТР 335 Н «Кулик»", "ТР 335 Н"),
        ("ТР 650 НД «Кулик»", "ТР 650 НД"),
        ("ТР 335 В «Кулик»", "ТР 335"),
        ("Двигатель АКБ160S4 У3", "АКБ160S4"),
        ("СОК 200 МЛ «Добрый»", None),
        ("БАК 500 Л «Ручей»", None),
        ("ГОСТ 9941 ТУ «Трубы»", None),
    ],
)
def test_letters_behind_a_cyrillic_number(name: str, code: str | None) -> None:
    assert model_code(name, None, None) == (code and (code, "name"))
