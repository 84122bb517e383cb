"""A post to its statements. Pure: the same post, items and words always give the same statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matcher.statements.alignment import goods_of, joined_goods
from matcher.statements.confidence import confidence
from matcher.statements.items import Named
from matcher.statements.merging import merged
from matcher.statements.model import (
    GATHERINGS,
    MOVED,
    ORDERED,
    UNNAMED,
    Count,
    Goods,
    Party,
    Span,
    Statement,
    When,
)
from matcher.statements.phrases import language_of
from matcher.statements.readings import HOME_OF_LANGUAGE, Cue, Maker, Reading
from matcher.statements.sentences import sentences

COUNTED = (*ORDERED, *MOVED, "sample", "test")  # events that a number may be of
# Events that posts on exhibitions and trainings mention without reporting them.
AT_SHOWS = ("visit", "test", "sample", *MOVED)
# Events whose number or day of delivery may be in the next sentence.
DELIVERED = (*ORDERED, "shipment", "domestic")
_AND = re.compile(r"\s(?:and|и|та|й|і|ve|sonra)\s")
_NEXT = re.compile(r"\s(?:(?:back )?(?:in|on)|в|во|у)\s")
FOREIGN = (*COUNTED, "visit")  # events of which a domestic customer makes another event


@dataclass(frozen=True)
class PostText:
    """A post: `published` ISO 8601, '' where the page gives none."""

    title: str
    text: str
    published: str


def read_post(post: PostText, maker: Maker) -> list[Statement]:
    """The statements of a post, in the order of its words; what the title and the text both say is one."""
    language = language_of(f"{post.title}\n{post.text}")
    parts = list(sentences(post.title, post.text))
    readings = [Reading(s, language, post.published, maker) for s in parts]
    own = HOME_OF_LANGUAGE.get(language, "") if language != "ru" else ""
    if not maker.home and own and any(r.says_domestic for r in readings):
        here = replace(maker, home=own)  # a post that says "at home" is of the country of its language
        readings = [Reading(s, language, post.published, here) for s in parts]
    return merged(_Reader(readings).statements())


class _Reader:
    """The sentences of a post, read in their order, with what later ones take from earlier ones."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.readings = readings
        self.title_events = {c.event for r in readings if r.sentence.part == "title" for c in r.cues}
        self.denied = any(r.denied for r in readings if r.sentence.part == "title")
        self.wanted = any(r.wanted for r in readings)
        self.foreign = any(r.abroad for r in readings)
        to = next((r for r in readings if r.consignee), None)
        self.consignee = (
            (to.consignee, _span(to, to.consignee.start, to.consignee.end)) if to and to.consignee else None
        )
        self.party: Party | None = None
        self.party_span: Span | None = None
        self.goods: tuple[Goods, Span] | None = None
        self.domestic = False
        self.after_show = False  # whether the sentence before speaks of an exhibition

    def statements(self) -> list[Statement]:
        made: list[Statement] = []
        last: list[Statement] = []
        for reading in self.readings:
            self._remember_party(reading)
            found = list(self._of_sentence(reading)) or self._of_next(reading, last)
            self._remember_goods(reading)
            if not found and (due := next((when for when in reading.dates if when.due), None)):
                made = made[: len(made) - len(last)] + [_with_due(s, reading, due) for s in last]
                last = made[len(made) - len(last) :]
            self.after_show = any(c.event == "exhibition" for c in reading.cues)
            last = found or last
            made += found
        return made

    def _remember_party(self, reading: Reading) -> None:
        own = _party(reading)
        if own and (self.party is None or own.kind != "unnamed" or own.country):
            self.party = own if own.country or not self.party else replace(own, country=self.party.country)
            self.party_span = _span(reading, own.start, own.end)
        if reading.domestic:
            self.domestic = not self.foreign
        elif reading.abroad:
            self.domestic = False

    def _remember_goods(self, reading: Reading) -> None:
        goods, span = _as_one(reading, reading.goods)
        if span:
            self.goods = goods, span

    def _of_sentence(self, reading: Reading) -> Iterator[Statement]:
        cues = self._cues(reading)
        weak = self._weak(reading, cues)
        cues, rule = ([*cues, weak], "inferred") if weak else (cues, "clear")
        by_event: dict[str, list[Cue]] = {}
        for cue in cues:
            by_event.setdefault(cue.event, []).append(cue)
        counted = _assigned(reading, cues)
        for event, its in by_event.items():
            made = rule if weak and event == weak.event else "clear"
            own = [count for count in reading.counts if counted.get(count) == event]
            if event == "order" and not own and not self._customer(reading):
                continue
            yield from self._made(reading, event, its[0], own, made)

    def _cues(self, reading: Reading) -> list[Cue]:
        cues = reading.cues
        if self.denied:
            cues = [c for c in cues if c.event in GATHERINGS]
        if self.wanted and not reading.counts:
            cues = [c for c in cues if c.event not in ORDERED]
        if self._at_show(reading):
            cues = [c for c in cues if c.event not in AT_SHOWS and (c.event not in ORDERED or reading.counts)]
        if any(c.event == "sample" for c in cues) and not reading.counts:
            cues = [c for c in cues if c.event not in MOVED]  # it is samples that were sent or received
        if not reading.counts and not reading.parties and not reading.abroad:
            cues = [c for c in cues if c.event != "shipment"]  # how goods are shipped, not that they were
        return [self._at_home(reading, cue) for cue in cues]

    def _at_home(self, reading: Reading, cue: Cue) -> Cue:
        """The cue, or a domestic one where the customer is of the maker's own country."""
        at_home = reading.domestic or (self.domestic and not reading.abroad)
        return Cue("domestic", cue.start, cue.end) if at_home and cue.event in FOREIGN else cue

    def _weak(self, reading: Reading, cues: Sequence[Cue]) -> Cue | None:
        """Words that say an order because a customer and a number of goods are beside them, where nothing says it clearly."""
        weak = reading.weak_order
        if (
            not weak
            or self.denied
            or not reading.counts
            or not self._customer(reading)
            or self._at_show(reading)
        ):
            return None
        if any(c.event in (*ORDERED, *MOVED, "domestic") for c in cues):
            return None
        sentence = reading.sentence
        taken = {sentence.clause_at(c.start) for c in cues if c.event in COUNTED}
        if all(sentence.clause_at(count.start) in taken for count in reading.counts):
            return None
        return self._at_home(reading, Cue("contract", weak.start, weak.end) if reading.contract else weak)

    def _at_show(self, reading: Reading) -> bool:
        events = {c.event for c in reading.cues} | self.title_events
        return bool(events & set(GATHERINGS)) or (self.after_show and not reading.counts)

    def _customer(self, reading: Reading) -> bool:
        return bool(reading.parties or reading.abroad or reading.domestic or self.party)

    def _of_next(self, reading: Reading, last: Sequence[Statement]) -> list[Statement]:
        """A sentence without an event that gives the number of what the sentence before it ordered."""
        before = [s for s in last if s.event in DELIVERED]
        if len(before) != 1 or before[0].quantity is not None or not reading.counts or reading.taken_back:
            return []
        cue = Cue(before[0].event, reading.counts[0].start, reading.counts[0].end)
        return list(self._made(reading, before[0].event, cue, reading.counts, "carried"))

    def _made(
        self, reading: Reading, event: str, cue: Cue, own: Sequence[Count], rule: str
    ) -> Iterator[Statement]:
        base = self._base(reading, event, cue, rule)
        counted: list[Count | None] = [*own] or [None]
        for count in counted:
            named, span = _as_one(reading, _goods_of(reading, count) if count else reading.goods)
            statement = base
            if named == Goods() and len({code for n in reading.goods for code in n.goods.codes}) == 1:
                named, span = _as_one(reading, reading.goods)  # "tested a dozen X and ordered 4,200 of them"
            if named == Goods() and self.goods and event not in ("visit", *GATHERINGS):
                (named, span), statement = (
                    self.goods,
                    replace(base, rule="carried" if rule == "clear" else rule),
                )
            spans = dict(statement.spans)
            if span:
                spans["goods"] = span
            if count:
                spans["quantity"] = _span(reading, count.start, count.end)
                statement = replace(statement, quantity=count.number, unit=count.unit, rough=count.rough)
            statement = replace(statement, goods=named, spans=spans)
            yield replace(statement, confidence=confidence(statement))

    def _base(self, reading: Reading, event: str, cue: Cue, rule: str) -> Statement:
        spans = {
            "event": _span(reading, cue.start, cue.end),
            "sentence": _span(reading, 0, len(reading.sentence.words)),
        }
        own = _party(reading)
        party, party_span = own, _span(reading, own.start, own.end) if own else None
        if (own is None or (own.kind == "unnamed" and not own.country)) and self.party:
            party, party_span = self.party, self.party_span
        if self.consignee and event in DELIVERED and (party is None or party.kind == "unnamed"):
            firm, party_span = self.consignee
            party = replace(firm, country=firm.country or (party.country if party else ""))
        if event in (*GATHERINGS, "domestic") and own is None:
            party, party_span = None, None
        if party and party_span:
            spans["party"] = party_span
        day = _nearest(reading, cue, due=False)
        due = _nearest(reading, cue, due=True) if event in DELIVERED else None
        for name, when in (("date", day), ("due", due)):
            if when:
                spans[name] = _span(reading, when.start, when.end)
        if reading.place:
            spans["place"] = _span(reading, *reading.place)
        return Statement(
            event,
            rule,
            party=party.name if party else "",
            party_kind=party.kind if party else "",
            country=party.country if party else "",
            day=day.day if day else "",
            until=day.until if day else "",
            year_from=day.year_from if day else "",
            due=due.until or due.day if due else "",
            place=spans["place"].words if reading.place else "",
            spans=spans,
        )


