"""Stems of words, by Snowball where it knows the language, else by the endings of Ukrainian and Kazakh."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

SNOWBALL = {"ru": "russian", "tr": "turkish", "de": "german", "fr": "french", "en": "english"}
STEMMED = frozenset((*SNOWBALL, "uk", "kk"))
_LEAST = 3  # letters that a stem keeps
_TWICE = re.compile(r"([^\W\d_])\1")
_UKRAINIAN = re.compile(
    r"(?:ього|ьому|ого|ому|ими|іми|ій|ий|ої|ою|еї|ею|єю|ої|их|іх|им|ім|ами|ями|ах|ях|ам|ям|ові|еві|єві|ів|їв|ей"
    r"|[аяеєиіїуюойь])$"
)
# Endings of Kazakh follow each other: of plural, owner and case, then those of "with", "without" and kinds of nouns.
_KAZAKH = re.compile(
    r"(?:[лдт][ае]р|[ндт][ыі]ң|[ғгқк][ае]|[ндт][ыі]|[дт][ае]н?|нан|нен|[мбп]ен|нда|нде|сы|сі|ы|і|[лдт][ыі]|с[ыі]з"
    r"|[лдт][ыі][қк]|[лдт][ыі][ғг])$"
)
_KAZAKH_ENDINGS = 4  # that are taken off a word at most


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str) -> str:
    """The stem of each word of a phrase; the phrase itself in a language that has no stemmer here."""
    words = word.replace("ё", "е").split()
    if language == "uk":
        return " ".join(map(_ukrainian, words))
    if language == "kk":
        return " ".join(map(_kazakh, words))
    stemmer = _stemmer(language)
    return " ".join(stemmer.stemWords(words)) if stemmer else word


@lru_cache(maxsize=8)
def _stemmer(language: str):  # type: ignore[no-untyped-def]  # snowballstemmer ships no types
    import snowballstemmer

    return snowballstemmer.stemmer(SNOWBALL[language]) if language in SNOWBALL else None


def _ukrainian(word: str) -> str:
    """Without its ending; a doubled letter before it counts once: латунний, латунь."""
    return _TWICE.sub(r"\1", _without(word, _UKRAINIAN)).rstrip("ь")


def _kazakh(word: str) -> str:
    return [word, *kazakh_shorter(word)][-1]


def kazakh_shorter(word: str) -> Iterator[str]:
    """A Kazakh word without its last ending, then without the one before it, and so on."""
    for _ in range(_KAZAKH_ENDINGS):
        if (shorter := _without(word, _KAZAKH)) == word:
            return
        yield shorter
        word = shorter


def _without(word: str, ending: re.Pattern[str]) -> str:
    found = ending.search(word)
    return word[: found.start()] if found and found.start() >= _LEAST else word
