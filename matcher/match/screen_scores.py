"""Screen scores of a chunk of goods: the log-odds of the best pair, as cheaply as will do.

Goods that name a code or a maker of the catalog, or are of a kind of its goods, are compared with their best few items
by the same features as in full. All others, most of a customs file, have nothing but their wording and single
properties to speak for them; those terms of the score are summed for all items at once, without a feature of a pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float64s
from matcher.candidates.maker_index import MakerMentions
from matcher.candidates.model_codes import CodeHit
from matcher.candidates.retrieve import Signals
from matcher.match.compare import Context, Wanted, wanted_pairs
from matcher.match.scored_pairs import Scorer
from matcher.records.documents import GoodsDocument

NO_SCORE = -99.0  # the score of goods without any pair to compare


def screen_scores(
    context: Context,
    scorer: Scorer,
    goods: Sequence[GoodsDocument],
    found: Signals,
    maker_mentions: Sequence[MakerMentions],
    *,
    keep: int,
    items: NDArray[np.bool_] | None,
    all_items: NDArray[np.bool_],
) -> Float64s:
    """The scores of `goods`, of which `found` are the signals.

    `items`: those that goods compared before are to meet (None: every one); `all_items` says which goods meet them all.
    """
    hits = [context.catalog.codes.find(document) for document in goods]
    kinds = [context.catalog.kind_row(document.kinds) for document in goods]
    telling = [
        bool(hits[row] or maker_mentions[row].named or kinds[row].max(initial=0.0) > 0)
        for row in range(len(goods))
    ]
    scores = np.full(len(goods), NO_SCORE)
    of_pairs = _by_wording(context, scorer, goods, found, kinds)
    for row in np.flatnonzero(np.logical_not(telling)):
        own = of_pairs[row] if items is None or all_items[row] else of_pairs[row][items]
        scores[row] = own.max(initial=NO_SCORE)
    rows = np.flatnonzero(telling)
    if len(rows):
        wanted = wanted_pairs(items, all_items[rows])
        scores[rows] = _by_features(context, scorer, goods, found, maker_mentions, hits, rows, keep, wanted)
    return scores


def _by_wording(
    context: Context,
    scorer: Scorer,
    goods: Sequence[GoodsDocument],
    found: Signals,
    kinds: Sequence[NDArray[np.float32]],
) -> NDArray[np.float32]:
    """Goods by items: the sum of the terms that wording, kind and single properties give where nobody is named."""
    weight = {name: float(value) for name, value in scorer.weights.weights.items()}

    def of(*names: str) -> np.float32:
        return np.float32(sum(weight.get(name, 0.0) for name in names))

    out = of("meaning", "meaning_unnamed") * found.cosine
    out += of("ngrams") * found.ngram
    out += of("words_shared") * found.overlap
    out += of("rare_tokens_shared") * found.rare
    out += np.float32(scorer.weights.base)
    one, two, share = (
        of("agree_one", "agree_one_unnamed"),
        of("agree_two", "agree_two_unnamed"),
        of("agree_share"),
    )
    for row, document in enumerate(goods):
        kind = kinds[row]
        out[row] += np.where(kind < 0, of("kind_other"), of("kind_unknown"))
        shared = context.catalog.shared_properties(document) * (kind >= 0)
        places = np.flatnonzero(shared)
        if len(places):
            stated = len(document.attributes)
            out[row, places] += one + two * (shared[places] > 1) + share * shared[places] / stated
    return np.asarray(out, dtype=np.float32)


def _by_features(
    context: Context,
    scorer: Scorer,
    goods: Sequence[GoodsDocument],
    found: Signals,
    maker_mentions: Sequence[MakerMentions],
    hits: Sequence[Mapping[int, CodeHit]],
    rows: NDArray[np.intp],
    keep: int,
    wanted: Wanted | None,
) -> Float64s:
    chunk = context.compare(
        [goods[row] for row in rows], found.of(rows), maker_mentions=[maker_mentions[row] for row in rows],
        hits=[hits[row] for row in rows], wanted=wanted, keep=keep, phrases=False,
    )  # fmt: skip
    best = np.full(len(rows), NO_SCORE)
    if len(chunk.goods):
        np.maximum.at(best, chunk.goods, scorer.log_odds(chunk.features))
    return best
