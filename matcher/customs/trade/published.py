"""Published figures of a case, each counted once: by group of codes, flow, countries and period."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from matcher.customs.trade.formats.texts.words import WORLD, country, is_group
from matcher.customs.trade.periods import fitting, month_number, token_of
from matcher.customs.trade.question import Question
from matcher.customs.trade.selection import Figure, Sum, by_period, same, without_overlap
from matcher.customs.values.countries import alpha3


@dataclass(frozen=True)
class Published:
    """A sum of published figures: `token` is its month, year or range of months (2023-01, 2023, 2023-01/2023-03); `months` its first and last."""

    code: str
    flow: str
    reporter: str
    partner: str
    token: str
    sum: Sum
    months: tuple[int, int]


Trade = tuple[str, str, str, str]  # code group, flow, reporter, partner


def published(db: Database, question: Question) -> Iterator[Published]:
    """The figures that answer `question`, whose countries are left to the caller. No total is given beside its parts.

    No period is counted twice: the period asked for decides which of overlapping ones are taken. World is given only
    where no partner is, or the question asks for it; a group of countries only where none of its kind is a country.
    """
    trades: dict[Trade, list[Figure]] = defaultdict(list)
    for trade, figure in _figures(db, question):
        trades[trade].append(figure)
    fits = fitting(question.period)
    found = {trade: without_overlap(by_period(figures), fits) for trade, figures in trades.items()}
    _drop_chapters(found)
    for trade, periods in sorted(_without_totals(found, question.world).items()):
        for (first, last), total in periods.items():
            yield Published(*trade, token_of(first, last), total, (first, last))


def _figures(db: Database, question: Question) -> Iterator[tuple[Trade, Figure]]:
    for row in _rows(db, question):
        (
            first,
            last,
            hs,
            direction,
            reporter,
            partner,
            value,
            currency,
            quantities,
            dims,
            edition,
            original,
            order,
            file_id,
            line,
        ) = row
        figure = Figure(
            first, last, hs, value, currency, tuple(tuple(q) for q in json.loads(quantities)), tuple(tuple(d) for d in json.loads(dims)),
            edition, bool(original), order, ((file_id, line),),
        )  # fmt: skip
        if not question.codes and not hs[:2].isdigit():
            continue  # the total of all goods
        for name in question.groups_of(hs):
            yield (name, direction, country(reporter), country(partner)), figure


def _rows(db: Database, question: Question) -> Iterator[tuple[Any, ...]]:
    limit, codes = question.code_limit("s.hs")
    where = [limit]
    values: dict[str, str | int] = {**codes}
    if question.start:
        where.append("s.start >= :start")
        values["start"] = month_number(question.start, 1)
    if question.end:
        where.append("s.end <= :end")
        values["end"] = month_number(question.end, 12)
    if question.flow:
        where.append("s.flow = :flow")
        values["flow"] = question.flow
    yield from db.execute(
        f"""SELECT s.start, s.end, s.hs, s.flow, s.reporter, s.partner, s.value, s.currency, s.quantities, s.dims, s.edition,
                   s.original, f.rowid, s.file_id, s.row
            FROM customs_statistics s JOIN customs_files f USING (file_id) WHERE {" AND ".join(where)}""",  # noqa: S608 - values are bound
        values,
    )


Periods = dict[tuple[int, int], Sum]


def _drop_chapters(found: dict[Trade, Periods]) -> None:
    """Take out chapters, for a listing by heading, where headings of the same trade and period are there."""
    headings: dict[Trade, list[Trade]] = defaultdict(list)
    for trade in found:
        if len(trade[0]) > 2:
            headings[trade[0][:2], *trade[1:]].append(trade)
    for trade in [t for t in found if len(t[0]) == 2]:
        below = headings[trade]
        if below and not any("+" in t[0] for t in below):
            covered = {period for other in below for period in found[other]}
            found[trade] = {period: s for period, s in found[trade].items() if period not in covered}


def _without_totals(found: dict[Trade, Periods], world: bool) -> dict[Trade, Periods]:
    """The trades without World and groups of countries where countries are there, on either side."""
    partners: dict[tuple[str, str, str, int, int], set[str]] = defaultdict(set)
    reporters: dict[tuple[str, str, int, int], set[str]] = defaultdict(set)
    for (code, flow, reporter, partner), periods in found.items():
        for first, last in periods:
            partners[code, flow, reporter, first, last].add(partner)
            if not _is_whole(reporter):
                reporters[code, flow, first, last].add(reporter)
    out: dict[Trade, Periods] = {}
    for (code, flow, reporter, partner), periods in found.items():
        kept = {}
        for (first, last), total in periods.items():
            beside = partners[code, flow, reporter, first, last] - {partner}
            if world and partner == WORLD and not _is_whole(reporter):
                kept[first, last] = total
                continue
            if _is_whole(partner) and any(not _is_whole(other) for other in beside):
                continue
            if partner == WORLD and beside:
                continue
            if _is_whole(reporter) and reporters[code, flow, first, last]:
                continue
            if _adds_up(found, (code, flow, reporter, partner), (first, last), beside):
                continue
            kept[first, last] = total
        if kept:
            out[code, flow, reporter, partner] = kept
    return out


def _is_whole(name: str) -> bool:
    return name == WORLD or is_group(name)


def _adds_up(found: dict[Trade, Periods], trade: Trade, period: tuple[int, int], beside: set[str]) -> bool:
    """True for a partner that is no known country and whose value is the sum of all others: a total by an unknown name."""
    code, flow, reporter, partner = trade
    if alpha3(partner):
        return False
    others = [found[code, flow, reporter, other].get(period) for other in beside if not _is_whole(other)]
    stated = [other for other in others if other]
    if len(stated) < 2:
        return False
    whole = Sum()
    for other in stated:
        whole.add(other)
    mine = found[trade][period].values
    return (
        bool(mine)
        and mine.keys() == whole.values.keys()
        and all(same(mine[c], whole.values[c], len(others)) for c in mine)
    )
