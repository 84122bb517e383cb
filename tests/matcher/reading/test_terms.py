"""Every kind, value and text of the interface has its word in each of the six languages."""

from __future__ import annotations

import re

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.customs.goods.attributes import UNITS
from matcher.reading.countries import country_word
from matcher.reading.terms import LANGUAGES, _section, interface, reader_language, term
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


@pytest.mark.parametrize("section", ["kinds", "values", "classes", "labels", "units", "interface"])
def test_every_entry_has_six_words(section: str) -> None:
    entries = _section(section)
    assert not [key for key, words in entries.items() if len(words) != len(LANGUAGES) or not all(words)]


def test_filled_texts_keep_their_holes_in_every_language() -> None:
    for key, words in (_section("interface") | _section("classes")).items():
        assert len({word.count("{}") for word in words}) == 1, key


def test_the_first_language_of_the_reader_that_the_interface_has() -> None:
    assert reader_language(["kk", "ru-RU", "en"]) == "ru"
    assert reader_language(["xx"]) == "en"
    assert interface("maker", "de", "HENGDUN") == "Hersteller HENGDUN"


def test_countries_in_the_readers_language() -> None:
    assert country_word("CN", "ru") == "Китай"
    assert country_word("Китай", "fr") == "Chine"
    assert country_word("Atlantis", "fr") == "Atlantis"


TRANSLATED = (
    "base.html",
    "list.html",
    "empty.html",
    "statements.html",
    "pair.html",
    "templates/nav.html",
    "templates/candidates.html",
)


@pytest.mark.parametrize("name", TRANSLATED)
def test_every_visible_word_of_a_template_comes_from_the_file_of_words(name: str) -> None:
    text = (ROOT / "matcher" / "web" / name).read_text(encoding="utf-8")
    for key in re.findall(r"say\('(\w+)'", text):
        assert key.endswith("_") or key in _section("interface"), key
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", text, flags=re.DOTALL)
    plain = re.sub(r"<(code|kbd)>[^<]*</\1>", "", plain)
    shown = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', plain)
    words = re.sub(r"<[^>]*>", " ", plain) + " ".join(shown)
    assert not re.findall(r"[^\W\d_]{2,}", words)
