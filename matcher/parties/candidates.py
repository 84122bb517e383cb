"""Which names are compared: those that share a number, an own word, or one but for a letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from matcher.parties.comparison import LEAST_LIKE, Party
from matcher.parties.names import NameParts
from matcher.parties.vocabulary import without_one

# Names that share a word with more others than this are compared by their whole names only: the word tells nothing.
MOST_SHARING = 300


def candidate_pairs(parties: Sequence[Party]) -> Iterator[tuple[int, int]]:
    """Places of the pairs that may be one firm, each once, the lower place first."""
    whole: dict[str, list[int]] = defaultdict(list)
    partly: dict[str, list[int]] = defaultdict(list)
    for place, party in enumerate(parties):
        for key in whole_keys(party):
            whole[key].append(place)
        for key in word_keys(party.parts):
            partly[key].append(place)
    groups = [*whole.values(), *(group for group in partly.values() if len(group) <= MOST_SHARING)]
    seen: set[tuple[int, int]] = set()
    for group in groups:
        members = sorted(set(group))
        for at, first in enumerate(members):
            for second in members[at + 1 :]:
                if (first, second) not in seen:
                    seen.add((first, second))
                    yield first, second


def whole_keys(party: Party) -> Iterator[str]:
    """Keys of numbers and of a whole name: its own words by sound in any order, and without each letter in turn."""
    for number in party.numbers.firm:
        yield f"#{number.digits}"
    yield f"={''.join(sorted(party.parts.keys))}"
    if len(party.parts.joined) >= LEAST_LIKE:
        for key in without_one(party.parts.joined):
            yield f"-{key}"


def word_keys(parts: NameParts) -> Iterator[str]:
    """Keys of each own word of a name, and without each of its letters in turn."""
    for key in parts.keys:
        if len(key) > LEAST_LIKE:
            yield from without_one(key)
        elif len(key) >= LEAST_LIKE - 1:
            yield key
