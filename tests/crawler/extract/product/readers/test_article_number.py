"""Article numbers of a page: one, or one of several that are none of the page's as a whole."""

from __future__ import annotations

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.structured_data import read_structured
from crawler.extract.product.item import read_product
from crawler.models import CatalogItem

URL = "https://mill.example/saws/folding.html"


def item(body: str) -> CatalogItem:
    page = f"<html><body><main><h1>Folding saws</h1>{body}</main></body></html>"
    document = read_document(page.encode(), URL, {})
    return read_product(document, Layout(document), read_structured(document), URL)


def test_the_first_of_the_models_of_a_table_is_not_the_pages_article_number() -> None:
    row = "<tr><td>Art. No.<td>QV-20<td>QV-32<tr><td>Blade<td>180 mm<td>240 mm"
    found = item(f"<table>{row}</table>")
    assert (found.sku, found.specs) == (None, {"Art. No.": "QV-20 / QV-32", "Blade": "180 mm / 240 mm"})
    assert item("<p>With a sheath. Art. No. QV-20</p>").sku == "QV-20"


def test_a_value_that_ends_the_address_is_a_number_unless_the_page_shows_all_of_its_last_part() -> None:
    def numbered(heading: str) -> str | None:
        row = "<tr><td>Thread<td>G12<tr><td>Length<td>90 mm"
        page = f"<html><body><main><h1>{heading}</h1><table>{row}</table></main></body></html>"
        url = "https://mill.example/pipes/kx40-g12.html"
        document = read_document(page.encode(), url, {})
        return read_product(document, Layout(document), read_structured(document), url).sku

    assert numbered("Hose nozzle") == "G12"
    assert numbered("Hose nozzle KX40-G12") != "G12"


def test_several_numbers_may_stand_behind_a_label_in_the_plural() -> None:
    for text in (
        "Artikelnummern: QVX-20, QVX-32.",
        "Códigos: QVX-20, QVX-32.",
        "Item numbers: QVX-20, QVX-32.",
    ):
        assert item(f"<p>{text}</p>").sku == "QVX-20"


def test_a_label_may_say_of_what_its_code_is() -> None:
    assert item("<p>Позначення виробу – ПИЛ-20418-К. Для дощок.</p>").sku == "ПИЛ-20418-К"
    assert item("<p>Indeks towaru: <b>PS-C20-1140</b>. Do drewna.</p>").sku == "PS-C20-1140"


def test_a_number_behind_a_small_word_of_the_name_is_anothers() -> None:
    url = "https://mill.example/saws/blade-40120-mill.html"
    for name, sku in (("Blade for 40120 saws", None), ("Blade 40120", "40120")):
        document = read_document(f"<h1>{name}</h1><p>Steel.</p>".encode(), url, {})
        assert read_product(document, Layout(document), read_structured(document), url).sku == sku
