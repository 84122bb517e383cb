"""Records in the database: versions only on change, mirrors joined, lists never beside their products."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.database import open_database
from crawler.case.errors import UsageProblem
from crawler.catalog import changes
from crawler.catalog.listings import check_sites, item_rows, post_rows
from crawler.catalog.pictures import same_images
from crawler.catalog.store import fields_digest, store_image_facts, store_page
from crawler.extract.picture.image_facts import read_image
from crawler.models import CatalogItem, ImageLink, NewsPost, PageRecords, PageType

SITE = "maker"
VEST = CatalogItem(
    url="https://maker.example/p/1", name="Vest HD-1", model="HD-1", language="en", specs={"Weight": "2 kg"}
)


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return open_database(tmp_path / "box31.db")


class Crawl:
    """One run after another, each capture with a time of its own."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.day = 0

    def run(self, *records: PageRecords, reason: str = "finished", counts: str = "{}") -> str:
        self.day += 1
        run_id, at = f"run-{self.day}", f"2026-01-{self.day:02}T00:00:00Z"
        self.db.execute(
            "INSERT INTO runs (run_id, site, started, finished, finish_reason, counts) VALUES (?, ?, ?, ?, ?, ?)",
            (run_id, SITE, at, at, reason, counts),
        )
        for number, one in enumerate(records):
            self.page(run_id, f"{run_id}-{number}", at, one)
        self.db.conn.commit()
        return run_id

    def page(self, run_id: str, capture_id: str, at: str, records: PageRecords) -> None:
        self.db.execute(
            "INSERT INTO captures (capture_id, run_id, site, url, captured_at, kind, status, warc_file, warc_offset,"
            " warc_length) VALUES (?, ?, ?, ?, ?, 'page', 200, 'x', 0, 0)",
            (capture_id, run_id, SITE, records.url, at),
        )
        store_page(self.db, site=SITE, run_id=run_id, capture_id=capture_id, seen_at=at, records=records)


def product(item: CatalogItem) -> PageRecords:
    return PageRecords(url=item.url, page_type="product", item=item)


def listing(*items: CatalogItem) -> PageRecords:
    return PageRecords(url="https://maker.example/list", page_type="listing", items=items)


def post(text: str) -> PageRecords:
    url = "https://maker.example/news/1"
    return PageRecords(
        url=url, page_type="post", post=NewsPost(url=url, title="Order", published="2023-03-14", text=text)
    )


def kinds(db: Database) -> list[str]:
    return [change.kind for change in reversed(changes.changes(db))]


def test_the_same_page_again_is_a_sighting_and_no_version(db: Database) -> None:
    crawl = Crawl(db)
    crawl.run(product(VEST))
    crawl.run(product(VEST))
    assert db["item_versions"].count == 1
    assert db["item_sightings"].count == 2


def test_a_changed_field_is_a_version_and_a_change_with_before_and_after(db: Database) -> None:
    crawl = Crawl(db)
    crawl.run(product(VEST))
    crawl.run(product(replace(VEST, specs={"Weight": "3 kg"})))
    (changed,) = [c for c in changes.changes(db) if c.kind == "changed"]
    assert changed.fields == {"specs": ({"Weight": "2 kg"}, {"Weight": "3 kg"})}
    assert kinds(db) == ["new", "changed"]


def test_storing_never_commits(db: Database) -> None:
    db.conn.execute("BEGIN")
    db.execute("INSERT INTO runs (run_id, site, started) VALUES ('r', ?, 'x')", (SITE,))
    Crawl(db).page("r", "c", "2026-01-01T00:00:00Z", product(VEST))
    db.conn.rollback()
    assert db["items"].count == 0


def test_language_mirrors_are_one_item_with_two_texts(db: Database) -> None:
    chinese = replace(
        VEST, url="https://maker.example/zh/p/1", name="防弹衣", language="zh", alternates={"en": VEST.url}
    )
    Crawl(db).run(product(VEST), product(chinese))
    (row,) = item_rows(db)
    assert row["languages"] == ["en", "zh"]
    assert db["item_versions"].count == 2


