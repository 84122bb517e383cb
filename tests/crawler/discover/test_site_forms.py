"""Sites of other forms than shops: boards, documentation and dated posts whose pages are a maker's products."""

from __future__ import annotations

from pathlib import Path

from crawler.discover.explore.explorer import SiteExplorer
from crawler.discover.page_fetcher import PageFetcher
from crawler.discover.profile_draft import draft_profile
from matcher.demo.server import served
from tests.support.case import make_case


def explored(tmp_path: Path, pages: dict[str, str]) -> dict[str, str | None]:
    """What `site add` says of each page of a site: path -> body."""
    site = tmp_path / "site"
    for path, body in pages.items():
        file = site / path.lstrip("/")
        file = file / "index.html" if path.endswith("/") else file
        file.parent.mkdir(parents=True, exist_ok=True)
        title = path.strip("/").rpartition("/")[2]
        file.write_text(f"<html><head><title>{title}</title></head><body>{body}</body></html>")
    with served(site) as base:
        case = make_case(tmp_path / "case", base.removeprefix("http://"))
        with PageFetcher.for_case(case, 0.0) as fetcher:
            findings = SiteExplorer(fetcher).explore(f"{base}/")
        profile, _ = draft_profile("form", findings)
        return {path: profile.page_kind(base + path) for path in pages}


def table(**rows: str) -> str:
    return "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows.items()) + "</table>"


# --- boards -----------------------------------------------------------------------------------------------------------

LOOMS = {  # entries of a board: only some state properties in a table
    "21": "Handwebstuhl<p>" + table(Breite="120 cm", Gewicht="48 kg", Material="Buche", Modell="HW-120"),
    "22": "Bandwebstuhl<p>Für schmale Bänder bis 8 cm.",
    "23": "Tischwebstuhl<p>" + table(Breite="60 cm", Gewicht="9 kg", Material="Ahorn", Modell="TW-60"),
    "24": "Webrahmen<p>Auf Anfrage auch mit Ständer.",
    "25": "Kettbaum<p>" + table(Länge="130 cm", Gewicht="7 kg", Material="Esche", Modell="KB-130"),
    "26": "Spulrad<p>Mit Fußantrieb, zerlegbar.",
}


def board() -> dict[str, str]:
    menu = (
        "<p><a href=/>Start</a> <a href=/brett/waren.html>Waren</a> <a href=/brett/waren_b.html>Webstühle</a> "
        "<a href=/kontakt.html>Kontakt</a></p>"
    )
    numbers = list(LOOMS)
    pages = {
        "/index.html": menu + "<p>Wir bauen seit 1950 Webstühle in Handarbeit.",
        "/kontakt.html": menu + "<p>Rufen Sie uns an oder schreiben Sie uns.",
    }
    for name, some in (("waren", numbers), ("waren_b", numbers[:3])):
        cells = "".join(
            f"<td><a href=/brett/waren_{n}.html><img src=/bild/{n}.jpg width=160></a><br>"
            f"<a href=/brett/waren_{n}.html>{LOOMS[n].partition('<')[0]}</a></td>"
            for n in some
        )
        pages[f"/brett/{name}.html"] = menu + f"<b>Waren</b><table><tr>{cells}</tr></table>"
    for at, n in enumerate(numbers):
        beside = [*numbers[max(0, at - 1) : at], *numbers[at + 1 : at + 2]]
        pager = " ".join(f"<a href=/brett/waren_{other}.html>Eintrag {other}</a>" for other in beside)
        name, _, text = LOOMS[n].partition("<p>")
        pages[f"/brett/waren_{n}.html"] = (
            f"{menu}<b>{name}</b><div>Verfasser: Werkstatt Datum: 12.03.2009</div><img src=/bild/{n}_gross.jpg>"
            f"<p>{text}<div>{pager} <a href=/brett/waren.html>Liste</a></div>"
        )
    return pages


