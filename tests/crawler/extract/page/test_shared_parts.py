"""What many pages of a site show is the name of none of them: titles, headings of the site, headings of sections."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.discover.site_frame import frame_of, repeated_titles, shared_headings, shared_title_parts
from crawler.extract.page.document import without_parts
from crawler.extract.page.firm_names import names_of_firms
from crawler.extract.page.parsing import read_document
from crawler.extract.page.structured_data import read_structured
from crawler.extract.page_records import extract_page
from crawler.extract.sample_look import EntryBox, PageLook, SampleEntry
from crawler.models import CatalogItem
from crawler.profile.profile import SiteProfile


def item(title: str, body: str, head: str = "", **known: list[str]) -> CatalogItem:
    """The item of a product page, with a profile that names what its site's pages share."""
    profile = SiteProfile.model_validate(
        {"name": "shop", "start": ["https://shop.example/"], "products": ["^/p/"], **known}
    )
    page = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()
    found = extract_page(
        page, "https://shop.example/p/1", {}, captured_at="2026-01-01T00:00:00Z", profile=profile
    ).item
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("title", "own"),
    [
        ("Oak stool – Mill Shop", "Oak stool"),
        ("Mill Shop: Oak stool", "Oak stool"),
        ("Mill Shop | Oak stool | Mill Shop", "Oak stool"),
        ("Mill Shop", None),
        ("Mill Shop | Stools | Oak stool | Mill Shop", "Stools | Oak stool"),
        ("Oak stool-Mill Shop", "Oak stool"),
        ("Oak stool of the Mill Shop", "Oak stool of the Mill Shop"),
        ("Oak stool", "Oak stool"),
    ],
)
def test_shared_parts_of_a_title_are_cut_off_at_either_end(title: str, own: str | None) -> None:
    assert without_parts(title, ["Mill Shop"]) == own


def test_a_heading_that_many_pages_show_is_not_the_name() -> None:
    body = "<h1>Furniture since 1920</h1><h2>Oak stool</h2><p>Three legs.</p>"
    known = {"title_parts": ["Mill Shop"], "shared_headings": ["Furniture since 1920"]}
    assert item("Oak stool – Mill Shop", body, **known).name == "Oak stool"
    assert item("Mill Shop", body, **known).name == "Oak stool"


@pytest.mark.parametrize(
    "title", ["Elementor #27", "New page 3", "Neue Seite 2 – Mill Shop", "Elementor #27 | Mill Shop"]
)
def test_what_an_editor_calls_a_new_page_is_not_the_name_beside_that_of_the_site(title: str) -> None:
    known = {"title_parts": ["Mill Shop"]}
    assert item(title, "<h2>Oak stool</h2><p>Three legs.</p>", **known).name == "Oak stool"
    assert item(title, "<p>Three legs.</p>", **known).name is None


def test_a_name_for_networks_that_many_pages_bear_is_not_the_name() -> None:
    head = (
        '<meta property="og:type" content="product"><meta property="og:title" content="Furniture since 1920">'
    )
    shared = {"shared_headings": ["Furniture since 1920"]}
    assert item("Oak stool", "<p>Three legs.</p>", head, **shared).name == "Oak stool"


def test_where_a_page_says_only_what_all_pages_say_it_has_no_name() -> None:
    shared = {"title_parts": ["Mill Shop"], "shared_headings": ["Furniture since 1920"]}
    assert item("Mill Shop", "<h1>Furniture since 1920</h1><p>Three legs.</p>", **shared).name is None


def test_a_shared_heading_is_the_name_of_the_page_that_is_titled_so() -> None:
    shared = {"title_parts": ["Mill Shop"], "shared_headings": ["Oak stool"]}
    assert item("Oak stool – Mill Shop", "<h1>Oak stool</h1>", **shared).name == "Oak stool"
    assert item("Oak stool with back – Mill Shop", "<h1>Oak stool</h1>", **shared).name == "Oak stool"


def test_a_heading_that_links_to_a_section_gives_way_to_what_the_title_says() -> None:
    crumbs = '<p><a href="/stools/">Stools</a></p>'
    body = f"{crumbs}<h1>Stools</h1><div class=big>Oak, three legs</div>"
    assert item("Oak, three legs | Mill Shop", body, title_parts=["Mill Shop"]).name == "Oak, three legs"
    # nothing on the page but a link to another one bears the title: the heading stays
    body = '<p><a href="/stools/">Stools</a></p><h1>Stools</h1><a href="/p/2">Oak, three legs</a>'
    assert item("Oak, three legs | Mill Shop", body, title_parts=["Mill Shop"]).name == "Stools"


