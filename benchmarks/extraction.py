"""Extraction on real pages with gold, side by side with extruct + price-parser and trafilatura.

    python benchmarks/extraction.py --data ../shared/data
    python benchmarks/extraction.py --json --part main-text

Page type and main text: WCXB (web/wcxb). Price, SKU, availability, brand: the product-extraction benchmark
(web/product-pages), scored as its authors do: a value counts if it is one of the gold's; a wrong one is a false
positive and, where gold has a value, a miss too.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.structured_data import read_structured
from crawler.extract.page_records import extract_page
from crawler.extract.post.post import published_date
from crawler.models import PageRecords, PageType

CAPTURED_AT = "2026-01-15T00:00:00+00:00"  # after every page of the sets was saved
KINDS = tuple(map(str, PageType))
GOLD_KIND = {"product": "product", "collection": "listing", "listing": "listing", "article": "post"}
PRODUCT_FIELDS = ("price", "sku", "availability", "brand", "mpn", "gtin")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--part", choices=("page-type", "products", "main-text", "dates", "speed"), action="append"
    )
    parser.add_argument("--errors", action="store_true", help="print every page that is wrong")
    parser.add_argument(
        "--only", choices=("even", "odd"), help="half of the pages, to see whether a rule generalises"
    )
    arguments = parser.parse_args()
    parts = arguments.part or ["page-type", "products", "main-text", "dates", "speed"]
    report: dict[str, Any] = {}
    if "page-type" in parts or "main-text" in parts or "speed" in parts:
        report.update(wcxb(arguments.data / "web" / "wcxb", parts, arguments.errors, arguments.only))
    if "products" in parts:
        report["products"] = products(
            arguments.data / "web" / "product-pages", arguments.errors, arguments.only
        )
    if "dates" in parts:
        report["dates"] = dates(arguments.data, arguments.errors)
    if arguments.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        show(report)


def wcxb(folder: Path, parts: list[str], errors: bool, only: str | None) -> dict[str, Any]:
    confusion: Counter[tuple[str, str]] = Counter()
    text_scores: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    seconds, size, pages = 0.0, 0, 0
    for number, gold_file in enumerate(sorted((folder / "ground-truth").glob("*.json"))):
        if only and (number % 2 == 0) != (only == "even"):
            continue
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        body = gzip.decompress((folder / "html" / f"{gold['file_id']}.html.gz").read_bytes())
        started = time.process_time()  # of the processor: others may share the machine
        records = extract_page(body, gold["url"], {}, captured_at=CAPTURED_AT)
        seconds += time.process_time() - started
        pages, size = pages + 1, size + len(body)
        kind = gold["_internal"]["page_type"]["primary"]
        wanted = GOLD_KIND.get(kind, "other")
        confusion[(wanted, records.page_type)] += 1
        if errors and wanted != records.page_type:
            print("page type", gold["file_id"], kind, "->", records.page_type, gold["url"], sep="\t")
        if "main-text" in parts:
            reference = gold["ground_truth"]["main_content"]
            ours, theirs = (
                word_f1(records.text or "", reference),
                word_f1(trafilatura_text(body, gold["url"]), reference),
            )
            text_scores[kind]["box31"].append(ours)
            text_scores[kind]["trafilatura"].append(theirs)
            if errors and ours < 0.6:
                print(
                    "main text", gold["file_id"], kind, f"{ours:.2f}", f"{theirs:.2f}", gold["url"], sep="\t"
                )
    report: dict[str, Any] = {}
    if "page-type" in parts:
        f1 = {k: kind_f1(confusion, k) for k in KINDS}
        report["page-type"] = {"macro_f1": sum(f1.values()) / len(f1), "f1": f1, "pages": pages}
        report["page-type"]["confusion"] = {f"{a}->{b}": n for (a, b), n in sorted(confusion.items())}
    if "main-text" in parts:
        report["main-text"] = {
            kind: {name: sum(v) / len(v) for name, v in scores.items()} | {"pages": len(scores["box31"])}
            for kind, scores in sorted(text_scores.items())
        }
    if "speed" in parts:
        report["speed"] = {"pages_per_second": pages / seconds, "megabytes_per_second": size / seconds / 1e6}
    return report


def kind_f1(confusion: Counter[tuple[str, str]], kind: str) -> float:
    hit = confusion[(kind, kind)]
    wrong = sum(n for (gold, found), n in confusion.items() if (gold == kind) != (found == kind))
    return 2 * hit / (2 * hit + wrong) if hit else 0.0


def word_f1(found: str, reference: str) -> float:
    """F1 over words counted with their multiplicity, in lower case."""
    left, right = (Counter(re.findall(r"\w+", text.lower())) for text in (found, reference))
    common = sum((left & right).values())
    if not common:
        return 0.0
    return 2 * common / (sum(left.values()) + sum(right.values()))


def trafilatura_text(body: bytes, url: str) -> str:
    import trafilatura

    return trafilatura.extract(body, url=url, include_comments=False) or ""


def products(folder: Path, errors: bool, only: str | None) -> dict[str, Any]:
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    counts: dict[str, dict[str, Counter[str]]] = {
        n: defaultdict(Counter) for n in ("box31", "extruct + price-parser")
    }
    kinds: Counter[str] = Counter()
    for number, (key, truth) in enumerate(sorted(gold.items())):
        if only and (number % 2 == 0) != (only == "even"):
            continue
        body = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        records = extract_page(body, truth["url"], {}, captured_at=CAPTURED_AT)
        kinds[records.page_type] += 1
        if errors and records.page_type != "product":
            print("page type", key[:8], records.page_type, truth["url"], sep="\t")
        for name, found in (
            ("box31", fields_of(records)),
            ("extruct + price-parser", extruct_fields(body, truth["url"])),
        ):
            for field in PRODUCT_FIELDS:
                wanted = {normal(field, v) for v in truth.get(field, [])}
                value = normal(field, found.get(field))
                tally(counts[name][field], wanted, value)
                if errors and name == "box31" and (bool(wanted) or value) and value not in wanted:
                    print(
                        field,
                        key[:8],
                        sorted(map(str, wanted)),
                        "->",
                        found.get(field),
                        truth["url"][:80],
                        sep="\t",
                    )
    scores = {name: {f: field_f1(fields[f]) for f in PRODUCT_FIELDS} for name, fields in counts.items()}
    return {**scores, "page types found": dict(kinds)}


def dates(data: Path, errors: bool) -> dict[str, Any]:
    """Published dates of WCXB's dated pages, known to be posts: ours beside htmldate's, right and wrong of all."""
    import htmldate

    counts: dict[str, Counter[str]] = {"box31": Counter(), "htmldate": Counter()}
    folder = data / "web" / "wcxb"
    for gold_file in sorted((folder / "ground-truth").glob("*.json")):
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        wanted = (gold["ground_truth"].get("publish_date") or "")[:10]
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", wanted):
            continue
        body = gzip.decompress((folder / "html" / f"{gold['file_id']}.html.gz").read_bytes())
        document = read_document(body, gold["url"], {})
        published = published_date(document, Layout(document), read_structured(document), CAPTURED_AT)
        found = {
            "box31": published.day if published else None,
            "htmldate": htmldate.find_date(
                body.decode("utf-8", "replace"), url=gold["url"], original_date=True
            ),
        }
        for name, day in found.items():
            counts[name]["none" if day is None else "right" if day == wanted else "wrong"] += 1
        if errors and found["box31"] != wanted:
            print("date", gold["file_id"], wanted, found, gold["url"], sep="\t")
    return {name: dict(count) for name, count in counts.items()}


def fields_of(records: PageRecords) -> dict[str, str | None]:
    item = records.item
    return {field: getattr(item, field) for field in PRODUCT_FIELDS} if item else {}


def normal(field: str, value: str | None) -> Any:
    if value is None or not str(value).strip():
        return None
    text = str(value).strip()
    if field == "price":
        try:
            return Decimal(text)
        except InvalidOperation:
            return text
    return text.lower() if field == "brand" else text


def tally(count: Counter[str], wanted: set[Any], value: Any) -> None:
    if value is None:
        count["missed"] += bool(wanted)
    elif value in wanted:
        count["hit"] += 1
    else:
        count["false"] += 1
        count["missed"] += bool(wanted)


def field_f1(count: Counter[str]) -> float:
    return 2 * count["hit"] / (2 * count["hit"] + count["false"] + count["missed"]) if count["hit"] else 0.0


def extruct_fields(body: bytes, url: str) -> dict[str, str | None]:
    """What the two libraries give by themselves: the first Product of any syntax, its first offer."""
    import extruct
    from price_parser import Price

    try:
        data = extruct.extract(
            body, base_url=url, syntaxes=["json-ld", "microdata"], uniform=True, errors="ignore"
        )
    except (ValueError, TypeError, LookupError):
        return {}
    found = [
        o
        for objects in data.values()
        for o in objects
        if isinstance(o, dict) and "Product" in str(o.get("@type"))
    ]
    if not found:
        return {}
    product = found[0]
    offers = product.get("offers") or {}
    offer = offers[0] if isinstance(offers, list) and offers else offers
    offer = offer if isinstance(offer, dict) else {}
    brand = product.get("brand")
    price = offer.get("price") or offer.get("lowPrice")
    amount = Price.fromstring(str(price)).amount if price else None
    return {
        "price": str(amount) if amount is not None else None,
        "sku": str(product["sku"]) if isinstance(product.get("sku"), str | int) else None,
        "mpn": str(product["mpn"]) if isinstance(product.get("mpn"), str | int) else None,
        "gtin": str(product["gtin13"]) if isinstance(product.get("gtin13"), str | int) else None,
        "brand": str(brand.get("name"))
        if isinstance(brand, dict)
        else (str(brand) if isinstance(brand, str) else None),
        "availability": str(offer["availability"]).rsplit("/", 1)[-1] if offer.get("availability") else None,
    }


def show(report: dict[str, Any]) -> None:
    for part, values in report.items():
        print(f"\n{part}")
        for name, value in values.items():
            if isinstance(value, dict):
                shown = "  ".join(
                    f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in value.items()
                )
                print(f"  {name:24} {shown}")
            else:
                print(f"  {name:24} {value:.3f}" if isinstance(value, float) else f"  {name:24} {value}")


if __name__ == "__main__":
    main()
