"""Text of elements: the short form is the whole text, or none where that is longer."""

from __future__ import annotations

import pytest
from lxml.html import fragment_fromstring

from crawler.extract.page.element_text import element_text, short_text
from crawler.extract.page.parsing import read_document

PAGE = """<html><body><div id="box">  A  <b>bold</b>\u200b name
  <span hidden>unseen</span><script>var x</script><p style="display: none">unseen</p><p>and &nbsp; more</p> end
</div><div id="long">{}</div></body></html>"""
WHOLE = "A bold name and more end"


@pytest.mark.parametrize("limit", [0, 5, len(WHOLE) - 1, len(WHOLE), len(WHOLE) + 1, 500])
def test_a_short_text_is_the_whole_text_or_none(limit: int) -> None:
    box = read_document(PAGE.format("x").encode(), "https://a.example/", {}).tree.get_element_by_id("box")
    assert element_text(box) == WHOLE
    assert short_text(box, limit) == (WHOLE if len(WHOLE) <= limit else None)


def test_white_space_does_not_make_a_text_long() -> None:
    page = PAGE.format("<p>  \n \t  </p>" * 300 + "word" + "<br>   " * 300)
    long = read_document(page.encode(), "https://a.example/", {}).tree.get_element_by_id("long")
    assert short_text(long, 4) == "word"
    assert short_text(long, 3) is None


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("30 m<sup>3</sup>/h", "30 m3/h"),
        ("Площадь, м<sup>2</sup>", "Площадь, м2"),
        ("1000 s<sup>-1</sup>", "1000 s-1"),
        ("H<sub>2</sub>SO<sub>4</sub>", "H2SO4"),
        ("Weight<sup>1</sup>, 12 kg<sup>2</sup>", "Weight 1 , 12 kg 2"),
        ("10<sup>5</sup> Pa, Mill<sup>®</sup>", "10 5 Pa, Mill ®"),
    ],
)
def test_digits_above_or_below_the_line_belong_to_units_and_elements_not_to_words(
    body: str, text: str
) -> None:
    page = read_document(f"<html><body><p>{body}</p></body></html>".encode(), "https://a.example/", {})
    assert element_text(page.tree.find(".//p")) == text


def test_a_raised_digit_may_stand_alone() -> None:
    assert element_text(fragment_fromstring("<sup>2</sup>")) == "2"
