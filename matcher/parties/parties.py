"""The firms of a case: its names, joined by number, by name and by decision."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlite_utils import Database

from crawler.case.errors import UsageProblem
from matcher.parties.clusters import DEFAULT, Decided, Link, cluster, links_between
from matcher.parties.comparison import read_party
from matcher.parties.decisions import Names, counting
from matcher.parties.numbers import read_numbers
from matcher.parties.spellings import Spelling, read_spellings, spelling_id
from matcher.reading.texts import Sentence
from matcher.text.normal_forms import normal_form


@dataclass(frozen=True)
class Firm:
    """A firm: its spellings, the most frequent first. `confidence` is the lowest of the links that hold it together.

    `basis`: decided, number or name for that link; one name for a firm with a single name.
    """

    party_id: str
    spellings: tuple[Spelling, ...]
    confidence: float
    basis: str

    @property
    def name(self) -> str:
        """The name that most lines have."""
        return self.spellings[0].name

    @property
    def numbers(self) -> tuple[str, ...]:
        """The valid tax numbers of its names, with their kinds: INN 7707083893; several kinds where the rules of several fit."""
        return self.numbers_in("en")

    def numbers_in(self, language: str) -> tuple[str, ...]:
        """The same in a reader's language."""
        found: dict[str, None] = {}
        for spelling in self.spellings:
            for number in read_party(spelling.name, spelling.number).numbers.firm:
                if number.is_valid:
                    found[number.said(language)] = None
        return tuple(found)

    @property
    def is_personal(self) -> bool:
        """Whether a name of it is a natural person's or a sole trader's."""
        return any(spelling.is_personal for spelling in self.spellings)


@dataclass(frozen=True)
class Proposal:
    """Two firms that may be one: their names that are most alike, the probability, and reasons."""

    first: Spelling
    second: Spelling
    confidence: float
    reasons: tuple[Sentence, ...]


