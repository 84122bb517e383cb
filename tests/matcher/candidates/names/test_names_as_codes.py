"""Names of a word and a number, codes of letters alone and whole names written apart, found as codes are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.candidates.codes.model_codes import CodeIndex
from matcher.candidates.names.names_as_codes import NamesAsCodes
from matcher.records.documents import GoodsDocument, ItemDocument, Page


def goods(text: str) -> GoodsDocument:
    return GoodsDocument("g", text, "", "", "", "", {}, "", (), (), (), "", "", None, shipped())


def item(name: str, *codes: str, text: str = "") -> ItemDocument:
    page = Page("en", name, "", text, {})
    return ItemDocument(f"i-{name}", "mill", codes, (), (page,), None, "", "", "", shipped())


ITEMS = [
    item("Vorn 700"),
    item("Vorn 1400"),
    item("Orlan Q2"),
    item("Tysek II"),
    item("Lintra 7,5"),
    item("Sopka"),
    item("Tarnik", "41300"),  # an order number, no model
    item("Grelda", "QX-5"),
    item("Melkor ® Rope ladder, folding", "QX-7"),
    item("Rope winder – TULMA 24", "QX-9"),
    item("Half shell", "KVD-TR-LUM"),
    item("Furnace MURFOLAT 18", "MURFOLAT 18"),
    item("Boots 40"),
    item("Class 2"),
    item("Cable 3 m"),
    *(item(f"Zorn {n}", text="boots of leather") for n in (3, 4, 5)),
]


def named(text: str, items: list[ItemDocument] = ITEMS) -> set[str]:
    return {hit.name for hit in NamesAsCodes(items).find(text) if hit.apart}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ПЛАЩ ВОРН 700, 20 ШТ", "Vorn 700"),
        ("coat VORN1400 silver", "Vorn 1400"),
        ("каска Орлан-Q2 белая", "Orlan Q2"),
        ("ремень TYSEK II, размер XL", "Tysek II"),
        ('rope "LINTRA" 7.5 white', "Lintra 7,5"),
        ("сапоги резиновые Sopka р. 40", "Sopka"),
        ("BOOTS MODEL SOPKA SIZE 40", "Sopka"),
        ("сапоги «Сопка»", "Sopka"),
        ("кресло «Тарник»", "Tarnik"),
        ("лестница верёвочная MELKOR 5 м", "Melkor"),
        ("лестница верёвочная «Мелькор»", "Melkor"),
        ("лебёдка ТУЛМА-24", "TULMA 24"),
        ("полусфера KVD-TR-LUM", "KVD-TR-LUM"),
        ("полусфера kvd tr lum", "KVD-TR-LUM"),
        ('печь "МУРФОЛАТ 18", 18 л', "MURFOLAT 18"),
    ],
)
def test_names_are_found_however_they_are_written(text: str, name: str) -> None:
    assert named(text) == {name}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('ФОНАРЬ РУЧНОЙ "СОПКА-Л", 10 ШТ', "Сопка Л"),
        ("ФОНАРИ: ТАРНИК 7 - 3 ШТ, БЕЗ УПАКОВКИ", "Тарник 7"),
        ("torch TARNIK-12", "Тарник 12"),
        ("ПЕРЕХОДНИК TO 1/2", None),
    ],
)
def test_what_a_page_quotes_in_its_name_is_a_name(text: str, name: str | None) -> None:
    pages = [
        *(item(f"Фонарь ручной «{name}»") for name in ("Сопка Л", "Тарник 7", "Тарник 12")),
        item('Adapter 3/4" to 1/2"'),
    ]
    assert named(text, pages) == ({name} if name else set())


def test_a_name_of_words_alone_is_the_items_where_its_maker_is_named() -> None:
    lettered = CodeIndex([replace(item("Фонарь ручной «Сопка-В»"), brands=("Орлекс",))])
    assert lettered.find(goods("HAND TORCH SOPKA V, ORLEKS LLP")).keys() == {0}
    assert lettered.find(goods("ФОНАРЬ СОПКА В, ОРЛЕКС")).keys() == {0}
    index = CodeIndex([replace(item("Фонарь ручной «Сопка»"), brands=("Орлекс",))])
    assert index.find(goods("HAND TORCH SOPKA ORLEKS LLP")).keys() == {0}
    assert not index.find(goods("HAND TORCH SOPKA MELQUARD LLP"))


VARIANTS = [
    item("Vorn 700"),
    item("Vorn 700L"),
    item("Vorn line", text="all of the Vorn line"),
    item("Case for them", text="for Vorn 700"),
    item("Belt", text="for Vorn 700"),
    item("Tarvo 8x42"),
    item("Tarvo 10x42"),
    item("Power 100W"),
    item("Nets 3x5"),
]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("плащ ВОРН 700", {"Vorn 700"}),
        ("coat VORN700L", {"Vorn 700L"}),  # no litres: it stands beside one without
        ("плащ ВОРН 700 Л", {"Vorn 700L"}),
        ("coat VORN 700R", set()),  # another model
        ("coat VORN 700 R, 20 pcs", {"Vorn 700"}),
        ("бинокли ТАРВО 8х42 и ТАРВО 10Х42", {"Tarvo 8x42", "Tarvo 10x42"}),
        ("binocular Tarvo 12x42", set()),
        ("power 100W", set()),
        ("nets 3x5 m", set()),
    ],
)
def test_what_looks_like_a_measure_is_part_of_a_name_where_it_tells_models_apart(
    text: str, names: set[str]
) -> None:
    assert named(text, VARIANTS) == names


@pytest.mark.parametrize(
    "text",
    [
        "coat VORN 7000",  # another number
        "coat VORN 700-2",  # a longer one
        "Lintra, 7.5 kg each",  # apart
        "rubber boots sopka 40",  # a word among words of its letters
        "boots 40-46",  # a word of the goods, on pages of others
        "vest class 2, cable 3 m",
        "TYSEK I",
        "лестница верёвочная MELKOR PRO 5 м",  # a longer name
        "rope ladder melkor",
        "кресло «Грелда»",  # called by its model QX-5
    ],
)
def test_other_numbers_and_words_are_no_names(text: str) -> None:
    assert named(text) == set()


LETTERED = [
    item("Vastra E3"),
    item("Vastra D20"),
    item("Vastra M5"),
    item("Tolmek G45", "G45"),
    item("Anchor D16"),  # no other anchor is called alike, and it has no such code
    item("Brinda W 7"),
]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("двигатели VASTRAE3 - 4 ШТ", {"Vastra E3"}),
        ("двигатели VАSTRАE3 и ВАСТРА Д20", {"Vastra E3", "Vastra D20"}),  # with a Cyrillic А
        ("động cơ vastra-m5, mới 100%", {"Vastra M5"}),
        ("motor ВАСТРАМ5", {"Vastra M5"}),
        ("windlass TolmekG45", {"Tolmek G45"}),
        ("anchor D16", set()),
        ("", set()),
        ("motor VASTRE3", set()),
        ("motor VASTRAXE3", set()),
        ("motor VASTRAE33", set()),
        ("pump BRINDAW7", {"Brinda W 7"}),
    ],
)
def test_a_letter_before_the_number_is_part_of_a_name_glued_or_like_a_size(
    text: str, names: set[str]
) -> None:
    assert named(text, LETTERED) == names


SIZES = [
    item("Rope Vastra", "VR"),
    item("Tolmek G45", "G45"),
    *(item(f"Tolmek G45 {size} mm", f"71.45{size}") for size in (10, 12, 14)),
]


@pytest.mark.parametrize(
    ("text", "exact", "family"),
    [
        ("rope TOLMEK G45 12MM, 100 m", {"Tolmek G45", "Tolmek G45 12 mm"}, set()),
        ('канат "ТОЛМЕК Г45 12 ММ" 100 м', {"Tolmek G45", "Tolmek G45 12 mm"}, set()),
        ("rope TolmekG45, 100 m", {"Tolmek G45"}, {f"Tolmek G45 {size} mm" for size in (10, 12, 14)}),
        ("rope Tolmek G46 12 mm", set(), set()),
    ],
)
def test_a_name_that_goes_on_with_a_size_is_found_with_it_and_without_it_may_be_meant(
    text: str, exact: set[str], family: set[str]
) -> None:
    found = CodeIndex(SIZES).find(goods(text))
    assert {SIZES[number].pages[0].name for number, hit in found.items() if hit.exact} == exact
    assert {SIZES[number].pages[0].name for number, hit in found.items() if not hit.exact} == family


def test_of_a_short_code_and_a_name_that_has_it_the_longer_is_taken() -> None:
    index = CodeIndex(LETTERED)
    assert index.find(goods("windlass TOLMEK-G45"))[3].written == "TOLMEK-G45"


def test_a_word_that_records_use_otherwise_is_no_name() -> None:
    sample: list[GoodsDocument] = [goods(f"frame vorn of steel, lot {n}") for n in range(8)]
    assert [*NamesAsCodes(ITEMS, sample).find("coat VORN 700")] == []
    assert [*NamesAsCodes(ITEMS, sample).find("каска ОРЛАН Q2")]


def test_a_name_counts_as_a_code_and_a_part_for_it_does_not() -> None:
    index = CodeIndex(ITEMS)
    hit = index.find(goods("Плащ теплоотражающий Ворн-700"))[0]
    assert (hit.code, hit.exact, hit.read, hit.fits) == ("Vorn 700", True, True, False)
    assert index.find(goods("spare zip for Vorn 700"))[0].fits


def test_goods_of_another_kind_that_are_called_alike_do_not_name_the_item() -> None:
    chair = item("Vastrel", text="Folding chair of steel")
    index = CodeIndex([chair])
    assert index.find(goods('Кресло складное "Vastrel", сталь'))
    assert not index.find(goods('Кроссовки "Vastrel" мужские, р.42'))


def test_a_coined_word_is_a_name_though_other_pages_show_it_and_goods_may_be_of_another_kind() -> None:
    filler = " ".join(f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(320))
    shown = [item(f"Zorn {n}", text=f"See also QuirVast and Quirtek. {filler}") for n in (3, 4, 5)]
    index = CodeIndex([item("QuirVast", text="Folding chair of steel"), item("Quirtek"), *shown])
    assert index.find(goods("Кроссовки QuirVast мужские, р.42")).keys() == {0}
    assert index.find(goods("Кроссовки Quirtek мужские, р.42")).keys() == {1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ПЛАЩ ВОРН 900, 20 ШТ", "ВОРН 900"),
        ("coat VORN-900 silver", "VORN-900"),
        ("coat VORN 700", None),
        ("coats VORN 20 pcs", None),
        ("coat VORN 900 g", None),
        ("coat VORN 12-700", None),
    ],
)
def test_a_word_of_the_catalog_with_another_number_is_none_of_its_items(text: str, found: str | None) -> None:
    others = NamesAsCodes(ITEMS).other_numbers(text)
    assert others == ({} if found is None else dict.fromkeys((0, 1), found))


def test_a_number_that_an_items_own_page_states_behind_its_word_is_no_other() -> None:
    pages = [item("Vorn 700", text="Vorn 700 and Vorn 900 coats"), item("Vorn 1400")]
    assert NamesAsCodes(pages).other_numbers("coat VORN 900") == {1: "VORN 900"}


def test_capitals_behind_a_code_at_the_end_of_a_name_are_a_part_of_it() -> None:
    index = CodeIndex([item("Inverter QXT-3024 S", "QXT-3024"), item("Inverter QXT-3024 MZ", "QXT-3024")])
    assert index.find(goods("INVERTER QXT-3024S 3 KW")).keys() == {0}
    assert index.find(goods("inverter QXT 3024 MZ")).keys() == {1}
    assert index.find(goods("inverter QXT-3024")).keys() == {0, 1}


def test_a_number_of_pieces_that_a_hyphen_joins_is_no_part_of_a_code() -> None:
    index = CodeIndex(
        [item("Hoist QX-200", "QX-200"), item("Hoist QX-400", "QX-400"), item("Signal LN-30", "LN-30")]
    )
    assert index.find(goods("ТЕЛЬФЕР: МОДЕЛЬ QX-200-50 ШТ., МОДЕЛЬ QX-400-30 ШТ.")).keys() == {0, 1}
    assert not index.find(goods("ТЕЛЬФЕР QX-200-50 СТАЛЬНОЙ"))


FAMILIES = [
    *(item(name) for name in ("RKB 7.5 S", "RKB 7.5 L", "RKB 40 L", "PS 950", "PS 1500")),
    *(item(name) for name in ("Vorn 700", "Vorn 12S", "Vorn 20S", "Vorn M5")),
    *(item(name) for name in ("SUB 40 L", "DN 50", "DN 80", "Kanne 5 L", "Kanne 10 L", "Bolt M5", "Bolt M6")),
    item("TARNIK 800/24"),
]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("MOTOR RKB-7.5-S, MANUAL", {"RKB 7.5 S"}),
        ("МОТОР RKB7,5L НОВЫЙ", {"RKB 7.5 L"}),
        ("PUMPS PS-950 (80 NOS), PS 1500 (40 NOS)", {"PS 950", "PS 1500"}),
        ("raft VORN 12S in a case", {"Vorn 12S"}),
        ("raft VORN-M5 in a case", {"Vorn M5"}),
        ("BOLT M5, screw M 5", set()),
        ("raft VORN 12 in a case", set()),
        ("FLANGE DN 50, SUB 40 L", set()),
        ("KANNE 5 L PLASTIC, 100 PCS", set()),
        ("winch TARNIK 800/24", {"TARNIK 800/24"}),
        ("winch TARNIK 800/12", set()),
        ("winch TARNIK 800", set()),
    ],
)
def test_names_that_look_like_measures_are_names_where_their_numbers_tell_models_of_a_site_apart(
    text: str, names: set[str]
) -> None:
    assert named(text, FAMILIES) == names


def test_what_tells_the_goods_of_a_series_apart_is_a_name_though_their_names_go_on() -> None:
    winders = [
        *(item(f"Tulmak {n} rope winder", f"TK.0{n}") for n in (12, 20)),
        *(item(f"Perno {letters}") for letters in ("S", "SL")),
        *(item(f"Winder {n} mm") for n in (12, 20)),
        item("Brasso 30 rope"),
    ]
    assert named("ЛЕБЁДКА ТУЛМАК-20, 5 ШТ", winders) == {"Tulmak 20"}
    assert named("ROPE WINDER PERNO-S", winders) == {"Perno S"}
    assert named("ROPE WINDER PERNO SL WITH LED", winders) == {"Perno SL"}
    assert not named("WINDER 20, BRASSO 30", winders)


def test_a_word_with_the_number_that_the_code_ends_in_is_a_name_at_the_end_of_a_longer_one() -> None:
    winders = [
        *(item(f"Rope winder Tulmak {n} (TK 8{n})", f"TK 8{n}") for n in (12, 20)),
        *(item(f"Steel pipe, seamless, Schedule {n}", f"KT-{code}") for n, code in ((40, 11), (80, 12))),
        item("Hand winder Perno 7 (TK 907)", "TK 907"),
    ]
    assert named("ЛЕБЁДКА ТУЛМАК-20, TULMAK 12", winders) == {"Tulmak 20", "Tulmak 12"}
    assert not named("PIPE SCHEDULE 40, PERNO 7", winders)


@pytest.mark.parametrize("text", ["PRESSES BRASSO 50-2 AND BRASSO 50/3", "ПРЕСС БРАССО-50-2, БРАССО 50-3"])
def test_two_numbers_of_a_name_are_divided_by_a_stroke_or_a_hyphen(text: str) -> None:
    presses = [item(f"BRASSO 50/{n}", f"10.050.0{n}") for n in (2, 3)]
    assert named(text, presses) == {"BRASSO 50/2", "BRASSO 50/3"}
    assert not named("PRESS BRASSO 50-4", presses)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("СУКНО «НОРГАРД 40» 150 СМ", True),  # a letter less, u that is not heard
        ("СУКНО НОРГАРТ-40", True),
        ("СУКНО НОРГАРД 60", False),  # another number
        ("СУКНО БОРКАРТ 40", False),  # another word
        ("cloth Norkuard 40", False),  # in the same letters it is another name
        ("СУКНО 40", False),
    ],
)
def test_a_name_in_other_letters_is_known_by_its_number_though_a_sound_is_amiss(
    text: str, found: bool
) -> None:
    items = [item("Norrguard 40", "Norrguard 40"), item("Melquard 60", "Melquard 60")]
    sample = [goods(text)]
    assert {hit.name for hit in NamesAsCodes(items, sample).find(text)} == (
        {"Norrguard 40"} if found else set()
    )


@pytest.mark.parametrize("name", ["车轴13吨", "水泵15千瓦", "Насос 15кВт", "Ось 13т"])
def test_a_number_with_its_unit_is_no_part_of_a_name(name: str) -> None:
    assert not named(f"{name} 20", [item(name), item("Vorn 700")])
    for own in ("Vorn 13T", "大鹏3号", "飞龙500型"):  # letters that tell models apart
        assert named(f"{own} 20", [item(own)]) == {own}


def described(name: str, text: str, language: str = "en") -> ItemDocument:
    page = Page(language, name, "", text, {})
    return ItemDocument(f"i-{name}", "mill", (), (), (page,), None, "", "", "", shipped())


SOLO, DUO = (
    described("Tarvik Solo rope winder", "With the Tarvik one winds ropes."),
    described("Tarvik Duo rope winder", ""),
)


def test_two_words_that_tell_the_goods_of_a_site_apart_are_a_name_where_the_first_is_a_proper_one() -> None:
    items = [SOLO, DUO]
    assert named("ЛЕБЁДКА ТАРВИК СОЛО, 4 ШТ", items) == {"Tarvik Solo"}
    assert named("winder Tarvik Solo 2 pcs and Tarvik Duo 2 pcs", items) == {"Tarvik Solo", "Tarvik Duo"}
    assert not named("Tarvik solo-type winder, tarvik rope", items)
    assert not named("winder Tarvik Solo", [SOLO])  # nothing is told apart
    small = described("Cover", "Covers for tarvik winders.")
    assert not named("winder Tarvik Solo", [*items, small])
    german = [described(page.pages[0].name, page.pages[0].description, "de") for page in items]
    assert not named("winder Tarvik Solo", german)
    of_maker = [
        ItemDocument(i.item_id, "mill", (), ("Tarvik",), i.pages, None, "", "", "", shipped()) for i in items
    ]
    assert not named("winder Tarvik Solo", of_maker)


def test_a_proper_word_and_a_number_are_a_name_though_no_other_begins_so() -> None:
    assert named(
        "winder TARVIK-65", [described("Tarvik 65 rope winder", "With the Tarvik one winds ropes.")]
    ) == {"Tarvik 65"}
    assert not named("winder TARVIK-65", [described("Tarvik 65 rope winder", "")])


def test_letters_that_names_begin_with_are_codes_where_others_of_the_site_begin_so() -> None:
    items = [
        item("QL-SYG riser tube"),
        item("QLF-C foam filter"),
        item("Ramming mass", "QL-98"),
        item("PVC-U valve"),
    ]
    assert named("ТРУБА QL-SYG, 10 ШТ", items) == {"QL-SYG"}
    assert named("filters QLF-C for iron", items) == {"QLF-C"}
    assert not named("valves of PVC-U", items)
    assert not named("tube QL-SYG", items[:1])
    assert not named("tube QL-SYG", [*items, item("QL-SYG 420 riser tube")])  # a series


def test_chinese_names_in_quotes_are_found_in_pinyin() -> None:
    items = [item("“海鹞”双光谱云台"), item("“飞燕”折叠梯", "FY-20"), item("雪山折叠梯"), item("“水泵”系列")]
    assert {
        hit.name
        for hit in NamesAsCodes(items).find("КАМЕРА ПОВОРОТНАЯ HAIYAO 24В, FEIYAN, XUESHAN, SHUIBENG")
    } == {"海鹞"}