def test_an_entry_of_a_board_with_those_before_and_after_it_is_no_list_of_them(tmp_path: Path) -> None:
    said = explored(tmp_path, board())
    assert {n: said[f"/brett/waren_{n}.html"] for n in LOOMS} == dict.fromkeys(LOOMS, "product")
    assert [said[f"/brett/{name}.html"] for name in ("waren", "waren_b")] == ["listing", "listing"]


# --- documentation ----------------------------------------------------------------------------------------------------

DOCS = {
    "/handbok/apparat/vagar/": "",
    "/handbok/apparat/vagar/bord/": table(Modell="BV-3", Kapacitet="3 kg", Delning="0,1 g", Vikt="2 kg"),
    "/handbok/apparat/vagar/golv/": table(Modell="GV-300", Kapacitet="300 kg", Delning="50 g", Vikt="31 kg"),
    "/handbok/apparat/vagar/kran/": "<p>Hängande våg för travers, med fjärrdisplay.",
    "/handbok/apparat/lod/": "",
    "/handbok/apparat/lod/m1/": table(Modell="M1-SET", Klass="M1", Antal="12", Material="Mässing"),
    "/handbok/apparat/lod/f2/": table(Modell="F2-SET", Klass="F2", Antal="10", Material="Stål"),
    "/handbok/guider/": "",
    "/handbok/guider/natverk/": "<p>Anslut vågen och öppna menyn. Ställ in följande värden:"
    + table(Adress="10.0.0.10", Port="502", Nätmask="255.0.0.0"),
    "/handbok/guider/skrivare/": "<p>Så ansluter du en skrivare:"
    + table(Baud="9600", Paritet="ingen", Rad="24 tecken"),
    "/handbok/guider/skotsel/": "<p>Torka av vågen med en fuktig trasa. Använd inte lösningsmedel.",
    "/handbok/kalibrering/": "<p>Låt vågen stå en timme innan du kalibrerar den. Följ sedan stegen i menyn.",
    "/handbok/felkoder/": table(E1="överlast", E2="underlast", E3="batteri"),
}


def documentation() -> dict[str, str]:
    side = (
        "<aside><ul>"
        + "".join(f"<li><a href={u}>{u.split('/')[-2]}</a></li>" for u in DOCS)
        + "</ul></aside>"
    )
    pages = {"/index.html": "<p>Dokumentation för våra vågar."} | DOCS
    for url in pages:
        below = [one for one in DOCS if one.startswith(url) and one != url]
        cards = "".join(
            f"<article class=card><a href={u}><h2>{u.split('/')[-2]}</h2><p>Läs mer</p></a></article>"
            for u in below
        )
        pages[url] = (
            f"{side}<main><h1>{url.strip('/').rpartition('/')[2]}</h1>{pages[url]}<section>{cards}</section>"
            "<footer>Last updated on <time datetime=2023-11-14>Nov 14, 2023</time></footer></main>"
        )
    return pages


def test_products_in_documentation_are_those_of_a_folder_whose_index_shows_them(tmp_path: Path) -> None:
    said = explored(tmp_path, documentation())
    products = {path for path, kind in said.items() if kind == "product"}
    assert products == {path for path in DOCS if "/apparat/" in path and path.count("/") == 5}
    assert [said[f"/handbok/apparat/{name}/"] for name in ("vagar", "lod")] == ["listing", "listing"]


# --- dated posts ------------------------------------------------------------------------------------------------------

