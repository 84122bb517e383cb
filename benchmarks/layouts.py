"""How many of the fields that a person would name in a vendor's layout land in their column.

    python benchmarks/layouts.py --data ../shared/data [--json] [--each]

Each layout of `customs/layouts.json` is filled with invented rows (titles above where its header stands in row 6),
written as a table and recognised. WANTED says, header by header as this vendor spells it, where a person would look for
each required field, best first; a field that no column of the layout can hold is not counted, and where a layout has
several columns for a value any of them counts. Layouts are split by their position in the file (even, odd), but the
recogniser's words were collected with the headers of both halves in view: only the half that is kept apart is a test.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from matcher.customs.layouts import recognise

WANTED = {
    "description": (
        *(
            "PRODUCT_DESCRIPTION",
            "GOODS_DESCRIPTION",
            "COMMERCIAL_DESCRIPTION",
            "PRODUCT_DESC_VN",
            "PRODUCT_DECLARATION",
        ),
        *("HS_PRODUCT_DESCRIPTION", "HS_CODE_DESCRIPTION", "HS_DESCRIPTION", "HS_CODE_DESCRIPTION_EN"),
    ),
    "hs": ("HS_CODE",),
    "date": (
        *(
            "IMP_DATE",
            "EXP_DATE",
            "IMPORT_DATE",
            "DECLARATION_DATE",
            "REGISTRATION_DATE",
            "REGISTRY_DATE",
            "ASSESSMENT_DATE",
        ),
        *("DATE", "DATE_OF_ISSUE", "SHIPMENT_DATE", "ACTUAL_ARRIVAL_DATE", "MONTHYEAR"),
    ),
    "importer": (
        "IMPORTER_NAME",
        "IMPORTER",
        "CONSIGNEE_NAME",
        "BUYER_NAME",
        "IMPORTER_NAME_EN",
        "BUYER_NAME_EN",
    ),
    "exporter": (
        *(
            "EXPORTER_NAME",
            "EXPORTER_NAME_VN",
            "EXPORTER_NAME_AND_ADDRESS",
            "SUPPLIER_NAME",
            "SUPPLIER",
            "SHIPPER_NAME",
        ),
        "EXPORTER_NAME_EN",
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


def spelt(header: str) -> str:
    """The vendor's spelling with one kind of blank."""
    return re.sub(r"[ _]+", "_", header.strip().upper())


def filled(columns: list[str], header_row: int) -> list[list[str]]:
    """Titles, the header, and invented rows that look like what their header says."""
    samples = (
        ("DESC", "ШЛЕМ ЗАЩИТНЫЙ ПЛАСТИКОВЫЙ {n}"), ("PRODUCT_DECLARATION", "ШЛЕМ ЗАЩИТНЫЙ {n}"),
        ("HS_CODE", "65061080{n:02d}"), ("MONTHYEAR", "05-2023"), ("DATE", "2023-05-{n:02d}"), ("NUMBER_OF", "{n}"),
        ("NAME", "ACME FAIRY TALE LTD {n}"), ("QUANTITY", "{n}"), ("QTY", "{n}"), ("WEIGHT", "{n}.5"),
        ("VALUE", "{n}50.25"),
        ("USD", "{n}50.25"), ("AMOUNT", "{n}50.25"), ("CIF", "{n}50.25"), ("FOB", "{n}50.25"),
        ("COUNTRY", "CHINA"), ("UNIT", "PCS"),
    )  # fmt: skip
    rows: list[list[str]] = [*[["Import (full)"], ["Records: 9"], [], [], []][: header_row - 1], columns]
    for n in range(1, 10):
        cells = []
        for column in columns:
            text = next((value for sign, value in samples if sign in spelt(column)), "TEXT {n}")
            if spelt(column).endswith("_EN") and "DESC" in spelt(column):
                text = "PROTECTIVE PLASTIC HELMET {n}"
            cells.append(text.format(n=n))
        rows.append(cells)
    return rows


def measure(name: str, given: dict[str, Any]) -> tuple[int, int, list[str]]:
    """(fields right, fields that the layout can hold, what is wrong) of one layout."""
    columns = given["columns"]
    layout = recognise(filled(columns, given["header_row"]))
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


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    options.add_argument("--json", action="store_true")
    options.add_argument("--each", action="store_true", help="print every layout's share")
    given = options.parse_args()
    layouts = json.loads((given.data / "customs" / "layouts.json").read_text(encoding="utf-8"))
    halves = {"even": [0, 0], "odd": [0, 0]}
    each, problems = {}, []
    for position, (name, layout) in enumerate(layouts.items()):
        right, total, wrong = measure(name, layout)
        half = halves["odd" if position % 2 else "even"]
        half[0] += right
        half[1] += total
        each[name] = round(right / total, 3) if total else None
        problems += wrong
    report: dict[str, Any] = {
        "layouts": len(layouts),
        **{
            f"fields right, {half} layouts": round(a / b, 4) if b else None for half, (a, b) in halves.items()
        },
        "wrong": problems,
    }
    if given.each:
        report["each"] = each
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
