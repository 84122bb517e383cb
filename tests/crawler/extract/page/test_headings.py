"""What stands for a heading where a page has none."""

from __future__ import annotations

import pytest

from crawler.extract.page.document import element_text, read_document
from crawler.extract.page.layout import Layout
from crawler.extract.page.shared_parts import SharedParts

TITLE = "Quarto works - tools by hand"


@pytest.mark.parametrize(
    ("body", "heading"),
    [
        (
            "<center><font size=5><b>SPIRAL MIXER Q 20</b></font></center><p>Bowl of steel.",
            "SPIRAL MIXER Q 20",
        ),
        (
            "<b>Note</b><font size=+2>Ravioli maker QV 160</font><dl><dt>Weight<dd>185 kg</dl>",
            "Ravioli maker QV 160",
        ),
        (
            "<table><caption><b>Extruder QE 30</b></caption><tr><td>Output</td><td>30 kg</td></tr></table>",
            "Extruder QE 30",
        ),
        ("<center><b>CUTTER QT-4</b></center><p>For sheets of dough.<br><b>Weight:</b> 34 kg", "CUTTER QT-4"),
        ("<font size=5>185 kg</font><br>Weight<p><b>SPIRAL MIXER Q 20</b></p>", "SPIRAL MIXER Q 20"),
        ("<p>We make <b>good</b> machines.</p><font size=2>small print</font>", None),
        ('<p><b><a href="/list.htm">Mixers</a></b></p>', None),
    ],
)
def test_large_letters_a_caption_or_a_bold_line_stand_for_a_heading(body: str, heading: str | None) -> None:
    page = f"<html><head><title>{TITLE}</title></head><body><table><tr><td>{body}</td></tr></table></body></html>"
    document = read_document(page.encode(), "https://mill.example/q20.htm", {})
    document.shared = SharedParts(title_parts=(TITLE,))
    found = Layout(document).heading
    assert (element_text(found) if found is not None else None) == heading
