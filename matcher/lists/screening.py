"""A case's firms and goods codes beside a list: hits with confidence and reasons. Proposed, never decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database
from threadpoolctl import threadpool_limits

from matcher.lists.entries import Entry
from matcher.lists.near_names import NameMatrix, NearNames
from matcher.parties.comparison import Comparison, Party, compare, read_party
from matcher.parties.spellings import Spelling
from matcher.workers import cores, in_order

LEAST = 0.5  # confidence from which a hit is shown
MANY_PARTS = 50  # of names, from which processes pay


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
    if not named or not index.names:
        return
    parties = [read_party(spelling.name, spelling.number) for spelling in named]
    near = NearNames(NameMatrix(parties), NameMatrix([party for _, _, party in index.names]), least)

    def screened(part: tuple[int, ...]) -> list[tuple[int, int, Comparison]]:
        candidates = {row: index.with_number(parties[row]) for row in part}
        for row, place in zip(*(rows.tolist() for rows in near.pairs(part)), strict=True):
            candidates[row].add(place)
        return [
            (row, place, comparison)
            for row, places in candidates.items()
            for place, comparison in _best(index, parties[row], sorted(places), least)
        ]

    parts = near.parts()
    hits: dict[int, list[PartyHit]] = defaultdict(list)
    with threadpool_limits(1, user_api="blas"):  # the processes have the cores
        for found in in_order(screened, parts, cores() if len(parts) >= MANY_PARTS else 1):
            for row, place, comparison in found:
                entry, name, _ = index.names[place]
                hits[row].append(PartyHit(named[row], entry, name, comparison))
    for row in range(len(named)):
        yield from hits[row]


def _best(
    index: ListIndex, party: Party, places: Sequence[int], least: float
) -> Iterable[tuple[int, Comparison]]:
    """Of each entry the name that is most like `party`."""
    best: dict[int, tuple[int, Comparison]] = {}
    for place in places:
        entry, _, other = index.names[place]
        comparison = compare(party, other)
        known = best.get(entry.row)
        if comparison.confidence >= least and (known is None or comparison.confidence > known[1].confidence):
            best[entry.row] = place, comparison
    return best.values()


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
