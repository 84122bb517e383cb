"""One post as its newest version states it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from crawler.case.typed_rows import read_rows


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


def post_page(db: Database, post_id: str) -> PostPage:
    """A post as its newest version states it. Raises StopIteration where there is none."""
    return next(read_rows(db, PostPage, "SELECT * FROM current_posts WHERE post_id = ?", [post_id]))
