"""The rows of `items` and `posts`: current versions, language mirrors joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from crawler.case.typed_rows import columns_of, read_rows, stored_object
from crawler.catalog.picture_readings import not_stated, specs_in_pictures
from crawler.catalog.record_marks import left_out_ids


class ItemRow(TypedDict):
    """An item as its best page states it. `languages`: those it has pages in; `catalogue_pages`: url#page of PDFs.

    `specs_in_pictures`: what a model read in its pictures (OCR) under labels that no page states.
    `other_names` and `other_codes`: what its own pages in other languages, or for the printer, call it beside these.
    """

    site: str
    sku: str | None
    model: str | None
    name: str | None
    brand: str | None
    category: str | None
    price: str | None
    currency: str | None
    availability: str | None
    url: str
    image: str | None
    specs: dict[str, str]
    language: str | None
    first_seen: str
    last_seen: str
    state: str
    languages: list[str]
    item_id: str
    catalogue_pages: list[str]
    specs_in_pictures: dict[str, str]
    other_names: list[str]
    other_codes: list[str]


class PostRow(TypedDict):
    """A news post, newest version; `words` of its text, Han and kana characters counting as one each."""

    site: str
    published: str | None
    date_source: str | None
    title: str | None
    url: str
    language: str | None
    images: int
    words: int
    date_certainty: str | None
    post_id: str


ITEM_COLUMNS = columns_of(ItemRow)
POST_COLUMNS = columns_of(PostRow)


@dataclass(frozen=True)
class ItemPage:
    """What one page says of an item, newest version; `item_url`: the item's own page."""

    item_id: str
    site: str
    item_url: str
    version_id: int
    page_type: str
    url: str
    language: str | None
    first_seen: str
    last_seen: str
    specs: str
    sku: str | None
    model: str | None
    name: str | None
    brand: str | None
    category: str | None
    price: str | None
    currency: str | None
    availability: str | None


@dataclass(frozen=True)
class Beside:
    """What is known of an item beside its pages: its state, pages of PDFs, what was read in its pictures."""

    state: str
    catalogue_pages: list[str]
    in_pictures: dict[str, str]


def item_rows(db: Database, *, sites: Sequence[str] = ()) -> Iterator[ItemRow]:
    """One row for each item. The version that the item is shown with everywhere (`spoken_versions`) speaks first; what
    it leaves out is filled from the item's other pages, then from lists. What is left out of listings is no row."""
    from crawler.catalog.changes import item_states

    states = item_states(db)
    catalogues: dict[str, list[str]] = defaultdict(list)
    for item_id, url, page in db.execute(
        "SELECT item_id, url, page FROM item_pages JOIN catalogues USING (sha256) ORDER BY url, page"
    ).fetchall():
        catalogues[item_id].append(f"{url}#page={page}")
    in_pictures = specs_in_pictures(db)
    pages: dict[str, list[ItemPage]] = defaultdict(list)
    gone = dead_entries(db, sites) | left_out_ids(db)
    where, params = at_sites(sites)
    sql = (
        "SELECT c.*, i.url AS item_url FROM current_items c JOIN items i USING (item_id)"  # noqa: S608
        f" JOIN spoken_versions s USING (item_id) {where}"
        " ORDER BY c.version_id <> s.version_id, c.page_type <> 'product', c.version_id"
    )
    for page in read_rows(db, ItemPage, sql, params):
        if page.item_id not in gone:
            pages[page.item_id].append(page)
    for item_id, versions in sorted(pages.items(), key=lambda p: (p[1][0].site, p[1][0].item_url)):
        beside = Beside(
            states.get(item_id, "current"), catalogues.get(item_id, []), in_pictures.get(item_id, {})
        )
        yield _item_row(db, versions, beside)


def _item_row(db: Database, versions: Sequence[ItemPage], beside: Beside) -> ItemRow:
    """The row of an item from its current versions, the one that speaks first before the others."""
    main = versions[0]
    specs = next((v.specs for v in versions if v.specs not in ("{}", "")), "{}")
    stated = [stored_object(version.specs) for version in versions]
    fields = {name for name in ("model", "sku", "brand", "price") if _first(versions, name)}
    return ItemRow(
        site=main.site,
        sku=_first(versions, "sku"),
        model=_first(versions, "model"),
        name=_first(versions, "name"),
        brand=_first(versions, "brand"),
        category=_first(versions, "category"),
        price=_first(versions, "price"),
        currency=_first(versions, "currency"),
        availability=_first(versions, "availability"),
        url=main.url,
        image=next((i for i in (_main_image(db, main.item_id, v.version_id) for v in versions) if i), None),
        specs=stored_object(specs),
        language=main.language,
        first_seen=main.first_seen,
        last_seen=main.last_seen,
        state=beside.state,
        languages=sorted({v.language for v in versions if v.language}),
        item_id=main.item_id,
        catalogue_pages=beside.catalogue_pages,
        specs_in_pictures=not_stated(beside.in_pictures, stated, fields),
        other_names=_others(versions, "name"),
        other_codes=_others(versions, "sku", "model"),
    )


