"""The rows of `items` and `posts`: current versions, language mirrors joined, pictures with their twins."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.errors import UsageProblem

ITEM_COLUMNS = (
    "site",
    "sku",
    "model",
    "name",
    "brand",
    "category",
    "price",
    "currency",
    "availability",
    "url",
    "image",
    "specs",
    "language",
    "first_seen",
    "last_seen",
    "state",
    "languages",
    "item_id",
    "catalogue_pages",
)
POST_COLUMNS = (
    "site",
    "published",
    "date_source",
    "title",
    "url",
    "language",
    "images",
    "words",
    "date_certainty",
)
SAME_IMAGE_COLUMNS = ("picture", "site", "kind", "name", "url", "image", "width", "height", "bits_apart")
_TEXT_FIELDS = ("sku", "model", "name", "brand", "category", "price", "currency", "availability")


def item_rows(
    db: Database, *, sites: Sequence[str] = (), languages: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """One row for each item. Its own page speaks first, in the first of `languages` that it has; what that leaves out
    is filled from its other languages, then from lists. Entries of lists that lead nowhere are left out."""
    from crawler.catalog.changes import item_states

    states = item_states(db)
    catalogues: dict[str, list[str]] = defaultdict(list)
    for item_id, url, page in db.execute(
        "SELECT item_id, url, page FROM item_pages JOIN catalogues USING (sha256) ORDER BY url, page"
    ).fetchall():
        catalogues[item_id].append(f"{url}#page={page}")
    pages: dict[str, list[dict[str, Any]]] = defaultdict(list)
    dead = dead_entries(db, sites)
    where, params = _sites(sites)
    sql = f"SELECT c.*, i.url AS item_url FROM current_items c JOIN items i USING (item_id) {where}"  # noqa: S608
    for row in db.query(sql, params):
        pages[row["item_id"]].append(row)
    for item_id, versions in sorted(pages.items(), key=lambda p: (p[1][0]["site"], p[1][0]["item_url"])):
        if item_id in dead:
            continue
        versions.sort(key=partial(_trust, languages=languages))
        main = versions[0]
        row = {name: next((v[name] for v in versions if v[name]), None) for name in _TEXT_FIELDS}
        specs = next((v["specs"] for v in versions if v["specs"] not in ("{}", "")), "{}")
        image = next((i for i in (_main_image(db, item_id, v["version_id"]) for v in versions) if i), None)
        yield {
            **row,
            "site": main["site"],
            "url": main["url"],
            "image": image,
            "specs": json.loads(specs),
            "language": main["language"],
            "first_seen": main["first_seen"],
            "last_seen": main["last_seen"],
            "state": states.get(item_id, "current"),
            "languages": sorted({v["language"] for v in versions if v["language"]}),
            "item_id": item_id,
            "catalogue_pages": catalogues.get(item_id, []),
        }


def _trust(version: dict[str, Any], languages: Sequence[str]) -> tuple[bool, int, bool, int]:
    """The order in which the versions of an item speak: product pages first, the reader's languages first."""
    language = version["language"]
    return (
        version["page_type"] != "product",
        languages.index(language) if language in languages else len(languages),
        version["url"] != version["item_url"],
        version["version_id"],
    )


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


def post_rows(db: Database, *, sites: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """One row for each post, newest first, undated ones last."""
    where, params = _sites(sites)
    sql = f"""
        SELECT c.*, (SELECT count(*) FROM image_uses u
                     WHERE u.owner_id = c.post_id AND u.version_id = c.version_id) AS images
        FROM current_posts c {where} ORDER BY c.published IS NULL, c.published DESC, c.url
    """  # noqa: S608 - `where` holds placeholders only, here and above
    for row in db.query(sql, params):
        yield {**row, "words": count_words(row["text"] or "")}


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


def same_images(db: Database, *, sites: Sequence[str] = (), distance: int = 0) -> Iterator[dict[str, Any]]:
    """Who shows the same picture: rows grouped by `picture`, only groups with several owners.

    Same bytes always; with `distance` > 0 also pictures whose perceptual hashes differ in at most that many bits.
    Only current versions count.
    """
    uses = _image_uses(db, sites)
    groups = _groups({u["sha256"]: u["phash"] for u in uses}, distance)
    by_group: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for use in uses:
        by_group[groups[use["sha256"]]].append(use)
    number = 0
    for leader, members in sorted(
        by_group.items(), key=lambda g: (-len({u["owner_id"] for u in g[1]}), g[0])
    ):
        if len({u["owner_id"] for u in members}) < 2:
            continue
        number += 1
        seen: set[tuple[str, str]] = set()
        lead = next(u["phash"] for u in members if u["sha256"] == leader)
        for use in members:
            if (use["owner_id"], use["sha256"]) in seen:
                continue
            seen.add((use["owner_id"], use["sha256"]))
            apart = _bits(lead, use["phash"]) if use["sha256"] != leader else 0
            yield {**use, "picture": f"picture {number}", "image": use["image_url"], "bits_apart": apart}


def _image_uses(db: Database, sites: Sequence[str]) -> list[dict[str, Any]]:
    where, params = _sites(sites)
    sql = f"""
        WITH shown AS (
          SELECT site, 'item' AS kind, item_id AS owner_id, version_id, coalesce(name, model, sku) AS name, url
          FROM current_items
          UNION ALL
          SELECT site, 'post', post_id, version_id, title, url FROM current_posts
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
    return list(db.query(sql, params))


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
