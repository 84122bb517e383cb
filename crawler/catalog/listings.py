"""The rows of `items` and `posts`: current versions, language mirrors joined, pictures with their twins."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from crawler.case.typed_rows import columns_of, read_rows
from crawler.catalog.record_marks import left_out_ids


class ItemRow(TypedDict):
    """An item as its best page states it. `languages`: those it has pages in; `catalogue_pages`: url#page of PDFs."""

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


class SameImage(TypedDict):
    """A use of a picture that several items or posts show; `bits_apart`: from the first of its group."""

    picture: str
    site: str
    kind: str
    name: str | None
    url: str
    image: str
    width: int | None
    height: int | None
    bits_apart: int | None


ITEM_COLUMNS = columns_of(ItemRow)
POST_COLUMNS = columns_of(PostRow)
SAME_IMAGE_COLUMNS = columns_of(SameImage)


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
class ImageUse:
    """A picture that an item's or post's current version shows, with its bytes' hash and perceptual hash."""

    site: str
    kind: str
    owner_id: str
    name: str | None
    url: str
    image_url: str
    sha256: str
    phash: str | None
    width: int | None
    height: int | None


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
    pages: dict[str, list[ItemPage]] = defaultdict(list)
    gone = dead_entries(db, sites) | left_out_ids(db)
    where, params = _sites(sites)
    sql = (
        "SELECT c.*, i.url AS item_url FROM current_items c JOIN items i USING (item_id)"  # noqa: S608
        f" JOIN spoken_versions s USING (item_id) {where}"
        " ORDER BY c.version_id <> s.version_id, c.page_type <> 'product', c.version_id"
    )
    for page in read_rows(db, ItemPage, sql, params):
        if page.item_id not in gone:
            pages[page.item_id].append(page)
    for item_id, versions in sorted(pages.items(), key=lambda p: (p[1][0].site, p[1][0].item_url)):
        yield _item_row(db, versions, states.get(item_id, "current"), catalogues.get(item_id, []))


def _item_row(db: Database, versions: Sequence[ItemPage], state: str, catalogue_pages: list[str]) -> ItemRow:
    """The row of an item from its current versions, the one that speaks first before the others."""
    main = versions[0]
    specs = next((v.specs for v in versions if v.specs not in ("{}", "")), "{}")
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
        specs=json.loads(specs),
        language=main.language,
        first_seen=main.first_seen,
        last_seen=main.last_seen,
        state=state,
        languages=sorted({v.language for v in versions if v.language}),
        item_id=main.item_id,
        catalogue_pages=catalogue_pages,
    )


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
    where, params = _sites(sites)
    sql = f"""
        SELECT c.item_id FROM items c {where} {"AND" if where else "WHERE"}
          NOT EXISTS (SELECT 1 FROM item_versions v WHERE v.item_id = c.item_id AND v.page_type = 'product')
          AND NOT EXISTS (SELECT 1 FROM item_urls u WHERE u.item_id = c.item_id AND NOT EXISTS (
            SELECT 1 FROM captures p WHERE p.site = u.site AND p.url = u.url AND p.status IN (404, 410)))
    """  # noqa: S608 - `where` holds placeholders only
    return {row[0] for row in db.execute(sql, params).fetchall()}


def post_rows(db: Database, *, sites: Sequence[str] = ()) -> Iterator[PostRow]:
    """One row for each post, newest first, undated ones last."""
    where, params = _sites(sites)
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


def same_images(db: Database, *, sites: Sequence[str] = (), distance: int = 0) -> Iterator[SameImage]:
    """Who shows the same picture: rows grouped by `picture`, only groups with several owners.

    Same bytes always; with `distance` > 0 also pictures whose perceptual hashes differ in at most that many bits.
    Only current versions count.
    """
    uses = _image_uses(db, sites)
    groups = _groups({u.sha256: u.phash for u in uses}, distance)
    by_group: dict[str, list[ImageUse]] = defaultdict(list)
    for use in uses:
        by_group[groups[use.sha256]].append(use)
    number = 0
    for leader, members in sorted(by_group.items(), key=lambda g: (-len({u.owner_id for u in g[1]}), g[0])):
        if len({u.owner_id for u in members}) < 2:
            continue
        number += 1
        seen: set[tuple[str, str]] = set()
        lead = next(u.phash for u in members if u.sha256 == leader)
        for use in members:
            if (use.owner_id, use.sha256) in seen:
                continue
            seen.add((use.owner_id, use.sha256))
            apart = _bits(lead, use.phash) if use.sha256 != leader else 0
            yield SameImage(
                picture=f"picture {number}",
                site=use.site,
                kind=use.kind,
                name=use.name,
                url=use.url,
                image=use.image_url,
                width=use.width,
                height=use.height,
                bits_apart=apart,
            )


def _image_uses(db: Database, sites: Sequence[str]) -> list[ImageUse]:
    where, params = _sites(sites)
    sql = f"""
        WITH shown AS (
          SELECT c.site, 'item' AS kind, c.item_id AS owner_id, c.version_id,
            coalesce(v.name, v.model, v.sku) AS name, v.url
          FROM current_items c JOIN spoken_versions s USING (item_id)
          JOIN item_versions v ON v.version_id = s.version_id
          WHERE c.item_id NOT IN (SELECT owner_id FROM left_out)
          UNION ALL
          SELECT site, 'post', post_id, version_id, title, url FROM current_posts
          WHERE post_id NOT IN (SELECT owner_id FROM left_out)
        ), bodies AS (
          SELECT site, url, max(captured_at) AS at, payload_sha256 FROM captures
          WHERE kind = 'image' AND payload_sha256 IS NOT NULL GROUP BY site, url
        )
        SELECT c.site, c.kind, c.owner_id, c.name, c.url, u.url AS image_url, b.payload_sha256 AS sha256,
               p.phash, p.width, p.height
        FROM shown c JOIN image_uses u ON u.owner_id = c.owner_id AND u.version_id = c.version_id
        JOIN bodies b ON b.site = c.site AND b.url = u.url
        JOIN images p ON p.sha256 = b.payload_sha256
        {where} ORDER BY c.site, c.owner_id, u.position
    """  # noqa: S608 - `where` holds placeholders only
    return list(read_rows(db, ImageUse, sql, params))


def _groups(hashes: dict[str, str | None], distance: int) -> dict[str, str]:
    """sha256 -> the sha256 that leads its group: itself, or the first one within `distance` bits."""
    leaders: list[str] = []
    group: dict[str, str] = {}
    for sha256 in sorted(hashes):
        near = None
        if distance > 0:
            near = next((lead for lead in leaders if _within(hashes[lead], hashes[sha256], distance)), None)
        if near is None:
            leaders.append(sha256)
        group[sha256] = near or sha256
    return group


def _within(left: str | None, right: str | None, distance: int) -> bool:
    bits = _bits(left, right)
    return bits is not None and bits <= distance


def _bits(left: str | None, right: str | None) -> int | None:
    if not left or not right:
        return None
    return (int(left, 16) ^ int(right, 16)).bit_count()


def _main_image(db: Database, item_id: str, version_id: int) -> str | None:
    row = db.execute(
        "SELECT url FROM image_uses WHERE owner_id = ? AND version_id = ? AND position = 0",
        (item_id, version_id),
    ).fetchone()
    return str(row[0]) if row else None


def _sites(sites: Sequence[str]) -> tuple[str, list[str]]:
    if not sites:
        return "", []
    return f"WHERE c.site IN ({', '.join('?' * len(sites))})", list(sites)
