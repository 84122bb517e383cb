"""The ledger of announced orders: each beside the lines that could be it, each line with the order it fits best."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from matcher.attributes.taxonomy import Taxonomy
from matcher.orders.declared import DeclaredLine, declared_lines
from matcher.orders.fit import Fit, fit, same_firm
from matcher.orders.sentences import order_sentence, without_days
from matcher.reading.terms import in_number, interface
from matcher.reading.texts import Filling, Sentence
from matcher.records.documents import ItemDocument
from matcher.records.load import load_items
from matcher.review.statement_decisions import NOT_REVIEWED, Reviewed, reviewed
from matcher.schema.terms import PairState
from matcher.statements.case_posts import Said, statements_of_case

if TYPE_CHECKING:
    from sqlite_utils import Database

ENTERED = ("order", "contract", "shipment")  # statements that lines can be the delivery of
LEAST_PAIR = 0.3  # confidence of a pair from which its lines are candidates
COUNTED = 0.5  # confidence of a line from which it is in the sum: more likely of this order than not
NEAR = 0.02  # two orders whose confidences differ by less fit a line alike


@dataclass(frozen=True)
class Entry:
    """A statement with its lines: `counted` those in the sum, best first; `others` those that fit less, or fit another
    order better; `notes` what does not fit."""

    said: Said
    announced: str
    announced_from: str
    counted: tuple[Fit, ...]
    others: tuple[Fit, ...]
    notes: tuple[Sentence, ...]
    reviewed: Reviewed = NOT_REVIEWED

    @cached_property
    def declared(self) -> float:
        """What the counted lines add up to in pieces, sets or pairs."""
        amounts = [f.line.amount or 0.0 for f in self.counted if f.line.in_pieces]
        return round(math.fsum(amounts), 6)

    @cached_property
    def importers(self) -> tuple[str, ...]:
        """The importers of the counted lines by canonical name, by what they declared.

        Names without a tax number that sound alike are one here, though `parties` is not sure of them.
        """
        sums: dict[str, float] = defaultdict(float)
        names: dict[str, str] = {}
        for one in sorted(self.counted, key=lambda one: not one.line.importer_code):
            if name := one.line.firm:
                alike = (k for k in names if not one.line.importer_code and same_firm(names[k], name))
                key = one.line.party or name
                key = key if key in names else next(alike, key)
                names.setdefault(key, name)
                sums[key] += one.line.amount or 0.0
        return tuple(names[key] for key in sorted(sums, key=lambda key: (-sums[key], names[key])))

    @cached_property
    def dates(self) -> tuple[str, str]:
        """The first and last date of the counted lines; '' where there are none."""
        dates = sorted(one.line.date for one in self.counted if one.line.date)
        return (dates[0], dates[-1]) if dates else ("", "")


@dataclass(frozen=True)
class Scope:
    """Which lines: those of `pairs` (None: of all that are not rejected), in `table`; `least` confidence of a pair."""

    pairs: Sequence[str] | None = None
    table: str = "current_lines"
    least: float = LEAST_PAIR


@dataclass
class _Candidates:
    """The candidates of one statement, and the items they are of; `undated`: ids of lines of the items without a date."""

    said: Said
    reviewed: Reviewed
    announced: str
    announced_from: str
    kind_only: bool
    items: frozenset[str]
    undated: set[int] = field(default_factory=set)
    fits: list[Fit] = field(default_factory=list)


def ledger(
    db: Database, taxonomy: Taxonomy, sites: Sequence[str] = (), scope: Scope = Scope()
) -> list[Entry]:
    """The announced orders of the case (of `sites`, if any), the oldest first, each with its lines.

    A statement that reviewers rejected has no lines, and its note says so.
    """
    items = load_items(db, taxonomy)
    said = [s for s in statements_of_case(db, items, taxonomy, sites) if s.statement.event in ENTERED]
    posting = {s.post.site for s in said}
    of_kind = _items_by_kind((item for item in items if item.site in posting), taxonomy)
    states = reviewed(db, said)
    candidates = [
        _candidates(one, states[one.id], of_kind, taxonomy) for one in _without_doubles(said, states)
    ]
    wanted = {item for one in candidates for item in one.items}
    lines = declared_lines(db, wanted, scope.least, scope.pairs, scope.table)
    for one in candidates:
        _fill(one, lines)
    best = _best(candidates)
    return [_entry(one, best) for one in candidates]


def _items_by_kind(items: Iterable[ItemDocument], taxonomy: Taxonomy) -> Mapping[tuple[str, str], set[str]]:
    """By site and kind of goods, narrower kinds included, the ids of items."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for item in items:
        for kind in item.kinds:
            for wider in taxonomy.kinds[kind].wider:
                found[item.site, wider].add(item.item_id)
    return found


def _without_doubles(said: Iterable[Said], states: Mapping[str, Reviewed]) -> list[Said]:
    """The statements without contracts and shipments of goods for which the same post has an order."""
    said = list(said)
    ordered = {
        (s.post.post_id, s.statement.goods.items, s.statement.quantity)
        for s in said
        if s.statement.event == "order" and states[s.id].state != PairState.REJECTED
    }
    return [
        s
        for s in said
        if s.statement.event == "order"
        or not any(
            post == s.post.post_id
            and (items == s.statement.goods.items or not s.statement.goods.items)
            and (quantity == s.statement.quantity or s.statement.quantity is None)
            for post, items, quantity in ordered
        )
    ]


