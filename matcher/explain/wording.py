"""Sentences on meaning and on words in common."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.explain.registry import Reason, says
from matcher.explain.written import item_words, only_in_goods, only_in_name, quoted, spans
from matcher.features import PairFacts
from matcher.similarity.shared_words import is_number

MOST_WORDS = 4  # that a sentence names
LEAST_WORD = 3  # letters of a word that tells something
USUAL = frozenset(("and", "for", "the", "with", "для", "или", "не", "від"))


@says("meaning", "meaning_unnamed")
def meaning(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """By the encoder."""
    yield Reason("the texts mean alike" if weight > 0 else "the texts do not mean alike", weight)


@says("ngrams", "words_shared", "signs_shared", "names_alike", "name_found", "opening_found", "rarest_common")
def words(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Words in common, the rarest first."""
    found = _common(pair)[:MOST_WORDS]
    verb = "stands" if len(found) == 1 else "stand"
    sentence = f"{quoted(found)} {verb} in both texts" if found else "letter sequences in common"
    yield Reason(sentence, weight, spans(pair, found), item_words(pair, found))


@says("rarest_missing")
def missing(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A word of the item's name."""
    lacking = pair.wordings.goods.lacking(pair.wordings.item.name)
    if found := only_in_name(pair, lacking, 1):
        yield Reason(
            f"{quoted(found)} of the item's name is not in the goods' text",
            weight,
            (),
            item_words(pair, found),
        )


@says("rarest_unheard")
def unheard(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A word that names the goods."""
    lacking = pair.wordings.item.lacking(pair.wordings.goods.name)
    if found := only_in_goods(pair, lacking, 1):
        yield Reason(f"{quoted(found)} in the goods' opening is not on the page", weight, spans(pair, found))


def _common(pair: PairFacts) -> list[str]:
    """Words of either name that the other text has as they are, without numbers and words that tell nothing."""
    item, goods = pair.wordings.item, pair.wordings.goods
    both = {
        word: weight
        for names, other in ((item.name, goods), (goods.name, item))
        for word, weight in names.items()
        if word in other.all and not is_number(word) and len(word) >= LEAST_WORD and word not in USUAL
    }
    return sorted(both, key=lambda word: (-both[word], word))
