"""Judge the matcher on worlds that nobody has seen: figures of each world, mean and worst, and where it fails."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from matcher.scoring.weights import prior

from .compared import ComparedWorld, compared_world
from .metrics import baseline_figures, calibration, figures, fitted, own_folds, reliability
from .vocabulary import SPLITS

WORST_IS_LOW = ("AP", "hit", "precision", "recall", "margin", "held", "AP,")


def judge(worlds: list[ComparedWorld], take_apart: bool) -> dict[str, Any]:
    """One entry a world, and what is counted over all of them."""
    shipped = prior()
    scores = [shipped.log_odds(world.features) for world in worlds]
    rows = []
    for number, (world, log_odds) in enumerate(zip(worlds, scores, strict=True)):
        base = baseline_figures(world)
        row = {
            "world": world.name,
            "lines": len(world.lines),
            "true pairs": world.total,
            **figures(world, log_odds),
            **calibration(world, log_odds),
        }
        row |= {f"AP, {name}": ap for name, ap in base.items()}
        row["margin over the best baseline"] = row["AP"] - max(base.values())
        row["held by candidates"] = world.held
        if take_apart:
            others = [w for n, w in enumerate(worlds) if n != number]
            if others:
                row["AP, weights of other worlds"] = figures(world, fitted(others).log_odds(world.features))[
                    "AP"
                ]
            row["AP, weights of its own (folds)"] = figures(world, own_folds(world))["AP"]
        rows.append(row)
    return {
        "worlds": rows,
        "readers": readers(worlds),
        "reliability": reliability(worlds, scores),
        **summary(rows),
    }


def readers(worlds: list[ComparedWorld]) -> dict[str, Any]:
    """What the readers recognise in true pairs, over all worlds, and by how it is written."""
    found: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for world in worlds:
        for (what, how), values in world.readings.found.items():
            found[what][how] += values
            found[what]["all"] += values
    return {
        what: {how: (round(float(np.mean(v)), 3), len(v)) for how, v in sorted(hows.items())}
        for what, hows in sorted(found.items())
    }


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Mean and worst over worlds of every number; by class of negative and by language."""
    out: dict[str, Any] = {"mean": {}, "worst": {}}
    for name in rows[0]:
        values = [row[name] for row in rows if isinstance(row.get(name), int | float)]
        if not values or name in ("lines", "true pairs"):
            continue
        out["mean"][name] = round(float(np.mean(values)), 4)
        worst = min(values) if name.startswith(WORST_IS_LOW) else max(values)
        out["worst"][name] = round(float(worst), 4)
    for group in ("by class", "by language"):
        gathered: dict[str, list[float]] = defaultdict(list)
        for row in rows:
            for name, value in row[group].items():
                gathered[name].append(value)
        out[group] = {name: (round(float(np.mean(v)), 4), len(v)) for name, v in sorted(gathered.items())}
    return out


def show(report: dict[str, Any], seconds: float) -> None:
    print(
        f"{'world':16}"
        + "".join(
            f"{name:>9}" for name in ("AP", "word", "char", "e5", "P@.5", "P@.95", "hard>.9", "ECE", "held")
        )
    )
    for row in report["worlds"]:
        cells = [row["AP"], row["AP, word TF-IDF"], row["AP, char TF-IDF"], row["AP, e5 centred + CSLS"], row["precision at 0.5"],
                 row["precision at 0.95"], row["hard negatives above .9"], row["ECE"], row["held by candidates"]]  # fmt: skip
        print(f"{row['world']:16}" + "".join(f"{'-' if c is None else format(c, '.3f'):>9}" for c in cells))
    print(f"\n{'over worlds':40}{'mean':>9}{'worst':>9}")
    for name, value in report["mean"].items():
        print(f"{name:40}{value:9.3f}{report['worst'][name]:9.3f}")
    for group in ("by class", "by language"):
        what = "hard negatives above .9" if group == "by class" else "AP"
        print(f"\n{what} {group} (mean of worlds that have it)")
        for name, (value, count) in report[group].items():
            print(f"  {name:30}{value:9.3f}   {count} worlds")
    print("\nreaders: share recognised in true pairs (pairs)")
    for what, hows in report["readers"].items():
        print(
            f"  {what:12} "
            + "; ".join(f"{how} {share:.2f} ({count})" for how, (share, count) in hows.items())
        )
    print("\nconfidence from: pairs, stated, true")
    for low, count, stated, true in report["reliability"]:
        print(f"  {low}  {count:7}  {stated:.3f}  {true:.3f}")
    print(f"\n{seconds:.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=SPLITS, default="evaluation")
    parser.add_argument("--worlds", type=int, default=14, metavar="N", help="Seeds 0 to N-1.")
    parser.add_argument("--seeds", help="Seeds instead, such as 3,7,9-12.")
    parser.add_argument("--data", type=Path, help="Not used: worlds are generated.")
    parser.add_argument("--work", type=Path, help="Keep cases and vectors here.")
    parser.add_argument(
        "--fast", action="store_true", help="Without weights fitted to other worlds and to each world."
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        work = options.work or Path(scratch)
        work.mkdir(parents=True, exist_ok=True)
        worlds = []
        for seed in seeds(options.seeds, options.worlds):
            worlds.append(compared_world(options.split, seed, work))
            print(
                f"{worlds[-1].name}: {len(worlds[-1].features)} pairs, {time.perf_counter() - started:.0f} s",
                file=sys.stderr,
            )
    report = judge(worlds, not options.fast)
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        show(report, time.perf_counter() - started)


def seeds(text: str | None, count: int) -> list[int]:
    if not text:
        return list(range(count))
    ends = [part.split("-") for part in text.split(",")]
    return [seed for pair in ends for seed in range(int(pair[0]), int(pair[-1]) + 1)]
