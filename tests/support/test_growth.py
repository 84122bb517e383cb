"""Whether the growth of run time is told: linear and constant from quadratic, with caches and an expensive first call."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.support.growth import filled, grows_linearly


def linear(size: int) -> int:
    return sum(n % 7 for n in range(size))


def quadratic(size: int) -> int:
    return sum(linear(size) for _ in range(size))


@pytest.mark.parametrize("size", [100, 30_000])
def test_linear_work_grows_linearly(size: int) -> None:
    assert grows_linearly(linear, size)


@pytest.mark.parametrize("run", [len, lambda text: sorted(text)])
def test_constant_and_nearly_linear_work_does_as_well(run: Callable[[str], object]) -> None:
    assert grows_linearly(lambda n: run(filled("QV-20 ", n)), 5_000)


@pytest.mark.parametrize("size", [20, 150])
def test_quadratic_work_does_not(size: int) -> None:
    assert not grows_linearly(quadratic, size)


def test_quadratic_work_that_is_remembered_does_not() -> None:
    assert not grows_linearly(cache(quadratic), 150)


def test_what_only_the_first_call_does_is_not_counted() -> None:
    load = cache(lambda: linear(1_000_000))
    assert grows_linearly(lambda n: load() + linear(n), 10_000)


def test_a_piece_fills_as_many_characters_as_are_wanted() -> None:
    assert filled("ab ", 7) == "ab ab a"
    assert filled("ab ", 0) == ""
