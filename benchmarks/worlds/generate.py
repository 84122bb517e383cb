"""Write the world of a seed as a case: catalog, customs files and labels.

python benchmarks/worlds/generate.py --seed 7 --split training DIR
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.worlds.facts import TruePair
from benchmarks.worlds.lines import Line
from benchmarks.worlds.plan import Planner
from benchmarks.worlds.variety import hs_habit, hs_stated
from benchmarks.worlds.vocabulary import SPLITS
from benchmarks.worlds.world import World, draw_world

COMMON = ["DECLARATION_NUMBER", "REGISTRATION_DATE", "HS_CODE", "PRODUCT_DESCRIPTION"]
TAIL = ["IMPORTER", "EXPORTER", "ORIGIN_COUNTRY", "QUANTITY", "NET_WEIGHT", "CUSTOMS_VALUE_USD"]
COLUMNS = {
    "graf31": [*COMMON, *TAIL],
    "vendor": [*COMMON, "PRODUCT_DESCRIPTION_EN", "MANUFACTURER", "TRADEMARK", *TAIL],
    "export_zh": [*COMMON, *TAIL],
    "lading": [*COMMON, *TAIL],
}
FILES = {
    "graf31": "ru_graf31.csv",
    "vendor": "vendor.csv",
    "export_zh": "cn_export.csv",
    "lading": "lading.csv",
}
GOLD = [
    "file",
    "row",
    "line_id",
    "maker",
    "product_sku",
    "product_url",
    "level",
    "n_true_for_line",
    "lang",
    "phrasing_id",
    "agrees",
    "note",
]
NEGATIVE = [
    "file",
    "row",
    "line_id",
    "why",
    "near_maker",
    "near_sku",
    "near_url",
    "lang",
    "phrasing_id",
    "note",
]
FACTS = ["file", "row", "line_id", "label", "lang", "phrasing_id", "facts_json"]


def cells(line: Line, declaration: str) -> dict[str, str]:
    return {
        "DECLARATION_NUMBER": declaration, "REGISTRATION_DATE": line.date, "HS_CODE": line.hs,
        "PRODUCT_DESCRIPTION": line.text, "PRODUCT_DESCRIPTION_EN": line.translated, "MANUFACTURER": line.manufacturer,
        "TRADEMARK": line.trademark, "IMPORTER": line.importer, "EXPORTER": line.exporter, "ORIGIN_COUNTRY": line.origin,
        "QUANTITY": str(line.quantity), "NET_WEIGHT": f"{line.weight:.2f}", "CUSTOMS_VALUE_USD": f"{line.value:.2f}",
    }  # fmt: skip


def write_csv(path: Path, columns: list[str], rows: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def facts_json(line: Line) -> str:
    facts = [{k: v for k, v in asdict(fact).items() if v not in ("", -1)} for fact in line.facts]
    return json.dumps(facts, ensure_ascii=False)


def write_world(world: World, folder: Path) -> None:
    """The files of a case in `folder`: products.jsonl, makers.json, customs/*.csv and the labels."""
    rng = random.Random(f"lines {world.split} {world.seed}")
    made: list[tuple[Line, list[TruePair]]] = list(Planner(world, rng).lines())
    own = random.Random(f"variety of lines {world.split} {world.seed}")
    habit = hs_habit(own, world.vocabulary.styles.variety)
    codes = sorted({line.hs for line, _ in made})
    made = [(replace(line, hs=hs_stated(own, habit, line.hs, codes)), pairs) for line, pairs in made]
    rng.shuffle(made)
    by_file: dict[str, list[tuple[Line, list[TruePair]]]] = {}
    for line, pairs in made:
        by_file.setdefault(line.columns, []).append((line, pairs))
    (folder / "customs").mkdir(parents=True, exist_ok=True)
    gold, negatives, facts = [], [], []
    for columns, lines in sorted(by_file.items()):
        lines.sort(key=lambda one: one[0].date)
        rows = []
        for number, (line, pairs) in enumerate(lines):
            declaration = f"{10100000 + 10 * (world.seed % 997)}/{line.date[8:]}{line.date[5:7]}{line.date[2:4]}/{number + 1:07}"
            rows.append(cells(line, declaration))
            key = {"file": FILES[columns], "row": number + 2, "line_id": f"{declaration}#1", "lang": line.language,
                   "phrasing_id": line.phrasing_id, "note": line.note, "label": line.label}  # fmt: skip
            facts.append({**key, "facts_json": facts_json(line)})
            if line.near is not None:
                near = {"near_maker": line.near.maker, "near_sku": line.near.sku, "near_url": line.near.url}
                negatives.append({**key, "why": line.why, **near})
            for pair in pairs:
                gold.append({**key, "maker": pair.product.maker, "product_sku": pair.product.sku, "product_url": pair.product.url,
                             "level": pair.level, "n_true_for_line": len(pairs), "agrees": pair.agrees})  # fmt: skip
        shown = [column for column in COLUMNS[columns] if column != "HS_CODE" or habit != "none"]
        write_csv(folder / "customs" / FILES[columns], shown, rows)
    write_csv(folder / "gold.csv", GOLD, gold)
    write_csv(folder / "gold_negatives.csv", NEGATIVE, negatives)
    write_csv(folder / "line_facts.csv", FACTS, facts)
    with (folder / "products.jsonl").open("w", encoding="utf-8") as handle:
        for product in world.products:
            shown = {"name": product.name, "model": product.code, "sku": product.sku, "brand": product.brand,
                     "category": product.category, "description": product.description, "specs": product.specs,
                     "language": product.language, "url": product.url}  # fmt: skip
            hidden = {"maker": product.maker, "field": product.field, "kind": f"{product.field}.{product.kind}",
                      "family": product.family, "stated": product.stated, "attributes": sorted(product.all)}  # fmt: skip
            handle.write(json.dumps({**shown, "truth": hidden}, ensure_ascii=False) + "\n")
    makers = [
        {"maker": firm.firm_id, "native": firm.native, "mark": firm.mark, "country": firm.country, "field": world.field_of[firm.firm_id],
         "latin": firm.spellings["latin"][0]}
        for firm in world.firms.values()
    ]  # fmt: skip
    (folder / "makers.json").write_text(
        json.dumps(makers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--split", choices=SPLITS, default="training")
    options = parser.parse_args()
    write_world(draw_world(options.split, options.seed), options.folder)


if __name__ == "__main__":
    main()
