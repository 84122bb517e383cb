"""A dossier in a real browser: no request leaves the folder, nothing of the world runs, everybody can read it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.matcher.conftest import dossier_of
from tests.support.browser import AXE, chromium
from tests.support.hostile_dossier_case import MARK, hostile_case

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def hostile_dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    return dossier_of(hostile_case(folder / "case").root, folder / "dossier")


MARKUP = """() => ({
  scripts: document.scripts.length,
  styles: document.querySelectorAll('style').length,
  handlers: [...document.querySelectorAll('*')].filter(
    e => [...e.attributes].some(a => a.name.startsWith('on') || a.name === 'style')).length,
  frames: document.querySelectorAll('iframe, object, embed, form, input, base, video, audio').length,
  links: [...document.querySelectorAll('a')].map(a => a.getAttribute('href')),
  ran: typeof window.box31ran,
})"""


@dataclass
class Seen:
    """What a page did when it was opened: its requests, what the console said, dialogs, markup, widths."""

    page: Path
    requests: list[str] = field(default_factory=list)
    noise: list[str] = field(default_factory=list)
    markup: dict[str, Any] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)


@pytest.fixture(scope="module")
def seen(browser: Browser, story_dossier: Path, hostile_dossier: Path) -> list[Seen]:
    """Every page of both dossiers, opened once."""
    found = []
    tab = browser.new_page()
    for dossier in (story_dossier, hostile_dossier):
        for path in sorted((dossier / "data").rglob("*.html")):
            one = Seen(path)
            listeners = {
                "request": lambda request, one=one: one.requests.append(request.url),
                "console": lambda message, one=one: one.noise.append(message.text),
                "pageerror": lambda error, one=one: one.noise.append(str(error)),
                "dialog": lambda dialog, one=one: (one.noise.append(dialog.message), dialog.dismiss()),
            }
            for event, listener in listeners.items():
                tab.on(event, listener)
            tab.goto(path.as_uri())
            one.markup = tab.evaluate(MARKUP)
            for width in (1280, 390):
                tab.set_viewport_size({"width": width, "height": 900})
                one.widths[width] = tab.evaluate("document.documentElement.scrollWidth")
            for event, listener in listeners.items():
                tab.remove_listener(event, listener)
            found.append(one)
    tab.close()
    assert len(found) > 40
    return found


def test_no_page_asks_for_anything_outside_its_folder(
    seen: list[Seen], story_dossier: Path, hostile_dossier: Path
) -> None:
    folders = tuple(dossier.resolve().as_uri() + "/data/" for dossier in (story_dossier, hostile_dossier))
    for one in seen:
        assert all(url.startswith(folders) for url in one.requests), (one.page, one.requests)
        assert one.page.as_uri() in one.requests
        assert one.noise == [], one.page


def test_nothing_of_the_world_becomes_markup(seen: list[Seen]) -> None:
    for one in seen:
        found = one.markup
        assert found["scripts"] == found["handlers"] == found["frames"] == found["styles"] == 0, one.page
        assert found["ran"] == "undefined"
        for link in found["links"]:
            assert ":" not in link.split("/")[0], link


def test_no_page_is_wider_than_the_screen(seen: list[Seen]) -> None:
    for one in seen:
        assert all(actual <= width for width, actual in one.widths.items()), (one.page, one.widths)


def test_style_and_pictures_load_from_disk_after_a_move(
    browser: Browser, story_dossier: Path, tmp_path: Path
) -> None:
    moved = Path(shutil.copytree(story_dossier, tmp_path / "перенесено 移动"))
    page = next(
        page
        for page in (moved / "data" / "pairs").glob("p-*.html")
        if "HD-BV205" in page.read_text(encoding="utf-8")
    )
    tab = browser.new_page()
    tab.goto(page.as_uri())
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(245, 246, 244)"
    assert tab.evaluate("Math.min(...[...document.images].map(i => i.naturalWidth))") == 160
    tab.close()


def test_hidden_characters_are_written_out_and_names_are_intact(
    hostile_dossier: Path, story_dossier: Path
) -> None:
    for page in sorted(hostile_dossier.rglob("*.html")):
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


def test_axe_finds_nothing(browser: Browser, story_dossier: Path, hostile_dossier: Path) -> None:
    if not AXE.exists():
        pytest.skip(f"{AXE} is not there; `make axe` fetches it")
    story, hostile = story_dossier / "data", hostile_dossier / "data"
    chosen = [
        *(story / name for name in ("index.html", "captures.html", "reading.html", "pairs/index.html")),
        *(sorted((story / "pairs").glob("p-*.html"))[:2]),
        sorted((story / "rows").glob("*.html"))[0],
        sorted((story / "pages").glob("*.html"))[0],
        *(hostile / "pairs").glob("p-*.html"),
    ]
    tab = browser.new_page()
    for page in chosen:
        tab.goto(page.as_uri())
        # evaluate() is not subject to the page's policy, which lets no script in otherwise.
        tab.evaluate(AXE.read_text(encoding="utf-8"))
        for width in (1280, 390):
            tab.set_viewport_size({"width": width, "height": 900})
            result = tab.evaluate(
                "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})"
            )
            problems = [
                (one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in result["violations"]
            ]
            assert problems == [], (page, width)
            assert len(result["passes"]) > 10
    tab.close()


def test_without_script_and_in_print_it_is_the_same(browser: Browser, story_dossier: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((story_dossier / "data" / "index.html").as_uri())
    assert tab.locator("h1").inner_text() == "Invented vests"
    assert tab.pdf(format="A4")[:5] == b"%PDF-"
    context.close()
