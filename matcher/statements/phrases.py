"""Phrases of word files as regular expressions over folded text.

A phrase is words in their order: `word*` has any ending, `a|b` is either, `..` stands for up to five words, in Chinese
for up to ten characters. Blanks in a phrase stand for any blanks or punctuation within a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from matcher.text.scopes import HAN
from matcher.text.word_files import word_file

LANGUAGES = ("zh", "ru", "uk", "en", "tr")
GAP_WORDS = 5
GAP_CHARACTERS = 10
NEVER = re.compile(r"(?!)")
_FOLDED = str.maketrans({"İ": "i", "I": "i", "ı": "i", "ё": "е", "Ё": "е", "’": "'", "ʼ": "'", "\u00a0": " "})
_GAP = rf"[^\w,;:.!?]+(?:[\w'-]+[^\w;:.!?]+){{0,{GAP_WORDS}}}?"
_UKRAINIAN_WORDS = frozenset(("року", "та", "з", "із", "що", "від", "й", "це", "як"))
_RUSSIAN_WORDS = frozenset(("года", "и", "из", "с", "что", "от", "это", "как", "в", "к", "году"))
_TURKISH = frozenset("ğşıİĞŞ")


def fold(text: str) -> str:
    """`text` in lower case, letter for letter, with one kind of i, е and apostrophe: spans in it are spans in `text`."""
    folded = text.translate(_FOLDED).lower()
    if len(folded) != len(text):
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_FOLDED))
    return folded


def language_of(text: str) -> str:
    """The one of LANGUAGES that `text` is written in, by its letters; other Latin text counts as English."""
    sample = text[:4000]
    han = len(HAN.findall(sample))
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in sample)
    latin = sum(c.isascii() and c.isalpha() for c in sample)
    if han * 3 > max(cyrillic, latin):
        return "zh"
    if cyrillic * 2 > latin:
        ukrainian = sum(c in "іїєґІЇЄҐ" for c in sample) - sum(c in "ыэъёЫЭЪЁ" for c in sample)
        if ukrainian == 0:  # a short text
            words = re.findall(r"\w+", sample.lower())
            ukrainian = sum(w in _UKRAINIAN_WORDS for w in words) - sum(w in _RUSSIAN_WORDS for w in words)
        return "uk" if ukrainian > 0 else "ru"
    return "tr" if sum(c in _TURKISH for c in sample) * 150 >= max(latin, 1) else "en"


def words_of(name: str) -> Any:
    """What the word file `name`.yaml holds."""
    return word_file("matcher.statements.words", f"{name}.yaml")


def expression(phrases: Iterable[str]) -> str:
    """A regular expression for any of `phrases`, without groups."""
    made = [_one(fold(str(phrase))) for phrase in phrases]
    return "|".join(sorted(made, key=len, reverse=True))


@cache
def compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern for any of `phrases`; one that never matches where there are none."""
    return re.compile(expression(phrases)) if phrases else NEVER


def pattern(phrases: Sequence[str] | None) -> re.Pattern[str]:
    """`compiled` for a list of a word file."""
    return compiled(tuple(phrases or ()))


def _one(phrase: str) -> str:
    if HAN.search(phrase):
        parts = [
            "(?:" + "|".join(map(re.escape, part.strip().split("|"))) + ")" for part in phrase.split("..")
        ]
        return f"[^，。；,;]{{0,{GAP_CHARACTERS}}}?".join(parts)
    out = ""
    for part in re.split(r"(\s+\.\.\s+)", phrase):
        if part.strip() == "..":
            out += _GAP
        else:
            out += r"[\s-]+".join(_word(word) for word in part.split())
    return rf"(?<![\w'])(?:{out})(?!\w)"


def _word(word: str) -> str:
    return "(?:" + "|".join(_stem(choice) for choice in word.split("|")) + ")"


def _stem(choice: str) -> str:
    stem, star, rest = choice.partition("*")
    return re.escape(stem) + (r"[\w']*" if star else "") + re.escape(rest.replace("*", ""))