def _party(reading: Reading) -> Party | None:
    """Who the sentence speaks of: a firm or person, else a customer without a name, else one from a nation abroad."""
    named = next((p for p in reading.parties if p.kind != "unnamed"), None)
    unnamed = next((p for p in reading.parties if p.kind == "unnamed"), None)
    abroad = next((n for n in reading.abroad if n.country), None)
    if named:
        return named if named.country or not unnamed else replace(named, country=unnamed.country)
    if unnamed:
        return unnamed
    return Party(UNNAMED, "unnamed", abroad.country, abroad.start, abroad.end) if abroad else None


def _assigned(reading: Reading, cues: Sequence[Cue]) -> dict[Count, str]:
    """Each number with the event it is of: of its own clause, else the last before it, else the first after it."""
    takers = [cue for cue in cues if cue.event in COUNTED or cue.event == "domestic"]
    found: dict[Count, str] = {}
    for count in reading.counts:
        clause = reading.sentence.clause_at(count.start)
        same = [cue for cue in takers if reading.sentence.clause_at(cue.start) == clause]
        before = [cue for cue in takers if cue.start < count.start]
        if same:
            found[count] = min(same, key=lambda c: _distance(reading, c, count)).event
        elif takers:
            found[count] = (before[-1] if before else takers[0]).event
    return found


