"""What texts in four languages say about goods, and how two of them compare."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.case.errors import UsageProblem
from matcher.attributes.agreement import compare, compare_kinds
from matcher.attributes.extract import described, extract
from matcher.attributes.quantities import quantities
from matcher.attributes.taxonomy import of_case, shipped


def stated(text: str) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for attribute in extract(text).stated:
        out.setdefault(attribute.group, set()).add(("no " if attribute.denied else "") + attribute.value)
    return out


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("БРОНЕЖИЛЕТ ТАКТИЧЕСКИЙ", "armour_vest"),
        ("Bullet proof vest", "armour_vest"),
        ("战术防弹衣 迷彩", "armour_vest"),
        ("ЖИЛЕТ СИГНАЛЬНЫЙ СВЕТООТРАЖАЮЩИЙ", "hivis_vest"),
        ("ПОДУШКИ ДЛЯ ШЛЕМА", "helmet_pads"),
        ("ШЛЕМ ВЕЛОСИПЕДНЫЙ", "bike_helmet"),
        ("ТЕПЛОВИЗИОННАЯ НАСАДКА НА ДНЕВНОЙ ПРИЦЕЛ", "thermal_clipon"),
        ("ПРИЦІЛ ТЕПЛОВІЗІЙНИЙ", "thermal_scope"),
        ("Folding Camera Drone 4K", "drone"),
        ("ГЕНЕРАТОР БЕНЗИНОВЫЙ 5 КВТ", "generator"),
        ("РАДИОСТАНЦИЯ ПОРТАТИВНАЯ", "radio"),
        ("СТАНОК ТОКАРНЫЙ С ЧПУ", "cnc"),
        ("防毒面具", "gas_mask"),
        ("combat boots", "boots"),
    ],
)
def test_the_kind_of_goods_is_told(text: str, kind: str) -> None:
    assert kind in extract(text).kinds


def test_what_goods_are_for_with_or_without_is_not_what_they_are() -> None:
    found = extract("КВАДРОКОПТЕР С ТЕПЛОВИЗИОННОЙ КАМЕРОЙ")
    assert found.kinds == ("drone",)
    assert "thermal" in found.aside
    assert "armour_vest" not in extract("ЧЕХЛЫ-ЖИЛЕТЫ БЕЗ БРОНЕЭЛЕМЕНТОВ").kinds


@pytest.mark.parametrize(
    ("text", "group", "value"),
    [
        ("КЛАСС ЗАЩИТЫ NIJ IIIA", "level", "iiia"),
        ("КАСКИ ПУЛЕСТОЙКИЕ 3A, ЗЕЛЕНЫЕ", "level", "iiia"),
        ("КЛАС ЗАХИСТУ ІІІА", "level", "iiia"),
        ("250*300mm IV级", "level", "iv"),
        ("БРОНЕПЛИТА КЛАСС БР5", "level_gost", "br5"),
        ("GOST Br5级插板", "level_gost", "br5"),
        ("ЭОП ПОКОЛЕНИЯ 2+", "generation", "2+"),
        ("параарамидной ткани", "material", "aramid"),
        ("цвет песочный", "colour", "tan"),
        ("БЕЗ ДАЛЬНОМЕРА", "rangefinder_part", "no yes"),
        ("подсумок тройной", "compartments", "3"),
    ],
)
def test_classes_materials_and_parts(text: str, group: str, value: str) -> None:
    assert value in stated(text).get(group, set())


@pytest.mark.parametrize(
    ("text", "dimension", "values", "label"),
    [
        ("площадь защиты 0,52 м2", "area", (0.52,), "area"),
        ("0.32㎡", "area", (0.32,), ""),
        ("2.9±0.1kg", "mass", (2.9,), ""),
        ("макс. взлетная масса 950 г", "mass", (0.95,), "takeoff"),
        ("пластина 250×300 мм", "size", (250, 300), ""),
        ("щит 50х90см", "size", (500, 900), ""),
        ("матрица 640×512", "resolution", (512, 640), ""),
        ("900kv", "motor_kv", (900,), ""),
        ("8,4 ач", "charge", (8400,), ""),
        ("6s2p", "cells", (6,), ""),
        ("续航43分钟", "time", (43,), "endurance"),
        ("f50", "length", (50,), "lens"),
        ("генератор 5 квт", "power", (5000,), ""),
        ("50 hz", "framerate", (50,), ""),
    ],
)
def test_numbers_with_units_have_one_unit(
    text: str, dimension: str, values: tuple[float, ...], label: str
) -> None:
    found = [q for q in quantities(text) if q.dimension == dimension]
    assert found
    assert found[0].values == pytest.approx(values)
    assert found[0].label == label


@pytest.mark.parametrize("text", ["4 в 1", "12345", "", "а" * 100_000, "(((((", "№ 5 с чехлом"])
def test_nothing_is_read_into_text_that_says_nothing(text: str) -> None:
    assert extract(text).stated == () or all(a.kind == "class" for a in extract(text).stated)


def test_a_capacity_is_no_producer() -> None:
    """ПРОИЗВОДИТЕЛЬНОСТЬ begins as the label of a maker does, whose name is blanked out."""
    text = "НАСОС, ПРОИЗВОДИТЕЛЬНОСТЬ 700 КГ/Ч, 5 КВТ"
    assert described(text) == text
    assert "ООО" not in described("НАСОС, ПРОИЗВОДИТЕЛЬ: ООО ЗАРЯ, 5 КВТ")


def verdicts(line: str, page: str) -> tuple[set[str], set[str]]:
    found = compare(extract(line).stated, extract(page).stated)
    agree = {mine.group for mine, _ in found.agree + found.agree_soft}
    return agree, {mine.group for mine, _ in found.contradict + found.contradict_soft}


def test_a_page_confirms_across_languages_and_units() -> None:
    agree, contradict = verdicts(
        "ШЛЕМ АРАМИДНЫЙ КЛАСС IIIA, 1,4 КГ, ЦВЕТ ЧЕРНЫЙ", "芳纶防弹头盔 NIJ IIIA级 1400克 黑色/绿色"
    )
    assert {"material", "level", "mass", "colour"} <= agree
    assert not contradict


def test_a_page_contradicts() -> None:
    _, contradict = verdicts(
        "ШЛЕМ ИЗ СТАЛИ, КЛАСС III, 2,2 КГ, БЕЛЫЙ", "Aramid helmet NIJ IIIA, 1.4 kg, black"
    )
    assert {"material", "level", "mass", "colour"} <= contradict


def test_a_range_is_compared_with_the_ranges_of_the_page() -> None:
    assert "voltage" not in verdicts("Converter, 18-36 V", "Converter, 60-160 V, output 24 V")[0]
    assert "voltage" in verdicts("Converter, 18-36 V", "Converter, 18-36 V, output 24 V")[0]
    assert "voltage" in verdicts("Converter, 18-36 V", "Converter, 24 V")[0]


def test_a_variants_part_counts_as_absent_where_the_page_is_silent() -> None:
    assert "visor_part" in verdicts("ШЛЕМ С ЗАБРАЛОМ", "Ballistic helmet")[1]
    assert "gps" not in verdicts("ПРИБОР С GPS", "Thermal monocular")[1]


def test_kinds_compare_by_the_taxonomy() -> None:
    assert compare_kinds(["armour_vest"], ["armour_vest"])[0] == 1
    assert compare_kinds(["vest"], ["armour_vest"])[0] == 0.75
    assert compare_kinds(["armour_vest"], ["hivis_vest"])[0] == -1
    assert compare_kinds([], ["hivis_vest"])[0] == 0


def test_names_and_packing_are_not_the_goods() -> None:
    text = "ШЛЕМ. ИЗГОТОВИТЕЛЬ: НОРВЕКС ОПТРОНИКС, УПАКОВАНЫ В КОРОБКИ НА ДЕРЕВЯННЫХ ПОДДОНАХ"
    assert len(described(text)) == len(text)
    assert extract(described(text)).kinds == ("helmet",)
    assert "material" not in {a.group for a in extract(described(text)).stated}


def test_spans_point_at_the_words() -> None:
    text = "ШЛЕМ, МАССА 1,4 КГ, АРАМИД"
    words = {a.group: text[a.start : a.end] for a in extract(text).stated}
    assert words["mass"] == "1,4 КГ"
    assert words["material"] == "АРАМИД"


def test_a_case_extends_the_taxonomy(tmp_path: Path) -> None:
    (tmp_path / "taxonomy.yaml").write_text(
        "kinds:\n  centrifuge:\n    hs: ['8421']\n    names: центрифуг; centrifuge\n"
        "groups:\n  colour:\n    values:\n      violet: {names: фиолет; violet}\n",
        encoding="utf-8",
    )
    taxonomy = of_case(tmp_path)
    found = extract("ЦЕНТРИФУГА ФИОЛЕТОВАЯ", taxonomy)
    assert found.kinds == ("centrifuge",)
    assert ("colour", "violet") in {(a.group, a.value) for a in found.stated}
    assert taxonomy.digest != shipped().digest


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("kinds: [", "YAML"),
        ("colours: {}", "groups"),
        ("kinds:\n  x: {nams: y}", "nams"),
        ("kinds:\n  x: {names: y, broader: nothing}", "nothing"),
    ],
)
def test_a_wrong_taxonomy_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "taxonomy.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageProblem, match=named):
        of_case(tmp_path)


def test_letters_that_only_look_like_a_unit_end_nothing() -> None:
    assert extract("5 ſec; 5 ınch; 7 kg").stated[-1].value == "7"


def test_names_under_a_label_are_blanked_in_time_in_proportion_to_the_text() -> None:
    text = "изготовитель " + "abcdefghijklmno wordsand " * 20_000
    assert len(described(text)) == len(text)


@pytest.mark.parametrize("text", ["ВЛАСТИВОСТІ МАТЕРІАЛУ", "ПЛАСТИНА ВИСОКОЇ ЯКОСТІ", "КАРТОН ГОСТ ІІІ"])
def test_the_end_of_a_word_is_no_level(text: str) -> None:
    assert [a for a in extract(text).stated if a.group == "level"] == []


@pytest.mark.parametrize("text", ["ЖИЛЕТ КЛ. II", "ЖИЛЕТ КЛАС ІІ", "VEST LEVEL II", "ЖИЛЕТ СТ. II"])
def test_a_level_after_its_word(text: str) -> None:
    assert [a.value for a in extract(text).stated if a.group == "level"] == ["ii"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("БРОНЕПЛАСТИНЫ 4 КЛАССА NIJ", "iv"),
        ("пластина 3-го класса защиты по NIJ", "iii"),
        ("NIJ 0101.06 LEVEL 3 plate", "iii"),
        ("NIJ level 3A vest", "iiia"),
    ],
)
def test_levels_in_figures(text: str, level: str) -> None:
    assert [a.value for a in extract(text).stated if a.group == "level"] == [level]


@pytest.mark.parametrize("text", ["4 КЛАССА ОПАСНОСТИ", "NIJ 0101.06, 4 plates", "24 класса NIJ"])
def test_other_figures_are_no_levels(text: str) -> None:
    assert not [a for a in extract(text).stated if a.group == "level"]


@pytest.mark.parametrize(
    ("line", "page", "agrees"),
    [
        ("陶瓷板 氧化铝", "Silicon Carbide Ceramic Tile", False),
        ("ПЛАСТИНЫ КЕРАМИЧЕСКИЕ ИЗ ОКСИДА АЛЮМИНИЯ", "Alumina ceramic tile", True),
        ("ПЛАСТИНЫ КЕРАМИЧЕСКИЕ", "Silicon Carbide Ceramic Tile", True),
        ("Silicon carbide plate", "ceramic plate", True),
    ],
)
def test_what_is_said_exactly_outweighs_what_is_said_at_large(line: str, page: str, agrees: bool) -> None:
    """Alumina and silicon carbide are both ceramics, and not the same."""
    found = compare(extract(line).stated, extract(page).stated)
    assert bool([a for a, _ in found.agree if a.group == "material"]) is agrees
    assert bool([a for a, _ in found.contradict if a.group == "material"]) is not agrees


def test_a_flow_is_no_volume_and_a_text_without_signs_keeps_its_decimals() -> None:
    assert "volume" not in stated("подача 3,6 м3/мин") | stated("flow 5 m3/h") | stated(
        "hava debisi 3.6 m3/dk"
    )
    assert stated("КОМПРЕСОР ГВИНТОВИЙ ДЛЯ ПОВІТРЯ РЕСИВЕР 1 5 М3") == stated("Ресивер 1,5 м3")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("PTFE coated glove", {"gloves"}),
        ("вентилятор осевой", set()),
        ("Подшипник роликовый конический", {"bearing"}),
        ("конічний роликопідшипник", {"bearing"}),
        ("Воздушный компрессор винтовой", {"pump"}),
        ("перчатки с нитриловым покрытием", {"gloves"}),
        ("propane gas, uniformity 5 %", set()),
        ("平床身车床", {"machine_tool"}),
        ("станок шлифовальный", {"machine_tool"}),
        ("станок токарный с ЧПУ", {"cnc"}),
    ],
)
def test_a_word_that_only_begins_like_a_kind_is_not_the_kind(text: str, kinds: set[str]) -> None:
    assert set(extract(text).kinds) == kinds


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("мотор с полым валом 40 мм", "hollow"),
        ("СПЛОШНОЙ ВАЛ 20 ММ", "solid"),
        ("мотор, порожнистий вал", "hollow"),
        ("gear motor, hollow shaft 40 mm", "hollow"),
        ("Getriebe mit Vollwelle", "solid"),
        ("空心轴编码器", "hollow"),
    ],
)
def test_a_shaft_is_hollow_or_solid(text: str, value: str) -> None:
    assert [a.value for a in extract(text, shipped()).stated if a.group == "shaft"] == [value]


@pytest.mark.parametrize(
    "text", ["900 mũi/phút", "12 gói", "7 lớp", "40 mẫu", "3 giờ", "25 vòng", "6 ław", "8 gün", "50 m3/phút"]
)
def test_the_beginning_of_a_word_with_accents_is_no_unit(text: str) -> None:
    assert not [
        q for q in quantities(text) if q.dimension in ("length", "mass", "volume", "voltage", "power")
    ]


@pytest.mark.parametrize(
    ("text", "group", "value"),
    [
        ("Ba lô màu vàng, quai đen", "colour", "yellow"),
        ("ba lo mau do", "colour", "red"),
        ("Mũ màu xanh lá cây", "colour", "green"),
        ("Mũ màu xanh dương", "colour", "blue"),
        ("turuncu şemsiye", "colour", "orange"),
        ("қызғылт сары қолшатыр", "colour", "orange"),
        ("to'q sariq soyabon", "colour", "orange"),
        ("sarı şemsiye", "colour", "yellow"),
        ("paraguas amarillos", "colour", "yellow"),
        ("guarda-chuva vermelho", "colour", "red"),
        ("parasol żółty", "colour", "yellow"),
        ("payung merah", "colour", "red"),
        ("парасоля блакитна", "colour", "blue"),
        ("Giày nữ", "shape", "female"),
        ("ladies' cut rain coat", "shape", "female"),
        ("zapatos de mujer", "shape", "female"),
        ("kurtka męska", "shape", "male"),
        ("ống thép", "material", "steel"),
        ("çelik boru", "material", "steel"),
        ("tubo de aço", "material", "steel"),
        ("rękawice skórzane", "material", "leather"),
        ("pamuk kumaş", "shell", "cotton"),
    ],
)
def test_colours_sexes_and_materials_are_read_in_further_languages(text: str, group: str, value: str) -> None:
    assert value in stated(text).get(group, set())


@pytest.mark.parametrize(
    "text", ["Vàng miếng", "Việt Nam", "vertical pump", "rot proof rope", "mạ vàng, cam kết"]
)
def test_what_only_sounds_like_a_colour_or_a_sex_is_none(text: str) -> None:
    assert not {"colour", "shape"} & stated(text).keys()


def test_another_colour_contradicts_in_another_language() -> None:
    assert "colour" in verdicts("Ba lô màu vàng", "Backpack; Colour: orange")[1]
