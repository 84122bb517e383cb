"""Sentences on codes, makers and marks."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.explain.registry import Reason, says
from matcher.features import PairFacts

_WHERE = {
    "maker": "as the maker",
    "trademark": "as the trademark",
    "text": "in the text",
    "exporter": "as the shipper",
}


@says("code_exact", "code_family", "code_short", "code_alone", "code_read", "level_model")
def code(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """The item's own code."""
    hit = pair.own_code
    if hit is None:
        return
    how = "the item's code" if hit.exact else "the family of the item's code"
    sentence = f'the goods name "{hit.written.strip()}": {how} {hit.code}'
    if hit.exact and hit.short:
        sentence += " without its prefix"
    if hit.read:
        sentence += ", spelt in Cyrillic"
    yield Reason(sentence, weight, (hit.span,) if hit.span else (), (hit.code,))


@says("code_elsewhere", "code_unknown", "code_fits")
def other_code(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A code that is not the item's, or that the goods only fit."""
    if pair.own_code is None and pair.elsewhere:
        yield Reason(f'the goods name "{pair.elsewhere.strip()}", the code of another item', weight)
    elif pair.hit is not None and pair.hit.fits:
        sentence = f'the goods name "{pair.hit.written.strip()}" only as what they are for'
        yield Reason(sentence, weight, (pair.hit.span,) if pair.hit.span else (), (pair.hit.code,))
    elif pair.unknown:
        yield Reason(f'the stated code "{pair.unknown.strip()}" is none of this catalog\'s', weight)


@says("maker_named", "maker_ships", "level_maker")
def maker(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """The item's maker."""
    naming = pair.naming
    if pair.named:
        sentence = f'"{naming.words}" is named {_WHERE[naming.where]}: a maker of the site {pair.item.site}'
        yield Reason(sentence, weight, (naming.span,) if naming.span else (), pair.item.brands[:1])


@says("maker_other", "maker_other_script")
def other_maker(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Another maker, or one of whom it cannot be told."""
    other = pair.naming.other
    if pair.other_unreadable:
        yield Reason(f'"{other}" is named; whether that is this maker\'s Chinese name is not known', weight)
    else:
        yield Reason(f'another maker or mark is named: "{other}"', weight)
