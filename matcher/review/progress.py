"""Review status: counts, agreement of reviewers, pace, and what is missing to the next calibration step."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, TypedDict

from crawler.case.typed_rows import columns_of, read_rows
from matcher.review.decisions import state_counts

if TYPE_CHECKING:
    from sqlite_utils import Database


class Measure(TypedDict):
    """A row of the review's status."""

    measure: str
    value: object
    detail: str


class Conflict(TypedDict):
    """A reviewer's decision on a pair that is disputed, and where it was made."""

    pair_id: str
    state: str
    reviewer: str
    decision: str
    note: str
    asked_at: str
    where: str
    customs_text: str
    item_name: str | None


STATUS_COLUMNS = columns_of(Measure)
CONFLICT_COLUMNS = columns_of(Conflict)
# Settled pairs at which the confidence is worth refitting: from 30 on it can be, from 100 on a finer map is fitted, and
# then its error falls by about a third from one step to the next (matcher/scoring/calibration.py, benchmarks/calibration.py).
CALIBRATION_STEPS = (30, 100, 200, 400, 1000)
PAUSE_SECONDS = 600  # a longer gap between two clicks is a break, not work


@dataclass(frozen=True)
class Agreement:
    """Two reviewers on the pairs both decided. `kappa` is Cohen's, None where chance alone would agree always."""

    first: str
    second: str
    pairs: int
    alike: int
    kappa: float | None
    differ: tuple[tuple[str, str, int], ...] = ()  # (first's word, second's word, pairs), most first


