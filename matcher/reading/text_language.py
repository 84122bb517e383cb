"""The language whose dictionaries a text is looked up in: by its letters, and by which words of trade it has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from matcher.reading.lookup import words_of_goods
from matcher.reading.trade_words import TradeWords, trade_words
from matcher.text.normal_forms import fold_lookalikes, language_of, lower, script_of

CYRILLIC = ("ru", "uk", "kk")
LATIN = ("tr", "de", "fr")  # short texts in them may have no letter that English lacks
LEAST = 2  # words of a language in Latin letters that make a text of it: one may be in a maker's name
_LETTERS = 4  # of a word that counts, at least
_LATIN_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_UKRAINIAN = re.compile("[а-яґєіїА-ЯҐЄІЇ]['’ʼ][яюєїЯЮЄЇ]")  # п'ять; Russian has no apostrophe there
_WORD = re.compile(rf"[^\W\d_]{{{_LETTERS},}}")


@lru_cache(maxsize=1 << 12)
def text_language(text: str) -> str:
    """The language of a declared text: ru, uk, kk, zh, tr, en, ...; "" where it has no letters.

    A maker's name in Latin letters makes no Chinese or Russian line English. Languages that share letters are told apart
    by the words of trade, where one has more of them.
    """
    guess = language_of(text)
    if guess in ("en", ""):
        own = _LATIN_LETTERS.sub(" ", text)
        guess = language_of(own) if script_of(own) in ("Han", "Cyrillic") else guess
    if guess == "ru" and _UKRAINIAN.search(text):
        return "uk"
    if guess in CYRILLIC:
        known = _known(text, (guess, *CYRILLIC))
        return max(known, key=known.__getitem__)
    if guess == "en":
        known = _known(text, LATIN)
        best = max(known, key=known.__getitem__)
        return best if known[best] >= LEAST else guess
    return guess


def _known(text: str, languages: Iterable[str]) -> dict[str, int]:
    """Language -> how many words of a text its words of trade have; words that are English too do not count."""
    words = set(_WORD.findall(lower(fold_lookalikes(text)))) - words_of_goods()
    return {
        language: sum(bool(_into_english()[language].look_up(word)) for word in words)
        for language in dict.fromkeys(languages)
    }


@lru_cache(maxsize=1)
def _into_english() -> dict[str, TradeWords]:
    return {one.source: one for one in trade_words("en")}
