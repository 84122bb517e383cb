"""How many candidates a description fits as well."""

from __future__ import annotations

import numpy as np

from matcher.similarity.crowd import AS_NEAR, AS_WELL, crowds
from matcher.similarity.kind_fit import KindFit
from matcher.similarity.number_fit import NumberFit
from matcher.similarity.property_fit import PropertyFit

PLAIN, TOLD = PropertyFit(), PropertyFit(NumberFit(agree=1, information=2.0))
NOBODY = np.zeros(4, dtype=bool)


def counts(properties: list[PropertyFit], kinds: list[float], named: np.ndarray) -> list[float]:
    """Of how many candidates each is one."""
    fits = [KindFit(meaning=meaning) for meaning in kinds]
    return [2**crowd for crowd in crowds(properties, fits, named)]


def test_candidates_of_which_as_much_is_said_are_a_crowd() -> None:
    assert counts([PLAIN] * 4, [0.3] * 4, NOBODY) == [4, 4, 4, 4]
    assert counts([TOLD, PLAIN, PLAIN, PLAIN], [0.3] * 4, NOBODY) == [1, 4, 4, 4]
    nearly = PropertyFit(NumberFit(agree=1, information=2.0 - AS_WELL))
    assert counts([TOLD, nearly, PLAIN, PLAIN], [0.3] * 4, NOBODY) == [2, 2, 4, 4]


def test_candidates_of_another_kind_are_no_alternatives() -> None:
    assert counts([PLAIN] * 4, [0.3, 0.3 - AS_NEAR / 2, 0.1, 0.1], NOBODY) == [2, 2, 4, 4]


def test_candidates_of_makers_that_are_not_named_are_no_alternatives() -> None:
    named = np.array([True, True, False, False])
    assert counts([PLAIN] * 4, [0.3] * 4, named) == [2, 2, 4, 4]
