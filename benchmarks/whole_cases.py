"""Whole invented cases from the command line: sites found and crawled, files imported, pairs proposed, with nothing set by hand.

    python benchmarks/whole_cases.py [--cases industry power ...] [--json] [--work DIR]

Each case (benchmarks/whole_cases/*.zip) was written by an author who had seen neither the program nor another case: three
or four makers' sites of different technologies, three customs files, every true pair, hard negatives. A file whose description
or HS code the import asks about is not imported, and its pairs count as missed. The cases of TAUGHT were looked at after their first
judgement, and the shipped weights are fitted to them among others (tools/fit_prior_weights.py); those of LOOKED_AT were
looked at, and no weights are fitted to them; the others are known as figures only. The HS codes of `instruments` and `gear` are random.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from sqlite_utils import Database

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.comparer import Comparer
from benchmarks.crawled_sites import crawled
from benchmarks.processes import box31
from crawler.case.case import Case
from matcher.arrays import Bools, Float64s
from matcher.attributes.taxonomy import Taxonomy, shipped
from matcher.evaluation.evaluation import Line, ScoredPair, measure, page_path
from matcher.schema.tables import matcher_migrations

HERE = Path(__file__).resolve().parent / "whole_cases"
CASES = (
    "industry", "power", "instruments", "gear", "workshop", "signals", "tactical", "farming",
    "laboratory", "machining", "defence", "vehicles", "protection", "drones", "bearings", "components",
    "materials", "optics", "medical", "marine", "electronics", "building", "outdoors",
    "armour", "airborne", "process", "sights", "hospital", "network", "welding", "uniforms", "hydraulics",
    "soldier", "pumps", "automation", "precision", "maritime", "rail", "energy", "mining",
    "aero", "clinic", "rf", "textile", "garage", "plates", "heating", "fpv", "motion", "dairy", "hunting", "grid",
    "servo", "police", "yacht", "thermal", "chips", "scanner", "rescue", "laser", "trucks", "vacuum", "foundry", "rotor",
    "crane", "lab", "solar", "printing", "kitchen", "woodwork", "paint", "seed", "ports",
    "spindle", "ballistic", "gimbal", "cable", "hydro", "guard", "nightfall", "drivetrain", "sonar", "bastion", "estuary",
)  # fmt: skip
TAUGHT = (
    "industry", "power", "instruments", "workshop", "farming", "laboratory", "defence", "protection", "drones",
)  # fmt: skip
LOOKED_AT = (
    "materials", "optics", "medical", "marine", "electronics", "building", "outdoors", "armour", "airborne", "process",
    "vehicles", "sights", "hospital", "welding", "uniforms", "hydraulics", "soldier", "pumps",
    "automation", "precision", "maritime", "rail", "energy", "mining", "aero", "clinic", "rf",
    "textile", "garage", "plates", "heating", "fpv", "motion", "dairy", "hunting",
    "servo", "police", "thermal", "chips", "scanner", "signals", "laser", "trucks", "vacuum", "foundry", "rotor",
    "crane", "lab", "solar", "printing", "kitchen", "woodwork", "paint", "seed", "ports",
    "spindle", "ballistic", "gimbal", "cable", "hydro", "guard",
)  # fmt: skip
SHOWN = (0.5, 0.95)  # thresholds


def judge(given: Path, root: Path) -> dict[str, Any]:
    """The figures of the unpacked case `given`; `root`: where the case of Box31 is made."""
    case = made(given, root)
    box31(root, "match", "--min-confidence", "0.001")
    db = case.database(matcher_migrations)
    labels = Labels.read(given, db)
    scored = [
        ScoredPair((name.partition("#")[0], row), item_id, confidence, log_odds)
        for name, row, item_id, confidence, log_odds in db.execute(
            "SELECT f.name, l.row, p.item_id, p.confidence, p.log_odds FROM pairs p"
            " JOIN current_lines l USING (goods_id) JOIN customs_files f USING (file_id)"
        )
    ]
    found = measure(scored, labels.truth, labels.level_of, lines=len({pair.line for pair in scored}))
    negatives = {line_of(row) for row in rows(given / "gold_negatives.csv")}
    believed = {pair.line for pair in scored if pair.confidence > 0.9}
    at = {row["threshold"]: row for row in found.thresholds}
    # a sheet of a workbook is a file of its own: book.xlsx#Sheet
    read = {name.partition("#")[0] for (name,) in db.execute("SELECT name FROM customs_files")}
    figures = {
        "product pages found": f"{labels.pages_found} of {labels.pages}",
        "files read": f"{len(read)} of {len([*(given / 'customs').iterdir()])}",
        "true pairs": found.gold_pairs,
        "average precision": found.average_precision,
        **{f"precision at {bar}": at[bar]["precision"] if at[bar]["proposed"] else None for bar in SHOWN},
        "recall at 0.5": at[0.5]["recall"],
        **{f"hit@{k} {level}": hits[k] for level, hits in found.hits.items() for k in (1, 5)},
        "hard negatives above .9": len(negatives & believed),
    }
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}


def made(given: Path, root: Path) -> Case:
    """A case in `root` whose sites were found and crawled and whose files were imported; one that was made is taken as it is."""
    if (root / "made").exists():
        return Case.open(root)
    case = crawled(root, sorted((given / "sites").iterdir()))
    for file in sorted((given / "customs").iterdir()):
        box31(root, "customs", "import", str(file))
    (root / "made").touch()
    return case


@dataclass
class Labels:
    """The true items of each line, by id or, where the case has no such item, by site and page; the level of each line."""

    truth: dict[Line, set[str]]
    level_of: dict[Line, str]
    pages: int
    pages_found: int

    @classmethod
    def read(cls, given: Path, db: Database) -> Labels:
        item_of = {
            (site, page_path(urlsplit(url).path)): item_id
            for site, url, item_id in db.execute("SELECT site, url, item_id FROM item_urls").fetchall()
        }
        truth: dict[Line, set[str]] = defaultdict(set)
        level_of: dict[Line, str] = {}
        pages: set[tuple[str, str]] = set()
        for row in rows(given / "gold.csv"):
            page = (row["site"], page_path(row["path"]))
            pages.add(page)
            truth[line_of(row)].add(item_of.get(page, "/".join(page)))
            level_of[line_of(row)] = row["level"]
        return cls(truth, level_of, len(pages), len(pages & item_of.keys()))


@dataclass
class ComparedCase:
    """The pairs that the product compares in a case: the features (pairs x features) and which are true."""

    name: str
    features: Float64s
    pair_truth: Bools


def compared_case(name: str, work: Path, taxonomy: Taxonomy | None = None) -> ComparedCase:
    """Make the case `name` below `work` and compare every goods record with its candidates, as a match run does."""
    taxonomy = taxonomy or shipped()
    given = unpacked(name, work / "given")
    db = made(given, work / name).database(matcher_migrations)
    comparer = Comparer.of(db, work / "vectors", taxonomy)
    truth = Labels.read(given, db).truth
    lines = db.execute(
        "SELECT l.goods_id, f.name, l.row FROM current_lines l JOIN customs_files f USING (file_id)"
    ).fetchall()
    true_of: dict[str, set[str]] = defaultdict(set)
    for goods_id, file, row in lines:
        true_of[goods_id] |= truth.get((file.partition("#")[0], row), set())
    chunks = list(comparer.chunks())
    pairs = [
        comparer.items[i].item_id in true_of[comparer.goods[g].goods_id]
        for chunk in chunks
        for g, i in zip(chunk.goods.tolist(), chunk.items.tolist(), strict=True)
    ]
    return ComparedCase(
        f"case {name}", np.concatenate([c.features for c in chunks]), np.array(pairs, dtype=bool)
    )


def unpacked(name: str, folder: Path) -> Path:
    """The files of the case `name`, below `folder`."""
    with zipfile.ZipFile(HERE / f"{name}.zip") as archive:
        archive.extractall(folder / name)
    return folder / name


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def line_of(row: dict[str, str]) -> Line:
    """The line that a row of gold names."""
    return Path(row["file"]).name, int(row["row"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="Not used: the cases are embedded.")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--work", type=Path, help="Keep the cases of Box31 here.")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory() as temporary:
        for name in options.cases:
            given = unpacked(name, Path(temporary) / "given")
            work = options.work or Path(temporary) / "work"
            work.mkdir(parents=True, exist_ok=True)
            found[name] = judge(given, work / name)
            if not options.json:
                print(
                    name, *(f"  {key:26} {value}" for key, value in found[name].items()), sep="\n", flush=True
                )
    means = {
        f"mean average precision, {which}": round(mean(values), 3)
        for which, names in (
            ("taught", TAUGHT),
            ("looked at", LOOKED_AT),
            ("unseen", set(CASES) - {*TAUGHT, *LOOKED_AT}),
        )
        if (values := [case["average precision"] for name, case in found.items() if name in names])
    }
    if options.json:
        print(json.dumps({**means, **found}))
    else:
        print(*(f"{key} {value}" for key, value in means.items()), sep="\n")


if __name__ == "__main__":
    main()
