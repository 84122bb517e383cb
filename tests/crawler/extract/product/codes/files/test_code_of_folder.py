"""Codes that a shop's address has before the number of the page."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.codes.files.code_of_folder import code_of_folder
from tests.support.growth import filled, grows_linearly

OTHERS = ("/shop/tripod/119.html", "/shop/qv-d40/121.html")


def code(address: str, *links: str, name: str = "Sgabello") -> str | None:
    anchors = "".join(f'<a href="{link}">Altro</a>' for link in links)
    body = f"<html><body><h1>{name}</h1><p>Di rovere.</p>{anchors}</body></html>".encode()
    return code_of_folder(Layout(read_document(body, f"https://mill.example{address}", {})), name)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/shop/qv-d20/118.html", "QV-D20"),
        ("/shop/qv-350s/118/category/43/display/1/", "QV-350S"),
        ("/shop/page-20/118.html", None),
        ("/shop/art-20/118.html", None),
        ("/shop/tripod-seat/118.html", None),
        ("/shop/qv-d20/oak.html", None),
    ],
)
def test_the_words_before_the_number_of_a_page_may_be_its_code(address: str, found: str | None) -> None:
    assert code(address, *OTHERS) == found


def test_other_pages_have_words_of_their_own_before_their_numbers() -> None:
    own = "/shop/qv-d20/118.html"
    assert code(own, own, *OTHERS) == "QV-D20"
    assert code(own, f"/en{own}", "/pictures/qv-d20.jpg", *OTHERS) == "QV-D20"
    assert code(own) is None
    assert code(own, "/shop/119.html", "/oak/tripod/120.html") is None
    assert code(own, "/shop/qv-d20/122.html", *OTHERS) is None
    assert code(own, "/shop/qv-d20/", *OTHERS) is None


def test_a_number_of_the_name_is_no_code() -> None:
    assert code("/shop/qv-20/118.html", *OTHERS, name="Sgabello 20 cm") is None


@pytest.mark.parametrize("piece", ["/a", "/a-1", "/1", "a-1"])
def test_addresses_are_read_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: code("/" + filled(piece, n) + "!"), 2_000)
