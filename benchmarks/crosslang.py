"""Russian to English over nomenclature texts: does the encoder find the same heading in the other language?

python benchmarks/crosslang.py [--data ../shared/data] [--json] [--model NAME] [--work DIR]

Headings that the adapter of the bundled model was trained on are among the answers, and are counted apart as questions.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from matcher.candidates.retrieve import NEIGHBOURS
from matcher.embedding.encoder import Encoder, centred
from tools.train_adapter import trains


def ranks(scores: np.ndarray) -> np.ndarray:
    """For each row the rank of its own column, from 1."""
    own = np.diag(scores)
    return np.asarray((scores > own[:, None]).sum(axis=1) + 1)


def recall(scores: np.ndarray, asked: np.ndarray | None = None) -> dict[str, float]:
    """Share of the rows (those `asked`) whose own column is among the first."""
    place = ranks(scores) if asked is None else ranks(scores)[asked]
    return {f"R@{k}": round(float((place <= k).mean()), 4) for k in (1, 10, 100)}


def csls(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    cosine = left @ right.T
    mine = np.partition(cosine, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:].mean(axis=1)
    theirs = np.partition(cosine, -NEIGHBOURS, axis=0)[-NEIGHBOURS:].mean(axis=0)
    return np.asarray(2 * cosine - mine[:, None] - theirs[None, :])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--model", default="bundled")
    parser.add_argument("--work", type=Path, help="Keep vectors here.")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with (options.data / "hs" / "hs_aligned.csv").open(encoding="utf-8") as handle:
        rows = [
            row
            for row in csv.DictReader(handle)
            if row["ru_kind"] == "exact" and row["text_ru"] and row["text_en"]
        ]
    with tempfile.TemporaryDirectory() as scratch:
        encoder = Encoder(options.model, options.work or Path(scratch))
        english = encoder.encode([row["text_en"] for row in rows])
        russian = encoder.encode([row["text_ru"] for row in rows])
        capitals = encoder.encode([row["text_ru"].upper() for row in rows])
    right = centred(english, ["en"] * len(rows))
    kept = np.array([not trains(row["hs6"]) for row in rows])
    left = centred(russian, ["ru"] * len(rows))
    scores = csls(left, right)
    report = {
        "texts": len(rows),
        "texts kept from training": int(kept.sum()),
        "cosine": recall(russian @ english.T),
        "centred": recall(left @ right.T),
        "centred, CSLS": recall(scores),
        "centred, CSLS, kept texts": recall(scores, kept),
        "centred, CSLS, upper case": recall(csls(centred(capitals, ["ru"] * len(rows)), right)),
    }
    print(
        json.dumps(report)
        if options.json
        else "\n".join(f"{name:28} {value}" for name, value in report.items())
    )


if __name__ == "__main__":
    main()
