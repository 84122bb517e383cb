"""Columns that blanks set in preformatted text."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.specs.page_specs import read_specs
from tests.support.growth import filled, grows_linearly


def specs(text: str) -> dict[str, str]:
    page = f"<html><body><h1>Kangaspuut</h1><p>Koivua.</p><pre>{text}</pre></body></html>"
    found = read_specs(Layout(read_document(page.encode(), "https://loom.example/p/1", {})))
    return {label: value for label, value, _ in found}


def test_two_columns_are_labels_and_values() -> None:
    text = "\nLeveys      120 cm\nKorkeus     98 cm\nPuu         koivu\nPoljin      4 kpl\n"
    assert specs(text) == {"Leveys": "120 cm", "Korkeus": "98 cm", "Puu": "koivu", "Poljin": "4 kpl"}
    assert specs(text.replace("  ", "\t")) == specs(text)
    assert specs("幅　　120cm\n高さ　98cm\n材質　ぶな\n") == {"幅": "120cm", "高さ": "98cm", "材質": "ぶな"}


def test_more_columns_have_a_value_for_each_model() -> None:
    text = "Modelo     KP-120    KP-150\n------     ------    ------\nLeveys     120 cm    150 cm\nPaino      38 kg     45 kg\n"
    assert specs(text) == {
        "Modelo": "KP-120 / KP-150",
        "Leveys": "120 cm / 150 cm",
        "Paino": "38 kg / 45 kg",
    }


def test_programs_and_letters_are_no_columns() -> None:
    assert specs("int main()  {\n  return  0;\n}\nfoo();  // 12\n") == {}
    assert specs("Hyvät asiakkaat,  tervetuloa\nKesäkuussa  suljettu\nTerveisin  Loom\n") == {}


@pytest.mark.parametrize("line", ["Leveys{}\n", "a{}1\n", "{}a  1\n"])
@pytest.mark.parametrize("piece", [" ", "a  ", "\t"])
def test_long_lines_of_columns_are_read_in_linear_time(line: str, piece: str) -> None:
    assert grows_linearly(lambda n: specs(line.format(filled(piece, n)) * 3), 2_500)


def test_many_lines_of_columns_are_read_in_linear_time() -> None:
    assert grows_linearly(lambda n: specs("Leveys  120 cm\n" * n), 150)


def test_texts_and_tables_within_each_other_are_read_in_linear_time() -> None:
    cell = f"<table><tr><td><a href=/x.htm>{'x' * 40}</a></td><td>1</td></tr><tr><td>"
    assert grows_linearly(lambda n: specs("<pre>" * n + "Leveys  120 cm\n" * n), 100)
    assert grows_linearly(lambda n: specs(f"</pre>{cell * n}"), 15)


def test_an_abbreviated_label_of_a_number_is_a_label() -> None:
    text = "\nCat. No.    QV90/500\nWidth       120 cm\nReed        NS 24\n"
    assert specs(text) == {"Cat. No.": "QV90/500", "Width": "120 cm", "Reed": "NS 24"}
