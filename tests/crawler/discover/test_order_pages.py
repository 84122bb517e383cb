"""Pages that take an order of what another page shows: a form that one product leads to."""

from __future__ import annotations

import pytest

from crawler.capture.fetch import FetchedPage
from crawler.discover.kinds.order_pages import order_pages
from crawler.discover.kinds.page_relations import PageRelations
from crawler.discover.sampling import SamplePage
from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.sample_look import PageLook, PageMeasures
from crawler.extract.sample_page import measure

BASE = "https://looms.example"
SHOWN = {"list.asp": "show-1.asp show-2.asp", "show-1.asp": "order-1.asp", "show-2.asp": "order-2.asp"}


def orders_of(
    leads: dict[str, str], *, asking: str = "order-1.asp order-2.asp order-3.asp", coded: str = ""
) -> set[str]:
    pages, measures = {}, {}
    for path in dict.fromkeys([*leads, *" ".join(leads.values()).split(), "order-3.asp"]):
        url = f"{BASE}/{path}"
        links = tuple(f"{BASE}/{one}" for one in leads.get(path, "").split())
        product = 0.9 if path.startswith("show") else 0.1
        kinds = {"product": product, "listing": 0.0, "post": 0.0, "other": 1 - product}
        pages[url] = SamplePage(FetchedPage(url, 200, {}, b"", ""), PageLook(links=links), kinds)
        measures[url] = PageMeasures(asks=path in asking.split(), coded=path in coded.split())
    return {url.rsplit("/", 1)[1] for url in order_pages(pages, measures, PageRelations(pages, pages))}


def test_forms_that_a_product_each_leads_to_are_orders_with_those_of_their_pattern() -> None:
    assert orders_of(SHOWN) == {"order-1.asp", "order-2.asp", "order-3.asp"}


def test_products_with_a_form_for_questions_are_none() -> None:
    listed = {"list.asp": "order-1.asp order-2.asp"}
    assert orders_of(listed) == set(), "their list leads to them all"
    shown = {**SHOWN, "list.asp": "show-1.asp show-2.asp order-1.asp"}
    assert orders_of(shown) == set(), "another page leads to one as well"
    assert orders_of(SHOWN, asking="") == set()
    assert orders_of(SHOWN, coded="order-1.asp") == set(), (
        "what states a product is one, and one page is no pattern"
    )


@pytest.mark.parametrize(
    ("fields", "asks"),
    [
        ("<input name=who><input type=tel name=t><textarea name=text></textarea>", True),
        ("<input type=search name=q><input type=submit>", False),
        ("<input name=login><input type=password name=p><input type=hidden name=h>", False),
    ],
)
def test_a_form_asks_for_several_words(fields: str, asks: bool) -> None:
    page = f"<html><body><h1>Loom</h1><form>{fields}</form></body></html>".encode()
    document = read_document(page, f"{BASE}/order-1.asp", {})
    assert measure(document, Layout(document), "2026-12-01T00:00:00Z").asks == asks


def test_translations_with_a_form_for_questions_are_no_orders() -> None:
    shown = {
        "list.asp": "show-1.asp show-2.asp",
        "show-1.asp": "en/show-1.asp",
        "show-2.asp": "en/show-2.asp",
    }
    assert orders_of(shown, asking="en/show-1.asp en/show-2.asp") == set()
