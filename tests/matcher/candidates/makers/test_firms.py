"""Whether two written names are one firm: a distinctive word in common says so, a generic one does not."""

from __future__ import annotations

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.candidates.makers.firms import (
    Declared,
    FirmNames,
    declared_by,
    firms_in,
    keys_of,
    shipper_in,
    words_of_names,
)
from matcher.records.documents import GoodsDocument, ItemDocument, Page


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


def test_the_words_of_the_goods_before_a_firm_are_no_part_of_its_name() -> None:
    assert firms_in("никелированная оболочка, винтовой зажим. Велорунд Вальв ООО") == ["Велорунд Вальв ООО"]
    assert firms_in("water cooled, white housing Velorund Valve and Pump Co., Ltd") == [
        "Velorund Valve and Pump Co., Ltd"
    ]
    assert firms_in("made in the factory of our ltd") == []


def declared(text: str, maker: str, number: int) -> GoodsDocument:
    return GoodsDocument(f"g-{number}", text, maker, "", "", "", {}, "", (), (), (), "", "", None, shipped())


def test_words_that_other_declared_firms_or_many_descriptions_have_are_not_distinctive() -> None:
    items = [item("site-1", "KASTORIX", "By Kastorix Turbonal Sprinkel Co., Ltd.")]
    alone = FirmNames(items, [0])
    assert alone.likeness("TURBONAL LTD", 0).stem == alone.likeness("SPRINKEL LLC", 0).stem == 1
    records = [
        declared("TURBONAL UNIT", name, n)
        for n, name in enumerate(("ABERFELD SPRINKEL LTD", "DORNACH SPRINKEL", ""))
    ]
    found = FirmNames(items, [0], declared_by(records))
    assert found.likeness("DAPPLEGROVE TURBONALS LTD", 0).stem < 0.45
    assert found.likeness("ZELBRIK SPRINKEL LLC", 0).stem < 0.45
    assert found.likeness("KASTORIX EXPORT", 0).stem == 1, "the brand is the maker's own whoever else has it"


def test_a_word_that_neither_name_begins_with_is_no_firms_own() -> None:
    named = item(
        "site-1",
        "KASTORIX",
        "Made by Velorund Turbonal Ltd. Every turbonal is tried. Made by Sprinkel Ombrafel Ltd",
    )
    names = FirmNames([named], [0])
    assert names.likeness("DAPPLEGROVE TURBONAL LTD", 0).stem < 0.45
    assert names.likeness("DAPPLEGROVE VELORUND LTD", 0).stem == 1, "the maker's name begins with it"
    assert names.likeness("OMBRAFEL LTD", 0).stem == 1
    assert names.likeness("TURBONAL LTD", 0).stem < 0.45, "the page has it in small letters"
    assert set(names.stems) == {"kastorix", "velorund", "sprinkel"}


def test_two_letters_are_initials_of_two_words_only() -> None:
    names = FirmNames([item("site-1", "", "By Wuxi Velorund Valve Co., Ltd.")], [0])
    assert names.likeness("WV LLC", 0).initials == 0
    assert names.likeness("WVV LLC", 0).initials == 1


def test_legal_forms_are_no_part_of_a_key() -> None:
    assert keys_of("Ombrafel Trading GmbH") == keys_of("OMBRAFEL")


@pytest.mark.parametrize(
    "written",
    [
        *("{} LTDA", "{} Lda.", "{} EIRELI", "{} S.A.C.", "{} E.I.R.L.", "{} S.A. DE C.V.", "{}, S. de R.L. de C.V.", "{} S.L.U."),
        *("{} SARL", "{} SNC", "{} BVBA", "{} OHG", "{} e.K.", "{} Oyj", "{} Nyrt.", "{} spol. s r.o.", "{} k.s.", "{} Spółka z o.o."),
        *("{} d.d.", "{} A.Ş.", "{} Limited Şirketi", "{} San. ve Tic. Ltd. Şti.", "{} ЕООД", "{} ad", "{} PVT. LTD.", "{} Pvt Ltd", "{} Tbk"),
        *("UAB {}", "SIA {}", "OÜ {}", "PT {}", "CV {}", "CÔNG TY TNHH {}", "Công ty cổ phần {}", "CTY TNHH MTV {}"),
        *("ЖШС {}", "{} ЖШС", "{} АҚ", "{} MCHJ", "{} МЧЖ", "ОсОО {}", "შპს {}", "{} ՍՊԸ", "株式会社{}", "{}株式会社", "주식회사 {}", "{}(주)"),
    ],
)  # fmt: skip
def test_legal_forms_of_any_country_tell_no_firm_from_another(written: str) -> None:
    assert keys_of(written.format("Ombrafel")) == keys_of("Ombrafel")
    names = FirmNames([item("velorund")], [0])
    assert names.likeness(written.format("Ombrafel"), 0).stem == 0


def test_words_that_are_forms_behind_a_name_are_its_own_before_it() -> None:
    for name in ("AD Ombrafel", "SL Ombrafel", "BT Ombrafel"):
        assert len(keys_of(name)) == 2


def test_a_place_of_many_declared_firms_is_no_sign_of_one() -> None:
    catalog = [item("velorund", description="Made by Shenzhen Velorund Power Technology Co., Ltd")]
    few = Declared(frozenset(("Shenzhen Ombrafel Energy", "Ningbo Teskel")))
    many = Declared(
        frozenset(f"Shenzhen {name} Energy" for name in ("Ombrafel", "Teskel", "Rogand", "Virsek", "Doltu"))
    )
    assert FirmNames(catalog, [0], few).likeness("Shenzhen Ombrafel Energy", 0).place
    assert not FirmNames(catalog, [0], many).likeness("Shenzhen Ombrafel Energy", 0).place


@pytest.mark.parametrize(
    ("shipper", "text", "brand"),
    [
        ("NANJING DOLVERA PUMP", "VERTICAL PUMP DOLVERA KV10-65 3KW", True),
        ("TUMBARING DOLVERA PUMP", "VERTICAL PUMP DOLVERA KV10-65 3KW", True),  # a place that is not known
        ("ООО ТОРГОВЫЙ ДОМ ДОЛВЕРА", "Насос вертикальный Dolvera KV10-65", True),
        ("NANJING DOLVERA PUMP", "VERTICAL PUMP KV10-65 3KW", False),
        ("GATE TRADING LTD", "GATE OF STEEL, HINGED", False),  # goods are called so
        ("NANJING PUMP TRADING", "PUMP KV10-65", False),  # declarations of others have the word
    ],
)
def test_a_shipper_whose_own_word_is_in_the_description_is_its_brand(
    shipper: str, text: str, brand: bool
) -> None:
    def record(text: str, *shippers: str) -> GoodsDocument:
        return GoodsDocument("g", text, "", "", "", "", {}, "", (), (), shippers, "", "", None, shipped())

    declared = declared_by([record(f"PUMP, SIZE {n}", "Orvi Sek Ltd") for n in range(3)])
    ordinary = words_of_names([item("velorund")]) | declared.unnamed
    assert shipper_in(record(text, shipper), ordinary) == (shipper if brand else "")
