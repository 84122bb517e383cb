"""The matcher on a labelled invented case: five-fold by item and phrasing, with ablations and simulated reviews.

Builds the case (both sites served on loopback, all customs files), compares every goods with its candidates, and
weighs each pair by weights trained on pairs of OTHER items and OTHER phrasings. `--train FILE` writes weights
trained on the whole case, from matcher/scoring/prior_weights.yaml.

    python benchmarks/aurora.py [--data ../shared/data] [--json] [--work DIR] [--train matcher/scoring/weights.json]
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import threading
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.comparer import Comparer
from crawler.case.case import Case
from matcher.attributes.taxonomy import shipped
from matcher.features import FEATURES, NAMES
from matcher.review.sampling import audit_sample, next_sample
from matcher.schema.tables import matcher_migrations
from matcher.scoring.calibration import calibrate, expected_calibration_error
from matcher.scoring.precision_guarantee import CERTIFICATE_SHARE, certify
from matcher.scoring.weights import believed, fit, prior

FOLDS = 5
LEVELS = ("model", "maker", "description")

# What the case can say little about, and is held to its belief: its customs data are made up by rule, and its lines are
# hardly ever in the language of the pages. Its prices are smooth: what they would teach is left out.
STIFF = {"customs": 20.0, "signs": 20.0, "lexical": 20.0}
UNTAUGHT = ("price_near", "price_gap")
NO_SCORE = (
    -9.0
)  # believed log-odds below which a pair teaches nothing: four of five candidates, and no true one

PROFILES = {
    "hengdun": {
        "start": ["/index.html", "/en/index.html"],
        "products": [r"/product/show_\d+\.html$"],
        "listings": [r"/product/list_\d+_\d+\.html$", r"/news/list_\d+\.html$"],
        "posts": [r"/news/show_\d+\.html$"],
        "languages": {"zh": "/", "en": "/en/"},
    },
    "norvex": {
        "start": ["/"],
        "products": ["/product/[^/]+/$"],
        "listings": ["/shop/", "/product-category/"],
        "posts": ["/blog/[^/]+/$"],
    },
}


@contextmanager
def served(folder: Path, site: str) -> Iterator[str]:
    """The site on loopback; gives host and port."""
    spec = importlib.util.spec_from_file_location("serve", folder / "serve.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.Handler.log_message = lambda *_: None
    server = module.make_server(site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


def build(folder: Path, root: Path) -> Case:
    """The case, crawled and imported; one that is there is taken as it is."""
    if (root / "box31.toml").is_file():
        return Case.open(root)
    import yaml

    Case.create(root, name="aurora", contact="bench@box31.example")
    with ExitStack() as stack:
        hosts = {site: stack.enter_context(served(folder, site)) for site in PROFILES}
        config = (root / "box31.toml").read_text(encoding="utf-8")
        allowed = json.dumps(list(hosts.values()))
        config = config.replace("allowed_private = []", f"allowed_private = {allowed}\ndelay = 0.0")
        (root / "box31.toml").write_text(config, encoding="utf-8")
        for site, profile in PROFILES.items():
            urls = [f"http://{hosts[site]}{path}" for path in profile["start"]]
            text = yaml.safe_dump({"name": site, **profile, "start": urls, "hosts": [hosts[site]]})
            (root / "sites" / f"{site}.yaml").write_text(text, encoding="utf-8")
        run(root, "crawl", *PROFILES)
    run(root, "customs", "import", str(folder / "customs"))
    return Case.open(root)


def run(root: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "matcher", "-C", str(root), *words], capture_output=True, text=True
    )
    if done.returncode not in (0, 3):
        raise SystemExit(f"box31 {words[0]}: exit {done.returncode}\n{done.stderr}")


@dataclass
class Data:
    """Compared pairs with their labels, and what is needed to count over lines."""

    goods: np.ndarray
    items: np.ndarray
    features: np.ndarray
    labels: np.ndarray
    goods_fold: np.ndarray
    item_fold: np.ndarray
    lines: dict[int, list[tuple[str, int]]]
    true: dict[tuple[str, int], set[int]]
    level: dict[tuple[str, int], str]
    negatives: set[tuple[str, int]]
    found: float


def fold(text: object) -> int:
    return zlib.crc32(str(text).encode()) % FOLDS


def read(folder: Path, case: Case) -> Data:
    """Compare everything, and read gold."""
    db = case.database(matcher_migrations)
    comparer = Comparer.of(db, case.root / "vectors", shipped())
    items, goods = comparer.items, comparer.goods
    chunks = list(comparer.chunks())
    item_number = {item.item_id: number for number, item in enumerate(items)}
    goods_number = {document.goods_id: number for number, document in enumerate(goods)}
    pages: dict[tuple[str, str], set[int]] = defaultdict(set)
    for site, url, item_id in db.execute("SELECT site, url, item_id FROM item_urls").fetchall():
        pages[site, urlsplit(url).path.strip("/")].add(item_number.get(item_id, -1))
    lines: dict[int, list[tuple[str, int]]] = defaultdict(list)
    goods_of: dict[tuple[str, int], int] = {}
    for name, row, goods_id in db.execute(
        "SELECT f.name, l.row, l.goods_id FROM current_lines l JOIN customs_files f USING (file_id)"
    ).fetchall():
        lines[goods_number[goods_id]].append((name, row))
        goods_of[name, row] = goods_number[goods_id]
    true: dict[tuple[str, int], set[int]] = defaultdict(set)
    level, phrasing = {}, {}
    with (folder / "gold.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            key = (row["file"], int(row["row"]))
            found = pages[row["site"], row["product_url"].strip("/")]
            true[key] |= found or {-1}
            level[key], phrasing[key] = row["level"], row["phrasing_id"]
    negatives = set()
    with (folder / "gold_negatives.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            key = (row["file"], int(row["row"]))
            negatives.add(key)
            phrasing[key] = row["phrasing_id"]
    g, i = np.concatenate([c.goods for c in chunks]), np.concatenate([c.items for c in chunks])
    pairs = {(goods_of[key], item) for key, wanted in true.items() for item in wanted if key in goods_of}
    group = {
        number: next((phrasing[k] for k in keys if k in phrasing), f"line {keys[0]}")
        for number, keys in lines.items()
    }
    # variants of one product share a fold: AB-100 and AB-100-G
    family = [f"{item.site} {'-'.join((item.codes or (item.item_id,))[0].split('-')[:2])}" for item in items]
    features = np.concatenate([c.features for c in chunks])
    features[:, [NAMES.index(name) for name in UNTAUGHT]] = 0.0
    return Data(
        g, i, features,
        np.array([(a, b) in pairs for a, b in zip(g.tolist(), i.tolist(), strict=True)], dtype=float),
        np.array([fold(group[number]) for number in g]), np.array([fold(family[number]) for number in i]),
        lines, dict(true), level, negatives, len(pairs & set(zip(g.tolist(), i.tolist(), strict=True))) / len(pairs),
    )  # fmt: skip


def cross_validated(data: Data, features: np.ndarray | None = None) -> np.ndarray:
    """Log-odds of each pair by weights that saw neither its item nor its phrasing."""
    rows = data.features if features is None else features
    out = np.zeros(len(rows))
    telling = believed().log_odds(data.features) > NO_SCORE
    for a in range(FOLDS):
        for b in range(FOLDS):
            test = (data.goods_fold == a) & (data.item_fold == b)
            train = telling & (data.goods_fold != a) & (data.item_fold != b)
            out[test] = fit(rows[train], data.labels[train], start=believed(), stiff=STIFF).log_odds(
                rows[test]
            )
    return out


def measure(data: Data, scores: np.ndarray) -> dict[str, Any]:
    """AP over all lines, hits, precision at one half, hard negatives above .9."""
    keys, values = [], []
    for goods, item, score in zip(data.goods.tolist(), data.items.tolist(), scores.tolist(), strict=True):
        for line in data.lines[goods]:
            keys.append((line, item))
            values.append(score)
    s = np.array(values)
    p = 1 / (1 + np.exp(-s))
    t = np.array([item in data.true.get(line, ()) for line, item in keys], dtype=float)
    total = sum(len(wanted) for wanted in data.true.values())
    order = np.argsort(-s, kind="stable")
    precision = np.cumsum(t[order]) / np.arange(1, len(order) + 1)
    ranked: dict[tuple[str, int], list[tuple[float, int]]] = defaultdict(list)
    for (line, item), score in zip(keys, s.tolist(), strict=True):
        if line in data.true:
            ranked[line].append((-score, item))
    hits = {}
    for level in LEVELS:
        of_level = [line for line in data.true if data.level[line] == level]
        for k in (1, 5, 10):
            found = [bool({i for _, i in sorted(ranked[line])[:k]} & data.true[line]) for line in of_level]
            hits[f"hit@{k} {level}"] = round(float(np.mean(found)), 4) if found else None
    likely = p >= 0.5
    high = sorted(
        {
            f"{line[0]}:{line[1]}"
            for (line, _), x in zip(keys, p, strict=True)
            if line in data.negatives and x > 0.9
        }
    )
    return {
        "average precision": round(float((precision * t[order]).sum() / total), 4),
        **hits,
        "precision at .5": round(float(t[likely].mean()), 4) if likely.any() else None,
        "recall at .5": round(float(t[likely].sum() / total), 4),
        "hard negatives above .9": len(high),
        "which": high[:5],
    }


def simulated(data: Data, scores: np.ndarray, reviews: int = 100) -> dict[str, Any]:
    """Resampled reviews, drawn as `box31 review export` draws them, among pairs of confidence .02 and above.

    ECE: of the other pairs, after 100 decisions of `--sample audit`; its mean, and what nine of ten reviews lie
    between. `by chance`: what it would be if every stated probability were exactly right, since so few pairs in a
    tenth of the scale are never true in just that share. Promise (90 % true at 90 % certainty): after 200 decisions of `--sample next` or `top`, a random half of the items being kept for it; it is broken where less
    than 90 % of all pairs above its threshold are true.
    """
    p = 1 / (1 + np.exp(-scores))
    pool = np.flatnonzero(p >= 0.02)
    pool = pool[np.argsort(-p[pool], kind="stable")]
    rows = [(str(pair), float(p[pair])) for pair in pool]
    labels, items, log_odds = data.labels[pool], data.items[pool], scores[pool]
    place = {pair: at for at, (pair, _) in enumerate(rows)}
    eces, priors, chances = [], [], []
    for seed in range(reviews):
        picked = np.array([place[c.pair_id] for c in audit_sample(rows, 100, random.Random(seed))])
        rest = np.setdiff1d(np.arange(len(pool)), picked)
        fitted = calibrate(log_odds[picked], labels[picked], items[picked], prior().spread)
        said = fitted.probability(log_odds[rest])
        eces.append(expected_calibration_error(said, labels[rest]))
        drawn_truth = (np.random.default_rng(seed).random(len(rest)) < said).astype(float)
        chances.append(expected_calibration_error(said, drawn_truth))
        priors.append(expected_calibration_error(p[pool][rest], labels[rest]))
    report: dict[str, Any] = {
        "ECE of the prior": round(float(np.mean(priors)), 4),
        "ECE, 100 decisions": round(float(np.mean(eces)), 4),
        "ECE, 100 decisions, nine of ten reviews": np.quantile(eces, (0.05, 0.95)).round(4).tolist(),
        "ECE, 100 decisions, reviews at .05 or below": float(np.mean(np.array(eces) <= 0.05)),
        "ECE by chance": round(float(np.mean(chances)), 4),
        "pairs in the pool, true": (len(pool), int(labels.sum())),
    }
    for sample in ("next", "top"):
        made, broken, kept = 0, 0, []
        for seed in range(reviews):
            draw = np.random.default_rng(seed)
            mine = (draw.random(int(data.items.max()) + 1) < CERTIFICATE_SHARE)[items]
            shown, drawn = np.zeros(len(pool), dtype=bool), np.full(len(pool), np.nan)
            chosen = next_sample(rows, 200, random.Random(seed)) if sample == "next" else rows[:200]
            for row in chosen:
                at = place[row[0] if isinstance(row, tuple) else row.pair_id]
                shown[at] = True
                if not isinstance(row, tuple) and row.because == "audit":
                    drawn[at] = row.probability
            found = certify(
                log_odds[mine], labels[mine], target=0.9, shown=shown[mine], drawn=drawn[mine], seed=seed
            )
            above = log_odds >= (np.inf if found.threshold is None else found.threshold)
            kept.append(labels[above].sum() / labels.sum())
            made += found.threshold is not None
            broken += bool(above.any() and labels[above].mean() < 0.9)
        report[f"promises made, broken, true pairs kept: 200 decisions, {sample}"] = (
            f"{made}, {broken}, {np.mean(kept):.2f}"
        )
    return report


ABLATED = ("average precision", *(f"hit@1 {level}" for level in LEVELS), "precision at .5", "recall at .5")


def ablations(data: Data, whole: dict[str, Any]) -> dict[str, dict[str, float]]:
    """What each group of features is worth: the figures without it, minus those of `whole`, all of them."""
    change = {}
    for group in dict.fromkeys(f.group for f in FEATURES):
        without = data.features * np.array([f.group != group for f in FEATURES])
        found = measure(data, cross_validated(data, without))
        change[group] = {name: round(found[name] - whole[name], 4) for name in ABLATED}
    return change


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, help="Keep the built case here.")
    parser.add_argument("--train", type=Path, help="Write weights trained on the whole case.")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = options.data / "case-aurora"
    with tempfile.TemporaryDirectory() as scratch:
        case = build(folder, options.work or Path(scratch) / "case")
        data = read(folder, case)
    column: Callable[[str], np.ndarray] = lambda name: data.features[:, NAMES.index(name)]  # noqa: E731
    scores = cross_validated(data)
    report: dict[str, Any] = {
        "pairs compared": len(data.labels), "true pairs among them": round(data.found, 4), **measure(data, scores),
        "peer: encoder similarity alone (CSLS), AP": measure(data, column("meaning"))["average precision"],
        "peer: character TF-IDF alone, AP": measure(data, column("ngrams"))["average precision"],
        "beliefs without any training, AP": measure(data, believed().log_odds(data.features))["average precision"],
        **simulated(data, scores),
        "of them with believed log-odds too low to train": int((believed().log_odds(data.features) <= NO_SCORE).sum()),
    }  # fmt: skip
    if options.ablate:
        report |= {f"without {group}": change for group, change in ablations(data, report).items()}
    if options.train:
        about = {
            "how": "logistic regression, each weight held to its direction and pulled toward a belief, see"
            " benchmarks/aurora.py",
            "on": "case-aurora, an invented case of two makers of protective and optical goods: "
            f"{len(data.labels)} compared pairs, {int(data.labels.sum())} true",
            "cross-validated": {
                k: report[k] for k in ("average precision", "precision at .5", "recall at .5")
            },
        }
        telling = believed().log_odds(data.features) > NO_SCORE
        weights = fit(data.features[telling], data.labels[telling], start=believed(), stiff=STIFF)
        weights = replace(weights, about=about)
        options.train.write_text(json.dumps(weights.as_dict(), indent=1) + "\n", encoding="utf-8")
    if options.json:
        print(json.dumps(report))
    else:
        for name, value in report.items():
            print(f"{name:44} {value}")


if __name__ == "__main__":
    main()
