"""Confidence: a probability with a basis and an interval, never worse for having seen decisions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.scoring import calibration
from matcher.scoring.calibration import (
    BETA_DECISIONS,
    MIN_DECISIONS,
    Calibration,
    expected_calibration_error,
    fit_beta,
    fit_platt,
    log_loss,
    reliability,
    venn_abers,
)
from matcher.scoring.weights import prior

SPREAD = prior().spread
Fit = Callable[[np.ndarray, np.ndarray], Calibration]


def calibrate(scores: np.ndarray, truth: np.ndarray, groups: np.ndarray) -> Calibration:
    return calibration.calibrate(scores, truth, groups, SPREAD)


def platt(scores: np.ndarray, truth: np.ndarray) -> Calibration:
    return fit_platt(scores, truth, SPREAD)


def drawn(
    count: int, *, slope: float = 1.0, offset: float = 0.0, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Scores of an over- or underconfident scorer, and the truth: P(true) = sigmoid(slope * x + offset)."""
    random = np.random.default_rng(seed)
    scores = random.normal(0, 2.5, count)
    truth = (random.random(count) < 1 / (1 + np.exp(-(slope * scores + offset)))).astype(float)
    return scores, truth


def test_below_thirty_decisions_the_prior_stands() -> None:
    scores, truth = drawn(MIN_DECISIONS - 1, slope=0.2)
    assert calibrate(scores, truth, np.arange(len(scores))) == Calibration()
    assert Calibration().basis == "prior"


def test_decisions_that_all_say_the_same_change_nothing() -> None:
    scores, _ = drawn(100)
    assert calibrate(scores, np.ones(100), np.arange(100)).basis == "prior"


