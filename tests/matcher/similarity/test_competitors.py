"""How a pair stands among the other items of its goods record."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.similarity.competitors import SURE, likeliest_others, outdone


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(-9, 9)), max_size=30))
def test_the_likeliest_other_is_of_the_same_record_and_none_is_likelier(pairs: list[tuple[int, int]]) -> None:
    pairs.sort(key=lambda pair: pair[0])
    goods = np.array([record for record, _ in pairs], dtype=np.intp)
    log_odds = np.array([score for _, score in pairs], dtype=np.float64)
    found = likeliest_others(log_odds, goods)
    for at, other in enumerate(found.tolist()):
        rest = [n for n in range(len(pairs)) if n != at and goods[n] == goods[at]]
        if rest:
            assert other in rest
            assert log_odds[other] == max(log_odds[rest])
        else:
            assert other == at


def test_an_unlikely_other_counts_for_nothing_and_a_sure_one_for_what_it_is_over() -> None:
    nothing, at_the_bar, sure = outdone(np.array([-3.0, SURE, 9.0])).tolist()
    assert nothing == 0
    assert at_the_bar == pytest.approx(np.log(2))
    assert sure == pytest.approx(9.0 - SURE, abs=0.001)
