"""Which item a page or a list's entry belongs to: by address, language mirror, code, or equal name under another path."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from sqlite_utils import Database

from crawler.extract.page.page_links import is_mirror, plain_address
from crawler.models import CatalogItem

LEAST_CODE = 4  # letters and figures of a code by which pages in two languages are one product


def find_item(
    db: Database, site: str, item: CatalogItem, page_type: str, requested: str | None
) -> str | None:
    """The id of the item that is already known under an address of this page, or is the same product elsewhere.

    `requested` is the address the page was asked for under, which its canonical address may differ from.
    """
    for url in (item.url, requested):
        if url and (found := _by_address(db, site, plain_address(url))):
            return found
    return (
        next(_translations(db, site, item), None)
        or next(_by_code(db, site, item, page_type), None)
        or next(_same_elsewhere(db, site, item, page_type), None)
    )


def join_duplicates(db: Database, site: str, item_id: str, item: CatalogItem, requested: str | None) -> None:
    """Make one item of this product and those that lists, mirrors or print versions had made of it under other addresses.

    An item that other tables refer to already (a pair was proposed for it) is left alone.
    """
    others = set(_translations(db, site, item))
    if requested and (found := _by_address(db, site, plain_address(requested))):
        others.add(found)
    others.update(_by_code(db, site, item, "product"))
    others.update(_same_elsewhere(db, site, item, "product"))
    for other in sorted(others - {item_id}):
        join_items(db, item_id, other)


def join_items(db: Database, item_id: str, other: str) -> None:
    """Make the item `other` part of the item `item_id`, unless other tables refer to it. Never commits."""
    db.execute("SAVEPOINT join_items")
    try:
        for table, column in (
            ("item_urls", "item_id"),
            ("item_versions", "item_id"),
            ("image_uses", "owner_id"),
            ("record_marks", "owner_id"),
        ):
            db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (item_id, other))  # noqa: S608
        db.execute("UPDATE OR IGNORE item_sightings SET item_id = ? WHERE item_id = ?", (item_id, other))
        db.execute("DELETE FROM item_sightings WHERE item_id = ?", (other,))
        db.execute("DELETE FROM items WHERE item_id = ?", (other,))
    except sqlite3.IntegrityError:
        db.execute("ROLLBACK TO join_items")
    db.execute("RELEASE join_items")


def remember_addresses(
    db: Database, site: str, item_id: str, item: CatalogItem, requested: str | None = None
) -> None:
    """Note every address the item is known by."""
    addresses = {item.url: item.language} | {plain_address(u): code for code, u in item.alternates.items()}
    if requested:
        addresses.setdefault(plain_address(requested), item.language)
    for url, language in addresses.items():
        db.execute(
            "INSERT OR IGNORE INTO item_urls (site, url, item_id, language) VALUES (?, ?, ?, ?)",
            (site, url, item_id, language),
        )


def _translations(db: Database, site: str, item: CatalogItem) -> Iterator[str]:
    """Items known under the addresses that a page names as its translations.

    None that has another page in the language of this one: where all pages name one page of another language, it is of
    none of them.
    """
    for url in item.alternates.values():
        found = _by_address(db, site, plain_address(url))
        if found and not _has_page_in(db, found, item):
            yield found


def _has_page_in(db: Database, item_id: str, item: CatalogItem) -> bool:
    """Whether an item has another page than this one in its language."""
    row = db.execute(
        "SELECT 1 FROM item_versions WHERE item_id = ? AND page_type = 'product' AND language = ? AND url <> ?",
        (item_id, item.language, item.url),
    ).fetchone()
    return row is not None


def _by_address(db: Database, site: str, url: str) -> str | None:
    row = db.execute("SELECT item_id FROM item_urls WHERE site = ? AND url = ?", (site, url)).fetchone()
    return str(row[0]) if row else None


def _by_code(db: Database, site: str, item: CatalogItem, page_type: str) -> Iterator[str]:
    """Items of the same code: pages of another language at a mirrored address or with a code that tells, or an equal name."""
    code = item.sku or item.model
    if page_type != "product" or not code:
        return
    for item_id, url, language, name in db.execute(
        "SELECT item_id, url, language, name FROM current_items"
        " WHERE site = ? AND page_type = 'product' AND coalesce(sku, model) = ?",
        (site, code),
    ).fetchall():
        if item.language and language and item.language != language:
            if is_mirror(url, item.url) or (_tells(code) and not _has_page_in(db, item_id, item)):
                yield str(item_id)
        elif item.sku and name == item.name:
            yield str(item_id)


def _tells(code: str) -> bool:
    """Whether a code is long enough, and has letters and figures, so that it stands for one product of a site."""
    signs = [sign for sign in code if sign.isalnum()]
    return len(signs) >= LEAST_CODE and any(map(str.isdigit, signs)) and any(map(str.isalpha, signs))


def _same_elsewhere(db: Database, site: str, item: CatalogItem, page_type: str) -> Iterator[str]:
    """Items with the same last part of the address that are this product under another path, query or language.

    The same path with a further parameter, or another folder, needs an equal name (for a list's entry: one that holds the
    other); under a number (/7.html, ?id=7) the name must be equal and the main picture the same. Another language needs a
    mirrored address.
    """
    slug = _slug(item.url)
    if len(slug) < 1 or not item.name:
        return
    own_path = urlsplit(item.url).path
    like = (
        "%/"
        + re.sub(r"([%_\\])", r"\\\1", urlsplit(item.url).path.rstrip("/").rsplit("/", 1)[-1].split(".")[0])
        + "%"
    )
    rows = db.execute(
        "SELECT u.url, u.item_id, v.name, v.language, v.page_type, v.version_id FROM item_urls u"
        " JOIN item_versions v ON v.item_id = u.item_id AND v.url = u.url"
        " WHERE u.site = ? AND u.url LIKE ? ESCAPE '\\' AND u.url <> ? ORDER BY v.version_id DESC",
        (site, like, item.url),
    ).fetchall()
    for url, item_id, name, language, other_type, version_id in rows:
        if _slug(url) != slug or not name:
            continue
        if item.language and language and item.language != language:
            if is_mirror(url, item.url) and url != item.url:
                yield str(item_id)
            continue
        exact = _plain(name) == _plain(item.name)
        listed = "listing" in (page_type, other_type)
        by_query = _differ_in_values(url, item.url)
        if not exact and not (listed and not by_query and _holds(name, item.name)):
            continue
        numbered = by_query or (urlsplit(url).path != own_path and slug.isdigit())
        if numbered and not _same_picture(db, item_id, version_id, item):
            continue
        yield str(item_id)


def _differ_in_values(left: str, right: str) -> bool:
    """Whether two addresses have one path and the same query keys with other values: ?id=7 and ?id=8."""
    a, b = urlsplit(left), urlsplit(right)
    keys = [[key for key, _ in parse_qsl(parts.query, keep_blank_values=True)] for parts in (a, b)]
    return a.path == b.path and bool(keys[0]) and keys[0] == keys[1] and a.query != b.query


def _same_picture(db: Database, item_id: str, version_id: int, item: CatalogItem) -> bool:
    row = db.execute(
        "SELECT url FROM image_uses WHERE owner_id = ? AND version_id = ? AND position = 0",
        (item_id, version_id),
    ).fetchone()
    return bool(row and item.images and row[0] == item.images[0].url)


def _slug(url: str) -> str:
    """The last part of the path without its ending, in lower case."""
    parts = urlsplit(url)
    name = unquote(parts.path.rstrip("/").rsplit("/", 1)[-1])
    name = re.sub(r"\.(?:html?|php|aspx?|jsp)$", "", name, flags=re.I).lower()
    return name


def _plain(name: str) -> str:
    return re.sub(r"\W+", "", name).lower()


def _holds(left: str, right: str) -> bool:
    a, b = _plain(left), _plain(right)
    return len(min(a, b, key=len)) >= 3 and (a in b or b in a)
