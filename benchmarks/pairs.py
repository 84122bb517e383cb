"""Product pairs: the product's own features and scorer on Abt-Buy, Amazon-Google, WDC cameras and WDC watches.

The left record of a pair becomes a catalog item, the right one a goods record; both are read and compared as in
`box31 match`, with statistics (rarity of words, backgrounds) over all records and no label. Weights and rules are
learnt from the train split as by `box31 calibrate`, thresholds and the map to a probability from the valid split; test
is only reported on. The table of transfer learns weights and threshold on the other sets and sees nothing of the set
that is judged but pairs without labels: a score counts from the median of the set's pairs, in units of their lower
spread (a robust z-score of the pairs that are not one product, which are most), and its threshold is the median of the
other sets'. The shipped weights, cosine and lexical similarity take their threshold from the other sets in the same way.

    python benchmarks/pairs.py [--data ../shared/data] [--json] [--work DIR] [--set Abt-Buy] [--limit N]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.comparer import Comparer
from matcher.attributes.taxonomy import Taxonomy, shipped
from matcher.candidates.retrieve import CHUNK
from matcher.embedding.encoder import Encoder
from matcher.features import FEATURES, NAMES
from matcher.match.compare import GoodsChunk
from matcher.records.documents import GoodsDocument, ItemDocument, Page, digest
from matcher.scoring.calibration import calibrate, expected_calibration_error
from matcher.scoring.fit import fit_weights, refit, refit_ridge, refit_with_rules
from matcher.scoring.weights import Weights, fit, prior

Floats = NDArray[np.float64]

SETS = ("Abt-Buy", "Amazon-Google", "WDC-cameras", "WDC-watches")
SPLITS = ("train", "valid", "test")
PROSE = "goods_begin_with_identifier"  # listings of a stock are labelled otherwise than others; shown with and without
LEXICAL = ("ngrams", "words_shared", "rare_tokens_shared")
_COLUMN = re.compile(r"(?:^|\s)COL (\w+) VAL(?=\s|$)")
_LANGUAGE = re.compile(r'"(?:@[a-z]{2,3}(?:-[A-Za-z]+)*\b)?')  # a literal of N-Quads: "text"@en-US


@dataclass(frozen=True)
class Row:
    """One line of a split: the numbers of its two records, and whether they are one product."""

    item: int
    goods: int
    label: float


@dataclass(frozen=True)
class Pairs:
    """One split compared: features row by row, and what the peers need."""

    features: Floats
    cosine: Floats
    labels: Floats
    items: NDArray[np.intp]


Score = Callable[[Pairs], Floats]


def fields(record: str) -> dict[str, str]:
    """`COL name VAL x COL price VAL 3.5` as a dict; quotes and language tags are left out."""
    parts = _COLUMN.split(record)
    return {
        key: " ".join(_LANGUAGE.sub(" ", value).split())
        for key, value in zip(parts[1::2], parts[2::2], strict=True)
    }


def number(text: str) -> float | None:
    try:
        return float(text.replace(",", "").replace("$", "")) or None
    except ValueError:
        return None


def item_of(record: str, taxonomy: Taxonomy) -> ItemDocument:
    """A record as a catalog item of one page."""
    given = fields(record)
    name, maker = given.get("name") or given.get("title", ""), given.get("manufacturer", "")
    page = Page("en", name, "", given.get("description", ""), {})
    return ItemDocument(
        "i-" + digest([record]), "", (), (maker,) if maker else (), (page,), number(given.get("price", "")), "",
        "", digest([record]), taxonomy,
    )  # fmt: skip


def goods_of(record: str, taxonomy: Taxonomy) -> GoodsDocument:
    """A record as a goods record of one line, its price the value of a piece."""
    given = fields(record)
    text = "; ".join(
        part for part in (given.get("name") or given.get("title"), given.get("description")) if part
    )
    return GoodsDocument(
        "g-" + digest([record]), text, given.get("manufacturer", ""), "", "", "", {}, "", (), (), (), "", "",
        number(given.get("price", "")), taxonomy,
    )  # fmt: skip


def compared(folder: Path, work: Path, limit: int | None = None) -> dict[str, Pairs]:
    """Every split of a set, compared by the product. `limit` takes the first lines of each only."""
    taxonomy = shipped()
    lefts: dict[str, int] = {}
    rights: dict[str, int] = {}
    rows: dict[str, list[Row]] = {}
    for split in SPLITS:
        lines = (folder / f"{split}.txt").read_text(encoding="utf-8").splitlines()
        rows[split] = []
        for line in lines[:limit]:
            left, right, label = line.split("\t")
            rows[split].append(
                Row(
                    lefts.setdefault(left.strip(), len(lefts)),
                    rights.setdefault(right.strip(), len(rights)),
                    float(label),
                )
            )
    items = [item_of(record, taxonomy) for record in lefts]
    goods = [goods_of(record, taxonomy) for record in rights]
    encoder = Encoder("bundled", work)
    comparer = Comparer(items, goods, encoder, taxonomy)
    comparer.prepare()
    left = encoder.encode([item.pages[0].short for item in items])
    right = encoder.encode([document.encoded for document in goods])
    wanted: dict[int, set[int]] = {at: set() for at in range(len(goods))}
    for row in (row for split in SPLITS for row in rows[split]):
        wanted[row.goods].add(row.item)
    found: dict[tuple[int, int], NDArray[np.float64]] = {}
    for start in range(0, len(goods), CHUNK):
        stop = min(start + CHUNK, len(goods))
        chunk = comparer.context.compare(
            GoodsChunk(
                goods[start:stop], comparer.context.signals(goods[start:stop], comparer.vectors[start:stop]),
                comparer.maker_mentions[start:stop],
            ),
            wanted=lambda at, item, start=start: item in wanted[at + start],
            besides=[sorted(wanted[at]) for at in range(start, stop)],
        )  # fmt: skip
        for at, item, features in zip(
            chunk.goods.tolist(), chunk.items.tolist(), chunk.features, strict=True
        ):
            found[at + start, item] = features
    return {
        split: Pairs(
            np.array([found[row.goods, row.item] for row in of]).reshape(len(of), len(FEATURES)),
            np.array([float(left[row.item] @ right[row.goods]) for row in of]),
            np.array([row.label for row in of]),
            np.array([row.item for row in of], dtype=np.intp),
        )
        for split, of in rows.items()
    }


def best_threshold(scores: Floats, labels: Floats) -> float:
    """The score from which F1 is highest, midway to the next lower one."""
    order = np.argsort(-scores, kind="stable")
    true = np.cumsum(labels[order])
    f1 = 2 * true / (np.arange(1, len(order) + 1) + labels.sum())
    f1[:-1][scores[order][:-1] == scores[order][1:]] = 0.0
    best = int(np.argmax(f1))
    lower = scores[order][best + 1] if best + 1 < len(order) else scores[order][best] - 1
    return float((scores[order][best] + lower) / 2)


def quality(scores: Floats, labels: Floats, threshold: float) -> dict[str, float]:
    """F1, precision and recall of what reaches the threshold."""
    said = scores >= threshold
    true = float(labels[said].sum())
    precision, recall = true / max(int(said.sum()), 1), true / max(float(labels.sum()), 1)
    f1 = 2 * precision * recall / (precision + recall) if true else 0.0
    return {"F1": round(f1, 4), "precision": round(precision, 4), "recall": round(recall, 4)}


def judged(valid: Floats, test: Floats, splits: dict[str, Pairs]) -> dict[str, float]:
    """Quality on test by the threshold, and ECE by the map, that valid gives."""
    known, asked = splits["valid"], splits["test"]
    found = quality(test, asked.labels, best_threshold(valid, known.labels))
    fitted = calibrate(valid, known.labels, known.items, prior().spread)
    return {**found, "ECE": round(expected_calibration_error(fitted.probability(test), asked.labels), 4)}


def report(splits: dict[str, Pairs]) -> dict[str, Any]:
    """Every learner and peer on one set."""
    train, valid, test = (splits[name] for name in SPLITS)
    taught = fit_weights(train.features, train.labels, train.items, prior()).weights
    single = max(LEXICAL, key=lambda name: best_f1(valid, NAMES.index(name)))
    plain = {name: without(of, PROSE) for name, of in splits.items()}
    scorers = {
        "as `box31 calibrate` learns": (taught, splits),
        "  its additive part alone": (refit(train.features, train.labels, prior()), splits),
        f"  without {PROSE}": (refit_with_rules(plain["train"].features, train.labels, prior()), plain),
        "shipped weights, nothing learnt": (prior(), splits),
    }
    column = NAMES.index(single)
    return {
        "pairs": {name: [len(of.labels), int(of.labels.sum())] for name, of in splits.items()},
        "rules": 0 if taught.rules is None else len(taught.rules.value),
        **{
            name: judged(weights.log_odds(of["valid"].features), weights.log_odds(of["test"].features), of)
            for name, (weights, of) in scorers.items()
        },
        f"lexical similarity alone ({single})": judged(
            valid.features[:, column], test.features[:, column], splits
        ),
        "encoder cosine alone": judged(valid.cosine, test.cosine, splits),
    }


def transfer(compared_sets: Mapping[str, dict[str, Pairs]]) -> dict[str, dict[str, dict[str, float]]]:
    """Each set judged by weights, and by thresholds, that the other sets gave: quality on its test split."""
    out = {}
    for name, asked in compared_sets.items():
        others = [splits for other, splits in compared_sets.items() if other != name]
        learnt, single = _weights_of(others), _best_lexical(others)
        scores: dict[str, Score] = {
            "weights of the other sets": _by_weights(learnt),
            "shipped weights": _by_weights(prior()),
            f"lexical similarity ({single})": _by_column(single),
            "encoder cosine": _by_cosine,
        }
        out[name] = {method: _transferred(score, others, asked) for method, score in scores.items()}
    return out


def _by_weights(weights: Weights) -> Score:
    return lambda pairs: weights.log_odds(pairs.features)


def _by_column(name: str) -> Score:
    return lambda pairs: pairs.features[:, NAMES.index(name)]


def _by_cosine(pairs: Pairs) -> Floats:
    return pairs.cosine


def _best_lexical(sets: Sequence[dict[str, Pairs]]) -> str:
    return max(LEXICAL, key=lambda name: sum(best_f1(of["valid"], NAMES.index(name)) for of in sets))


def _weights_of(sets: Sequence[dict[str, Pairs]]) -> Weights:
    """Additive weights fitted to the train splits of several sets, each set counting alike."""
    features = np.concatenate([splits["train"].features for splits in sets])
    labels = np.concatenate([splits["train"].labels for splits in sets])
    size = np.mean([len(splits["train"].labels) for splits in sets])
    weight = np.concatenate([np.full(len(of["train"].labels), size / len(of["train"].labels)) for of in sets])
    return fit(features, labels, start=prior(), row_weights=weight, ridge=refit_ridge(len(labels)))


def _transferred(
    score: Score, others: Sequence[dict[str, Pairs]], asked: dict[str, Pairs]
) -> dict[str, float]:
    """Quality on test at the median of the other sets' thresholds, and at the one that the set's own valid split gives."""
    thresholds = []
    for splits in others:
        relative = _relative(score, splits)
        thresholds.append(best_threshold(relative(splits["valid"]), splits["valid"].labels))
    relative = _relative(score, asked)
    own = best_threshold(relative(asked["valid"]), asked["valid"].labels)
    test, labels = relative(asked["test"]), asked["test"].labels
    moved = quality(test, labels, float(np.median(thresholds)))
    return {**moved, "F1, own threshold": quality(test, labels, own)["F1"]}


def _relative(score: Score, splits: dict[str, Pairs]) -> Score:
    """The score in units of the set's pairs: from their median, by the distance of the median from the 16th percentile."""
    unlabelled = np.concatenate([score(splits[name]) for name in ("train", "valid")])
    low, middle = np.quantile(unlabelled, (0.16, 0.5))
    return lambda pairs: (score(pairs) - middle) / max(float(middle - low), 1e-9)


