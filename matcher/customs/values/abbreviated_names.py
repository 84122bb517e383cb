"""Names whose words are cut short, in any order: Корея Юж., ам.доллар, Dom. Rep., Нидерл."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import permutations

MOST_WORDS = 4
LEAST_ALONE = 5  # letters of a single word
LONGEST = 40  # letters of a cell that may be such a name: most are goods' texts

_WORD = re.compile(r"[^\W\d_]+")
_JOINING = frozenset(
    "de del la las los el of the da do das dos di du des le les et y e and и і und der die".split()  # noqa: SIM905
)


class AbbreviatedNames:
    """Names, to be found by the beginnings of all their words."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._by_initials: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for name, code in names.items():
            words = _words(name)
            if 0 < len(words) <= MOST_WORDS:
                self._by_initials[_initials(words)].append((words, code))

    def code(self, name: str, least: int) -> str | None:
        """The code of the only one that has names that begin so in every word; one word at least must have `least` letters."""
        begun = _words(name) if len(name) <= LONGEST else ()
        least = LEAST_ALONE if len(begun) == 1 else least
        if not 0 < len(begun) <= MOST_WORDS or max(map(len, begun)) < least:
            return None
        found = {code for words, code in self._by_initials.get(_initials(begun), ()) if _begin(begun, words)}
        return found.pop() if len(found) == 1 else None


def _words(name: str) -> tuple[str, ...]:
    """The words of a name without those that join them (República Federal de Alemania), which short forms leave out."""
    words = _WORD.findall(name)
    return tuple(word for word in words if word not in _JOINING) or tuple(words)


def _initials(words: Sequence[str]) -> str:
    return "".join(sorted(word[0] for word in words))


def _begin(begun: Sequence[str], words: Sequence[str]) -> bool:
    """Whether some order of the words begins as `begun` does."""
    return any(
        all(word.startswith(start) for start, word in zip(begun, order, strict=True))
        for order in permutations(words)
    )