def _candidates(
    said: Said, state: Reviewed, of_kind: Mapping[tuple[str, str], set[str]], taxonomy: Taxonomy
) -> _Candidates:
    goods = said.statement.goods
    items, kind_only = frozenset(goods.items), False
    if not items and not goods.codes:
        items = frozenset(item for kind in goods.kinds for item in of_kind.get((said.post.site, kind), ()))
        kind_only = bool(items)
    if state.state == PairState.REJECTED:
        items = frozenset()
    day = said.statement.day
    return _Candidates(
        said,
        state,
        day or said.post.published,
        "text" if day else "post" if said.post.published else "",
        kind_only,
        items,
    )


def _fill(one: _Candidates, lines: Mapping[str, Sequence[DeclaredLine]]) -> None:
    """The best fit of each line, over the items that the statement names."""
    found: dict[int, Fit] = {}
    for item in sorted(one.items):
        for line in lines.get(item, ()):
            made = fit(one.said.statement, one.announced, line, kind_only=one.kind_only)
            if not line.date:
                one.undated.add(line.line_id)
            elif made and (line.line_id not in found or found[line.line_id].confidence < made.confidence):
                found[line.line_id] = made
    one.fits = sorted(found.values(), key=lambda f: (-f.confidence, f.line.date or "", f.line.line_id))


def _best(candidates: Sequence[_Candidates]) -> Mapping[int, tuple[float, str]]:
    """By line the confidence with the order that it fits best, and that order's id; of orders that fit alike, the last
    one announced before the line."""
    best: dict[int, tuple[float, str]] = {}
    for one in sorted(candidates, key=lambda c: c.announced):
        for made in one.fits:
            known = best.get(made.line.line_id)
            if known is None or made.confidence >= known[0] - NEAR:
                best[made.line.line_id] = (max(made.confidence, known[0] if known else 0.0), one.said.id)
    return best


def _entry(one: _Candidates, best: Mapping[int, tuple[float, str]]) -> Entry:
    in_sum: list[Fit] = []
    others: list[Fit] = []
    for made in one.fits:
        fits_best = best[made.line.line_id][1] == one.said.id
        (in_sum if made.confidence >= COUNTED and fits_best else others).append(made)
    entry = Entry(one.said, one.announced, one.announced_from, tuple(in_sum), tuple(others), (), one.reviewed)
    return replace(entry, notes=tuple(_notes(one, entry, best)))


def _notes(one: _Candidates, entry: Entry, best: Mapping[int, tuple[float, str]]) -> Iterable[Sentence]:
    statement = one.said.statement
    if one.reviewed.state == PairState.REJECTED:
        yield order_sentence("rejected", reviewers=", ".join(one.reviewed.reviewers))
        return
    if not one.announced:
        yield order_sentence("no_date")
    if not one.items:
        codes = ", ".join(statement.goods.codes)
        yield order_sentence("no_such_code", codes=codes) if codes else order_sentence("names_nothing")
    if statement.quantity is None:
        yield order_sentence("no_number")
    elif entry.counted and entry.declared > statement.quantity:
        yield order_sentence("more_declared", amount=_amount(entry.declared - statement.quantity))
    elif entry.counted and entry.declared < statement.quantity:
        yield order_sentence("less_declared", amount=_amount(statement.quantity - entry.declared))
    other_units = [f for f in entry.counted if not f.line.in_pieces]
    if other_units:
        units = sorted((f.line.unit or order_sentence("no_unit") for f in other_units), key=str)
        yield _of_lines("other_units", len(other_units), units=tuple(dict.fromkeys(units)))
    elsewhere: list[Fit] = []
    unlikely: list[Fit] = []
    for f in entry.others:
        (elsewhere if f.confidence >= COUNTED else unlikely).append(f)
    if elsewhere:
        orders = sorted({best[f.line.line_id][1] for f in elsewhere})
        yield _of_lines("fit_better", len(elsewhere), orders=", ".join(orders))
    yield from _unlikely(unlikely)
    if one.undated:
        yield _of_lines("undated", len(one.undated))


def _unlikely(others: Sequence[Fit]) -> Iterable[Sentence]:
    """Of the lines that are not counted: what does not fit them."""
    counts = Counter(why for one in others for why in {without_days(said): None for said in one.not_fitting})
    for why, count in sorted(counts.items(), key=lambda c: (-c[1], str(c[0]))):
        yield _of_lines("not_counted", count, why=why)
    unlikely = sum(not one.not_fitting for one in others)
    if unlikely:
        yield _of_lines("not_counted", unlikely, why=order_sentence("not_likely"))


def _of_lines(key: str, count: int, **values: Filling) -> Sentence:
    return order_sentence(key, count, count=f"{count:,}", **values)


def _amount(number: float) -> str:
    return f"{number:,.3f}".rstrip("0").rstrip(".")


def sentence(entry: Entry, language: str = "en") -> str:
    """The entry in one sentence: "announced 12,000 on 2023-03-14; declared since 9,380 by 2 importers until 2023-09-02"."""

    def say(key: str, *filled: str) -> str:
        return interface(key, language, *filled)

    def number_of(key: str, number: int) -> str:
        return in_number(say(key), number, language).format(f"{number:,}")

    statement = entry.said.statement
    number = say("order_unstated") if statement.quantity is None else _amount(statement.quantity)
    if statement.rough and statement.quantity is not None:
        number = say("order_about", number)
    said = say("order_on", number, entry.announced) if entry.announced else say("order_undated", number)
    if not entry.counted:
        is_rejected = entry.reviewed.state == PairState.REJECTED
        return say("order_rejected" if is_rejected else "order_no_line", said)
    importers = number_of("order_importers", len(entry.importers))
    lines = number_of("order_line_count", len(entry.counted))
    return say("order_lines", said, _amount(entry.declared), importers, lines, str(entry.dates[1]))
