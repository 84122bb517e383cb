"""The promise is kept at its stated certainty, and not made where it cannot be kept."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.certificate import CERTIFICATE_SHARE, certify, role


def population(size: int, seed: int, *, offset: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    scores = random.normal(1.5, 2.5, size)
    return scores, (random.random(size) < 1 / (1 + np.exp(-(scores + offset)))).astype(float)


def test_the_promise_is_broken_in_at_most_a_tenth_of_resampled_reviews() -> None:
    scores, truth = population(5000, 1)
    broken = made = 0
    for seed in range(200):
        rows = np.random.default_rng(seed).choice(len(scores), 150, replace=False)
        found = certify(scores[rows], truth[rows], target=0.9)
        if found.threshold is not None:
            made += 1
            broken += truth[scores >= found.threshold].mean() < 0.9
    assert made > 150
    assert broken <= 0.1 * 200


def test_rows_drawn_with_unequal_probability_do_not_break_it() -> None:
    """The reviewer saw the likeliest pairs far more often; taking them at face value would flatter."""
    scores, truth = population(5000, 2, offset=-1.0)
    probability = np.where(scores > 3, 0.1, 0.02)
    broken = made = 0
    for seed in range(200):
        rows = np.flatnonzero(np.random.default_rng(seed).random(len(scores)) < probability)
        found = certify(
            scores[rows], truth[rows], target=0.85, sampling_probability=probability[rows], seed=seed
        )
        if found.threshold is not None:
            made += 1
            broken += truth[scores >= found.threshold].mean() < 0.85
    assert made > 20
    assert broken <= 0.1 * 200


def test_twenty_two_accepted_pairs_carry_ninety_per_cent_and_twenty_one_do_not() -> None:
    assert certify(np.arange(22.0), np.ones(22), target=0.9).threshold == 0
    short = certify(np.arange(21.0), np.ones(21), target=0.9)
    assert short.threshold is None
    assert short.more == 1
    assert "not yet" in short.sentence()
    assert "about 1 more" in short.sentence()


def test_no_promise_where_most_is_false_and_no_hope_is_given() -> None:
    found = certify(np.arange(100.0), np.tile([0.0, 1.0], 50), target=0.9)
    assert found.threshold is None
    assert found.more is None
    assert "no promise" in found.sentence()


def test_no_decisions_no_promise() -> None:
    found = certify(np.empty(0), np.empty(0), target=0.9)
    assert (found.threshold, found.decisions, found.more) == (None, 0, 22)


def test_the_sentence_counts_what_lies_above_the_threshold() -> None:
    scores = np.arange(100.0)
    truth = (scores >= 40).astype(float)
    found = certify(scores, truth, target=0.9)
    assert found.threshold is not None
    assert found.decisions == int((scores >= found.threshold).sum())
    assert found.accepted == int(truth[scores >= found.threshold].sum())
    assert f"{found.accepted} accepted of {found.decisions} decisions" in found.sentence()


def test_an_item_keeps_its_role_and_the_share_is_as_stated() -> None:
    roles = [role(f"i-{number:08x}") for number in range(4000)]
    assert roles == [role(f"i-{number:08x}") for number in range(4000)]
    assert roles.count("certificate") / 4000 == pytest.approx(CERTIFICATE_SHARE, abs=0.03)
