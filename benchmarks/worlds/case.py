"""A case of a world: its products stored as a crawl stores them, its customs files imported by the product."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from benchmarks.processes import box31
from crawler.case.case import Case
from crawler.catalog.store import store_page
from crawler.models import CatalogItem, PageRecords
from matcher.schema.tables import matcher_migrations

from .generate import write_world
from .world import draw_world

SEEN = "2023-01-01T00:00:00Z"


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def read_products(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "products.jsonl").read_text(encoding="utf-8").splitlines()]


def digest_of(folder: Path) -> str:
    """Of all bytes of a world."""
    sha = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            sha.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return sha.hexdigest()[:12]


def build(split: str, seed: int, work: Path) -> tuple[Path, Case]:
    """The folder of the world and its case, both below `work`; a case of the same world is taken as it is."""
    folder = work / f"{split}-{seed}"
    shutil.rmtree(folder, ignore_errors=True)
    write_world(draw_world(split, seed), folder)
    root = work / f"{split}-{seed}-case-{digest_of(folder)}"
    if (root / "done").exists():
        return folder, Case.open(root)
    for old in work.glob(f"{split}-{seed}-case-*"):
        shutil.rmtree(old)
    case = Case.create(root, name=f"{split} {seed}", contact="bench@box31.example")
    store_items(case, folder)
    box31(root, "customs", "import", str(folder / "customs"))
    (root / "done").touch()
    return folder, case


def store_items(case: Case, folder: Path) -> None:
    """The products, as a crawl would have left them. Raises SystemExit where not each is an item of its own.

    Products whose addresses differ only behind a `#` are one item, and the labels of the others name none.
    """
    db, products = case.database(matcher_migrations), read_products(folder)
    with db.conn as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for number, product in enumerate(products):
            shown = {key: value for key, value in product.items() if key != "truth"}
            store_page(
                db, site=product["truth"]["maker"], run_id="world", capture_id=f"c{number}", seen_at=SEEN,
                records=PageRecords(shown["url"], "product", item=CatalogItem(**shown)),
            )  # fmt: skip
    (items,) = db.execute("SELECT count(*) FROM items").fetchone()
    if items != len(products):
        raise SystemExit(
            f"{folder.name}: {len(products)} products became {items} items; give each its own address"
        )
