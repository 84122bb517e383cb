"""The greatest length of what is cut to order: rails, screws, ropes. A page that states it says nothing against a shorter one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from matcher.attributes.measures import Measure
from matcher.text.word_files import word_file

_WORD = re.compile(r"[^\W\d_]+")


def is_within_greatest(mine: Measure, theirs: Iterable[Measure]) -> bool:
    """Whether a number is a length of goods, and another text states a greatest length that it does not exceed."""
    return (
        mine.dimension == "length"
        and _last_word(mine.label) in _words("lengths")
        and any(
            m.dimension == "length" and mine.value <= m.value and _is_greatest_length(m.label) for m in theirs
        )
    )


@lru_cache(maxsize=1 << 12)
def _is_greatest_length(label: str) -> bool:
    """Whether a label is that of the greatest length: max length, 最大长度, chiều dài tối đa."""
    rest = _most().sub(" ", label.casefold())
    return rest != label.casefold() and _last_word(rest) in _words("lengths")


@lru_cache(maxsize=1)
def _most() -> re.Pattern[str]:
    """Words for the greatest; Chinese, Japanese and Korean write them without blanks."""
    edged = (
        re.escape(word) if word[0] >= "\u3040" else rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])"
        for word in sorted(_words("most"), key=len, reverse=True)
    )
    return re.compile("|".join(edged))


def _last_word(label: str) -> str:
    words = _WORD.findall(label.casefold())
    return str(words[-1]) if words else ""


@lru_cache(maxsize=2)
def _words(name: str) -> frozenset[str]:
    words = word_file("matcher.attributes", "measure_words.yaml")[name].split()
    return frozenset(word.replace("_", " ") for word in words)
