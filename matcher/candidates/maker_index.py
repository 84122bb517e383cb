"""Which makers of a catalog a goods record names: one index over all of their names instead of a search for each.

It finds what MakerNames.find finds, maker by maker; the windows of a text are cut once, and what a window's
sound key matches is remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.candidates.firms import firm_key
from matcher.candidates.maker_mentions import SAME_NAME, MakerMention, MakerNames, han_windows, name_windows
from matcher.records.documents import GoodsDocument
from matcher.remembered import Remembered
from matcher.text.transliteration import key_similarity, name_key

REMEMBERED = 1 << 18  # sound keys of which is remembered what they match
LEAST_LIKE = 5  # letters of a maker's key from which near keys count as it

Found = dict[int, tuple[int, int]]


@dataclass(frozen=True)
class MakerMentions:
    """How a goods record names the makers of a catalog: those it names by number, and for all others who else is named."""

    named: dict[int, MakerMention]
    unnamed: MakerMention

    def of(self, maker: int) -> MakerMention:
        return self.named.get(maker, self.unnamed)


class MakerIndex:
    """All makers' names of a catalog; makers go by their number in `makers`."""

    def __init__(self, makers: Sequence[MakerNames]) -> None:
        self.makers = tuple(makers)
        keys: dict[str, list[int]] = {}
        self._han: list[tuple[str, int]] = []
        for number, names in enumerate(makers):
            for key in names.keys:
                keys.setdefault(key, []).append(number)
            self._han += [(written, number) for written in sorted(names.han)]
        self._exact = {key: tuple(numbers) for key, numbers in keys.items()}
        self._long = sorted((key for key in keys if len(key) >= LEAST_LIKE), key=lambda key: (len(key), key))
        self._lengths = np.array([len(key) for key in self._long], dtype=np.int16)
        self._letters = np.array([_letters(key) for key in self._long], dtype=np.int16).reshape(-1, 27)
        self._kinds = np.array([_kinds(key) for key in self._long], dtype=np.uint32)
        self._known = Remembered(self._matching, REMEMBERED)
        self._others = any(names.others for names in self.makers)

    def maker_mentions(self, goods: GoodsDocument) -> MakerMentions:
        """Where `goods` names each maker: in a column, the text, its translation, a label, or as the shipper."""
        named: dict[int, MakerMention] = {}
        places: list[tuple[str, str, bool]] = [
            ("maker", goods.maker, False),
            ("trademark", goods.trademark, False),
            ("text", goods.clean, True),
            ("text", goods.translation, False),
            *(("maker", name, False) for name in goods.makers),
            *(("exporter", name, False) for name in goods.exporters),
        ]
        for where, text, inside in places:
            if text:
                found = self.find(text) if where == "text" else self._of_firm(text)
                for maker, span in found.items():
                    if maker not in named:
                        named[maker] = MakerMention(where, text[slice(*span)], span if inside else None)
        return MakerMentions(named, MakerMention(other=next(iter(goods.makers), "")))

    def _of_firm(self, name: str) -> Found:
        """The makers that a firm's `name` is of: whole, or by a part of it, unless it was decided to be another's."""
        whole = dict.fromkeys(self._exact.get(name_key(name), ()), (0, len(name)))
        found = {**self.find(name), **whole}
        return {maker: span for maker, span in found.items() if not self.is_other(name, maker)}

    def is_other(self, name: str, maker: int) -> bool:
        """Whether reviewers decided that a firm's `name` is not the maker's."""
        return self._others and firm_key(name) in self.makers[maker].others

    def find(self, text: str) -> Found:
        """The makers that `text` names, each with the span of the first place that does."""
        found: Found = {}
        for written, maker in self._han:
            if maker not in found and (at := text.find(written)) >= 0:
                found[maker] = (at, at + len(written))
        for key, start, end in name_windows(text):
            for maker in self.matching(key):
                if maker not in found:
                    found[maker] = (start, end)
        for key, start, end in han_windows(text):
            for maker in self._exact.get(key, ()):
                if maker not in found:
                    found[maker] = (start, end)
        return found

    def matching(self, key: str) -> tuple[int, ...]:
        """The makers one of whose keys is `key`, or so near that they are one name."""
        return self._known[key]

    def _matching(self, key: str) -> tuple[int, ...]:
        makers = dict.fromkeys(self._exact.get(key, ()))
        # an edit changes a length by one and letters' counts by two at most, so most keys are ruled out by counting
        low, high = np.searchsorted(self._lengths, (len(key) * SAME_NAME, len(key) / SAME_NAME + 1))
        if low < high:
            edits = (1 - SAME_NAME) * np.maximum(self._lengths[low:high], len(key)) + 1e-9
            near = np.flatnonzero(np.bitwise_count(self._kinds[low:high] ^ _kinds(key)) <= 2 * edits) + low
            apart = np.abs(self._letters[near] - _letters(key)).sum(axis=1) if len(near) else near
            for at in near[apart <= 2 * edits[near - low]]:
                mine = self._long[at]
                if mine != key and key_similarity(mine, key) >= SAME_NAME:
                    makers.update(dict.fromkeys(self._exact[mine]))
        return tuple(makers)


def _letters(key: str) -> NDArray[np.int16]:
    """How often each letter is in `key`; the last counts everything else."""
    out = np.zeros(27, dtype=np.int16)
    for c in key:
        out[ord(c) - 97 if "a" <= c <= "z" else 26] += 1
    return out


def _kinds(key: str) -> np.uint32:
    """Which letters are in `key`, a bit for each."""
    bits = 0
    for c in key:
        bits |= 1 << (ord(c) - 97 if "a" <= c <= "z" else 26)
    return np.uint32(bits)
