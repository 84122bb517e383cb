"""A case's firms and goods codes beside a list: hits with confidence and reasons. Proposed, never decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from matcher.lists.entries import Entry
from matcher.lists.near_names import NameMatrix, near_pairs
from matcher.parties.comparison import Comparison, Party, compare, read_party
from matcher.parties.spellings import Spelling

LEAST = 0.5  # confidence from which a hit is shown


@dataclass(frozen=True)
class PartyHit:
    """A name of the case that may be an entry of a list, by one of its names."""

    spelling: Spelling
    entry: Entry
    listed_name: str
    comparison: Comparison


@dataclass(frozen=True)
class CodeHit:
    """Lines whose goods code begins with a code of a list."""

    entry: Entry
    code: str
    lines: int
    value_usd: float | None
    first_date: str | None
    last_date: str | None


class ListIndex:
    """The names of a list's entries, found by number; near_names finds them by their words."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Read every name of every entry."""
        self.names: list[tuple[Entry, str, Party]] = []
        self._places: dict[str, list[int]] = defaultdict(list)
        for entry in entries:
            numbers = " / ".join(entry.numbers)
            for name in entry.names:
                party = read_party(name, numbers)
                for number in party.numbers.firm:
                    self._places[number.digits].append(len(self.names))
                self.names.append((entry, name, party))

    def with_number(self, party: Party) -> set[int]:
        """Places of the names that have a number of `party`."""
        return {place for number in party.numbers.firm for place in self._places.get(number.digits, ())}


def screen_parties(
    spellings: Iterable[Spelling], entries: Sequence[Entry], least: float = LEAST
) -> Iterator[PartyHit]:
    """The best hit of each name of the case with each entry, from the confidence `least` on, as a comparison of all with
    all would find them."""
    index, named = ListIndex(entries), list(spellings)
    parties = [read_party(spelling.name, spelling.number) for spelling in named]
    candidates = [index.with_number(party) for party in parties]
    if parties and index.names:
        matrix, listed = NameMatrix(parties), NameMatrix([party for _, _, party in index.names])
        for first, second in near_pairs(matrix, listed, least):
            for row, place in zip(first.tolist(), second.tolist(), strict=True):
                candidates[row].add(place)
    for spelling, party, places in zip(named, parties, candidates, strict=True):
        best: dict[int, PartyHit] = {}
        for place in sorted(places):
            entry, name, other = index.names[place]
            comparison = compare(party, other)
            known = best.get(entry.row)
            if comparison.confidence >= least and (known is None or comparison.confidence > known.comparison.confidence):  # fmt: skip
                best[entry.row] = PartyHit(spelling, entry, name, comparison)
        yield from best.values()


def screen_codes(db: Database, entries: Sequence[Entry]) -> Iterator[CodeHit]:
    """The goods codes of the case's lines that begin with a code of the list."""
    codes = db.execute(
        "SELECT hs, count(*), sum(value_usd), min(date), max(date) FROM current_lines WHERE hs IS NOT NULL GROUP BY hs ORDER BY hs"
    )
    declared = [("".join(filter(str.isdigit, row[0])), row) for row in codes]
    for entry in entries:
        if entry.hs:
            for digits, row in declared:
                if digits.startswith(entry.hs):
                    yield CodeHit(entry, *row)