@pytest.mark.parametrize("last", ["en", "sv"])
def test_names_and_codes_of_both_languages_are_kept_whichever_was_read_last(db: Database, last: str) -> None:
    swedish = replace(
        VEST,
        url="https://maker.example/sv/p/1",
        name="Väst HD-1",
        language="sv",
        sku="HD-1-SE",
        specs={"Vikt": "2 kg"},
        alternates={"en": VEST.url},
    )
    listed = CatalogItem(url=VEST.url, name="Vest HD-1, new and in many sizes")
    crawl = Crawl(db)
    crawl.run(*map(product, [VEST, swedish] if last == "sv" else [swedish, VEST]))
    crawl.run(PageRecords(url="https://maker.example/", page_type=PageType.LISTING, items=(listed,)))
    db.execute("INSERT INTO reader_languages VALUES ('sv', 0)")
    (row,) = item_rows(db)
    assert (row["name"], row["sku"], row["model"]) == ("Väst HD-1", "HD-1-SE", "HD-1")
    assert (row["other_names"], row["other_codes"]) == (["Vest HD-1"], [])
    db.execute("UPDATE reader_languages SET language = 'en'")
    (row,) = item_rows(db)
    assert (row["name"], row["specs"], row["other_names"]) == ("Vest HD-1", {"Weight": "2 kg"}, ["Väst HD-1"])


def test_mirrors_that_lists_had_made_items_of_their_own_are_joined(db: Database) -> None:
    zh = "https://maker.example/zh/p/1"
    entries = [CatalogItem(url=VEST.url, name="Vest"), CatalogItem(url=zh, name="防弹衣")]
    Crawl(db).run(listing(*entries), product(replace(VEST, alternates={"zh": zh})))
    assert len(list(item_rows(db))) == 1


def test_pages_that_all_name_one_translation_are_not_one_item(db: Database) -> None:
    front = "https://maker.example/en/products/all"
    pages = [
        CatalogItem(
            url=f"https://maker.example/produkte/{n}",
            name=f"Weste {n}",
            language="de",
            alternates={"en": front},
        )
        for n in range(3)
    ]
    Crawl(db).run(*map(product, pages))
    assert len(list(item_rows(db))) == 3


def test_a_lists_entry_neither_doubles_nor_overrules_the_products_own_page(db: Database) -> None:
    entry = CatalogItem(url=VEST.url + "?utm_source=list", name="Vest (from 50 pcs)", price="1")
    Crawl(db).run(product(VEST), listing(entry))
    (row,) = item_rows(db)
    assert (row["name"], row["price"]) == ("Vest HD-1", None)


def test_a_page_without_a_name_has_the_one_that_a_list_gives_it(db: Database) -> None:
    crawl = Crawl(db)
    nameless = replace(VEST, name=None, model=None)
    crawl.run(product(nameless))
    named = "SELECT name, specs FROM current_items"
    assert db.execute(named).fetchall() == []  # neither a page nor a list says what it is
    crawl.run(listing(CatalogItem(url=VEST.url, name="Vest")), product(nameless))
    assert [tuple(row) for row in db.execute(named)] == [("Vest", '{"Weight": "2 kg"}')]


def test_two_products_with_one_model_stay_two(db: Database) -> None:
    Crawl(db).run(
        product(VEST), product(replace(VEST, url="https://maker.example/p/2", name="Vest HD-1, green"))
    )
    assert len(list(item_rows(db))) == 2


def test_an_item_is_gone_after_two_complete_runs_without_it_and_may_come_back(db: Database) -> None:
    other = product(replace(VEST, url="https://maker.example/p/2", name="Helmet", model="HD-2"))
    crawl = Crawl(db)
    crawl.run(product(VEST), other)
    crawl.run(other)
    assert "gone" not in kinds(db)
    crawl.run(other)
    assert kinds(db)[-1] == "gone"
    assert {r["name"]: r["state"] for r in item_rows(db)} == {"Vest HD-1": "gone", "Helmet": "current"}
    crawl.run(product(VEST), other)
    assert kinds(db)[-1] == "back"


@pytest.mark.parametrize(
    ("reason", "counts"),
    [
        ("no_answer", "{}"),
        ("finished", '{"sample": 5}'),
        ("finished", '{"doubtful": ["assertions"]}'),
        ("total_time", "{}"),
    ],
)
def test_runs_that_did_not_see_all_mark_nothing_gone(db: Database, reason: str, counts: str) -> None:
    crawl = Crawl(db)
    crawl.run(product(VEST))
    for _ in range(5):
        crawl.run(reason=reason, counts=counts)
    assert "gone" not in kinds(db)


def test_posts_have_versions_and_counted_words(db: Database) -> None:
    crawl = Crawl(db)
    crawl.run(post("Twelve thousand vests 一万二千"))
    crawl.run(post("Thirteen thousand vests"))
    assert kinds(db) == ["post", "post changed"]
    (row,) = post_rows(db)
    assert (row["published"], row["words"]) == ("2023-03-14", 3)


