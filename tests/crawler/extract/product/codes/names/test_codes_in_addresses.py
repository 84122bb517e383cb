"""Codes that no known label names: by the page's address, and trade names with a number."""

from __future__ import annotations

import pytest

from crawler.extract.page_records import extract_page
from crawler.extract.product.codes.names.codes_in_addresses import (
    code_in_address,
    code_of_slug,
    shown_in_groups,
)
from crawler.extract.product.codes.names.codes_in_names import model_code
from crawler.profile.profile import SiteProfile
from tests.support.growth import filled, grows_linearly


@pytest.mark.parametrize(
    ("code", "url", "there"),
    [
        ("U-412", "https://mill.example/produkt/u-412-apron.html", True),
        ("U-412", "https://mill.example/p/apron-u412/", True),
        ("U-412", "https://mill.example/u-412/apron.html", False),
        ("U-41", "https://mill.example/p/u-412-apron.html", False),
        ("U4", "https://mill.example/p/u4-apron.html", False),
    ],
)
def test_a_code_stands_at_an_end_of_the_last_part_of_an_address(code: str, url: str, there: bool) -> None:
    assert code_in_address(code, url) == there


@pytest.mark.parametrize(
    ("number", "text", "code"),
    [
        ("4117803", "Kapak No QX 41.178.03, alüminyum", "QX 41.178.03"),
        ("4117803", "Deckel 411-78-03", "411-78-03"),
        ("4117803", "Tel. +41178-03", None),
        ("4117803", "41.178.035", None),
        ("4117803", "4117803", None),  # stands there as a whole
        ("20240512", "2024-05-12", None),  # a date
        ("41178", "41.178", None),  # may be a thousand
    ],
)
def test_the_number_of_an_address_is_shown_in_groups(number: str, text: str, code: str | None) -> None:
    assert shown_in_groups(number, text) == code


@pytest.mark.parametrize("piece", ["1/", " ", "Q", "1", "1.1.1.1.1.1"])
def test_long_texts_are_searched_for_groups_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: shown_in_groups("1111111", filled(piece, n)), 10_000)


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("Suit VOLCANO 350 (jacket and trousers)", "VOLCANO 350"),
        ("Шлем БАРЬЕР 3 с забралом", "БАРЬЕР 3"),
        ("Шлем БАРЬЕР 3 мм", None),
        ("SUIT VOLCANO 350", None),  # all in capitals: any word may be the name
        ("Lamp POWER 100 W", None),
        ("Vest CLASS 2", None),
        ("Cable FLEX 3 x 1.5", None),
        ("Suit VOLCANO 350 U-412", "U-412"),
        ("TK 511 Ofis Koltuğu Tekeri", "TK 511"),
        ("TK 075F Frenli Tekerlek", "TK 075F"),
        ("Отопитель воздушный Полюс-3Д-12", "Полюс-3Д-12"),
        ("Прилад Полюс-145М з блоком", "Полюс-145М"),
        ("Ремкомплект насоса РК-НШД80", "РК-НШД80"),
        ("Дизель судовой Евро-5", None),
        ("Розетка щитовая Тип-2", None),
        ("Набор-5 отвёрток", None),  # any word may begin a name
        ("DN 50 Ball valve", None),
        ("LED 100 W Floodlight", None),
        ("PS 12 mm Sheet", None),
        ("Transmitter QV 210", "QV 210"),
        ("Hand pump QV 215 Ex", "QV 215"),
        ("Steel pipe DN 50", None),
        ("Jacket XL 40", None),
        ("Smart TV 55", None),
    ],
)
def test_a_trade_name_with_a_number_is_a_model_where_no_code_is(name: str, model: str | None) -> None:
    found = model_code(name, None, None)
    assert (found[0] if found else None) == model


def test_a_specification_that_the_address_repeats_is_the_article_number_under_any_label() -> None:
    def read(path: str) -> str | None:
        rows = "<tr><th>Zeichen</th><td>U-412</td></tr><tr><th>Cloth</th><td>cotton</td></tr>"
        text = f"<html><head><title>Apron</title></head><body><h1>Welder's apron</h1><table>{rows}</table></body></html>"
        records = extract_page(
            text.encode(), f"https://mill.example{path}", {}, captured_at="2026-01-01T00:00:00Z"
        )
        assert records.item is not None
        return records.item.sku

    assert read("/product/u-412-apron.html") == "U-412"
    assert read("/product/apron.html") is None


