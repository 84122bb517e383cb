"""A dossier in each of the six languages: no English sentence is left on a page, and its tables stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import html

from crawler.case.case import Case
from matcher.dossier.build import DossierOptions, build_dossier
from matcher.dossier.chosen.selection import accepted
from matcher.reading.terms import LANGUAGES, interface, section
from matcher.reading.wording import Wording
from matcher.review.decisions import review_database
from matcher.text.word_files import word_file
from tests.conftest import ROOT
from tests.matcher.conftest import BUILT
from tests.support.browser import AXE, chromium
from tests.support.shown_words import latin_words, names_in, own_texts

OTHERS = LANGUAGES[1:]
HOLE = re.compile(r"\{\w+\}")
TEMPLATES = sorted((ROOT / "matcher" / "dossier" / "templates").glob("*.html"))


def built(root: Path, language: str, target: Path, *, redact: bool = False, proposed: bool = False) -> Path:
    """The dossier of the accepted pairs (or of the most certain ones) in a language."""
    case = Case.open(root)
    case.config["review"]["languages"] = [language]
    db = review_database(case)
    best = [pair for (pair,) in db.execute("SELECT pair_id FROM pairs ORDER BY confidence DESC LIMIT 6")]
    with case.lock():
        pairs = best if proposed else accepted(db)
        build_dossier(case, db, pairs, target, DossierOptions(redact=redact, built=BUILT))
    db.conn.close()
    return target / "data"


@cache
def english(language: str) -> list[tuple[str, re.Pattern[str]]]:
    """Any English text of dossier.yaml that is another in the language and has words enough to be told: its longest part
    without a hole, by which most texts are passed over quickly, and its pattern."""
    place = LANGUAGES.index(language)
    texts = {
        form.strip()
        for words in section("dossier").values()
        if words[0] != words[place]
        for form in words[0].split("~")
    }
    told = [text for text in texts if len(re.findall(r"[A-Za-z]{2,}", HOLE.sub(" ", text))) > 1]
    assert len(told) > 200
    return [
        (max(parts, key=len), re.compile(".{1,200}?".join(map(re.escape, parts))))
        for parts in map(HOLE.split, told)
    ]


def said_in_english(text: str, language: str) -> list[str]:
    """The English texts that stand in a text of a page in another language."""
    return [pattern.pattern for part, pattern in english(language) if part in text and pattern.search(text)]


def pages(data: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(data.rglob("*.html")):
        yield path.relative_to(data).as_posix(), path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "redact"), [*((language, False) for language in OTHERS), ("ru", True), ("fr", True)]
)
def test_no_page_says_anything_in_english(
    story_case: Path, tmp_path: Path, language: str, redact: bool
) -> None:
    data = built(story_case, language, tmp_path / "dossier", redact=redact)
    case = Case.open(story_case)
    names = names_in(case, review_database(case))
    seen = 0
    for path, page in pages(data):
        seen += 1
        assert html.document_fromstring(page).get("lang") == language
        for text in own_texts(page):
            assert not said_in_english(text, language), (path, text)
        if language in ("ru", "zh", "uk"):
            assert not latin_words(page, names), path
    assert seen > 20
    report = html.document_fromstring((data / "index.html").read_text(encoding="utf-8")).text_content()
    for key in ("lead", "before_use", "announced_words", "month_words", "data_english"):
        assert Wording(language)(key) in report


@pytest.mark.parametrize("language", ["ru", "zh"])
def test_proposed_pairs_and_compared_attributes_are_in_the_readers_language(
    demo_copy: Path, tmp_path: Path, language: str
) -> None:
    data = built(demo_copy, language, tmp_path / "dossier", proposed=True)
    case = Case.open(demo_copy)
    names = names_in(case, review_database(case))
    verdicts: set[str] = set()
    for path, page in pages(data):
        assert not latin_words(page, names), path
        verdicts.update(html.document_fromstring(page).xpath("//tr[@class='agrees']/th/text()"))
    assert verdicts == {Wording(language)("verdict_agrees")}


def test_tables_are_the_same_in_every_language(story_case: Path, tmp_path: Path) -> None:
    folders = [built(story_case, language, tmp_path / language) for language in ("en", "ru", "zh")]
    data = [
        {
            path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*.*")
            if path.suffix != ".html"
        }
        for folder in folders
    ]
    assert data[0] == data[1] == data[2]
    assert len(data[0]) > 30


def test_what_is_kept_in_english_is_marked_where_the_page_is_in_another_language(
    story_case: Path, tmp_path: Path
) -> None:
    data = built(story_case, "ru", tmp_path / "dossier")
    reasons = [
        text
        for _, page in pages(data)
        for text in html.document_fromstring(page).xpath("//section//li/span[@lang='en']/text()")
    ]
    assert "the maker HENGDUN is named" in reasons, "a reason that is no sentence of ours"


def test_every_text_has_six_languages_the_same_holes_and_the_forms_of_the_language() -> None:
    for key, words in section("dossier").items():
        assert len(words) == len(LANGUAGES), key
        assert all(words), key
        holes = {tuple(sorted(HOLE.findall(form))) for word in words for form in word.split("~")}
        assert len(holes) == 1, key
        for language, word in zip(LANGUAGES, words, strict=True):
            forms = 3 if language in ("ru", "uk") else 1 if language == "zh" else 2
            assert len(word.split("~")) in (1, forms), (key, language)


def test_every_text_is_said_somewhere_and_every_said_text_is_there() -> None:
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "matcher" / "dossier").rglob("*.py")]
    said = "".join([*code, *(path.read_text(encoding="utf-8") for path in TEMPLATES)])
    begun = (
        *("attribute_", "because_", "card_", "caveat_", "certainty_", "date_from_", "decision_", "flag_"),
        *("head_", "kind_", "label_", "level_", "names_", "redacted_", "reply_", "review_", "table_"),
        *("unstated", "verdict_"),
    )
    assert not [
        key
        for key in word_file("matcher.reading", "dossier.yaml")
        if f'"{key}"' not in said and f"'{key}'" not in said and not key.startswith(begun)
    ]
    named = re.findall(r"\bsay\(\s*f?[\"'](\w+)[\"']\s*[,)]", said)
    assert len(named) > 150
    assert not set(named) - section("dossier").keys()
    assert not set(re.findall(r"\bword\(\s*[\"'](\w+)[\"']\s*[,)]", said)) - section("interface").keys()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_a_word_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", text, flags=re.DOTALL)
    plain = re.sub(r"<(code|pre|title)\b[^>]*>.*?</\1>", "", plain, flags=re.DOTALL)
    plain = re.sub(r">(datapackage\.json|tables/\w+\.csv)<", "><", plain)
    words = re.sub(r"<[^>]*>", " ", plain) + " ".join(re.findall(r'(?:aria-label|alt)="([^"]*)"', plain))
    assert set(re.findall(r"[^\W\d_]{2,}", words)) <= {"USD", "SHA"}


def test_numbers_take_the_form_of_the_language() -> None:
    say = Wording("ru")
    said = [say("with_lines", number, count=str(number)) for number in (1, 3, 21)]
    assert said == ["1 таможенной строкой", "3 таможенными строками", "21 таможенной строкой"]
    assert [say("card_importers", number) for number in (1, 2, 11)] == ["импортёр", "импортёра", "импортёров"]
    assert Wording("fr")("card_lines", 0) == "ligne douanière"
    assert Wording("de").word("state_accepted") == interface("state_accepted", "de")


@pytest.mark.parametrize("language", ["ru", "zh"])
def test_pages_fit_the_screen_and_axe_finds_nothing(story_case: Path, tmp_path: Path, language: str) -> None:
    data = built(story_case, language, tmp_path / "dossier")
    chosen = [
        *(data / name for name in ("index.html", "captures.html", "reading.html", "pairs/index.html")),
        *(
            next(iter(sorted(data.glob(pattern))))
            for pattern in ("pairs/p-*.html", "rows/*.html", "pages/*.html")
        ),
    ]
    with chromium() as browser:
        tab = browser.new_page()
        for page in chosen:
            tab.goto(page.as_uri())
            for width in (1280, 390):
                tab.set_viewport_size({"width": width, "height": 900})
                assert tab.evaluate("document.documentElement.scrollWidth") <= width, page
            if AXE.exists():
                tab.evaluate(AXE.read_text(encoding="utf-8"))
                result = tab.evaluate(
                    "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})"
                )
                assert [one["id"] for one in result["violations"]] == [], page
