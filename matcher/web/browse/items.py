"""Catalog items: a gallery with facets, and an item with its versions and their captures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.case.typed_rows import read_rows
from crawler.catalog.listings import ItemRow, item_rows
from crawler.catalog.picture_readings import exif_of, texts_of
from crawler.extract.picture.exif import camera, place, taken
from matcher.text.normal_forms import normal_form
from matcher.web.browse.columns import Column
from matcher.web.browse.facets import Facet, holding, listing_of, words_asked
from matcher.web.browse.lines import PAIRS, ListedPair
from matcher.web.frame import Frame, missing
from matcher.web.kept import ITEMS, RUNS

if TYPE_CHECKING:
    from sqlite_utils import Database
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

SIZE = 48  # items on a page
MOST_VERSIONS = 200
MOST_PAIRS = 20
FACETS = (
    Facet("site"),
    Facet("category"),
    Facet("brand"),
    Facet("language"),
    Facet("state", "item"),
    Facet("photo", "photo"),
)
FIELDS = ("name", "model", "sku", "mpn", "gtin", "brand", "category", "price", "currency", "availability")


@dataclass(frozen=True, eq=False)
class ItemColumns:
    """The rows of `box31 items`, their texts for words, and their columns."""

    rows: Sequence[ItemRow]
    texts: Sequence[str]
    columns: Mapping[str, Column]


def read_items(db: Database) -> ItemColumns:
    """Read the case's items."""
    rows = [*item_rows(db)]
    columns = {
        **{name: Column.of([row[name] for row in rows]) for name in ("site", "category", "brand")},
        "language": Column.of([row["language"] for row in rows]),
        "state": Column.of([row["state"] for row in rows]),
        "photo": Column.of(["with" if row["image"] else "without" for row in rows]),
    }
    return ItemColumns(rows, [_text(row) for row in rows], columns)


def _text(row: ItemRow) -> str:
    stated = (
        row["name"],
        row["model"],
        row["sku"],
        row["brand"],
        row["category"],
        row["item_id"],
        row["url"],
        *row["other_names"],
        *row["other_codes"],
    )
    return normal_form(" ".join(part for part in stated if part))


@dataclass(frozen=True)
class ItemVersion:
    """A version of an item, with its capture."""

    version_id: int
    seen_at: str
    url: str
    page_type: str
    language: str | None
    extractor: str
    name: str | None
    model: str | None
    sku: str | None
    mpn: str | None
    gtin: str | None
    brand: str | None
    category: str | None
    price: str | None
    currency: str | None
    availability: str | None
    description: str | None
    specs: str
    documents: str
    sources: str
    capture_id: str
    sha256: str | None
    warc: str | None


VERSIONS = """
SELECT v.*, c.payload_sha256 AS sha256, c.site || '/' || c.warc_file || ', offset ' || c.warc_offset AS warc
FROM item_versions v JOIN captures c USING (capture_id) WHERE v.item_id = ?
ORDER BY v.seen_at DESC, v.version_id DESC LIMIT ?
"""
PICTURES = """
SELECT DISTINCT c.capture_id, u.url, coalesce(u.alt, '') AS alt, u.position, c.payload_sha256 AS sha256 FROM image_uses u
JOIN captures c ON c.site = ? AND c.url = u.url AND c.status = 200 AND c.kind = 'image'
WHERE u.owner_id = ? AND u.version_id = ? ORDER BY u.position, c.captured_at LIMIT 24
"""


@dataclass(frozen=True)
class Picture:
    """An archived picture of an item or post."""

    capture_id: str
    url: str
    alt: str
    position: int
    sha256: str


@dataclass(frozen=True)
class ShownPicture:
    """A picture with what its file states, in one line, and the text that a model read in it."""

    capture_id: str
    alt: str
    stated: str
    text: str


def shown_pictures(db: Database, site: str, owner_id: str, version_id: int) -> list[ShownPicture]:
    """The archived pictures of a version of an item or post."""
    found = [*read_rows(db, Picture, PICTURES, [site, owner_id, version_id])]
    hashes = [one.sha256 for one in found]
    exif, texts = exif_of(db, hashes), texts_of(db, hashes)
    shown = []
    for one in found:
        values = exif[one.sha256].values if one.sha256 in exif else {}
        stated = " · ".join(part for part in (taken(values), camera(values), place(values)) if part)
        text = "\n".join(line.text for line in texts[one.sha256].lines) if one.sha256 in texts else ""
        shown.append(ShownPicture(one.capture_id, one.alt, stated, text))
    return shown


class ItemPages:
    """The pages of catalog items."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [self.frame.route("items", self.gallery), self.frame.route("items/{item_id}", self.item)]

    async def gallery(self, request: Request) -> Response:
        """Items that fit what was chosen, with photos."""
        items = await self.frame.kept.get("items", "working_items", ITEMS + RUNS, read_items)
        words = words_asked(request.query_params)
        more = {"q": (words, holding(items.texts, words))} if words else {}
        listing = listing_of(items.columns, FACETS, request.query_params, SIZE, more)
        return self.frame.page(
            "items.html",
            request,
            listing=listing,
            items=[items.rows[place] for place in listing.page.places],
            words=words,
        )

    async def item(self, request: Request) -> Response:
        """One item: what it says now, its pictures, its versions with their captures, what it may be in customs lines."""
        item_id, db = request.path_params["item_id"], self.frame.db
        known = db.execute(
            "SELECT i.site, i.url, i.first_seen, (SELECT version_id FROM spoken_versions s WHERE s.item_id = i.item_id),"
            " (SELECT mark FROM left_out l WHERE l.owner_id = i.item_id),"
            " (SELECT max(seen_at) FROM item_sightings t WHERE t.item_id = i.item_id)"
            " FROM items i WHERE i.item_id = ?",
            [item_id],
        ).fetchone()
        if known is None:
            raise missing("item")
        site, url, first_seen, spoken, mark, last_seen = known
        versions = [*read_rows(db, ItemVersion, VERSIONS, [item_id, MOST_VERSIONS])]
        asked = request.query_params.get("version", "")
        shown = next((v for v in versions if str(v.version_id) == asked), None)
        shown = shown or next(
            (v for v in versions if v.version_id == spoken), versions[0] if versions else None
        )
        pairs_sql = f"{PAIRS} WHERE p.item_id = ? ORDER BY p.confidence DESC, p.pair_id LIMIT {MOST_PAIRS}"
        return self.frame.page(
            "item.html",
            request,
            item_id=item_id,
            **{"site": site, "url": url, "first_seen": first_seen, "last_seen": last_seen, "mark": mark},
            versions=versions,
            shown=shown,
            facts=_facts(shown) if shown else [],
            specs=_object(shown.specs) if shown else {},
            pictures=shown_pictures(db, site, item_id, shown.version_id) if shown else [],
            pairs=[*read_rows(db, ListedPair, pairs_sql, [item_id])],
        )


def _facts(version: ItemVersion) -> list[tuple[str, str, str]]:
    """Label, text and source of each field that a version states."""
    sources = _object(version.sources)
    return [
        (name, str(value), str(sources.get(name, ""))) for name in FIELDS if (value := getattr(version, name))
    ]


def _object(stored: str) -> Mapping[str, object]:
    try:
        found = json.loads(stored)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
