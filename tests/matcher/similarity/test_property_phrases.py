"""Phrases that state properties: no labels, numbers, purposes, firms; values of one property compete within a catalog."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from matcher.attributes.measures import measures
from matcher.attributes.taxonomy import shipped
from matcher.embedding.encoder import Encoder
from matcher.records.documents import ItemDocument, Page
from matcher.similarity.denials import denials, denied_measures
from matcher.similarity.phrase_space import PhraseSpace
from matcher.similarity.phrases import phrases_of, properties_of
from matcher.similarity.property_fit import PropertySpace, Stated
from matcher.similarity.taught_labels import Example

NO_NAMES: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Gate valve, brass body, DN=25 mm, hand wheel", ("brass body", "hand wheel")),
        ("Gate valve with brass body, width 25 mm", ("brass body",)),
        ("Задвижка, корпус латунный, давление: 16 бар, для воды", ("корпус латунный",)),
        ("Vana, pirinç gövde, basınç: 16 bar, su için", ("pirinç gövde",)),
        ("闸阀QV-20，黄铜阀体，压力16bar", ("黄铜阀体",)),
        ("Gate valve; brass body; Kastorix Valve Co., Ltd", ("brass body",)),
        ("Gate valve, brass body, Kastorix Sanayi ve Ticaret A.Ş.", ("brass body",)),
        ("Gate valve, without hand wheel, not brass body", ("without hand wheel",)),
        ("Gate valve, IP67 housing, 40 pcs", ("ip67 housing",)),
        ("Gate valve, other than brass body", ()),
        ("Лампа бытовая; ЦТ 5000К; E27; 10 шт", ("e27",)),
        ("套筒组|0|铬钼钢；1/2方榫", ("铬钼钢", "1⁄2 方榫")),
        ("Vana, termal kafa dışında, pirinç gövde", ("pirinç gövde",)),
    ],
)
def test_phrases_state_properties(text: str, phrases: tuple[str, ...]) -> None:
    assert phrases_of(text, NO_NAMES) == phrases


def item(number: int, site: str, stated: str) -> ItemDocument:
    page = Page("en", f"item {number}", "", stated, {})
    return ItemDocument(f"{site}:{number}", site, (), (), (page,), None, "", "", "", shipped())


CATALOG = {
    "north": ["double row", "single row", "four row"],
    "east": ["双列", "单列", "四列"],
}


OTHER_PHRASES = [
    "двигатель трёхфазный", "корпус чугунный", "корпус из нержавеющей стали", "ручное управление",
    "красный цвет", "с пультом", "на колёсах", "защитный чехол", "стальной вал", "медная обмотка",
    "цифровой дисплей", "два цилиндра", "воздушное охлаждение", "three phase motor", "remote control",
    "red paint", "on wheels", "steel shaft", "copper winding", "digital display", "air cooled",
    "two cylinders", "wooden case", "三相电机", "遥控", "红色", "带轮", "钢轴", "铜绕组", "数字显示", "风冷", "双缸", "木箱",
]  # fmt: skip


def space(folder: Path, taught: dict[str, list[tuple[str, int]]], label: str = "rows") -> PropertySpace:
    stated = [((label, text),) for texts in CATALOG.values() for text in texts]
    items = [item(n, site, text) for site, texts in CATALOG.items() for n, text in enumerate(texts)]
    sample = [
        "корпус латунный",
        "корпус чугунный",
        "корпус из нержавеющей стали",
        "ручное управление",
        "новый",
    ]
    phrases = PhraseSpace(Encoder("bundled", folder), [*sample, *(t for own in stated for _, t in own)])
    return PropertySpace(items, stated, np.arange(len(items), dtype=np.intp), phrases, taught, sample)


def test_the_value_that_is_stated_wins_in_each_catalog_and_catalogs_do_not_compete(tmp_path: Path) -> None:
    found = space(tmp_path, {}).fits(Stated("g", (), ("двухрядный",), ()), range(6))
    choices = [fit.choice for fit in found]
    assert choices[0] > 0 > max(choices[1], choices[2])
    assert choices[3] > 0 > max(choices[4], choices[5])


def test_values_that_items_have_in_each_others_place_compete_without_a_label(tmp_path: Path) -> None:
    given = ("screw clamp", "crimp termination", "solder cup")
    items = [item(n, "site", text) for n, text in enumerate(given)]
    words = [(("", "male pins"), ("", text)) for text in given]
    phrases = PhraseSpace(Encoder("bundled", tmp_path), [*OTHER_PHRASES, "male pins", *given])
    space = PropertySpace(items, words, np.zeros(3, dtype=np.intp), phrases, {}, [])
    said = Stated("g", (), ("crimp termination",), ())
    choices = [fit.choice for fit in space.fits(said, range(3))]
    assert choices[1] > 0 > max(choices[0], choices[2])
    apart = PropertySpace(items, words, np.arange(3, dtype=np.intp), phrases, {}, [])
    assert apart.fits(said, range(3))[0].choice > -0.1, "values of items of other kinds do not compete"


def test_a_sign_in_latin_letters_tells_values_apart_in_any_language(tmp_path: Path) -> None:
    items = [item(n, "site", text) for n, text in enumerate(("PNP output", "NPN output"))]
    words = [(("output", text),) for text in ("pnp output", "npn output")]
    phrases = PhraseSpace(Encoder("bundled", tmp_path), [*OTHER_PHRASES, "pnp output", "npn output"])
    space = PropertySpace(items, words, np.zeros(2, dtype=np.intp), phrases, {}, [])
    (said,) = phrases_of("接近开关，NPN输出", frozenset())
    pnp, npn = (fit.choice for fit in space.fits(Stated("g", (), (said,), ()), range(2)))
    assert npn > 0.5 > -0.5 > pnp


def test_a_number_that_is_a_part_of_the_code_measures_nothing(tmp_path: Path) -> None:
    page = Page("en", "ANA 256 two-way radio", "", "", {"channels": "16"})
    radio = ItemDocument("site:1", "site", ("ANA 256",), (), (page,), None, "", "", "", shipped())
    phrases = PhraseSpace(Encoder("bundled", tmp_path), OTHER_PHRASES)
    space = PropertySpace([radio], [()], np.zeros(1, dtype=np.intp), phrases, {}, [])
    assert [m.label for m in space.numbers.measures[0]] == ["channels"]


def test_the_only_pressure_of_both_sides_differs(tmp_path: Path) -> None:
    page = Page("en", "compressor", "", "", {"discharge": "3 MPa", "hose": "5 m"})
    unit = ItemDocument("site:1", "site", (), (), (page,), None, "", "", "", shipped())
    phrases = PhraseSpace(Encoder("bundled", tmp_path), OTHER_PHRASES)
    space = PropertySpace([unit], [()], np.zeros(1, dtype=np.intp), phrases, {}, [])
    said = space.fits(Stated("g", measures("компрессор; 2,5 МПА; кабель 2 м"), (), ()), [0])[0]
    assert said.numbers.lone == 1, "the pressure, not the length"
    assert space.fits(Stated("g", measures("компрессор; 3 МПА"), (), ()), [0])[0].numbers.lone == 0


def test_values_that_no_label_makes_one_property_do_not_compete(tmp_path: Path) -> None:
    found = space(tmp_path, {}, label="").fits(Stated("g", (), ("двухрядный",), ()), range(3))
    assert [fit.choice for fit in found] == [0, 0, 0], "in so few words likeness does not tell"


def test_a_denied_value_counts_against_the_items_that_have_it(tmp_path: Path) -> None:
    found = space(tmp_path, {}).fits(Stated("g", (), (), ("двухрядный",)), range(6))
    assert found[0].denied > found[1].denied
    assert found[3].denied > found[4].denied


def test_records_that_name_a_code_teach_what_a_word_means_here(tmp_path: Path) -> None:
    word = "рядность обычная"  # to this declarant a single row
    said = Stated("mine", (), (word,), ())
    untaught = space(tmp_path, {}).fits(said, range(3))
    taught = space(tmp_path, {word: [("a", 1), ("b", 1)]}).fits(said, range(3))
    assert taught[1].choice > max(untaught[1].choice, taught[0].choice, taught[2].choice, 0)
    own = space(tmp_path, {word: [("mine", 1)]}).fits(said, range(3))
    assert [fit.choice for fit in own] == [fit.choice for fit in untaught], "a record never teaches itself"


def measured(folder: Path, examples: list[Example]) -> PropertySpace:
    pages = ["8 pins; 5 A", "12 pins; 5 A"]
    items = [
        ItemDocument(f"site:{n}", "site", (), (), (Page("en", f"item {n}", "", "", {"pins": pins, "current": current}),),
                     None, "", "", "", shipped())
        for n, (pins, current) in enumerate(page.replace(" pins", "").split("; ") for page in pages)
    ]  # fmt: skip
    phrases = PhraseSpace(Encoder("bundled", folder), OTHER_PHRASES)
    return PropertySpace(items, [(), ()], np.arange(2, dtype=np.intp), phrases, {}, [], examples)


def test_records_that_name_a_code_teach_which_label_is_which(tmp_path: Path) -> None:
    def said(goods_id: str, pins: int) -> Stated:
        return Stated(goods_id, measures(f"цоколёвка {pins}, ток 5 А"), (), ())

    untaught = measured(tmp_path, []).fits(said("mine", 8), range(2))
    assert [fit.numbers.agree for fit in untaught] == [1, 1], (
        "the current alone: no label of the page is like this one"
    )
    examples = [Example(name, 0, measures("цоколёвка 8, ток 5 А")) for name in ("a", "b")]
    taught = measured(tmp_path, examples).fits(said("mine", 8), range(2))
    assert (taught[0].numbers.agree, taught[1].numbers.contradict) == (2, 1)
    own = measured(tmp_path, [Example("mine", 0, measures("цоколёвка 8"))]).fits(said("mine", 8), range(2))
    assert [fit.numbers.agree for fit in own] == [1, 1], "a record never teaches itself"


def test_a_small_number_is_told_by_the_nearest_label_of_the_site(tmp_path: Path) -> None:
    page = Page("en", "recorder", "", "", {"video inputs": "9", "drive bays": "4", "current": "5 A"})
    recorder = ItemDocument("site:1", "site", (), (), (page,), None, "", "", "", shipped())
    phrases = PhraseSpace(Encoder("bundled", tmp_path), OTHER_PHRASES)
    space = PropertySpace([recorder], [()], np.zeros(1, dtype=np.intp), phrases, {}, [])
    (fit,) = space.fits(Stated("g", measures("video girişi 9, disk yuvası 4"), (), ()), [0])
    assert (fit.numbers.agree, fit.numbers.contradict) == (2, 0)


def test_a_unit_that_no_table_has_is_taught_as_a_label_is(tmp_path: Path) -> None:
    text = "48пазов, ток 5 А"
    page = Page("en", "stator", "", "", {"slots": "48 slots", "current": "5 A"})
    encoder = ItemDocument("site:1", "site", (), (), (page,), None, "", "", "", shipped())
    phrases = PhraseSpace(Encoder("bundled", tmp_path), OTHER_PHRASES)
    for examples, agree in (([], 1), ([Example("a", 0, measures(text))], 2)):
        space = PropertySpace([encoder], [()], np.zeros(1, dtype=np.intp), phrases, {}, [], examples)
        assert space.fits(Stated("mine", measures(text), (), ()), [0])[0].numbers.agree == agree


def test_a_denied_number_counts_against_the_items_that_have_it(tmp_path: Path) -> None:
    text = "Connector, not 5 A"
    found = measured(tmp_path, []).fits(Stated("g", (), (), denials(text), denied_measures(text)), range(2))
    assert [fit.denied for fit in found] == [1.0, 1.0]
    assert [(m.dimension, m.value) for m in denied_measures(text)] == [("current", 5.0)]


def test_values_of_specifications_are_words_and_short_signs_and_no_numbers() -> None:
    specs = {
        "灯头": "螺口E27", "cap": "E14", "drive": "1/2 kare", "grip": "VDE insulated 1000 V", "sleeps": "10 pax",
        "body": "304不锈钢机身", "bottles": "12 bottles", "supply": "230 V, 50 Hz",
    }  # fmt: skip
    stated = properties_of(Page("en", "item", "", "", specs))
    assert [text for _, text in stated] == ["螺口 e27", "e14", "1⁄2 kare", "vde insulated", "不锈钢机身"]


def test_a_sign_is_the_value_that_has_it_and_no_other(tmp_path: Path) -> None:
    stated = [(("cap", text),) for text in ("e27", "e14", "gu10")]
    items = [item(n, "north", own[0][1]) for n, own in enumerate(stated)]
    phrases = PhraseSpace(Encoder("bundled", tmp_path), [text for own in stated for _, text in own])
    kinds = np.arange(len(items), dtype=np.intp)
    fits = PropertySpace(items, stated, kinds, phrases, {}, []).fits(Stated("g", (), ("e14",), ()), range(3))
    assert fits[1].choice > 0 > max(fits[0].choice, fits[2].choice)


def test_what_is_told_of_a_member_is_told_of_the_page_of_its_series(tmp_path: Path) -> None:
    specs = ({"flow": "10 l/min"}, {"flow": "40 l/min"}, {"flow": "90 l/min"})
    items = [
        ItemDocument(
            f"site:{n}", "site", (), (), (Page("en", "pump", "", "", own),), None, "", "", "", shipped()
        )
        for n, own in enumerate(specs)
    ]
    phrases = PhraseSpace(Encoder("bundled", tmp_path), [*OTHER_PHRASES, "flow"])
    said = Stated("g", measures("насос, 40 л/мин"), (), ())
    series, member, _ = PropertySpace(
        items, [()] * 3, np.zeros(3, dtype=np.intp), phrases, {}, [], members={0: (1, 2)}
    ).fits(said, range(3))
    assert series.numbers.agree == member.numbers.agree == 1
    assert (series.behind, series.numbers.contradict) == (0, 0)
    assert series.numbers.agreed == (), "the page itself does not state it"
    alone, *_ = PropertySpace(items, [()] * 3, np.zeros(3, dtype=np.intp), phrases, {}, []).fits(
        said, range(3)
    )
    assert alone.numbers.agree == 0
