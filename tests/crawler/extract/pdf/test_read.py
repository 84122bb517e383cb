"""PDF catalogues: text and tables by page, and nothing a file can do to the process that asks."""

from __future__ import annotations

import pytest

from crawler.extract.pdf.read import read_pdf

pytest.importorskip("pdfplumber", reason="PDF files are read with the extra `pdf`")


def pdf(*pages: str) -> bytes:
    """A PDF with these pages' drawing operators, and a font F1."""
    kids = " ".join(f"{3 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
    ]
    font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    for number, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Resources {font} /Contents {4 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return out + f"{tail}startxref\n{start}\n%%EOF\n".encode()


def text(x: int, y: int, words: str) -> str:
    return f"BT /F1 12 Tf {x} {y} Td ({words}) Tj ET\n"


def test_text_is_read_by_page() -> None:
    content = read_pdf(pdf(text(50, 300, "Vest HD-BV205"), text(50, 300, "Helmet HD-HF03")))
    assert [(page.number, page.text) for page in content.pages] == [
        (1, "Vest HD-BV205"),
        (2, "Helmet HD-HF03"),
    ]
    assert content.problem is None


def test_a_ruled_table_is_read_as_rows_of_cells() -> None:
    lines = "".join(f"50 {y} m 250 {y} l S\n" for y in (200, 230, 260)) + "".join(
        f"{x} 200 m {x} 260 l S\n" for x in (50, 150, 250)
    )
    cells = (
        text(55, 240, "Model")
        + text(155, 240, "HD-BV205")
        + text(55, 210, "Weight")
        + text(155, 210, "2.9 kg")
    )
    (page,) = read_pdf(pdf(lines + cells)).pages
    assert page.tables == ((("Model", "HD-BV205"), ("Weight", "2.9 kg")),)


def test_more_pages_than_wanted_are_told() -> None:
    content = read_pdf(pdf(*[text(50, 300, f"Page {n}") for n in range(5)]), pages=2)
    assert len(content.pages) == 2
    assert "5 pages" in (content.problem or "")


@pytest.mark.parametrize(
    "body", [b"", b"%PDF-1.4\n", b"<html>not a pdf</html>", b"%PDF-1.7\n" + b"\x00\xff" * 20_000]
)
def test_a_broken_file_has_a_problem(body: bytes) -> None:
    content = read_pdf(body)
    assert content.problem
    assert content.pages == ()


def test_time_is_bounded_and_what_was_read_is_kept() -> None:
    slow = "".join(text(5 + i % 300, 5 + i % 390, "word") for i in range(60_000))
    content = read_pdf(pdf(text(50, 300, "First"), slow, slow), seconds=2)
    assert content.problem
    assert len(content.pages) < 3


def test_memory_is_bounded() -> None:
    assert read_pdf(pdf(text(50, 300, "Vest")), memory=30_000_000).problem
