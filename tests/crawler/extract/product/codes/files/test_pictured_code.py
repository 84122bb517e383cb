"""Codes in the texts of pictures."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.shared_parts import SharedParts
from crawler.extract.product.codes.files.pictured_code import pictured_code


def code(pictures: str, name: str = "Sgabello a tre gambe", shared: SharedParts | None = None) -> str | None:
    page = f"<html><body><h1>{name}</h1>{pictures}<p>Di rovere.</p></body></html>".encode()
    document = read_document(page, "https://mill.example/p/7.html", {})
    document.shared = shared or SharedParts()
    return pictured_code(Layout(document), name)


@pytest.mark.parametrize(
    ("pictures", "found"),
    [
        ('<img src="/i/qvs20.png" alt="QVS-20A">', "QVS-20A"),
        ('<img src="/i/7.png" alt="QVS-20A">', None),
        ('<img src="/i/7.png" alt="QVS-20 sgabelli">', "QVS-20"),
        ('<img src="/i/7.png" alt="QVS-20 tavolo">', None),
        ('<img src="/i/qvs20.png" alt="QVS-20A"><img src="/i/qvs30.png" alt="QVS-30A">', None),
        ('<img src="/i/iso9001.png" alt="ISO-9001">', None),
        ('<a href="/p/8.html"><img src="/i/qvs20.png" alt="QVS-20A"></a>', None),
    ],
)
def test_the_text_of_a_picture_is_a_code_where_its_file_or_the_name_vouches_for_it(
    pictures: str, found: str | None
) -> None:
    assert code(pictures) == found


def test_a_text_that_many_pages_have_is_no_code_of_one() -> None:
    shared = SharedParts(headings=frozenset({"QVS-20A"}))
    assert code('<img src="/i/qvs20.png" alt="QVS-20A">', shared=shared) is None


def test_turkish_capitals_are_as_their_small_letters() -> None:
    assert code('<img src="/i/7.png" alt="QVS-20 iskemle">', "Üç Ayaklı İskemlesi") == "QVS-20"
