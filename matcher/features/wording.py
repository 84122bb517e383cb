"""Features of meaning and of words in common."""

from __future__ import annotations

from matcher.features.facts import PairFacts
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
