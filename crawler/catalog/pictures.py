"""The pictures that items and posts show: who shows the same, what their files state, what text was read in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from sqlite_utils import Database

from crawler.case.typed_rows import columns_of, read_rows
from crawler.catalog.listings import at_sites
from crawler.catalog.picture_readings import BODIES, exif_of, texts_of
from crawler.extract.picture.exif import camera, place, taken


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


class PictureRow(TypedDict):
    """A picture that the current version of an item or post shows.

    `others`: how many other items and posts show the same bytes. `taken`, `camera` and `place` (degrees) are what its
    file states, `text` what a model read in it; `exif_problem` and `text_problem` why there is nothing, "not read"
    where nobody has looked. `published`: of a post.
    """

    site: str
    kind: str
    owner_id: str
    name: str | None
    page_url: str
    position: int
    picture_url: str
    alt: str | None
    sha256: str | None
    width: int | None
    height: int | None
    phash: str | None
    others: int
    taken: str | None
    camera: str | None
    place: str | None
    text: str
    exif_problem: str | None
    text_problem: str | None
    capture_id: str | None
    published: str | None


SAME_IMAGE_COLUMNS = columns_of(SameImage)
PICTURE_COLUMNS = columns_of(PictureRow)


@dataclass(frozen=True)
class ImageUse:
    """A picture that an item's or post's current version shows; `sha256` is "" where it was not archived."""

    site: str
    kind: str
    owner_id: str
    name: str | None
    url: str
    published: str | None
    position: int
    image_url: str
    alt: str | None
    sha256: str
    capture_id: str | None
    phash: str | None
    width: int | None
    height: int | None


def picture_rows(
    db: Database, *, sites: Sequence[str] = (), owners: Sequence[str] = ()
) -> Iterator[PictureRow]:
    """The pictures of items and posts by site, owner and place on the page; with `owners`, only theirs."""
    uses, wanted = _image_uses(db, sites), frozenset(owners)
    shown_by = Counter(sha256 for _, sha256 in {(use.owner_id, use.sha256) for use in uses})
    exif, texts = exif_of(db), texts_of(db)
    seen: set[tuple[str, str]] = set()  # pages of an item in several languages show the same pictures
    for use in uses:
        if (use.owner_id, use.image_url) in seen or (wanted and use.owner_id not in wanted):
            continue
        seen.add((use.owner_id, use.image_url))
        stated, read = exif.get(use.sha256), texts.get(use.sha256)
        values: Mapping[str, str] = stated.values if stated else {}
        yield PictureRow(
            site=use.site,
            kind=use.kind,
            owner_id=use.owner_id,
            name=use.name,
            page_url=use.url,
            position=use.position,
            picture_url=use.image_url,
            alt=use.alt,
            sha256=use.sha256 or None,
            width=use.width,
            height=use.height,
            phash=use.phash,
            others=shown_by[use.sha256] - 1 if use.sha256 else 0,
            taken=taken(values),
            camera=camera(values),
            place=place(values),
            text=" | ".join(line.text for line in read.lines) if read else "",
            exif_problem=stated.problem if stated else "not read",
            text_problem=read.problem if read else "not read",
            capture_id=use.capture_id,
            published=use.published,
        )


def pictures_with(db: Database, hashes: Collection[str]) -> list[ImageUse]:
    """The uses of the pictures whose bytes have these hashes, each address of an item or post once."""
    uses = [use for use in _image_uses(db, ()) if use.sha256 in hashes]
    return list({(use.owner_id, use.image_url): use for use in reversed(uses)}.values())[::-1]


def same_images(db: Database, *, sites: Sequence[str] = (), distance: int = 0) -> Iterator[SameImage]:
    """Who shows the same picture: rows grouped by `picture`, only groups with several owners.

    Same bytes always; with `distance` > 0 also pictures whose perceptual hashes differ in at most that many bits.
    Only current versions count.
    """
    uses = [use for use in _image_uses(db, sites) if use.sha256]
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
    where, params = at_sites(sites)
    sql = f"""
        WITH shown AS (
          SELECT c.site, 'item' AS kind, c.item_id AS owner_id, c.version_id,
            coalesce(v.name, v.model, v.sku) AS name, v.url, NULL AS published
          FROM current_items c JOIN spoken_versions s USING (item_id)
          JOIN item_versions v ON v.version_id = s.version_id
          WHERE c.item_id NOT IN (SELECT owner_id FROM left_out)
          UNION ALL
          SELECT site, 'post', post_id, version_id, title, url, published FROM current_posts
          WHERE post_id NOT IN (SELECT owner_id FROM left_out)
        ), {BODIES}
        SELECT c.site, c.kind, c.owner_id, c.name, c.url, c.published, u.position, u.url AS image_url, u.alt,
               coalesce(b.sha256, '') AS sha256, b.capture_id, p.phash, p.width, p.height
        FROM shown c JOIN image_uses u ON u.owner_id = c.owner_id AND u.version_id = c.version_id
        LEFT JOIN bodies b ON b.site = c.site AND b.url = u.url
        LEFT JOIN images p ON p.sha256 = b.sha256
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
