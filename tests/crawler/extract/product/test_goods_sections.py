"""Accessories without pages of their own, each below a heading: no product's page."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.shared_parts import SharedParts
from crawler.extract.product.goods_sections import has_goods_below_headings
from tests.support.growth import grows_linearly

PRICED = ("Hecklau til uld|120 kr", "Karte med håndtag|240 kr", "Vindepind, lige|35 kr")
CODED = ("Hecklau HL-10|Til uld", "Karte KB-12|Med håndtag", "Vindepind VP-20|Lige")


def goods(*sections: str, heading: str = "Tilbehør", above: str = "") -> bool:
    parts = (section.split("|") for section in sections)
    body = "".join(f"<div class=r><h3>{name}</h3><p>{said}</p></div>" for name, said in parts)
    page = f"<body><div><h1>{heading}</h1>{above}</div>{body}"
    return has_goods_below_headings(Layout(read_document(page.encode(), "https://garn.example/dele.htm", {})))


@pytest.mark.parametrize("sections", [PRICED, CODED])
def test_a_price_below_or_a_code_in_each_heading_tells_of_different_goods(sections: tuple[str, ...]) -> None:
    assert goods(*sections)


@pytest.mark.parametrize(
    "sections",
    [
        PRICED[:2],
        (*PRICED[:2], "Vindepind, lige|Udsolgt"),
        ("Hecklau HL-10|Til uld", "Karte HL-12|Med håndtag", "Vindepind HL-20|Lige"),  # models of a series
        ("Rokken med hjul|120 kr", "Rokken uden hjul|100 kr", "Rokken, stor|300 kr"),
        ("Beskrivelse|Af bøg", "Tekniske data|5 kg", "Levering|2 dage"),
        ("<a href=/h.htm>Hecklau HL-10</a>|Til uld", *CODED[1:]),
    ],
)
def test_models_of_one_thing_sections_of_one_page_and_links_are_none(sections: tuple[str, ...]) -> None:
    assert not goods(*sections)


def test_a_page_of_its_own_code_price_or_headings_is_of_one_thing() -> None:
    assert not goods(*CODED, heading="Rok RK-5")
    assert not goods(*PRICED, above="<p>900 kr</p>")
    assert not goods(*CODED, above="<h2>Tekniske data</h2>")


def test_long_pages_are_looked_at_in_linear_time() -> None:
    names = ["Ting" + "".join(letters) for letters in product("aeiou", repeat=4)]
    assert grows_linearly(lambda n: goods(*(f"{name}|1 kr" for name in names[:n])), 25)
    assert grows_linearly(lambda n: goods(*(f"{name}|{'1 ' * n} kr" for name in names[:20])), 25)
    assert grows_linearly(lambda n: goods(*(f"{name}{'1/' * n}|{' ' * 10 * n}" for name in names[:20])), 75)


def test_headings_of_the_sites_frame_are_none_of_the_goods_and_short_words_name_goods_with_codes() -> None:
    sections = (*CODED, "NYT|Messe", "Besøg|4711")
    body = "".join(f"<h3>{one.partition('|')[0]}</h3><p>{one.partition('|')[2]}</p>" for one in sections)
    document = read_document(f"<body><h1>Tilbehør</h1>{body}".encode(), "https://garn.example/dele.htm", {})
    framed = replace(document, shared=SharedParts(headings=frozenset(("NYT", "Besøg"))))
    assert not has_goods_below_headings(Layout(document))
    assert has_goods_below_headings(Layout(framed))
    assert goods("Bộ lọc LK-1|1", "Bộ ghép GH-2|2", "Tải giả TG-3|3")
    assert not goods("QV-10|1", "RK-20|2", "LX-30|3")
