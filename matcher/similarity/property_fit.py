"""How well the properties that a description states fit an item: numbers by unit and label, words by meaning.

No list of properties is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matcher.arrays import Ints
from matcher.attributes.measures import Measure
from matcher.records.documents import ItemDocument
from matcher.similarity.number_fit import NumberFit, NumberSpace
from matcher.similarity.phrase_space import PhraseSpace
from matcher.similarity.property_slots import LabelledText
from matcher.similarity.taught_labels import Example
from matcher.similarity.word_fit import Taught, WordSpace


class PropertyFit(NamedTuple):
    """`numbers`: how those of the description fit. `behind`: bits of numbers that fit the best candidate more.

    `choice`: log-odds that phrases state the item's values of properties rather than those of other candidates.
    `denied`: how like a property of the item is to what the description denies.
    """

    numbers: NumberFit = NumberFit()
    behind: float = 0.0
    choice: float = 0.0
    denied: float = 0.0

    @property
    def worth(self) -> float:
        """What the stated properties say for the item, in bits."""
        numbers = self.numbers
        return numbers.information + self.choice - 3 * (numbers.contradict + numbers.elsewhere)


NO_PROPERTY_FIT = PropertyFit()


class Stated(NamedTuple):
    """What the description of a goods record states in numbers and in words, and what it denies."""

    goods_id: str
    numbers: Sequence[Measure]
    words: Sequence[str]
    denied: Sequence[str]
    denied_numbers: Sequence[Measure] = ()


class PropertySpace:
    """The properties of a catalog's items. `taught`: phrase -> records that have it and name an item's code (goods id, item)."""

    def __init__(
        self,
        items: Sequence[ItemDocument],
        stated: Sequence[Sequence[LabelledText]],
        kinds: Ints,
        phrases: PhraseSpace,
        taught: Taught,
        sample: Sequence[str],
        examples: Sequence[Example] = (),
        members: Mapping[int, Sequence[int]] | None = None,
    ) -> None:
        """`stated`: each item's properties in words; `kinds`: its cluster (matcher.similarity.kind_clusters); `sample`:
        phrases of goods, which tell how near all are to a property; `examples`: records that name an item's code;
        `members`: of each page of a series."""
        self._members = members or {}
        self.numbers = NumberSpace(items, phrases, examples)
        self.words = WordSpace(items, stated, kinds, phrases, taught, sample)

    def fits(self, stated: Stated, items: Sequence[int]) -> list[PropertyFit]:
        """The fit of what a description states and denies to each of its candidate items."""
        numbers = self.numbers.fits(stated.goods_id, stated.numbers, items)
        best = max((fit.information for fit in numbers), default=0.0)
        chosen = self.words.choices(stated.goods_id, stated.words, items)
        against = [
            max(denied, float(self.numbers.has_any(stated.denied_numbers, item)))
            for denied, item in zip(
                self.words.denials(stated.goods_id, stated.denied, items), items, strict=True
            )
        ]
        found = [
            PropertyFit(fit, best - fit.information, choice, denied)
            for fit, choice, denied in zip(numbers, chosen, against, strict=True)
        ]
        return self._of_members(found, items) if self._members else found

    def _of_members(self, found: list[PropertyFit], items: Sequence[int]) -> list[PropertyFit]:
        """The fits, with that of the best member for the page of its series: what is told of one model is told of the series.

        The page itself does not state these numbers, so that no reader is told that they agree with it.
        """
        place = {item: at for at, item in enumerate(items)}
        out = list(found)
        for at, item in enumerate(items):
            own = [place[member] for member in self._members.get(item, ()) if member in place]
            best = max(own, key=lambda place: found[place].worth, default=at)
            if found[best].worth > found[at].worth:
                out[at] = found[best]._replace(numbers=found[best].numbers._replace(agreed=(), refuted=()))
        return out