def test_the_name_of_a_linked_page_that_goes_on_from_the_title_is_not_the_name() -> None:
    crumbs = '<div class="path"><a href="/">Start</a> » <a href="/c/">Stools</a> » <b>MS-20</b></div>'
    tile = '<div class="tile-name"><a href="/p/2">MS-20-B</a></div>'
    body = f'{crumbs}<div class="code">MS-20</div><p>Three legs.</p>{tile}'
    found = item("MS-20 :: Mill Shop", body, title_parts=[":: Mill Shop"])
    assert found.name == "MS-20"
    assert found.category == "Stools"


def test_a_heading_that_is_a_code_alone_is_completed_by_the_title() -> None:
    body = "<h1>MS-20</h1><h2>Stool of oak, 45 cm</h2>"
    known = {"title_parts": [":: Mill Shop"]}
    assert item("MS-20 Stool of oak :: Mill Shop", body, **known).name == "MS-20 Stool of oak"
    assert item("MS-20 :: Mill Shop", body, **known).name == "MS-20"


def test_a_description_is_read_in_a_hidden_tab_and_not_in_what_many_pages_show() -> None:
    tabs = (
        '<div class="tab"><p>Made of oak from the north, with three legs and a seat of leather.</p></div>'
        '<div class="tab" style="display: none"><p>The seat is turned by hand and oiled twice with linseed oil.</p></div>'
        '<div class="popup" style="display:none"><p>Write to us and we shall answer within a day or two.</p></div>'
        "<p>Mill Shop Ltd, The Old Mill, Mill Lane, Millbury, open from nine to five</p>"
        '<ul><li><a href="/p/2">MS-21</a> a stool with four legs and a back</li></ul>'
    )
    shared = {
        "shared_paragraphs": ["Mill Shop Ltd, The Old Mill, Mill Lane, Millbury, open from nine to five"]
    }
    description = item("Stool", f"<h1>Stool</h1>{tabs}", **shared).description or ""
    assert description.splitlines() == [
        "Made of oak from the north, with three legs and a seat of leather.",
        "The seat is turned by hand and oiled twice with linseed oil.",
    ]


def look(title: str, *headings: str) -> PageLook:
    return PageLook(title=title, heading=headings[0] if headings else None, headings=headings)


def test_headings_are_shared_by_pages_with_different_titles() -> None:
    same = [look(f"Stool {n} – Mill Shop", "Stools", "Delivery") for n in range(5)]
    assert shared_headings(same, ["Mill Shop"]) == ["Delivery", "Stools"]
    copies = [look("Stool 1 – Mill Shop", "Oak stool") for _ in range(5)]  # one page at five addresses
    assert shared_headings(copies, ["Mill Shop"]) == []
    longer = [look(f"Oak stool {n} – Mill Shop", "Oak stool") for n in range(5)]
    assert shared_headings(longer, ["Mill Shop"]) == []


def test_paragraphs_of_many_pages_are_shared() -> None:
    address = "Mill Shop Ltd, The Old Mill, Mill Lane, Millbury"
    looks = [
        PageLook(
            title=f"Stool {n} – Mill Shop", heading=f"Stool {n}", paragraphs=(f"Stool {n} has legs", address)
        )
        for n in range(5)
    ]
    assert frame_of(looks).paragraphs == {address}


def test_a_list_of_labels_and_values_is_a_table_of_properties() -> None:
    facts = "<ul><li>Height: 45 cm</li><li>Wood: oak</li><li>Legs: 3</li></ul><p>Note: wipe it with a dry cloth</p>"
    found = item("Stool", f"<h1>Stool</h1>{facts}")
    assert found.specs == {"Height": "45 cm", "Wood": "oak", "Legs": "3"}
    assert found.sources["specs"] == "list"


def test_words_that_many_titles_begin_with_are_no_part_of_titles() -> None:
    names = ["Oak stool", "Oak bench", "Oak table", "Oak chair", "Shelf"]
    assert shared_title_parts({f"{name} | Mill Shop": "Mill Shop" for name in names}) == ["Mill Shop"]
    assert shared_title_parts({f"{name}-Mill Shop": name for name in names}) == ["Mill Shop"]
    slogan = "Saws since 1950, Mill Shop"  # a heading that all pages have names none of them
    assert shared_title_parts({f"{name}｜Mill Shop": slogan for name in names}) == ["Mill Shop"]


