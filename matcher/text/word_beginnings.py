"""The beginnings of a text's words, which tell them whatever their endings."""

from __future__ import annotations

import re

_HAN = "\u3400-\u9fff"
_WORD = re.compile(rf"[{_HAN}]+|[^\W\d_{_HAN}]+")


def word_beginnings(text: str, letters: int, least: int) -> frozenset[str]:
    """The first `letters` of each word of at least `least`, in small letters; of Chinese every two characters."""
    found: set[str] = set()
    for word in _WORD.findall(text.casefold()):
        if "\u3400" <= word[0] <= "\u9fff":
            found.update(word[at : at + 2] for at in range(len(word) - 1))
        elif len(word) >= least:
            found.add(word[:letters])
    return frozenset(found)
