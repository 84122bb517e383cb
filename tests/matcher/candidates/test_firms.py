"""Whether two written names are one firm: a distinctive word in common says so, a generic one does not."""

from __future__ import annotations

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.candidates.firms import FirmNames, firms_in, keys_of
from matcher.records.documents import ItemDocument, Page


def item(site: str, brand: str = "", description: str = "") -> ItemDocument:
    page = Page("en", "Gate valve GV-20", "Gate valves", description, {})
    return ItemDocument(
        f"i-{site}", site, ("GV-20",), (brand,) if brand else (), (page,), None, "", "", "", shipped()
    )


@pytest.fixture
def names() -> FirmNames:
    items = [
        item("velorund-valve-technology", "KASTORIX", "Made by Wuxi Velorund Valve Co., Ltd."),
        item("ombrafel"),
    ]
    return FirmNames(items, [0, 1])


@pytest.mark.parametrize(
    "written",
    [
        "VELORUND VALVE CO., LTD",
        "Wuxi Velorund Trading Co Ltd",
        "ВЕЛОРУНД ВАЛЬВ КО., ЛТД",
        "Velorundd Technology Ltd",
    ],
)
def test_a_distinctive_word_in_common_is_enough(names: FirmNames, written: str) -> None:
    assert names.likeness(written, 0).stem >= 0.8
    assert names.likeness(written, 1).stem == 0


def test_generic_words_and_the_words_of_the_goods_are_not(names: FirmNames) -> None:
    assert names.likeness("DAPPLEGROVE VALVE TECHNOLOGY CO LTD", 0).stem < 0.45


def test_initials_of_a_name_on_a_page_count(names: FirmNames) -> None:
    assert names.likeness("WVV Co., Ltd", 0).initials == 1
    assert names.likeness("XQV Co., Ltd", 0).initials == 0


def test_firms_of_a_page_are_found_with_their_legal_form() -> None:
    text = "Pump, 40 l/min. Made by Wuxi Velorund Valve Co., Ltd. 山东北川轴承有限公司"
    assert any("Velorund" in name for name in firms_in(text))
    assert any(name.endswith("北川轴承有限公司") for name in firms_in(text))


def test_legal_forms_are_no_part_of_a_key() -> None:
    assert keys_of("Ombrafel Trading GmbH") == keys_of("OMBRAFEL")