def test_a_title_of_pages_whose_headings_say_something_else_is_the_sites_name() -> None:
    names = ["Oak stool", "Bench", "Shelf", "Door"]
    titled = [look(f"News {n}", f"News {n}") for n in range(9)]
    assert "Mill Shop" in frame_of([*titled, *(look("Mill Shop", name) for name in names)]).title_parts
    same = [look("Oak stool", "Oak stool") for _ in names]
    assert frame_of([*titled, *same]).title_parts == ()


def test_a_part_of_the_front_pages_title_or_the_owners_name_is_the_sites_in_a_few_titles_too() -> None:
    front = PageLook(title="Mill Works | saws")
    others = [PageLook(title=f"Page {n}") for n in range(12)]
    goods = [PageLook(title=f"{name} | Mill Works", heading="Goods") for name in ("Saw", "Plane", "Axe")]
    assert frame_of([front, *others, *goods]).title_parts == ("Mill Works",)
    assert frame_of([*others, *goods]).title_parts == ()
    owned = [PageLook(title=f"Page {n}", firms=("Mill Works",)) for n in range(12)]
    assert frame_of([*owned, *goods]).title_parts == ("Mill Works",)


def test_a_title_of_two_pages_is_the_sites_where_the_front_page_has_it_or_a_firms_name_begins_so() -> None:
    others = [PageLook(title=f"Page {n}", firms=("Mill Works Ltd",)) for n in range(12)]
    same = [PageLook(title="Mill Works", firms=("Mill Works Ltd",))] * 2
    assert frame_of([*others, *same]).title_parts == ("Mill Works",)
    assert frame_of([PageLook(title="Saws"), *others, PageLook(title="Saws")]).title_parts == ("Saws",)
    assert frame_of([*others, PageLook(title="Saws"), PageLook(title="Saws")]).title_parts == ()


def test_a_title_of_several_pages_that_no_heading_says_is_no_name() -> None:
    others = [look(f"News {n}", f"News {n}") for n in range(9)]
    slogan = "Mill Works - Saws and more"
    assert slogan in frame_of([*others, *[PageLook(title=slogan)] * 4]).title_parts
    assert frame_of([*others, *[PageLook(title=slogan)] * 2]).title_parts == ()


@pytest.mark.parametrize("title", ["Mill Works", "Mill Works Ltd", "Säge Ohm GmbH"])
def test_a_firms_name_is_no_pages_name(title: str) -> None:
    owned = [
        PageLook(title=f"News {n}", headings=(f"News {n}",), firms=("Mill Works Ltd",)) for n in range(9)
    ]
    assert frame_of([*owned, PageLook(title=title)]).title_parts == (title,)
    assert frame_of([*owned, PageLook(title=title, headings=(title,))]).title_parts == ()
    assert frame_of([*owned, PageLook(title="Mill Work")]).title_parts == ()


def test_a_part_of_the_front_pages_title_is_no_pages_name_where_a_heading_says_another() -> None:
    front = PageLook(title="Mill Works - saws of all kinds", headings=("Welcome",))
    others = [look(f"News {n}", f"News {n}") for n in range(9)]
    headed = PageLook(title="Mill Works", headings=("Goods",))
    assert frame_of([front, *others, headed]).title_parts == ("Mill Works",)
    assert frame_of([front, *others, PageLook(title="Mill Works")]).title_parts == ()
    assert (
        frame_of([front, *others, PageLook(title="Mill Works", headings=("Mill Works",))]).title_parts == ()
    )


def test_a_title_left_from_the_page_that_another_was_made_of_is_known() -> None:
    looks = [
        look("Mill Shop"),
        look("Oak stool – Mill Shop", "Oak stool"),
        look("Oak stool – Mill Shop", "Ash bench"),
        look("Tavolo T 40", "T 40"),
        look("Tavolo T 40", "T 60"),
        look("Benches", "Benches"),
        look("Benches", "Benches 2"),
        *(look("Lamps") for _ in range(3)),
        *(look(f"{name} – Mill Shop", name) for name in ("Chair", "Chest", "Shelf")),
    ]
    assert frame_of(looks).titles == {"Oak stool – Mill Shop", "Tavolo T 40", "Lamps"}