POSTS = {  # path -> category, text
    "/2017/02/asztali-satu.html": (
        "satuk",
        table(Nyílás="80 mm", Súly="6 kg", Anyag="öntvény", Ár="kérésre"),
    ),
    "/2017/05/forgo-satu.html": (
        "satuk",
        table(Nyílás="120 mm", Súly="11 kg", Anyag="öntvény", Forgás="360°"),
    ),
    "/2018/01/csosatu.html": ("satuk", "<p>Csövekhez két colig, állványra vagy padra csavarozható."),
    "/2018/09/lapos-fogo.html": ("fogok", table(Hossz="160 mm", Súly="210 g", Anyag="acél", Nyél="mártott")),
    "/2019/03/csipo-fogo.html": ("fogok", "<p>Erős drótokhoz, kovácsolt pofákkal, régi minta szerint."),
    "/2019/10/blankolo-fogo.html": (
        "fogok",
        table(Hossz="180 mm", Súly="240 g", Anyag="acél", Huzal="0,5-4 mm"),
    ),
    "/2018/11/nyilt-nap.html": (
        "muhely",
        "<p>Szeretettel várunk mindenkit a műhelyben, kávéval és süteménnyel.",
    ),
    "/2019/06/szabadsag.html": ("muhely", "<p>Két hétig zárva tartunk, a rendeléseket utána küldjük."),
    "/2020/02/uj-honlap.html": ("", "<p>Elkészült az új honlapunk, nézzetek körül."),
}


def blog() -> dict[str, str]:
    categories = ("satuk", "fogok", "muhely")
    side = (
        "<aside><ul>"
        + "".join(f"<li><a href=/cimke/{c}.html>{c}</a></li>" for c in categories)
        + "</ul></aside>"
    )

    def teasers(paths: list[str]) -> str:
        return "".join(
            f"<div class=post><h3><a href={p}>{p[9:-5]}</a></h3><div>{p[1:8]} <a href={p}>Tovább</a></div></div>"
            for p in paths
        )

    pages = {
        "/index.html": f"<h1>Kovácsműhely</h1>{teasers(list(POSTS)[-4:])}{side}",
        "/2019/index.html": f"<h1>2019</h1>{teasers([p for p in POSTS if '/2019/' in p])}{side}<a href=/2018/index.html>2018</a>",
        "/2018/index.html": f"<h1>2018</h1>{teasers([p for p in POSTS if '/2018/' in p])}{side}<a href=/2019/index.html>2019</a>",
    }
    pages["/index.html"] += "<a href=/2019/index.html>2019</a>"
    for one in categories:
        some = [path for path, (category, _) in POSTS.items() if category == one]
        pages[f"/cimke/{one}.html"] = f"<h1>{one}</h1>{teasers(some)}{side}"
    for path, (_, text) in POSTS.items():
        pages[path] = (
            f"<h2>{path[1:5]}. 03. 12.</h2><h1>{path[9:-5]}</h1><img src=/kep/{path[9:-5]}.jpg width=400>{text}{side}"
        )
    return pages


def test_of_dated_posts_those_in_a_category_of_products_are_products(tmp_path: Path) -> None:
    said = explored(tmp_path, blog())
    products = {path for path, kind in said.items() if kind == "product"}
    assert products == {path for path, (category, _) in POSTS.items() if category in ("satuk", "fogok")}


def test_a_site_with_dated_news_beside_products_without_a_date_keeps_its_news(tmp_path: Path) -> None:
    pages = blog()
    goods = {f"/termek/{path[9:]}": text for path, (category, text) in POSTS.items() if category == "fogok"}
    for path, text in goods.items():
        pages[path] = f"<h1>{path[8:-5]}</h1><img src=/kep/x{path[8:-5]}.jpg width=400>{text}"
    for path in [p for p, (category, _) in POSTS.items() if category == "fogok"]:
        del pages[path]
    for path in [p for p, (category, _) in POSTS.items() if category == "satuk"]:
        pages[path] = (
            f"<h2>{path[1:5]}. 03. 12.</h2><h1>{path[9:-5]}</h1><p>A kiállításon bemutattuk, sokan megnézték."
        )
    pages["/cimke/fogok.html"] = "<h1>fogok</h1>" + "".join(
        f"<div class=post><a href={path}><img src=/kep/{path[8:-5]}.jpg></a><h3><a href={path}>{path[8:-5]}</a></h3></div>"
        for path in goods
    )
    said = explored(tmp_path, pages)
    assert not [path for path, kind in said.items() if kind == "product" and path in POSTS]
    assert {said[path] for path in goods} == {"product"}
