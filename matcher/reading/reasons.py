"""Reasons as records: a sentence's key and what fills it; said in English they are kept, in the reader's language shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import zip_longest

from matcher.attributes.taxonomy import Taxonomy
from matcher.reading.countries import country_word
from matcher.reading.property_words import property_in, value_in
from matcher.reading.terms import LANGUAGES, section, term
from matcher.reading.texts import ENGLISH, text_of

MANY = 2  # a number for which English has its second form
_HOLE = re.compile(r"\{(\w+)\}")
# Holes that are filled with words of ours; whatever fills others is the evidence's own and stays as it is.
_PHRASES = ("where", "source", "likeness")
_FORMS = {  # of other holes: anything
    **{"site": r"[^\s,]*", "date": r"[\d-]*", "day": r"[\d-]*", "count": r"\d+"},
    **{"first": r'"[^;]*', "second": r'"[^;]*'},
}
LONGEST = 2_000  # characters of a sentence that is read back; in a received case it may be of any length


@dataclass(frozen=True)
class Said:
    """A sentence: its key in reasons.yaml, what fills its holes, in English, and of how many things it speaks."""

    key: str
    values: tuple[tuple[str, str], ...] = ()
    number: int = 1

    @cached_property
    def english(self) -> str:
        """The sentence as it is kept."""
        return text_of("sentences", self.key, ENGLISH, self.number, dict(self.values))


def said(key: str, number: int = 1, /, **values: str) -> Said:
    """The sentence `key` on `number` things, its holes filled."""
    return Said(key, tuple(values.items()), number)


def verbatim(sentence: str) -> Said:
    """A sentence as it was kept."""
    return said("verbatim", text=sentence)


def phrase(key: str) -> str:
    """A phrase that fills a hole, in English."""
    return term("phrases", key, ENGLISH)


def reason_in(sentence: str, taxonomy: Taxonomy, language: str) -> str:
    """A kept sentence in `language`; as it is where no sentence of ours reads so, such as one of an earlier version."""
    if language == ENGLISH or len(sentence) > LONGEST:
        return sentence
    for template in _templates():
        found = template.pattern.fullmatch(sentence) if template.literal in sentence else None
        if found:
            values = found.groupdict()
            said_of = {name: _word(name, values, taxonomy, language) for name in values}
            words = {name: word for name, word in said_of.items() if word is not None}
            if len(words) == len(values):
                return text_of("sentences", template.key, language, template.number, words)
    return sentence


@dataclass(frozen=True)
class _Template:
    """An English sentence to be recognised. `literal`: its longest stretch without a hole."""

    key: str
    number: int
    literal: str
    pattern: re.Pattern[str]


@cache
def _templates() -> list[_Template]:
    """All but that of any text: two sentences in one, then those with most words of their own first."""
    found = []
    for key, (english, *_) in section("sentences").items():
        for place, form in enumerate(english.split("~") if key != "verbatim" else ()):
            parts = _HOLE.split(form.strip())
            own, holes = parts[::2], [f"(?P<{name}>{_FORMS.get(name, '.*?')})" for name in parts[1::2]]
            pattern = "".join(
                re.escape(words) + hole for words, hole in zip_longest(own, holes, fillvalue="")
            )
            template = _Template(key, MANY if place else 1, max(own, key=len), re.compile(pattern, re.DOTALL))
            found.append((sum(map(len, own)), template))
    return [template for _, template in sorted(found, key=lambda one: (one[1].key != "two", -one[0]))]


def _word(name: str, values: Mapping[str, str], taxonomy: Taxonomy, language: str) -> str | None:
    """What fills a hole, in `language`; None where English of ours is expected there and this is not it."""
    english = values[name]
    if name in ("first", "second"):
        there = reason_in(english, taxonomy, language)
        return there if there != english else None
    if name in ("kind", "other_kind"):
        return _kind(english, taxonomy, language)
    if name in _PHRASES:
        return _each(english, language, lambda one: _phrases(language).get(one))
    if name == "properties":
        return _each(english, language, lambda one: property_in(one, taxonomy, language) or None)
    if name == "property":
        return property_in(english, taxonomy, language) or english
    if name == "value":
        return value_in(english, values["property"], taxonomy, language) or english
    if name in ("countries", "country"):
        return _each(english, language, lambda one: country_word(one, language))
    return english


def _each(english: str, language: str, word_of: Callable[[str], str | None]) -> str | None:
    """The words of a list, each in the reader's; None where one has none."""
    words = [word for one in english.split(", ") if (word := word_of(one))]
    return ("、" if language == "zh" else ", ").join(words) if len(words) == english.count(", ") + 1 else None


@cache
def _phrases(language: str) -> dict[str, str]:
    return {words[0]: words[LANGUAGES.index(language)] for words in section("phrases").values()}


def _kind(title: str, taxonomy: Taxonomy, language: str) -> str:
    """A kind by its title; that of a case's own kind is as the case has it."""
    named = next((kind.name for kind in taxonomy.kinds.values() if kind.title == title), "")
    return term("kinds", named, language) or title
