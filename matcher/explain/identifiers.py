"""Sentences on signs (words of letters and digits, long numbers) and on numbers in names."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.explain.registry import Reason, says
from matcher.explain.written import item_words, only_in_goods, only_in_name, quoted, spans
from matcher.features import PairFacts

MOST_NUMBERS = 4  # that a sentence names


@says("sign_common", "sign_any")
def sign(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """The longest sign that both have."""
    item, goods = pair.wordings.item, pair.wordings.goods
    common = [s for s in item.signs if s in goods.sign_text] + [s for s in goods.signs if s in item.sign_text]
    if found := sorted(set(common), key=lambda s: (-len(s), s))[:1]:
        yield Reason(f"{quoted(found)} is in both texts", weight, spans(pair, found), item_words(pair, found))


@says("signs_near", "signs_differ")
def other_sign(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Each has a sign, and not the same; where the goods name the item's code, in any spelling, nothing is said."""
    if pair.own_code is not None:
        return
    theirs = only_in_name(pair, pair.wordings.item.signs, 1)
    mine = only_in_goods(pair, pair.wordings.goods.signs, 1)
    if theirs and mine:
        near = ", much alike" if weight > 0 else ""
        sentence = f"the goods name {quoted(mine)}, the item {quoted(theirs)}{near}"
        yield Reason(sentence, weight, spans(pair, mine), item_words(pair, theirs))


@says("numbers_common")
def numbers(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Numbers of the item's name that the goods have."""
    item, goods = pair.wordings.item, pair.wordings.goods
    found = [number for number in item.numbers if number in goods.all_numbers][:MOST_NUMBERS]
    if found:
        sentence = (
            f"{quoted(found)} of the item's name {'is' if len(found) == 1 else 'are'} in the goods' text"
        )
        yield Reason(sentence, weight, spans(pair, found), item_words(pair, found))


@says("numbers_missing", "numbers_unheard", "numbers_differ")
def other_numbers(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Numbers that one side's name has and the other text does not."""
    item, goods = pair.wordings.item, pair.wordings.goods
    theirs = only_in_name(pair, (n for n in item.numbers if n not in goods.all_numbers), MOST_NUMBERS)
    mine = only_in_goods(pair, (n for n in goods.numbers if n not in item.all_numbers), MOST_NUMBERS)
    said = [
        f"{quoted(found)} of {whose} {'is' if len(found) == 1 else 'are'} not in the other text"
        for found, whose in ((theirs, "the item's name"), (mine, "the goods' opening"))
        if found
    ]
    if said:
        yield Reason("; ".join(said), weight, spans(pair, mine), item_words(pair, theirs))
