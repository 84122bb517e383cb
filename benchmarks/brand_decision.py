"""Whether a learnt decision tells makers' names that are brands from those that are not, in Vietnamese declarations.

    python benchmarks/brand_decision.py --data ../shared/data [--json]

A third of the brands of `vn_declarations.jsonl` are firm names after "NSX" (nhà sản xuất, the maker), and most rows with
such a name have no brand. A logistic regression on readable features of the name and its row is fitted on the reading half
(benchmarks/goods.py says how the halves are made) and gives the maker as the brand from each of several probabilities on;
printed are brand found and precision on the reporting half, beside the parser's own rule. It needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from goods import LEGAL_FORM, reporting, same
from sklearn.linear_model import LogisticRegression

from matcher.customs.goods.parse import ParsedGoods, parse_goods

NO_BRAND = re.compile(
    r"(?:không|khong|\bko|\bk)\s*(?:có )?(?:nhãn\s*|thương\s*)?(?:hiệu|hiêu|nhãn)", re.IGNORECASE
)
TRADE = re.compile(r"trad|import|export", re.IGNORECASE)
CRAFT = re.compile(r"tech|electr|machin|industr", re.IGNORECASE)
CHAPTERS = ("39", "40", "42", "61", "62", "63", "64", "73", "82", "83", "84", "85", "87", "90", "94", "95")
THRESHOLDS = (0.6, 0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1)


def core(maker: str) -> str:
    """The name before its legal form."""
    return re.split(r",?\s*\b(?:co\b|ltd|limited|inc\b|company)", maker, flags=re.IGNORECASE)[0].strip(" ,.")


def features(row: dict[str, Any], goods: ParsedGoods) -> list[float]:
    """Readable features of a maker's name and its row."""
    text, maker = row["sampleDesc"], goods.maker or ""
    words = len(core(maker).split())
    return [
        float(value)
        for value in (
            *(
                bool(NO_BRAND.search(text)),
                bool(LEGAL_FORM.search(maker)),
                *(words == k for k in (1, 2, 3, 4)),
            ),
            *(words > 4, maker.isupper(), maker.islower(), bool(goods.model or goods.article)),
            *(text.find(maker) / len(text), "model" in text.lower(), len(text) / 300),
            *(bool(TRADE.search(maker)), bool(CRAFT.search(maker))),
            *(row["hsCode"].startswith(chapter) for chapter in CHAPTERS),
        )
    ]


def open_rows(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], ParsedGoods, str | None]]:
    """Each row, what is read of it, and the mark that it states beside the maker."""
    out = []
    for row in rows:
        goods = parse_goods(row["sampleDesc"], attributes=False)
        stated = goods.trademark if same(goods.trademark or "") != same(goods.maker or "") else None
        out.append((row, goods, stated))
    return out


def figures(rows: list[Any], brand_of: list[str | None]) -> tuple[float, float]:
    """Brand found and precision."""
    gold = [{same(value) for value in row["brands"]} for row, _, _ in rows]
    right = sum(bool(b) and same(b) in g for b, g in zip(brand_of, gold, strict=True) if b)
    return round(right / sum(map(bool, gold)), 3), round(right / max(1, sum(map(bool, brand_of))), 3)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    path = given.data / "customs" / "vn_declarations.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    read = open_rows([row for row in rows if not reporting(row)])
    report = open_rows([row for row in rows if reporting(row)])
    out: dict[str, Any] = {"rule": figures(report, [goods.trademark for _, goods, _ in report])}
    for name, form in (("whole name", str), ("name without legal form", core)):
        cases = [(row, goods) for row, goods, stated in read if goods.maker and not stated]
        target = [same(form(goods.maker or "")) in {same(v) for v in row["brands"]} for row, goods in cases]
        model = LogisticRegression(C=0.3, max_iter=3000).fit([features(*case) for case in cases], target)
        chance = model.predict_proba([features(row, goods) for row, goods, _ in report])[:, 1]
        for threshold in THRESHOLDS:
            brands = [
                stated or (form(goods.maker) if goods.maker and p >= threshold else None)
                for (_, goods, stated), p in zip(report, chance, strict=True)
            ]
            out[f"{name}, from {threshold}"] = figures(report, brands)
    if given.json:
        print(json.dumps(out, ensure_ascii=False))
        return
    for key, (found, precision) in out.items():
        print(f"{key:32} found {found:.3f}  precision {precision:.3f}")


if __name__ == "__main__":
    main()