def test_such_a_title_names_the_page_that_shows_it_and_no_other() -> None:
    known = {"shared_titles": ["Oak stool – Mill Shop"], "title_parts": ["Mill Shop"]}
    related = '<p>See also <a href="/p/7">Oak stool</a> <a href="/p/7">Oak stool</a></p>'
    assert item("Oak stool – Mill Shop", "<h2>Oak stool</h2><p>Three legs.</p>", **known).name == "Oak stool"
    assert item("Oak stool – Mill Shop", f"<h2>Ash bench</h2>{related}", **known).name == "Ash bench"
    picture = '<img src="/bench.jpg" alt="Ash bench AB-4" width=400>'
    assert item("Oak stool – Mill Shop", picture + related, **known).name == "Ash bench AB-4"
    assert item("Oak stool – Mill Shop", f"<p>For two.</p>{related}", **known).name is None


def test_a_title_that_many_pages_have_as_a_heading_is_the_sites_name() -> None:
    looks = [look(name, 'Kft. "Malom"', name) for name in ("Szék", "Pad", "Láda", "Polc")]
    assert "Kft. Malom" in frame_of([look("Malom"), *looks, look("Kft. Malom", 'Kft. "Malom"')]).title_parts


def test_the_heading_that_is_the_pages_own_title_goes_before_an_h1_that_is_a_part_of_it() -> None:
    body = "<h1>Stool</h1><p>DS-3</p><h5>Folding oak stool</h5><p>Three legs.</p>"
    assert item("Folding oak stool | Mill Shop", body, title_parts=["Mill Shop"]).name == "Folding oak stool"
    # another page's
    linked = body.replace("Folding oak stool", '<a href="/p/2">Folding oak stool</a>')
    assert item("Folding oak stool | Mill Shop", linked, title_parts=["Mill Shop"]).name == "Stool"


def test_a_heading_or_title_that_says_but_product_gives_way_to_the_pictures_name() -> None:
    picture = '<img src="/ab.jpg" alt="Ash bench" width=400>'
    assert (
        item("Termékek | Mill Shop", f"<h1>Products</h1>{picture}", title_parts=["Mill Shop"]).name
        == "Ash bench"
    )
    assert item("Product 12 | Mill Shop", picture, title_parts=["Mill Shop"]).name == "Ash bench"
    assert item("Bench 12 | Mill Shop", picture, title_parts=["Mill Shop"]).name == "Bench 12"


def test_a_picture_that_bears_the_name_of_a_section_names_no_page() -> None:
    menu = '<ul><li><a href="/benches/">Benches</a></li></ul>'
    body = f'{menu}<h3><img src="/t.gif" alt="Benches"></h3><p class="x"><strong>Ash bench</strong></p><p>For two.</p>'
    known = {"title_parts": ["Mill Shop"]}
    assert item("Mill Shop", body, **known).name == "Ash bench"
    picture = '<img src="/ab.jpg" alt="Oak bench" width=400>'
    alone = f'{menu}<img src="/t.gif" alt="Benches" width=400>{picture}<p>For two.</p>'
    assert item("Mill Shop", alone, **known).name == "Oak bench"


def test_the_title_without_the_code_gives_way_to_the_pictures_text_with_it() -> None:
    text = "<p>For two.</p>"
    for alt, name in (("Ash bench AB-4", "Ash bench AB-4"), ("Ash bench photo 4", "Ash bench")):
        picture = f'<img src="/ab.jpg" alt="{alt}" width=400>{text}'
        assert item("Ash bench | Mill Shop", picture, title_parts=["Mill Shop"]).name == name


def test_a_block_called_a_large_heading_is_the_name() -> None:
    body = '<div class="eyebrow">Furniture</div><div class="heading-xl">Ash bench</div><p>For two.</p>'
    assert item("Mill Shop", body, title_parts=["Mill Shop"]).name == "Ash bench"


def test_a_block_called_a_title_that_the_breadcrumbs_repeat_goes_before_a_title_shown_nowhere() -> None:
    crumbs = '<div class="breadcrumbs"><a href="/">Start</a> » Ash bench</div>'
    head = '<table><tr><td class="contentheading">{}</td></tr></table><p>For two.</p>'
    assert item("Oak stool", crumbs + head.format("Ash bench")).name == "Ash bench"
    assert item("Oak stool", crumbs + head.format("Sizes")).name == "Oak stool"


def test_a_title_left_in_copies_is_known_wherever_the_name_of_the_site_stands_in_it() -> None:
    pages = [
        ("Mill Shop | Oak stool", "Oak stool"),
        ("Oak stool | Mill Shop", "Ash bench"),
        ("Oak stool | Mill Shop", "Elm chair"),
    ]
    pages += [(f"{name} | Mill Shop", name) for name in ("Fir table", "Yew bed", "Ash rack")]
    looks = [PageLook(title=title, headings=(heading,)) for title, heading in pages]
    assert repeated_titles(looks, ["Mill Shop"]) == ["Mill Shop | Oak stool", "Oak stool | Mill Shop"]


