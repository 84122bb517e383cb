"""What a word is made of where no dictionary has the word itself: its suffixes taken off, or the parts of a compound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from matcher.reading.word_stems import stem
from matcher.text.word_files import word_file

PART = 4  # letters of the shorter part of a compound
_LEAST = 3  # letters of what is left of a word
_LEAST_BASE = 4  # letters of what an adjective is made of, but for the commonest suffix: силовой, сила
_COMMON_SUFFIX = ("ов", "ев")
_LINKS = {
    "ru": ("о", "е"),
    "uk": ("о", "е", "є"),
    "de": ("s", "o", ""),
}  # letters between the parts of a compound
_ADJECTIVE_SUFFIXES = {
    "ru": re.compile(r"(?:ированн|ованн|ическ|ичн|еск|ск|иальн|ональн|альн|ьн|онн|енн|овн|ов|ев|ян|ан|ин|н)$"),
    "uk": re.compile(r"(?:ірован|йован|ован|ічн|ичн|ськ|іальн|ональн|альн|ьн|он|ен|ов|ев|єв|ян|н)$"),
}  # fmt: skip
_TURKISH_ENDINGS = (
    *(
        "ları",
        "leri",
        "lar",
        "ler",
        "ının",
        "inin",
        "nın",
        "nin",
        "ın",
        "in",
        "un",
        "ün",
        "ndan",
        "nden",
        "dan",
        "den",
    ),
    *("tan", "ten", "nda", "nde", "da", "de", "ta", "te", "sı", "si", "su", "sü", "lı", "li", "lu", "lü"),
    *("lık", "lik", "luk", "lük", "ı", "i", "u", "ü", "ya", "ye", "a", "e"),
)
_TURKISH_WITHOUT = ("sız", "siz", "suz", "süz")
_SOFTENED = {"b": "p", "c": "ç", "d": "t", "ğ": "k"}
_TURKISH_STEPS = 3  # endings that are taken off a word at most
WITHOUT = "without"


def bases(word: str, language: str, *, short: bool = False) -> Iterator[str]:
    """Stems of what an adjective of Russian or Ukrainian is made of, the longest first: температурный, температур.

    `short`: also those of three letters, as of (двух)рядный; by themselves they are mostly chance.
    """
    if suffixes := _ADJECTIVE_SUFFIXES.get(language):
        stemmed = stem(word, language)
        for start in range(len(stemmed) - 1, _LEAST - 1, -1):
            long_enough = short or start >= _LEAST_BASE or stemmed[start:] in _COMMON_SUFFIX
            if long_enough and suffixes.fullmatch(stemmed, start):
                yield from dict.fromkeys((stemmed[:start], stemmed[:start].rstrip("ь")))


def turkish_bases(word: str) -> Iterator[tuple[str, str]]:
    """A Turkish word without its endings, the fewest first, each with `without` where one of them says so."""
    known, step = {word}, [(word, "")]
    for _ in range(_TURKISH_STEPS):
        step = [one for given, denied in step for one in _shorter(given, denied) if one[0] not in known]
        known |= {shorter for shorter, _ in step}
        yield from step


def _shorter(word: str, denied: str) -> Iterator[tuple[str, str]]:
    for ending in (*_TURKISH_ENDINGS, *_TURKISH_WITHOUT):
        left = word.removesuffix(ending)
        if left != word and len(left) >= _LEAST:
            without = WITHOUT if ending in _TURKISH_WITHOUT else denied
            yield left, without
            if left[-1] in _SOFTENED:
                yield left[:-1] + _SOFTENED[left[-1]], without


def splits(word: str, language: str) -> Iterator[tuple[str, str]]:
    """The two parts of a compound as it may be cut, the longest last part first: шарикоподшипник, шарик + подшипник."""
    links = _LINKS.get(language, ())
    for cut in range(PART, len(word) - PART + 1):
        for link in links:
            first = word[:cut].removesuffix(link)
            if word[:cut].endswith(link) and len(first) >= _LEAST:
                yield first, word[cut:]


def combining(word: str, language: str) -> Iterator[tuple[str, str]]:
    """A word's first part that is none by itself, in English, and the rest: двухрядный, two + рядный."""
    forms = _combining_forms().get(language, {})
    for cut in range(min(len(word) - _LEAST, 9), 1, -1):
        if english := forms.get(word[:cut]):
            yield english, word[cut:]


@cache
def _combining_forms() -> dict[str, dict[str, str]]:
    forms: dict[str, dict[str, str]] = word_file(__package__, "combining_forms.yaml")
    return forms
