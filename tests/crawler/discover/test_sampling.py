"""Which pages of a group are looked at, and what becomes of a group whose pages are of several kinds."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from crawler.capture.fetch import FetchedPage
from crawler.discover.explore.explorer import SiteExplorer
from crawler.discover.kinds.group_kinds import divided, is_mixed, judge_group
from crawler.discover.page_fetcher import PageFetcher
from crawler.discover.profile_draft import draft_profile
from crawler.discover.sampling import SamplePage, spread
from crawler.discover.url_patterns import AddressGroup, address_groups
from crawler.extract.page.frame import RELATED
from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.shared_parts import SharedParts
from crawler.extract.page.structured_data import read_structured
from crawler.extract.product.listing import entry_groups, is_side_box, read_listing
from crawler.extract.sample_look import PageLook
from crawler.extract.sample_page import measure
from matcher.demo.server import served
from tests.support.case import make_case

BASE = "https://mill.example"


def test_each_page_is_far_from_those_before_it_and_none_is_left_out() -> None:
    pages = [str(n) for n in range(27)]
    assert list(islice(spread(pages), 5)) == ["0", "26", "13", "6", "19"]
    for count in range(40):
        assert sorted(spread(pages[:count])) == sorted(pages[:count])


def sample(url: str, kind: str, sure: float = 0.95) -> tuple[str, SamplePage]:
    kinds = dict.fromkeys(("product", "listing", "post", "other"), (1 - sure) / 3) | {kind: sure}
    return url, SamplePage(FetchedPage(url, 200, {}, b"", ""), PageLook(), kinds)


def group_of(pages: dict[str, SamplePage]) -> AddressGroup:
    (group,) = address_groups(pages)
    return group


def test_lists_in_the_folder_of_products_become_patterns_of_their_own() -> None:
    pages = dict(
        [
            *(sample(f"{BASE}/cp/{name}.html", "product") for name in ("oak", "elm", "ash", "yew")),
            sample(f"{BASE}/cp/stools.html", "listing"),
            sample(f"{BASE}/cp/terms.html", "other"),
        ]
    )
    found = judge_group(group_of(pages), pages, {}, {})
    assert (found.kind, is_mixed(found, pages)) == ("product", True)
    products, stools = divided(found, pages, {})
    assert (products.kind, len(products.group.urls), products.group.pattern) == (
        "product",
        5,
        r"^/cp/[^/]+\.html$",
    )
    assert (stools.kind, stools.group.pattern) == ("listing", r"^/cp/stools\.html$")
    assert products.share > found.share


def test_pages_that_are_not_sure_leave_a_group_whole() -> None:
    pages = dict(
        [
            *(sample(f"{BASE}/cp/{name}.html", "product") for name in ("oak", "elm", "ash", "yew")),
            sample(f"{BASE}/cp/fir.html", "listing", 0.6),
        ]
    )
    found = judge_group(group_of(pages), pages, {}, {})
    assert not is_mixed(found, pages)
    assert divided(found, pages, {}) == [found]


def test_each_page_of_a_group_that_is_of_no_one_kind_is_what_it_is() -> None:
    pages = dict(
        [
            *(sample(f"{BASE}/node/{n}.html", "product", 0.85) for n in (7, 9)),
            *(sample(f"{BASE}/node/{n}.html", "other", 0.85) for n in (12, 15)),
            sample(f"{BASE}/node/21.html", "listing"),
        ]
    )
    parts = divided(judge_group(group_of(pages), pages, {}, {}), pages, {})
    assert {(part.kind, *part.group.urls) for part in parts} == {
        ("other", f"{BASE}/node/12.html", f"{BASE}/node/15.html"),
        ("product", f"{BASE}/node/7.html"),
        ("product", f"{BASE}/node/9.html"),
        ("listing", f"{BASE}/node/21.html"),
    }


def test_the_kind_that_the_user_named_is_not_divided() -> None:
    pages = dict(
        [
            *(sample(f"{BASE}/cp/{n}.html", "product") for n in ("oak", "elm", "ash")),
            sample(f"{BASE}/cp/x.html", "listing"),
        ]
    )
    found = judge_group(group_of(pages), pages, {}, {f"{BASE}/cp/oak.html": "product"})
    assert not is_mixed(found, pages)
    assert divided(found, pages, {}) == [found]


MENU = "".join(
    f'<tr><td><img src="/dot.png"> <a href="/cp/{k}.html">{k.title()} range</a></td></tr>'
    for k in ("stools", "benches", "racks")
)


def page(title: str, body: str) -> str:
    """A page laid out by nested tables: its rows are the head, the menu beside the subject, the foot."""
    return (
        f"<html><head><title>{title} - Mill works</title></head><body><table>"
        '<tr><td colspan=2><img src="/logo.png"> <a href="/about.html">About the works</a></td></tr>'
        f"<tr><td width=200><table>{MENU}</table></td><td><table><tr><td><h3>{title}</h3>{body}</td></tr></table></td></tr>"
        '<tr><td colspan=2>Mill works, 1 Mill Lane <a href="/terms.html">Terms</a></td></tr></table></body></html>'
    )


def test_products_and_lists_in_one_folder_of_a_site_of_tables_are_told_apart(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "cp").mkdir(parents=True)
    names = [f"{wood}-{n}" for wood in ("oak", "elm", "ash") for n in (31, 42, 57, 68)]
    for name in names:
        rows = "".join(
            f"<tr><td>{label}</td><td>{value}</td></tr>"
            for label, value in (
                ("Model", name.upper()), ("Height", f"{name[-2:]} cm"), ("Load", "120 kg"), ("Colour", "natural"),
                ("Wood", "solid"), ("Weight", "4 kg"), ("Packing", "carton"), ("Seat", "round"), ("Legs", "4"), ("Oiled", "yes"),
            )
        )  # fmt: skip
        picture = f'<img src="/img/{name}.png" width=240 height=180 alt="Stool {name.upper()}">'
        text = f"<p>The stool {name.upper()} is made by hand of wood from the region and carries a grown person safely.</p>"
        (site / "cp" / f"{name}.html").write_text(
            page(f"Stool {name.upper()}", picture + text + f"<table>{rows}</table>")
        )
    for at, kind in enumerate(("stools", "benches", "racks")):
        cells = "".join(
            f'<td><a href="/cp/{n}.html"><img src="/img/{n}.png" width=160></a><br><a href="/cp/{n}.html">Stool {n.upper()}</a></td>'
            for n in names[4 * at : 4 * at + 4]
        )
        (site / "cp" / f"{kind}.html").write_text(
            page(f"{kind.title()} range", f"<table><tr>{cells}</tr></table>")
        )
    (site / "index.html").write_text(
        page("Welcome", "<p>We make stools, benches and racks of wood since 1931.</p>")
    )
    for name in ("about", "terms"):
        (site / f"{name}.html").write_text(page(name.title(), "<p>Mill works is a family firm.</p>"))
    with served(site) as base:
        case = make_case(tmp_path / "case", base.removeprefix("http://"))
        with PageFetcher.for_case(case, 0.0) as fetcher:
            findings = SiteExplorer(fetcher).explore(f"{base}/")
    profile, _ = draft_profile("mill", findings)
    kinds = {path.stem: profile.page_kind(f"{base}/cp/{path.name}") for path in (site / "cp").iterdir()}
    assert {name: kinds[name] for name in names} == dict.fromkeys(names, "product")
    assert {kinds[name] for name in ("stools", "benches", "racks")} == {"listing"}


def test_the_grid_of_a_page_is_no_side_box_though_all_its_links_are_on_every_page() -> None:
    document = read_document(
        page("Stool OAK-31", "<p>Made by hand.</p>").encode(), f"{BASE}/cp/oak-31.html", {}
    )
    layout = Layout(document)
    boxes = entry_groups(document, layout)
    document.shared = SharedParts(entries=frozenset((b.place, r.url) for b in boxes for r in b.records))
    measure(document, layout, "2026-01-01T00:00:00Z")
    assert not layout.flag(next(document.tree.iter("h3")))
    assert {layout.flag(a) for a in document.tree.iter("a") if "/cp/" in (a.get("href") or "")} == {RELATED}


def test_the_columns_of_a_page_with_an_h2_are_no_entries_though_its_foot_has_one_too() -> None:
    text = (
        '<div><a href="/"><img alt="Møbler"></a><a href="/stoler/">Stoler</a> and of all others a long menu</div>'
        '<div><p><a href="/">Hjem</a> / <a href="/stoler/">Stoler</a></p><h2>Krakk K-31</h2>'
        "<table><tr><td>Høyde</td><td>45 cm</td></tr><tr><td>Vekt</td><td>3 kg</td></tr></table></div>"
        '<div><h2>Skriv til oss</h2><a href="/vilkaar/">Vilkår</a> and an address as long as all that is above it</div>'
    )
    document = read_document(f"<html><body>{text}</body></html>".encode(), f"{BASE}/stoler/krakk-31/", {})
    layout = Layout(document)
    boxes = entry_groups(document, layout)
    entries = frozenset((b.place, r.url) for b in boxes for r in b.records)
    document.shared = SharedParts(entries=entries, headings=frozenset(["Skriv til oss"]))
    assert measure(document, layout, "2026-01-01T00:00:00Z").properties == 2


def test_an_entry_is_not_called_more() -> None:
    rows = "".join(
        f'<p><a href="/cp/{n}.html">Lees meer: Kruk {name}</a></p><p><a href="/cp/{n}.html">Lees meer »</a></p>'
        for n, name in enumerate(("van eiken", "van essen"))
    )
    document = read_document(f"<html><body>{rows}</body></html>".encode(), f"{BASE}/cp/", {})
    found = read_listing(document, Layout(document), read_structured(document))
    assert [entry.name for entry in found] == ["Kruk van eiken", "Kruk van essen"]


def test_crumbs_are_no_entries() -> None:
    entries = "".join(
        f'<span><a href="{up}">{name}</a> / </span>'
        for up, name in (("/", "Home"), ("/cp/", "Goods"), ("/cp/oak/", "Oak"))
    )
    text = f"<html><body><h2>{entries}</h2><h1>Stool OAK-31</h1><p>Made by hand.</p></body></html>"
    document = read_document(text.encode(), f"{BASE}/cp/oak/31.html", {})
    (crumbs,) = {
        g.place: g
        for g in entry_groups(document, Layout(document))
        if len(g.records) == 3 and g.place.startswith("a")
    }.values()
    assert is_side_box(crumbs, document)
    elsewhere = read_document(text.encode(), f"{BASE}/news/31.html", {})
    assert not is_side_box(crumbs, elsewhere)


def flat_page(title: str, body: str, up: str = "", letters: str = "letters") -> str:
    """A page of a site without folders: the menu leads to the lists, and nothing tells products by their address."""
    menu = "".join(
        f'<tr><td><a href="{up}{name}.htm">{name.title()}</a></td></tr>'
        for name in ("index", "saws", "planes", "clamps", "works", letters, "reach")
    )
    return (
        f"<html><head><title>{title} - Quarto tools</title></head><body><table><tr><td><table>{menu}</table></td>"
        f"<td><h2>{title}</h2>{body}</td></tr></table></body></html>"
    )


def test_products_of_a_flat_site_are_told_by_the_lists_that_lead_to_them(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    names = {
        kind: [f"{kind[:2]}{word}" for word in ("ash", "elm", "fir", "oak", "yew")]
        for kind in ("saws", "planes", "clamps")
    }
    for kind, own in names.items():
        first, second = own[:3], own[3:]
        more = f'<p>Page 1 of 2 <a href="{kind}2.htm">[2]</a></p>'
        for name, listed, tail in ((kind, first, more), (f"{kind}2", second, "")):
            entries = "".join(f'<li><a href="{n}.htm">Tool {n}</a>' for n in listed)
            (site / f"{name}.htm").write_text(flat_page(kind.title(), f"<ul>{entries}</ul>{tail}"))
        for at, name in enumerate(own):
            if at % 2:  # a sentence alone
                text = f"<p>For joiners. Length {20 + at} cm, order no. 27-{110 + at}-17.</p>"
            else:
                text = (
                    "<p>With a broad handle.</p><table border=1><tr><td><b>Art. No.</b></td><td><b>Edge</b></td></tr>"
                    f"<tr><td>QX 13-{140 + at}-12</td><td>fine</td></tr><tr><td>QX 13-{340 + at}-12</td><td>coarse</td></tr></table>"
                )
            others = ", ".join(f'<a href="{n}.htm">Tool {n}</a>' for n in own if n != name)
            back = f'<p>See also: {others}</p><p><a href="{kind}.htm">back</a></p>'
            (site / f"{name}.htm").write_text(flat_page(f"Tool {name}", text + back))
    letters = "".join(f'<li><a href="letter{n}.htm">A letter of spring {n}</a>' for n in range(4))
    (site / "letters.htm").write_text(flat_page("Letters", f"<ul>{letters}</ul>"))
    for n in range(4):
        text = "<p>We met many joiners at the fair, and thank all who came to see our new workshop and its people.</p>"
        (site / f"letter{n}.htm").write_text(flat_page(f"A letter of spring {n}", text))
    for name in ("index", "works", "reach"):
        (site / f"{name}.htm").write_text(flat_page(name.title(), "<p>Tools by hand since 1931.</p>"))
    prices = "".join(
        f"<tr><td>Honing of {size} cm</td><td>{size // 2} EUR</td></tr>" for size in (10, 20, 30, 40)
    )
    (site / "works.htm").write_text(
        flat_page("Honing service", f"<table>{prices}</table>")
    )  # looks like a product
    with served(site) as base:
        case = make_case(tmp_path / "case", base.removeprefix("http://"))
        with PageFetcher.for_case(case, 0.0) as fetcher:
            findings = SiteExplorer(fetcher).explore(f"{base}/index.htm")
    profile, _ = draft_profile("quarto", findings)
    kinds = {path.stem: profile.page_kind(f"{base}/{path.name}") for path in site.iterdir()}
    products = [name for own in names.values() for name in own]
    assert {name: kinds[name] for name in products} == dict.fromkeys(products, "product")
    lists = [*names, *(f"{kind}2" for kind in names)]
    assert {name: kinds[name] for name in lists} == dict.fromkeys(lists, "listing")
    assert not [
        name for name in ("works", "reach", *(f"letter{n}" for n in range(4))) if kinds[name] == "product"
    ]


def test_products_in_a_folder_of_their_own_are_told_by_lists_of_the_menu_beside_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "sheets").mkdir(parents=True)
    lists = {
        kind: [f"{kind[:2]}{word}" for word in ("ash", "elm", "fir", "oak", "yew")]
        for kind in ("saws", "planes", "clamps")
    }
    pages: dict[str, tuple[str, str]] = {
        name: (name.title(), "<p>Tools by hand since 1931.</p>") for name in ("index", "works", "reach")
    }
    numbers = "".join(f'<a href="whole{n}.htm">[{n}]</a> ' for n in (1, 2, 3))
    for at, (kind, own) in enumerate(lists.items(), 1):
        links = [f'<a href="sheets/{name}.htm">Tool {name}</a>' for name in own]
        rows = "".join(f"<tr><td>27-{n}</td><td>{link}</td></tr>" for n, link in enumerate(links))
        pages[kind] = (kind.title(), "".join(f"<p>{link}</p>" for link in links))
        pages[f"whole{at}"] = ("All tools", f"<table border=1>{rows}</table><p>Page {numbers}</p>")
        for number, name in enumerate(own):
            facts = f"- Length: {20 + number} cm<br>- Weight: {2 + number} kg<br>- Handle: beech"
            others = " - ".join(f'<a href="{n}.htm">Tool {n}</a>' for n in own if n != name)
            text = f"<p>For joiners.</p><font>{facts}</font><p>See also: {others}</p>"
            pages[f"sheets/{name}"] = (f"Tool {name}", text)
    for name, (title, body) in pages.items():
        text = flat_page(title, body, up="../" * name.count("/"), letters="whole1")
        (site / f"{name}.htm").write_text(text)
    with served(site) as base:
        case = make_case(tmp_path / "case", base.removeprefix("http://"))
        with PageFetcher.for_case(case, 0.0) as fetcher:
            findings = SiteExplorer(fetcher).explore(f"{base}/index.htm")
    profile, _ = draft_profile("quarto", findings)
    products = [name for name in pages if profile.page_kind(f"{base}/{name}.htm") == "product"]
    assert products == [name for name in pages if name.startswith("sheets/")]


def test_a_small_site_is_looked_at_whole_and_a_large_one_is_not(tmp_path: Path) -> None:
    looked = {}
    for count in (24, 90):
        site = tmp_path / str(count)
        site.mkdir()
        names = [f"kiln-{n}.html" for n in range(count)]
        links = "".join(f"<p><a href='{name}'>Kiln</a></p>" for name in names)
        (site / "index.html").write_text(f"<html><body>{links}</body></html>", encoding="utf-8")
        for name in names:
            (site / name).write_text(f"<html><body><h1>{name}</h1></body></html>", encoding="utf-8")
        with served(site) as base:
            case = make_case(tmp_path / f"case{count}", base.removeprefix("http://"))
            with PageFetcher.for_case(case, 0.0) as fetcher:
                looked[count] = SiteExplorer(fetcher).explore(f"{base}/").pages
    assert looked[24] == 25
    assert looked[90] < 70
