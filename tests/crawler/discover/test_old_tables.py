"""Sites of <font> and tables, without headings or pictures: products by the list of their folder, by a letter and a number."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from crawler.discover.explore.explorer import SiteExplorer
from crawler.discover.page_fetcher import PageFetcher
from crawler.discover.profile_draft import draft_profile
from crawler.profile.profile import SiteProfile
from matcher.demo.server import served
from tests.support.case import make_case

FOLDERS = ("stools", "benches", "racks")
WOODS = ("oak", "elm", "ash", "yew", "fir")


def page(title: str, body: str, crumbs: str = "") -> str:
    """A page of two cells: the menu, and the subject under a large <font>."""
    menu = "<br>".join(f'<a href="/{f}/index.htm">{f.title()}</a>' for f in FOLDERS)
    return (
        f"<html><head><title>{title} - Mill works</title></head><body><table width=860>"
        "<tr><td colspan=2><font size=5><b>MILL</b></font> <font size=2>Mill Works Ltd.</font><hr></td></tr>"
        f'<tr><td width=150><font size=2><a href="/index.html">Home</a><br>{menu}<br><a href="/about.htm">Who we are</a>'
        f"</font></td><td><font size=2>{crumbs}</font><br><font size=5 color=#9c6>{title}</font><br>{body}</td></tr>"
        "<tr><td colspan=2><hr><font size=1>Mill Works Ltd., 1 Mill Lane, Tel. +44 1632 960001</font></td></tr></table></body></html>"
    )


def goods(number: int) -> str:
    rows = {
        "Seat": f"{30 + number} x {28 + number} cm",
        "Height": f"{45 + number} cm",
        "Load": f"{100 + 5 * number} kg",
        "Weight": f"{3 + number} kg",
    }
    cells = "".join(
        f"<tr><td><font size=2>{name}</font></td><td><font size=2>{value}</font></td></tr>"
        for name, value in rows.items()
    )
    return f"<p>Made by hand.</p><table border=1>{cells}</table>"


def profile_of(tmp_path: Path, pages: Mapping[str, str]) -> SiteProfile:
    site = tmp_path / "site"
    for path, text in pages.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)
    with served(site) as base:
        case = make_case(tmp_path / "case", base.removeprefix("http://"))
        with PageFetcher.for_case(case, 0.0) as fetcher:
            findings = SiteExplorer(fetcher).explore(f"{base}/")
    return draft_profile("mill", findings)[0]


def kind(profile: SiteProfile, path: str) -> str | None:
    return profile.page_kind(f"{profile.start[0].rstrip('/')}/{path}")


def test_pages_with_specifications_that_their_folders_list_leads_to_are_products(tmp_path: Path) -> None:
    pages = {
        "index.html": page("Welcome", "<p>We make furniture of wood since 1931.</p>"),
        "about.htm": page("Who we are", "<p>Mill works is a family firm in the third generation.</p>"),
    }
    for at, folder in enumerate(FOLDERS):
        rows = "".join(
            f'<tr><td><a href="{wood}.htm">{wood.title()}</a></td><td>of solid wood</td></tr>'
            for wood in WOODS
        )
        pages[f"{folder}/index.htm"] = page(folder.title(), f"<table border=1>{rows}</table>")
        for number, wood in enumerate(WOODS):
            others = ", ".join(
                f'<a href="{other}.htm">{other.title()}</a>' for other in WOODS if other != wood
            )
            crumbs = (
                f'<a href="/index.html">Home</a> / <a href="index.htm">{folder.title()}</a> / {wood.title()}'
            )
            pages[f"{folder}/{wood}.htm"] = page(
                f"{wood.title()} {folder}",
                f"{goods(number + 9 * at)}<font size=2>See also: {others}</font>",
                crumbs,
            )
    profile = profile_of(tmp_path, pages)
    for folder in FOLDERS:
        assert kind(profile, f"{folder}/index.htm") == "listing"
        assert {kind(profile, f"{folder}/{wood}.htm") for wood in WOODS} == {"product"}
    assert kind(profile, "about.htm") != "product"
    assert "Mill Works Ltd" in profile.maker_names


def test_a_letter_and_a_number_are_a_form_of_their_own(tmp_path: Path) -> None:
    numbers = [f"k{41 + 3 * n}" for n in range(12)]
    links = "<br>".join(f'<a href="/{number}.htm">Stool {number.upper()}</a>' for number in numbers)
    pages = {
        "index.html": page("Welcome", f"<p>We make stools.</p>{links}"),
        "about.htm": page("Who we are", "<p>Mill works is a family firm.</p>"),
        "oils.htm": page("On oils", "<p>Linseed oil needs four weeks to dry.</p>"),
        **{f"{number}.htm": page(f"Stool {number.upper()}", goods(n)) for n, number in enumerate(numbers)},
    }
    profile = profile_of(tmp_path, pages)
    assert {kind(profile, f"{number}.htm") for number in numbers} == {"product"}
    assert kind(profile, "oils.htm") != "product"
