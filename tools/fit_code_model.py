"""Fit the model that tells the code of a product among the texts of its page: crawler/extract/page/learnt/models/product_code.json.

    python tools/fit_code_model.py           # figures of sets left out, one after the other
    python tools/fit_code_model.py --write   # and write the model, fitted to all sets of TAUGHT

The pages are those of benchmarks/unseen_sites that were looked at before; the later sets judge. Pages on which the rules find a code
teach too: the model does not see what they found. The figures are of products on whose pages no rule finds a code, where the
model is asked: how many of its answers are a code of the gold, and of how many products it finds one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.unseen_sites import HERE, SETS, gold_of, letters
from crawler.discover.site_frame import frame_of
from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.structured_data import read_structured
from crawler.extract.product.codes.likely.candidates import Candidate
from crawler.extract.product.codes.likely.likely_code import (
    MODEL,
    chosen,
    feature_rows,
    possible_candidates,
)
from crawler.extract.product.fields import read_fields
from crawler.extract.product.readers.product_page import ProductPage
from crawler.extract.worker.sample_reading import SamplePages
from matcher.evaluation.evaluation import page_path
from tools.boosted_trees import save

TAUGHT = SETS[: SETS.index("oscar") + 1]
SAMPLES = 60  # pages of a site that tell what its pages share
UNREAD = 3.0  # weight of a page on which no rule finds a code
SOURCE = "boosted trees, fitted by tools/fit_code_model.py on invented sites of benchmarks/unseen_sites"


@dataclass(frozen=True)
class Page:
    """A product's page: its candidates, which of them are codes of the gold, and whether a rule finds a code."""

    candidates: list[Candidate]
    right: list[bool]
    coded: bool
    read: bool


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write the model")
    options = parser.parse_args()
    pages: dict[str, list[Page]] = {}
    for name in TAUGHT:
        with tempfile.TemporaryDirectory() as folder:
            with zipfile.ZipFile(HERE / f"{name}.zip") as archive:
                archive.extractall(folder)
            pages[name] = list(pages_of(Path(folder)))
    names = sorted({feature for page in _all(pages) for one in page.candidates for feature in one.features})
    total: Counter[str] = Counter()
    for name in TAUGHT:
        model = fitted([page for other in TAUGHT if other != name for page in pages[other]], names)
        counts = judged(model, pages[name], names)
        total += counts
        print(name, dict(counts), flush=True)
    print(f"all {dict(total)}")
    if options.write:
        save(MODEL, fitted(_all(pages), names), names, ["code"], SOURCE)


def pages_of(folder: Path) -> Iterator[Page]:
    """The product pages of a set of sites."""
    for site, gold in sorted(gold_of(folder).items()):
        root = folder / "sites" / site
        files = sorted(root.rglob("*"), key=lambda path: (len(path.parts), path.name != "index.html", path))
        bodies = {
            path.relative_to(root).as_posix().removesuffix("index.html"): path.read_bytes()
            for path in files
            if path.is_file() and page_path(path.relative_to(root).as_posix()) in gold
        }
        sample = SamplePages()
        looks = [sample.look(body, _url(place), {}) for place, body in [*bodies.items()][:SAMPLES]]
        shared = frame_of(looks)
        for place, body in bodies.items():
            told = gold[page_path(place)]
            if told["kind"] != "product":
                continue
            document = read_document(body, _url(place), {})
            document.shared = shared
            page = ProductPage(document, layout := Layout(document), read_structured(document))
            found = read_fields(page)
            rules = [found[name].source for name in ("model", "sku", "mpn") if name in found]
            candidates = possible_candidates(
                layout, found["name"].text if "name" in found else "", page.shown_specs
            )
            codes = set(map(letters, told["codes"]))
            yield Page(
                candidates,
                [letters(one.text) in codes for one in candidates],
                bool(codes),
                any(source != "likely" for source in rules),
            )


def _url(place: str) -> str:
    return "http://www.maker.example/" + quote(place)


def _all(pages: dict[str, list[Page]]) -> list[Page]:
    return [page for name in TAUGHT for page in pages[name]]


def fitted(pages: Sequence[Page], names: Sequence[str]) -> object:
    """A model fitted to the candidates of pages; every page counts alike, those without a code of the rules more."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    taught = [page for page in pages if page.candidates]
    weights = [
        np.full(len(page.right), (1.0 if page.read else UNREAD) / len(page.right) ** 0.5) for page in taught
    ]
    model = HistGradientBoostingClassifier(
        max_iter=100,
        max_leaf_nodes=8,
        learning_rate=0.12,
        min_samples_leaf=15,
        l2_regularization=2.0,
        max_features=0.3,
        random_state=1,
    )
    rows = np.vstack([feature_rows(page.candidates, names) for page in taught])
    return model.fit(
        rows, np.concatenate([page.right for page in taught]), sample_weight=np.concatenate(weights)
    )


def judged(model: object, pages: Sequence[Page], names: Sequence[str]) -> Counter[str]:
    """Of pages on which no rule finds a code: how many have one, get one, and get a right one."""
    counts: Counter[str] = Counter()
    for page in pages:
        if page.read:
            continue
        counts["pages"] += 1
        counts["with a code"] += page.coded
        if page.candidates:
            shares = model.predict_proba(feature_rows(page.candidates, names))[:, 1]  # type: ignore[attr-defined]
            codes = chosen(page.candidates, shares)
            known = {one.text for one, right in zip(page.candidates, page.right, strict=True) if right}
            counts["answered"] += bool(codes)
            counts["right"] += bool(codes) and codes[0] in known
            counts["all right"] += bool(codes) and known.issuperset(codes)
    return counts


if __name__ == "__main__":
    main()