def cohen_kappa(words: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters' words on the same things: agreement beyond chance, 1 at most.

    None where it is undefined: no things, or both used one and the same word throughout.
    Source: J. Cohen, A coefficient of agreement for nominal scales, 1960.
    """
    if not words:
        return None
    size = len(words)
    observed = sum(a == b for a, b in words) / size
    first, second = Counter(a for a, _ in words), Counter(b for _, b in words)
    by_chance = sum(first[word] * second[word] for word in first) / size**2
    return None if by_chance == 1 else (observed - by_chance) / (1 - by_chance)


def agreements(db: Database) -> list[Agreement]:
    """Every two reviewers who decided pairs in common, on the present evidence."""
    said: dict[str, dict[str, set[str]]] = {}
    names: dict[str, str] = {}
    for pair_id, key, name, word in db.execute(
        "SELECT pair_id, reviewer_key, reviewer, decision FROM counting_decisions ORDER BY decision_id"
    ):
        names[key] = max(name, names.get(key, name))
        said.setdefault(key, {}).setdefault(pair_id, set()).add(word)
    found = []
    for first, second in combinations(sorted(said), 2):
        common = said[first].keys() & said[second].keys()
        words = [
            (min(said[first][pair]), min(said[second][pair]))
            for pair in common
            if len(said[first][pair]) == 1 == len(said[second][pair])
        ]
        if words:
            alike = sum(a == b for a, b in words)
            counted = Counter((a, b) for a, b in words if a != b)
            differ = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
            found.append(
                Agreement(
                    names[first],
                    names[second],
                    len(words),
                    alike,
                    cohen_kappa(words),
                    tuple((a, b, count) for (a, b), count in differ),
                )
            )
    return found


def pace(times: Iterable[str]) -> float | None:
    """Decisions an hour from the times of clicks, breaks left out; None below two."""
    moments = sorted(datetime.fromisoformat(time) for time in times)
    gaps = [(b - a).total_seconds() for a, b in pairwise(moments)]
    working = [gap for gap in gaps if gap <= PAUSE_SECONDS]
    return len(working) * 3600 / max(sum(working), 1.0) if working else None


def next_step(settled: int) -> int | None:
    """How many settled pairs the next calibration step needs, None past the last."""
    return next((step for step in CALIBRATION_STEPS if step > settled), None)


def status_rows(db: Database) -> Iterator[Measure]:
    """Rows of STATUS_COLUMNS."""
    counts = state_counts(db)
    for state, count in counts.items():
        yield _row(f"pairs {state}", count)
    paces = []
    for key, name, pairs, accepts, rejects, unsures in db.execute(REVIEWERS):
        clicks = db.execute(
            "SELECT decided_at FROM decisions WHERE reviewer_key = ? AND export_id IS NULL AND undone_at IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM decision_sources s WHERE s.decision_id = decisions.decision_id)",
            [key],
        ).fetchall()
        speed = pace(time for (time,) in clicks)
        paces += [speed] if speed else []
        total = accepts + rejects + unsures
        shares = (
            f"{accepts / total:.0%} accept, {rejects / total:.0%} reject, {unsures / total:.0%} unsure",
        )
        yield _row(
            f"reviewer {name}",
            pairs,
            ", ".join([*shares, *([f"{speed:.0f} an hour in the browser"] if speed else [])]),
        )
    for agreement in agreements(db):
        kappa = "" if agreement.kappa is None else f"{agreement.kappa:.2f}"
        detail = f"Cohen's kappa; {agreement.alike} of {agreement.pairs} common pairs alike"
        detail += "".join(
            f"; {agreement.first} {first}, {agreement.second} {second}: {count}"
            for first, second, count in agreement.differ
        )
        yield _row(f"agreement {agreement.first} and {agreement.second}", kappa, detail)
    settled = counts["accepted"] + counts["rejected"]
    step = next_step(settled)
    if step is None:
        yield _row(
            "next calibration step", "", f"{settled} settled pairs: past the last step; box31 calibrate"
        )
    else:
        missing = step - settled
        hours = f", about {missing / sum(paces):.1f} hours at the browser's pace" if paces else ""
        yield _row("next calibration step", step, f"{missing} more accepted or rejected pairs{hours}")
    for import_id, time, file, counted, undone in db.execute(
        "SELECT import_id, imported_at, file, counts, undone_at FROM review_imports ORDER BY imported_at"
    ):
        detail = f"{file} at {time[:19]}Z" + (f", undone at {undone[:19]}Z" if undone else "")
        yield _row(f"import {import_id}", json.loads(counted).get("new", 0), detail)


REVIEWERS = """
SELECT reviewer_key, max(reviewer), count(DISTINCT pair_id),
  sum(decision = 'accept'), sum(decision = 'reject'), sum(decision = 'unsure')
FROM counting_decisions GROUP BY reviewer_key ORDER BY reviewer_key
"""


def conflict_rows(db: Database, states: Sequence[str] = ("disputed",)) -> Iterator[Conflict]:
    """Rows of CONFLICT_COLUMNS: every counting word on pairs in `states`, and where it was said."""
    return read_rows(db, Conflict, CONFLICTS, [json.dumps(list(states))])


CONFLICTS = """
SELECT c.pair_id, s.state, c.reviewer, c.decision, c.note, c.asked_at,
  coalesce((SELECT group_concat(i.file || ':' || iif(d.sheet = '', '', d.sheet || '!') || d.row, ', ')
            FROM decision_sources d JOIN review_imports i ON i.import_id = d.import_id
            WHERE d.decision_id = c.decision_id AND i.undone_at IS NULL), 'browser') AS "where",
  g.text AS customs_text,
  (SELECT i.name FROM named_items i WHERE i.item_id = p.item_id) AS item_name
FROM (SELECT DISTINCT pair_id FROM counting_decisions) d
JOIN pair_states s ON s.pair_id = d.pair_id AND s.state IN (SELECT value FROM json_each(?))
JOIN counting_decisions c ON c.pair_id = d.pair_id
JOIN pairs p ON p.pair_id = d.pair_id JOIN goods g ON g.goods_id = p.goods_id
ORDER BY c.pair_id, c.reviewer_key, c.decision
"""


def _row(measure: str, value: object, detail: str = "") -> Measure:
    return {"measure": measure, "value": value, "detail": detail}
