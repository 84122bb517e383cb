"""Features of codes, makers and marks: the strongest evidence there is, and their sentences."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.features.pair_facts import PairFacts
from matcher.features.registry import Reason, feature, says
from matcher.schema.terms import Level

_WHERE = {
    "maker": "as the maker",
    "trademark": "as the trademark",
    "text": "in the text",
    "exporter": "as the shipper",
}


@feature("code", 1, "the item's code is named")
def code_exact(pair: PairFacts) -> float:
    """The whole code, maker's prefix included, in any spelling."""
    return float(
        pair.level == Level.MODEL
        and pair.own_code is not None
        and pair.own_code.exact
        and not pair.own_code.short
    )


@feature("code", 1, "the family of the item's code is named")
def code_family(pair: PairFacts) -> float:
    """AB-100 stands for AB-100-G too, until a colour or part says otherwise."""
    return float(pair.level == Level.MODEL and pair.own_code is not None and not pair.own_code.exact)


@feature("code", 1, "the item's code is named without its prefix")
def code_short(pair: PairFacts) -> float:
    """Declarants drop the maker's letters when the maker stands beside it."""
    return float(
        pair.level == Level.MODEL
        and pair.own_code is not None
        and pair.own_code.exact
        and pair.own_code.short
    )


@feature("code", 1, "a bare code like the item's, without the maker")
def code_alone(pair: PairFacts) -> float:
    """TS650 alone is the name of many things."""
    return float(pair.level != Level.MODEL and pair.own_code is not None)


@feature("code", -1, "the code is spelt in another script")
def code_read(pair: PairFacts) -> float:
    """Reading a code back from Cyrillic is less sure than finding it."""
    return float(pair.own_code is not None and pair.own_code.read)


@feature("code", -1, "the item's code is named as what the goods fit")
def code_fits(pair: PairFacts) -> float:
    """A battery FOR a drone is not the drone."""
    return float(pair.hit is not None and pair.hit.fits)


@feature("code", -1, "another item's code is named")
def code_elsewhere(pair: PairFacts) -> float:
    """A line that names one item of the catalog is not the other."""
    return float(pair.own_code is None and bool(pair.elsewhere))


@feature("code", -1, "a code is stated that is none of this catalog's")
def code_unknown(pair: PairFacts) -> float:
    """A stated model that the maker does not list is another model."""
    return float(pair.own_code is None and not pair.elsewhere and bool(pair.unknown))


@feature("maker", 1, "the maker or its mark is named")
def maker_named(pair: PairFacts) -> float:
    """In the maker's or trademark's column, or in the text, in any script."""
    return float(pair.naming.where in ("maker", "trademark", "text"))


@feature("maker", 1, "the maker is the shipper")
def maker_ships(pair: PairFacts) -> float:
    """Makers ship their own goods, and sometimes others'."""
    return float(pair.naming.where == "exporter")


@feature("maker", -1, "another maker or mark is named")
def maker_other(pair: PairFacts) -> float:
    """The same goods of another maker are other goods."""
    return float(not pair.named and bool(pair.naming.other) and not pair.other_unreadable)


@feature("maker", -1, "a maker is named in a script in which this one's name is not known")
def maker_other_script(pair: PairFacts) -> float:
    """It may be the same: an English trade name is often a translation of the Chinese one."""
    return float(not pair.named and pair.other_unreadable)


@feature("level", 1, "named by its model")
def level_model(pair: PairFacts) -> float:
    """What is usual among lines that name a code of the catalog."""
    return float(pair.level == Level.MODEL)


@feature("level", 1, "named by its maker")
def level_maker(pair: PairFacts) -> float:
    """What is usual among lines that name the maker."""
    return float(pair.level == Level.MAKER)


@says("code_exact", "code_family", "code_short", "code_alone", "code_read", "level_model")
def say_code(pair: PairFacts, weight: float) -> Iterator[Reason]:
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
def say_other_code(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A code that is not the item's, or that the goods only fit."""
    if pair.own_code is None and pair.elsewhere:
        yield Reason(f'the goods name "{pair.elsewhere.strip()}", the code of another item', weight)
    elif pair.hit is not None and pair.hit.fits:
        sentence = f'the goods name "{pair.hit.written.strip()}" only as what they are for'
        yield Reason(sentence, weight, (pair.hit.span,) if pair.hit.span else (), (pair.hit.code,))
    elif pair.unknown:
        yield Reason(f'the stated code "{pair.unknown.strip()}" is none of this catalog\'s', weight)


@says("maker_named", "maker_ships", "level_maker")
def say_maker(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """The item's maker."""
    naming = pair.naming
    if pair.named:
        sentence = f'"{naming.words}" is named {_WHERE[naming.where]}: a maker of the site {pair.item.site}'
        yield Reason(sentence, weight, (naming.span,) if naming.span else (), pair.item.brands[:1])


@says("maker_other", "maker_other_script")
def say_other_maker(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Another maker, or one of whom it cannot be told."""
    other = pair.naming.other
    if pair.other_unreadable:
        yield Reason(f'"{other}" is named; whether that is this maker\'s Chinese name is not known', weight)
    else:
        yield Reason(f'another maker or mark is named: "{other}"', weight)
