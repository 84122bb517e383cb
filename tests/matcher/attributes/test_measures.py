"""Numbers with units or labels are read alike whatever is measured; codes, counts and numbers of standards are none."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.attributes.measures import (
    Measure,
    are_same,
    counted_spans,
    label_before,
    labelled,
    measures,
    same,
    sides,
)


def read(text: str) -> list[tuple[str, float, str]]:
    return [(m.dimension, round(m.value, 6), m.label) for m in measures(text)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("внутренний диаметр 35 мм", "bore: 35mm"),
        ("вес нетто 1,2 КГ", "Weight: 1200 g"),
        ("подача 40 л/мин", "flow: 40 L/min"),
        ("номинальное напряжение 0,4 кВ", "rated voltage 400V"),
        ("сечение проводника 2,5 кв. мм", "conductor cross-section 2.5SQ MM"),
        ("сечение 0,5 мм2", "导线截面: 0.5 平方毫米"),
        ("давление 16 бар", "压力1.6兆帕"),
        ("уровень шума 65 дБА", "noise: 65 dB"),
        ("продуктивність 3,6 м3/хв", "hava debisi: 3.6 m3/dk"),
        ("скорость 30 м/мин", "hız: 30 m/dk"),
        ("плотность 1,2 г/мл", "density 1.2 kg/l"),
        ("КОМПРЕСОР ГВИНТОВИЙ ПРОДУКТИВНІСТЬ 3 6 М3 ХВ", "flow: 3.6 m3/min"),
        ("НАСОС ВІДЦЕНТРОВИЙ ДЛЯ ВОДИ ТИСК 1 6МПА", "pressure: 16 bar"),
        ("мощность 250 кВ·А", "rated power: 250 kVA"),
        ("ёмкость 2,2 А·год", "capacity 2200 mAh"),
        ("сыйымдылығы 7 А·сағ", "ёмкость 7 Ач"),
        ("цветовая температура 5000 К", "色温: 5000 K"),
        ("температурасы 110 °с", "max. temperature 110℃"),
        ("подача 5 мм/с", "feed 300 mm/min"),
        ("производительность 950 кг/ч", "output: 950 kg/h"),
        ("12 адам", "sleeps 12 pax"),
        ("разрешение 600 точек на дюйм", "600 dpi"),
        ("МОЩНОСТЬ ГОРЕЛКИ-4КВТ", "burner output: 4 kW"),
        ("ТОК-10А", "current 10 A"),
        ("РАДІОСТАНЦІЯ НОСИМА ДІАПАЗОН 400 470 МГЦ", "band: UHF 400-470 MHz"),
        ("температура до 70 °С", "temperature 70 °C"),  # the letters are Cyrillic and Latin
    ],
)
def test_the_same_number_in_another_language_or_unit_is_the_same(left: str, right: str) -> None:
    (mine,), (theirs,) = measures(left), measures(right)
    assert mine.dimension == theirs.dimension
    assert same(mine, theirs)


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("1500 ОБ/МИН", "rotation", 1500.0),
        ("4.500 U/min", "rotation", 4500.0),
        ("tốc độ 900 vòng/phút", "rotation", 900.0),
        ("4200针/分", "rotation", 4200.0),  # a stitch a turn
        ("1800 DARBE/TUR", "pulses", 1800.0),
        ("1800 xung/vòng", "pulses", 1800.0),
        ("1800 имп/об", "pulses", 1800.0),
        ("1800 imp/U", "pulses", 1800.0),
        ("14 контактов", "contacts", 14.0),
        ("38 зубьев", "teeth", 38.0),
        ("17 бит", "bits", 17.0),
        ("4200 стежков в мин", "rotation", 4200.0),
        ("4200 mũi/phút", "rotation", 4200.0),
        ("90 bottles/min", "pieces", 5400.0),
        ("90 túi/phút", "pieces", 5400.0),
        ("крутящий момент 45 Нм", "torque", 45.0),
        ("расход 10 м3/ч", "flow", 166.67),
        ("рабочий ток 5 кА", "current", 5000.0),
        ("усилие 500 кгс", "force", 4903.325),
        ("вес 2 тонны", "mass", 2000.0),
    ],
)
def test_a_unit_is_of_its_dimension(text: str, dimension: str, value: float) -> None:
    (found,) = measures(text)
    assert (found.dimension, round(found.value, 3)) == (dimension, value)


def test_a_unit_that_no_table_has_still_equals_itself() -> None:
    assert read("gain: 12dbx") == [("dbx", 12.0, "gain")]
    assert read("усиление 12dbx")[0][:2] == ("dbx", 12.0)


def test_a_number_without_unit_is_a_measure_only_under_its_label() -> None:
    assert read("number of teeth: 24") == [("", 24.0, "number of teeth")]
    assert read("24") == []


@pytest.mark.parametrize(
    "text",
    [
        "MODEL QX-350-22",
        "арт. 40712",
        "КОЛ-ВО: 500 ШТ",
        "500 CARTONS",
        "20 ADET",
        "数量 40",
        "ГОСТ 520",
        "QX350 BALL VALVE",
    ],
)
def test_codes_counts_and_standards_are_no_measures(text: str) -> None:
    assert read(text) == []


def test_chinese_writes_number_unit_and_label_without_blanks() -> None:
    assert read("床身上回转直径860mm主轴转速10000转/分") == [
        ("length", 860.0, "床身上回转直径"),
        ("rotation", 10000.0, "主轴转速"),
    ]
    assert read("电压220V频率50Hz重量12.5公斤") == [
        ("voltage", 220.0, "电压"),
        ("frequency", 50.0, "频率"),
        ("mass", 12.5, "重量"),
    ]
    assert read("额定输出5千瓦油箱容积25升") == [("power", 5000.0, "额定输出"), ("volume", 25.0, "油箱容积")]
    assert read("外圆磨床KV924型10台") == []


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("номинальная мощность 630 КВА", "apparent_power", 630.0),
        ("трансформатор 1 МВА", "apparent_power", 1000.0),
        ("производительность 17500 литров в час", "flow", 17500 / 60),
        ("скорость 42 листа, 74 СТР/МИН", "pages", 74.0),
        ("печать 42 листов в минуту", "pages", 42.0),
        ("最高车速为18000张/小时", "pieces", 18000.0),
    ],
)
def test_a_rate_is_no_amount_and_apparent_power_no_power(text: str, dimension: str, value: float) -> None:
    assert [round(m.value, 3) for m in measures(text) if m.dimension == dimension] == [round(value, 3)]
    assert not [m for m in measures(text) if m.dimension in ("volume", "power")]


def test_a_bound_between_label_and_number_is_no_part_of_the_label() -> None:
    assert read("производительность (не более) 74 стр/мин") == [("pages", 74.0, "производительность")]
    assert read("number of nozzles at most 16") == [("", 16.0, "number of nozzles")]


def test_the_label_ends_at_the_break_before_it() -> None:
    text = "brass body; nominal width 25 mm"
    assert label_before(text, text.index("25")) == "nominal width"


def test_a_text_without_any_sign_keeps_thousands_and_pieces_apart() -> None:
    text = "НАСОС ВІДЦЕНТРОВИЙ ШВИДКІСТЬ 10 000 ОБ ХВ У КІЛЬКОСТІ 5 20 ШТ МАСА 12 КГ"
    assert [(d, v) for d, v, _ in read(text)] == [("rotation", 10_000.0), ("mass", 12.0)]
    assert [(d, v) for d, v, _ in read("Pump, 3 6 m3")] == [("volume", 6000.0)], (
        "with a sign in it nothing is added"
    )


def test_what_a_number_counts_is_a_property_and_how_many_goods_there_are_is_none() -> None:
    assert read("кількість виводів 28") == [("", 28.0, "кількість виводів")]
    assert read("количество 28") == read("количество штук 28") == []


def test_where_numbers_measure_or_count() -> None:
    text = "drill 12,5 mm, 200 pcs, X 40"
    assert [text[start:end] for start, end in counted_spans(text)] == ["12,5 mm", "200 pcs"]


def test_a_bare_number_behind_the_label_of_a_quantity_is_counted() -> None:
    for text in (
        "pompa QX, cantidad 12",
        "bơm QX, SL: 12, mới",
        "НАСОС QX, К-СТЬ: 12",
        "泵QX，数量：12",
        "PUMP QX QTY 12 MADE OF BRASS",
    ):
        assert [text[start:end] for start, end in counted_spans(text)] == ["12"], text
    for text in ("saw SL 12", "pump Antal-QX 12"):
        assert not counted_spans(text), text


def test_many_values_are_compared_as_one() -> None:
    values = [0.0, 1e-10, 1.0, 1.011, 1.0111, 1.012, -1.0, 89.0, 90.0, 91.0, 1e12, 1.0101e12]
    for value in values:
        one = Measure("mass", value, "", 0, 0)
        expected = [same(one, Measure("mass", other, "", 0, 0)) for other in values]
        assert are_same(value, np.array(values)).tolist() == expected


@pytest.mark.parametrize(
    "text",
    [
        "СЕР. НОМЕР 77120045",
        "заводской номер: 4471",
        "PO 90412",
        "по контракту № 55 от 03.02.2024",
        "год выпуска 2021",
        "произведено: апрель 2022 г.",
        "fatura no 3312",
        "合同号 20231",
        "1.234.567 adet",
        "22-8RS",
    ],
)
def test_numbers_of_papers_dates_and_single_pieces_are_no_measures(text: str) -> None:
    assert read(text) == []


def test_under_a_label_of_papers_a_known_unit_still_counts() -> None:
    assert read("made for 1500 kg")[0][:2] == ("mass", 1500.0)
    assert read("масса 2000 г") == [("mass", 2.0, "масса")]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("ВТУЛКА 30Х42Х16 ММ", [30.0, 42.0, 16.0]),
        ("bush 30 x 42 x 16,5 mm", [30.0, 42.0, 16.5]),
        ("垫片30×42×16毫米", [30.0, 42.0, 16.0]),
        ("кольцо 30/42 мм", [30.0, 42.0]),
        ("плита 1,2*0,8*0,1 м", [1200.0, 800.0, 100.0]),
    ],
)
def test_sizes_joined_by_a_sign_are_lengths_in_the_unit_of_the_last(text: str, lengths: list[float]) -> None:
    assert [(m.dimension, round(m.value, 3)) for m in measures(text)] == [("length", n) for n in lengths]


@pytest.mark.parametrize(
    ("label", "value", "line"),
    [
        ("Bore (mm)", "30", "Bore: 30 mm"),
        ("Width, mm", "16.5", "Width: 16.5 mm"),
        ("重量（kg）", "4.2", "重量: 4.2 kg"),
        ("Voltage/V", "220-240", "Voltage: 220-240 V"),
        ("Size [mm]", "30x42x16", "Size: 30x42x16 mm"),
        ("Bore (mm)", "30 mm", "Bore (mm): 30 mm"),
        ("Type, new", "7", "Type, new: 7"),
        ("Series A/B", "12", "Series A/B: 12"),
    ],
)
def test_a_unit_in_the_label_of_a_specification_is_that_of_its_number(
    label: str, value: str, line: str
) -> None:
    assert labelled(label, value) == line


def test_the_sides_of_a_size_of_two_numbers_are_read_apart_from_the_measures() -> None:
    assert [m.value for m in sides("плита 170*240мм, 30x42x16 mm, 7x9 kg")] == [
        170.0,
        240.0,
        30.0,
        42.0,
        16.0,
    ]
    assert ("length", 170.0) not in [(m.dimension, m.value) for m in measures("плита 170*240мм")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('suit "VOLCANO 35", 200 g', [("mass", 0.2)]),
        ('screen 15" and 5" x 7"', [("length", 381.0), ("length", 127.0), ("length", 177.8)]),
        ('pipe 2" brand "NORTH"', [("length", 50.8)]),
        ("gloves EN 388: 3133X, length 35 cm", [("length", 350.0)]),
        ("каска ГОСТ EN 397-2012: 440V, 350 г", [("mass", 0.35)]),
        ("steel to EN 10025 width 30 mm", [("length", 30.0)]),
    ],
)
def test_a_closing_quote_is_no_inch_and_the_class_of_a_standard_no_measure(
    text: str, values: list[tuple[str, float]]
) -> None:
    assert [(m.dimension, round(m.value, 3)) for m in measures(text) if m.dimension] == values


@pytest.mark.parametrize(
    "text",
    ["по контр. №72 от 2022г", "контр. №5 от 2020 г.", "новый, 2023г.в.", "2020 г. выпуска", "новые, 2022Г"],
)
def test_years_are_no_grams(text: str) -> None:
    assert not any(dimension == "mass" for dimension, _, _ in read(text))


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("вес 2021 г", 2021),
        ("пакет 2000г, чай", 2000),
        ("2000 г в пакете", 2000),
        ("чай, 2000 г. Изготовитель ООО", 2000),
        ("мука, 2000 г. В пакетах", 2000),
        ("краска, 1925 г", 1925),
        ("вставка 19.6 г", 19.6),
    ],
)
def test_grams_that_look_like_years(text: str, grams: float) -> None:
    assert [value for dimension, value, _ in read(text) if dimension == "mass"] == [
        pytest.approx(grams / 1000)
    ]


def test_the_weight_of_all_that_is_sent_on_pallets_is_not_that_of_the_goods() -> None:
    assert read("1.ОБЩ. ВЕС БЕЗ ПОДД. 34.0 КГ") == []
    assert [value for _, value, _ in read("ПОДДОН, ВЕС ПОДДОНА 15 КГ")] == [15]
    assert read("нагрузка на поддон 1000 кг") == [("mass", 1000, "нагрузка на поддон")]