def without(pairs: Pairs, name: str) -> Pairs:
    """The pairs with one feature at nought."""
    features = pairs.features.copy()
    features[:, NAMES.index(name)] = 0.0
    return replace(pairs, features=features)


def best_f1(pairs: Pairs, column: int) -> float:
    scores = pairs.features[:, column]
    return quality(scores, pairs.labels, best_threshold(scores, pairs.labels))["F1"]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, help="Keep vectors here.")
    parser.add_argument("--set", choices=SETS, action="append", help="Only this set.")
    parser.add_argument("--limit", type=int, help="Only the first N lines of each split.")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    sets: dict[str, dict[str, Pairs]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name in options.set or SETS:
            work = (options.work or Path(scratch)) / name
            sets[name] = compared(options.data / "pairs" / name, work, options.limit)
    out = {name: report(splits) for name, splits in sets.items()}
    moved = transfer(sets) if len(sets) > 1 else {}
    if options.json:
        print(json.dumps({**out, "transfer": moved}))
        return
    show(out, moved)


def show(out: dict[str, dict[str, Any]], moved: dict[str, dict[str, dict[str, float]]]) -> None:
    for name, rows in out.items():
        print(name, rows.pop("pairs"), f"{rows.pop('rules')} rules")
        for method, figures in rows.items():
            print(f"  {method:42}", "  ".join(f"{key} {value:.4f}" for key, value in figures.items()))
    for name, methods in moved.items():
        print(name, "learnt on the other sets")
        for method, figures in methods.items():
            print(f"  {method:42}", "  ".join(f"{key} {value:.4f}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
