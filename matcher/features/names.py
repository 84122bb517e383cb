"""Features of codes, makers and marks: the strongest evidence there is, and their sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcher.features.pair_facts import PairFacts
from matcher.features.registry import Reason, feature, says
from matcher.features.word_places import spans
from matcher.reading.reasons import phrase, said
from matcher.schema.terms import Level
from matcher.text.normal_forms import code_form
from matcher.text.transliteration import name_key

_WORD = re.compile(r"[^\W\d_]+")


@feature("code", 1)
def code_exact(pair: PairFacts) -> float:
    """The whole code, maker's prefix included, in any spelling."""
    return float(
        pair.level == Level.MODEL
        and pair.own_code is not None
        and pair.own_code.exact
        and not pair.own_code.short
    )


@feature("code", 1)
def code_family(pair: PairFacts) -> float:
    """AB-100 may mean AB-100-G too, until a colour or part says otherwise."""
    return float(pair.level == Level.MODEL and pair.own_code is not None and not pair.own_code.exact)


@feature("code", 1)
def code_short(pair: PairFacts) -> float:
    """Declarants drop the maker's letters when the maker is named beside it."""
    return float(
        pair.level == Level.MODEL
        and pair.own_code is not None
        and pair.own_code.exact
        and pair.own_code.short
    )


@feature("code", 1)
def code_alone(pair: PairFacts) -> float:
    """TS650 alone is the name of many things."""
    return float(pair.level != Level.MODEL and pair.own_code is not None)


@feature("code", -1)
def code_read(pair: PairFacts) -> float:
    """Reading a code back from Cyrillic is less sure than finding it."""
    return float(pair.own_code is not None and pair.own_code.read)


@feature("code", 1)
def code_of_series(pair: PairFacts) -> float:
    """PUL 800 for the page of the PUL series, which has an 800; where the item's own code is not named."""
    return float(bool(pair.own.series) and pair.own_code is None)


@feature("code", 1)
def trade_name(pair: PairFacts) -> float:
    """The fewer items have it the surer: TAIGA for "Winter suit TAIGA"."""
    return pair.own.trade_name


@feature("code", -1)
def code_fits(pair: PairFacts) -> float:
    """A battery FOR a drone is not the drone."""
    return float(pair.fits)


@feature("code", -1)
def code_for(pair: PairFacts) -> float:
    """After "for", where it is not told whether the goods or what they are for have it: cover for bicycle Q7."""
    return float(pair.use == "unclear")


@feature("code", -1)
def code_elsewhere(pair: PairFacts) -> float:
    """A line that names one item of the catalog is not the other; nor is one that is said not to be it."""
    return float(pair.own_code is None and bool(pair.elsewhere))


@feature("code", -1)
def code_unknown(pair: PairFacts) -> float:
    """A stated model that the maker does not list is another model."""
    return float(
        pair.own_code is None and not pair.elsewhere and bool(pair.unknown_code) and not pair.own.series
    )


@feature("maker", 1)
def maker_named(pair: PairFacts) -> float:
    """In the maker's or trademark's column, or in the text, in any script."""
    return float(pair.naming.where in ("maker", "trademark", "text"))


@feature("maker", 1)
def maker_ships(pair: PairFacts) -> float:
    """Makers ship their own goods, and sometimes others'."""
    return float(pair.naming.where == "exporter")


@feature("maker", -1)
def maker_other(pair: PairFacts) -> float:
    """The same goods of another maker are other goods."""
    return float(pair.other_maker)


@feature("maker", -1)
def maker_unclear(pair: PairFacts) -> float:
    """A translation, an abbreviation or a trading house of the same firm shares no word with its name."""
    return float(pair.unclear_maker)


@feature("level", 1)
def level_model(pair: PairFacts) -> float:
    """What is usual among lines that name a code of the catalog."""
    return float(pair.level == Level.MODEL)


@feature("level", 1)
def level_maker(pair: PairFacts) -> float:
    """What is usual among lines that name the maker."""
    return float(pair.level == Level.MAKER)


@feature("maker", 1)
def maker_alike(pair: PairFacts) -> float:
    """A distinctive word in common, initials, or certain records of the case that say so: 0 to 1."""
    return pair.firm_alike


@feature("maker", 1)
def maker_place(pair: PairFacts) -> float:
    """A translated name keeps its city."""
    return float(not pair.named and pair.own.firm.place)


@feature("maker", 1)
def maker_trade(pair: PairFacts) -> float:
    """Connectors, optics, machine tools; rivals have it, too."""
    return float(not pair.named and pair.own.firm.trade)


