"""Pages that only look like products by the figures they have, and products that only the news show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.capture.fetch import FetchedPage
from crawler.discover.kinds.case_pages import case_pages
from crawler.discover.kinds.launched_products import launched_products
from crawler.discover.kinds.page_agreement import _lead_in_section
from crawler.discover.kinds.page_relations import PageRelations
from crawler.discover.kinds.page_twins import twins
from crawler.discover.kinds.unvouched_pages import unvouched_pages
from crawler.discover.sampling import SamplePage
from crawler.extract.sample_look import EntryBox, PageLook, PageMeasures, SampleEntry
from crawler.models import PageType

BASE = "https://hoist.example"
PLAIN = PageMeasures(dict.fromkeys(("dated_markup", "dated_label", "dated_time", "dated_near"), 0.0))
STATING = replace(PLAIN, properties=3)
NEWS = replace(PLAIN, section=PageType.POST)


def page(
    path: str, kind: str, *, leads: str = "", heading: str = "", picture: str = ""
) -> tuple[str, SamplePage]:
    """A page of this kind that shows the addresses it leads to in a box; words are addresses."""
    kinds = dict.fromkeys(("product", "listing", "post", "other"), 0.02) | {kind: 0.94}
    urls = [BASE + one for one in leads.split()]
    boxes = (EntryBox(path, tuple(SampleEntry(url, url) for url in urls)),) if urls else ()
    look = PageLook(
        links=tuple(urls),
        boxes=boxes,
        heading=heading or None,
        pictures=("/logo.png", *([f"/{picture}.jpg"] if picture else ())),
    )
    return BASE + path, SamplePage(FetchedPage(BASE + path, 200, {}, b"", ""), look, kinds)


def paths(urls: set[str]) -> set[str]:
    return {url.removeprefix(BASE) for url in urls}


def site(*more: tuple[str, SamplePage], front: str = "", pictured: str = "abcd") -> dict[str, SamplePage]:
    """A site with a list of four hoists, whose front page leads to `front` too."""
    return dict([
        page("/", "listing", leads=f"/hoists.htm {front}"),
        page("/hoists.htm", "listing", leads="/a.htm /b.htm /c.htm /d.htm"),
        *(page(f"/{n}.htm", "product", picture=n if n in pictured else "", heading=f"Hoist {n}00") for n in "abcd"),
        *more,
    ])  # fmt: skip


def unvouched(pages: dict[str, SamplePage], **named: PageMeasures) -> set[str]:
    measures = {url: named.get(url.rpartition("/")[2].partition(".")[0], PLAIN) for url in pages}
    return paths(unvouched_pages(pages, measures, PageRelations(pages, pages)))


def test_a_table_that_only_the_front_page_leads_to_is_no_product_without_a_picture() -> None:
    pages = site(
        page("/charges.htm", "product"), page("/e.htm", "product", picture="e"), front="/charges.htm /e.htm"
    )
    assert unvouched(pages) == {"/charges.htm"}


def test_where_products_show_no_pictures_or_no_list_leads_to_them_nothing_is_told() -> None:
    assert unvouched(site(page("/charges.htm", "product"), front="/charges.htm", pictured="a")) == set()
    others = [page(f"/{n}.htm", "product") for n in "efghi"]
    assert unvouched(site(*others, front="/e.htm /f.htm /g.htm /h.htm /i.htm")) == set()


def test_advice_in_the_news_is_no_product_and_one_alone_in_its_category_is() -> None:
    pages = site(
        page("/news.htm", "listing", leads="/advice.htm"),
        page("/advice.htm", "product"),
        page("/slings.htm", "listing", leads="/sling.htm"),
        page("/sling.htm", "product"),
        front="/news.htm /slings.htm",
    )
    assert unvouched(pages, news=NEWS) == {"/advice.htm"}


def test_a_list_of_launches_vouches_for_no_page_without_a_picture() -> None:
    pages = site(
        page("/new.htm", "listing", leads="/winch.htm /lathe.htm"),
        page("/winch.htm", "product", heading="Neu: Winde W 3", picture="winch"),
        page("/lathe.htm", "product", heading="Neue Drehmaschine"),
        front="/new.htm",
    )
    assert unvouched(pages) == {"/lathe.htm"}


def test_the_same_page_for_the_printer_is_a_product_though_it_shows_no_picture() -> None:
    pages = site(page("/a_print.htm", "product", heading="Hoist a00"), front="/a_print.htm")
    assert unvouched(pages) == set()
    assert {f"{BASE}/a.htm", f"{BASE}/a_print.htm"} in twins(pages)
    assert (
        twins(dict([page("/a.htm", "product", heading="One"), page("/a_print.htm", "other", heading="Two")]))
        == []
    )


def test_a_page_in_another_language_or_a_section_of_products_needs_no_list() -> None:
    pages = site(page("/b_e.htm", "product"), page("/kit.htm", "product"), front="/b_e.htm /kit.htm")
    in_section = replace(STATING, section=PageType.PRODUCT)
    assert unvouched(pages, kit=in_section) == {"/b_e.htm"}
    english = pages[f"{BASE}/b_e.htm"]
    english.look = replace(english.look, language="en")
    assert unvouched(pages, kit=in_section) == set()
    table = page("/kit.htm", "product", leads="/a.htm /b.htm")
    assert unvouched(site(table, front="/kit.htm"), kit=in_section) == {"/kit.htm"}


def test_what_the_menu_shows_to_be_no_product_and_leads_to_one_in_its_section_is_its_list() -> None:
    menu = "/hoists.htm /slings.htm"
    pages = dict([
        page("/", "listing", leads=menu),
        page("/hoists.htm", "listing", leads=f"{menu} /a.htm /b.htm"),
        page("/slings.htm", "other", leads=f"{menu} /c.htm"),
        *(page(f"/{n}.htm", "product", leads=menu) for n in "abc"),
    ])  # fmt: skip
    measures = dict.fromkeys(pages, PLAIN)
    _lead_in_section(pages, measures, PageRelations(pages, pages))
    assert pages[f"{BASE}/slings.htm"].kinds["other"] > 0.9
    measures[f"{BASE}/slings.htm"] = replace(PLAIN, section=PageType.PRODUCT)
    _lead_in_section(pages, measures, PageRelations(pages, pages))
    assert pages[f"{BASE}/slings.htm"].kinds["listing"] > 0.5


def cases(pages: dict[str, SamplePage], **named: PageMeasures) -> set[str]:
    measures = {url: named.get(url.rpartition("/")[2].partition(".")[0], PLAIN) for url in pages}
    return paths(case_pages(pages, measures, PageRelations(pages, pages)))


@pytest.mark.parametrize(
    ("at", "heading"),
    [
        ("/realizacje/index.html", "Realizacje"),
        ("/where.htm", "Применение"),
        ("/refs.htm", "Referenzen"),
        ("/cases.htm", "설치 사례"),
    ],
)
def test_what_a_list_of_references_leads_to_is_no_product(at: str, heading: str) -> None:
    folder = at.rpartition("/")[0]
    pages = site(
        page(at, "listing", leads=f"{folder}/hall.htm {folder}/road.htm", heading=heading),
        page(f"{folder}/hall.htm", "product", leads="/a.htm", picture="hall"),
        page(f"{folder}/road.htm", "product"),
        front=at,
    )
    known = heading != "Применение"
    assert cases(pages) == ({f"{folder}/hall.htm", f"{folder}/road.htm"} if known else set())


def test_cases_that_a_maker_of_cases_sells_are_products() -> None:
    some = [page(f"/cases/{n}.htm", "product", leads="/a.htm") for n in "xy"]
    pages = site(page("/cases/", "listing", leads="/cases/x.htm /cases/y.htm"), *some, front="/cases/")
    assert cases(pages, x=replace(PLAIN, coded=True)) == set()
    alone = dict([page("/cases/", "listing", leads="/cases/x.htm /cases/y.htm"), *some])
    assert cases(alone) == set()


def launched(pages: dict[str, SamplePage], **named: PageMeasures) -> set[str]:
    measures = {url: named.get(url.rpartition("/")[2].partition(".")[0], PLAIN) for url in pages}
    return paths(launched_products(pages, measures, PageRelations(pages, pages).menu))


def test_a_launch_in_the_news_that_states_properties_is_a_product() -> None:
    told = replace(STATING, section=PageType.POST)
    for heading, kept in (
        ("Hoist w30 now available", True),
        ("Hoist a00 now available", False),
        ("Hoist w30 wins prize", False),
    ):
        pages = site(page("/w.htm", "post", heading=heading))
        assert launched(pages, w=told) == ({"/w.htm"} if kept else set()), heading
    linked = site(page("/w.htm", "post", heading="New: Hoist w30", leads="/a.htm"))
    assert launched(linked, w=told) == set()
    assert launched(site(page("/w.htm", "post", heading="New: Hoist w30")), w=NEWS) == set()
