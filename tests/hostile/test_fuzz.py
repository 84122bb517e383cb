"""A few mutations of each kind of file; `make attack PARTS=fuzz` tries each reader for ten minutes."""

from __future__ import annotations

import random

import pytest

from tests.hostile.fuzz import NAMES, TARGETS, fuzz, mutated

RUNS, SLOW_RUNS = 40, 4  # mutations: together some seconds


@pytest.mark.parametrize("name", NAMES)
def test_no_mutation_of_a_file_ends_its_reader(name: str) -> None:
    slow = name in TARGETS and TARGETS[name].slow
    runs, faults = fuzz(name, runs=SLOW_RUNS if slow else RUNS)
    assert faults == []
    assert runs == (SLOW_RUNS if slow else RUNS)


def test_a_mutation_can_be_made_again() -> None:
    seeds = TARGETS["csv"].seeds()
    made = [mutated(seeds, random.Random(f"csv 1 {n}")) for n in range(20)]
    assert made == [mutated(seeds, random.Random(f"csv 1 {n}")) for n in range(20)]
    assert len(set(made)) == 20
