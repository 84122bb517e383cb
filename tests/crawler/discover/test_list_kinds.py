"""What pages are by the lists that show them: lists that share products, lists beside others, dated lists, price lists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.capture.fetch import FetchedPage
from crawler.discover.kinds.dated_lists import dated_lists
from crawler.discover.kinds.leaf_products import leaf_products
from crawler.discover.kinds.page_agreement import _agree_with_list, _lead_to_products, _lead_to_those_below
from crawler.discover.kinds.page_kinds import without_date_of_site
from crawler.discover.kinds.page_relations import PageRelations
from crawler.discover.kinds.page_twins import twins
from crawler.discover.kinds.price_lists import price_lists
from crawler.discover.kinds.sister_lists import in_sister_lists
from crawler.discover.sampling import SamplePage
from crawler.extract.page.crumbs import crumbs_shown
from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.sample_look import EntryBox, PageLook, PageMeasures, SampleEntry
from crawler.extract.sample_page import look_at
from crawler.models import PageType

BASE = "https://garn.example"
PLAIN = PageMeasures(dict.fromkeys(("dated_markup", "dated_label", "dated_time", "dated_near"), 0.0))


def page(
    path: str, kind: str, *boxes: str, heading: str | None = None, dated: bool = False
) -> tuple[str, SamplePage]:
    """A page that is surely of this kind and shows boxes of addresses, written with blanks between them."""
    kinds = dict.fromkeys(("product", "listing", "post", "other"), 0.02) | {kind: 0.94}
    shown = [[BASE + one for one in box.split()] for box in boxes]
    made = tuple(
        EntryBox(f"{path} {at}", tuple(SampleEntry(url, url) for url in box), dated)
        for at, box in enumerate(shown)
    )
    look = PageLook(links=tuple(url for box in shown for url in box), boxes=made, heading=heading)
    return BASE + path, SamplePage(FetchedPage(BASE + path, 200, {}, b"", ""), look, kinds)


def measured(pages: dict[str, SamplePage], **others: PageMeasures) -> dict[str, PageMeasures]:
    named = {f"{BASE}/{name}.htm": one for name, one in others.items()}
    return {url: named.get(url, PLAIN) for url in pages}


def test_what_becomes_a_product_in_one_list_counts_in_another() -> None:
    pages = dict([
        page("/varer.htm", "listing", "/a.htm /b.htm /c.htm /d.htm /e.htm", "/a.htm /b.htm /c.htm"),
        *(page(f"/{name}.htm", "product") for name in "ab"),
        *(page(f"/{name}.htm", "other") for name in "cde"),
    ])  # fmt: skip
    _agree_with_list(pages, measured(pages), PageRelations(pages, pages))
    assert [pages[f"{BASE}/{name}.htm"].kinds["product"] > 0.5 for name in "abcde"] == [True] * 5


def test_what_a_list_beside_lists_of_products_shows_is_a_product_where_one_beside_it_is() -> None:
    pages = dict([
        page("/varer.htm", "listing", "/uld.htm /hor.htm /naale.htm /kurser.htm"),
        page("/uld.htm", "listing", "/u1.htm /u2.htm"),
        page("/hor.htm", "listing", "/h1.htm /h2.htm"),
        page("/naale.htm", "listing", "/n1.htm /n2.htm /n3.htm"),
        page("/kurser.htm", "listing", "/k1.htm /k2.htm /k3.htm"),
        *(page(f"/{name}.htm", "product") for name in ("u1", "u2", "h1", "h2", "n1")),
        *(page(f"/{name}.htm", "other") for name in ("n2", "n3", "k1", "k2", "k3")),
    ])  # fmt: skip
    found = in_sister_lists(pages, measured(pages), PageRelations(pages, pages))
    assert found - {f"{BASE}/n1.htm"} == {f"{BASE}/n2.htm", f"{BASE}/n3.htm"}


def placed(pages: dict[str, SamplePage], place: str, *names: str) -> None:
    """Put the first box of these pages at one place."""
    for one in (pages[f"{BASE}/{name}.htm"] for name in names):
        first, *others = one.look.boxes
        one.look = replace(one.look, boxes=(replace(first, place=place), *others))


def test_a_page_that_shows_a_product_where_lists_beside_it_show_theirs_is_a_list_too() -> None:
    pages = dict([
        page("/varer.htm", "listing", "/uld.htm /hor.htm /naale.htm /kurser.htm"),
        page("/uld.htm", "listing", "/u1.htm /u2.htm"),
        page("/hor.htm", "listing", "/h1.htm /h2.htm"),
        page("/naale.htm", "other", "/n1.htm /n2.htm /n3.htm"),
        page("/kurser.htm", "other", "/n1.htm /k2.htm /k3.htm"),
        *(page(f"/{name}.htm", "product") for name in ("u1", "u2", "h1", "h2", "n1")),
        *(page(f"/{name}.htm", "other") for name in ("n2", "n3", "k2", "k3")),
    ])  # fmt: skip
    placed(pages, "table", "uld", "hor", "naale")
    found = in_sister_lists(pages, measured(pages), PageRelations(pages, pages))
    assert found - {f"{BASE}/n1.htm"} == {f"{BASE}/n2.htm", f"{BASE}/n3.htm"}


def test_what_shows_no_more_than_related_products_beside_products_is_no_list() -> None:
    pages = dict([
        page("/varer.htm", "listing", "/a.htm /b.htm /c.htm /d.htm /e.htm /f.htm"),
        page("/a.htm", "product", "/b.htm /c.htm"),
        page("/b.htm", "product", "/c.htm /d.htm"),
        page("/c.htm", "product", "/d.htm /e.htm"),
        page("/d.htm", "listing", "/a.htm /e.htm"),
        page("/e.htm", "listing"),
        page("/f.htm", "listing", "/a.htm /b.htm /c.htm"),
        *(page(f"/om{number}.htm", "other") for number in range(14)),
    ])  # fmt: skip
    placed(pages, "related", *"abcdf")
    _agree_with_list(pages, measured(pages), PageRelations(pages, pages))
    assert [pages[f"{BASE}/{name}.htm"].kinds["product"] > 0.5 for name in "abcdef"] == [
        *(True, True, True, True, False, False)
    ]


def test_one_product_beside_a_list_does_not_tell_that_it_is_none() -> None:
    pages = dict([
        page("/varer.htm", "listing", "/a.htm /b.htm"),
        page("/a.htm", "product"),
        page("/b.htm", "listing"),
    ])  # fmt: skip
    _agree_with_list(pages, measured(pages), PageRelations(pages, pages))
    assert pages[f"{BASE}/b.htm"].kinds["product"] < 0.5


def test_what_many_pages_show_at_one_place_makes_none_of_them_a_list() -> None:
    pages = dict([
        page("/varer.htm", "listing", "/a.htm /b.htm /c.htm /d.htm /e.htm"),
        *(page(f"/{name}.htm", "product", "/varer.htm /brev.htm") for name in "abc"),
        page("/d.htm", "other", "/uld.htm /brev.htm"),
        page("/e.htm", "other", "/uld.htm /garn.htm"),
        *(page(f"/{name}.htm", "other") for name in ("brev", "uld", "garn")),
    ])  # fmt: skip
    placed(pages, "foot", *"abcde")
    relations = PageRelations(pages, pages)
    beside = {f"{BASE}/uld.htm"}
    assert not relations.shows_others(f"{BASE}/d.htm", beside)
    assert relations.shows_others(f"{BASE}/e.htm", beside)


def test_a_page_that_stands_in_the_path_to_the_one_product_that_it_leads_to_is_a_list() -> None:
    pages = dict([
        page("/uld.htm", "other", "/u1.htm"),
        page("/hor.htm", "other", "/u1.htm"),
        page("/naale.htm", "other", "/u1.htm"),
        page("/u1.htm", "product", "/uld.htm /hor.htm"),
    ])  # fmt: skip
    product = pages[f"{BASE}/u1.htm"]
    above = (f"{BASE}/uld.htm", f"{BASE}/naale.htm")
    product.look = replace(product.look, above=above)
    stated = measured(pages, naale=replace(PLAIN, properties=9))
    _lead_to_those_below(pages, stated, PageRelations(pages, pages))
    assert [url for url, one in pages.items() if one.kinds["listing"] > 0.5] == [f"{BASE}/uld.htm"]


def test_a_page_of_the_menu_that_only_turns_to_its_neighbours_is_no_list() -> None:
    pages = dict([
        page("/varer.htm", "listing", "/a.htm", "/b.htm", "/c.htm", "/d.htm"),
        page("/c.htm", "other", "/b.htm /d.htm"),
        page("/b.htm", "product", "/c.htm"),
        page("/d.htm", "product", "/c.htm"),
        page("/a.htm", "product", "/c.htm"),
    ])  # fmt: skip
    for url, one in pages.items():
        turned = tuple(replace(box, place="turn") for box in one.look.boxes)
        one.look = replace(one.look, boxes=turned if "varer" not in url else one.look.boxes)
    relations = PageRelations(pages, pages)
    assert f"{BASE}/c.htm" in relations.menu
    assert relations.shows_only_neighbours(f"{BASE}/c.htm")
    _lead_to_products(pages, measured(pages), relations)
    assert pages[f"{BASE}/c.htm"].kinds["listing"] < 0.1


def test_a_page_of_different_goods_is_a_price_list_and_states_no_product() -> None:
    pages = dict([page("/dele.htm", "product"), page("/uld.htm", "product")])
    goods = replace(PLAIN, goods=True, properties=9)
    assert price_lists(pages, measured(pages, dele=goods)) == {f"{BASE}/dele.htm"}
    assert not goods.states_product


def test_what_a_list_shows_with_dates_are_announcements_unless_they_state_properties() -> None:
    pages = dict([
        page("/nyt.htm", "listing", "/messe.htm /ferie.htm", dated=True),
        page("/varer.htm", "listing", "/uld.htm /hor.htm", dated=True),
        *(page(f"/{name}.htm", "product") for name in ("messe", "ferie", "uld", "hor")),
    ])  # fmt: skip
    said = dated_lists(pages, measured(pages), PageRelations(pages, pages), {f"{BASE}/uld.htm"})
    assert said == ({f"{BASE}/nyt.htm"}, {f"{BASE}/messe.htm", f"{BASE}/ferie.htm"})


def test_a_page_that_a_list_shows_without_a_date_too_is_no_announcement() -> None:
    pages = dict([
        page("/nyt.htm", "listing", "/uld.htm /hor.htm", dated=True),
        page("/varer.htm", "listing", "/uld.htm /hor.htm"),
        *(page(f"/{name}.htm", "product") for name in ("uld", "hor")),
    ])  # fmt: skip
    assert dated_lists(pages, measured(pages), PageRelations(pages, pages), set()) == (set(), set())


def box_is_dated(body: str) -> list[bool]:
    document = read_document(f"<html><body>{body}".encode(), f"{BASE}/nyt.htm", {})
    boxes = look_at(document, Layout(document)).boxes
    return [box.dated for box in boxes if len(box.entries) == 2 and box.entries[0].url.endswith("a.htm")]


def test_a_date_stands_beside_each_entry_or_not() -> None:
    table = "<table class=l>{}</table>"
    row = "<tr class=r><td>{}</td><td><a href={}.htm>{}</a></td><td>{}</td></tr>"
    dates = row.format(1, "a", "Messe i Herning", "4. maj 2016") + row.format(2, "b", "Ferie", "9. juli 2015")
    assert set(box_is_dated(table.format(dates))) == {True}
    named = row.format(1, "a", "Katalog 4. maj 2016", "A4") + row.format(2, "b", "Ferie", "9. juli 2015")
    assert set(box_is_dated(table.format(named))) == {False}
    lines = "<div><p>04/05/2016 <a href=a.htm>Messe</a></p><p>09/07/2015 <a href=b.htm>Ferie</a></p></div>"
    assert True in box_is_dated(lines)


def test_a_table_of_half_of_the_products_is_a_price_list() -> None:
    names = {"uld": "Lamme-uld 3/1", "hor": "Hør 16", "silke": "Silke", "naal": "Nål nr. 4"}
    pages = dict([
        page("/priser.htm", "product", heading="Priser"),
        page("/serie.htm", "product", heading="Serie"),
        *(page(f"/{name}.htm", "product", heading=heading) for name, heading in names.items()),
    ])  # fmt: skip
    prices = replace(PLAIN, labels=frozenset(("lammeuld31", "hør16", "silke", "nålnr4")))
    family = replace(PLAIN, labels=frozenset(("lammeuld31", "hør16", "vægt", "længde")))
    assert price_lists(pages, measured(pages, priser=prices, serie=family)) == {f"{BASE}/priser.htm"}


def test_the_version_for_the_printer_is_the_page_once_more() -> None:
    pages = dict(
        page(path, "product", heading="Uld") for path in ("/uld.htm", "/print/uld.htm", "/x/uld.htm")
    )
    assert {f"{BASE}/uld.htm", f"{BASE}/print/uld.htm"} <= twins(pages)[0]
    del pages[f"{BASE}/print/uld.htm"]
    assert twins(pages) == []


def test_pictures_may_part_the_sections_above_a_page() -> None:
    body = "<div class=breadcrumbs><a href=/>Forside</a> <img src=pil.png> <a href=/g/>Garn</a> <img src=pil.png> Lammeuld</div>"
    document = read_document(f"<html><body>{body}".encode(), f"{BASE}/uld.htm", {})
    assert crumbs_shown(Layout(document)) == ["Forside", "Garn", "Lammeuld"]


STATING = replace(PLAIN, properties=4)


def test_pages_of_a_folder_that_lead_to_the_menu_alone_are_products_where_half_of_them_state_one() -> None:
    menu = "/varer.htm /om.htm"
    pages = dict([
        page("/varer.htm", "listing", "/cat/a.htm /cat/b.htm /cat/c.htm /om.htm"),
        *(page(f"/cat/{name}.htm", "listing", menu) for name in "abc"),
        *(page(f"/tips/{name}.htm", "listing", menu) for name in "abc"),
    ])  # fmt: skip
    measures = dict.fromkeys(pages, PLAIN)
    measures |= {f"{BASE}/cat/{name}.htm": STATING for name in "ab"} | {f"{BASE}/tips/a.htm": STATING}
    found = {f"{BASE}/cat/{name}.htm" for name in "abc"}
    assert leaf_products(pages, measures, PageRelations(pages, pages)) == found
    # where the site has products, two of the folder must be likely ones
    elsewhere = dict([*pages.items(), page("/p/x.htm", "product", menu)])
    measures |= {f"{BASE}/p/x.htm": STATING}
    assert leaf_products(elsewhere, measures, PageRelations(elsewhere, elsewhere)) == set()
    for name in "ab":
        elsewhere |= [page(f"/cat/{name}.htm", "product", menu)]
    assert leaf_products(elsewhere, measures, PageRelations(elsewhere, elsewhere)) == found


def test_the_menu_of_a_site_of_frames_is_what_its_frame_leads_to_and_products_lead_to_the_next() -> None:
    pages = dict([
        page("/", "other", "/navi.htm /haupt.htm"),
        page("/navi.htm", "listing", "/haupt.htm /varer.htm /om.htm"),
        page("/haupt.htm", "other", "/varer.htm"),
        page("/varer.htm", "listing", "/a.htm /b.htm /c.htm"),
        page("/om.htm", "other"),
        *(page(f"/{one}.htm", "other", f"/varer.htm /{following}.htm") for one, following in ("ab", "bc", "ca")),
    ])  # fmt: skip
    measures = dict.fromkeys(pages, PLAIN) | {f"{BASE}/{name}.htm": STATING for name in "abc"}
    assert f"{BASE}/om.htm" not in PageRelations(pages, pages).menu
    front = pages[f"{BASE}/"]
    frames = (f"{BASE}/navi.htm", f"{BASE}/haupt.htm")
    pages[f"{BASE}/"] = replace(front, look=replace(front.look, frames=frames))
    relations = PageRelations(pages, pages)
    assert relations.menu == {f"{BASE}/{name}.htm" for name in ("haupt", "varer", "om")}
    assert leaf_products(pages, measures, relations) == {f"{BASE}/{name}.htm" for name in "abc"}


def test_a_date_of_all_pages_is_none_where_the_front_page_is_frames_and_a_page_on_the_firm_has_it() -> None:
    dated = replace(PLAIN, features={**PLAIN.features, "dated_label": 1.0})
    pages = {f"{BASE}/": PLAIN, f"{BASE}/om.htm": replace(dated, section=PageType.OTHER)}
    pages |= {f"{BASE}/{name}.htm": dated for name in "abcd"}
    assert not any(one.features["dated_label"] for one in without_date_of_site(pages).values())
    pages[f"{BASE}/om.htm"] = replace(PLAIN, section=PageType.OTHER)
    assert any(one.features["dated_label"] for one in without_date_of_site(pages).values())


def test_related_products_make_none_of_the_pages_of_a_list_another_list() -> None:
    pages = dict([
        page("/drone/garn.htm", "product", "/last/a.htm /last/b.htm"),
        page("/drone/uld.htm", "product", "/last/b.htm /last/c.htm"),
        page("/drone/naal.htm", "other", "/last/a.htm /last/c.htm"),
        page("/drone/hor.htm", "other", "/last/a.htm /last/b.htm /last/c.htm /last/d.htm"),
        page("/drone.htm", "listing", "/drone/garn.htm /drone/uld.htm /drone/naal.htm /drone/hor.htm"),
        *(page(f"/last/{name}.htm", "other") for name in "abcd"),
        *(page(f"/om{number}.htm", "other") for number in range(30)),
    ])  # fmt: skip
    placed(pages, "related", *(f"drone/{name}" for name in ("garn", "uld", "naal", "hor")))
    pages[f"{BASE}/drone.htm"].kinds |= {"listing": 0.7, "other": 0.26}
    _agree_with_list(pages, measured(pages), PageRelations(pages, pages))
    told = [pages[f"{BASE}/drone/{name}.htm"].kinds["product"] > 0.5 for name in ("naal", "hor")]
    assert told == [True, False]


@pytest.mark.parametrize(
    ("lists_in_frame", "kind", "h_leads_back", "lists"),
    [("", "product", "/hor.htm", {"uld", "hor"}), ("/uld.htm /hor.htm ", "other", "/uld.htm", {"uld"})],
)
def test_a_list_shows_products_that_a_frame_shows_too(
    lists_in_frame: str, kind: str, h_leads_back: str, lists: set[str]
) -> None:
    pages = dict([
        page("/ramme.htm", "other", f"{lists_in_frame}/u1.htm /u2.htm /h1.htm /h2.htm"),
        page("/index.htm", "other"),
        page("/uld.htm", kind, "/u1.htm /u2.htm"),
        page("/hor.htm", kind, "/h1.htm /h2.htm"),
        *(page(f"/u{n}.htm", "product", "/uld.htm") for n in (1, 2)),
        *(page(f"/h{n}.htm", "product", h_leads_back) for n in (1, 2)),
    ])  # fmt: skip
    front = pages[f"{BASE}/index.htm"]
    front.look = replace(front.look, frames=(f"{BASE}/ramme.htm",))
    relations = PageRelations(pages, pages)
    assert f"{BASE}/u1.htm" in relations.menu
    _lead_to_those_below(pages, measured(pages), relations)
    found = {url for url, one in pages.items() if one.kinds["listing"] > 0.5}
    assert found == {f"{BASE}/{name}.htm" for name in lists}


def test_a_page_that_compares_products_of_other_pages_in_a_table_is_none() -> None:
    names = {"a": "Winder QX-20", "b": "Winder QX-35", "c": "Skein “Poyraz” of wool", "d": "Winder QX-60"}
    pages = dict([
        *(page(f"/{name}.htm", "product", heading=called) for name, called in names.items()),
        page("/som.htm", "product", heading="Which one for what"),
        page("/qx.htm", "product", heading="Winders QX-20, QX-35, QX-60"),
        page("/del.htm", "product", heading="Handle"),
        page("/kit.htm", "product", heading="Kit for beginners"),
    ])  # fmt: skip
    for one in pages.values():
        one.look = replace(one.look, headings=(one.look.heading or "",))
    table = (frozenset({"winder", "qx-20", "qx-35", "qx-60"}), frozenset({"width", "weight"}))
    other = (
        frozenset({"qx-20", "width", "weight", "speed", "wood"}),
        frozenset({"winder", "qx-20", "qx-99"}),
    )
    stated = measured(
        pages,
        som=replace(PLAIN, heads=table),
        qx=replace(PLAIN, heads=(frozenset({"qx-20", "qx-35", "qx-60"}),)),
        kit=replace(PLAIN, heads=(frozenset({"winder", "skein", "wool"}),)),
        **{"del": replace(PLAIN, heads=other)},
    )
    assert price_lists(pages, stated) == {f"{BASE}/som.htm"}


def test_what_news_alone_lead_to_are_announcements_though_they_state_properties() -> None:
    pages = dict([
        page("/nyt.htm", "listing", "/messe.htm /ferie.htm /uld.htm", dated=True),
        page("/uld.htm", "product"),
        page("/hor.htm", "product", "/uld.htm"),
        *(page(f"/{name}.htm", "product") for name in ("messe", "ferie")),
    ])  # fmt: skip
    news = measured(pages, nyt=replace(PLAIN, section=PageType.POST))
    stating = {f"{BASE}/{name}.htm" for name in ("messe", "ferie")}
    relations = PageRelations(pages, pages)
    assert dated_lists(pages, news, relations, stating)[1] == {f"{BASE}/messe.htm", f"{BASE}/ferie.htm"}
    assert dated_lists(pages, measured(pages), relations, stating) == (set(), set())


def test_what_a_dated_list_shows_of_another_section_is_no_product_of_it() -> None:
    pages = dict([
        page("/nyt.htm", "listing", "/valg.htm /ferie.htm", dated=True),
        *(page(f"/{name}.htm", "product") for name in ("valg", "ferie")),
    ])  # fmt: skip
    support = measured(pages, valg=replace(PLAIN, section=PageType.OTHER))
    said = dated_lists(pages, support, PageRelations(pages, pages), {f"{BASE}/valg.htm"})
    assert said[1] == {f"{BASE}/valg.htm", f"{BASE}/ferie.htm"}


@pytest.mark.parametrize(
    ("shown", "found"), [("/a.htm /b.htm /c.htm /d.htm", True), ("/a.htm /b.htm /d.htm /e.htm", False)]
)
def test_a_likely_list_whose_entries_are_nearly_all_products_tells_of_the_others(
    shown: str, found: bool
) -> None:
    pages = dict([
        page("/varer.htm", "listing", shown),
        *(page(f"/{name}.htm", "product") for name in "abc"),
        *(page(f"/{name}.htm", "other") for name in "de"),
    ])  # fmt: skip
    pages[f"{BASE}/varer.htm"].kinds = {"product": 0.02, "listing": 0.7, "post": 0.02, "other": 0.26}
    _agree_with_list(pages, measured(pages), PageRelations(pages, pages))
    assert (pages[f"{BASE}/d.htm"].kinds["product"] > 0.5) == found