def test_an_old_capture_read_again_does_not_become_current(db: Database) -> None:
    crawl = Crawl(db)
    crawl.run(product(VEST))
    crawl.run(product(replace(VEST, name="Vest HD-1 new")))
    better = product(replace(VEST, brand="HENGDUN"))
    store_page(
        db, site=SITE, run_id="run-1", capture_id="run-1-0", seen_at="2026-01-01T00:00:00Z", records=better
    )
    assert next(iter(item_rows(db)))["name"] == "Vest HD-1 new"


def test_the_same_picture_on_two_items_is_found(db: Database) -> None:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    crawl = Crawl(db)
    links = [f"https://maker.example/i/{n}.png" for n in (1, 2)]
    one = replace(VEST, images=(ImageLink(links[0], "front"),))
    two = replace(
        VEST, url="https://maker.example/p/2", name="Other", model="HD-2", images=(ImageLink(links[1]),)
    )
    run_id = crawl.run(product(one), product(two))
    for link in links:
        db.execute(
            "INSERT INTO captures (capture_id, run_id, site, url, captured_at, kind, status, payload_sha256, warc_file,"
            " warc_offset, warc_length) VALUES (?, ?, ?, ?, '2026-01-01', 'image', 200, 'abc', 'x', 0, 0)",
            (link, run_id, SITE, link),
        )
    picture = out.getvalue()
    store_image_facts(db, sha256="abc", length=len(picture), facts=read_image(picture), mime="image/png")
    rows = list(same_images(db))
    assert {row["url"] for row in rows} == {one.url, two.url}
    assert {row["width"] for row in rows} == {256}


def test_items_are_found_on_the_pages_of_catalogues_by_their_whole_code(db: Database) -> None:
    from crawler.catalog.pdf_catalogues import find_items

    longer = replace(VEST, url="https://maker.example/p/2", name="Vest N", model="HD-1205N")
    Crawl(db).run(product(replace(VEST, model="HD-1205")), product(longer))
    url = "https://maker.example/catalogue.pdf"
    db.execute(
        "INSERT INTO catalogues (sha256, site, url, capture_id) VALUES ('f', ?, ?, 'run-1-0')", (SITE, url)
    )
    pages = [(1, "Contents"), (2, "Vest HD-1205N, black"), (3, "Vest HD-1205 | 2 kg")]
    for number, text in pages:
        db.execute(
            "INSERT INTO catalogue_pages (sha256, page, text, tables) VALUES ('f', ?, ?, '')", (number, text)
        )
    assert find_items(db, SITE) == 2
    shown = {row["model"]: row["catalogue_pages"] for row in item_rows(db)}
    assert shown == {"HD-1205": [f"{url}#page=3"], "HD-1205N": [f"{url}#page=2"]}


def test_two_lists_that_show_an_item_otherwise_are_no_change(db: Database) -> None:
    small = replace(VEST, specs={}, images=(ImageLink("https://maker.example/small.jpg", ""),))
    large = replace(small, images=(ImageLink("https://maker.example/large.jpg", ""),))
    front = replace(listing(small), url="https://maker.example/")
    crawl = Crawl(db)
    crawl.run(front, listing(large))
    assert [change.kind for change in changes.changes(db)] == ["new"]
    crawl.run(front, listing(replace(large, name="Vest HD-1 olive")))
    assert [(c.kind, list(c.fields)) for c in changes.changes(db)] == [("changed", ["name"]), ("new", [])]


def test_a_site_that_the_case_does_not_have_is_named(tmp_path: Path, db: Database) -> None:
    case = Case.create(tmp_path / "case")
    Crawl(db).run(product(VEST))
    check_sites(case, db, [SITE])
    with pytest.raises(UsageProblem, match="--site makr: no such site in this case; there is maker"):
        check_sites(case, db, ["makr"])


def test_a_field_that_is_added_later_leaves_the_digests_of_older_versions() -> None:
    row: dict[str, object] = {"name": "Vest HD-1", "sku": None, "specs": {}, "images": []}
    assert fields_digest({**row, "weight": None}) == fields_digest(row)
    assert fields_digest({**row, "weight": "2.3 kg"}) != fields_digest(row)
    assert fields_digest({**row, "sku": "HD-1"}) != fields_digest(row)
