"""Further pages of a list: numbered links of a pager, or with addresses that differ in their number."""

from __future__ import annotations

import pytest

from crawler.extract.page.document import Document
from crawler.extract.page.page_links import further_pages, is_further_page, next_pages, plain_address
from crawler.extract.page.parsing import read_document

BASE = "https://mill.example"


def document(body: str, path: str) -> Document:
    return read_document(f"<html><body><h1>Stools</h1>{body}</body></html>".encode(), BASE + path, {})


@pytest.mark.parametrize(
    ("path", "links", "further"),
    [
        ("/stools1.htm", {"[1]": "stools1.htm", "[2]": "stools2.htm", "[3]": "stools3.htm"}, {"/stools2.htm", "/stools3.htm"}),
        ("/stools2.htm", {"1": "stools1.htm", "- 3 -": "stools3.htm"}, {"/stools3.htm"}),
        ("/stools.htm", {"2": "stools2.htm"}, {"/stools2.htm"}),
        ("/stools.htm", {"2": "?start=20", "3": "?start=40"}, {"/stools.htm?start=20", "/stools.htm?start=40"}),
        ("/stools.htm", {"2": "benches.htm", "3": "racks.htm"}, set()),  # notes
        ("/stools31.htm", {"42": "stools42.htm", "57": "stools57.htm"}, set()),  # models
        ("/stools.htm", {"2": "https://other.example/stools2.htm"}, set()),
    ],
)  # fmt: skip
def test_numbered_links_from_1_or_2_on_lead_to_further_pages(
    path: str, links: dict[str, str], further: set[str]
) -> None:
    body = " ".join(f'<a href="{href}">{label}</a>' for label, href in links.items())
    found = document(f"<p>Page {body}</p>", path)
    assert further_pages(found) == {BASE + one for one in further}
    assert further_pages(found) <= {*next_pages(found), BASE + path}


def test_a_pager_by_its_name_may_have_any_addresses() -> None:
    first = (
        '<ul class="pagination"><li><a href="/oak/index.html">1</a><li><a href="/oak/from-4.html">2</a></ul>'
    )
    assert further_pages(document(first, "/oak/index.html")) == {f"{BASE}/oak/from-4.html"}
    assert not is_further_page(document(first, "/oak/index.html"))
    assert is_further_page(document(first, "/oak/from-4.html"))


def test_an_address_in_letters_is_the_one_that_is_sent() -> None:
    sent = f"{BASE}/goods/%D8%AA%D8%AE%D8%AA-2/?q=a"
    assert plain_address(f"{BASE}/goods/تخت-2/?q=a") == plain_address(sent) == sent
    assert plain_address(f"{BASE}/a b/(c)~d;e=%20") == f"{BASE}/a%20b/(c)~d;e=%20"
