"""How long matching takes and how much memory: LINES customs lines with GOODS distinct texts against ITEMS items.

    python benchmarks/match_scale.py [--lines 20000 --goods 5000 --items 500] [--check N] [--peers] [--case DIR]
                                     [--data DIR] [--json]

Items and goods are made up from wordings in --data; how, says customs_texts.py. Prints the seconds of each stage and
what they would be with ten times the goods; memory is the largest sum of proportional resident memory of the process
and its workers. A second run over the same case shows what is not computed again.

--check N: N goods drawn at random are compared in full, those too that a screen let go; what they add to their pairs is
what the screen lost. --peers: the same lines through other tools, see match_peers.py. --case: a folder to keep the case
in; what is there already is not made or matched again.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from customs_texts import SEED, Line, Product, catalog, goods, words
from match_peers import peers
from processes import Run, watched

from crawler.case.case import Case
from matcher.schema.tables import matcher_migrations

GOALS = {  # lines: seconds, megabytes
    20_000: (240, 3_072),
    1_000_000: (900, 4_096),
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--lines", type=int, default=20_000)
    arguments.add_argument("--goods", type=int, default=5_000)
    arguments.add_argument("--items", type=int, default=500)
    arguments.add_argument("--check", type=int, default=0)
    arguments.add_argument("--peers", action="store_true")
    arguments.add_argument("--case", type=Path)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.case or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        figures = measured(given, folder)
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:20} {value:,}" if isinstance(value, int | float) else f"{name:20} {value}")
    if goal := GOALS.get(given.lines):
        print(f"goal: match under {goal[0]} s, under {goal[1]:,} MB; the second run computes no vector again")


def measured(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Every figure of one run, with what it was run on."""
    os.environ.setdefault("BOX31_CACHE", str(folder / "cache"))
    unpack_model()
    products = catalog(given.data / "case-aurora" / "products.csv", given.items)
    root = folder / "case"
    lines = list(goods(words(given.data, products), given.goods))
    figures: dict[str, Any] = {"lines": given.lines, "items": given.items, "cores": os.cpu_count()}
    if not (kept := folder / "figures.json").exists():
        case = Case.create(root)
        add_items(case, products)
        write_lines(folder / "lines.csv", lines, given.lines)
        imported = box31(root, "customs", "import", str(folder / "lines.csv"))
        first = box31(root, "match")
        again = box31(root, "match")
        figures |= {
            "import_seconds": round(imported.seconds, 1),
            "match_seconds": round(first.seconds, 1),
            "match_cpu_seconds": round(first.cpu_seconds, 1),
            "match_again_seconds": round(again.seconds, 1),
            "peak_megabytes": round(first.peak_mb),
            "said": [line for _, line in first.said],
            **stages(first),
        }
        kept.write_text(json.dumps(figures), encoding="utf-8")
    figures = json.loads(kept.read_text(encoding="utf-8"))
    case = Case.open(root)
    figures["distinct_goods"] = ask(case, "SELECT count(*) FROM goods")[0][0]
    figures["pairs_kept"] = ask(case, "SELECT count(*) FROM pairs")[0][0]
    figures["item_first"] = item_first(case, lines)
    if given.peers:
        figures |= peers(products, lines, given.lines)
        figures["times_faster"] = round(figures["semantic_search_seconds"] / figures["match_seconds"], 1)
    if given.check:
        figures |= checked(case, given.check)
    return figures


def unpack_model() -> None:
    """The model is unpacked before anything is timed."""
    command = "from matcher.embedding.encoder import load_transformer; load_transformer('bundled')"
    subprocess.run([sys.executable, "-c", command], check=True)


def box31(root: Path, *words: str) -> Run:
    return watched([sys.executable, "-m", "matcher", "-C", str(root), *words], allowed=(0, 3))


