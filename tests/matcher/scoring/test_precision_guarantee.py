"""The promise is kept at its stated certainty, and not made where it cannot be kept."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.scoring.precision_guarantee import CERTIFICATE_SHARE, certify, role


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
    broken = made = naive = 0
    for seed in range(200):
        shown = np.random.default_rng(seed).random(len(scores)) < probability
        drawn = np.where(shown, probability, np.nan)
        found = certify(scores, truth, target=0.85, shown=shown, drawn=drawn, seed=seed)
        if found.threshold is not None:
            made += 1
            broken += truth[scores >= found.threshold].mean() < 0.85
        taken = certify(scores[shown], truth[shown], target=0.85)
        naive += taken.threshold is not None and truth[scores >= taken.threshold].mean() < 0.85
    assert made > 20
    assert broken <= 0.1 * 200
    assert naive > broken


def test_the_top_of_the_list_carries_a_promise_and_rows_picked_elsewhere_do_not() -> None:
    scores, truth = population(2000, 3)
    order = np.argsort(-scores)
    shown = np.zeros(2000, dtype=bool)
    shown[order[:400]] = True
    top = certify(scores, truth, target=0.9, shown=shown)
    assert top.threshold is not None
    assert top.threshold >= scores[order[420]], "at most a twentieth may be unseen"
    shown[order[400:]] = truth[order[400:]] > 0.5  # somebody picked every true pair below, and no other
    picked = certify(scores, truth, target=0.9, shown=shown)
    assert picked.threshold is not None
    assert truth[scores >= picked.threshold].mean() >= 0.9


def test_what_was_shown_and_left_open_counts_as_false() -> None:
    scores, truth = population(400, 4)
    answered = truth * (np.random.default_rng(4).random(400) < 0.7)
    assert certify(scores, truth, target=0.9).threshold is not None
    assert certify(scores, answered, target=0.9).threshold is None


def test_a_few_new_pairs_at_the_top_do_not_end_a_promise_and_many_do() -> None:
    scores, truth = population(1000, 5)
    for unseen, holds in ((0.03, True), (0.3, False)):
        shown = np.random.default_rng(5).random(1000) >= unseen
        assert (certify(scores, truth, target=0.85, shown=shown).threshold is not None) == holds


def test_twenty_two_accepted_pairs_carry_ninety_per_cent_and_twenty_one_do_not() -> None:
    assert certify(np.arange(22.0), np.ones(22), target=0.9).threshold == 0
    short = certify(np.arange(21.0), np.ones(21), target=0.9)
    assert short.threshold is None
    assert short.decisions_needed == 2, "half of them fall on items kept for training"
    assert "not yet" in short.sentence()
    assert "about 2 more" in short.sentence()


def test_no_promise_where_most_is_false_and_no_hope_is_given() -> None:
    found = certify(np.arange(100.0), np.tile([0.0, 1.0], 50), target=0.9)
    assert found.threshold is None
    assert found.decisions_needed is None
    assert "no promise" in found.sentence()


def test_no_decisions_no_promise() -> None:
    found = certify(np.empty(0), np.empty(0), target=0.9)
    assert (found.threshold, found.decisions, found.decisions_needed) == (None, 0, 44)


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
