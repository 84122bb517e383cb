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
import functools
import http.server
import json
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from crawler.case.case import Case

HERE = Path(__file__).resolve().parent / "whole_cases"
CASES = ("industry", "power", "instruments", "gear")
LEVELS = ("model", "maker", "description")

Line = tuple[str, int]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server of the files of `folder` on loopback."""
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Quiet, directory=folder)
    ) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def box31(root: Path, *words: str) -> tuple[str, int]:
    """What the command prints and its exit code; ends the benchmark where it failed."""
    done = subprocess.run(
        [sys.executable, "-m", "matcher", "-C", str(root), *words], capture_output=True, text=True
    )
    if done.returncode not in (0, 3, 4):
        raise SystemExit(f"box31 {' '.join(words[:2])}: exit {done.returncode}\n{done.stderr}")
    return done.stdout, done.returncode


def judge(given: Path, root: Path) -> dict[str, Any]:
    """The figures of the unpacked case `given`; `root`: where the case of Box31 is made."""
    with ExitStack() as stack:
        sites = {
            site.name: stack.enter_context(serving(site)) for site in sorted((given / "sites").iterdir())
        }
        case = Case.create(root, contact="bench@box31.example")
        settings = root / "box31.toml"
        allowed = json.dumps([*sites.values()])
        settings.write_text(
            settings.read_text(encoding="utf-8").replace(
                "allowed_private = []", f"allowed_private = {allowed}\ndelay = 0.0"
            ),
            encoding="utf-8",
        )
        for name, address in sites.items():
            box31(root, "site", "add", f"http://{address}/", "--name", name)
        box31(root, "crawl")
        files = sorted((given / "customs").iterdir())
        for file in files:
            box31(root, "customs", "import", str(file))
        box31(root, "match", "--min-confidence", "0.001")
        listing, _ = box31(root, "pairs", "--lines", "--json", "--min-confidence", "0")
        with case.database() as db:
            item_of = dict(db.execute("SELECT url, item_id FROM item_urls").fetchall())
            read = {
                name.partition("#")[0] for (name,) in db.execute("SELECT DISTINCT name FROM customs_files")
            }
    gold: dict[Line, set[str]] = defaultdict(set)
    level: dict[Line, str] = {}
    pages: set[str] = set()
    for row in rows(given / "gold.csv"):
        line = (Path(row["file"]).name, int(row["row"]))
        url = f"http://{sites[row['site']]}/{row['path'].lstrip('/')}"
        pages.add(url)
        gold[line].add(item_of.get(url, url))
        level[line] = row["level"]
    scored: dict[Line, dict[str, float]] = defaultdict(dict)
    for text in listing.splitlines():
        pair = json.loads(text)
        line = (pair["customs_file"].partition("#")[0], int(pair["row"]))
        item = item_of.get(pair["item_url"], pair["item_url"])
        scored[line][item] = max(scored[line].get(item, 0.0), float(pair["confidence"]))
    negatives = {(Path(row["file"]).name, int(row["row"])) for row in rows(given / "gold_negatives.csv")}
    figures = figures_of(gold, level, scored, negatives)
    found = sum(url in item_of for url in pages)
    return {
        "product pages found": f"{found} of {len(pages)}",
        "files read": f"{len(read)} of {len(files)}",
        **figures,
    }


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def figures_of(
    gold: dict[Line, set[str]],
    level: dict[Line, str],
    scored: dict[Line, dict[str, float]],
    negatives: set[Line],
) -> dict[str, Any]:
    """Average precision and recall over all true pairs; hit rates over lines; hard negatives stated above .9."""
    flat = [(p, item in gold.get(line, ())) for line, found in scored.items() for item, p in found.items()]
    p, true = np.array([row[0] for row in flat]), np.array([row[1] for row in flat], dtype=float)
    order = np.argsort(-p, kind="stable")
    precision = np.cumsum(true[order]) / np.arange(1, len(order) + 1)
    total = sum(map(len, gold.values()))
    report: dict[str, Any] = {
        "true pairs": total,
        "average precision": float((precision * true[order]).sum() / total),
    }
    for bar in (0.5, 0.95):
        report[f"precision at {bar}"] = float(true[p >= bar].mean()) if (p >= bar).any() else None
    report["recall at 0.5"] = float(true[p >= 0.5].sum() / total)
    for wanted in LEVELS:
        lines = [line for line in gold if level[line] == wanted]
        for k in (1, 5):
            hits = [
                bool(
                    gold[line]
                    & set(sorted(scored.get(line, {}), key=lambda item, of=line: -scored[of][item])[:k])
                )
                for line in lines
            ]
            report[f"hit@{k} {wanted}"] = float(np.mean(hits))
    report["hard negatives above .9"] = sum(
        max(scored.get(line, {"": 0.0}).values()) > 0.9 for line in negatives
    )
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in report.items()}


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
    mean = float(np.mean([case["average precision"] for case in found.values()]))
    if options.json:
        print(json.dumps({"mean average precision": round(mean, 3), **found}))
    else:
        print(f"mean average precision       {mean:.3f}")


if __name__ == "__main__":
    main()
