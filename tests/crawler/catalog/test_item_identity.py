"""One product under several addresses is one item; two products are two."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.case.database import open_database
from crawler.catalog.listings import item_rows
from crawler.models import CatalogItem, ImageLink
from tests.crawler.catalog.test_store import Crawl, listing, product

KEY = CatalogItem(
    url="https://maker.example/products/cg-1",
    name="CG-1 Key Blank",
    language="en",
    images=(ImageLink("https://maker.example/cg-1.png"),),
)


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return open_database(tmp_path / "box31.db")


def names(db: Database, *languages: str) -> list[str | None]:
    """The names in the listing for a reader of `languages`, as box31.toml would set them."""
    read_by(db, *languages)
    return [row["name"] for row in item_rows(db)]


def read_by(db: Database, *languages: str) -> None:
    with db.conn:
        db.execute("DELETE FROM reader_languages")
        for position, language in enumerate(languages):
            db.execute("INSERT INTO reader_languages VALUES (?, ?)", (language, position))


@pytest.mark.parametrize(
    "url",
    [
        "https://maker.example/collections/all/products/cg-1",
        "https://maker.example/products/cg-1.html",
        "https://maker.example/products/cg-1?variant=7",
    ],
)
def test_the_same_product_in_a_collection_or_with_a_query_is_one_item(db: Database, url: str) -> None:
    Crawl(db).run(product(KEY), product(replace(KEY, url=url)))
    assert names(db) == ["CG-1 Key Blank"]


def test_a_lists_entry_with_the_price_in_its_name_joins_the_product_in_either_order(db: Database) -> None:
    entry = CatalogItem(
        url="https://maker.example/collections/new/products/cg-1", name="CG-1 Key Blank $2.30", language="en"
    )
    Crawl(db).run(listing(entry), product(KEY), listing(entry))
    assert names(db) == ["CG-1 Key Blank"]


def test_language_twins_without_hreflang_are_one_item_named_in_the_readers_language(db: Database) -> None:
    russian = CatalogItem(url="https://maker.example/katalog/vint/", name="Винт", language="ru", price="5")
    english = CatalogItem(url="https://maker.example/en/katalog/vint/", name="Screw", language="en")
    Crawl(db).run(product(russian), product(english))
    assert (names(db, "en"), names(db, "ru"), names(db, "zh", "ru")) == (["Screw"], ["Винт"], ["Винт"])
    read_by(db, "en")
    assert next(item_rows(db))["price"] == "5"


def test_other_products_stay_apart(db: Database) -> None:
    other_name = replace(KEY, url="https://maker.example/collections/x/products/cg-1", name="CG-1 Padlock")
    seven, also = (
        CatalogItem(
            url=f"https://maker.example/{folder}/7.html",
            name="Transformer",
            language="en",
            images=(ImageLink(f"https://maker.example/{folder}.jpg"),),
        )
        for folder in ("dry", "oil")
    )
    Crawl(db).run(product(KEY), product(other_name), product(seven), product(also))
    assert len(names(db)) == 4


def test_an_entry_of_a_list_whose_page_does_not_exist_is_left_out(db: Database) -> None:
    crawl = Crawl(db)
    crawl.run(listing(KEY, replace(KEY, url="https://maker.example/products/cg-9", name="CG-9")))
    db.execute(
        "INSERT INTO captures (capture_id, run_id, site, url, captured_at, kind, status, warc_file, warc_offset,"
        " warc_length) VALUES ('dead', 'run-1', 'maker', ?, '2026-01-01T00:00:01Z', 'page', 404, 'x', 0, 0)",
        (KEY.url,),
    )
    assert names(db) == ["CG-9"]


def test_pages_told_apart_by_a_number_in_the_query_are_different_products(db: Database) -> None:
    entries = [CatalogItem(url=f"https://maker.example/view?id={n}", name=f"Vest {n}") for n in (1, 10, 11)]
    Crawl(db).run(listing(*entries), *(product(one) for one in entries))
    assert sorted(map(str, names(db))) == ["Vest 1", "Vest 10", "Vest 11"]


@pytest.mark.parametrize(
    ("code", "number"),
    [("KB-40/2", 1), ("402", 2), ("K4", 2)],  # too short, or figures alone: they may be of two products
)
def test_pages_in_two_languages_with_a_code_that_tells_are_one_item(
    db: Database, code: str, number: int
) -> None:
    english = replace(KEY, url="https://maker.example/en/17.html", sku=code)
    chinese = replace(
        english, url="https://maker.example/show_112.html", name="钥匙坯", language="zh", images=()
    )
    entry = replace(chinese, sku=None)
    Crawl(db).run(listing(entry), product(english), product(chinese))
    assert len(names(db)) == number


def test_a_second_product_of_one_language_with_the_same_code_stays_an_item_of_its_own(db: Database) -> None:
    english = replace(KEY, url="https://maker.example/en/17.html", sku="KB-40/2")
    chinese = [
        replace(
            english,
            url=f"https://maker.example/show_{at}.html",
            name=f"钥匙坯 {at}",
            language="zh",
            images=(),
        )
        for at in (1, 2)
    ]
    Crawl(db).run(product(english), *map(product, chinese))
    assert len(names(db)) == 2


def test_a_print_version_read_between_two_languages_is_of_the_same_item(db: Database) -> None:
    own = CatalogItem(
        url="https://maker.example/node/7",
        name="Lamppu L-4",
        language="fi",
        sku="L-4-01",
        specs={"Teho": "4 W"},
    )
    printed = replace(own, url="https://maker.example/print/7", specs={})
    swedish = replace(
        own,
        url="https://maker.example/sv/node/7",
        name="Lampa L-4",
        language="sv",
        alternates={"fi": own.url},
    )
    Crawl(db).run(product(swedish), product(printed), product(replace(own, alternates={"sv": swedish.url})))
    assert names(db, "sv") == ["Lampa L-4"]
    assert names(db, "fi") == ["Lamppu L-4"]
