"""Proposed pairs against labelled ones: how many are found, how high they stand, how honest the confidence is.

A gold row names a customs line by file and row and a product by its code and page; every line of the case that
gold does not name counts as having no true product. Figures are over lines, not goods: a description that
is in ten lines counts ten times, as it does for the reader of the customs records.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from crawler.case.errors import UsageProblem
from crawler.case.given_files import given_bytes
from matcher.scoring.calibration import brier_score, expected_calibration_error
from matcher.text.normal_forms import code_form

if TYPE_CHECKING:
    from sqlite_utils import Database

REQUIRED = ("file", "row", "product_sku", "product_url", "level")
THRESHOLDS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
HITS = (1, 5, 10)
GOLD_BYTES = 256 * 1024**2  # of a gold file

Line = tuple[str, int]  # customs file's name, row


@dataclass(frozen=True)
class GoldPair:
    """One true pair: a line, the product's code and pages (relative to the site's root), and its level."""

    line: Line
    site: str
    sku: str
    pages: tuple[str, ...]
    level: str


@dataclass(frozen=True)
class ScoredPair:
    """One proposed pair of a line; `log_odds` breaks ties that rounding of the confidence would make."""

    line: Line
    item_id: str
    confidence: float
    log_odds: float


@dataclass(frozen=True)
class Evaluation:
    """What `box31 eval` prints. Shares are in [0, 1]; `hits` is {level: {k: share of its lines}}."""

    lines: int
    gold_pairs: int
    scored_pairs: int
    average_precision: float
    brier: float
    ece: float
    thresholds: list[dict[str, float]]
    hits: dict[str, dict[int, float]]
    gold_lines: dict[str, int]
    unknown_products: list[str] = field(default_factory=list)
    unknown_lines: list[str] = field(default_factory=list)


def read_gold(path: Path) -> list[GoldPair]:
    """The pairs in a gold CSV. Raises UsageProblem naming the file, and the row where one is wrong."""
    try:
        text = given_bytes(path, GOLD_BYTES).decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""))
        missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
        if missing:
            raise UsageProblem(
                f"{path}: no column {', '.join(missing)}; a gold file has {', '.join(REQUIRED)}"
            )
        return [_gold_pair(path, number, row) for number, row in enumerate(reader, 2)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageProblem(f"{path}: not a UTF-8 CSV file: {error}") from error


def evaluate(db: Database, gold: list[GoldPair]) -> Evaluation:
    """Measure the case's pairs against `gold`."""
    items = Items(db)
    known_lines = set(_lines(db))
    truth: dict[Line, set[str]] = defaultdict(set)
    level_of: dict[Line, str] = {}
    unknown_products, unknown_lines = set(), set()
    for pair in gold:
        level_of[pair.line] = pair.level
        found = items.find(pair)
        if pair.line not in known_lines:
            unknown_lines.add(f"{pair.line[0]}:{pair.line[1]}")
        if found is None:
            unknown_products.add(f"{pair.site}:{pair.sku}")
        truth[pair.line].add(found or f"missing {pair.sku}")
    return measure(
        _scored(db),
        truth,
        level_of,
        lines=len(known_lines),
        unknown_products=sorted(unknown_products),
        unknown_lines=sorted(unknown_lines),
    )


def measure(
    scored: Iterable[ScoredPair],
    truth: Mapping[Line, set[str]],
    level_of: Mapping[Line, str],
    *,
    lines: int,
    unknown_products: list[str] | None = None,
    unknown_lines: list[str] | None = None,
) -> Evaluation:
    """The figures for `scored` pairs, given each line's true items; what was not scored counts as missed."""
    ranked = sorted(scored, key=lambda pair: (-pair.confidence, -pair.log_odds, pair.item_id))
    positives = sum(len(items) for items in truth.values())
    labels = np.array([pair.item_id in truth.get(pair.line, ()) for pair in ranked], dtype=np.float64)
    confidences = np.array([pair.confidence for pair in ranked], dtype=np.float64)
    log_odds = np.array([pair.log_odds for pair in ranked], dtype=np.float64)
    by_line: dict[Line, list[str]] = defaultdict(list)
    for pair in ranked:
        by_line[pair.line].append(pair.item_id)
    levels = sorted(
        set(level_of.values()), key=lambda name: ("model", "maker", "description", name).index(name)
    )
    of_level = {level: [line for line, own in level_of.items() if own == level] for level in levels}
    return Evaluation(
        lines=lines,
        gold_pairs=positives,
        scored_pairs=len(ranked),
        average_precision=_average_precision(labels, np.column_stack([confidences, log_odds]), positives),
        brier=brier_score(confidences, labels),
        ece=expected_calibration_error(confidences, labels),
        thresholds=[_at(threshold, confidences, labels, positives) for threshold in THRESHOLDS],
        hits={
            level: {
                k: float(np.mean([bool(truth[line] & set(by_line[line][:k])) for line in of_level[level]]))
                for k in HITS
            }
            for level in levels
        },
        gold_lines={level: len(of_level[level]) for level in levels},
        unknown_products=unknown_products or [],
        unknown_lines=unknown_lines or [],
    )


