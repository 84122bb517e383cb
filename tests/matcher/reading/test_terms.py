"""Every kind, value and text of the interface has its word in each of the six languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale

from matcher.attributes.taxonomy import shipped
from matcher.customs.goods.attributes import UNITS
from matcher.reading.countries import country_word
from matcher.reading.terms import LANGUAGES, _form, counted, interface, reader_language, section, term
from matcher.text.word_files import word_file
from tests.conftest import ROOT


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_value_and_unit_has_a_word(language: str) -> None:
    taxonomy = shipped()
    assert not [kind for kind in taxonomy.kinds if not term("kinds", kind, language)]
    values = [f"{group.name}:{value}" for group in taxonomy.groups.values() for value in group.wider]
    unnamed = [value for value in values if not term("values", value, language)]
    assert all(value.startswith("interface:") for value in unnamed), (
        "only names alike in every language have none"
    )
    assert not [unit for unit in UNITS.values() if not term("units", unit, language)]


@pytest.mark.parametrize("name", ["kinds", "values", "classes", "labels", "units", "interface"])
def test_every_entry_has_six_words(name: str) -> None:
    entries = section(name)
    assert not [key for key, words in entries.items() if len(words) != len(LANGUAGES) or not all(words)]


def test_filled_texts_keep_their_holes_in_every_language() -> None:
    for key, words in (section("interface") | section("classes")).items():
        assert len({form.count("{}") for word in words for form in word.split("~")}) == 1, key


def test_the_first_language_of_the_reader_that_the_interface_has() -> None:
    assert reader_language(["kk", "ru-RU", "en"]) == "ru"
    assert reader_language(["xx"]) == "en"
    assert interface("maker", "de", "HENGDUN") == "Hersteller HENGDUN"


def test_countries_in_the_readers_language() -> None:
    assert country_word("CN", "ru") == "Китай"
    assert country_word("Китай", "fr") == "Chine"
    assert country_word("Atlantis", "fr") == "Atlantis"


TEMPLATES = sorted((ROOT / "matcher" / "web").rglob("*.html"))
# What is the same in every language: names of formats and of what is hashed, examples, a class of the page's look.
UNTRANSLATED = {
    "UTC",
    "HTTP",
    "SHA",
    "sha",
    "wide",
    "RU",
    "KZ",
    "CN",
    "https",
    "www",
    "maker",
    "example",
    "USD",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_visible_word_of_a_template_comes_from_the_file_of_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for key in re.findall(r"(?:say|many)\('(\w+)'", text):
        assert key in section("interface") or any(one.startswith(key) for one in section("interface")), key
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", text, flags=re.DOTALL)
    plain = re.sub(r"<(code|kbd)>[^<]*</\1>", "", plain)
    shown = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', plain)
    words = re.sub(r"<[^>]*>", " ", plain) + " ".join(shown)
    assert set(re.findall(r"[^\W\d_]{2,}", words)) <= UNTRANSLATED


def test_the_keys_that_pages_are_written_with_are_those_of_the_file() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "matcher" / "web").rglob("*.py"))
    named = set(re.findall(r"[\"'](working_\w+|job_\w+|\w+_is_new|case_is_\w+)[\"']", code))
    assert len(named) > 15
    assert named - {"job_id"} <= section("interface").keys()
    confidence = (ROOT / "matcher" / "scoring" / "confidence_text.py").read_text(encoding="utf-8")
    said = code + confidence + "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    built = (
        "change_",
        "event_",
        "facet_",
        "item_",
        "kind_",
        "level_",
        "role_",
        "said_",
        "site_",
        "state_",
        "photo_",
        "several_",
    )
    built += (
        "statements_",
        "division_",
        "period_",
        "source_",
        "flow_",
        "judged_",
        "network_",
        "view_",
        "order_",
    )
    pages = word_file("matcher.reading", "pages.yaml")
    assert not [
        key
        for key in pages
        if f"'{key}'" not in said and f'"{key}"' not in said and not key.startswith(built)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_for_numbers_are_those_of_the_language(language: str) -> None:
    forms = {key: words[LANGUAGES.index(language)].count("~") for key, words in section("interface").items()}
    most = {"ru": 2, "uk": 2, "zh": 0}.get(language, 1)
    assert max(forms.values()) <= most
    plural = Locale(language).plural_form
    order = {"one": 0, "few": 1, "many": 2, "other": most}
    for number in (*range(130), 1_000, 1_001, 12_345):
        form = order[plural(number)] if most == 2 else min(order[plural(number)], most)
        assert min(_form(number, language), most) == form, number


def test_so_many_things() -> None:
    assert [counted("n_pairs", number, "en") for number in (0, 1, 2)] == ["pairs", "pair", "pairs"]
    assert [counted("n_pairs", number, "uk") for number in (1, 2, 5, 11, 21)] == [
        "пара",
        "пари",
        "пар",
        "пар",
        "пара",
    ]
    assert counted("n_items", 2, "de") == "Katalogartikel"
