"""Rules learnt beside the additive weights: they keep each feature's direction, add up, and are stored as plain JSON."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from crawler.case.errors import Box31Error
from matcher.features import FEATURES, NAMES
from matcher.scoring.rules import DEPTH, MOST_RULES, Rules, boost, from_list
from matcher.scoring.weights import Weights, fit, from_dict, prior

Floats = NDArray[np.float64]
SIGNS = np.array([f.sign for f in FEATURES])


def decisions(number: int = 900, seed: int = 0) -> tuple[Floats, Floats]:
    """Pairs that are true where two features of the first ones meet: no sum of terms can say that."""
    rng = np.random.default_rng(seed)
    features = np.zeros((number, len(NAMES)))
    columns = [
        NAMES.index(name) for name in ("meaning", "name_found", "goods_length", "price_gap", "contradict_one")
    ]
    features[:, columns] = rng.random((number, len(columns)))
    features[:, columns[2]] -= 0.5
    both = (features[:, columns[0]] > 0.5) & (features[:, columns[1]] > 0.5) & (features[:, columns[3]] < 0.8)
    return features, (both ^ (rng.random(number) < 0.03)).astype(float)


@pytest.fixture(scope="module")
def learnt() -> tuple[Weights, Floats]:
    features, labels = decisions()
    weights = fit(features, labels, start=prior())
    rules = boost(features, labels, weights.log_odds(features))
    return Weights(weights.base, weights.weights, rules=rules), features


def rules_of(weights: Weights) -> Rules:
    assert weights.rules is not None
    return weights.rules


def test_rules_find_what_a_sum_of_terms_cannot(learnt: tuple[Weights, Floats]) -> None:
    weights, _ = learnt
    features, labels = decisions(seed=1)
    additive = Weights(weights.base, weights.weights)

    def wrong(scorer: Weights) -> float:
        return float(np.mean((scorer.log_odds(features) > 0) != labels))

    assert wrong(weights) < 0.08 < wrong(additive)


def test_each_feature_moves_the_score_in_its_own_direction_only(learnt: tuple[Weights, Floats]) -> None:
    weights, features = learnt
    rng = np.random.default_rng(2)
    for column in np.flatnonzero(SIGNS):
        more = features[:200].copy()
        more[:, column] += rng.random(200)
        moved = weights.log_odds(more) - weights.log_odds(features[:200])
        assert (SIGNS[column] * moved >= -1e-9).all(), NAMES[column]


def test_terms_add_up_and_have_the_sign_of_their_feature(learnt: tuple[Weights, Floats]) -> None:
    weights, features = learnt
    log_odds = weights.log_odds(features[:50])
    assert not np.allclose(log_odds, Weights(weights.base, weights.weights).log_odds(features[:50]), atol=0.1)
    for terms, total in zip(weights.terms(features[:50]), log_odds, strict=True):
        assert sum(part for _, _, part in terms) == pytest.approx(total, abs=1e-9)
        for name, value, part in terms[1:]:
            assert value != 0
            assert SIGNS[NAMES.index(name)] * part >= -1e-9 or not SIGNS[NAMES.index(name)]


def test_shares_are_shapley_values(learnt: tuple[Weights, Floats]) -> None:
    """Against their definition: the mean over all orders in which the features become known."""
    rules = rules_of(learnt[0])
    row = learnt[1][7]
    known = np.flatnonzero(row)
    share = np.zeros(len(NAMES))
    rng = np.random.default_rng(3)
    orders = [rng.permutation(known) for _ in range(1500)]
    for order in orders:
        steps = np.zeros((len(order) + 1, len(NAMES)))
        for at, column in enumerate(order):
            steps[at + 1] = steps[at]
            steps[at + 1, column] = row[column]
        share[order] += np.diff(rules.log_odds(steps)) / len(orders)
    assert rules.shares(row[None])[0] == pytest.approx(share, abs=0.06)
    assert rules.shares(row[None]).sum() + rules.blank == pytest.approx(rules.log_odds(row[None])[0])


def test_what_is_read_from_json_is_what_was_kept(learnt: tuple[Weights, Floats]) -> None:
    weights, features = learnt
    read = from_dict(json.loads(json.dumps(weights.as_dict())))
    assert np.array_equal(read.log_odds(features), weights.log_odds(features))
    assert read.digest == weights.digest != Weights(weights.base, weights.weights).digest


def test_features_as_stored_fall_under_the_same_rules(learnt: tuple[Weights, Floats]) -> None:
    rules = rules_of(learnt[0])
    row = np.zeros(len(NAMES))
    column, bound = next(
        (c, high)
        for c, high in zip(rules.column.ravel(), rules.high.ravel(), strict=True)
        if np.isfinite(high)
    )
    row[column] = bound + 4e-7
    assert np.array_equal(rules.log_odds(row[None]), rules.log_odds(np.round(row, 6)[None]))


def test_the_same_decisions_give_the_same_rules() -> None:
    features, labels = decisions(300)
    start = np.zeros(len(labels))
    assert boost(features, labels, start).as_list() == boost(features, labels, start).as_list()


def test_rules_of_features_that_are_no_more_do_not_count() -> None:
    rules = from_list([[1.0, ["meaning", 0.5, None]], [9.0, ["gone", None, 0.5]]])
    assert rules.log_odds(np.zeros((1, len(NAMES)))) == [0.0]


@pytest.mark.parametrize(
    "stored",
    [
        5, "rules", {"a": 1}, [1], ["x"], [[]], [[None]], [["1e999"]], [[float("nan")]], [[10**400]],
        [[1.0, "meaning"]], [[1.0, ["meaning", 0.5]]], [[1.0, ["meaning", "a", 1]]], [[1.0, ["meaning", [], {}]]],
        [[1.0, ["meaning", float("nan"), None]]], [[1.0, *[["meaning", 0, 1]] * (DEPTH + 1)]],
        [[0.0]] * (MOST_RULES + 1),
    ],
    ids=repr,
)  # fmt: skip
def test_rules_that_nobody_wrote_are_one_clear_line(stored: Any) -> None:
    with pytest.raises(Box31Error, match=r"rules cannot be read .* `box31 calibrate` again"):
        from_dict({"base": 0, "weights": {}, "rules": stored})


@pytest.mark.parametrize(
    "stored",
    [{}, [], None, {"base": 0}, {"base": "x", "weights": {}}, {"base": 0, "weights": {"meaning": None}},
     {"base": 0, "weights": [1]}, {"base": float("inf"), "weights": {}}, {"base": 0, "weights": {}, "about": 5}],
    ids=repr,
)  # fmt: skip
def test_weights_that_nobody_wrote_are_one_clear_line(stored: Any) -> None:
    with pytest.raises(Box31Error, match=r"weights cannot be read .* `box31 calibrate` again"):
        from_dict(stored)