def _distance(reading: Reading, cue: Cue, count: Count) -> tuple[bool, int]:
    """How far a number is from words of an event: those of its own side of an "and" are nearer."""
    low, high = min(cue.end, count.end), max(cue.start, count.start)
    return bool(_AND.search(reading.sentence.folded, low, high)), high - low


def _goods_of(reading: Reading, count: Count) -> list[Named]:
    """The goods that a number is of, by place."""
    return sorted(goods_of(reading.sentence, reading.goods, reading.counts, count), key=lambda n: n.start)


def _as_one(reading: Reading, named: Sequence[Named]) -> tuple[Goods, Span | None]:
    """Mentions of goods, by place, as one, and their words; None where there are none."""
    if not named:
        return Goods(), None
    return joined_goods([n.goods for n in named]), _span(reading, named[0].start, named[-1].end)


def _with_due(statement: Statement, reading: Reading, due: When) -> Statement:
    """A statement with the day of delivery that the sentence after it names."""
    if statement.event not in DELIVERED or statement.due:
        return statement
    spans = {**statement.spans, "due": _span(reading, due.start, due.end)}
    return replace(statement, due=due.until or due.day, spans=spans)


def _nearest(reading: Reading, cue: Cue, *, due: bool) -> When | None:
    """The date for an event: the one beside its words ("ordered in January"), else of its clause, else the nearest; days before months."""
    fitting = [when for when in reading.dates if when.due == due]
    clause = reading.sentence.clause_at(cue.start)
    text = reading.sentence.folded

    def far(when: When) -> tuple[bool, bool, bool, int]:
        in_clause = reading.sentence.clause_at(when.start) == clause
        return (
            not _beside(text, when, cue),
            len(when.day) < len("2023-03-14"),
            not in_clause,
            abs(when.start - cue.start),
        )

    return min(fitting, key=far, default=None)


def _beside(text: str, when: When, cue: Cue) -> bool:
    """Whether nothing but a preposition is between the words of an event and a date after them, or nothing before them."""
    return _NEXT.fullmatch(text[cue.end : when.start] or "-") is not None or when.end == cue.start


def _span(reading: Reading, start: int, end: int) -> Span:
    sentence = reading.sentence
    words = sentence.words[start:end]
    left = len(words) - len(words.lstrip())
    words = words.strip()
    return Span(
        sentence.part, sentence.start + start + left, sentence.start + start + left + len(words), words
    )
