"""Texts of a data file with named holes, said in one of the six languages; kept as records where their language comes later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup, escape

from matcher.reading.terms import LANGUAGES, in_number, section

ENGLISH = "en"
Filling: TypeAlias = (
    "str | Sentence | tuple[str | Sentence, ...]"  # of a hole: words, sentences or a list of them
)


@dataclass(frozen=True)
class Sentence:
    """A text of `section`: its key, what fills its holes, of how many things it speaks."""

    section: str
    key: str
    values: tuple[tuple[str, Filling], ...] = ()
    number: int = 1

    def said(self, language: str) -> str:
        """The sentence in `language`."""
        values = {name: _filling(value, language) for name, value in self.values}
        return text_of(self.section, self.key, language, self.number, values)

    def __str__(self) -> str:
        """The sentence in English, as tables and commands have it."""
        return self.said(ENGLISH)


def _filling(value: Filling, language: str) -> str:
    if isinstance(value, tuple):
        return ("、" if language == "zh" else ", ").join(_filling(one, language) for one in value)
    return value.said(language) if isinstance(value, Sentence) else value


def text_of(name: str, key: str, language: str, number: int, values: Mapping[str, str]) -> str:
    """The text `key` of the section `name` on `number` things, its holes filled; markup where a value is markup."""
    text = in_number(section(name)[key][LANGUAGES.index(language)], number, language)
    if any(isinstance(value, Markup) for value in values.values()):
        return escape(text).format(**values)
    return text.format(**values)


def joined(sentences: Iterable[Sentence], language: str = ENGLISH) -> str:
    """The sentences in one text, parted by semicolons."""
    return ("；" if language == "zh" else "; ").join(one.said(language) for one in sentences)
