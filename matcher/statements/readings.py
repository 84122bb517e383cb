"""What one sentence says: cues of events, numbers of goods, goods, dates, parties, nations; and words that deny it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from matcher.statements.counts import counts
from matcher.statements.event_dates import dates
from matcher.statements.items import Named, SiteItems
from matcher.statements.model import EVENTS, GATHERINGS, MOVED, Count, Party, When
from matcher.statements.nations import Nation, nations
from matcher.statements.phrases import pattern, words_of
from matcher.statements.sentences import Sentence
from matcher.statements.who import parties

HOME_OF_LANGUAGE = {"zh": "CHN", "ru": "RUS", "uk": "UKR", "tr": "TUR"}
NEAR_CUSTOMER = 14  # characters between a nation and the customer it tells of
_SINGLE_EVENTS = tuple(event for event in EVENTS if event != "domestic")


@dataclass(frozen=True)
class Maker:
    """The maker whose posts are read: `home` its country (alpha-3, '' where unknown), sound keys of its names, its items."""

    home: str
    names: frozenset[str]
    items: SiteItems


@dataclass(frozen=True)
class Cue:
    """Words that say an event."""

    event: str
    start: int
    end: int


class Reading:
    """One sentence as read in one language."""

    def __init__(self, sentence: Sentence, language: str, published: str, maker: Maker) -> None:
        self.sentence, self.language, self.maker = sentence, language, maker
        named = maker.items.find(sentence, language)
        sold = [
            n for n in named if n.goods.codes or n.goods.items or any(map(maker.items.sells, n.goods.kinds))
        ]
        self.goods: list[Named] = (
            sold or named
        )  # without what the site does not sell (a truck) beside its own
        self.dates: list[When] = dates(sentence, language, published)
        self.nations: list[Nation] = nations(sentence.folded, language)
        self.parties: list[Party] = parties(sentence, language, self.nations, self.abroad, maker.names)
        coded = [(n.start, n.end) for n in sold if n.goods.codes]
        dated = [(when.start, when.end) for when in self.dates]
        found = counts(sentence, language, [(n.start, n.end) for n in sold], [*coded, *dated])
        self.counts: list[Count] = [count for count in found if not self._no_goods(count.start)]

    def _phrases(self, *names: str) -> re.Pattern[str]:
        table = words_of("context")
        for name in names:
            table = table[name]
        return pattern(table.get(self.language))

    def _clauses_with(self, found: Iterable[re.Match[str]]) -> set[int]:
        return {self.sentence.clause_at(match.start()) for match in found}

    @cached_property
    def taken_back(self) -> set[int]:
        """The clauses whose words deny, plan, offer or advise."""
        text = self.sentence.folded
        beside = [m.span() for m in self._phrases("harmless").finditer(text)] + [
            (w.start, w.end) for w in self.dates
        ]
        return self._clauses_with(
            m
            for m in self._phrases("not_said").finditer(text)
            if not any(start <= m.start() < end for start, end in beside)
        )

    @cached_property
    def denied(self) -> bool:
        """Whether the sentence takes itself back as a whole: a report that is not true, or a question."""
        text = self.sentence.folded
        asked = text.rstrip().endswith(("?", "？")) and self._phrases("question").search(text)
        return bool(asked) or self._phrases("denied").search(text) is not None

    @cached_property
    def contract(self) -> bool:
        """Whether the sentence speaks of a contract."""
        return self._phrases("contract").search(self.sentence.folded) is not None

    @cached_property
    def wanted(self) -> bool:
        """Whether the sentence looks for customers, or advises them."""
        return self._phrases("wanted").search(self.sentence.folded) is not None

    def _no_goods(self, place: int) -> bool:
        clause = self.sentence.clauses[self.sentence.clause_at(place)]
        return self._phrases("no_goods").search(self.sentence.folded, *clause) is not None

    @cached_property
    def cues(self) -> list[Cue]:
        """The events that the sentence says clearly, the longer of what overlaps, in clauses that nothing takes back."""
        text = self.sentence.folded
        found = [
            Cue(event, *m.span())
            for event in _SINGLE_EVENTS
            for m in pattern(words_of("events")[event]["clear"].get(self.language)).finditer(text)
        ]
        named = [(n.start, n.end) for n in self.goods if n.goods.codes or n.goods.kinds]
        named += [m.span() for m in self._phrases("own_place").finditer(text)]
        kept: list[Cue] = []
        for cue in sorted(found, key=lambda c: (c.start - c.end, c.start)):
            show = cue.event in GATHERINGS
            inside = not show and any(start <= cue.start and cue.end <= end for start, end in named)
            if (
                not inside
                and not self._part_of_another(cue)
                and not any(cue.start < o.end and o.start < cue.end for o in kept)
            ):
                kept.append(cue)
        return sorted((cue for cue in kept if not self._not_yet(cue)), key=lambda c: c.start)

    def _part_of_another(self, cue: Cue) -> bool:
        """Whether the words say something else here: cargo arrived, goods were tested on a stand."""
        known = words_of("context")["no_event"].get(cue.event, {})
        found = pattern(known.get(self.language)).finditer(self.sentence.folded)
        return any(m.start() <= cue.start and cue.end <= m.end() for m in found)

    def _not_yet(self, cue: Cue) -> bool:
        """Whether the words of its clause take a cue back, or put the moving of goods in the future."""
        if cue.event in GATHERINGS:
            return False  # they may be to come
        if self.denied:
            return True
        clause = self.sentence.clause_at(cue.start)
        due = {self.sentence.clause_at(when.start) for when in self.dates if when.due}
        before = self.sentence.folded[: cue.start].rstrip()
        if cue.event in MOVED and any(
            m.end() == len(before) for m in self._phrases("to_come").finditer(before)
        ):
            return True
        return clause in self.taken_back or (cue.event in MOVED and clause in due)

    @cached_property
    def weak_order(self) -> Cue | None:
        """Words that may say an order, where nothing takes them back."""
        if self.denied:
            return None
        for m in pattern(words_of("events")["order"]["weak"].get(self.language)).finditer(
            self.sentence.folded
        ):
            if self.sentence.clause_at(m.start()) not in self.taken_back:
                return Cue("order", *m.span())
        return None

    @cached_property
    def abroad(self) -> list[Nation]:
        """Nations and regions that are not the maker's own."""
        return [nation for nation in self.nations if nation.country != self.maker.home or not self.maker.home]

    @cached_property
    def domestic(self) -> bool:
        """Whether the customer is said to be of the maker's own country."""
        if self.abroad:
            return False
        text = self.sentence.folded
        if self._phrases("domestic", "any").search(text):
            return True
        own_language = self.maker.home == HOME_OF_LANGUAGE.get(self.language, "-")
        if own_language and self._phrases("domestic", "home").search(text):
            return True
        customers = [(p.start, p.end) for p in self.parties]
        return any(
            max(start - nation.end, nation.start - end) <= NEAR_CUSTOMER
            and nation.country == self.maker.home != ""
            for nation in self.nations
            for start, end in customers
        )

    @cached_property
    def says_domestic(self) -> bool:
        """Whether words of the sentence say that the customer is of the maker's own country, whichever that is."""
        return self._phrases("domestic", "any").search(self.sentence.folded) is not None

    @cached_property
    def consignee(self) -> Party | None:
        """The firm that the sentence says goods go to."""
        if not self._phrases("consignee").search(self.sentence.folded):
            return None
        return next((party for party in self.parties if party.kind == "firm"), None)

    @cached_property
    def place(self) -> tuple[int, int] | None:
        """Where something happened: a city after in or via, or a place of the maker."""
        text = self.sentence.folded
        before = words_of("context")["place_before"][self.language]
        for nation in self.nations:
            if nation.city and self._after_preposition(text, nation, before):
                return nation.start, nation.end
        own = self._phrases("own_place").search(text)
        return own.span() if own else None

    def _after_preposition(self, text: str, nation: Nation, before: Sequence[str]) -> bool:
        if self.language == "tr":
            return re.search(r"'?(?:da|de|ta|te|ya|ye|a|e)$", text[nation.start : nation.end]) is not None
        left = text[: nation.start].rstrip()
        if self.language == "zh":
            return left.endswith(tuple(before))
        return any(left == word or left.endswith((" " + word, "(" + word)) for word in before)