def test_a_number_of_the_address_that_the_page_shows_is_the_article_number() -> None:
    def read(path: str, text: str) -> str | None:
        page = f"<html><head><title>Stool</title></head><body><h1>Oak stool</h1><p>{text}</p><table><tr><th>Height</th><td>45 cm</td></tr><tr><th>Seat</th><td>oak</td></tr></table></body></html>"
        records = extract_page(
            page.encode(), f"https://mill.example{path}", {}, captured_at="2026-01-01T00:00:00Z"
        )
        assert records.item is not None
        return records.item.sku

    assert read("/product/v61101.htm", "čl. / art. 61101, made by hand.") == "61101"
    assert read("/product/v61101.htm", "Made by hand. Tel. 0 61101 22, 61101.5 mm, 61101 x 20") is None
    assert read("/product/v611.htm", "No. 611, made by hand.") is None, "too short to be no chance"


def test_the_page_s_own_part_of_the_title_may_have_the_model_that_the_heading_has_not() -> None:
    def read(title: str) -> str | None:
        page = f"<html><head><title>{title}</title></head><body><h1>Oak stool</h1><p>Made by hand of oak.</p><table><tr><th>Height</th><td>45 cm</td></tr><tr><th>Seat</th><td>oak</td></tr></table></body></html>"
        profile = SiteProfile(
            name="mill",
            start=["https://mill.example/"],
            products=["^/product/"],
            title_parts=["- Mill works"],
        )
        records = extract_page(
            page.encode(),
            "https://mill.example/product/9.html",
            {},
            captured_at="2026-01-01T00:00:00Z",
            profile=profile,
        )
        assert records.item is not None
        return records.item.model

    assert read("Oak stool QVT-12 - Mill works") == "QVT-12"
    assert read("Oak stool with QVT-12 seat - Mill works") is None
    assert read("Oak stool - Mill works") is None


def test_a_code_in_a_line_among_lines_of_properties_is_a_specification_too() -> None:
    def specs(lines: str) -> dict[str, str]:
        page = f"<html><head><title>Stool</title></head><body><h1>Oak stool</h1><p>Of oak.</p><div>{lines}</div></body></html>"
        records = extract_page(
            page.encode(), "https://mill.example/product/1.htm", {}, captured_at="2026-01-01T00:00:00Z"
        )
        assert records.item is not None
        return records.item.specs

    lines = "<p>Item No.: QV-20</p><p>Height: 45 cm</p><p>Seat: oak</p>"
    assert specs(lines) == {"Item No.": "QV-20", "Height": "45 cm", "Seat": "oak"}
    assert "SKU" not in specs("<p>Price: $20</p><p>SKU: QV-20</p><p>Category: Stools</p>")


@pytest.mark.parametrize(
    ("address", "name", "code"),
    [
        ("mowers/rotary-mower-qv-170/", "Rotary mower", "QV-170"),
        ("sliper/qvx150-handlampe.html", "Handlampe", "QVX150"),
        ("klapany/klapan-qv-217-25/", "Клапан", "QV-217-25"),
        ("p/qv-170-mower-qv-180", "Mower", None),  # two
        ("p/mower-id-170", "Mower", None),
        ("p/pump-dn-50", "Pump", None),
        ("p/glove-en-388", "Glove", None),
        ("p/page-12", "Mower", None),
        ("p/radio-qv-433", "433 MHz radio", None),  # the number of a property
        ("p/qv-170", "Mower", None),  # no words
        ("p/battery-pack-60v", "Battery pack", None),
    ],
)
def test_the_code_of_an_address_of_words(address: str, name: str, code: str | None) -> None:
    assert code_of_slug(f"https://mill.example/{address}", name) == code


def test_an_address_of_any_length_is_read_in_time() -> None:
    assert grows_linearly(lambda n: code_of_slug("https://a.example/" + filled("qv-1-a-", n), "Mower"), 2000)


def test_an_address_has_a_cyrillic_code_in_latin_letters() -> None:
    assert code_in_address("30ч6бр", "https://mill.example/zadvizhki/zadvizhka-30ch6br/")
    assert not code_in_address("30ч6бр", "https://mill.example/zadvizhki/zadvizhka-30s6br/")
