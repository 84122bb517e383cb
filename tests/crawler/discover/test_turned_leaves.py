"""Catalogues to turn over: numbered pages that the contents show and that lead only to those beside them."""

from __future__ import annotations

import pytest

from crawler.capture.fetch import FetchedPage
from crawler.discover.kinds.page_relations import PageRelations
from crawler.discover.kinds.turned_leaves import turned_leaves, without_marks_of_lists
from crawler.discover.sampling import SamplePage
from crawler.extract.sample_look import EntryBox, PageLook, PageMeasures, SampleEntry
from crawler.profile.profile import SiteProfile

BASE = "https://ropes.example"
CODED, PLAIN = PageMeasures(coded=True), PageMeasures()


def site(shows: dict[str, str]) -> dict[str, SamplePage]:
    """Pages by their paths, and what each shows in a box for turning over; what the contents show in another."""
    pages = {}
    for path, shown in shows.items():
        urls = [f"{BASE}/{one}" for one in shown.split()]
        place = "turn" if path.startswith("page") else "contents"
        box = EntryBox(place, tuple(SampleEntry(url, url) for url in urls))
        url = f"{BASE}/{path}"
        pages[url] = SamplePage(FetchedPage(url, 200, {}, b"", ""), PageLook(links=tuple(urls), boxes=(box,)))
    return pages


def leaves_of(pages: dict[str, SamplePage], coded: str) -> set[str]:
    measures = {url: CODED if url.rsplit("/", 1)[1] in coded.split() else PLAIN for url in pages}
    found = turned_leaves(measures, PageRelations(pages, pages))
    return {url.rsplit("/", 1)[1] for url in found}


CATALOGUE = {
    "contents.html": "page-2.html page-3.html",
    "page-1.html": "page-2.html",
    "page-2.html": "page-1.html page-3.html",
    "page-3.html": "page-2.html page-4.html",
    "page-4.html": "page-3.html page-5.html",
    "page-5.html": "page-4.html",
}


def test_leaves_that_the_contents_show_are_no_further_pages_of_a_list() -> None:
    pages = site(CATALOGUE)
    assert leaves_of(pages, "page-2.html page-3.html") == {"page-2.html", "page-3.html"}
    assert leaves_of(pages, "page-2.html page-4.html") == set(), "one leaf may be a mistake"


def test_further_pages_of_a_list_lead_to_its_entries() -> None:
    listed = {path: f"{shown} rope-{path[5]}.html" for path, shown in CATALOGUE.items()}
    assert leaves_of(site(listed), "page-2.html page-3.html") == set()


def test_what_leads_from_leaf_to_leaf_makes_no_list() -> None:
    one = PageMeasures({"entries": 1.0, "path_page": 1.0, "specs": 2.0})
    found = without_marks_of_lists({"/page-2.html": one, "/page-9.html": one}, {"/page-2.html"})
    assert found["/page-2.html"].features | {"specs": 2.0} == dict.fromkeys(
        found["/page-2.html"].features, 0.0
    ) | {"specs": 2.0}
    assert found["/page-9.html"] == one


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        (r"^/page-\d+\.html$", "product"),
        (r"^/page-7\.html$", "product"),
        (r"^/[^/]+\.html$", "listing"),
        (r"\.html$", "listing"),
    ],
)
def test_a_pattern_of_such_pages_alone_says_what_they_are(pattern: str, kind: str) -> None:
    profile = SiteProfile(name="ropes", start=[f"{BASE}/"], products=[pattern])
    assert profile.page_kind(f"{BASE}/page-7.html") == kind
