"""Codes of a series whose page has none of its own, and trade names without a number."""

from __future__ import annotations

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.candidates.series.series import Series
from matcher.records.documents import ItemDocument, Page


def item(name: str, *codes: str, specs: dict[str, str] | None = None) -> ItemDocument:
    page = Page("en", name, "", "", specs or {})
    return ItemDocument(f"i-{name}", "mill", codes, (), (page,), None, "", "", "", shipped())


def test_the_letters_of_a_series_with_a_number_of_its_page_name_it() -> None:
    series = Series(
        [
            item("QVL Boom Sprayer (800 and 1200 l)"),
            item("Pressure transmitter TQM", specs={"Range": "10 / 16 / 40 bar"}),
            item("Chisel plough", "CHQ-7", specs={"Tines": "7, 9 or 11"}),
        ],
        [],
    )
    assert series.codes(["QVL800"]) == {0: "QVL800"}
    assert series.codes(["TQM40", "CHQ9"]) == {1: "TQM40", 2: "CHQ9"}
    assert series.codes(["QVL900", "TQM99", "QV800", "XQVL800"]) == {}


def test_letters_that_many_items_share_name_no_series() -> None:
    series = Series(
        [item(f"QVL pump for {what}, 800 l") for what in ("oil", "mud", "acid", "wine", "milk")], []
    )
    assert series.codes(["QVL800"]) == {}


def test_a_trade_name_is_found_in_any_script_and_its_two_words_are_surer() -> None:
    items = [item("Winter suit TAJGA"), item("Hi-vis trousers LUMEX PAS"), item("Hi-vis vest LUMEX")]
    series = Series(items, [], frozenset({"mill"}))
    assert series.names('Костюм утеплённый, арт. "TAJGA"')[0] == (1.0, "tajga")
    found = series.names("ШТАНИ СИГНАЛЬНІ ЛУМЕКС ПАС")
    assert (found[1][0], found[2][0]) == (1.0, 0.5)
    assert series.names("Winter suit for hunters") == {}
    assert 0 in series.names("Winter suit TAJGA for hunters")
    assert series.names("hood for winter suit TAJGA") == {}
    assert series.names("Winter suit, not TAJGA") == {}


def test_words_of_many_pages_and_names_of_makers_are_no_trade_names() -> None:
    pages = [item("Valve PTFE"), *(item(f"Pump {n}", specs={"Seal": "PTFE"}) for n in range(4))]
    assert Series(pages, []).names("valve of PTFE") == {}
    assert Series([item("Winter suit KVINTO")], [], frozenset({"kvinto"})).names("KVINTO suit") == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Zorvik Under-Vehicle Search Mirror", "ЗЕРКАЛО ДОСМОТРОВОЕ ЗОРВИК"),
        ("Тепловизионный бинокль Корвелла 2-50", "BINOCULAR KORVELLA 50MM"),
        ("Преобразователь частоты «Морвен»", "FREQUENCY CONVERTER MORVEN 4KW"),
    ],
)
def test_a_proper_word_of_a_name_is_a_trade_name(name: str, text: str) -> None:
    assert 0 in Series([item(name), item("Other Thing")], []).names(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Silicon carbide tile HDC-50", "SILICON RUBBER"),
        ("Тепловизионный бинокль Корвелла 2-50", "ТЕПЛОВИЗИОННЫЙ БИНОКЛЬ"),
        ("Helmet Zorvik", "HELMET"),
    ],
)
def test_an_ordinary_word_of_a_name_is_no_trade_name(name: str, text: str) -> None:
    assert Series([item(name), item("Other Thing")], []).names(text) == {}


def test_german_nouns_are_no_trade_names() -> None:
    page = Page("de", "Hochleistungspumpe für Schlamm und Abwasser", "", "", {})
    pump = ItemDocument("i-1", "mill", (), (), (page,), None, "", "", "", shipped())
    assert Series([pump], []).names("SCHLAMM ABWASSER") == {}


def test_what_has_a_code_is_called_by_it() -> None:
    assert Series([item("Zorvik Under-Vehicle Mirror", "UVM-40")], []).names("ЗЕРКАЛО ЗОРВИК") == {}


def test_words_for_a_property_are_no_trade_names() -> None:
    assert Series([item("Balistik Kask MICH tipi"), item("Other Thing")], []).names("HELMET MICH") == {}
