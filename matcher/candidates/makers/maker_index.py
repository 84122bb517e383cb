"""Which makers of a catalog a goods record names: one index over all of their names instead of a search for each.

It finds what MakerNames.find finds, maker by maker; the windows of a text are cut once, and what a window's
sound key matches, and what makers a firm's name is of, is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matcher.candidates.makers.denied_names import is_denied
from matcher.candidates.makers.firms import firm_key, shipper_in
from matcher.candidates.makers.maker_mentions import (
    SAME_NAME,
    MakerMention,
    MakerNames,
    han_windows,
    is_own_part,
    name_windows,
)
from matcher.records.documents import GoodsDocument
from matcher.remembered import Remembered
from matcher.text.transliteration import key_similarity, name_key

REMEMBERED = 1 << 18  # sound keys of which is remembered what they match
FIRMS = 1 << 16  # names of firms of which the makers are remembered
LEAST_LIKE = 5  # letters of a maker's key from which near keys count as it
LEAST_EDITED = (
    6  # letters of a key from which another one can be near without being equal: of SAME_NAME, one edit in 7
)

Found = dict[int, tuple[int, int]]


@dataclass(frozen=True)
class MakerMentions:
    """How a goods record names the makers of a catalog: those it names by number, those it says it is none or only like of,
    and for all others who else is named; `series`: by number the items whose series its trademark is."""

    named: dict[int, MakerMention]
    denied: dict[int, MakerMention]
    unnamed: MakerMention
    series: Mapping[int, MakerMention] = field(default_factory=dict)

    def of(self, maker: int, item: int) -> MakerMention:
        """How the maker of an item is named."""
        known = self.named.get(maker) or self.denied.get(maker)
        return known or self.series.get(item, self.unnamed)


class MakerIndex:
    """All makers' names of a catalog; makers go by their number in `makers`."""

    def __init__(self, makers: Sequence[MakerNames], ordinary: frozenset[str] = frozenset()) -> None:
        """`ordinary`: sound keys of words that goods are called by, which are no brand of a shipper."""
        self.makers = tuple(makers)
        self._ordinary = ordinary
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
        self._firms = Remembered(self._of_firm, FIRMS)
        self._others = any(names.others for names in self.makers)

    def maker_mentions(self, goods: GoodsDocument) -> MakerMentions:
        """Where `goods` names each maker: in a column, the text, its translation, a label, or as the shipper; not as what they
        are not or are like."""
        named: dict[int, MakerMention] = {}
        denied: dict[int, str] = {}
        places: list[tuple[str, str, bool]] = [
            ("maker", goods.maker, False),
            ("trademark", goods.trademark, False),
            ("text", goods.clean, True),
            ("text", goods.translation, False),
            *(("maker", name, False) for name in goods.makers),
            *(("exporter", name, False) for name in goods.exporters),
        ]
        looked_at: set[str] = set()  # a name that stands twice names no further maker
        for where, text, inside in places:
            if text and text not in looked_at:
                if where == "text":
                    found = self.find(text)
                else:
                    found = self._firms[text]
                    looked_at.add(text)
                for maker, span in found.items():
                    words = text[slice(*span)]
                    if where == "text" and is_denied(text, *span):
                        denied[maker] = words
                    elif maker not in named:
                        named[maker] = MakerMention(where, words, span if inside else None)
        other = next(iter(goods.makers), "") or shipper_in(goods, self._ordinary)
        unlike = {maker: MakerMention("", words, None, other, denied=True) for maker, words in denied.items()}
        return MakerMentions(named, unlike, MakerMention(other=other))

    def _of_firm(self, name: str) -> Found:
        """The makers that a firm's `name` is of: whole, or by a part of it, unless it was decided to be another's."""
        whole = dict.fromkeys(self._exact.get(name_key(name), ()), (0, len(name)))
        begun = {maker: (0, len(name)) for written, maker in self._han if is_own_part(name, written)}
        found = {**self.find(name), **begun, **whole}
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
        windows, known = name_windows(text), self._known
        self._learn(key for key, _, _ in windows if key not in known)
        for key, start, end in windows:
            for maker in known[key]:
                if maker not in found:
                    found[maker] = (start, end)
        for key, start, end in han_windows(text):
            for maker in self._exact.get(key, ()):
                if maker not in found:
                    found[maker] = (start, end)
        return found

    def _learn(self, keys: Iterable[str]) -> None:
        """Find what several new `keys` match, all at once: a text has some dozens, few of them met before."""
        new = [key for key in dict.fromkeys(keys) if len(key) >= LEAST_EDITED]
        if len(new) > 1 and self._long:
            near = self._near(new)
            for key in new:
                self._known.put(key, self._with_near(key, near.get(key, ())))

    def _matching(self, key: str) -> tuple[int, ...]:
        """The makers one of whose keys is `key`, or so near that they are one name."""
        near = self._near([key]) if len(key) >= LEAST_EDITED and self._long else {}
        return self._with_near(key, near.get(key, ()))

    def _with_near(self, key: str, near: Iterable[int]) -> tuple[int, ...]:
        """The makers that have `key`, or one of the long keys at the places `near` that is near enough."""
        makers = dict.fromkeys(self._exact.get(key, ()))
        for at in near:
            mine = self._long[at]
            if mine != key and key_similarity(mine, key) >= SAME_NAME:
                makers.update(dict.fromkeys(self._exact[mine]))
        return tuple(makers)

    def _near(self, keys: Sequence[str]) -> dict[str, list[int]]:
        """For each of `keys` the places of long keys that may be near.

        An edit changes a length by one and letters' counts by two at most, so most are ruled out by counting.
        """
        sizes = np.array([len(key) for key in keys], dtype=np.int16)[:, None]
        edits = np.floor((1 - SAME_NAME) * np.maximum(sizes, self._lengths) + 1e-9).astype(np.int16)
        kinds = np.array([_kinds(key) for key in keys], dtype=np.uint32)[:, None]
        may = np.bitwise_count(kinds ^ self._kinds) <= 2 * edits
        may &= np.abs(sizes - self._lengths) <= edits
        out: dict[str, list[int]] = {}
        for row, at in np.argwhere(may).tolist():
            key = keys[row]
            if np.abs(self._letters[at] - _letters(key)).sum() <= 2 * edits[row, at]:
                out.setdefault(key, []).append(at)
        return out


def _letters(key: str) -> NDArray[np.int16]:
    """How often each letter is in `key`; the last counts everything else."""
    out = np.zeros(27, dtype=np.int16)
    for c in key:
        out[ord(c) - 97 if "a" <= c <= "z" else 26] += 1
    return out


_BITS = {chr(97 + place): 1 << place for place in range(26)}


def _kinds(key: str) -> int:
    """Which letters are in `key`, a bit for each; one more for everything else."""
    bits = 0
    for c in set(key):
        bits |= _BITS.get(c, 1 << 26)
    return bits