class Parties:
    """The firms of a case, and of each spelling the firm it is of."""

    def __init__(self, db: Database, least: float = DEFAULT) -> None:
        """Read the case's names and join those of one firm from the probability `least` on."""
        spellings = read_spellings(db)
        self._spellings = {one.spelling_id: one for one in spellings}
        decided = counting(db)
        self._places = _places(spellings, decided.words)
        groups: dict[int, list[Spelling]] = defaultdict(list)
        for spelling in spellings:
            groups[self._places[spelling.spelling_id]].append(spelling)
        first = [groups[place][0] for place in range(len(groups))]
        read = [read_party(one.name, one.number) for one in first]
        self._links = links_between(read)
        joined = cluster(read, self._links, self._decided(decided.words), least)
        members: dict[int, list[Spelling]] = defaultdict(list)
        for place, root in enumerate(joined.of):
            members[root] += groups[place]
        self.firms = sorted(
            (_firm(found, *joined.weakest[root]) for root, found in members.items()),
            key=lambda firm: (-sum(s.lines for s in firm.spellings), firm.party_id),
        )
        self.of: Mapping[str, Firm] = {s.spelling_id: firm for firm in self.firms for s in firm.spellings}
        self._groups = groups
        self.notes = self._notes(decided.disputed, [self._ids(pair) for pair in joined.refused])

    def _decided(self, words: Mapping[Names, str]) -> Decided:
        pairs: dict[str, list[tuple[int, int]]] = {"same": [], "different": []}
        for (first, second), word in reversed(list(words.items())):  # the last decision first
            if first in self._places and second in self._places:
                pairs[word].append((self._places[first], self._places[second]))
        return Decided(tuple(pairs["same"]), tuple(pairs["different"]))

    def _ids(self, pair: tuple[int, int]) -> Names:
        return self._groups[pair[0]][0].spelling_id, self._groups[pair[1]][0].spelling_id

    def _notes(self, disputed: Sequence[Names], refused: Sequence[Names]) -> list[str]:
        def named(key: str) -> str:
            return f"{key} ({self.name(key)})" if key in self.of else key

        notes = [f"disputed, reviewers differ: {named(a)} and {named(b)}" for a, b in disputed]
        return notes + [
            f"not joined, a decision that they are different excludes it: {named(a)} and {named(b)}"
            for a, b in refused
        ]

    def name(self, key: str) -> str:
        """The name of a spelling's id; empty where no line has it any more."""
        return self._spellings[key].name if key in self._spellings else ""

    def firm(self, name: str, number: str | None) -> Firm | None:
        """The firm of a name and number as a line states them; without a number, of the name where it is one firm's."""
        found = self.of.get(spelling_id(name, number or ""))
        return found if found or number else self._by_name.get(normal_form(name))

    @cached_property
    def _by_name(self) -> dict[str, Firm]:
        firms: dict[str, set[str]] = defaultdict(set)
        for firm in self.firms:
            for spelling in firm.spellings:
                firms[normal_form(spelling.name)].add(spelling.spelling_id)
        return {
            name: self.of[min(ids)]
            for name, ids in firms.items()
            if len({self.of[one].party_id for one in ids}) == 1
        }

    def proposals(self, least: float = 0.3) -> Iterator[Proposal]:
        """Pairs of firms that may be one but are not joined, the most likely first, each pair of firms once."""
        seen: set[frozenset[str]] = set()
        for link in sorted(self._links, key=lambda link: (-link.confidence, link.first, link.second)):
            if link.confidence < least:
                return
            first, second = self._groups[link.first][0], self._groups[link.second][0]
            firms = frozenset((self.of[first.spelling_id].party_id, self.of[second.spelling_id].party_id))
            if len(firms) == 2 and firms not in seen:
                seen.add(firms)
                yield Proposal(first, second, link.confidence, link.comparison.reasons)

    def links_of(self, firm: Firm) -> dict[str, Link]:
        """Of each of a firm's spellings but the first: the link by which it is most surely of it."""
        best: dict[str, Link] = {}
        for link in self._links:
            names = self._groups[link.first], self._groups[link.second]
            if self.of[names[0][0].spelling_id] is self.of[names[1][0].spelling_id] is firm:
                for spelling in (*names[0], *names[1]):
                    known = best.get(spelling.spelling_id)
                    if known is None or link.confidence > known.confidence:
                        best[spelling.spelling_id] = link
        return best

    def find(self, text: str) -> Firm:
        """The firm of an id, a tax number, or a name or part of one. Raises UsageProblem for none, or several."""
        found = [firm for firm in self.firms if firm.party_id == text]
        if text in self.of:
            found = [self.of[text]]
        wanted, digits = normal_form(text), re.sub(r"\W", "", text)
        for test in (_has_number, _has_name, _has_part):
            found = found or [firm for firm in self.firms if test(firm, wanted, digits)]
        if not found:
            raise UsageProblem(
                f"{text}: no firm of this case has this id, number or name; see `box31 parties`"
            )
        if len(found) > 1:
            names = ", ".join(f"{firm.party_id} {firm.name}" for firm in found[:4])
            raise UsageProblem(f"{text}: {len(found)} firms: {names}; give an id")
        return found[0]

    def spelling(self, text: str) -> Spelling:
        """The spelling of an id, or of a whole name that one spelling has; else the first of the firm found."""
        if text in self.of:
            return self._spellings[text]
        wanted = normal_form(text)
        found = [s for firm in self.firms for s in firm.spellings if normal_form(s.name) == wanted]
        return found[0] if len(found) == 1 else self.find(text).spellings[0]


def firm_ids(db: Database) -> Callable[[str, str | None], str]:
    """A function that gives the id of the firm of a name and number of a line; the name itself where none is known."""
    parties = Parties(db)

    def id_of(name: str, number: str | None) -> str:
        firm = parties.firm(name, number)
        return firm.party_id if firm else name

    return id_of


def _has_number(firm: Firm, wanted: str, digits: str) -> bool:
    return len(digits) >= 7 and any(
        digits == number.digits for s in firm.spellings for number in read_numbers(s.number).firm
    )


def _has_name(firm: Firm, wanted: str, digits: str) -> bool:
    return any(normal_form(s.name) == wanted for s in firm.spellings)


def _has_part(firm: Firm, wanted: str, digits: str) -> bool:
    return bool(wanted) and any(wanted in normal_form(s.name) for s in firm.spellings)


def _places(spellings: Sequence[Spelling], words: Mapping[Names, str]) -> dict[str, int]:
    """The place of each spelling among the names that are compared: names that are read alike share one.

    A name that a decision sets apart has a place of its own.
    """
    apart = {name for names, word in words.items() if word == "different" for name in names}
    places: dict[object, int] = {}
    out = {}
    for spelling in spellings:
        party = read_party(spelling.name, spelling.number)
        own = spelling.spelling_id if spelling.spelling_id in apart else ""
        out[spelling.spelling_id] = places.setdefault((party, own), len(places))
    return out


def _firm(spellings: Sequence[Spelling], confidence: float, basis: str) -> Firm:
    ordered = sorted(spellings, key=lambda one: (-one.lines, one.spelling_id))
    first = min(one.spelling_id for one in ordered)
    return Firm(f"y-{first.removeprefix('n-')}", tuple(ordered), confidence, basis)
