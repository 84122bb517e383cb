"""Statements of one post, or of its versions in several languages, that say the same: one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from matcher.statements.confidence import confidence
from matcher.statements.model import UNNAMED, Goods, Statement

_RULES = ("clear", "carried", "inferred")
# Events of which a post has one each, unless days differ.
ONCE = ("visit", "exhibition", "training", "test", "sample", "acceptance")


def merged(statements: Iterable[Statement]) -> list[Statement]:
    """Statements with those that say the same joined: what one leaves open, the other fills. Order is kept."""
    kept: list[Statement] = []
    for statement in statements:
        for place, other in enumerate(kept):
            if same_fact(other, statement):
                kept[place] = joined(other, statement)
                break
        else:
            kept.append(statement)
    numbered = {s.event for s in kept if s.quantity is not None}
    return [
        s
        for s in kept
        if s.quantity is not None or s.event in ONCE or s.event not in numbered or _adds(s, kept)
    ]


def _adds(statement: Statement, kept: Iterable[Statement]) -> bool:
    """Whether a statement without a number has a day of its own, beside those of its event with numbers."""
    return bool(statement.day) and all(
        s.day != statement.day and s.day
        for s in kept
        if s.event == statement.event and s.quantity is not None
    )


def same_fact(one: Statement, other: Statement) -> bool:
    """Whether two statements can be of one fact: the same event, and nothing in which they differ."""
    return (
        one.event == other.event
        and _meet(one.quantity, other.quantity)
        and (not one.day or not other.day or _days_meet(one, other))
        and (
            _goods_meet(one.goods, other.goods)
            or (one.event in ONCE and None in (one.quantity, other.quantity))
        )
        and (
            one.party in ("", UNNAMED)
            or other.party in ("", UNNAMED)
            or one.party == other.party
            or one.event in ONCE
        )
        and (not one.country or not other.country or one.country == other.country)
    )


def _meet(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _days_meet(one: Statement, other: Statement) -> bool:
    if len(one.day) != len(other.day):
        return one.day.startswith(other.day) or other.day.startswith(one.day)
    return one.day <= (other.until or other.day) and other.day <= (one.until or one.day)


def _goods_meet(one: Goods, other: Goods) -> bool:
    if one.items and other.items:
        return bool(set(one.items) & set(other.items))
    if one.codes and other.codes:
        return bool(set(one.codes) & set(other.codes))
    return True


def joined(one: Statement, other: Statement) -> Statement:
    """`one` with what only `other` says."""
    named = one if one.party not in ("", UNNAMED) or other.party in ("", UNNAMED) else other
    counted = one if one.quantity is not None else other
    dated = one if one.day and len(one.day) >= len(other.day) else other
    if not dated.day:
        dated = one
    goods = (
        one.goods
        if len(one.goods.items) <= len(other.goods.items) and one.goods.items
        else (other.goods if other.goods.items else one.goods if one.goods != Goods() else other.goods)
    )
    spans = {**other.spans, **one.spans}
    for name, chosen in (("party", named), ("quantity", counted), ("date", dated)):
        if name in chosen.spans:
            spans[name] = chosen.spans[name]
    holder = one if goods is one.goods else other
    if "goods" in holder.spans:
        spans["goods"] = holder.spans["goods"]
    made = replace(
        one,
        rule=min(one.rule, other.rule, key=_RULES.index),
        party=named.party or one.party or other.party,
        party_kind=named.party_kind or one.party_kind or other.party_kind,
        country=one.country or other.country,
        goods=goods,
        quantity=counted.quantity,
        unit=counted.unit,
        rough=counted.rough,
        day=dated.day,
        until=dated.until,
        year_from=dated.year_from,
        due=one.due or other.due,
        place=one.place or other.place,
        spans=spans,
    )
    return replace(made, confidence=confidence(made))
