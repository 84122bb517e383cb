"""Features of meaning and of words in common, and their sentences."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.features.pair_facts import PairFacts
from matcher.features.registry import Reason, feature, says
from matcher.features.word_places import item_words, only_in_goods, only_in_name, quoted, spans
from matcher.reading.reasons import said
from matcher.similarity.shared_words import is_number

MOST_WORDS = 4  # that a sentence names
LEAST_WORD = 3  # letters of a word that tells something
USUAL = frozenset(("and", "for", "the", "with", "для", "или", "не", "від"))


@feature("embedding", 1)
def meaning(pair: PairFacts) -> float:
    """The encoder's similarity above the background of both texts."""
    return pair.cosine


@feature("embedding", 1)
def meaning_unnamed(pair: PairFacts) -> float:
    """It counts for more where there is nothing else."""
    return pair.cosine if pair.nobody_named else 0.0


@feature("lexical", 1)
def ngrams(pair: PairFacts) -> float:
    """TF-IDF of character 3-4-grams: spelling variants and inflections."""
    return pair.ngram


@feature("lexical", 1)
def words_shared(pair: PairFacts) -> float:
    """The share of the goods' words, by their rarity, that the page has."""
    return pair.overlap


@feature("lexical", 1)
def rare_tokens_shared(pair: PairFacts) -> float:
    """Words with digits and Latin words in other scripts: XT60, FAST, 6S2P."""
    return pair.rare


@feature("lexical", 1)
def names_alike(pair: PairFacts) -> float:
    """The weight of the words that the item's name and the goods' opening share, over both."""
    return pair.common.alike


@feature("lexical", 1)
def name_found(pair: PairFacts) -> float:
    """By their rarity; cut short or inflected ones count in part."""
    return pair.common.name_found


@feature("lexical", 1)
def opening_found(pair: PairFacts) -> float:
    """A description begins with what the goods are."""
    return pair.common.opening_found


@feature("lexical", 1)
def rarest_common(pair: PairFacts) -> float:
    """One rare word says more than many usual ones."""
    return pair.common.rarest_common


@feature("lexical", -1)
def rarest_item_word_missing(pair: PairFacts) -> float:
    """The word that tells this item from its like is not there."""
    return pair.common.rarest_item_word_missing


@feature("lexical", -1)
def rarest_goods_word_missing(pair: PairFacts) -> float:
    """Another name is another thing."""
    return pair.common.rarest_goods_word_missing


@says("meaning", "meaning_unnamed")
def say_meaning(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """By the encoder."""
    yield Reason(said("meaning" if weight > 0 else "meaning_other"), weight)


@says(
    "ngrams",
    "words_shared",
    "rare_tokens_shared",
    "names_alike",
    "name_found",
    "opening_found",
    "rarest_common",
)
def say_words(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Words in common, the rarest first."""
    found = _common(pair)[:MOST_WORDS]
    common = said("common_words", len(found), words=quoted(found))
    sentence = common if found else said("common_letters")
    yield Reason(sentence, weight, spans(pair, found), item_words(pair, found))


@says("rarest_item_word_missing")
def say_missing(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A word of the item's name."""
    missing_from = pair.wordings.goods.missing_from(pair.wordings.item.name)
    if found := only_in_name(pair, missing_from, 1):
        yield Reason(said("missing", words=quoted(found)), weight, (), item_words(pair, found))


@says("rarest_goods_word_missing")
def say_unheard(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A word that names the goods."""
    missing_from = pair.wordings.item.missing_from(pair.wordings.goods.name)
    if found := only_in_goods(pair, missing_from, 1):
        yield Reason(said("unheard", words=quoted(found)), weight, spans(pair, found))


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
