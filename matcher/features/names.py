"""Features of codes, makers and marks: the strongest evidence there is."""

from __future__ import annotations

from matcher.features.pair_facts import PairFacts
from matcher.features.registry import feature


@feature("code", 1, "the item's code is named")
def code_exact(pair: PairFacts) -> float:
    """The whole code, maker's prefix included, in any spelling."""
    return float(
        pair.level == "model"
        and pair.own_code is not None
        and pair.own_code.exact
        and not pair.own_code.short
    )


@feature("code", 1, "the family of the item's code is named")
def code_family(pair: PairFacts) -> float:
    """AB-100 stands for AB-100-G too, until a colour or part says otherwise."""
    return float(pair.level == "model" and pair.own_code is not None and not pair.own_code.exact)


@feature("code", 1, "the item's code is named without its prefix")
def code_short(pair: PairFacts) -> float:
    """Declarants drop the maker's letters when the maker stands beside it."""
    return float(
        pair.level == "model" and pair.own_code is not None and pair.own_code.exact and pair.own_code.short
    )


@feature("code", 1, "a bare code like the item's, without the maker")
def code_alone(pair: PairFacts) -> float:
    """TS650 alone is the name of many things."""
    return float(pair.level != "model" and pair.own_code is not None)


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
    return float(pair.level == "model")


@feature("level", 1, "named by its maker")
def level_maker(pair: PairFacts) -> float:
    """What is usual among lines that name the maker."""
    return float(pair.level == "maker")
