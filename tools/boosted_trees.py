"""Write scikit-learn's histogram boosting as the plain arrays that crawler.extract.page.learnt.boosted_trees reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

MODELS = Path(__file__).resolve().parent.parent / "crawler" / "extract" / "page" / "learnt" / "models"


def save(name: str, model: Any, names: Sequence[str], classes: Sequence[str], about: str) -> None:
    """Write a fitted HistGradientBoostingClassifier as models/<name>.json; `names` are its features in order, `about` says what
    fitted it and on what."""
    feature, threshold, left, right, value = [], [], [], [], []
    roots: list[list[int]] = [[] for _ in classes]
    for predictors in model._predictors:
        for column, predictor in enumerate(predictors):
            start = len(feature)
            roots[column].append(start)
            for node in predictor.nodes:
                leaf = bool(node["is_leaf"])
                feature.append(0 if leaf else int(node["feature_idx"]))
                threshold.append(0.0 if leaf else float(f"{node['num_threshold']:.6g}"))
                left.append(0 if leaf else start + int(node["left"]))
                right.append(0 if leaf else start + int(node["right"]))
                value.append(float(f"{node['value']:.5g}") if leaf else 0.0)
    base = [float(v) for v in model._baseline_prediction.ravel()]
    content = {
        "about": about, "names": [*names], "classes": [*classes], "base": base, "roots": roots,
        "feature": feature, "threshold": threshold, "left": left, "right": right, "value": value,
    }  # fmt: skip
    MODELS.mkdir(exist_ok=True)
    lines = ",\n".join(
        f" {json.dumps(key)}: {json.dumps(part, separators=(',', ':'))}" for key, part in content.items()
    )
    (MODELS / f"{name}.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")
