"""Items that a record of goods names together and that are no rivals: the one is no evidence against the other.

The page of a series and its members; pages of one product in two languages; goods that a record names each by its whole code, at
different places: "pumps QX-20 (40 pcs), QX-35 (10 pcs)".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from matcher.candidates.codes.code_hits import CodeHit
from matcher.candidates.series.series_pages import SeriesPages
from matcher.records.documents import ItemDocument
from matcher.text.normal_forms import code_form

_SIZE = re.compile(r"\d+(?:[.,]\d+)? ?[^\W\d_]{1,3}")
BESIDE = 8  # characters between two codes of one list, as a comma and a size
LEAST_CODE = 4  # signs of a code that names goods beside others: shorter ones are met by chance


class Kinship:
    """Which items of a catalog are no rivals where a record names them."""

    def __init__(self, items: Sequence[ItemDocument], series: SeriesPages) -> None:
        self._items = items
        self._series = series
        self._forms = [frozenset(map(code_form, item.codes)) for item in items]

    def are_kin(self, one: int, mine: CodeHit | None, other: int, theirs: CodeHit | None) -> bool:
        """Whether two items are no rivals, given the codes by which a record names them as its goods."""
        if self._series.joined(one, other):
            return True
        if mine is None or theirs is None or self._items[one].site != self._items[other].site:
            return False
        if mine.written == theirs.written:
            return self._translate(one, other)
        if _is_size_of(mine, theirs) or _is_size_of(theirs, mine):
            return True
        return self.are_apart(one, mine, other, theirs)

    def among(self, items: Sequence[int], named: Mapping[int, CodeHit]) -> dict[int, frozenset[int]]:
        """Of items that a record is compared with, by place, those that it names and that have kin among the named, by place."""
        own = [
            (at, item, named[item]) for at, item in enumerate(items) if item in named and not named[item].fits
        ]
        found = {
            at: frozenset(
                place
                for place, other, theirs in own
                if place != at and self.are_kin(item, hit, other, theirs)
            )
            for at, item, hit in own
        }
        return {at: kin for at, kin in found.items() if kin}

    def are_apart(self, one: int, mine: CodeHit, other: int, theirs: CodeHit) -> bool:
        """Whether two codes name goods of their own: each is whole, and stands at another place than the other, and neither
        item has both: a battery QX-20 LiFePO4 is one. Of two codes that begin alike each must be listed: QX-20 and QX-20B."""
        if not (is_named(mine) and is_named(theirs)) or mine.span is None or theirs.span is None:
            return False
        apart = max(mine.span[0], theirs.span[0]) - min(mine.span[1], theirs.span[1])
        if apart <= 0:
            return False
        first, second = code_form(mine.code), code_form(theirs.code)
        if not (_is_distinct(first) and _is_distinct(second)):
            return False
        if (first.startswith(second) or second.startswith(first)) and not (mine.listed and theirs.listed):
            return False
        if (mine.use or theirs.use) and (apart > BESIDE or first[0] != second[0]):
            return False  # what goods may be for, and the goods; but codes of one list are meant alike
        return first not in self._forms[other] and second not in self._forms[one]

    def _translate(self, one: int, other: int) -> bool:
        """Whether two items have pages in no common language."""
        mine, theirs = ({page.language for page in self._items[number].pages} for number in (one, other))
        return mine.isdisjoint(theirs)


def _is_size_of(one: CodeHit, other: CodeHit) -> bool:
    """Whether a name is another one with a size, of which the other's page shows all: Skua R2 10 mm of Skua R2."""
    begun = f"{other.code} "
    return (
        is_whole(one)
        and is_whole(other)
        and one.code.startswith(begun)
        and _SIZE.fullmatch(one.code[len(begun) :]) is not None
    )


def is_named(hit: CodeHit) -> bool:
    """Whether a code is named whole, which may be that of what the goods are for."""
    return hit.exact and not (hit.fits or hit.short or hit.prefixed)


def is_whole(hit: CodeHit) -> bool:
    """Whether a code is named whole, as that of the goods."""
    return hit.exact and not (hit.use or hit.short or hit.prefixed)


def _is_distinct(form: str) -> bool:
    """Whether a code is hardly met by chance: it has letters and digits."""
    return len(form) >= LEAST_CODE and any(map(str.isdigit, form)) and not form.isdigit()
