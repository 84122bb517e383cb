"""How much of a goods text the parser reads: brands and models of Vietnamese declarations, and box 31 lines.

    python benchmarks/goods.py --data ../shared/data [--json] [--misses 20]

`vn_declarations.jsonl`: a brand (or model) is found where a value that the parser gives as trademark (model or article)
is exactly one of the row's, letter case and blanks aside. Precision counts every value given. Rows whose gold value
does not stand in the text are counted too. `box31_lines.jsonl` (beside the tests) are invented Russian, Ukrainian
and English lines with their maker, trademark, models and articles.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from matcher.customs.goods import parse_goods

LINES = Path(__file__).resolve().parent.parent / "tests" / "matcher" / "customs" / "box31_lines.jsonl"


def same(value: str) -> str:
    """The form in which a value and the gold are compared: letter case, blanks and a closing dot aside."""
    return "".join(value.casefold().split()).strip(".,;")


def vietnamese(path: Path, misses: int) -> dict[str, Any]:
    """Coverage and precision of brands and models over the rows of `path`."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    out: dict[str, Any] = {"rows": len(rows)}
    started = time.perf_counter()
    parsed = [parse_goods(row["sampleDesc"]) for row in rows]
    out["microseconds a text, attributes included"] = round((time.perf_counter() - started) / len(rows) * 1e6)
    for name, key in (("brand", "brands"), ("model", "models")):
        with_gold = found = given = right = 0
        for row, goods in zip(rows, parsed, strict=True):
            gold = {same(value) for value in row[key]}
            if name == "brand":
                values = [goods.trademark] if goods.trademark else []
            else:
                values = [*goods.model, *goods.article]
            hits = [value for value in values if same(value) in gold]
            with_gold += bool(gold)
            found += bool(gold and hits)
            given += len(values)
            right += len(hits)
            if misses and ((gold and not hits) or len(hits) < len(values)):
                misses -= 1
                print(f"{name}: gave {values}, gold {row[key][:5]}: {row['sampleDesc']}", file=sys.stderr)
        out[f"{name}: rows that have one"] = with_gold
        out[f"{name}: found"] = round(found / with_gold, 3)
        out[f"{name}: precision"] = round(right / given, 3) if given else None
    return out


def box31_lines(path: Path) -> dict[str, Any]:
    """Share of lines whose maker, trademark, models and articles are exactly right, none being given where none is."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    right = dict.fromkeys(("maker", "trademark", "model", "article"), 0)
    for row in rows:
        goods = parse_goods(row["text"])
        for name in right:
            value = getattr(goods, name)
            got = [same(v) for v in value] if isinstance(value, tuple) else same(value) if value else None
            gold = row.get(name)
            want = [same(v) for v in gold or []] if isinstance(value, tuple) else same(gold) if gold else None
            right[name] += got == want
            if got != want:
                print(f"{name}: gave {value!r}, gold {gold!r}: {row['text']}", file=sys.stderr)
    return {"lines": len(rows), **{f"{name} right": round(n / len(rows), 3) for name, n in right.items()}}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    options.add_argument("--json", action="store_true")
    options.add_argument("--misses", type=int, default=0, help="print this many wrong rows of each kind")
    given = options.parse_args()
    report = {"vn_declarations": vietnamese(given.data / "customs" / "vn_declarations.jsonl", given.misses)}
    if LINES.is_file():
        report["box31_lines"] = box31_lines(LINES)
    if given.json:
        print(json.dumps(report, ensure_ascii=False))
        return
    for title, numbers in report.items():
        print(title)
        for key, value in numbers.items():
            print(f"  {key}: {value}")


if __name__ == "__main__":
    main()
