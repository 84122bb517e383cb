"""Whole invented cases from the command line: sites found and crawled, files imported, pairs proposed, with nothing set by hand.

    python benchmarks/whole_cases.py [--cases industry power instruments gear] [--json] [--work DIR]

Each case (benchmarks/whole_cases/*.zip) was written by an author who had seen neither the program nor another case: three
or four makers' sites of different technologies, three customs files, every true pair, hard negatives. A file that the
import asks about is not imported, and its pairs count as missed. `industry` and `power` were looked at after their first
judgement, of `instruments` the sites; `gear` is known as figures only. The HS codes of `instruments` and `gear` are random.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import zipfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from statistics import mean
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.processes import box31
from matcher.demo.server import served
from matcher.evaluation.evaluation import Line, ScoredPair, measure
from matcher.schema.tables import matcher_migrations
from tests.support.case import make_case

HERE = Path(__file__).resolve().parent / "whole_cases"
CASES = ("industry", "power", "instruments", "gear")
SHOWN = (0.5, 0.95)  # thresholds


def judge(given: Path, root: Path) -> dict[str, Any]:
    """The figures of the unpacked case `given`; `root`: where the case of Box31 is made."""
    files = sorted((given / "customs").iterdir())
    with ExitStack() as stack:
        sites = {site.name: stack.enter_context(served(site)) for site in sorted((given / "sites").iterdir())}
        case = make_case(root, *(base.removeprefix("http://") for base in sites.values()))
        for name, base in sites.items():
            box31(root, "site", "add", f"{base}/", "--name", name)
        box31(root, "crawl", allowed=(0, 3, 4))  # 4: an alarm
        for file in files:
            box31(root, "customs", "import", str(file))
        box31(root, "match", "--min-confidence", "0.001")
    db = case.database(matcher_migrations)
    # a sheet of a workbook is a file of its own: book.xlsx#Sheet
    read = {name.partition("#")[0] for (name,) in db.execute("SELECT name FROM customs_files")}
    item_of = dict(db.execute("SELECT url, item_id FROM item_urls").fetchall())
    pages: set[str] = set()
    truth: dict[Line, set[str]] = defaultdict(set)
    level_of: dict[Line, str] = {}
    for row in rows(given / "gold.csv"):
        page = f"{sites[row['site']]}/{row['path'].lstrip('/')}"
        pages.add(page)
        truth[line_of(row)].add(item_of.get(page, page))
        level_of[line_of(row)] = row["level"]
    scored = [
        ScoredPair((name.partition("#")[0], row), item_id, confidence, log_odds)
        for name, row, item_id, confidence, log_odds in db.execute(
            "SELECT f.name, l.row, p.item_id, p.confidence, p.log_odds FROM pairs p"
            " JOIN current_lines l USING (goods_id) JOIN customs_files f USING (file_id)"
        )
    ]
    found = measure(scored, truth, level_of, lines=len({pair.line for pair in scored}))
    negatives = {line_of(row) for row in rows(given / "gold_negatives.csv")}
    believed = {pair.line for pair in scored if pair.confidence > 0.9}
    at = {row["threshold"]: row for row in found.thresholds}
    figures = {
        "product pages found": f"{len(pages & item_of.keys())} of {len(pages)}",
        "files read": f"{len(read)} of {len(files)}",
        "true pairs": found.gold_pairs,
        "average precision": found.average_precision,
        **{f"precision at {bar}": at[bar]["precision"] if at[bar]["proposed"] else None for bar in SHOWN},
        "recall at 0.5": at[0.5]["recall"],
        **{f"hit@{k} {level}": hits[k] for level, hits in found.hits.items() for k in (1, 5)},
        "hard negatives above .9": len(negatives & believed),
    }
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}


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
            given = Path(temporary) / "given" / name
            with zipfile.ZipFile(HERE / f"{name}.zip") as archive:
                archive.extractall(given)
            work = options.work or Path(temporary) / "work"
            work.mkdir(parents=True, exist_ok=True)
            found[name] = judge(given, work / name)
            if not options.json:
                print(
                    name, *(f"  {key:26} {value}" for key, value in found[name].items()), sep="\n", flush=True
                )
    average = mean(case["average precision"] for case in found.values())
    if options.json:
        print(json.dumps({"mean average precision": round(average, 3), **found}))
    else:
        print(f"mean average precision       {average:.3f}")


if __name__ == "__main__":
    main()
