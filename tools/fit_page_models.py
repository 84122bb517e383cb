"""Fit the two small models of extraction: page type and main text, and print what they do on pages left out.

    python tools/fit_page_models.py --data ../shared/data           # five-fold figures only
    python tools/fit_page_models.py --data ../shared/data --write   # and write crawler/extract/page/learnt/models/*.json

Fitted on the development half of WCXB v1.0 (Murrough Foley, CC-BY-4.0) and, for the page type, also on that of the
product-extraction benchmark (Zyte, MIT) and our own invented case-aurora. The figures printed are of pages of sites
that the model of their fold has not seen; the files hold models fitted on all of them, so only other pages can judge
those.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from boosted_trees import save
from extraction import CAPTURED_AT, GOLD_KIND, KINDS, kind_f1, word_f1

from crawler.extract.page.layout import Layout
from crawler.extract.page.learnt.block_features import FEATURES, block_features
from crawler.extract.page.learnt.blocks import Block, text_blocks
from crawler.extract.page.learnt.main_text import best_set, kept_by_trafilatura, normal_line
from crawler.extract.page.parsing import read_document
from crawler.extract.page.structured_data import read_structured
from crawler.extract.page_records import measure_page

FOLDS = 5
ABOUT = "boosted trees, fitted by tools/fit_page_models.py on the development half of WCXB v1.0 (Murrough Foley, CC-BY-4.0)"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--write", action="store_true", help="write the models")
    parser.add_argument("--cache", type=Path, help="keep the measured pages here between runs")
    parser.add_argument("--only", choices=("page-type", "main-text"))
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    if arguments.cache and arguments.cache.exists():
        pages = pickle.loads(arguments.cache.read_bytes())
    else:
        pages = measured(arguments.data, texts=arguments.only != "page-type")
        if arguments.cache:
            arguments.cache.write_bytes(pickle.dumps(pages))
    report: dict[str, Any] = {}
    if arguments.only != "main-text":
        report["page-type"] = page_type(pages, arguments.write)
    if arguments.only != "page-type":
        report["main-text"] = main_text(
            [p for p in pages if p["set"] == "wcxb" and p["gold"].strip()], arguments.write
        )
    print(json.dumps(report, indent=1, ensure_ascii=False))


def measured(data: Path, *, texts: bool) -> list[dict[str, Any]]:
    """Every page as measured; with `texts` also its blocks, for the model of the main text."""
    pages = []
    folder = data / "web" / "wcxb"
    for gold_file in sorted((folder / "ground-truth").glob("*.json")):
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        body = gzip.decompress((folder / "html" / f"{gold['file_id']}.html.gz").read_bytes())
        detail = gold["_internal"]["page_type"]["primary"]
        pages.append(
            page_of(
                "wcxb",
                body,
                gold["url"],
                GOLD_KIND.get(detail, "other"),
                detail,
                gold["ground_truth"]["main_content"] if texts else "",
            )
        )
    shop = data / "web" / "product-pages"
    for key, truth in sorted(json.loads((shop / "ground-truth.json").read_text(encoding="utf-8")).items()):
        body = gzip.decompress((shop / "html" / f"{key}.html.gz").read_bytes())
        pages.append(page_of("product-pages", body, truth["url"], "product", "product", ""))
    for path in sorted((data / "case-aurora" / "sites").rglob("*.html")):
        site, place = path.relative_to(data / "case-aurora" / "sites").as_posix().split("/", 1)
        kind = aurora_kind(site, place)
        pages.append(
            page_of(
                "aurora",
                path.read_bytes(),
                f"http://www.{site}.example/{place.removesuffix('index.html')}",
                kind,
                kind,
                "",
            )
        )
    return pages


def aurora_kind(site: str, place: str) -> str:
    if site == "hengdun":
        name = place.removeprefix("en/")
        return {
            "product/show": "product",
            "product/list": "listing",
            "news/show_": "post",
            "news/list_1": "listing",
        }.get(name[:12], {"news/show": "post", "news/list": "listing"}.get(name[:9], "other"))
    top = place.split("/")[0]
    return {"product": "product", "2022": "post", "2023": "post"}.get(
        top, "listing" if top in ("shop", "product-category", "blog", "tag") else "other"
    )


def page_of(source: str, body: bytes, url: str, kind: str, detail: str, gold: str) -> dict[str, Any]:
    document = read_document(body, url, {})
    layout = Layout(document)
    features = measure_page(document, layout, read_structured(document), CAPTURED_AT)
    page: dict[str, Any] = {
        "set": source, "site": site_of(url), "kind": kind, "detail": detail, "gold": gold, "features": features,
    }  # fmt: skip
    if source == "wcxb" and gold:
        blocks = text_blocks(document, layout)
        kept = kept_by_trafilatura(document, blocks)
        page |= {
            "rows": block_features(document, layout, blocks, kind, kept).astype(np.float32),
            "texts": [b.text for b in blocks],
            "weights": np.array([float(b.words) for b in blocks]),
            "labels": block_labels(blocks, gold),
        }
    return page


def block_labels(blocks: list[Block], gold: str) -> np.ndarray:
    """Which blocks are in the gold text: as a line, as a run of three words or more, or by most word pairs."""
    lines = {normal_line(line) for line in gold.split("\n")}
    whole = f" {normal_line(gold)} "
    pairs = set(pairwise(whole.split()))
    labels = np.zeros(len(blocks), dtype=np.int8)
    for i, block in enumerate(blocks):
        normal = normal_line(block.text)
        words = normal.split()
        own = list(pairwise(words))
        labels[i] = bool(normal) and (
            normal in lines
            or (len(words) >= 3 and f" {normal} " in whole)
            or (len(words) >= 6 and sum(p in pairs for p in own) > 0.7 * len(own))
        )
    return labels


def site_of(url: str) -> str:
    """The site of a page: the last two labels of its host, three where the second last is as short as in co.uk."""
    labels = (urlsplit(url).hostname or "").split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:])


def folds_of(pages: Sequence[dict[str, Any]]) -> np.ndarray:
    """The fold of each page: all pages of one site are in one fold, so that no model has seen the site it judges."""
    sites = sorted({page["site"] for page in pages})
    fold = dict(zip(sites, np.random.RandomState(0).randint(0, FOLDS, len(sites)).tolist(), strict=True))
    return np.array([fold[page["site"]] for page in pages])


def page_type(pages: list[dict[str, Any]], write: bool) -> dict[str, Any]:
    from sklearn.ensemble import HistGradientBoostingClassifier

    names = list(pages[0]["features"])
    rows = np.array([[p["features"][n] for n in names] for p in pages])
    kinds = np.array([KINDS.index(p["kind"]) for p in pages])
    real = np.array([p["set"] == "wcxb" for p in pages])
    # Our own few templates must not outweigh the real pages; rare kinds count nearly as much as common ones.
    share = np.bincount(kinds[real], minlength=4) / real.sum()
    trust = np.array([{"wcxb": 1.0, "product-pages": 0.7, "aurora": 0.15}[p["set"]] for p in pages])
    weights = trust / np.sqrt(share[kinds])

    def fit(mask: np.ndarray) -> Any:
        model = HistGradientBoostingClassifier(
            max_iter=80,
            max_leaf_nodes=6,
            learning_rate=0.07,
            min_samples_leaf=8,
            l2_regularization=3.0,
            max_features=0.3,
            random_state=1,
        )
        return model.fit(rows[mask], kinds[mask], sample_weight=weights[mask])

    confusion: Counter[tuple[str, str]] = Counter()
    shop: list[bool] = []
    folds = folds_of(pages)
    for fold in range(FOLDS):
        model = fit(folds != fold)
        other = (folds == fold) & np.array([p["set"] == "product-pages" for p in pages])
        shop.extend(model.predict(rows[other]) == 0)
        mask = (folds == fold) & real
        for wanted, found in zip(kinds[mask], model.predict(rows[mask]), strict=True):
            confusion[(KINDS[wanted], KINDS[found])] += 1
    f1 = {k: round(kind_f1(confusion, k), 3) for k in KINDS}
    if write:
        save("page_type", fit(np.ones(len(pages), dtype=bool)), names, list(KINDS), ABOUT)
    return {
        "macro_f1": round(sum(f1.values()) / 4, 3),
        "pages": int(real.sum()),
        "sites": len({p["site"] for p in pages if p["set"] == "wcxb"}),
        "f1": f1,
        "confusion": {f"{a}->{b}": n for (a, b), n in sorted(confusion.items())},
    }


def main_text(pages: list[dict[str, Any]], write: bool) -> dict[str, Any]:
    from sklearn.ensemble import HistGradientBoostingClassifier

    kept = [i for i, name in enumerate(FEATURES) if "kept" in name]
    for page in pages:
        if page["kind"] == "listing":  # trafilatura is not asked for lists
            page["rows"][:, kept] = 0.0

    def fit(chosen: list[dict[str, Any]]) -> Any:
        # Every page counts alike, and in it every word.
        weights = np.concatenate([p["weights"] / max(20.0, p["weights"].sum()) for p in chosen])
        model = HistGradientBoostingClassifier(
            max_iter=150,
            max_leaf_nodes=15,
            learning_rate=0.08,
            min_samples_leaf=40,
            l2_regularization=1.0,
            max_features=0.3,
            random_state=1,
        )
        rows, labels = np.vstack([p["rows"] for p in chosen]), np.concatenate([p["labels"] for p in chosen])
        return model.fit(rows, labels, sample_weight=weights / weights.mean())

    scores: dict[str, list[float]] = {}
    folds = folds_of(pages)
    for fold in range(FOLDS):
        model = fit([p for p, f in zip(pages, folds, strict=True) if f != fold])
        for page in (p for p, f in zip(pages, folds, strict=True) if f == fold):
            if not page["texts"]:
                scores.setdefault(page["detail"], []).append(0.0)
                continue
            chosen = best_set(model.predict_proba(page["rows"])[:, 1], page["weights"])
            text = "\n".join(t for t, take in zip(page["texts"], chosen, strict=True) if take)
            scores.setdefault(page["detail"], []).append(word_f1(text, page["gold"]))
    if write:
        save("main_text", fit(pages), list(FEATURES), ["main"], ABOUT)
    return {kind: round(float(np.mean(values)), 3) for kind, values in sorted(scores.items())}


if __name__ == "__main__":
    main()