@feature("maker", -1)
def maker_taught_other(pair: PairFacts) -> float:
    """The share of them."""
    return pair.own.lesson.firm_other if not pair.named else 0.0


@feature("maker", 1)
def shipper_taught(pair: PairFacts) -> float:
    """The share of its records that name a code of the maker; trading houses have few."""
    return pair.own.lesson.shipper


@feature("code", -1)
def code_near(pair: PairFacts) -> float:
    """Another model, or a misprint."""
    return float(pair.own_code is None and bool(pair.own.near))


@feature("code", -1)
def code_unlisted(pair: PairFacts) -> float:
    """Another model of the same maker."""
    return float(pair.own_code is None and bool(pair.own.unlisted))


@feature("code", 1)
def code_length(pair: PairFacts) -> float:
    """Signs beyond four, in fours: long codes are hardly met by chance."""
    hit = pair.own_code
    return min(max(len(code_form(hit.written)) - 4, 0), 8) / 4 if hit is not None and hit.exact else 0.0


@says("code_length", "code_exact", "code_family", "code_short", "code_alone", "code_read", "level_model")
def say_code(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """The item's own code."""
    hit = pair.own_code
    if hit is None:
        return
    if hit.member:
        yield Reason(
            said("code_of_series", written=hit.written.strip()), weight, (hit.span,) if hit.span else ()
        )
        return
    key = ("code_short" if hit.short else "code") if hit.exact else "code_family"
    sentence = said(f"{key}_read" if hit.read else key, written=hit.written.strip(), code=hit.code)
    yield Reason(sentence, weight, (hit.span,) if hit.span else (), (hit.code,))


@says("code_of_series")
def say_series(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A code of the item's series with a number that its page states."""
    yield Reason(said("code_of_series", written=pair.own.series), weight)


@says("trade_name")
def say_trade_name(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A trade name in the item's name."""
    words = [word for word in _WORD.findall(pair.goods.clean) if name_key(word) in pair.own.called.split()]
    places = spans(pair, words)
    yield Reason(
        said("trade_name", written=" ".join(dict.fromkeys(words)) or pair.own.called), weight, places
    )


@says("code_for")
def say_code_for(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A code that may be that of what the goods are for."""
    if (hit := pair.own_code) is not None:
        sentence = said("code_for", written=hit.written.strip())
        yield Reason(sentence, weight, (hit.span,) if hit.span else (), (hit.code,))


@says("code_elsewhere", "code_unknown", "code_fits", "code_near", "code_unlisted")
def say_other_code(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A code that is not the item's, or that the goods only fit."""
    if pair.own_code is None and pair.elsewhere and not (pair.hit is not None and pair.hit.use == "none"):
        yield Reason(said("code_of_another", written=pair.elsewhere.strip()), weight)
    elif pair.hit is not None and pair.fits:
        sentence = said("code_fits", written=pair.hit.written.strip())
        yield Reason(sentence, weight, (pair.hit.span,) if pair.hit.span else (), (pair.hit.code,))
    elif near := pair.own.near or pair.own.unlisted:
        yield Reason(said("code_near" if pair.own.near else "code_unlisted", written=near), weight)
    elif pair.unknown_code:
        yield Reason(said("code_unknown", written=pair.unknown_code.strip()), weight)


@says(
    "maker_named", "maker_ships", "level_maker", "maker_alike", "maker_place", "maker_trade", "shipper_taught"
)
def say_maker(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """The item's maker."""
    naming = pair.naming
    if pair.named:
        words = {"name": naming.words, "where": phrase(f"as_{naming.where}"), "site": pair.item.site}
        source = pair.item.maker_names.get(naming.words)
        sentence = said("maker_known", **words, source=source) if source else said("maker", **words)
        yield Reason(sentence, weight, (naming.span,) if naming.span else (), pair.item.brands[:1])
    elif pair.firm_alike or pair.own.firm.place or pair.own.firm.trade:
        name = naming.other or pair.own.firm.words
        yield Reason(said("maker_alike", name=name, site=pair.item.site), weight)
    elif pair.own.lesson.shipper:
        yield Reason(said("shipper"), weight)


@says("maker_other", "maker_unclear", "maker_taught_other")
def say_other_maker(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Another maker, one that may be the item's, or its own named as one whose goods these are not."""
    other = pair.naming.other
    if pair.naming.denied:
        yield Reason(said("maker_denied", name=pair.naming.words), weight)
    elif pair.unclear_maker:
        yield Reason(said("maker_unclear", name=other), weight)
    else:
        yield Reason(said("maker_other", name=pair.own.mark_other or other), weight)
