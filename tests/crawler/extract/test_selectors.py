"""The selectors of a profile: plain ones, those only Beautiful Soup knows, attributes, and those that find nothing."""

from __future__ import annotations

import pytest

from crawler.case.errors import UsageProblem
from crawler.extract.page.document import Document
from crawler.extract.page.parsing import read_document
from crawler.extract.selectors import apply_selectors
from crawler.models import CatalogItem

PAGE = """<html><head><meta name="sku" content="A-1"><script type="x" data-price="12.50">var a = 1</script></head><body>
<div class="t"><h2>Vest</h2><div class="row"><b>Model</b> <i>HV-3</i></div></div>
<div class="photo" style="x" data-big="/big.jpg"></div>
<table><tr><td>Weight</td><td>3 kg</td></tr><tr><td>Level</td><td>IIIA</td></tr></table></body></html>"""


def page() -> Document:
    return read_document(PAGE.encode(), "https://maker.example/p/1", {})


def read(**selectors: str) -> CatalogItem:
    return apply_selectors(page(), CatalogItem("https://maker.example/p/1", name="guess"), selectors)


def test_a_plain_selector_wins_over_the_guess_and_is_the_source() -> None:
    item = read(name=".t h2", specs="table")
    assert (item.name, item.sources["name"]) == ("Vest", "selector")
    assert item.specs == {"Weight": "3 kg", "Level": "IIIA"}


def test_has_and_contains_find_a_value_by_the_label_beside_it() -> None:
    assert read(model='.row:has(> b:-soup-contains("Model")) i').model == "HV-3"
    assert read(model="td:-soup-contains('Level') + td").model == "IIIA"


def test_attributes_of_any_element() -> None:
    assert read(sku="meta[name=sku]::attr(content)").sku == "A-1"
    assert read(price="script[data-price]::attr(data-price)").price == "12.50"
    assert read(images=".photo::attr(data-big)").images[0].url == "https://maker.example/big.jpg"


def test_a_selector_that_finds_nothing_is_named_and_leaves_the_guess() -> None:
    document = page()
    item = apply_selectors(document, CatalogItem("https://maker.example/p/1", name="guess"), {"name": ".no"})
    assert item.name == "guess"
    assert document.problems == ["selector for name: '.no' finds nothing"]


@pytest.mark.parametrize("css", ["h1[", ":nosuch(", "div >", "td:bogus-class"])
def test_what_is_no_css_is_a_problem_of_the_profile(css: str) -> None:
    with pytest.raises(UsageProblem, match="selector for name"):
        read(name=css)