def _average_precision(labels: Any, keys: Any, positives: int) -> float:
    """Precision summed over steps of recall; pairs with the same score are one step, in no order."""
    if not positives or not len(labels):
        return 0.0
    last_of_tie = np.append(np.any(np.diff(keys, axis=0) != 0, axis=1), True)
    true = np.cumsum(labels)[last_of_tie]
    ranks = (np.arange(len(labels)) + 1)[last_of_tie]
    return float(np.sum(np.diff(true, prepend=0) / positives * true / ranks))


def _at(threshold: float, confidences: Any, labels: Any, positives: int) -> dict[str, float]:
    above = confidences >= threshold
    true, proposed = float(labels[above].sum()), int(above.sum())
    return {
        "threshold": threshold,
        "proposed": proposed,
        "precision": true / proposed if proposed else float("nan"),
        "recall": true / positives if positives else float("nan"),
    }


def _gold_pair(path: Path, number: int, row: dict[str, str]) -> GoldPair:
    if not (row["row"] or "").isdigit():
        raise UsageProblem(f"{path}:{number}: row must be a whole number, not {row['row']!r}")
    pages = tuple(page for page in (row["product_url"], row.get("product_url_alt") or "") if page)
    return GoldPair(
        (row["file"], int(row["row"])), row.get("site") or "", row["product_sku"], pages, row["level"]
    )


def _lines(db: Database) -> Iterable[Line]:
    return db.execute(
        "SELECT f.name, l.row FROM current_lines l JOIN customs_files f USING (file_id)"
    ).fetchall()


def _scored(db: Database) -> Iterable[ScoredPair]:
    rows = db.execute(
        "SELECT f.name, l.row, p.item_id, p.confidence, p.log_odds FROM pairs p"
        " JOIN current_lines l USING (goods_id) JOIN customs_files f USING (file_id)"
    )
    for name, row, item_id, confidence, log_odds in rows.fetchall():
        yield ScoredPair((name, row), item_id, confidence, log_odds)


def page_path(path: str) -> str:
    """The path of a page without its slashes and the name of a folder's own page."""
    return path.removesuffix("index.html").strip("/")


class Items:
    """Catalog items by the path of every page they are known by, mirrors included, and by their codes."""

    def __init__(self, db: Database) -> None:
        self.by_page: dict[str, set[str]] = defaultdict(set)
        self.by_code: dict[str, set[str]] = defaultdict(set)
        self.site: dict[str, str] = {}
        rows = db.execute("SELECT item_id, site, model, sku, mpn FROM current_items").fetchall()
        for item_id, site, *codes in rows:
            self.site[item_id] = site
            for code in filter(None, codes):
                self.by_code[code_form(code)].add(item_id)
        for item_id, url in db.execute(
            "SELECT item_id, url FROM current_items"
            " UNION SELECT u.item_id, u.url FROM item_urls u JOIN current_items USING (item_id)"
        ):
            self.by_page[page_path(urlsplit(url).path)].add(item_id)

    def find(self, pair: GoldPair) -> str | None:
        """The item with one of the pair's pages, else with its code; None where the case has none."""
        pages = [self.by_page.get(page_path(page), set()) for page in pair.pages]
        for found in (*pages, self.by_code.get(code_form(pair.sku), set())):
            same_site = {item for item in found if not pair.site or self.site[item] == pair.site}
            if same_site or len(found) == 1:
                return min(same_site or found)
        return None
