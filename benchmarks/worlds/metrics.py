"""Figures of one world: ranking, precision, hard negatives, calibration, and weights fitted elsewhere."""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from itertools import pairwise
from typing import Any

import numpy as np

from matcher.review.sampling import audit_sample
from matcher.scoring.calibration import calibrate, expected_calibration_error
from matcher.scoring.weights import Weights, fit, prior

from .compared import ComparedWorld, Floats, Ints

LEVELS = ("model", "maker", "description")
FOLDS = 5
POOL = 0.02  # confidence from which a pair can come before a reviewer
REVIEWS = 20
KEPT_NEGATIVES = 0.15  # share of the false pairs that weights are fitted on, each standing for the others


def average_precision(scores: Floats, truth: Any, total: int) -> float:
    """Area under the precision-recall curve; true pairs that were not scored count as never found. Ties count as a whole."""
    if not total:
        return float("nan")
    order = np.argsort(-scores, kind="stable")
    ranked, true = scores[order], truth[order].astype(float)
    # Equal scores share the precision at the end of their run, so that the order of rows earns nothing.
    last = np.searchsorted(-ranked, -ranked, side="right")
    precision = np.cumsum(true)[last - 1] / last
    return float((precision * true).sum() / total)


def probability(log_odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -50, 50))))


def figures(world: ComparedWorld, log_odds: Floats) -> dict[str, Any]:
    """Figures of pair scores, counted over lines."""
    scores, truth = log_odds[world.pair_of], world.truth
    p = probability(scores)
    items = world.items[world.pair_of]
    ranked: dict[int, list[tuple[float, int]]] = defaultdict(list)
    best: dict[int, float] = defaultdict(float)
    for line, item, score, chance in zip(
        world.line_of.tolist(), items.tolist(), scores.tolist(), p.tolist(), strict=True
    ):
        if line in world.gold:
            ranked[line].append((-score, item))
        best[line] = max(best[line], chance)
    out: dict[str, Any] = {"AP": average_precision(scores, truth, world.total)}
    for level in LEVELS:
        lines = [line for line in world.gold if world.level[line] == level]
        for k in (1, 5):
            hits = [bool({i for _, i in sorted(ranked[line])[:k]} & world.gold[line]) for line in lines]
            out[f"hit@{k} {level}"] = float(np.mean(hits)) if hits else None
    for least in (0.5, 0.95):
        above = p >= least
        out[f"precision at {least}"] = float(truth[above].mean()) if above.any() else None
        out[f"recall at {least}"] = float(truth[above].sum() / world.total)
    by_class: dict[str, list[float]] = defaultdict(list)
    for line, why in world.negative.items():
        by_class[why].append(best[line])
    every = [chance for chances in by_class.values() for chance in chances]
    out["hard negatives above .9"] = float(np.mean(np.array(every) > 0.9))
    out["by class"] = {
        why: float(np.mean(np.array(chances) > 0.9)) for why, chances in sorted(by_class.items())
    }
    language = np.array(world.language)[world.line_of]
    out["by language"] = {}
    for name in sorted(set(world.language)):
        total = sum(len(w) for line, w in world.gold.items() if world.language[line] == name)
        if total >= 5:
            mine = language == name
            out["by language"][name] = average_precision(scores[mine], truth[mine], total)
    return out


def calibration(world: ComparedWorld, log_odds: Floats) -> dict[str, Any]:
    """ECE of the prior, and after 100 decisions drawn as an audit sample, of the pairs not decided; mean of reviews."""
    p = probability(log_odds)
    pool = np.flatnonzero(p >= POOL)
    labels, items, scores = world.pair_truth[pool].astype(float), world.items[pool], log_odds[pool]
    order = np.argsort(-p[pool], kind="stable")
    rows = [(str(n), float(p[pool][n])) for n in order]
    after, chances = [], []
    for seed in range(REVIEWS):
        picked = np.array([int(c.pair_id) for c in audit_sample(rows, 100, random.Random(seed))])
        rest = np.setdiff1d(np.arange(len(pool)), picked)
        if not len(rest):
            continue
        fitted = calibrate(scores[picked], labels[picked], items[picked], prior().spread)
        said = fitted.probability(scores[rest])
        after.append(expected_calibration_error(said, labels[rest]))
        drawn = (np.random.default_rng(seed).random(len(rest)) < said).astype(float)
        chances.append(expected_calibration_error(said, drawn))
    return {
        "ECE": expected_calibration_error(p[pool], labels) if len(pool) else None,
        "ECE, 100 decisions": float(np.mean(after)) if after else None,
        "ECE by chance": float(np.mean(chances)) if chances else None,
    }


def reliability(worlds: list[ComparedWorld], scores: list[Floats]) -> list[tuple[str, int, float, float]]:
    """For each tenth of stated confidence (and .95 up): pairs, mean stated, share true, over all worlds."""
    p = np.concatenate([probability(s) for s in scores])
    truth = np.concatenate([w.pair_truth for w in worlds])
    edges = [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01]
    out = []
    for low, high in pairwise(edges):
        mine = (p >= low) & (p < high)
        if mine.any():
            out.append((f"{low:.2f}", int(mine.sum()), float(p[mine].mean()), float(truth[mine].mean())))
    return out


def baseline_figures(world: ComparedWorld) -> dict[str, float]:
    """Average precision of each baseline over all lines and items."""
    count = len(world.lines)
    out = {}
    for name, scores in world.baselines.items():
        truth = np.zeros((count, scores.shape[1]), dtype=bool)
        for line, wanted in world.gold.items():
            truth[line, list(wanted)] = True
        out[name] = average_precision(scores.ravel().astype(float), truth.ravel(), world.total)
    return out


def sampled(world: ComparedWorld, rows: Ints | None = None) -> tuple[Floats, Floats, Floats]:
    """Features, labels and row weights to fit on: all true pairs and a share of the others."""
    rows = np.arange(len(world.features)) if rows is None else rows
    draw = np.random.default_rng(zlib.crc32(world.name.encode())).random(len(world.features))[rows]
    true = world.pair_truth[rows]
    kept = true | (draw < KEPT_NEGATIVES)
    weight = np.where(true, 1.0, 1 / KEPT_NEGATIVES)[kept]
    return world.features[rows[kept]], true[kept].astype(float), weight


def fitted(worlds: list[ComparedWorld], start: Weights | None = None) -> Weights:
    """Weights fitted on whole worlds, each world counting alike."""
    parts = [sampled(world) for world in worlds]
    mean = np.mean([weight.sum() for _, _, weight in parts])
    weights = np.concatenate([weight * mean / weight.sum() for _, _, weight in parts])
    return fit(
        np.concatenate([f for f, _, _ in parts]),
        np.concatenate([y for _, y, _ in parts]),
        start=start or prior(),
        row_weights=weights,
    )


def own_folds(world: ComparedWorld) -> Floats:
    """Log-odds by weights fitted to the world itself; lines of one phrasing and product never on both sides."""
    fold_of_goods = np.zeros(int(world.goods.max()) + 1, dtype=int)
    fold_of_goods[world.goods[world.pair_of]] = [
        zlib.crc32(world.group[line].encode()) % FOLDS for line in world.line_of.tolist()
    ]
    fold = fold_of_goods[world.goods]
    out = np.zeros(len(world.features))
    for k in range(FOLDS):
        features, labels, weight = sampled(world, np.flatnonzero(fold != k))
        out[fold == k] = fit(features, labels, start=prior(), row_weights=weight).log_odds(
            world.features[fold == k]
        )
    return out
