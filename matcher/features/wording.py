"""Features of meaning and of words in common."""

from __future__ import annotations

from matcher.features.pair_facts import PairFacts
from matcher.features.registry import feature


@feature("embedding", 1, "the texts mean alike")
def meaning(pair: PairFacts) -> float:
    """The encoder's similarity above the background of both texts."""
    return pair.cosine


@feature("embedding", 1, "the texts mean alike, and nobody is named")
def meaning_unnamed(pair: PairFacts) -> float:
    """It counts for more where there is nothing else."""
    return pair.cosine if pair.level == "description" else 0.0


@feature("lexical", 1, "the same character sequences")
def ngrams(pair: PairFacts) -> float:
    """TF-IDF of character 3-4-grams: spelling variants and inflections."""
    return pair.ngram


@feature("lexical", 1, "rare words in common")
def words_shared(pair: PairFacts) -> float:
    """The share of the goods' words, by their rarity, that the page has."""
    return pair.overlap


@feature("lexical", 1, "rare signs in common")
def signs_shared(pair: PairFacts) -> float:
    """Words with digits and Latin words in other scripts: XT60, FAST, 6S2P."""
    return pair.rare


@feature("lexical", 1, "the names have words in common")
def names_alike(pair: PairFacts) -> float:
    """The weight of the words that the item's name and the goods' opening share, over both."""
    return pair.common.alike


@feature("lexical", 1, "the words of the item's name are in the goods' text")
def name_found(pair: PairFacts) -> float:
    """By their rarity; cut short or inflected ones count in part."""
    return pair.common.name_found


@feature("lexical", 1, "the words that name the goods are on the page")
def opening_found(pair: PairFacts) -> float:
    """A description begins with what the goods are."""
    return pair.common.opening_found


@feature("lexical", 1, "a rare word in common")
def rarest_common(pair: PairFacts) -> float:
    """One rare word says more than many usual ones."""
    return pair.common.rarest_common


@feature("lexical", -1, "a rare word of the item's name is missing")
def rarest_missing(pair: PairFacts) -> float:
    """The word that tells this item from its like is not there."""
    return pair.common.rarest_missing


@feature("lexical", -1, "a rare word names the goods that the page does not have")
def rarest_unheard(pair: PairFacts) -> float:
    """Another name is another thing."""
    return pair.common.rarest_unheard
