"""Codes of the data sheets that pages link to."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.codes.files.code_of_sheet import code_of_sheet


def code(*links: tuple[str, str]) -> str | None:
    anchors = "".join(f'<p><a href="{href}">{text}</a></p>' for href, text in links)
    body = f"<html><body><h1>Taburete de roble</h1><p>Con tres patas.</p>{anchors}</body></html>".encode()
    return code_of_sheet(Layout(read_document(body, "https://mill.example/p/7.html", {})))


@pytest.mark.parametrize(
    ("href", "text", "found"),
    [
        ("/fichas/QV-1105.pdf", "Ficha técnica QV-1105", "QV-1105"),
        ("/f/qv-1105.PDF", "QV-1105 data sheet (PDF)", "QV-1105"),
        ("/f/qv-1105.pdf?v=2", "Datenblatt: QV-1105", "QV-1105"),
        ("/f/qv-1106.pdf", "Ficha técnica QV-1105", None),  # another's
        ("/f/QV-1105.pdf", "Certificado QV-1105", None),
        ("/f/QV-1105.pdf", "Ficha técnica", "QV-1105"),
        ("/f/QV-1106.pdf", "Ficha técnica QV-1105", None),
        *(
            (file, "Ficha técnica", None)
            for file in ("/f/qv-1105.pdf", "/f/TDS-1105.pdf", "/f/FICHA-12.html")
        ),
        ("/f/ISO-9001.pdf", "Ficha técnica ISO-9001", None),
        ("/p/QV-1105.html", "Ficha técnica QV-1105", None),
    ],
)
def test_a_data_sheet_and_its_file_that_are_called_by_a_code_give_it(
    href: str, text: str, found: str | None
) -> None:
    assert code((href, text)) == found


def test_data_sheets_of_several_codes_give_none() -> None:
    sheets = [(f"/f/QV-{n}.pdf", f"Data sheet QV-{n}") for n in (210, 211)]
    assert code(*sheets[:1], ("/f/safety.pdf", "Safety data sheet")) == "QV-210"
    assert code(*sheets) is None
