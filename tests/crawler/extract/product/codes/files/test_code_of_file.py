"""Codes that only the files of pictures are called."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.codes.files.code_of_file import code_of_file
from tests.support.growth import filled, grows_linearly


def code(*files: str, page: str = "7.html", name: str = "Sgabello") -> str | None:
    pictures = "".join(f'<img src="/i/{file}">' for file in files)
    body = f"<html><body><h1>{name}</h1>{pictures}<p>Di rovere.</p></body></html>".encode()
    return code_of_file(Layout(read_document(body, f"https://mill.example/p/{page}", {})), name)


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("QV-210.jpg", "QV-210"),
        ("QV20-9-vista-lato.jpg", "QV20-9"),
        ("Q-6225.jpg", "Q-6225"),
        ("Q-62.jpg", None),
        ("QV-14000-lato-1024x683.webp", "QV-14000"),
        ("QV-14000_1024x1024.jpg", "QV-14000"),
        ("QV-14000_600x@2x.jpg", "QV-14000"),
        ("QVS-D650.png", "QVS-D650"),
        ("QV49H-16C.jpg", "QV49H-16C"),
        ("QV-210-Tavolo-QT-3.jpg", None),  # of several things
        *((name, None) for name in ("IMG-2210.jpg", "DSCN1210.jpg", "SAM-310.jpg", "QV-00210.jpg")),
        *((name, None) for name in ("EXPO-2019.jpg", "QV-2019.jpg", "ISO-9001.jpg", "qv-210.jpg", "Q7.jpg")),
    ],
)
def test_a_picture_called_by_a_code_and_no_cameras_name_gives_it(file: str, found: str | None) -> None:
    assert code(file) == found


def test_pictures_of_different_codes_give_none() -> None:
    assert code("QV-210.jpg", "QV-210-lato.jpg", "bosco.jpg") == "QV-210"
    assert code("QV-210.jpg", "QV-211.jpg") is None


def test_small_letters_are_a_code_where_the_address_is_the_same() -> None:
    assert code("qv-155.jpg", page="qv-155.html") == "QV-155"
    assert code("item-12.jpg", page="item-12.html") is None
    assert code("p10.jpg", page="p10.html") is None


def test_a_file_has_but_the_sounds_of_a_code_in_cyrillic() -> None:
    assert code("RS-450.jpg", name="Радиостанция") is None


@pytest.mark.parametrize("piece", ["A", "QV1", "QV-1", "QV-1-a"])
def test_files_names_are_read_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: code(filled(piece, min(n, 80)) + "!.jpg"), 500)