def test_the_slogan_of_the_owner_is_no_name_of_two_pages() -> None:
    names = ("Krakk", "Benk", "Stol", "Hylle", "Seng")
    looks = [PageLook(title=name, headings=(name,), firms=("Tømmer AS",)) for name in names]
    looks += [
        PageLook(title=title, headings=(name,), firms=("Tømmer AS",))
        for title, name in (
            ("Tømmer - møbler av tre", "Bord"),
            ("Tømmer - møbler av tre", "Skap"),
            ("Kommode - med skuffer", "Kommode K"),
            ("Kommode - med skuffer", "Kommode L"),
        )
    ]
    assert repeated_titles(looks, []) == ["Tømmer - møbler av tre"]


def test_a_title_of_two_versions_for_the_printer_is_the_name_of_neither() -> None:
    pages = [look(name, name) for name in ("Oak stool", "Elm chair", "Fir table", "Seats")]
    printed = [look("Druckansicht", name, "Maße") for name in ("Oak stool", "Elm chair")]
    assert repeated_titles([*pages, *printed], []) == ["Druckansicht"]
    section = [look("Twin bench", "Seats") for _ in range(2)]
    assert repeated_titles([*pages, *section], []) == []


def test_a_name_that_lists_show_is_that_of_the_page_they_lead_to() -> None:
    def listed(title: str) -> PageLook:
        entries = (
            SampleEntry("https://mill.example/1", "Oak stool"),
            SampleEntry("https://mill.example/2", "Elm chair"),
        )
        return PageLook(
            title=title, headings=(title, "Oak stool", "Write to us"), boxes=(EntryBox("div", entries),)
        )

    lists = [listed(name) for name in ("Stools", "Seats", "For schools")]
    pages = [PageLook(title=f"P {n}", headings=(f"P {n}",)) for n in range(8)]
    assert shared_headings([*lists, *pages], []) == ["Write to us"]
    assert shared_headings([*lists, listed("Offers")], []) == [
        "Oak stool",
        "Write to us",
    ]  # a box of most pages


def test_what_begins_the_name_of_the_owner_is_a_part_of_the_site_in_few_titles_too() -> None:
    titles = {f"木凳{n}-木凳-杭州青林": "" for n in range(3)} | {f"第{n}页": "" for n in range(9)}
    assert shared_title_parts(titles, (), ["杭州青林家具有限公司"]) == ["杭州青林"]
    assert shared_title_parts(titles, (), ["绍兴木业有限公司"]) == []


def test_a_firm_of_georgia_has_a_name() -> None:
    document = read_document("<p>შპს „ხის სახლი“, თბილისი</p>".encode(), "https://mill.example/", {})
    assert names_of_firms(document, read_structured(document)) == ["ხის სახლი"]


def test_markup_copied_from_one_page_to_others_is_of_that_page_alone() -> None:
    script = (
        '<script type="application/ld+json">{"@type": "Product", "name": "Stool", "sku": "MS-20"}</script>'
    )
    known = {"shared_products": ["Stool"]}
    body = "<h1>Bench</h1><p>Two metres of oak.</p>"
    assert item("Bench – Mill Shop", body, script).sku == "MS-20"
    assert item("Bench – Mill Shop", body, script, title_parts=["Mill Shop"], **known).sku is None
    own = item("Stool – Mill Shop", "<h1>Stool</h1>", script, title_parts=["Mill Shop"], **known)
    assert own.sku == "MS-20"
    looks = [
        PageLook(title=f"Stool {n} – Mill Shop", heading=f"Stool {n}", marked=("Stool",)) for n in range(5)
    ]
    assert frame_of(looks).products == {"Stool"}
    shelves = [replace(one, marked=("Stool", "Bench")) for one in looks]  # lists of products
    assert frame_of(shelves).products == frozenset()


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "Product", "name": "Oak stool", "sku": "MS-20"',
        '{"@type": "Product", "name": "Oak stool" "sku": "MS-20"}',
        "{'@type': 'Product', 'name': 'Oak stool', 'sku': 'MS-20'}",
        '{"@type": "Product", "name": "Oak stool", "description": "seat of 12" and more", "sku": "MS-20"}',
        '{"@type": "Product", "name": "\\u004fak stool", "description": "\\u043d\\u0430\\u0441" "sku": "MS-20"}',
        '{"@type": "Product", "name": "Oak stool", "description": "Size: 0123, red" "sku": "MS-20"}',
    ],
)
def test_markup_with_errors_is_read_as_far_as_it_goes(script: str) -> None:
    page = f'<html><head><script type="application/ld+json">{script}</script></head><body></body></html>'
    document = read_document(page.encode(), "https://shop.example/p/1", {})
    found = read_structured(document)
    assert [(one.get("name"), one.get("sku")) for one in found.objects] == [("Oak stool", "MS-20")]
    assert found.problems == ["invalid JSON-LD was read as far as it goes"]


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "Product", "name": "Table 24", 30" or 36" wide", "sku": "T1"}',
        '{"@type": "Product", "sku": {{ sku }}, "name": "Stool"}',
        '{"@type": "Product", ' + '{"' * 9_000,
    ],
)
def test_markup_that_would_be_guessed_is_not_read(script: str) -> None:
    page = f'<html><head><script type="application/ld+json">{script}</script></head><body></body></html>'
    found = read_structured(read_document(page.encode(), "https://shop.example/p/1", {}))
    assert (found.objects, found.problems) == ([], ["invalid JSON-LD was not read"])


