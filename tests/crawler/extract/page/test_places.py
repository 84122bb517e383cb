"""What is set at places of the page: a bold label beside its value stands for no heading."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
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


@pytest.mark.parametrize("title", ["lehti7.pdf", "Microsoft Word - MIL lopullinen", "MIL_esite_2"])
def test_a_leaf_titled_by_its_file_is_called_as_its_large_letters_say(title: str) -> None:
    maker = '<meta name="generator" content="pdf2html 0.4">'
    body = at(40, 300, "Lehti 7") + at(40, 20, '<span style="font-size:20pt">Potkuri MIL</span>')
    page = f"<html><head>{maker}<title>{title}</title></head><body>{body}</body></html>"
    layout = Layout(read_document(page.encode(), URL, {}))
    assert layout.document.title is None
    assert layout.heading is not None
    assert layout.heading.text == "Potkuri MIL"
    small = layout_of(body.replace("20pt", "11pt"))
    assert small.heading is None
