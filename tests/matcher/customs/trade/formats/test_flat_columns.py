"""Small flat tables: a total in the footer, and texts beside a procedure."""

from __future__ import annotations

from matcher.customs.trade.formats.flat.columns import columns_of
from matcher.customs.trade.formats.texts.words import currency_rank

HEADER = ["Period", "Flow", "HS code", "Country", "Net weight, kg", "Value, USD"]
ROWS = [["2023", "Import", "850132", "China", "5", "10"], ["2023", "Import", "850132", "Japan", "6", "20"]]


def test_a_total_in_the_footer_is_no_cell_that_was_left_blank() -> None:
    assert columns_of(HEADER, [*ROWS, ["Total", "", "", "", "11", "30"]])
    blank = [["2023", "Import", "", "Peru", "5", "10"], ["2023", "Import", "", "Chile", "6", "20"]]
    assert columns_of(HEADER, [*ROWS, *blank]) is None


def test_the_text_of_a_procedure_makes_no_declarations() -> None:
    header = [*HEADER, "Customs Code", "Customs Desc"]
    rows = [[*ROWS[0], "C01", "Goods for home use"], [*ROWS[0], "C04", "Goods for processing inward"]]
    assert columns_of(header, rows)


def test_dollars_are_taken_before_euro() -> None:
    assert currency_rank("dollar") == currency_rank("USD") < currency_rank("EUR") < currency_rank("CHF")


def test_a_direction_before_the_word_for_value_is_no_part_of_it() -> None:
    header = ["Yıl", "GTİP", "Ülke", "İhracat Miktar (kg)", "İhracat Değer (ABD $)", "İthalat Değer (ABD $)"]
    found = columns_of(
        header, [["2023", "850132", "Çin", "5", "10", "20"], ["2023", "850132", "Japonya", "6", "20", "30"]]
    )
    assert found is not None
    assert [(value.at, value.flow, value.currency) for value in found.values] == [
        (4, "export", "USD"),
        (5, "import", "USD"),
    ]
