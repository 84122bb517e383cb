"""Firms joined from their spellings: pairwise precision, recall and F1, beside a token ratio and nomenklatura's matcher.

    python benchmarks/parties.py [--half development] [--seeds 3] [--environment FOLDER] [--json]

3,000 invented firms with 10,000 spellings, a third of them look-alikes of another. `--half held` uses words that no rule was
written with; it is for the report. `--environment` is a Python environment with rapidfuzz and nomenklatura; they score the
same pairs, and are given the threshold that is best for them on these very firms.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.parties.generate import Spelling, firms_and_spellings
from matcher.parties.candidates import candidate_pairs
from matcher.parties.clusters import DEFAULT, cluster, links_between
from matcher.parties.comparison import Party, read_party

FIRMS, SPELLINGS = 3_000, 10_000
PEERS = Path(__file__).parent / "parties" / "peers.py"
Score = dict[str, float | str]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--half", choices=["development", "second", "held"], default="development")
    options.add_argument("--seeds", default="3")
    options.add_argument("--environment", help="a Python environment with rapidfuzz and nomenklatura")
    options.add_argument("--data", help="not used; as in the other benchmarks")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    rows = [
        row for seed in given.seeds.split(",") for row in measure(int(seed), given.half, given.environment)
    ]
    for row in rows:
        print(json.dumps(row) if given.json else "  ".join(f"{k} {v}" for k, v in row.items()))


def measure(seed: int, half: str, environment: str | None) -> list[Score]:
    spellings = firms_and_spellings(seed, half, FIRMS, SPELLINGS)
    started = time.process_time()
    groups: dict[Party, list[int]] = defaultdict(list)
    for at, one in enumerate(spellings):
        groups[read_party(one.name, one.number)].append(at)
    places = list(groups.values())
    joined = cluster(list(groups), links_between(list(groups)), least=DEFAULT)
    seconds = time.process_time() - started
    label = {at: root for root, members in zip(joined.of, places, strict=True) for at in members}
    named: Score = {"half": half, "seed": seed}
    rows = [
        {
            **named,
            "method": "box31 parties",
            "threshold": DEFAULT,
            **scores(spellings, label),
            "seconds": round(seconds, 1),
        }
    ]
    for method, least, peer_label, took in _peers(spellings, environment) if environment else ():
        rows.append(
            {**named, "method": method, "threshold": least, **scores(spellings, peer_label), "seconds": took}
        )
    return rows


def scores(spellings: Sequence[Spelling], label: dict[int, int]) -> Score:
    """Pairwise precision, recall and F1 over all spellings."""
    joined = _pairs(Counter(label.values()).values())
    true = _pairs(Counter(one.firm for one in spellings).values())
    both = _pairs(Counter((label[at], one.firm) for at, one in enumerate(spellings)).values())
    precision, recall = both / max(1, joined), both / max(1, true)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "F1": round(f1, 4)}


def _pairs(counts: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in counts)


def _peers(
    spellings: Sequence[Spelling], environment: str
) -> Iterable[tuple[str, float, dict[int, int], float]]:
    """Each peer's scores of the candidate pairs, joined (single linkage) at the threshold with the best F1."""
    read = [read_party(one.name, one.number) for one in spellings]
    pairs = list(candidate_pairs(read))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pairs.json"
        firms = [(one.name, one.number.split("/")[0], one.country) for one in spellings]
        path.write_text(json.dumps({"firms": firms, "pairs": pairs}), encoding="utf-8")
        done = subprocess.run(
            [Path(environment) / "bin" / "python", PEERS, path], capture_output=True, text=True, check=True
        )
    for line in done.stdout.splitlines():
        method, took, found = json.loads(line)
        best = max(
            (
                (scores(spellings, _linked(len(spellings), pairs, found, least)), least)
                for least in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99)
            ),
            key=lambda one: float(one[0]["F1"]),
        )[1]
        yield method, best, _linked(len(spellings), pairs, found, best), took


def _linked(
    count: int, pairs: Sequence[tuple[int, int]], found: Sequence[float], least: float
) -> dict[int, int]:
    above = list(range(count))

    def root(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    for (a, b), score in zip(pairs, found, strict=True):
        if score >= least:
            above[root(a)] = root(b)
    return {at: root(at) for at in range(count)}


if __name__ == "__main__":
    main()
