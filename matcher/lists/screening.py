"""A case's firms and goods codes beside a list: hits with confidence and reasons. Proposed, never decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from matcher.lists.formats import Entry
from matcher.parties.candidates import whole_keys
from matcher.parties.comparison import Comparison, Party, compare, read_party
from matcher.parties.spellings import Spelling

LEAST = 0.5  # confidence from which a hit is shown
# Names of a list that share a word with more others than this are compared by whole names and numbers only.
MOST_SHARING = 20
LEAST_WORD = 4  # letters of a word that is looked up


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
    """The names of a list's entries, found by number, whole name and rare words."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Read every name of every entry."""
        self.names: list[tuple[Entry, str, Party]] = []
        whole: dict[str, list[int]] = defaultdict(list)
        words: dict[str, list[int]] = defaultdict(list)
        for entry in entries:
            for name in entry.names:
                party = read_party(name, " / ".join(entry.numbers))
                place = len(self.names)
                self.names.append((entry, name, party))
                for key in whole_keys(party):
                    whole[key].append(place)
                for key in _words(party):
                    words[key].append(place)
        self._whole: Mapping[str, list[int]] = whole
        self._words = {key: places for key, places in words.items() if len(places) <= MOST_SHARING}

    def candidates(self, party: Party) -> set[int]:
        """Places of the names that may be those of `party`."""
        found = {place for key in whole_keys(party) for place in self._whole.get(key, ())}
        return found | {place for key in _words(party) for place in self._words.get(key, ())}


def _words(party: Party) -> Iterable[str]:
    return {key for key in party.parts.keys if len(key) >= LEAST_WORD}


def screen_parties(
    spellings: Iterable[Spelling], entries: Sequence[Entry], least: float = LEAST
) -> Iterator[PartyHit]:
    """The best hit of each name of the case with each entry, from the confidence `least` on."""
    index = ListIndex(entries)
    for spelling in spellings:
        party = read_party(spelling.name, spelling.number)
        best: dict[int, PartyHit] = {}
        for place in sorted(index.candidates(party)):
            entry, name, listed = index.names[place]
            comparison = compare(party, listed)
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
