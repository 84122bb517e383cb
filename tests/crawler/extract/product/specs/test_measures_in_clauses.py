"""Measures that sentences state among other words."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.specs.page_specs import read_specs
from tests.support.growth import filled, grows_linearly


def specs(text: str) -> dict[str, str]:
    page = f"<html><body><h1>Kangaspuut Havu</h1><p>{text}</p></body></html>"
    found = read_specs(Layout(read_document(page.encode(), "https://loom.example/p/1", {})))
    return {label: value for label, value, _ in found}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        # a verb of measuring, before which any label may stand
        (
            "Gebaut in Handarbeit. Die Kettenlänge beträgt 12 m, die Bank ist aus Esche.",
            {"Kettenlänge": "12 m"},
        ),
        (
            "Станок собран вручную. Зазор бёрда составляет 1,2 мм, станина из бука.",
            {"Зазор бёрда": "1,2 мм"},
        ),
        ("Krosno z buku. Rozstaw nicielnic wynosi 25 mm i nie zmienia się.", {"Rozstaw nicielnic": "25 mm"}),
        ("Верстат із бука. Крок берда становить 2 мм у всіх версіях.", {"Крок берда": "2 мм у всіх версіях"}),
        # a subject with a preposition in it, a class, a current, a measure for each of something
        ("It folds. Weaving time without pauses is 21 days.", {"Weaving time without pauses": "21 days"}),
        (
            "Telar. El tiempo de secado entre capas es de 3 horas.",
            {"tiempo de secado entre capas": "3 horas"},
        ),
        ("Khung gấp gọn, đạt cấp bảo vệ IP65.", {"cấp bảo vệ": "IP65"}),
        (
            "공용 베틀입니다. 입력 전압 AC100~240V, 출력 전압 DC12V",
            {"입력 전압": "AC100~240V", "출력 전압": "DC12V"},
        ),
        ("Su rendimiento es de 9 m² por litro y por mano.", {"rendimiento": "9 m² por litro y por mano"}),
        ("Rinde 12 m²/l y alcanza un espesor de 30 mm.", {"Rinde": "12 m²/l", "espesor": "30 mm"}),
        ("دستگاه تاشو با توان ۱٫۵ کیلووات و ارتفاع ۱۲ متر", {"توان": "۱٫۵ کیلووات", "ارتفاع": "۱۲ متر"}),
        ("베틀입니다. 받침을 사용하였고 무게는 30kg에 불과합니다.", {"무게": "30kg"}),
        (
            "Er hat ein Nennvolumen von 50 ml bei einer Teilung von 1 ml.",
            {"Nennvolumen": "50 ml", "Teilung": "1 ml"},
        ),
        # a word for what is measured, and a word between or none
        ("Tear de mesa com largura de 60 cm e peso de 8,5 kg.", {"largura": "60 cm", "peso": "8,5 kg"}),
        (
            "Telar plegable. El ancho de trabajo es de 70 cm y se guarda bajo la cama.",
            {"ancho de trabajo": "70 cm"},
        ),
        ("It folds, has a weaving width of 60 cm and comes with a bench.", {"weaving width": "60 cm"}),
        ("Métier pliant avec une largeur de 90 cm, un banc et des lisses.", {"largeur": "90 cm"}),
        ("Telaio da tavolo, larghezza 60 cm, in faggio evaporato.", {"larghezza": "60 cm"}),
        ("Stolní stav na cesty, hmotnost nepřesahuje 6 kg.", {"hmotnost": "nepřesahuje 6 kg"}),
        (
            "Skládací stav. Má šířku až 80 cm, délka je 1,2 m a hmotnost 9 kg.",
            {"délka": "1,2 m", "hmotnost": "9 kg"},
        ),
        ("Összecsukható szövőszék, súlya 8 kg, bükkből készül.", {"súlya": "8 kg"}),
        ("Katlanır tezgah, ağırlığı 8 kg'dır ve kayın ağacındandır.", {"ağırlığı": "8 kg"}),
        ("Bàn dệt gấp gọn, khối lượng 8 kg, dễ mang đi.", {"khối lượng": "8 kg"}),
        ("دستگاه بافندگی تاشو، وزن 8 کیلوگرم است، از چوب راش", {"وزن": "8 کیلوگرم"}),
        (
            "折叠织机，采用榉木，织造宽度60cm，运输方便，整机重量仅8kg。",
            {"织造宽度": "60cm", "整机重量": "仅8kg"},
        ),
        ("折りたたみ式です。織幅は60cmで、持ち運びに便利です。", {"織幅": "60cm"}),
        ("접이식 베틀로, 무게는 8kg이며 휴대가 쉽습니다.", {"무게": "8kg"}),
    ],
)
def test_what_a_clause_says_to_be_measured_is_a_property(text: str, read: dict[str, str]) -> None:
    assert specs(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "The shuttle flies at a speed of 3 m/s, as it did in the mills.",
        "Our weavers saved thread: waste was reduced by 30 % within a year.",
        "Der Rahmen trägt 80 kg und steht bei einer Temperatur von 40 °C noch gerade.",
        "Delivery time 30 days, in a box. The length of the ones we make for mills is 5 m.",
        "Koruma sınıfı IP55 motorlarla çalışır.",
        "Le métier tient dans une pièce de 12 m, même petite.",
        "Расход нити снижается до 35 % при плотной основе.",
        "采用新工艺后效率提高20%，深受用户欢迎。",
        "Ask for the 2024 list, it has 40 pages and 12 kg of samples.",
        "Hal 5, stand 12. Open van 9 tot 17 uur, 2 minuten van het station.",
    ],
)
def test_other_numbers_of_sentences_are_no_properties(text: str) -> None:
    assert specs(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Der kleine hat ein Gewicht von 8 kg, der große hat ein Gewicht von 12 kg.",
        "Zwei Stühle. Modell HV-40: Gewicht 8 kg. Modell HV-60: mit einer Länge von 1,2 m.",
    ],
)
def test_measures_of_one_of_several_models_are_not_the_page_s(text: str) -> None:
    assert not {"Gewicht", "Länge"} & specs(text).keys()


@pytest.mark.parametrize(
    "text",
    [
        "Model HV-40: for wool, weight 8 kg. Model HV-60: for rugs, weight 12 kg.",
        "<dl><dt>HV-40</dt><dd>For wool, weight 8 kg</dd><dt>HV-60</dt><dd>For rugs, weight 12 kg</dd></dl>",
    ],
)
def test_what_is_said_of_each_of_several_models_has_a_value_for_each(text: str) -> None:
    assert specs(text)["weight"] == "8 kg / 12 kg"


def test_what_a_table_says_stays_as_it_says_it() -> None:
    page = """<html><body><h1>Kangaspuut Havu</h1><table><tr><td>Weight</td><td>8 kg</td></tr>
        <tr><td>Colour</td><td>oak</td></tr></table><p>With the bench the weight is 12 kg.</p></body></html>"""
    found = read_specs(Layout(read_document(page.encode(), "https://loom.example/p/1", {})))
    assert [(label, value) for label, value, _ in found] == [("Weight", "8 kg"), ("Colour", "oak")]


@pytest.mark.parametrize("part", ["weight of ", "length, ", "5 kg ", "宽度", "是为达到", "with with "])
def test_sentences_are_looked_through_in_time_that_grows_as_they_do(part: str) -> None:
    assert grows_linearly(lambda size: specs(filled(part, size)), 20_000)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("A loom of ash, built by hand since 1975, and weighs 38 kg.", {"weighs": "38 kg"}),
        ("Der Webstuhl ist aus Esche, wiegt 38 kg und hält lange.", {"wiegt": "38 kg"}),
        ("La altura de tejido es regulable entre 30 y 90 mm.", {"altura de tejido": "30 y 90 mm"}),
        ("제품은 물푸레나무입니다. 본체 중량은 38 kg이며 한국에서 만듭니다.", {"본체 중량": "38 kg"}),
        ("Khung gỗ, dung lượng từ 200Ah đến 930Ah, làm theo yêu cầu.", {"dung lượng": "200Ah đến 930Ah"}),
    ],
)
def test_verbs_ranges_and_particles_stand_between_what_is_measured_and_its_measure(
    text: str, read: dict[str, str]
) -> None:
    assert specs(text) == read
