"""Codes that a page is filed or titled under, and names that are the article number itself."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.structured_data import read_structured
from crawler.extract.product.codes.forms.codes_of_words import code_of_words
from crawler.extract.product.item import read_product
from crawler.models import CatalogItem
from tests.support.growth import filled, grows_linearly

URL = "https://sahar.example/poulies/bx-40-r12.html"


def item(body: str, heading: str, url: str = URL, title: str = "") -> CatalogItem:
    page = f"<html><head><title>{title or heading}</title></head><body><h1>{heading}</h1>{body}</body></html>"
    document = read_document(page.encode(), url, {})
    return read_product(document, Layout(document), read_structured(document), url)


TABLE = "<table><tr><th>Désignation</th><th>Réf.</th></tr><tr><td>BX 40-R12</td><td>771.040</td></tr></table><p>Réf. 771.040.12</p>"


@pytest.mark.parametrize(
    "body",
    ["<h2>BX 40-R12</h2><p>Réf. 771.040.12</p>", TABLE, "<p>Réf. 771.040.12</p><span>BX 40 R12</span>"],
)
def test_a_page_s_code_is_its_model_beside_its_article_number(body: str) -> None:
    found = item(body, "Poulie pour KV 12")
    assert found.sku is not None
    assert found.sku.startswith("771.040")
    assert (found.model or "").replace(" ", "-") == "BX-40-R12"


def test_the_title_vouches_for_a_code_as_the_address_does() -> None:
    found = item(
        "<h3>BX 40-R12</h3><p>Réf. 771.040.12</p>", "Poulie", "https://sahar.example/?p=7", "BX 40-R12"
    )
    assert found.model == "BX 40-R12"


def test_a_part_of_the_title_vouches_for_a_code_also_one_with_a_decimal() -> None:
    found = item(
        "<p>Type <b>BX 045-1,5</b></p>",
        "Poulie 1,5 kW",
        "https://sahar.example/?p=7",
        "BX 045-1,5 – Poulie 1,5 kW",
    )
    assert found.model == "BX 045-1,5"
    found = item("<p>Type <b>Page 12</b></p>", "Poulie", "https://sahar.example/?p=7", "Poulie – Page 12")
    assert found.model is None
    both = "<table><tr><td>BX 45 i3<td>3 kN<tr><td>BX 45 i6<td>6 kN<tr><td>Jeu<td>2 mm</table>"
    found = item(both, "Poulie", "https://sahar.example/?p=7", "BX 45 i3 – Poulie")
    assert found.model != "BX 45 i3"  # the first of two models


@pytest.mark.parametrize(
    ("body", "url"),
    [
        ('<p><a href="/other.html">BX 40-R12</a></p>', URL),  # another page
        ("<p>Page 12</p>", "https://sahar.example/page-12.html"),
        ("<p>DN 150</p>", "https://sahar.example/dn-150.html"),
        ("<p>771.040</p>", "https://sahar.example/771-040.html"),
        ("<p>BX 41-R12</p>", URL),
    ],
)
def test_other_texts_alone_are_no_model(body: str, url: str) -> None:
    assert item(f"{body}<p>Réf. 771.040.12</p>", "Poulie", url).model is None


@pytest.mark.parametrize("name", ["PS 950", "TARN 800/24", "KV 50-160/5,5", "RS 300 INOX", "TK 7.5 L"])
def test_a_name_behind_the_label_of_a_number_is_the_number_whole(name: str) -> None:
    found = item(f"<p>Kat. č. <b>{name}</b></p>", name, "https://sahar.example/7.html")
    assert found.sku == name


@pytest.mark.parametrize(
    ("line", "name"), [("Item Corde 40 mm", "Corde 40 mm"), ("Art. Kamenná deska 30", "Kamenná deska 30")]
)
def test_a_name_in_words_behind_a_label_is_no_number(line: str, name: str) -> None:
    assert item(f"<p>{line}</p>", name, "https://sahar.example/7.html").sku is None


def test_a_code_in_a_name_has_its_decimal() -> None:
    assert (
        item("<p>Litina.</p>", "Čerpadlo KV50-160/5,5", "https://sahar.example/7.html").model
        == "KV50-160/5,5"
    )


@pytest.mark.parametrize(
    ("name", "url", "title", "model"),
    [
        ("Vis à bois QSV 20x150", "/vis/qsv-20x150.html", "", "QSV 20x150"),
        ("QSV 20x150 – vis à bois", "/vis/qsv-20x150.html", "", "QSV 20x150"),
        ("Lożysko QSL 120-240C", "/lozyska/qsl_120-240c/index.php", "", "QSL 120-240C"),
        ("QSM M16×60 Zuganker", "/zug/qsm-m16x60/", "", "QSM M16×60"),
        ("Podložka QS 148/180", "/?p=4", "QS 148/180", "QS 148/180"),
        ("Vis à bois QSV 20x150", "/vis/vis-a-bois.html", "", None),
        ("FERRON UQP 208 T3 Palier", "/paliers/uqp-208-t3/index.html", "", "UQP 208 T3"),
        ("FERRON SQ 7014 C P4 Roulement", "/r/sq-7014-c-p4/index.html", "", "SQ 7014 C P4"),
        ("FERRON 22220 QW33K Roulement", "/r/22220-qw33k/index.html", "", "22220 QW33K"),
        ("FERRON 6316 Eİ Rulman", "/r/6316-ei/index.html", "", "6316 Eİ"),
        ("Vis longue 100 MM galva", "/vis/100-mm.html", "", None),
        ("Acme 2000 WATT heater", "/2000-watt-heater.html", "", None),
        ("Acme 500 SERIES drill", "/500-series/index.html", "", None),
        ("Catalogue 2024 PRO gamme", "/2024-pro.html", "", None),
        ("Vis à bois QSV 20x150", "/vis/qsv-20x165.html", "", None),
        ("Vanne DIN 2501-1", "/vannes/din-2501-1.html", "", None),  # a standard
        ("Tuyau PVC 50x2", "/tuyaux/pvc-50x2.html", "", None),  # a material
        ("POMPA DISK 40-20", "/pompa/disk-40-20.html", "", None),  # any word may be the name
    ],
)
def test_a_code_of_several_words_in_a_name_is_whole_where_the_page_is_filed_under_it(
    name: str, url: str, title: str, model: str | None
) -> None:
    assert item("<p>Acier.</p>", name, f"https://sahar.example{url}", title).model == model


@pytest.mark.parametrize(
    ("caption", "model"),
    [("Scie de table (DUO2X15)", "DUO2X15"), ("Scie de table (avant)", None), ("Banc (DUO2X15)", None)],
)
def test_a_caption_may_have_the_code_behind_the_name(caption: str, model: str | None) -> None:
    figure = f"<figure><img src=/a.jpg><figcaption>{caption}</figcaption></figure><p>Acier.</p>"
    assert item(figure, "Scie de table").model == model


def test_a_long_name_is_compared_in_linear_time() -> None:
    url = "https://sahar.example/qs-1-1.html"
    assert grows_linearly(lambda n: item("<p>Acier.</p>", f"Vis {'QS 1/1 ' * n}", url), 1_000)


def test_many_texts_alone_are_read_in_linear_time() -> None:
    def read(size: int) -> CatalogItem:
        return item("<div>" * 30 + "<span>BX 40-R12</span>" * size + "</div>" * 30, "Poulie")

    assert grows_linearly(read, 100)


@pytest.mark.parametrize("code", ["QV-LS 7", "QV-LS 650", "QV-LS 4/800", "QV 200", "ПР-К 40"])
def test_a_heading_that_is_nothing_but_a_code_with_a_blank_is_the_model(code: str) -> None:
    found = item("<h2>Poulie à gorge</h2>", code, "https://sahar.example/poulies/12.html")
    assert (found.name, found.model) == (code, code)
    assert found.description == "Poulie à gorge"
    found = item(
        "<p>Réf. 771.040</p>", code, "https://sahar.example/poulies/12.html", f"{code} Poulie à gorge"
    )
    assert (found.name, found.model) == (f"{code} Poulie à gorge", code)


@pytest.mark.parametrize("name", ["DN 50", "EN 388", "POMPE 200", "QV 7", "NR 12", "QV-LS"])
def test_a_heading_of_a_size_a_word_or_a_standard_with_a_number_is_no_model(name: str) -> None:
    assert item("<h2>Poulie à gorge</h2>", name, "https://sahar.example/poulies/12.html").model is None


@pytest.mark.parametrize("piece", ["1 ", "Q-", "1A-"])
def test_a_long_name_takes_linear_time(piece: str) -> None:
    assert grows_linearly(lambda size: code_of_words("QV-LS " + filled(piece, size) + "!"), 10_000)


@pytest.mark.parametrize("code", ["QV-LS 40 W", "QV-K 7/1", "QV 300 S"])
def test_the_code_of_a_name_in_capitals_is_what_the_page_is_filed_under(code: str) -> None:
    address = "-".join(code.lower().replace("/", " ").split())
    found = item("<h2>Poulie à gorge</h2>", f"FERRON {code}", f"https://sahar.example/poulies/{address}.html")
    assert found.model == code


def test_a_word_in_capitals_before_a_number_is_no_code_though_the_page_is_filed_under_it() -> None:
    assert item("", "POULIE FONTE 40", "https://sahar.example/poulies/fonte-40.html").model is None


@pytest.mark.parametrize(("code", "rest"), [("QVF 100", "Kereste Kurutma"), ("ŞV 80", "Şerit Testere")])
def test_the_code_that_a_name_in_capitals_begins_with_is_told_by_the_title(code: str, rest: str) -> None:
    address = "https://sahar.example/urun-16.html"
    found = item("<p>Motor 3 kW</p>", f"{code} {rest}".upper(), address, f"{code} {rest} :: Sahar")
    assert found.model == code
    assert item("<p>Motor 3 kW</p>", f"{code} {rest}".upper(), address).model is None