def _others(versions: Sequence[ItemPage], *names: str) -> list[str]:
    """What an item's own pages state for some fields, beside what is shown for these; each text once."""
    own = [version for version in versions if version.page_type == "product"]
    texts = dict.fromkeys(text for version in own for name in names if (text := getattr(version, name)))
    shown = {_first(versions, name) for name in names}
    return [text for text in texts if text not in shown]


def _first(versions: Sequence[ItemPage], name: str) -> str | None:
    """The first text that the versions state for a field."""
    return next((text for version in versions if (text := getattr(version, name))), None)


@dataclass(frozen=True)
class RecordCounts:
    """Items and posts of a site, as its listings show them."""

    items: int
    posts: int


def count_records(db: Database, site: str) -> RecordCounts:
    """How many rows `items` and `posts` have for the site."""
    gone = dead_entries(db, [site]) | left_out_ids(db)
    items, posts = (
        {row[0] for row in db.execute(f"SELECT {key} FROM {table} WHERE site = ?", [site]).fetchall()}  # noqa: S608
        for key, table in (("item_id", "items"), ("post_id", "posts"))
    )
    return RecordCounts(len(items - gone), len(posts - gone))


def dead_entries(db: Database, sites: Sequence[str] = ()) -> set[str]:
    """Items that only lists name and whose own page the site answered with 404 or 410: links that lead nowhere."""
    where, params = at_sites(sites)
    sql = f"""
        SELECT c.item_id FROM items c {where} {"AND" if where else "WHERE"}
          NOT EXISTS (SELECT 1 FROM item_versions v WHERE v.item_id = c.item_id AND v.page_type = 'product')
          AND NOT EXISTS (SELECT 1 FROM item_urls u WHERE u.item_id = c.item_id AND NOT EXISTS (
            SELECT 1 FROM captures p WHERE p.site = u.site AND p.url = u.url AND p.status IN (404, 410)))
    """  # noqa: S608 - `where` holds placeholders only
    return {row[0] for row in db.execute(sql, params).fetchall()}


def post_rows(db: Database, *, sites: Sequence[str] = ()) -> Iterator[PostRow]:
    """One row for each post, newest first, undated ones last."""
    where, params = at_sites(sites)
    sql = f"""
        SELECT c.*, (SELECT count(*) FROM image_uses u
                     WHERE u.owner_id = c.post_id AND u.version_id = c.version_id) AS images,
          words(c.text) AS words
        FROM current_posts c {where} {"AND" if where else "WHERE"} c.post_id NOT IN (SELECT owner_id FROM left_out)
        ORDER BY c.published IS NULL, c.published DESC, c.url
    """  # noqa: S608 - `where` holds placeholders only, here and above
    db.conn.create_function("words", 1, lambda text: count_words(text or ""), deterministic=True)
    return read_rows(db, PostRow, sql, params)


def check_sites(case: Case, db: Database, names: Sequence[str]) -> None:
    """Raises UsageProblem for a site that the case does not have: an empty list would look like nothing found."""
    known = {row[0] for row in db.execute("SELECT site FROM runs UNION SELECT site FROM items").fetchall()}
    known |= {path.stem for path in case.sites.glob("*.yaml")}
    for name in names:
        if name not in known:
            raise UsageProblem(
                f"--site {name}: no such site in this case; there is {', '.join(sorted(known)) or 'none'}"
            )


def count_words(text: str) -> int:
    """Words of a text; in scripts without spaces each Han or kana character counts as one."""
    import re

    return len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W_\u3040-\u30ff\u4e00-\u9fff]+", text))


def _main_image(db: Database, item_id: str, version_id: int) -> str | None:
    row = db.execute(
        "SELECT url FROM image_uses WHERE owner_id = ? AND version_id = ? AND position = 0",
        (item_id, version_id),
    ).fetchone()
    return str(row[0]) if row else None


def at_sites(sites: Sequence[str]) -> tuple[str, list[str]]:
    if not sites:
        return "", []
    return f"WHERE c.site IN ({', '.join('?' * len(sites))})", list(sites)
