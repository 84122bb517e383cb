"""Makers' sites of authors who had seen nothing: which products `site add` and `crawl` find, and what is read of them.

    python benchmarks/unseen_sites.py [--sets north south ...] [--json] [--work DIR]

Some two hundred sites in the forms of 1999 to 2024 (benchmarks/unseen_sites/*.zip), with gold for every page. Figures: products found;
pages that are none; names that are equal but for signs; of the products that show a code those of which one is read, in a
field, the name or the specifications; specifications of which the value is read under its label. Each set was judged before
anybody looked at it, with rules that came of those before it, and then looked at.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import unicodedata
import zipfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.crawled_sites import crawled
from matcher.evaluation.evaluation import page_path
from matcher.schema.tables import matcher_migrations

HERE = Path(__file__).resolve().parent / "unseen_sites"
SETS = (
    *("north", "south", "west", "east", "harbor", "valley", "summit", "delta", "echo", "foxtrot"),
    *("golf", "hotel", "india", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec"),
    *("romeo", "sierra", "tango", "uniform", "victor", "whiskey", "xray", "yankee", "alpha"),
    *("bravo", "charlie", "juliett", "zulu", "atlas", "boreal"),
)

Page = dict[str, Any]


def letters(text: object) -> str:
    """The letters and digits of a text in lower case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", str(text or "")).casefold())


def gold_of(folder: Path) -> dict[str, dict[str, Page]]:
    """Site -> path -> what the page is and states."""
    found: dict[str, dict[str, Page]] = defaultdict(dict)
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        if line.strip():
            page = json.loads(line)
            found[page["site"]][page_path(unquote(page["path"]))] = page
    return found


def items_of(site: Path, root: Path) -> dict[str, Page]:
    """What Box31 reads by itself on the pages of a site's items, by their paths.

    An item has several pages: the same in another language or for the printer. Each is judged by what was read of it; one
    that was not read by itself, by the version that the item is shown with.
    """
    db = crawled(root, [site]).database(matcher_migrations)
    read: dict[tuple[str, str | None], Page] = {}
    for item_id, url, shown, name, model, sku, mpn, specs in db.execute(
        "SELECT c.item_id, c.url, s.version_id = c.version_id, name, model, sku, mpn, specs"
        " FROM current_items c JOIN spoken_versions s USING (item_id)"
    ):
        page = {"name": name, "codes": (model, sku, mpn), "specs": json.loads(specs or "{}")}
        read[item_id, url] = page
        if shown:
            read[item_id, None] = page
    pages = db.execute("SELECT url, item_id FROM item_urls").fetchall()
    return {
        page_path(unquote(urlsplit(url).path)): read.get((item_id, url)) or read[item_id, None]
        for url, item_id in pages
        if (item_id, None) in read
    }


def judged(gold: dict[str, Page], items: dict[str, Page]) -> Counter[str]:
    """Counts of one site."""
    products = {path: page for path, page in gold.items() if page["kind"] == "product"}
    counts = Counter(products=len(products), wrong=len(items.keys() - products.keys()))
    for path, page in products.items():
        item = items.get(path, {"name": "", "codes": (), "specs": {}})
        counts["found"] += path in items
        counts["named"] += letters(item["name"]) == letters(page["name"])
        said = letters(" ".join(map(str, (*item["codes"], item["name"], *item["specs"].values()))))
        counts["with code"] += bool(page["codes"])
        counts["code read"] += any(letters(code) in said for code in page["codes"])
        read: dict[str, str] = defaultdict(str)  # d and D are one label: both values
        for label, value in item["specs"].items():
            read[letters(label)] += f"|{letters(value)}"
        counts["properties"] += len(page["specs"])
        counts["properties read"] += sum(
            bool(letters(value)) and letters(value) in read[letters(label)]
            for label, value in page["specs"].items()
        )
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="Not used: the sites are embedded.")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--work", type=Path, help="Keep the cases of Box31 here.")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for name in options.sets:
            given = Path(temporary) / name
            with zipfile.ZipFile(HERE / f"{name}.zip") as archive:
                archive.extractall(given)
            found[name] = Counter()
            for site, pages in sorted(gold_of(given).items()):
                root = (options.work or Path(temporary) / "work") / name / site
                root.parent.mkdir(parents=True, exist_ok=True)
                counts = judged(pages, items_of(given / "sites" / site, root))
                found[name] += counts
                if not options.json:
                    print(name, site, dict(counts), flush=True)
    if options.json:
        print(json.dumps(found))
    else:
        print(*(f"{name} {dict(counts)}" for name, counts in found.items()), sep="\n")


if __name__ == "__main__":
    main()
