"""Words of a header that were written together, apart."""

from __future__ import annotations

import itertools
from functools import cache, lru_cache

from matcher.customs.layout.words.dictionary import concepts_known, names_of_columns
from matcher.text.plain_words import without_accents

LEAST_GLUED = 8  # letters of a word that may be several words written together
LEAST_INFLECTED_PART = (
    4  # letters of such a part from which it, or one before it, may have an ending: speditr-ice
)
LONGEST_ENDING = 6  # letters that may follow a stem in such a word


@cache
def _glued_stems() -> frozenset[str]:
    stems = {stem for concept in concepts_known() for stem in concept.stems if stem.isalpha()}
    bare = {without_accents(stem) for stem in stems if not stem.isascii()}  # ado, of Hungarian "adó"
    return frozenset(stem for stem in stems if len(stem) > 3 or (len(stem) == 3 and stem not in bare))


@lru_cache(maxsize=1 << 12)
def unglued(words: str) -> str:
    """Words that were written together, apart: totalvalueusd -> total value usd."""
    known = _names_together()
    return " ".join(
        known.get(word) or (_apart(word) if len(word) >= LEAST_GLUED else word) for word in words.split()
    )


@cache
def _names_together() -> dict[str, str]:
    """Names of columns of databases written together -> their words: expname -> exp name."""
    return {name.replace("_", ""): name.replace("_", " ") for name in names_of_columns()}


def _apart(word: str) -> str:
    """`word` as the stems it is made of, where they cover it; else as it is."""
    best: list[tuple[int, tuple[int, ...]] | None] = [None] * (len(word) + 1)  # letters not covered, cuts
    best[0] = (0, ())
    stems = _glued_stems()
    for at in range(len(word)):
        reached = best[at]
        if reached is None:
            continue
        for length in range(3, len(word) - at + 1):
            if word[at : at + length] not in stems or (length < LEAST_INFLECTED_PART and reached[0]):
                continue
            for ending in range(LONGEST_ENDING + 1 if length >= LEAST_INFLECTED_PART else 1):
                end = at + length + ending
                if end > len(word):
                    break
                missed = reached[0] + ending
                if best[end] is None or missed < best[end][0]:  # type: ignore[index]
                    best[end] = (missed, (*reached[1], at))
        if word[at:] in ("kg", "no", "id"):
            best[len(word)] = min(filter(None, (best[len(word)], (reached[0], (*reached[1], at)))))
    whole = best[len(word)]
    if whole is None or len(whole[1]) < 2 or whole[0] > len(word) / 4:
        return word
    cuts = [*whole[1], len(word)]
    return " ".join(word[a:b] for a, b in itertools.pairwise(cuts))
