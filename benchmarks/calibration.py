"""From few decisions to a confidence: ways to a map from score to probability, on scorers of other data.

    python benchmarks/calibration.py [--data ../shared/data] [--json] [--resamples 40]

Four scorers of product pairs: a logistic regression over five lexical features, trained on Abt-Buy or on
Amazon-Google, scoring the valid part of the same set or of the other (moved to new data, as a prior is). Decisions are
drawn as `box31 review export --sample audit` draws them; expected calibration error and log-loss are of the other
pairs of probability .02 and above. `perfect` is what the error would be if the map were right: chance alone.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np

from matcher.review.sampling import audit_sample
from matcher.scoring.calibration import (
    MIN_DECISIONS,
    Calibration,
    calibrate,
    expected_calibration_error,
    fit_beta,
    fit_platt,
    log_loss,
)
from matcher.scoring.weights import prior

SETS = ("Abt-Buy", "Amazon-Google")
COUNTS = (30, 50, 100, 200, 400)
SHOWN = 0.02
ANYWHERE = ((-99.0, 0.0), (1.0, 100.0))  # a spread that expects nothing
Scored = tuple[np.ndarray, np.ndarray, np.ndarray]  # log-odds, labels, groups


def read(path: Path) -> list[tuple[str, str, int]]:
    lines = [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8")]
    return [(left, right, int(label)) for left, right, label in lines]


def plain(text: str) -> str:
    return re.sub(r"COL \w+ VAL", " ", text).lower()


def title(text: str) -> str:
    found = re.search(r"COL (?:title|name) VAL (.*?)(?: COL |$)", text)
    return (found.group(1) if found else text).lower()


def codes(text: str) -> set[str]:
    words = re.findall(r"[a-z0-9-]{4,}", text)
    return {word for word in words if re.search(r"\d", word) and re.search(r"[a-z]", word)}


def scorers(folder: Path) -> dict[str, Scored]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    rows, values, models = {}, {}, {}
    for name in SETS:
        parts = {part: read(folder / "pairs" / name / f"{part}.txt") for part in ("train", "valid")}
        texts = [plain(text) for row in parts["train"] for text in row[:2]]
        views: list[tuple[TfidfVectorizer, Callable[[str], str]]] = [
            (TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True).fit(texts), plain),
            (TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4)).fit(texts), title),
            (TfidfVectorizer(token_pattern=r"[a-z0-9]+").fit(texts), title),
        ]
        for part, found in parts.items():
            columns = [
                np.asarray(
                    view.transform([form(a) for a, _, _ in found])
                    .multiply(view.transform([form(b) for _, b, _ in found]))
                    .sum(axis=1)
                ).ravel()
                for view, form in views
            ]
            both = [(codes(plain(a)), codes(plain(b))) for a, b, _ in found]
            columns.append(np.array([float(bool(a & b)) for a, b in both]))
            columns.append(np.array([float(bool(a and b and not a & b)) for a, b in both]))
            values[name, part] = np.column_stack(columns)
        rows[name] = parts["valid"]
        labels = np.array([label for _, _, label in parts["train"]])
        models[name] = LogisticRegression(C=10, max_iter=1000).fit(values[name, "train"], labels)
    out = {}
    for scored in SETS:
        truth = np.array([label for _, _, label in rows[scored]], dtype=float)
        groups = np.unique([left for left, _, _ in rows[scored]], return_inverse=True)[1]
        for trained in SETS:
            log_odds = models[trained].decision_function(values[scored, "valid"])
            out[f"{scored} by {'its own' if trained == scored else 'the other'}"] = (log_odds, truth, groups)
    return out


def chosen(log_odds: np.ndarray, labels: np.ndarray, groups: np.ndarray) -> Calibration:
    """One map, the best on held-out items, taken whole: what an average is compared with."""
    from matcher.scoring.calibration import _held_out_loss

    fits = [lambda *_: Calibration(), platt, *([fit_beta] if len(labels) >= 200 else [])]
    losses = [_held_out_loss(fit, log_odds, labels, groups) for fit in fits]
    return fits[int(np.argmin(losses))](log_odds, labels)


def platt(log_odds: np.ndarray, labels: np.ndarray) -> Calibration:
    """Platt's sigmoid expected where it was in the worlds that the shipped weights are from."""
    return fit_platt(log_odds, labels, prior().spread)


WAYS: dict[str, Callable[[np.ndarray, np.ndarray, np.ndarray], Calibration]] = {
    "prior": lambda *_: Calibration(),
    "Platt": lambda x, y, _: platt(x, y),
    "Platt, expected anywhere": lambda x, y, _: fit_platt(x, y, ANYWHERE),
    "beta": lambda x, y, _: fit_beta(x, y),
    "the best on held-out items": chosen,
    "averaged (the product)": lambda x, y, groups: calibrate(x, y, groups, prior().spread),
}


def measured(scored: Scored, count: int, resamples: int) -> dict[str, tuple[float, float]]:
    """Mean error and log-loss of each way."""
    log_odds, labels, groups = scored
    p = Calibration().probability(log_odds)
    pool = np.flatnonzero(p >= SHOWN)
    rows = [(str(n), float(p[n])) for n in pool]
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in (*WAYS, "perfect")}
    right = fit_beta(log_odds[pool], labels[pool])
    for seed in range(resamples):
        drawn = np.array([int(c.pair_id) for c in audit_sample(rows, count, random.Random(seed))])
        rest = np.setdiff1d(pool, drawn)
        for name, way in WAYS.items():
            said = way(log_odds[drawn], labels[drawn], groups[drawn]).probability(log_odds[rest])
            found[name].append((expected_calibration_error(said, labels[rest]), log_loss(said, labels[rest])))
        said = right.probability(log_odds[rest])
        truth = (np.random.default_rng(seed).random(len(rest)) < said).astype(float)
        found["perfect"].append((expected_calibration_error(said, truth), log_loss(said, truth)))
    return {name: tuple(np.mean(values, axis=0).round(4).tolist()) for name, values in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--resamples", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = scorers(options.data)
    report = {
        count: {name: measured(scored, count, options.resamples) for name, scored in found.items()}
        for count in COUNTS
        if count >= MIN_DECISIONS
    }
    if options.json:
        print(json.dumps(report))
        return
    for count, table in report.items():
        print(f"\n{count} decisions: ECE (log-loss)" + " " * 6 + "  ".join(f"{name:>26}" for name in table))
        for way in (*WAYS, "perfect"):
            cells = [table[name][way] for name in table]
            mean = np.mean(cells, axis=0)
            shown = "  ".join(f"{f'{ece:.3f} ({loss:.3f})':>26}" for ece, loss in cells)
            print(f"{way:30}{shown}   mean {mean[0]:.4f} ({mean[1]:.4f})")


if __name__ == "__main__":
    main()
