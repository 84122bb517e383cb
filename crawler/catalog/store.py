"""Records into the database: items, posts, their versions, their pictures. Append-only; the caller commits."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from sqlite_utils import Database

from crawler.catalog.item_identity import find_item, join_duplicates, remember_addresses
from crawler.catalog.picture_readings import store_exif
from crawler.catalog.record_marks import add_marks
from crawler.extract.page.page_links import plain_address
from crawler.extract.version import EXTRACTOR
from crawler.models import ITEM_COLUMNS, POST_COLUMNS, CatalogItem, ImageLink, NewsPost, PageRecords

if TYPE_CHECKING:
    from crawler.extract.picture.image_facts import ImageFacts


@dataclass(frozen=True)
class Seen:
    """The capture that records come from: its site, run and time (UTC, ISO 8601)."""

    site: str
    run_id: str
    capture_id: str
    seen_at: str


@dataclass
class Stored:
    """What was stored of a page: counts of items, posts and what is new of them, and the ids of all items and posts."""

    counts: Counter[str] = field(default_factory=Counter)
    owners: set[str] = field(default_factory=set)


def store_page(
    db: Database, *, site: str, run_id: str, capture_id: str, seen_at: str, records: PageRecords
) -> Stored:
    """Write what one capture of a page says; returns what was stored.

    A version row is written only where a field changed against what the page said last by then; a sighting
    always. What had been withdrawn is restored. Runs inside the caller's transaction and never commits.
    """
    stored = Stored()
    seen = Seen(site, run_id, capture_id, seen_at)
    item = _named_by_list(db, seen, records.item) if records.item is not None else None
    if item is not None and (item.name or item.model or item.sku):
        _store_item(db, seen, item, "product", stored)
    for entry in records.items:
        _store_item(db, seen, entry, "listing", stored)
    if records.post is not None and records.post.title:
        _store_post(db, seen, records.post, stored)
    return stored


def item_id_of(site: str, key: str) -> str:
    """The id of the item with this key (canonical address) on this site."""
    return "i-" + hashlib.sha256(f"{site}\n{key}".encode()).hexdigest()[:16]


def post_id_of(site: str, url: str) -> str:
    """The id of the post at this canonical address on this site."""
    return "n-" + hashlib.sha256(f"{site}\n{url}".encode()).hexdigest()[:16]


def _named_by_list(db: Database, seen: Seen, item: CatalogItem) -> CatalogItem:
    """The item under the name that a list gave its address by then, where its own page shows none but in a picture."""
    if item.name:
        return item
    row = db.execute(
        "SELECT v.name FROM item_urls u JOIN item_versions v ON v.item_id = u.item_id AND v.url = u.url"
        " WHERE u.site = ? AND u.url = ? AND v.page_type = 'listing' AND v.name <> '' AND v.seen_at <= ?"
        " ORDER BY v.seen_at DESC, v.version_id DESC LIMIT 1",
        (seen.site, plain_address(item.url), seen.seen_at),
    ).fetchone()
    return replace(item, name=row[0], sources={**item.sources, "name": "list"}) if row else item


def _store_item(db: Database, seen: Seen, item: CatalogItem, page_type: str, stored: Stored) -> None:
    counts, item = stored.counts, replace(item, url=plain_address(item.url))
    requested = _requested(db, seen.capture_id) if page_type == "product" else None
    item_id = find_item(db, seen.site, item, page_type, requested)
    if item_id is None:
        item_id = item_id_of(seen.site, item.url)
        db.execute(
            "INSERT INTO items (item_id, site, key, url, first_seen) VALUES (?, ?, ?, ?, ?)",
            (item_id, seen.site, item.url, item.url, seen.seen_at),
        )
        counts["new_items"] += 1
    if page_type == "product":
        join_duplicates(db, seen.site, item_id, item, requested)
    remember_addresses(db, seen.site, item_id, item, requested)
    version_id = _version_of_item(db, seen, item_id, item, page_type, counts)
    db.execute(
        "INSERT OR IGNORE INTO item_sightings (item_id, version_id, capture_id, run_id, seen_at)"
        " VALUES (?, ?, ?, ?, ?)",
        (item_id, version_id, seen.capture_id, seen.run_id, seen.seen_at),
    )
    counts["items"] += 1
    counts["restored"] += _restore(db, item_id)
    stored.owners.add(item_id)


def _restore(db: Database, owner: str) -> bool:
    """Take back that extraction had withdrawn an item or post: a page gives it again."""
    withdrawn = db.execute(
        "SELECT 1 FROM left_out WHERE owner_id = ? AND mark = 'withdrawn'", (owner,)
    ).fetchone()
    if withdrawn:
        add_marks(db, [owner], "restored", "a page gives it again")
    return bool(withdrawn)


def _version_of_item(
    db: Database, seen: Seen, item_id: str, item: CatalogItem, page_type: str, counts: Counter[str]
) -> int:
    """The version that says what `item` says; a new one where its fields have changed."""
    row = {**{name: getattr(item, name) for name in ITEM_COLUMNS}, "images": [asdict(i) for i in item.images]}
    digest = fields_digest(row)
    newest = db.execute(
        "SELECT version_id, fields_sha256, page_type FROM item_versions"
        " WHERE item_id = ? AND url = ? AND seen_at <= ?"
        " ORDER BY page_type = 'product' DESC, seen_at DESC, version_id DESC LIMIT 1",
        (item_id, item.url, seen.seen_at),
    ).fetchone()
    if newest and (newest[1] == digest or (page_type == "listing" and newest[2] == "product")):
        return int(newest[0])  # nothing new, or the item's own page says more than a list's entry
    version_id = _insert(
        db,
        "item_versions",
        {
            "item_id": item_id,
            "capture_id": seen.capture_id,
            "seen_at": seen.seen_at,
            "extractor": EXTRACTOR,
            "fields_sha256": digest,
            "url": item.url,
            "page_type": page_type,
            **{name: getattr(item, name) for name in ITEM_COLUMNS},
            "specs": _json(item.specs),
            "documents": _json(list(item.documents)),
            "sources": _json(item.sources),
        },
    )
    counts["item_versions"] += 1
    _store_images(db, item_id, version_id, item.images)
    return version_id


def _requested(db: Database, capture_id: str) -> str | None:
    """The address that a page was asked for under."""
    row = db.execute(
        "SELECT url FROM captures WHERE capture_id = ? AND url LIKE 'http%'", (capture_id,)
    ).fetchone()
    return str(row[0]) if row else None


def _store_post(db: Database, seen: Seen, post: NewsPost, stored: Stored) -> None:
    counts, url = stored.counts, plain_address(post.url)
    post_id = post_id_of(seen.site, url)
    cursor = db.execute(
        "INSERT OR IGNORE INTO posts (post_id, site, url, first_seen) VALUES (?, ?, ?, ?)",
        (post_id, seen.site, url, seen.seen_at),
    )
    counts["new_posts"] += max(0, cursor.rowcount)
    counts["posts"] += 1
    counts["restored"] += _restore(db, post_id)
    stored.owners.add(post_id)
    row = {**{name: getattr(post, name) for name in POST_COLUMNS}, "images": [asdict(i) for i in post.images]}
    digest = fields_digest(row)
    newest = db.execute(
        "SELECT fields_sha256 FROM post_versions WHERE post_id = ? AND seen_at <= ?"
        " ORDER BY seen_at DESC, version_id DESC LIMIT 1",
        (post_id, seen.seen_at),
    ).fetchone()
    if newest and newest[0] == digest:
        return
    version_id = _insert(
        db,
        "post_versions",
        {
            "post_id": post_id,
            "capture_id": seen.capture_id,
            "seen_at": seen.seen_at,
            "extractor": EXTRACTOR,
            "fields_sha256": digest,
            **{name: getattr(post, name) for name in POST_COLUMNS},
        },
    )
    counts["post_versions"] += 1
    _store_images(db, post_id, version_id, post.images)


def _store_images(db: Database, owner_id: str, version_id: int, images: tuple[ImageLink, ...]) -> None:
    for position, image in enumerate(images):
        db.execute(
            "INSERT INTO image_uses (owner_id, version_id, position, url, alt) VALUES (?, ?, ?, ?, ?)",
            (owner_id, version_id, position, image.url, image.alt or None),
        )


def is_stored(db: Database, sha256: str) -> bool:
    """Whether the picture with this sha256 has been read before."""
    return db.execute("SELECT 1 FROM images WHERE sha256 = ?", (sha256,)).fetchone() is not None


def store_image_facts(db: Database, *, sha256: str, length: int, facts: ImageFacts, mime: str | None) -> None:
    """Write what was read of a picture of `length` bytes; `mime` is what the server called it."""
    db.execute(
        "INSERT OR IGNORE INTO images (sha256, bytes, mime, width, height, phash, problem)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (sha256, length, facts.mime or mime, facts.width, facts.height, facts.phash, facts.problem),
    )
    store_exif(db, sha256, facts)


def _insert(db: Database, table: str, row: Mapping[str, object]) -> int:
    """Insert `row`, whose names are ours, and return its number."""
    marks = ", ".join("?" * len(row))
    cursor = db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608
    return int(cursor.lastrowid or 0)


def _json(value: object, *, sort_keys: bool = False) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=sort_keys)


# The fields that are hashed although a page does not state them. A field that was added later is hashed only where it is
# stated, so that the digests of older versions still hold.
HASHED_ALWAYS = frozenset(
    [
        "name",
        "model",
        "sku",
        "mpn",
        "gtin",
        "brand",
        "category",
        "price",
        "currency",
        "availability",
        "description",
        "specs",
        "documents",
        "language",
        "images",
        "title",
        "published",
        "date_source",
        "date_certainty",
        "date_text",
        "author",
        "text",
    ]
)


def fields_digest(row: Mapping[str, object]) -> str:
    """fields_sha256 of a version: the digest of its fields (specs and documents parsed) and `images`."""
    hashed = {name: value for name, value in row.items() if value is not None or name in HASHED_ALWAYS}
    return hashlib.sha256(_json(hashed, sort_keys=True).encode()).hexdigest()