def test_codes_keep_their_zeros_where_markup_is_repaired() -> None:
    script = '{"@type": "Product", "name": "Stool", "sku": 00123'
    page = (
        f'<html><head><script type="application/ld+json">{script}, "gtin": 04012345}}</script></head></html>'
    )
    found = read_structured(read_document(page.encode(), "https://shop.example/p/1", {}))
    assert [(one.get("sku"), one.get("gtin")) for one in found.objects] == [("00123", "04012345")]


@pytest.mark.parametrize("script", ["no markup", '<b>"@type"</b>', '{"@type": "Product"' + "[" * 50_000])
def test_markup_that_is_none_is_named(script: str) -> None:
    page = f'<html><head><script type="application/ld+json">{script}</script></head><body></body></html>'
    found = read_structured(read_document(page.encode(), "https://shop.example/p/1", {}))
    assert (found.objects, found.problems) == ([], ["invalid JSON-LD was not read"])


@pytest.mark.parametrize(
    ("before", "read"),
    [
        ("<button>Facts</button>", True),
        ("<h3><button>Facts</button></h3>", True),
        ('<div aria-expanded="false">Facts</div>', True),
        ('<h3><button aria-expanded="false">Facts</button></h3><!-- fold -->', True),
        ("<p>Facts</p>", False),
    ],
)
def test_what_a_button_unfolds_is_read(before: str, read: bool) -> None:
    fold = f"{before}<div hidden><p>Seat</p><dl><dt>Wood</dt><dd>oak</dd><dt>Height</dt><dd>45 cm</dd></dl></div>"
    found = item("Stool", f"<h1>Stool</h1>{fold}")
    assert bool(found.specs) is read
    region = fold.replace("<div hidden>", '<div role="region" hidden>')
    assert bool(item("Stool", f"<h1>Stool</h1>{region}").specs) is read
    window = fold.replace("<div hidden>", '<div class="cart-popup" role="dialog" hidden>')
    assert not item("Stool", f"<h1>Stool</h1>{window}").specs
    menu = fold.replace("<p>Seat</p>", "<a href=/1>1</a><a href=/2>2</a><a href=/3>3</a>")
    assert not item("Stool", f"<h1>Stool</h1>{menu}").specs


def test_a_menu_in_a_definition_list_is_no_property() -> None:
    woods = ", ".join(f'<a href="/w/{wood}">{wood}</a>' for wood in ("oak", "ash", "elm"))
    assert dict(
        item("Stool", f"<h1>Stool</h1><dl><dt>Wood</dt><dd>{woods}</dd><dt>A</dt><dd>b</dd></dl>").specs
    )["Wood"]
    links = "".join(f'<li><a href="/p/{n}">MS-{n}</a></li>' for n in (1, 20, 21))
    menu = f"<dl><dt>Stools</dt><dd><ul>{links}</ul></dd></dl>"
    data = '<dl><dt>Wood</dt><dd>oak</dd><dt>Papers</dt><dd><a href="/a.pdf">Data sheet</a>, <a href="/b.pdf">CE</a></dd></dl>'
    found = item("Stool", f"<h1>Stool</h1><div>{menu}</div>{data}").specs
    assert dict(found) == {"Wood": "oak", "Papers": "Data sheet , CE"}
