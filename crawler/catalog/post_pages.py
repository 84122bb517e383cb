"""One post as its newest version states it, and the pictures that posts show."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from sqlite_utils import Database

from crawler.case.typed_rows import columns_of, read_rows


@dataclass(frozen=True)
class PostPage:
    """A post, newest version: `date_text` the words that its date was read from; `capture_id` where its bytes are."""

    post_id: str
    site: str
    url: str
    title: str | None
    published: str | None
    date_source: str | None
    date_certainty: str | None
    date_text: str | None
    author: str | None
    language: str | None
    text: str | None
    seen_at: str
    capture_id: str


class PostPicture(TypedDict):
    """A picture that a post shows; `others`: how many other items and posts show the same bytes."""

    post_id: str
    site: str
    published: str | None
    title: str | None
    post_url: str
    position: int
    picture_url: str
    alt: str | None
    sha256: str | None
    width: int | None
    height: int | None
    phash: str | None
    others: int


PICTURE_COLUMNS = columns_of(PostPicture)

PICTURES = """
WITH bodies AS (
  SELECT site, url, max(captured_at) AS at, payload_sha256 AS sha256 FROM captures
  WHERE kind = 'image' AND payload_sha256 IS NOT NULL GROUP BY site, url
), shown AS (
  SELECT DISTINCT u.owner_id, b.sha256 FROM image_uses u
  JOIN (SELECT item_id AS owner_id, version_id, site FROM current_items UNION ALL
        SELECT post_id, version_id, site FROM current_posts) c
    ON c.owner_id = u.owner_id AND c.version_id = u.version_id
  JOIN bodies b ON b.site = c.site AND b.url = u.url
)
SELECT p.post_id, p.site, p.published, p.title, p.url AS post_url, u.position, u.url AS picture_url, u.alt, b.sha256,
  i.width, i.height, i.phash,
  (SELECT count(*) FROM shown s WHERE s.sha256 = b.sha256 AND s.owner_id <> p.post_id) AS others
FROM current_posts p JOIN image_uses u ON u.owner_id = p.post_id AND u.version_id = p.version_id
LEFT JOIN bodies b ON b.site = p.site AND b.url = u.url
LEFT JOIN images i ON i.sha256 = b.sha256
WHERE p.post_id IN (SELECT value FROM json_each(:ids)) ORDER BY p.published, p.url, u.position
"""


def post_page(db: Database, post_id: str) -> PostPage:
    """A post as its newest version states it. Raises StopIteration where there is none."""
    return next(read_rows(db, PostPage, "SELECT * FROM current_posts WHERE post_id = ?", [post_id]))


def pictures(db: Database, post_ids: Sequence[str]) -> Iterator[PostPicture]:
    """The pictures that posts show, by post and place on the page; equal ones elsewhere are counted by their bytes."""
    return read_rows(db, PostPicture, PICTURES, {"ids": json.dumps(list(post_ids))})
