"""A dossier in a real browser: no request leaves the folder, nothing of the world runs, everybody can read it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.matcher.dossier.browser import AXE, chromium
from tests.matcher.dossier.conftest import dossier_of
from tests.matcher.dossier.hostile_case import MARK, hostile_case

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.xdist_group("dossier-browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def hostile_dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    return dossier_of(hostile_case(folder / "case").root, folder / "dossier")


def pages_of(dossier: Path) -> list[Path]:
    return sorted((dossier / "data").rglob("*.html"))


class Visit:
    """One page opened: the requests it made, what the console said, whether anything of the world ran."""

    def __init__(self, browser: Browser, page: Path, width: int = 1280, script: bool = True) -> None:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        self.requests: list[str] = []
        self.console: list[str] = []
        self.dialogs: list[str] = []
        self.tab = context.new_page()
        self.tab.on("request", lambda request: self.requests.append(request.url))
        self.tab.on("console", lambda message: self.console.append(message.text))
        self.tab.on("dialog", self._dialog)
        self.tab.goto(page.as_uri())

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def close(self) -> None:
        self.tab.context.close()


@pytest.mark.parametrize("which", ["story", "hostile"])
def test_no_page_asks_for_anything_outside_its_folder(
    which: str, browser: Browser, story_dossier: Path, hostile_dossier: Path
) -> None:
    dossier = story_dossier if which == "story" else hostile_dossier
    folder = dossier.resolve().as_uri() + "/data/"
    for page in pages_of(dossier):
        visit = Visit(browser, page)
        assert all(url.startswith(folder) for url in visit.requests), (page, visit.requests)
        assert visit.console == [], page
        assert visit.dialogs == [], page
        visit.close()


def test_style_and_pictures_load_from_disk_after_a_move(
    browser: Browser, story_dossier: Path, tmp_path: Path
) -> None:
    moved = Path(shutil.copytree(story_dossier, tmp_path / "перенесено 移动"))
    page = next(
        page
        for page in (moved / "data" / "pairs").glob("p-*.html")
        if "HD-BV205" in page.read_text(encoding="utf-8")
    )
    visit = Visit(browser, page)
    shown = visit.tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert shown == "rgb(245, 246, 244)"
    width = visit.tab.evaluate("Math.min(...[...document.images].map(i => i.naturalWidth))")
    assert width == 160
    visit.close()


def test_nothing_of_the_world_becomes_markup(browser: Browser, hostile_dossier: Path) -> None:
    for page in pages_of(hostile_dossier):
        visit = Visit(browser, page)
        found = visit.tab.evaluate(
            """() => ({
              scripts: document.scripts.length,
              handlers: [...document.querySelectorAll('*')].filter(
                e => [...e.attributes].some(a => a.name.startsWith('on') || a.name === 'style')).length,
              frames: document.querySelectorAll('iframe, object, embed, form, input, base, video, audio').length,
              styles: document.querySelectorAll('style').length,
              links: [...document.querySelectorAll('a')].map(a => a.getAttribute('href')),
              ran: typeof window.box31ran,
            })"""
        )
        assert found["scripts"] == found["handlers"] == found["frames"] == found["styles"] == 0, page
        assert found["ran"] == "undefined"
        for link in found["links"]:
            assert ":" not in link.split("/")[0], link
        visit.close()


def test_hidden_characters_are_written_out_and_names_are_intact(
    hostile_dossier: Path, story_dossier: Path
) -> None:
    for page in pages_of(hostile_dossier):
        text = page.read_text(encoding="utf-8")
        assert not set(text) & set("\u202e\u202d\u2066\u2067\u200b\u200e\ufeff\x00\x1b"), page
    (pair,) = (hostile_dossier / "data" / "pairs").glob("p-*.html")
    assert "⟨U+202E⟩" in pair.read_text(encoding="utf-8")
    report = (story_dossier / "data" / "index.html").read_text(encoding="utf-8")
    for name in ("ООО «СИЛУАН-ЭКИП»", "ТОО «Алтын Бука»", "防弹头盔 HD-HF03"):
        assert name in report


def test_a_long_text_is_cut_and_lies_whole_in_the_bag(hostile_dossier: Path) -> None:
    (pair,) = (hostile_dossier / "data" / "pairs").glob("p-*.html")
    assert pair.stat().st_size < 200_000
    texts = sorted((hostile_dossier / "data" / "texts").glob("*.txt"), key=lambda path: path.stat().st_size)
    assert texts[-1].stat().st_size > 10_000_000
    assert f"../texts/{texts[-1].name}" in pair.read_text(encoding="utf-8")
    assert MARK in texts[-1].read_text(encoding="utf-8")


def test_no_file_name_comes_from_the_world(hostile_dossier: Path) -> None:
    import re

    for path in hostile_dossier.rglob("*"):
        assert re.fullmatch(r"[A-Za-z0-9._-]+", path.name), path
        assert not path.is_symlink()
    assert {path.name for path in hostile_dossier.parent.iterdir()} == {"case", "dossier"}


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_the_screen(
    width: int, browser: Browser, story_dossier: Path, hostile_dossier: Path
) -> None:
    for page in [*pages_of(story_dossier), *pages_of(hostile_dossier)]:
        visit = Visit(browser, page, width)
        assert visit.tab.evaluate("document.documentElement.scrollWidth") <= width, page
        visit.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(width: int, browser: Browser, story_dossier: Path, hostile_dossier: Path) -> None:
    if not AXE.exists():
        pytest.skip(f"{AXE} is not there; `make axe` fetches it")
    chosen = [
        *(story_dossier / "data").glob("*.html"),
        *(story_dossier / "data" / "pairs").glob("*.html"),
        *sorted((story_dossier / "data" / "rows").glob("*.html"))[:2],
        *sorted((story_dossier / "data" / "pages").glob("*.html"))[:1],
        *(hostile_dossier / "data" / "pairs").glob("p-*.html"),
        hostile_dossier / "data" / "index.html",
    ]
    for page in chosen:
        visit = Visit(browser, page, width)
        # evaluate() is not subject to the page's policy, which lets no script in otherwise.
        visit.tab.evaluate(AXE.read_text(encoding="utf-8"))
        result = visit.tab.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})"
        )
        problems = [
            (one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in result["violations"]
        ]
        assert problems == [], page
        assert len(result["passes"]) > 10
        visit.close()


def test_without_script_and_in_print_it_is_the_same(browser: Browser, story_dossier: Path) -> None:
    page = story_dossier / "data" / "index.html"
    visit = Visit(browser, page, script=False)
    assert visit.tab.locator("h1").inner_text() == "Invented vests"
    pdf = visit.tab.pdf(format="A4")
    assert pdf[:5] == b"%PDF-"
    visit.close()
