"""An item has one name, in the reader's language, in listings, views, evidence, changes and the web."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.case.case import CONFIG_NAME, Case
from crawler.catalog.changes import changes
from crawler.catalog.listings import item_rows
from crawler.catalog.pictures import same_images
from crawler.catalog.record_marks import add_marks
from crawler.models import CatalogItem, ImageLink
from matcher.attributes.taxonomy import of_case
from matcher.records.load import load_items
from matcher.review.decisions import review_database
from matcher.review.evidence import EvidenceReader
from tests.crawler.catalog.test_store import Crawl, listing, product

PAGES = {
    "ru": ("/katalog/vint/", "Винт"),
    "es": ("/es/katalog/vint/", "Tornillo"),
    "en": ("/en/katalog/vint/", "Screw"),
}


def pages() -> list[CatalogItem]:
    alternates = {code: f"https://maker.example{path}" for code, (path, _) in PAGES.items()}
    image = (ImageLink("https://maker.example/vint.jpg"),)
    return [
        CatalogItem(url=alternates[code], name=name, language=code, alternates=alternates, images=image)
        for code, (_, name) in PAGES.items()
    ]


@pytest.mark.parametrize(
    ("languages", "name"),
    [(["en"], "Screw"), (["es", "en"], "Tornillo"), (["zh", "ru"], "Винт"), (["zh"], "Винт")],
)
def test_every_reader_of_items_gives_the_same_name(tmp_path: Path, languages: list[str], name: str) -> None:
    case = Case.create(tmp_path / "case", contact="a@maker.example")
    path = case.root / CONFIG_NAME
    text = path.read_text(encoding="utf-8")
    assert "[review]\n" in text
    listed = json.dumps(languages)
    path.write_text(text.replace("[review]\n", f"[review]\nlanguages = {listed}\n"), encoding="utf-8")
    db = review_database(Case.open(case.root))
    entry = CatalogItem(url="https://maker.example/katalog/vint/", name="Screw from a list", language="en")
    Crawl(db).run(*map(product, pages()), listing(entry))
    (row,) = item_rows(db)
    item_id = row["item_id"]
    with db.conn:
        db.execute("INSERT INTO goods (goods_id, text, normal) VALUES ('g-1', 'ВИНТ', 'винт')")
        db.execute(
            "INSERT INTO match_runs (match_id, started, model, weights) VALUES (1, '2026-01-01', 'm', 'w')"
        )
        pair = {
            "pair_id": "p-1", "item_id": item_id, "goods_id": "g-1", "match_id": 1, "confidence": 0.5,
            "confidence_basis": "prior", "confidence_low": 0.1, "confidence_high": 0.9, "level": "model",
            "log_odds": 0.0, "signature": "s", "reasons": "[]", "counter_reasons": "[]", "terms": "[]",
        }  # fmt: skip
        db.table("pairs").insert(pair)
    evidence = EvidenceReader(db).one("p-1")
    assert evidence is not None
    shown = {
        "items": row["name"],
        "evidence": evidence.item.name,
        "readable_items": db.execute("SELECT name FROM readable_items").fetchone()[0],
        "readable_pairs": db.execute("SELECT item_name FROM readable_pairs").fetchone()[0],
        "changes": {change.name for change in changes(db)}.pop(),
    }
    assert set(shown.values()) == {name}, shown
    assert len({change.name for change in changes(db)}) == 1
    assert not list(same_images(db))
    with db.conn:
        add_marks(db, [item_id], "hidden")
    for view in ("readable_items", "readable_pairs", "readable_pair_lines"):
        assert db.execute(f"SELECT count(*) FROM {view}").fetchone() == (0,)
    assert not list(item_rows(db))
    assert not load_items(db, of_case(case.root))
    assert [one.item_id for one in load_items(db, of_case(case.root), [item_id])] == [item_id]
