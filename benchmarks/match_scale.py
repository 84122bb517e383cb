"""How long matching takes and how much memory: LINES customs lines with GOODS distinct texts against ITEMS items.

    python benchmarks/match_scale.py [--lines 20000 --goods 5000 --items 500] [--data DIR] [--json]

Items and goods are made up from wordings in --data; how, says customs_texts.py.
A second run over the same case shows what is not computed again.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from customs_texts import SEED, Line, Product, catalog, goods, words

from crawler.case import Case
from matcher.schema import matcher_migrations


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--lines", type=int, default=20_000)
    arguments.add_argument("--goods", type=int, default=5_000)
    arguments.add_argument("--items", type=int, default=500)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "case"
        os.environ["BOX31_CACHE"] = str(cache_with_model(Path(folder)))
        case = Case.create(root)
        products = catalog(given.data / "case-aurora" / "products.csv", given.items)
        add_items(case, products)
        file = Path(folder) / "lines.csv"
        write_lines(file, goods(words(given.data, products), given.goods), given.lines, given.goods)
        imported, _ = box31(root, "customs", "import", str(file))
        first, peak = box31(root, "match")
        again, _ = box31(root, "match")
        with case.database(matcher_migrations).conn as connection:
            (distinct,) = connection.execute("SELECT count(*) FROM goods").fetchone()
            (pairs,) = connection.execute("SELECT count(*) FROM pairs").fetchone()
    figures = {
        "lines": given.lines,
        "distinct_goods": distinct,
        "items": given.items,
        "pairs_kept": pairs,
        "import_seconds": round(imported, 1),
        "match_seconds": round(first, 1),
        "match_again_seconds": round(again, 1),
        "peak_megabytes": round(peak),
    }
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:20} {value:>10,}")
    print("goal: match under 240 s, under 3,072 MB; the second run computes no vector again")


def cache_with_model(folder: Path) -> Path:
    """An empty cache of vectors: the model is unpacked before anything is timed."""
    cache = folder / "cache"
    os.environ["BOX31_CACHE"] = str(cache)
    subprocess.run(
        [sys.executable, "-c", "from matcher.encoder import load_transformer; load_transformer('bundled')"],
        check=True,
    )
    return cache


def box31(root: Path, *words: str) -> tuple[float, float]:
    """Seconds and peak megabytes of one command."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "matcher", "-C", str(root), *words]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        raise SystemExit(f"box31 {words[0]}: exit {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def add_items(case: Case, products: list[Product]) -> None:
    """Items with names, codes and specifications, as a crawl would have left them."""
    db = case.database(matcher_migrations)
    with db.conn as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for number, product in enumerate(products):
            url = f"http://{product.site}.example/{product.code}"
            item = {
                "item_id": f"i-{number:08x}",
                "site": product.site,
                "key": url,
                "url": url,
                "first_seen": "2023",
            }
            version = {
                "item_id": item["item_id"],
                "capture_id": "c",
                "seen_at": "2023-01-01T00:00:00Z",
                "extractor": "1",
                "fields_sha256": product.code,
                "url": url,
                "language": "en",
                "name": product.title,
                "model": product.code,
                "brand": product.brand,
                "specs": json.dumps(product.specs),
            }
            for table, row in (("items", item), ("item_versions", version)):
                connection.execute(
                    f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
                    list(row.values()),
                )


def write_lines(path: Path, texts: Iterator[Line], lines: int, goods: int) -> None:
    """A CSV of `lines` rows over `goods` distinct descriptions: each once, the rest mostly on a few of them."""
    known = []
    choice = random.Random(SEED)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(
            ["DECLARATION_NUMBER", "REGISTRATION_DATE", "SUPPLIER_NAME", "ORIGIN_COUNTRY_NAME", "HS_CODE",
             "PRODUCT_DESCRIPTION", "BRAND", "MANUFACTURER", "QUANTITY"]
        )  # fmt: skip
        for number in range(lines):
            if number < goods:
                known.append(next(texts))
            line = known[number] if number < goods else known[int(goods * choice.random() ** 3)]
            writer.writerow(
                [f"10999010/{number % 28 + 1:02}0123/{number:07}", f"2023-01-{number % 28 + 1:02}", line.exporter, line.origin,
                 line.hs, line.text, line.trademark, line.maker, number % 900 + 1]
            )  # fmt: skip


if __name__ == "__main__":
    main()
