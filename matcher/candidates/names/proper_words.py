"""Proper words of a catalog's names: no page writes them in small letters, and one writes them with a capital within a sentence, or
the pages have so many other words in small letters that an ordinary word would be among them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcher.candidates.makers.firms import keys_of
from matcher.records.documents import ItemDocument

MUCH_TEXT = 300  # different words in small letters
ALL_NOUNS = frozenset({"de"})  # languages that write every noun with a capital
_WORDS = re.compile(r"[^\W\d_]+")
_PAIR = re.compile(r"(?<![^\W\d_])([^\W\d_]+),? (?=([^\W\d_]{4,}))")


class ProperWords:
    """The proper words of a catalog, apart from the names of its makers."""

    def __init__(self, items: Sequence[ItemDocument]) -> None:
        self._small: set[str] = set()  # words that stand in small letters, or might
        self._within: set[str] = set()
        for page in (page for item in items for page in item.pages):
            words = _WORDS.findall(f"{page.name}\n{page.description}")
            if page.language in ALL_NOUNS:
                self._small.update(map(str.lower, words))
                continue
            self._small.update(filter(str.islower, words))
            pairs = _PAIR.findall(page.description)
            self._within.update(
                word.lower() for before, word in pairs if before.islower() and word[0].isupper()
            )
        names = {name for item in items for name in (item.site, *item.brands, *item.maker_names)}
        self._makers = {key for name in names for key in keys_of(name)}

    def has(self, word: str) -> bool:
        """Whether a word is a proper one."""
        small = word.lower()
        told = small in self._within or len(self._small) >= MUCH_TEXT
        return told and small not in self._small and self._makers.isdisjoint(keys_of(word))
