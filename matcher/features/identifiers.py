"""Features of signs (words of letters and digits, long numbers) and of the numbers in names.

Codes of the catalog are in matcher.features.names; these are signs that no field of a page or a form calls a code.
"""

from __future__ import annotations

from collections.abc import Iterator

from matcher.features.pair_facts import PairFacts
from matcher.features.registry import Reason, feature, says
from matcher.features.word_places import item_words, only_in_goods, only_in_name, quoted, spans
from matcher.reading.reasons import said

MOST_COUNTED = 3  # numbers that count: more tell no more


MOST_NUMBERS = 4  # that a sentence names


@feature("signs", 1)
def shared_identifier(pair: PairFacts) -> float:
    """Its length in tenths: long ones are hardly met by chance."""
    return pair.common.sign


@feature("signs", 1)
def any_shared_identifier(pair: PairFacts) -> float:
    """Even a short one is rare."""
    return float(pair.common.sign > 0)


@feature("signs", -1)
def identifiers_differ(pair: PairFacts) -> float:
    """Both name a model, and not the same; a code that is the item's in another spelling is the same."""
    same = pair.own_code is not None and pair.own_code.exact and not pair.use
    return float(pair.common.identifiers_differ and not same)


@feature("signs", 1)
def similar_identifier(pair: PairFacts) -> float:
    """Variants of one model, and slips of the pen, differ at the end."""
    return pair.common.near


@feature("signs", 1)
def numbers_common(pair: PairFacts) -> float:
    """By their rarity; numbers are the same in every language."""
    return pair.common.numbers_common


@feature("signs", -1)
def item_numbers_missing(pair: PairFacts) -> float:
    """Version 7 is not version 6."""
    return min(pair.common.item_numbers_missing, MOST_COUNTED)


@feature("signs", -1)
def goods_numbers_missing(pair: PairFacts) -> float:
    """See item_numbers_missing."""
    return min(pair.common.goods_numbers_missing, MOST_COUNTED)


@feature("signs", -1)
def numbers_differ(pair: PairFacts) -> float:
    """One in place of the other says more than one left out."""
    return float(pair.common.item_numbers_missing > 0 and pair.common.goods_numbers_missing > 0)


@says("shared_identifier", "any_shared_identifier")
def say_sign(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """The longest sign that both have."""
    item, goods = pair.wordings.item, pair.wordings.goods
    common = [s for s in item.signs if s in goods.sign_text] + [s for s in goods.signs if s in item.sign_text]
    if found := sorted(set(common), key=lambda s: (-len(s), s))[:1]:
        sentence = said("sign", words=quoted(found))
        yield Reason(sentence, weight, spans(pair, found), item_words(pair, found))


@says("similar_identifier", "identifiers_differ")
def say_other_sign(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Each has a sign, and not the same; where the goods name the item's code, in any spelling, nothing is said."""
    if pair.own_code is not None:
        return
    theirs = only_in_name(pair, pair.wordings.item.signs, 1)
    mine = only_in_goods(pair, pair.wordings.goods.signs, 1)
    if theirs and mine:
        key = "signs_alike" if weight > 0 else "signs_differ"
        sentence = said(key, words=quoted(mine), item_words=quoted(theirs))
        yield Reason(sentence, weight, spans(pair, mine), item_words(pair, theirs))


@says("numbers_common")
def say_numbers(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Numbers of the item's name that the goods have."""
    item, goods = pair.wordings.item, pair.wordings.goods
    found = [number for number in item.numbers if number in goods.all_numbers][:MOST_NUMBERS]
    if found:
        sentence = said("numbers", len(found), words=quoted(found))
        yield Reason(sentence, weight, spans(pair, found), item_words(pair, found))


@says("item_numbers_missing", "goods_numbers_missing", "numbers_differ")
def say_other_numbers(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Numbers that one side's name has and the other text does not."""
    item, goods = pair.wordings.item, pair.wordings.goods
    theirs = only_in_name(pair, (n for n in item.numbers if n not in goods.all_numbers), MOST_NUMBERS)
    mine = only_in_goods(pair, (n for n in goods.numbers if n not in item.all_numbers), MOST_NUMBERS)
    missing = [
        said(key, len(found), words=quoted(found))
        for key, found in (("item_numbers", theirs), ("goods_numbers", mine))
        if found
    ]
    if missing:
        first, second = missing[0], missing[-1]
        both = said("two", first=first.english, second=second.english) if len(missing) > 1 else first
        yield Reason(both, weight, spans(pair, mine), item_words(pair, theirs))
