"""How much of a goods text the parser reads: brands and models of Vietnamese declarations, and box 31 lines.

    python benchmarks/goods.py --data ../shared/data [--json] [--misses 20]

`vn_declarations.jsonl`: a brand (or model) is found where a value that the parser gives as trademark (model or article)
is exactly one of the row's, letter case and blanks aside. Precision counts every value given. Rows whose gold value
does not stand in the text are counted too. The rows are split by the SHA-256 of their text: errors were read in one half
only, the other one reports. `why brands are missed` sorts the rows of the reporting half.

`box31_lines.jsonl` (beside the tests) are invented Russian, Ukrainian and English lines that were written beside the
parser; `box31_lines_second.jsonl` are others, written with their answers before the parser had seen them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from matcher.customs.goods.parse import ParsedGoods, parse_goods

TESTS = Path(__file__).resolve().parent.parent / "tests" / "matcher" / "customs" / "goods"
LINES = ("box31_lines.jsonl", "box31_lines_second.jsonl")
LEGAL_FORM = re.compile(r"(?<!\w)(?:ltd|co|limited|inc|company|corp)(?!\w)|ltd", re.IGNORECASE)


def same(value: str) -> str:
    """The form in which a value and the gold are compared: letter case, blanks and a closing dot aside."""
    return "".join(value.casefold().split()).strip(".,;")


def reporting(row: dict[str, Any]) -> bool:
    """Whether `row` belongs to the half that was not read."""
    return hashlib.sha256(row["sampleDesc"].encode()).digest()[0] % 2 == 1


def given(goods: ParsedGoods, name: str) -> list[str]:
    """What the parser gives as the brand or as models."""
    if name == "brand":
        return [goods.trademark] if goods.trademark else []
    return [*goods.model, *goods.article]


def vietnamese(path: Path, misses: int) -> dict[str, Any]:
    """Coverage and precision of brands and models over the rows of `path`."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    out: dict[str, Any] = {"rows": len(rows)}
    parse_goods(rows[0]["sampleDesc"])
    started = time.perf_counter()
    parsed = [parse_goods(row["sampleDesc"]) for row in rows]
    out["microseconds a text, attributes included"] = round((time.perf_counter() - started) / len(rows) * 1e6)
    pairs = list(zip(rows, parsed, strict=True))
    for name, key in (("brand", "brands"), ("model", "models")):
        for half, part in (("", pairs), (" (reporting half)", [p for p in pairs if reporting(p[0])])):
            with_gold = found = number = right = 0
            for row, goods in part:
                gold = {same(value) for value in row[key]}
                values = given(goods, name)
                hits = [value for value in values if same(value) in gold]
                with_gold += bool(gold)
                found += bool(gold and hits)
                number += len(values)
                right += len(hits)
                if misses and not reporting(row) and ((gold and not hits) or len(hits) < len(values)):
                    misses -= 1
                    print(f"{name}: gave {values}, gold {row[key][:5]}: {row['sampleDesc']}", file=sys.stderr)
            out[f"{name}{half}: rows that have one"] = with_gold
            out[f"{name}{half}: found"] = round(found / with_gold, 3)
            out[f"{name}{half}: precision"] = round(right / number, 3) if number else None
    out["why brands are missed"] = missed_brands([p for p in pairs if reporting(p[0])])
    return out


def missed_brands(pairs: list[tuple[dict[str, Any], ParsedGoods]]) -> dict[str, int]:
    """What the gold brand is in the rows in which it was not found, and how many rows look the same but have none."""
    out: Counter[str] = Counter()
    for row, goods in pairs:
        gold = {same(value) for value in row["brands"]}
        maker, text = same(goods.maker or ""), same(row["sampleDesc"])
        formed = bool(LEGAL_FORM.search(goods.maker or ""))
        if not gold:
            if maker and formed and not goods.trademark:
                out["(no brand in gold, though a firm with a legal form is named)"] += 1
        elif same(goods.trademark or "") not in gold:
            if not any(value in text for value in gold):
                out["stands not in the text, or says that there is none"] += 1
            elif goods.trademark and same(goods.trademark) != maker:
                out["another mark is stated"] += 1
            elif maker in gold:
                out[f"the maker's name, {'with' if formed else 'without'} a legal form"] += 1
            elif maker and any(value in maker for value in gold):
                out["a part of the maker's name"] += 1
            else:
                out["a word elsewhere in the text"] += 1
    return dict(out.most_common())


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
    options.add_argument(
        "--misses", type=int, default=0, help="print this many wrong rows of the half that is read"
    )
    chosen = options.parse_args()
    report = {"vn_declarations": vietnamese(chosen.data / "customs" / "vn_declarations.jsonl", chosen.misses)}
    for name in LINES:
        if (TESTS / name).is_file():
            report[name.removesuffix(".jsonl")] = box31_lines(TESTS / name)
    if chosen.json:
        print(json.dumps(report, ensure_ascii=False))
        return
    for title, numbers in report.items():
        print(title)
        for key, value in numbers.items():
            print(f"  {key}: {value}")


if __name__ == "__main__":
    main()
