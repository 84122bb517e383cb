"""Sentences that say nothing but properties."""

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
        (
            "Weefgetouw van beuken (met bank). Weefbreedte 120 cm, gewicht 38 kg. Opbouw 2 uur.",
            {"Weefbreedte": "120 cm", "gewicht": "38 kg", "Opbouw": "2 uur"},
        ),
        (
            "En vävstol. Vävbredd 90 cm eller 120 cm, vikt 31 kg utan bänk.",
            {"Vävbredd": "90 cm eller 120 cm", "vikt": "31 kg utan bänk"},
        ),
        (
            "Tkaczka poleca. Szerokość 120 cm, czas montażu 3 godziny, opakowanie 2 kg, 5 kg i 10 kg.",
            {"Szerokość": "120 cm", "czas montażu": "3 godziny", "opakowanie": "2 kg, 5 kg i 10 kg"},
        ),
        (
            "Made by hand. Width 60 cm, lead time about 30 days.",
            {"Width": "60 cm", "lead time": "about 30 days"},
        ),
        ("Wir bauen sie in Handarbeit. Lieferzeit: 6 Wochen.", {"Lieferzeit": "6 Wochen"}),
        (
            "小型の織機です。織幅は60cm、高さは98cm、材質はブナ。",
            {"織幅": "60cm", "高さ": "98cm", "材質": "ブナ"},
        ),
        ("소형 베틀. 폭은 60cm, 높이는 98cm, 무게는 12kg.", {"폭": "60cm", "높이": "98cm", "무게": "12kg"}),
        (
            "小型織機，山毛櫸製。織幅：60 cm，高度：98 cm，重量：12 kg，踏板：四至八片，工具、梭子全附。",
            {"織幅": "60 cm", "高度": "98 cm", "重量": "12 kg"},
        ),
    ],
)
def test_measures_that_are_all_of_a_sentence_are_properties(text: str, read: dict[str, str]) -> None:
    assert specs(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "Weefbreedte 120 cm van rand tot rand gemeten en dus altijd genoeg.",  # one, without a colon
        "Hal 5, stand 12. Keizersgracht 14, 1015 Amsterdam.",
        "Het weegt 38 kg, de bank weegt 4 kg en de rest staat erbij vermeld.",
        "One loom weighs 38 kg, its height measures 98 cm.",
        "織機は大きい、布は美しい、糸は3本使う。",
        "Levertijd: vanaf voorraad. Sinds 1980: 40 jaar.",
    ],
)
def test_other_sentences_are_none(text: str) -> None:
    assert specs(text) == {}


def test_the_last_of_several_sentences_may_list_the_values_of_a_label() -> None:
    assert specs("A loom of beech. Finishes: oil, wax.") == {"Finishes": "oil, wax"}
    assert specs("Tezgah kayın. Renkler: ceviz, meşe veya kayın.") == {"Renkler": "ceviz, meşe veya kayın"}
    assert specs("Finishes: oil, wax. A loom of beech.") == {}
    assert specs("A loom. Last modified: March 22, 2001.") == {}
    assert specs("A loom. See also: benches, <a href=/reeds>reeds</a>.") == {}


@pytest.mark.parametrize("size", [70, 5_000])
@pytest.mark.parametrize("piece", ["1/", "a ", "荷は", "a 1 mm, ", "x: 1, ", " "])
def test_long_sentences_are_read_in_linear_time(piece: str, size: int) -> None:
    assert grows_linearly(lambda n: specs("</p><p>".join([filled(piece, n)] * 5)), size)


def test_the_clauses_of_a_chinese_sentence_name_their_topics() -> None:
    text = "我厂生产织机，公称幅宽为DN15-DN150，转速为300以上，适用材料为棉、麻等，欢迎来电。"
    assert specs(text) == {"公称幅宽": "DN15-DN150", "转速": "300以上", "适用材料": "棉、麻等"}
    assert specs("我厂成立为1998年，被评为模范，分为3个车间。") == {}