@pytest.mark.parametrize(("count", "goal"), [(100, 0.06), (400, 0.04)])
def test_an_overconfident_scorer_is_mended_by_decisions(count: int, goal: float) -> None:
    scores, truth = drawn(count, slope=0.4, offset=-1.5)
    new, new_truth = drawn(20_000, slope=0.4, offset=-1.5, seed=1)
    fitted = calibrate(scores, truth, np.arange(count) // 3)
    assert fitted.basis == f"calibrated:{count}"
    before = expected_calibration_error(Calibration().probability(new), new_truth)
    assert before > 0.15
    assert expected_calibration_error(fitted.probability(new), new_truth) < goal


def test_a_scorer_that_is_right_already_is_not_made_worse() -> None:
    new, new_truth = drawn(20_000, seed=1)
    prior = log_loss(Calibration().probability(new), new_truth)
    for seed in range(20):
        scores, truth = drawn(60, seed=seed + 10)
        assert log_loss(calibrate(scores, truth, np.arange(60)).probability(new), new_truth) < prior + 0.05


def test_beta_is_considered_from_a_hundred_on_and_wins_where_it_is_the_truth() -> None:
    scores, _ = drawn(2000)
    true_map = Calibration("beta", a=0.2, b=2.0, c=-0.5)
    truth = (np.random.default_rng(3).random(2000) < true_map.probability(scores)).astype(float)
    assert calibrate(scores, truth, np.arange(2000)).shares["beta"] > 0.99
    few = calibrate(scores[: BETA_DECISIONS - 1], truth[: BETA_DECISIONS - 1], np.arange(BETA_DECISIONS - 1))
    assert few.kind == "platt"


def test_the_map_is_the_average_of_the_two_in_log_odds() -> None:
    scores, truth = drawn(200, slope=0.6, offset=-0.5)
    fitted = calibrate(scores, truth, np.arange(200))
    assert sum(fitted.shares.values()) == pytest.approx(1, abs=1e-3)
    maps = {"platt": platt(scores, truth), "beta": fit_beta(scores, truth)}
    mixed = sum(fitted.shares[name] * logit(one.probability(scores)) for name, one in maps.items())
    assert logit(fitted.probability(scores)) == pytest.approx(mixed, abs=1e-2)
    assert fitted.words.startswith("platt ")


def test_few_decisions_on_a_case_like_the_others_move_the_map_little_and_on_one_unlike_all_much() -> None:
    new, _ = drawn(1000, seed=1)
    like, unlike = drawn(40, slope=1.1, offset=0.3, seed=2), drawn(40, slope=0.4, offset=-5.0, seed=2)
    moved = [np.abs(logit(platt(*decided).probability(new)) - new).max() for decided in (like, unlike)]
    assert moved[0] < 1.5
    assert moved[1] > 4


def test_the_spread_of_other_cases_makes_forty_decisions_worth_more() -> None:
    """Against a fit that expects nothing, over cases that scatter as the others do."""
    anywhere = ((-99.0, 0.0), (1.0, 100.0))
    losses = []
    for seed, (slope, offset) in enumerate(SPREAD[:30]):
        new, new_truth = drawn(5000, slope=slope, offset=offset, seed=1000 + seed)
        decided = drawn(40, slope=slope, offset=offset, seed=seed)
        maps = platt(*decided), fit_platt(*decided, anywhere)
        losses.append([log_loss(one.probability(new), new_truth) for one in maps])
    expected, free = np.mean(losses, axis=0)
    assert expected < free - 0.01


@pytest.mark.parametrize("seed", [3, 6, 7])
def test_one_decision_more_or_less_does_not_overturn_the_map(seed: int) -> None:
    """A choice between maps jumps when the decision that tipped it is left out (by .12 to .20 here)."""
    scores, truth = drawn(80, slope=0.8, offset=-0.3, seed=seed)
    whole = calibrate(scores, truth, np.arange(80)).probability(scores)
    for left_out in range(80):
        keep = np.arange(80) != left_out
        without = calibrate(scores[keep], truth[keep], np.arange(79)).probability(scores)
        assert np.abs(without - whole).max() < 0.11


def logit(p: np.ndarray) -> np.ndarray:
    return np.asarray(np.log(p / (1 - p)))


@given(
    st.lists(st.tuples(st.floats(-30, 30), st.booleans()), min_size=2, max_size=60),
    st.sampled_from([platt, fit_beta]),
)
@settings(max_examples=60, deadline=None)
def test_every_map_is_monotone_and_never_certain(decided: list[tuple[float, bool]], fit: Fit) -> None:
    scores = np.array([score for score, _ in decided])
    truth = np.array([float(label) for _, label in decided])
    fitted = fit(scores, truth)
    ladder = fitted.probability(np.linspace(-50, 50, 400))
    assert np.all(np.diff(ladder) >= -1e-12)
    assert np.all((ladder > 0) & (ladder < 1))
    assert Calibration(**fitted.as_dict()) == fitted


def test_without_decisions_the_interval_says_that_nothing_is_known() -> None:
    low, high = venn_abers(np.empty(0), np.empty(0), np.array([0.0, 5.0]))
    assert low.tolist() == [0, 0]
    assert high.tolist() == [1, 1]


def test_the_interval_is_ordered_monotone_and_narrows_with_decisions() -> None:
    asked = np.linspace(-6, 6, 50)
    widths = []
    for count in (40, 400):
        low, high = venn_abers(*drawn(count), asked)
        assert np.all(low <= high)
        assert np.all(np.diff(low) >= -1e-9)
        assert np.all(np.diff(high) >= -1e-9)
        widths.append(float(np.mean(high - low)))
    assert widths[1] < widths[0] / 2


def test_the_interval_of_a_score_among_ties_uses_their_frequency() -> None:
    low, high = venn_abers(np.zeros(9), np.array([1.0] * 6 + [0.0] * 3), np.array([0.0]))
    assert low[0] == pytest.approx(6 / 10)
    assert high[0] == pytest.approx(7 / 10)


def test_reliability_counts_every_decision_once() -> None:
    scores, truth = drawn(500)
    rows = reliability(Calibration().probability(scores), truth)
    assert sum(row.count for row in rows) == 500
    assert sum(row.count * row.observed for row in rows) == pytest.approx(truth.sum())
    assert all(row.low <= row.stated <= row.high for row in rows)
