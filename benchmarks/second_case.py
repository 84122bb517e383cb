"""The shipped matcher, as it is, on a second invented case whose rows nothing was trained or tuned on.

    python benchmarks/second_case.py [--json] [--misses]

`benchmarks/second_case/` holds 28 products of three invented makers (thermal and night sights, drones, ceramics and
armour) and 126 customs lines in Russian, Ukrainian, English and Chinese, labelled before the matcher was first run on
them by the rules of the development case. It is small: hit rates move by a few hundredths with one line.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from processes import box31

from crawler.case.case import Case
from matcher.schema.tables import matcher_migrations
from matcher.scoring.calibration import expected_calibration_error

HERE = Path(__file__).resolve().parent / "second_case"
LEVELS = ("model", "maker", "description")


def read(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def add_items(case: Case) -> None:
    """The products, as a crawl would have left them."""
    db = case.database(matcher_migrations)
    with db.conn as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for number, product in enumerate(read("products.csv")):
            url = f"http://{product['site']}.example/{product['sku'].lower()}"
            key = {"item_id": f"i-{number:08x}", "url": url}
            db["items"].insert({**key, "site": product["site"], "key": url, "first_seen": "2023"})
            db["item_versions"].insert(
                {
                    **key,
                    **{name: product[name] for name in ("name", "brand", "language", "description", "specs")},
                    "capture_id": "c",
                    "seen_at": "2023-01-01T00:00:00Z",
                    "extractor": "1",
                    "fields_sha256": product["sku"],
                    "model": product["sku"],
                }
            )


def write_lines(folder: Path) -> Path:
    """The lines as a vendor would deliver them."""
    path = folder / "lines.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(
            [
                *(
                    "DECLARATION_NUMBER",
                    "REGISTRATION_DATE",
                    "HS_CODE",
                    "PRODUCT_DESCRIPTION",
                    "MANUFACTURER",
                ),
                *("TRADEMARK", "EXPORTER", "ORIGIN_COUNTRY", "QUANTITY"),
            ]
        )
        for number, line in enumerate(read("lines.csv")):
            writer.writerow(
                [
                    f"10999010/010623/{number:07}",
                    "2023-06-01",
                    *(line[name] for name in ("hs", "text", "maker", "trademark", "exporter", "origin")),
                    number + 1,
                ]
            )
    return path


def measure(pairs: list[dict[str, str]]) -> dict[str, Any]:
    """Average precision, hits by level, precision and recall at one half, calibration error, over lines."""
    sku = {f"http://{p['site']}.example/{p['sku'].lower()}": p["sku"] for p in read("products.csv")}
    lines = read("lines.csv")
    scored: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for pair in pairs:
        scored[int(pair["row"]) - 2].append((float(pair["confidence"]), sku[pair["item_url"]]))
    true = {number: set(line["gold"].split(";")) for number, line in enumerate(lines) if line["gold"]}
    total = sum(map(len, true.values()))
    flat = [(p, item in true.get(number, ())) for number, found in scored.items() for p, item in found]
    p = np.array([row[0] for row in flat])
    t = np.array([row[1] for row in flat], dtype=float)
    order = np.argsort(-p, kind="stable")
    precision = np.cumsum(t[order]) / np.arange(1, len(order) + 1)
    report: dict[str, Any] = {
        "lines": len(lines),
        "true pairs": total,
        "average precision": round(float((precision * t[order]).sum() / total), 3),
        "precision at .5": round(float(t[p >= 0.5].mean()), 3),
        "recall at .5": round(float(t[p >= 0.5].sum() / total), 3),
        "ECE of the prior": round(expected_calibration_error(p, t), 3),
        "lines without a true pair above .9": sum(
            max(found)[0] > 0.9 for number, found in scored.items() if number not in true
        ),
    }
    for level in LEVELS:
        of_level = [number for number in true if lines[number]["level"] == level]
        for k in (1, 5):
            best = {
                n: {item for _, item in sorted(scored[n], key=lambda s: (-s[0], s[1]))[:k]} for n in of_level
            }
            report[f"hit@{k} {level}"] = round(float(np.mean([bool(best[n] & true[n]) for n in of_level])), 3)
    report["misses"] = [
        f"{number + 2}: {line['text'][:60]} | wanted {line['gold'] or 'nothing'},"
        f" got {', '.join(f'{item} {p:.2f}' for p, item in sorted(scored[number], reverse=True)[:3]) or 'nothing'}"
        for number, line in enumerate(lines)
        if (best := max(scored[number], default=(0.0, "")))[1] not in true.get(number, ())
        and (number in true or best[0] >= 0.5)
    ]
    return report


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="Not used: the case is embedded.")
    parser.add_argument("--misses", action="store_true", help="Name the lines that were ranked wrongly.")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "case"
        case = Case.create(root)
        add_items(case)
        box31(root, "customs", "import", str(write_lines(Path(folder))))
        box31(root, "match", "--min-confidence", "0.001")
        listing = box31(root, "pairs", "--lines", "--json")
        report = measure([json.loads(row) for row in listing.splitlines()])
    if not options.misses:
        report.pop("misses")
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
        return
    for name, value in report.items():
        print(f"{name:36} {value}" if name != "misses" else "\n".join(value))


if __name__ == "__main__":
    main()
