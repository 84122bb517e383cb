"""What is set at places of the page: a bold label beside its value stands for no heading."""

from __future__ import annotations

from crawler.extract.page.document import read_document
from crawler.extract.page.layout import Layout
from crawler.extract.page.places import place_of
from crawler.extract.sample_page import look_at

URL = "https://mill.example/leaf-7.html"


def layout_of(body: str) -> Layout:
    return Layout(read_document(f"<html><body>{body}</body></html>".encode(), URL, {}))


def at(top: int, left: int, text: str) -> str:
    return f'<p style="position:absolute;top:{top}px;left:{left}px">{text}</p>'


def test_a_bold_label_at_the_height_of_its_value_is_no_heading() -> None:
    rows = at(90, 20, "<b>Siivet</b>") + at(90, 300, "2")
    assert "Siivet" not in look_at(layout_of(rows).document, layout_of(rows)).headings
    title = at(40, 20, "<b>Potkuri MIL</b>") + rows
    assert look_at(layout_of(title).document, layout_of(title)).headings == ("Potkuri MIL",)


def test_places_are_whole_pixels() -> None:
    first, second = layout_of(at(90, -20, "a") + '<p style="top:1em;left:2px">b</p>').nodes[1:]
    assert place_of(first) == (90, -20)
    assert place_of(second) is None


def test_the_text_of_the_pictures_is_compared_with_that_of_other_pages() -> None:
    page = layout_of('<h1>Potkuri MIL</h1><img src="leaf7.png" alt="taustakuva" width="800" height="900">')
    assert "taustakuva" in look_at(page.document, page).headings
