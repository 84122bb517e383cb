"""The reader's words for kinds, values, units and the interface (terms.yaml, interface.yaml), in six languages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from matcher.text.word_files import word_file

LANGUAGES = ("en", "ru", "zh", "uk", "de", "fr")  # the order of the words in both files


@cache
def _section(name: str) -> dict[str, tuple[str, ...]]:
    given = (
        word_file(__package__, "interface.yaml")
        if name == "interface"
        else word_file(__package__, "terms.yaml")[name]
    )
    return {str(key): tuple(word.strip() for word in words.split("|")) for key, words in given.items()}


def term(section: str, key: str, language: str) -> str:
    """The word for `key` of a section (kinds, values, classes, labels, units) in `language`; "" where there is none.

    Values are keyed `group:value`. The words of `classes` hold {} for the value.
    """
    words = _section(section).get(key)
    return words[LANGUAGES.index(language)] if words else ""


def interface(key: str, language: str, *filled: str) -> str:
    """A text of the interface in `language`, its {} filled with `filled`."""
    text = _section("interface")[key][LANGUAGES.index(language)]
    for words in filled:
        text = text.replace("{}", words, 1)
    return text


def reader_language(wanted: Sequence[str]) -> str:
    """The first of the reader's languages (review.languages) that the interface has; English where it has none."""
    return next((short for name in wanted if (short := name.split("-")[0].lower()) in LANGUAGES), "en")
