"""What a word may be cut short from: its beginning, or its consonants."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from matcher.customs.layout.words.dictionary import concepts_known, folded

LONGEST_CUT = 6  # letters of an abbreviation
LONGEST_CONSONANTS = 10  # letters of one that has no vowels
_VOWELS = re.compile(r"(?<=.)[aeiouyаеёиіїоуыэюяє]+")


@lru_cache(maxsize=1 << 12)
def abbreviated(word: str) -> tuple[str, ...]:
    """The concepts whose words may be cut down to `word`: its beginning, or its consonants."""
    if len(word) < 3:
        return ()
    names = _longer(word, word, _by_stem())
    if word.isascii():
        names |= _longer(word, folded(word), _by_sound())
    if not names and _VOWELS.sub("", word) == word:  # consonants of a word say less than its beginning
        names = _longer(word, word, _by_consonants())
    return tuple(concept.name for concept in concepts_known() if concept.name in names)


def without_vowels(word: str) -> tuple[str, ...]:
    """The concepts that a long word of consonants may mean: exprtr, dscrptn."""
    if len(word) > LONGEST_CONSONANTS or _VOWELS.sub("", word) != word:
        return ()
    return tuple(sorted(_longer(word, word[:LONGEST_CUT], _by_consonants())))


# Beginning of a word -> concepts with such words -> letters of the longest of these.
Beginnings = dict[str, dict[str, int]]


def _longer(word: str, beginning: str, words: Beginnings) -> set[str]:
    """The concepts that have a word with this beginning and more letters than `word`."""
    return {name for name, letters in words.get(beginning, {}).items() if letters > len(word)}


def _beginnings(words: Iterable[tuple[str, str, int]]) -> Beginnings:
    """The beginnings of words, each given as its concept, its spelling and its letters in full."""
    found: Beginnings = {}
    for name, spelling, letters in words:
        for end in range(1, min(len(spelling), LONGEST_CUT) + 1):
            longest = found.setdefault(spelling[:end], {})
            longest[name] = max(letters, longest.get(name, 0))
    return found


@cache
def _by_stem() -> Beginnings:
    return _beginnings((c.name, stem, len(stem)) for c in concepts_known() for stem in c.stems)


@cache
def _by_sound() -> Beginnings:
    return _beginnings((c.name, sound, len(sound)) for c in concepts_known() for sound in c.sounds)


@cache
def _by_consonants() -> Beginnings:
    return _beginnings((c.name, _VOWELS.sub("", s), len(s)) for c in concepts_known() for s in c.stems)
