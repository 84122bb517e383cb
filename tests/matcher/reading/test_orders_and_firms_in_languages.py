"""Announced orders and firms: what fits, what does not, and why names were joined, in each of the six languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.case.case import Case
from matcher.orders.sentences import order_sentence, without_days
from matcher.parties.comparison import weights
from matcher.reading.terms import LANGUAGES, section
from matcher.reading.texts import joined
from matcher.review.decisions import review_database
from matcher.web.statements import statement_rows
from tests.conftest import ROOT
from tests.support.pages import Pages
from tests.support.shown_words import latin_words, names_in, own_texts

OTHERS = LANGUAGES[1:]


def case_in(root: Path, language: str) -> Case:
    case = Case.open(root)
    case.config["review"]["languages"] = [language]
    return case


def english_of(name: str, language: str) -> list[str]:
    """The English texts of a section that are other in the language, as patterns of whole parts of a text."""
    place = LANGUAGES.index(language)
    texts = [
        form.strip()
        for words in section(name).values()
        if words[0] != words[place]
        for form in words[0].split("~")
    ]
    return [re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)) for text in texts if " " in text]


@pytest.mark.parametrize("language", OTHERS)
def test_the_pages_of_orders_say_nothing_in_english(demo_copy: Path, language: str) -> None:
    case = case_in(demo_copy, language)
    pages = Pages(case)
    names = names_in(case, review_database(case))
    listing = pages.get("orders")
    orders = listing.links("orders/s-")
    assert orders
    for page in (listing, *(pages.get(order) for order in orders)):
        assert f'<html lang="{language}"' in page.text
        for text in own_texts(page.text):
            assert not [one for one in english_of("orders", language) if re.search(one, text)], text
        if language in ("ru", "zh", "uk"):
            assert not latin_words(page.text, names)
    fits = section("orders")["country_agrees"][LANGUAGES.index(language)]
    assert any(fits in pages.get(order).text for order in orders)


@pytest.mark.parametrize("language", OTHERS)
def test_the_page_of_a_firm_says_why_its_names_are_joined(story_case: Path, language: str) -> None:
    case = case_in(story_case, language)
    pages = Pages(case)
    names = names_in(case, review_database(case))
    firms = dict.fromkeys(pages.get("parties").links("parties/y-"))
    said = ""
    for firm in firms:
        page = pages.get(firm)
        said += page.text
        for text in own_texts(page.text):
            assert text.strip() not in {
                words[0] for words in section("parties").values() if words[0] not in words[1:]
            }
        if language in ("ru", "zh", "uk"):
            assert not latin_words(page.text, names)
    place = LANGUAGES.index(language)
    assert section("parties")["same_letters"][place] in said
    assert section("parties")["basis_one_name"][place] in said


@pytest.mark.parametrize("language", ["ru", "zh"])
def test_statements_to_review_have_their_labels_and_events_in_the_readers_language(
    demo_copy: Path, language: str
) -> None:
    case = case_in(demo_copy, language)
    rows = statement_rows(case, review_database(case), blind=False)
    facts = [fact for row in rows for fact in row.facts]
    place = LANGUAGES.index(language)
    words = section("interface")
    assert (words["said_event"][place], words["event_order"][place]) in facts
    assert not {label for label, _ in facts} & {
        words[f"said_{name}"][0] for name in ("event", "party", "goods")
    }


def test_what_is_said_of_lines_is_one_sentence_without_its_days() -> None:
    late = order_sentence("late_days", 300, days="300")
    assert str(late) == "long after the announcement (300 days)"
    counted = order_sentence("not_counted", 2, count="2", why=without_days(late))
    assert str(counted) == "2 lines not counted: long after the announcement"
    assert counted.said("de") == "2 Positionen nicht gezählt: lange nach der Ankündigung"
    units = order_sentence("other_units", 1, count="1", units=("КГ", order_sentence("no_unit")))
    assert joined([units, late], "zh") == "1 条以其他单位申报（КГ、无单位），未计入合计；远晚于公布（300 天）"


@pytest.mark.parametrize("name", ["orders", "parties"])
def test_every_sentence_is_in_every_language_with_the_same_holes(name: str) -> None:
    for key, words in section(name).items():
        assert len(words) == len(LANGUAGES), key
        assert all(words), key
        holes = {tuple(sorted(re.findall(r"\{\w+\}", form))) for word in words for form in word.split("~")}
        assert len(holes) == 1, key


def test_every_sentence_is_said_somewhere() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "matcher").rglob("*.py"))
    built = {"late", "late_due"} | {f"basis_{one}" for one in ("decided", "number", "name", "one_name")}
    assert not [key for key in section("orders").keys() - built if f'"{key}"' not in code]
    terms = {name.replace(" ", "_") for name in weights()}
    assert not [key for key in section("parties").keys() - built - terms if f'"{key}"' not in code]
