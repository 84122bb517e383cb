"""Search over many customs lines: the first index, a word, a name, a code, after one more line.

    python benchmarks/search.py [--lines 200000] [--json]

Lines are invented: kinds of goods with numbered models, of numbered firms.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import tempfile
import time
from pathlib import Path

from crawler.case.case import Case
from matcher.customs.ingest.store import import_file
from matcher.schema.tables import matcher_migrations
from matcher.search.find import KINDS, search
from matcher.search.index import FILE, open_index

KINDS_OF_GOODS = (
    "ПЛИТКА КЕРАМИЧЕСКАЯ",
    "ШЛЕМ ЗАЩИТНЫЙ",
    "КАМЕРА ТЕПЛОВИЗИОННАЯ",
    "thermal camera",
    "防弹头盔",
    "Áo giáp",
)
HEADER = ("IMP_DATE", "HS_CODE", "PRODUCT_DESCRIPTION", "IMPORTER_NAME", "SUPPLIER_NAME", "TOTAL_VALUE_USD")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--lines", type=int, default=200_000)
    options.add_argument("--data", help="not used; as in the other benchmarks")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(Path(folder), given.lines)
    if given.json:
        print(json.dumps(measured))
        return
    for name, value in measured.items():
        print(f"{name}: {value}")


def measure(folder: Path, lines: int) -> dict[str, float]:
    """Seconds of processor time of each step, found lines, megabytes of the index."""
    case = Case.create(folder / "case", contact="bench@box31.example")
    db = case.database(matcher_migrations)
    started = time.process_time()
    import_file(db, write(folder / "lines.csv", lines), processes=1)
    out: dict[str, float] = {"lines": lines, "import": round(time.process_time() - started, 1)}
    for name, words in (
        ("first search", ["тепловизионная"]),
        ("word", ["плитки"]),
        ("name across scripts", ["pustelga"]),
        ("code", ["kx7"]),
        ("two words", ["керамическая", "ax-7"]),
    ):
        started = time.process_time()
        with open_index(case, db) as index:
            (found,) = search(db, index, words, KINDS[:1], 50)
        out[name] = round(time.process_time() - started, 2)
        out[f"{name}: lines"] = found.total
    out["index MB"] = round((case.root / FILE).stat().st_size / 1e6, 1)
    return out


def write(path: Path, lines: int) -> Path:
    draw = random.Random(31)
    with path.open("w", encoding="utf-8", newline="") as handle:
        rows = csv.writer(handle)
        rows.writerow(HEADER)
        for number in range(lines):
            goods = f"{draw.choice(KINDS_OF_GOODS)}, МОДЕЛЬ {draw.choice('AK')}X-{draw.randrange(lines // 8)}, ДЛЯ СКЛАДА"
            importer = f"ООО ПУСТЕЛЬГА {number % 997}" if number % 2 else f"TOO KESTREL {number % 991}"
            rows.writerow(
                ("2023-04-03", "6907219000", goods, importer, f"OTTER {number % 499} CO., LTD", "100")
            )
    return path


if __name__ == "__main__":
    main()
