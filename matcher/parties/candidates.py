"""Which names are compared: those that share a number, an own word, or one but for a letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from matcher.parties.comparison import LEAST_LIKE, Party
from matcher.parties.names import NameParts
from matcher.text.firm_vocabulary import without_one

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
    # Many keys give the same names: those without each letter of one word.
    for members in dict.fromkeys(tuple(sorted(set(group))) for group in groups if len(group) > 1):
        for pair in _pairs(members, parties):
            if pair not in seen:
                seen.add(pair)
                yield pair


def _pairs(members: tuple[int, ...], parties: Sequence[Party]) -> Iterator[tuple[int, int]]:
    """All pairs of a group; of a large one those with the same numbers in their names, and those without any with all.

    "Depot 1" and "Depot 2" are two firms; `matcher.parties.context` knows them as rivals.
    """
    if len(members) <= MOST_SHARING:
        yield from combinations(members, 2)
        return
    by_numbers: dict[frozenset[str], list[int]] = defaultdict(list)
    for place in members:
        by_numbers[parties[place].parts.numbers].append(place)
    without = by_numbers.pop(frozenset(), [])
    yield from combinations(without, 2)
    for same in by_numbers.values():
        yield from combinations(same, 2)
        yield from ((min(pair), max(pair)) for pair in product(without, same))


def share_whole_key(a: Party, b: Party) -> bool:
    """Whether two names would be compared by their numbers or whole names in a small group."""
    return not set(whole_keys(a)).isdisjoint(whole_keys(b))


def whole_keys(party: Party) -> Iterator[str]:
    """Keys of numbers and of a whole name: its own words by sound in any order, and without each letter in turn."""
    for number in party.numbers.firm:
        yield f"#{number.digits}"
    yield f"={''.join(sorted(party.parts.keys))}"
    if len(party.parts.joined) >= LEAST_LIKE:
        for key in without_one(party.parts.joined):
            yield f"-{key}"
    if len(party.parts.latin) > LEAST_LIKE and party.parts.latin != party.parts.joined:
        for key in without_one(party.parts.latin):  # a slip may change the sound of the letters beside it
            yield f"~{key}"


def word_keys(parts: NameParts) -> Iterator[str]:
    """Keys of each own word of a name, and without each of its letters in turn."""
    for key in parts.keys:
        if len(key) > LEAST_LIKE:
            yield from without_one(key)
        elif len(key) >= LEAST_LIKE - 1:
            yield key
