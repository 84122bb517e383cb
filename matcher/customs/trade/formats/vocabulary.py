"""The word lists of words.yaml, folded as the headers and titles are that they are compared with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from matcher.text.plain_words import plain
from matcher.text.word_files import word_file

_SIGNS = {
    "$": " dollars ",
    "€": " eur ",
    "₹": " inr ",
    "₴": " uah ",
    "₽": " rub ",
    "£": " gbp ",
    "₺": " try ",
}
_NO_BLANKS = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")  # scripts without blanks between words


def fold(text: str) -> str:
    """`text` in lower case, single spaces, no accents or punctuation; signs of currencies as their codes."""
    for sign, code in _SIGNS.items():
        text = text.replace(sign, code)
    decomposed = unicodedata.normalize("NFKD", text)
    return plain("".join(c for c in decomposed if unicodedata.category(c) != "Mn")).replace("ı", "i")


@cache
def word_lists(section: str) -> dict[str, dict[str, int]]:
    """Of a section with lists: its name -> word -> the place of the word in the list."""
    given = word_file(__package__, "words.yaml")[section]
    return {
        str(name): {fold(str(word)): rank for rank, word in reversed(list(enumerate(words)))}
        for name, words in given.items()
    }


@cache
def word_list(section: str) -> frozenset[str]:
    """The words of a section that is one list."""
    return frozenset(fold(str(word)) for word in word_file(__package__, "words.yaml")[section])


@cache
def pattern(section: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """An expression that finds the words of a section in a folded text, and word -> the name of its list."""
    names = {word: name for name, words in word_lists(section).items() for word in words}
    listed = sorted(names, key=len, reverse=True)
    return re.compile("|".join(_whole(word, anywhere=is_cjk(word)) for word in listed)), names


def is_cjk(word: str) -> bool:
    """Whether a text has Chinese signs."""
    return any("\u4e00" <= c <= "\u9fff" for c in word)


def has_no_blanks(text: str) -> bool:
    """Whether `text` has signs of a script that writes no blanks between words (Chinese, Japanese), or of Korean."""
    return bool(_NO_BLANKS.search(text))


def by_kind(section: str) -> dict[str, list[str]]:
    """Kind -> words of a section as they are written, in lower case."""
    return {
        kind: list(map(str.lower, listed))
        for kind, listed in word_file(__package__, "words.yaml")[section].items()
    }


def as_written(section: str) -> list[str]:
    """The words of a section as they are written."""
    return [str(word) for word in word_file(__package__, "words.yaml")[section]]


def _stem(word: str, *, anywhere: bool) -> str:
    """An expression for the beginning of a word, or for a word anywhere."""
    return re.escape(word) if anywhere else rf"(?<!\w){re.escape(word)}"


def _whole(word: str, *, anywhere: bool) -> str:
    """An expression for a word of its own, or for a word anywhere."""
    return _stem(word, anywhere=anywhere) + ("" if anywhere else r"(?!\w)")


def _any_whole(words: Iterable[str]) -> re.Pattern[str]:
    """An expression that finds one of some words of their own; of scripts without blanks anywhere."""
    return re.compile("|".join(_whole(word, anywhere=has_no_blanks(word)) for word in words if word))


def _any_stem(words: Iterable[str]) -> re.Pattern[str]:
    """An expression that finds the beginning of one of some words; of scripts without blanks one anywhere."""
    return re.compile(
        "|".join(_stem(word, anywhere=has_no_blanks(word)) for word in words if word) or r"(?!)"
    )


@cache
def whole_words(section: str) -> re.Pattern[str]:
    """An expression that finds the words of a section that is one list, the longest first."""
    return _any_whole(sorted(word_list(section), key=len, reverse=True))


@cache
def whole_words_of(section: str) -> dict[str, re.Pattern[str]]:
    """Of a section with lists: its name -> an expression that finds one of its words."""
    return {name: _any_whole(words) for name, words in word_lists(section).items()}


@cache
def stems(section: str) -> re.Pattern[str]:
    """An expression that finds the beginnings of words that a section lists."""
    return _any_stem(word_list(section))


@cache
def stems_of(section: str) -> dict[str, re.Pattern[str]]:
    """Of a section with lists: its name -> an expression that finds the beginning of one of its words of three letters or more."""
    return {
        name: _any_stem(word for word in words if len(word) > 2 or has_no_blanks(word))
        for name, words in word_lists(section).items()
    }
