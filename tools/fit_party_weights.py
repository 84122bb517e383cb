"""Fit the weights of `matcher.parties` to invented firms and write them to matcher/parties/weights.yaml.

    python -m tools.fit_party_weights [--seeds 1,2,4]

First the terms of two names alone, by logistic regression over all pairs that are compared by name; then, with these, the
terms of a pair in its context. The parts `development` and `second` of the invented words are used (benchmarks/parties/words.yaml).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from benchmarks.parties.generate import firms_and_spellings
from matcher.parties import comparison
from matcher.parties.candidates import candidate_pairs
from matcher.parties.comparison import UNLIKE_NAMES, Party, compare, read_party
from matcher.parties.context import contexts

WEIGHTS = Path(__file__).parent.parent / "matcher" / "parties" / "weights.yaml"
FIRMS, SPELLINGS = 3_000, 10_000
HEAD = "# Log-odds of the terms of matcher.parties.comparison and matcher.parties.context, by tools/fit_party_weights.py.\n"
Rows = list[tuple[Mapping[str, float], bool]]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seeds", default="1,2,4")
    seeds = options.parse_args().seeds.split(",")
    worlds = [invented(int(seed), half) for seed in seeds for half in ("development", "second")]
    weights = fitted([row for parties, firms in worlds for row in alone(parties, firms)], "bias")
    write(weights)
    comparison.weights.cache_clear()
    comparison.word_file.cache_clear()
    weights |= fitted(
        [row for parties, firms in worlds for row in in_context(parties, firms)], "context bias"
    )
    write(weights)


def invented(seed: int, half: str) -> tuple[list[Party], list[int]]:
    """Names of one part of the invented words, read alike ones once, with the firm that most of them are of."""
    firms: dict[Party, Counter[int]] = {}
    for one in firms_and_spellings(seed, half, FIRMS, SPELLINGS):
        party = read_party(one.name, one.number)
        firms.setdefault(party, Counter())[one.firm] += 1
    return list(firms), [counts.most_common(1)[0][0] for counts in firms.values()]


def alone(parties: Sequence[Party], firms: Sequence[int]) -> Rows:
    """Terms and truth of the pairs that are compared by name."""
    rows: Rows = []
    for a, b in candidate_pairs(parties):
        terms = comparison.pair_terms(parties[a], parties[b])
        if terms is not None:
            rows.append((terms, firms[a] == firms[b]))
    return rows


def in_context(parties: Sequence[Party], firms: Sequence[int]) -> Rows:
    """Terms of the context, and truth."""
    found = {pair: compare(parties[pair[0]], parties[pair[1]]) for pair in candidate_pairs(parties)}
    kept = {pair: one for pair, one in found.items() if one.basis != UNLIKE_NAMES}
    return [(one.terms(), firms[a] == firms[b]) for (a, b), one in contexts(kept, parties).items()]


def fitted(rows: Rows, bias: str) -> dict[str, float]:
    names = list(rows[0][0])
    values = np.array([list(terms.values()) for terms, _ in rows])
    truth = np.array([same for _, same in rows])
    model = LogisticRegression(C=1.0, max_iter=3_000).fit(values, truth)
    weights = {name: round(float(weight), 3) for name, weight in zip(names, model.coef_[0], strict=True)}
    print(f"{len(rows):,} pairs, {truth.sum():,} of one firm")
    return weights | {bias: round(float(model.intercept_[0]), 3)}


def write(weights: Mapping[str, float]) -> None:
    WEIGHTS.write_text(HEAD + yaml.safe_dump(dict(weights), sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
