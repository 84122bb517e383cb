"""Currencies by the words of their names, whatever their order, endings and spellings: svarai sterlingų, جنيه استرليني.

Each word of a cell is one of some currencies' names, in any of the languages of currency_names.csv; the currency is the only one
that has them all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from matcher.text.one_spelling import one_spelling

LEAST_STEM = 4  # letters of a word from which it may have another ending
LONGEST_ENDING = 3
MOST_WORDS = 6  # of a name: most cells are goods' texts

_WORD = re.compile(r"[^\W\d_]+")


class CurrencyWords:
    """The words of the names of currencies, and the beginnings that words with other endings share."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._begun: dict[str, set[str]] = defaultdict(set)
        self._alone: set[str] = set()
        for name, code in names.items():
            words = _words(name)
            if len(words) == 1:
                self._alone.update(_beginnings(words[0]))
            for word in words:
                self._whole[word].add(code)
                for stem in _beginnings(word):
                    self._begun[stem].add(code)

    def code(self, name: str) -> str | None:
        """The only currency that has all words of `name`; a single word must be a name of its own, with any ending."""
        words = _words(name)
        if not 0 < len(words) <= MOST_WORDS or (
            len(words) == 1 and self._alone.isdisjoint(_beginnings(words[0]))
        ):
            return None
        found = set.intersection(*(set(self._currencies(word)) for word in words))
        return found.pop() if len(found) == 1 else None

    def _currencies(self, word: str) -> Collection[str]:
        if whole := self._whole.get(word):
            return whole
        return next((self._begun[stem] for stem in _beginnings(word) if stem in self._begun), ())


def _words(name: str) -> list[str]:
    return _WORD.findall(one_spelling(name.casefold()))


def _beginnings(word: str) -> Iterator[str]:
    """A word, then without its last letters."""
    yield word
    for letters in range(len(word) - 1, max(len(word) - LONGEST_ENDING, LEAST_STEM) - 1, -1):
        yield word[:letters]
