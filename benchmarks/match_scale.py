"""How long matching takes and how much memory: LINES customs lines with GOODS distinct texts against ITEMS items.

    python benchmarks/match_scale.py [--lines 20000 --goods 5000 --items 500] [--data DIR] [--json]

Items and goods are made from the case of --data: its products and descriptions, told apart by a number in each.
A second run over the same case shows what is not computed again.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
        add_items(case, given.data / "case-aurora" / "products.csv", given.items)
        file = write_lines(Path(folder), given.data / "case-aurora" / "customs", given.lines, given.goods)
        imported, _ = box31(root, "customs", "import", str(file))
        first, peak = box31(root, "match")
        again, _ = box31(root, "match")
        with case.database(matcher_migrations).conn as connection:
            (goods,) = connection.execute("SELECT count(*) FROM goods").fetchone()
            (pairs,) = connection.execute("SELECT count(*) FROM pairs").fetchone()
    figures = {
        "lines": given.lines,
        "distinct_goods": goods,
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


def add_items(case: Case, products: Path, count: int) -> None:
    """`count` items with names, codes and specifications, as a crawl would have left them."""
    with products.open(encoding="utf-8", newline="") as handle:
        known = list(csv.DictReader(handle))
    db = case.database(matcher_migrations)
    with db.conn as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for number in range(count):
            product = known[number % len(known)]
            series = number // len(known)
            code = product["sku"] if series == 0 else f"{product['sku']}X{series}"
            url = f"http://{product['site']}.example/{code}"
            item = {
                "item_id": f"i-{number:08x}",
                "site": product["site"],
                "key": url,
                "url": url,
                "first_seen": "2023",
            }
            specs = {name: str(value) for name, value in json.loads(product["attrs_json"]).items()}
            version = {
                "item_id": item["item_id"],
                "capture_id": "c",
                "seen_at": "2023-01-01T00:00:00Z",
                "extractor": "1",
                "fields_sha256": code,
                "url": url,
                "language": "en",
                "name": f"{product['title_en']} {code}",
                "model": code,
                "brand": product["site"].upper(),
                "specs": json.dumps(specs),
            }
            db["items"].insert(item)
            db["item_versions"].insert(version)


def write_lines(folder: Path, customs: Path, lines: int, goods: int) -> Path:
    """A CSV of `lines` rows over `goods` distinct descriptions; a number in each sets it apart."""
    with (customs / "kz_imports_2023.csv").open(encoding="utf-8-sig", newline="") as handle:
        texts = [row["PRODUCT_DESCRIPTION"] for row in csv.DictReader(handle) if row["PRODUCT_DESCRIPTION"]]
    with (customs / "ru_imports_2023.csv").open(encoding="cp1251", newline="") as handle:
        reader = csv.DictReader(handle, delimiter=";")
        texts += [text for row in reader if (text := row["Описание и характеристика товара (G31_1)"])]
    texts = list(dict.fromkeys(texts))
    path = folder / "lines.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(
            ["DECLARATION_NUMBER", "REGISTRATION_DATE", "HS_CODE", "PRODUCT_DESCRIPTION", "QUANTITY"]
        )
        for number in range(lines):
            which = number % goods
            text = f"{texts[which % len(texts)]} ПАРТИЯ {which // len(texts)}"
            writer.writerow(
                [f"10999010/010123/{number:07}", "2023-01-01", "6211430000", text, number % 900 + 1]
            )
    return path


if __name__ == "__main__":
    main()
