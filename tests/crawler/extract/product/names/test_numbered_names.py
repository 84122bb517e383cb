"""Names beside their article numbers."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.shared_parts import SharedParts
from crawler.extract.page.structured_data import read_structured
from crawler.extract.product.item import read_product
from crawler.extract.product.names.numbered_names import divided_name, name_beside_number
from crawler.models import CatalogItem
from tests.support.growth import filled, grows_linearly

URL = "https://seilerei.example/ware_7.htm"


def layout(body: str, title: str = "") -> Layout:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    document = read_document(page.encode(), URL, {})
    document.shared = SharedParts(title_parts=("Seilerei Ohm",))
    return Layout(document)


def item(body: str, title: str) -> CatalogItem:
    found = layout(body, title)
    return read_product(found.document, found, read_structured(found.document), URL)


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("Item # HK-204 Halter rope", "HK-204", "Halter rope"),
        ("Art.-Nr. HK-204 Führstrick", "HK-204", "Führstrick"),
        ("Артикул: ВК-204 Недоуздок", "ВК-204", "Недоуздок"),
        ("HK-204 : Führstrick", "HK-204", "Führstrick"),
    ],
)
def test_a_label_or_a_sign_divides_number_and_name(text: str, number: str, name: str) -> None:
    found = divided_name(text)
    assert found is not None
    assert (found.number, found.name, found.apart) == (number, name, True)


@pytest.mark.parametrize(
    "text", ["Art DECO-20 lamp", "Führstrick HK-204", "Item 5 rope", "HK-204", "Art. No. HK-204: 5"]
)
def test_other_texts_are_not_divided(text: str) -> None:
    assert divided_name(text) is None


FIRM = "<table><tr><td><img src=/strick.jpg></td><td>{}</td></tr></table><p>Aus Hanf gedreht.</p>"


@pytest.mark.parametrize("title", ["Seilerei Ohm", "HK-204 Führstrick, Hanf", "HK-101 Longe"])
@pytest.mark.parametrize(
    "cell",
    [
        "<b>Art.-Nr. HK-204</b><br>Führstrick, Hanf",
        "Art.-Nr. HK-204 Führstrick, Hanf",
        "<font><b>Art.-Nr. HK-204</b><br>Führstrick, Hanf</font>",
    ],
)
def test_the_name_beside_the_number_is_the_pages(cell: str, title: str) -> None:
    """Where the title is the firm's, says number and name in one, or was left from another page."""
    found = item(FIRM.format(cell), title)
    assert (found.name, found.sku) == ("Führstrick, Hanf", "HK-204")


def test_a_number_marked_apart_is_no_part_of_the_name() -> None:
    assert item("<p><b>HK-204</b> Führstrick<br>Länge: 2 m</p>", "HK-204 Führstrick").name == "Führstrick"
    assert item("<p><b>HK-204</b> Führstrick</p>", "Longe").name == "Longe"


def test_a_heading_keeps_its_number() -> None:
    body = "<h1>HK-204 Führstrick</h1><p><b>HK-204</b> Führstrick</p>"
    assert item(body, "HK-204 Führstrick").name == "HK-204 Führstrick"


def test_a_picture_tells_the_name_from_the_number_that_a_label_states() -> None:
    body = "<img src=/1.jpg alt='Führstrick'><p>{}</p><p>Aus Hanf.</p>"
    assert item(body.format("Art.-Nr.: HK-204"), "HK-204 Führstrick").name == "Führstrick"
    assert item(body.format("Aus Hanf."), "HK-204 Führstrick").name == "HK-204 Führstrick"


def test_several_numbers_name_none() -> None:
    assert name_beside_number(layout("<p><b>HK-204</b> Strick</p><p><b>HK-205</b> Longe</p>")) is None
    assert name_beside_number(layout("<p><a href=/5.htm><b>HK-205</b> Longe</a></p>")) is None


@pytest.mark.parametrize("piece", ["Item # ", "HK-1/", " ", "a"])
def test_hostile_texts_are_read_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: name_beside_number(layout(f"<p>{filled(piece, n)}HK-204</p>")), 5_000)
    assert grows_linearly(lambda n: divided_name(f"{filled(piece, n)}HK-204"), 5_000)
    assert grows_linearly(lambda n: divided_name(f"{filled(piece, n)}HK-20"), 7)


def test_many_lines_are_read_in_linear_time() -> None:
    assert grows_linearly(lambda n: name_beside_number(layout("<p>HK-204 : x<br>" * n)), 100)


def test_a_block_of_many_numbers_and_links_is_looked_through_once() -> None:
    def read(size: int) -> None:
        lines = "<br>".join(f"Item # HK-{n} Strick" for n in range(size))
        assert name_beside_number(layout(f"<div>{lines}{'<a href=/1.htm>1</a>' * 2 * size}</div>")) is None

    assert grows_linearly(read, 500)
