"""How many of the fields that a person would name in a vendor's layout land in their column.

    python benchmarks/layouts.py --data ../shared/data [--held-out] [--each] [--json]

Each layout of `customs/layouts.json` is filled with invented rows (titles above where its header stands in row 6),
written as a table and recognised. WANTED says, header by header as this vendor spells it, where a person would look for
each required field, best first; a field that no column of the layout can hold is not counted, and where a layout has
several columns for a value any of them counts.

The recogniser's table of whole headers (`PATTERNS`) was collected with all of these layouts in view. `--held-out` says
what it is worth for others: the layouts are split into five folds by the SHA-256 of their country, and in each fold the
table may read only headers that are spelt the same way in a layout of another fold; all the rest has to be found by the
single words of a header and the values under it. `no header known` takes the whole table away.

`unseen_layouts.json` (beside the tests) has twelve invented layouts in six languages, worded otherwise than the table
and written before the recogniser was run on them, with the field of each column.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from matcher.customs.layout.header_fields import ALL_WORDS, HeaderWords
from matcher.customs.layout.recognition.recognise import recognise
from matcher.customs.layout.vocabulary import REQUIRED
from matcher.text.plain_words import plain
from tests.support.invented_rows import ROWS, cell, spelt, vendor_rows

UNSEEN = (
    Path(__file__).resolve().parent.parent
    / "tests"
    / "matcher"
    / "customs"
    / "layout"
    / "unseen_layouts.json"
)
FOLDS = 5
WANTED = {
    "description": (
        *("PRODUCT_DESCRIPTION", "GOODS_DESCRIPTION", "COMMERCIAL_DESCRIPTION", "PRODUCT_DESC_VN"),
        *("PRODUCT_DECLARATION", "HS_PRODUCT_DESCRIPTION", "HS_CODE_DESCRIPTION", "HS_DESCRIPTION"),
        "HS_CODE_DESCRIPTION_EN",
    ),
    "hs": ("HS_CODE",),
    "date": (
        *("IMP_DATE", "EXP_DATE", "IMPORT_DATE", "DECLARATION_DATE", "REGISTRATION_DATE", "REGISTRY_DATE"),
        *("ASSESSMENT_DATE", "DATE", "DATE_OF_ISSUE", "SHIPMENT_DATE", "ACTUAL_ARRIVAL_DATE", "MONTHYEAR"),
    ),
    "importer": (
        *("IMPORTER_NAME", "IMPORTER", "CONSIGNEE_NAME", "BUYER_NAME", "IMPORTER_NAME_EN", "BUYER_NAME_EN"),
    ),
    "exporter": (
        *("EXPORTER_NAME", "EXPORTER_NAME_VN", "EXPORTER_NAME_AND_ADDRESS", "SUPPLIER_NAME", "SUPPLIER"),
        *("SHIPPER_NAME", "EXPORTER_NAME_EN"),
    ),
    "quantity": (
        *("QUANTITY", "QTY", "COMMERCIAL_QUANTITY", "COMERCIAL_QUANTITY", "TOTALQUANTITY", "TOTAL_QUANTITY"),
        *("SUMOFQUANTITY", "SUMOFCOMMERCIAL_QUANTITY", "NUMBER_OF_GOODS", "QUANTITY_OF_PACKAGE"),
    ),
}
EITHER = {"quantity": ({"TOTALQUANTITY", "SUMOFQUANTITY"},)}
MONEY = re.compile(r"VALUE|AMOUNT|FOB|CIF|TOTAL_PRICE|TOTALUSD|VAL_FACT|VAL_STAT")
NO_VALUE = re.compile(
    r"UNIT|TAX|DUTY|FREIGHT|INSURANCE|RATE|PERCENT|%|AVG|AVERAGE|PER_KG|NOT_TAXABLE|DESCRIPTION|PRICE_INR|EXPENDITURES"
)


def measure(
    name: str, given: Mapping[str, Any], words: HeaderWords = ALL_WORDS
) -> tuple[int, int, list[str]]:
    """(fields right, fields that the layout can hold, what is wrong) of one layout."""
    columns = given["columns"]
    layout = recognise(vendor_rows(columns, given["header_row"]), words_of_headers=words)
    spellings = {spelt(column) for column in columns}
    right, wrong, total = 0, [], 0
    for field, names in WANTED.items():
        best = next((n for n in names if n in spellings), None)
        if best is None:
            continue
        total += 1
        accepted = next((group for group in EITHER.get(field, ()) if best in group), {best})
        got = [spelt(header) for header in layout.header_of(field)]
        if len(got) == 1 and got[0] in accepted:
            right += 1
        else:
            wrong.append(f"{name}: {field} should be {best}, is {got or 'not found'}")
    money = {s for s in spellings if MONEY.search(s) and not NO_VALUE.search(s)}
    if money:
        total += 1
        got = [spelt(header) for field in ("value", "value_usd") for header in layout.header_of(field)]
        if got and set(got) <= money:
            right += 1
        else:
            wrong.append(f"{name}: value should be one of {sorted(money)}, is {got or 'not found'}")
    return right, total, wrong


def fold_of(name: str) -> int:
    """The fold of a layout: all layouts of a country are in one."""
    country = re.split(r"\s+(?:bl\s+)?(?:export|import|impor)\b", name.strip("_ ").lower())[0]
    return hashlib.sha256(country.encode()).digest()[0] % FOLDS


def held_out(layouts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Accuracy of the required fields where the table knows only what other folds' layouts spell; and nothing."""
    right, total, problems, by_fold = 0, 0, [], []
    bare_right, bare_wrong = 0, []
    for fold in range(FOLDS):
        known = {
            plain(column)
            for name, given in layouts.items()
            if fold_of(name) != fold
            for column in given["columns"]
        }
        mine = [0, 0]
        for name, given in layouts.items():
            if fold_of(name) != fold:
                continue
            a, b, wrong = measure(name, given, HeaderWords(known))
            mine[0] += a
            mine[1] += b
            problems += wrong
            c, _, bare = measure(name, given, HeaderWords(frozenset()))
            bare_right += c
            bare_wrong += bare
        right += mine[0]
        total += mine[1]
        by_fold.append(round(mine[0] / mine[1], 3))
    return {
        "held out: fields right": round(right / total, 4),
        "held out: fields": total,
        "held out: by fold": str(by_fold),
        "no header known: fields right": round(bare_right / total, 4),
        "held out: wrong": problems,
        "no header known: wrong": bare_wrong,
    }


