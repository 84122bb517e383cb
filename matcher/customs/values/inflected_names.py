"""Names in another case than lists have them: Китая, Российской Федерации, Niemiec."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import takewhile

LEAST = 3  # letters that a word has in common with the one of the list
ENDING = 3  # letters of an ending at most


class InflectedNames:
    """Names, to be found by the beginnings that all their words share with those of a text."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._by_beginning: dict[tuple[int, str], list[tuple[list[str], str]]] = defaultdict(list)
        for name, code in names.items():
            words = name.split()
            self._by_beginning[len(words), name[:LEAST]].append((words, code))

    def code(self, name: str) -> str | None:
        """The code of the name that `name` is nearest to, endings aside; None for none, or where two are as near."""
        words = name.split()
        near: dict[str, int] = {}
        for others, code in self._by_beginning.get((len(words), name[:LEAST]), ()):
            scores = [_nearness(word, other) for word, other in zip(words, others, strict=True)]
            if None not in scores:
                near[code] = max(near.get(code, -99), sum(score for score in scores if score is not None))
        best = [code for code, score in near.items() if score == max(near.values())]
        return best[0] if len(best) == 1 else None


def _nearness(word: str, other: str) -> int | None:
    """Letters in common less those of the endings; None for two words."""
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
    ends = len(word) - common, len(other) - common
    if word != other and (common < LEAST or max(ends) > ENDING or common * 2 < len(other)):
        return None
    return common - sum(ends)
