"""The words of trade as a dictionary, asked before those of the case; what it says is a gloss by machine as theirs is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property
from itertools import permutations
from pathlib import Path

from matcher.reading.dictionaries import About, Dictionary, merged
from matcher.reading.dictionary_files import Entry
from matcher.text.normal_forms import lower_letters
from matcher.text.word_files import word_file

NAME = "Box31"  # the dictionary's name under a gloss
LANGUAGES = ("en", "ru", "uk", "kk", "zh", "tr", "de", "fr")  # the order of the words in a line
FILES = (
    "trade_materials.yaml",
    "trade_properties.yaml",
    "trade_goods.yaml",
    "trade_consumer_goods.yaml",
    "trade_general.yaml",
)
BEGINNING = 4  # letters of a cut word, at least: алюм., подш.
_NOUN_FIRST = ("ru", "uk", "fr")  # languages whose lists put the adjective behind: сталь нержавеющая


class TradeWords(Dictionary):
    """The words of trade of one language, in another."""

    @cached_property
    def _words(self) -> dict[str, str]:
        return merged(_entries(self.source, self.target), self.source)

    def by_beginning(self, cut: str) -> str:
        """The translations of the words that begin so, where all of them say one thing; "" for shorter than BEGINNING."""
        if len(cut) < BEGINNING:
            return ""
        said = {
            words for form, words in self.words() if form.startswith(cut) and " " not in form and form != cut
        }
        return said.pop() if len(said) == 1 else ""


@cache
def trade_words(reader: str) -> tuple[TradeWords, ...]:
    """The words of trade of each language for a reader of `reader`, in English where a line has none of his."""
    return tuple(
        TradeWords(About(NAME, source, reader, "", "", 0), Path()) for source in LANGUAGES if source != reader
    )


@cache
def abbreviations(language: str) -> dict[str, str]:
    """Abbreviations of a language and what they stand for; a key that ends in a full stop is one only with it."""
    found: dict[str, str] = word_file(__package__, "trade_abbreviations.yaml").get(language, {})
    return found


def full_word(word: str, language: str, *, stopped: bool) -> str:
    """What `word` is short for, `stopped` where a full stop follows it; "" where it is no abbreviation."""
    known = abbreviations(language)
    return (known.get(f"{word}.", "") if stopped else "") or known.get(word, "")


def _entries(source: str, target: str) -> Iterator[Entry]:
    for line in _lines():
        translations = tuple(line.get(target) or line["en"])
        for word in line.get(source, ()):
            for order in _orders(lower_letters(word), source):
                yield Entry(order, translations)


def _orders(phrase: str, language: str) -> list[str]:
    """A phrase; where it is an adjective and a noun, and both orders are usual, the other one too."""
    words = phrase.split()
    if language in _NOUN_FIRST and len(words) == 2:
        return [" ".join(order) for order in permutations(words)]
    return [phrase]


@cache
def _lines() -> list[dict[str, list[str]]]:
    """Each line of the files: language -> its words."""
    found = []
    for name in FILES:
        for line in word_file(__package__, name):
            places = (
                [word.strip() for word in place.split(",") if word.strip()] for place in line.split("|")
            )
            found.append(dict(zip(LANGUAGES, places, strict=False)))
    return found