def unseen(path: Path) -> dict[str, Any]:
    """Accuracy on the invented layouts: of the required fields, and of all columns with a field."""
    required, every, problems = [0, 0], [0, 0], []
    for name, columns in json.loads(path.read_text(encoding="utf-8")).items():
        rows = [[c["header"] for c in columns]]
        rows += [[cell(c["values"], n) for c in columns] for n in range(1, ROWS + 1)]
        layout = recognise(rows)
        for column in columns:
            field = column["field"]
            if field == "-":
                continue
            places = ("value", "value_usd", "customs_value") if field == "value" else (field,)
            got = any(layout.header_of(place) == [column["header"]] for place in places)
            every[0] += got
            every[1] += 1
            if field in REQUIRED:
                required[0] += got
                required[1] += 1
            if not got:
                problems.append(
                    f"{name}: {field} should be {column['header']!r}, is {layout.header_of(field)}"
                )
    return {
        "unseen layouts: required fields right": f"{required[0]} of {required[1]} = {required[0] / required[1]:.3f}",
        "unseen layouts: all fields right": f"{every[0]} of {every[1]} = {every[0] / every[1]:.3f}",
        "unseen layouts: wrong": problems,
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    options.add_argument("--json", action="store_true")
    options.add_argument("--each", action="store_true", help="print every layout's share")
    options.add_argument(
        "--held-out", action="store_true", help="also with spellings of other countries only"
    )
    given = options.parse_args()
    layouts = json.loads((given.data / "customs" / "layouts.json").read_text(encoding="utf-8"))
    found = {name: measure(name, layout) for name, layout in layouts.items()}
    report: dict[str, Any] = {
        "layouts": len(layouts),
        "fields right": round(sum(f[0] for f in found.values()) / sum(f[1] for f in found.values()), 4),
        "wrong": [problem for f in found.values() for problem in f[2]],
    }
    if given.held_out:
        report |= held_out(layouts)
    if UNSEEN.is_file():
        report |= unseen(UNSEEN)
    if given.each:
        report["each"] = {name: round(f[0] / f[1], 3) for name, f in found.items() if f[1]}
    if given.json:
        print(json.dumps(report, ensure_ascii=False))
        return
    for key, value in report.items():
        lines = value if isinstance(value, list) else value.items() if isinstance(value, dict) else None
        print(f"{key}: {len(value) if lines is not None else value}")
        for line in lines or ():
            print(f"  {line}")


if __name__ == "__main__":
    main()