def ask(case: Case, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
    with case.database(matcher_migrations).conn as connection:
        return connection.execute(query, values).fetchall()


def stages(run: Run) -> dict[str, Any]:
    """Seconds and goods a second of each stage of a run with a screen, and seconds with ten times the goods."""
    starts = {first[0]: (at, line) for at, line in run.said if (first := re.search(r"[a-z]+", line))}
    marks = ("screening", "comparing", "screen")
    if not set(marks) <= set(starts):
        return {}
    (screening, screened), (comparing, through), (ended, sentence) = (starts[word] for word in marks)
    count, passed = (int(re.findall(r"\d+", line)[0]) for line in (screened, through))
    seconds = {
        "prepare": screening,
        "screen": comparing - screening,
        "compare": ended - comparing,
        "store": run.seconds - ended,
    }
    drawn = int(re.findall(r"measured on (\d+)", sentence)[0])
    fixed = seconds["prepare"] + seconds["compare"] * drawn / (passed + drawn)
    return {
        **{f"{name}_seconds": round(value, 1) for name, value in seconds.items()},
        "screened_a_second": round(count / seconds["screen"]),
        "compared_a_second": round((passed + drawn) / seconds["compare"], 1),
        "seconds_with_ten_times_the_goods": round(fixed + 10 * (run.seconds - fixed)),
    }


def item_first(case: Case, lines: list[Line]) -> float | None:
    """Of the goods made to name an item's code and maker, the share whose most likely item it is."""
    wanted = {line.text: line.item for line in lines if line.item}
    best = ask(
        case,
        "SELECT g.text, v.model, max(p.confidence) FROM pairs p JOIN goods g USING (goods_id)"
        " JOIN item_versions v USING (item_id) GROUP BY p.goods_id",
    )
    right = sum(wanted.get(text) == model for text, model, _ in best if text in wanted)
    return round(right / len(wanted), 4) if wanted else None


def checked(case: Case, count: int) -> dict[str, Any]:
    """Compare goods drawn at random in full: the share of their pairs that was there before.

    The case forgets of those that the screen let go that it had met them; a match of so few needs no screen.
    """
    every = sorted(row[0] for row in ask(case, "SELECT goods_id FROM goods"))
    drawn = json.dumps(random.Random(SEED).sample(every, min(count, len(every))))
    counted = (
        "SELECT count(*), count(nullif(confidence >= .5, 0)) FROM pairs"
        " WHERE confidence >= .05 AND goods_id IN (SELECT value FROM json_each(?))"
    )
    before = ask(case, counted, (drawn,))[0]
    screened_out = "side = 'goods' AND fingerprint = 'screened' AND id IN (SELECT value FROM json_each(?))"
    again = ask(case, f"SELECT count(*) FROM match_covered WHERE {screened_out}", (drawn,))[0][0]
    ask(case, f"DELETE FROM match_covered WHERE {screened_out}", (drawn,))
    box31(case.root, "match")
    after = ask(case, counted, (drawn,))[0]
    return {
        "checked_goods": min(count, len(every)),
        "checked_let_go": again,
        "checked_pairs": after[0],
        "checked_likely": after[1],
        "held_of_pairs": round(before[0] / after[0], 4) if after[0] else None,
        "held_of_likely": round(before[1] / after[1], 4) if after[1] else None,
    }


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


def write_lines(path: Path, known: list[Line], lines: int) -> None:
    """A CSV of `lines` rows over the distinct ones of `known`: each once, the rest mostly on a few of them."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(
            ["DECLARATION_NUMBER", "REGISTRATION_DATE", "SUPPLIER_NAME", "ORIGIN_COUNTRY_NAME", "HS_CODE",
             "PRODUCT_DESCRIPTION", "BRAND", "MANUFACTURER", "QUANTITY"]
        )  # fmt: skip
        for number, line in enumerate(repeated(known, lines)):
            writer.writerow(
                [f"10999010/{number % 28 + 1:02}0123/{number:07}", f"2023-01-{number % 28 + 1:02}", line.exporter, line.origin,
                 line.hs, line.text, line.trademark, line.maker, number % 900 + 1]
            )  # fmt: skip


def repeated(known: list[Line], lines: int) -> Iterator[Line]:
    """Each of `known`, then a few of them again and again, `lines` in all."""
    choice = random.Random(SEED)
    for number in range(lines):
        yield known[number] if number < len(known) else known[int(len(known) * choice.random() ** 3)]


if __name__ == "__main__":
    main()
