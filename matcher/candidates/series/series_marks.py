"""Trademarks of a maker's series: the word of their own that several names of a site have, where a record states it as its mark.

"Norvik 2 hand winch" and "Norvik 5 hand winch" are goods under the trademark NORVIK, whatever their maker is called. In the text of
a record such a word is a word like others; only a stated mark that is nothing else counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from matcher.candidates.makers.maker_mentions import LEAST_KEY, SAME_NAME
from matcher.records.documents import ItemDocument
from matcher.remembered import Remembered
from matcher.text.transliteration import key_similarity, name_key

LEAST_ITEMS = 2  # of a site whose names have the word
LEAST_EDITED = 6  # letters of a key from which a near one is the same word
KEPT = 1 << 14  # stated marks whose series are remembered
_CAPITALISED = re.compile(r"(?<![\w-])[^\W\da-zа-яё_][^\W\d_]+(?![\w-])")


class SeriesMarks:
    """Which items of a catalog are of the series that a stated trademark is."""

    def __init__(self, items: Sequence[ItemDocument]) -> None:
        owners: defaultdict[str, set[int]] = defaultdict(set)
        for number, item in enumerate(items):
            for page in item.pages:
                for word in _CAPITALISED.findall(page.name):
                    if len(key := name_key(word)) >= LEAST_KEY:
                        owners[key].add(number)
        self._owners = {
            key: frozenset(own)
            for key, own in owners.items()
            if len(own) >= LEAST_ITEMS and len({items[number].site for number in own}) == 1
        }
        self._of = Remembered(self._named, KEPT)

    def items(self, mark: str) -> frozenset[int]:
        """The numbers of the items of whose series a stated `mark` is the name."""
        return self._of[mark]

    def _named(self, mark: str) -> frozenset[int]:
        key = name_key(mark)
        if (own := self._owners.get(key)) is not None:
            return own
        if len(key) < LEAST_EDITED:
            return frozenset()
        near = (own for name, own in self._owners.items() if key_similarity(name, key) >= SAME_NAME)
        return next(near, frozenset())
