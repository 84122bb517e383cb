"""Regular expressions that are tried only where one of their beginnings stands.

Python tries every alternative of a pattern at every character. A pattern with dozens of alternatives is found many times
faster by looking first for the words it may begin with, all of which are in one tree of letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

Tree = dict[str, "Tree"]  # letter -> what may follow; an empty key where a word ends

_LITERAL = re.compile(r"[^\\\[\](){}?*+.|^$]+")


def letter_tree(words: Iterable[str]) -> str:
    """A regular expression for any of `words`, longest first, that shares their common beginnings."""
    tree: Tree = {}
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _expression(tree)


def _expression(tree: Tree) -> str:
    branches = [re.escape(letter) + _expression(below) for letter, below in tree.items() if letter]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in tree else f"(?:{'|'.join(branches)})"
    return joined + "?" if "" in tree else joined


def beginning(pattern: str) -> str:
    """The letters that every match of `pattern` (one alternative, no group at its head) begins with."""
    found = _LITERAL.match(pattern)
    if not found:
        raise ValueError(f"{pattern!r} does not begin with a letter")
    following = pattern[found.end() : found.end() + 1]
    letters = found[0][:-1] if following in tuple("?*{") else found[0]
    if not letters:
        raise ValueError(f"{pattern!r} need not begin with its first letter")
    return letters


class PrefixedRegex:
    """`pattern`, whose every match begins with one of `beginnings`; finds what `pattern.finditer` does, faster."""

    def __init__(self, pattern: str, beginnings: Iterable[str]) -> None:
        self.pattern = re.compile(pattern)
        words = sorted(set(beginnings))
        if not all(words):
            raise ValueError(f"an empty beginning among those of {pattern!r}")
        shortest: list[str] = []
        for word in words:  # sorted: a word that another begins comes right after it, or after its like
            if not shortest or not word.startswith(shortest[-1]):
                shortest.append(word)
        self._anchor = re.compile(letter_tree(shortest))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in `text` from left to right, none overlapping."""
        at = 0
        search, match = self._anchor.search, self.pattern.match
        while anchor := search(text, at):
            if found := match(text, anchor.start()):
                yield found
                at = max(found.end(), anchor.start() + 1)
            else:
                at = anchor.start() + 1


def matches_at(pattern: re.Pattern[str], text: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """The matches of `pattern` that begin at one of the ascending `places`, none overlapping."""
    end = 0
    for place in places:
        if place >= end and (found := pattern.match(text, place)):
            yield found
            end = found.end()
