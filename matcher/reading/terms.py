"""The reader's words for kinds, values, units, reasons, charts, the interface and dossiers, in six languages: the YAML files of this folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from matcher.text.word_files import word_file

LANGUAGES = ("en", "ru", "zh", "uk", "de", "fr")  # the order of the words in each file
_INTERFACE = ("interface.yaml", "pages.yaml", "charts.yaml")
_WHOLE = ("dossier", "orders", "parties")  # sections that are a file each
_OF_REASONS = ("sentences", "phrases", "features")


@cache
def section(name: str) -> dict[str, tuple[str, ...]]:
    """The words of a section by their keys, in the order of LANGUAGES."""
    if name == "interface":
        given = {key: words for file in _INTERFACE for key, words in word_file(__package__, file).items()}
    elif name in _WHOLE:
        given = word_file(__package__, f"{name}.yaml")
    else:
        given = word_file(__package__, "reasons.yaml" if name in _OF_REASONS else "terms.yaml")[name]
    return {str(key): tuple(word.strip() for word in words.split("|")) for key, words in given.items()}


def term(name: str, key: str, language: str) -> str:
    """The word for `key` of a section (kinds, values, classes, labels, units, features ...) in `language`; "" where there is none.

    Values are keyed `group:value`. The words of `classes` hold {} for the value.
    """
    words = section(name).get(key)
    return words[LANGUAGES.index(language)] if words else ""


def interface(key: str, language: str, *filled: str) -> str:
    """A text of the interface in `language`, its {} filled with `filled`."""
    text = section("interface")[key][LANGUAGES.index(language)]
    return text.format(*filled) if filled else text


def counted(key: str, number: int, language: str) -> str:
    """The word for `number` things, of the forms that a text of the interface has for one, few and many (one ~ few ~ many)."""
    return in_number(interface(key, language), number, language)


def in_number(text: str, number: int, language: str) -> str:
    """The form for `number` of a text that has forms for one, few and many (one ~ few ~ many), or one for all."""
    forms = [form.strip() for form in text.split("~")]
    return forms[min(_form(number, language), len(forms) - 1)]


def _form(number: int, language: str) -> int:
    """0: one, 1: few, or any number where a language has two forms, 2: many. By the plural rules of Unicode CLDR."""
    if language in ("ru", "uk"):
        if number % 10 == 1 and number % 100 != 11:
            return 0
        return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2
    if language == "fr":
        return 0 if number < 2 else 1
    return 0 if number == 1 else 1


def reader_language(wanted: Sequence[str]) -> str:
    """The first of the reader's languages (review.languages) that the interface has; English where it has none."""
    return next((short for name in wanted if (short := name.split("-")[0].lower()) in LANGUAGES), "en")
