"""How long a dossier takes and how large it gets: invented pairs, lines, pages and pictures.

    python benchmarks/dossier.py --pairs 5000 --lines 200000

Prints seconds, peak memory and the dossier's size; goals: 5,000 pairs over 200,000 lines in 300 s and 2 GB.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.dossier_case import CaseWriter, drawing

WORDS = re.findall(
    r"\w+",
    "жилет защитный шлем пластина керамическая тепловизор прицел чехол ткань арамидная изделие для спорта туризма"
    " размер цвет черный олива масса класс модель артикул комплект упаковка картон",
)


def write_case(root: Path, pairs: int, lines: int, seed: int = 7) -> None:
    """A case of `pairs` accepted pairs; one item for five pairs, the goods of each pair its own."""
    rng = random.Random(seed)
    w = CaseWriter.make(root, "benchmark")
    picture = drawing()
    items = [
        w.item(
            f"maker{n % 20}", f"S-{n}", f"Product {n} model MX-{1000 + n}", model=f"MX-{1000 + n}", brand="MX",
            category=f"Kind {n % 12}", description=" ".join(rng.choices(WORDS, k=120)),
            specs={f"spec {k}": f"{rng.randint(1, 999)} mm" for k in range(12)},
            picture=picture + bytes([n % 256, n // 256]),
        )
        for n in range(max(1, pairs // 5))
    ]  # fmt: skip
    for n in range(200):
        w.post(
            f"maker{n % 20}",
            str(n),
            f"News {n}",
            " ".join(rng.choices(WORDS, k=200)) + f" MX-{1000 + n}",
            "2023-03-01",
        )
    files = [w.file(f"file{n}.csv") for n in range(5)]
    goods, made = [], []
    for n in range(pairs):
        text = f"{' '.join(rng.choices(WORDS, k=30))} MX-{1000 + n % len(items)} {n}"
        goods.append(w.goods(text, model=f"MX-{1000 + n % len(items)}"))
        made.append(
            w.pair(items[n % len(items)], goods[-1], rng.random(), reasons=["model named", "maker named"])
        )
    texts = dict(w.db.execute("SELECT goods_id, text FROM goods"))
    rows = []
    for n in range(lines):
        goods_id = goods[n % pairs]
        date = f"{2022 + n % 3}-{1 + n % 12:02d}-{1 + n % 28:02d}"
        cells = json.dumps(
            [date, texts[goods_id], f"ООО «Импортер {n % 900}»", "", "", str(n % 500)], ensure_ascii=False
        )
        rows.append(
            (files[n % 5], 2 + n // 5, goods_id, f"1000/{n:08d}", "1", date,
             f"{6200000000 + n % 90:010d}", f"62000{n % 10}",
             texts[goods_id], f"ООО «Импортер {n % 900}»", f"77{n % 900:08d}", "CN", ("RU", "KZ", "UA")[n % 3],
             float(n % 500), ("ШТ", "КГ")[n % 7 == 0], n * 1.5, "USD", n * 1.5, cells)
        )  # fmt: skip
    w.db.conn.executemany(
        "INSERT INTO customs_lines (file_id, row, goods_id, declaration, line_no, date, hs, hs6, description, importer,"
        " importer_code, origin, destination, quantity, unit, value, currency, value_usd, raw)"
        f" VALUES ({', '.join('?' * 19)})",
        rows,
    )
    w.db.conn.executemany(
        "INSERT INTO decisions (pair_id, signature, reviewer, reviewer_key, decision, asked_at, decided_at)"
        " SELECT pair_id, signature, 'R', 'r', 'accept', '2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z' FROM pairs"
        " WHERE pair_id = ?",
        [(pair_id,) for pair_id in made],
    )
    w.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="Not used: the case is invented here.")
    parser.add_argument("--pairs", type=int, default=5000)
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="box31-dossier-"))
    try:
        write_case(folder / "case", options.pairs, options.lines)
        start = time.monotonic()
        command = [
            sys.executable,
            "-m",
            "matcher",
            "-C",
            folder / "case",
            "dossier",
            "--accepted",
            "-o",
            folder / "out",
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds = time.monotonic() - start
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.monotonic()
        subprocess.run(["sha256sum", "--quiet", "-c", "manifest-sha256.txt"], cwd=folder / "out", check=True)
        checked = time.monotonic() - start
        files = [path for path in (folder / "out").rglob("*") if path.is_file()]
        result = {
            "pairs": options.pairs,
            "lines": options.lines,
            "seconds": round(seconds, 1),
            "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
            "peak_mb": round(used.ru_maxrss / 1024),
            "files": len(files),
            "size_mb": round(sum(path.stat().st_size for path in files) / 1e6),
            "sha256sum_seconds": round(checked, 1),
        }
    finally:
        shutil.rmtree(folder)
    if options.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:20} {value}")


if __name__ == "__main__":
    main()
