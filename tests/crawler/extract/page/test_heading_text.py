"""The text of a heading, without the date that a template sets in it."""

from __future__ import annotations

import lxml.html
import pytest

from crawler.extract.page.heading_text import text_of_heading
from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.structured_data import read_structured
from crawler.extract.product.readers.product_page import ProductPage
from tests.support.growth import filled, grows_linearly


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("Dreifuß-Hocker<br><span>12.03.2017 08:15 | Autor: anna | Klicks: 40</span>", "Dreifuß-Hocker"),
        ("Tabouret T20 <small>Publié le 12/03/2017</small>", "Tabouret T20 Publié le 12/03/2017"),
        ("Tripod seat <small>Published: 12 March 2017</small>", "Tripod seat"),
        ("Tripod seat<br>Posted on March 12, 2017<br>by anna", "Tripod seat"),
        ("스툴 T20<div>등록일: 2017-03-12</div>", "스툴 T20"),
        ("Tripod seat<br><span>model of 2017-03-12</span>", "Tripod seat model of 2017-03-12"),
        ("Tripod seat 2017-03-12", "Tripod seat 2017-03-12"),
        ("<span>2017-03-12</span>", "2017-03-12"),
        ("Seat<br><span>12-03-17 T</span>", "Seat 12-03-17 T"),
        ("Seat <em>T2017</em> oak", "Seat T2017 oak"),
        ("Tripod seat<a href=#tripod>¶</a>", "Tripod seat"),
    ],
)
def test_a_line_of_a_heading_that_begins_with_a_date_is_no_part_of_it(inner: str, text: str) -> None:
    assert text_of_heading(lxml.html.fromstring(f"<h1>{inner}</h1>")) == text


def test_a_product_is_called_as_its_heading_without_the_date() -> None:
    body = "<title>Stolička T20 | Drevo</title><h1>Stolička T20<br><i>2017-03-12 Zobrazení: 7</i></h1><p>Dub.</p>"
    document = read_document(body.encode(), "https://drevo.example/12.html", {})
    assert ProductPage(document, Layout(document), read_structured(document)).heading == "Stolička T20"


@pytest.mark.parametrize(
    ("heading", "piece", "size"),
    [
        ("<h1><i>1/2017</i>{}</h1>", "2017 ", 10_000),
        ("<h1>a<br>{}2017</h1>", "1/1/", 70),
        ("<h1>a<i>{}</i></h1>", "2017 ", 70),
    ],
)
def test_long_headings_are_looked_through_in_linear_time(heading: str, piece: str, size: int) -> None:
    def read(size: int) -> None:
        text_of_heading(lxml.html.fromstring(heading.format(filled(piece, size))))

    assert grows_linearly(read, size)


def test_headings_of_many_elements_are_looked_through_in_linear_time() -> None:
    date = "<i>1/1/1/1/1/2017</i>"
    assert grows_linearly(lambda n: text_of_heading(lxml.html.fromstring(f"<h1>{date * n}</h1>")), 500)
