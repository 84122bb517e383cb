"""Divide a sample among several reviewers, with a part that all of them get, so that their agreement can be measured."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from matcher.review.reviewers import reviewer_key
from matcher.review.sampling import Chosen

if TYPE_CHECKING:
    from sqlite_utils import Database


def split(
    chosen: Sequence[Chosen],
    names: Sequence[str],
    overlap: float,
    seed: int,
    decided: Mapping[str, frozenset[str]],
) -> dict[str, list[Chosen]]:
    """The pairs of each reviewer, in the order of `chosen`.

    A share `overlap` (0 to 1) of the pairs, drawn with `seed`, goes to everybody; the others go round, each to the next
    reviewer who has not decided it (`decided`: by name). A pair that everybody has decided goes to nobody.
    """
    order = [*range(len(chosen))]
    random.Random(seed).shuffle(order)  # noqa: S311 - a sample, not a secret
    common = order[: round(overlap * len(order))]
    places: dict[str, set[int]] = {name: set() for name in names}
    for place in common:
        for name in names:
            if chosen[place].pair_id not in decided.get(name, ()):
                places[name].add(place)
    turn = 0
    for place in order[len(common) :]:
        for step in range(len(names)):
            name = names[(turn + step) % len(names)]
            if chosen[place].pair_id not in decided.get(name, ()):
                places[name].add(place)
                turn += step + 1
                break
    return {name: [chosen[place] for place in sorted(own)] for name, own in places.items()}


def decided_by(db: Database, names: Sequence[str], chosen: Sequence[Chosen]) -> dict[str, frozenset[str]]:
    """Which of the pairs each reviewer has decided on the present evidence."""
    ids = json.dumps([row.pair_id for row in chosen])
    sql = (
        "SELECT DISTINCT pair_id FROM counting_decisions WHERE reviewer_key = ?"
        " AND pair_id IN (SELECT value FROM json_each(?))"
    )
    return {
        name: frozenset(pair_id for (pair_id,) in db.execute(sql, [reviewer_key(name), ids]))
        for name in names
    }
