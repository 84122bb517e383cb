"""Trees beside the additive weights: how they are asked, that their terms add up, and that they are the ones that belong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from crawler.case.errors import Box31Error
from matcher.arrays import Float64s
from matcher.features import FEATURES, NAMES
from matcher.scoring.rules import Rules, rules_of
from matcher.scoring.trees import Trees, load, save, shipped_trees
from matcher.scoring.weights import fit, from_dict, prior, rounded

SIGNS = np.array([feature.sign for feature in FEATURES])
CODE = next(n for n, feature in enumerate(FEATURES) if feature.sign > 0)


def pairs(count: int, seed: int = 1) -> Float64s:
    """Features of invented pairs: most are zero, as of real ones."""
    rng = np.random.default_rng(seed)
    values = rng.random((count, len(NAMES))) * (rng.random((count, len(NAMES))) < 0.15)
    values[:, CODE] = rng.random(count) < 0.5
    return np.round(values, 6)


def by_hand(rules: Rules, row: Float64s) -> float:
    """The values of the rules that a row falls under, one by one."""
    total = 0.0
    for value, columns, lows, highs in zip(rules.value, rules.column, rules.low, rules.high, strict=True):
        if all(low < row[c] <= high for c, low, high in zip(columns, lows, highs, strict=True)):
            total += value
    return total


def test_a_pair_gets_the_leaf_of_every_tree() -> None:
    rules = shipped_trees().rules
    rows = pairs(20)
    assert rules.log_odds(rows) == pytest.approx([by_hand(rules, row) for row in rows], abs=1e-9)
    assert rules.blank == pytest.approx(by_hand(rules, np.zeros(len(NAMES))), abs=1e-9)


def test_what_is_asked_does_not_depend_on_the_other_pairs() -> None:
    weights, rows = prior(), pairs(700)
    together = weights.log_odds(rows)
    assert np.array_equal(together[650:], weights.log_odds(rows[650:]))
    assert weights.terms(rows)[690:] == weights.terms(rows[690:])


def test_the_terms_add_up_to_the_log_odds_above_and_below_the_floor() -> None:
    weights, rows = prior(), pairs(300)
    trees = weights.trees
    assert trees is not None
    above = weights.additive(rows) >= trees.floor
    assert 20 < above.sum() < 280
    for terms, total, asked in zip(weights.terms(rows), weights.log_odds(rows), above, strict=True):
        assert sum(part for _, _, part in terms) == pytest.approx(total, abs=1e-9)
        if not asked:
            assert {name: part for name, _, part in terms[1:]} == pytest.approx(
                {name: 2 * weights.weights[name] * value for name, value, _ in terms[1:]}
            )


def test_a_feature_moves_the_score_in_its_own_direction_only() -> None:
    weights = prior()
    trees = weights.trees
    assert trees is not None
    weights = replace(weights, trees=replace(trees, floor=-np.inf))
    rows = pairs(60)
    rng = np.random.default_rng(2)
    for column in np.flatnonzero(SIGNS):
        more = rows.copy()
        more[:, column] += rng.random(len(rows))
        moved = weights.log_odds(more) - weights.log_odds(rows)
        assert (SIGNS[column] * moved >= -1e-5).all(), NAMES[column]


def test_trees_are_kept_as_they_are(tmp_path: Path) -> None:
    rules = rules_of([(0.25, [(3, -np.inf, 0.5), (7, 0.125, np.inf)]), (-1.5, [(3, 0.5, np.inf)]), (0.0, [])])
    save(rules, -2.5, tmp_path / "trees.safetensors")
    kept = load(tmp_path / "trees.safetensors")
    rows = pairs(40)
    assert kept.floor == -2.5
    assert np.array_equal(kept.rules.log_odds(rows), rules.log_odds(rows))


def test_weights_of_a_case_name_their_trees() -> None:
    stored = json.loads(json.dumps(prior().as_dict()))
    assert from_dict(stored).digest == prior().digest
    with pytest.raises(Box31Error, match="trees of another version"):
        from_dict(stored | {"trees": "0123456789ab"})
    without = from_dict({key: value for key, value in stored.items() if key != "trees"})
    assert without.digest != prior().digest


def test_weights_fitted_to_decisions_keep_the_trees_and_know_what_they_say() -> None:
    start, rows = prior(), pairs(400)
    labels = (start.log_odds(rows) > np.median(start.log_odds(rows))).astype(float)
    refitted = fit(rows, labels, start=start, ridge=4.0)
    assert refitted.trees is start.trees
    p = 1 / (1 + np.exp(-refitted.log_odds(rows)))
    before = 1 / (1 + np.exp(-start.log_odds(rows)))
    assert np.mean((p - labels) ** 2) < np.mean((before - labels) ** 2)


def test_of_a_pair_below_the_floor_the_trees_say_what_the_weights_say() -> None:
    rules = rules_of([(2.0, [(CODE, 0.5, np.inf)]), (-1.0, [(CODE, -np.inf, 0.5)])])
    trees = Trees(rules, 0.0, "")
    rows = np.zeros((2, len(NAMES)))
    rows[:, CODE] = 1.0
    additive = np.array([-0.5, 0.5])
    assert trees.asked(additive).tolist() == [False, True]
    assert trees.log_odds(rows, additive).tolist() == [-1.5, 2.0]


def test_terms_are_stored_with_six_decimals() -> None:
    assert rounded([("code", 0.12345678, -1.23456789)]) == [["code", 0.123457, -1.234568]]
