"""`box31 train` on the invented case with all its proposed pairs decided by gold: does it help on items left out?

    python benchmarks/train_encoder.py [--data ../shared/data] [--work DIR] [--epochs 2] [--json]

Trains for some minutes. `--work` keeps the built case.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from aurora import build, run

from matcher.evaluation.evaluation import Items, read_gold
from matcher.evaluation.train import MODELS, Training, train
from matcher.review.decisions import Decision, record, review_database


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, help="Keep the built case here.")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = options.data / "case-aurora"
    with tempfile.TemporaryDirectory() as scratch:
        root = options.work or Path(scratch) / "case"
        case = build(folder, root)
        run(root, "match")
        with closing(review_database(case)) as db:
            items = Items(db)
            true = {(pair.line, items.find(pair)) for pair in read_gold(folder / "gold.csv")}
            lines = {
                (goods, name, row)
                for goods, name, row in db.execute(
                    "SELECT l.goods_id, f.name, l.row FROM current_lines l JOIN customs_files f USING (file_id)"
                )
            }
            accepted = {
                (goods, item) for goods, name, row in lines for line, item in true if line == (name, row)
            }
            with db.conn:
                for pair, signature, goods, item in db.execute(
                    "SELECT pair_id, signature, goods_id, item_id FROM pairs"
                ).fetchall():
                    word = "accept" if (goods, item) in accepted else "reject"
                    record(db, Decision(pair, signature, "gold", word, "2026-11-25T00:00:00Z"))
            name = f"bench-{time.time_ns()}"
            started = time.perf_counter()
            result = train(case, db, Training("bundled", name, options.epochs), say=print)
            seconds = time.perf_counter() - started
        if options.json:
            print(json.dumps({**asdict(result), "folder": str(result.folder), "seconds": round(seconds)}))
        else:
            print(result.sentence().split(". ")[0])
            print("kept" if result.folder else "not kept", f"after {seconds:.0f} s in {root / MODELS}")


if __name__ == "__main__":
    main()
