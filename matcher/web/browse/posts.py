"""News posts: the listing, and a post with the statements that were read in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crawler.case.errors import UsageProblem
from crawler.case.typed_rows import read_rows
from crawler.catalog.listings import PostRow, post_rows
from matcher.arrays import Bools
from matcher.attributes.taxonomy import of_case
from matcher.review.statement_decisions import case_statements, reviewed
from matcher.statements.listing import StatementRow, rows
from matcher.text.highlight import Segment
from matcher.text.pieces import Layer, pieces
from matcher.web.browse.columns import Column
from matcher.web.browse.facets import Facet, listing_of, words_asked
from matcher.web.browse.items import shown_pictures
from matcher.web.browse.words import look_up
from matcher.web.frame import Frame, missing
from matcher.web.kept import ITEMS, POSTS

if TYPE_CHECKING:
    from sqlite_utils import Database
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from crawler.case.case import Case

SIZE = 50
MOST_SHOWN = 60_000  # characters of a post's text
FACETS = (
    Facet("site"),
    Facet("year", by_name=True),
    Facet("language"),
    Facet("statements", "statements"),
)

Statements = Mapping[str, Sequence[StatementRow]]  # of a post's id


def read_statements(case: Case, db: Database) -> Statements:
    """The statements of the case's posts, by post."""
    found: dict[str, list[StatementRow]] = defaultdict(list)
    said = [*case_statements(case, db).values()]
    for row in rows(said, of_case(case.root), reviewed(db, said)):
        found[row["post_id"]].append(row)
    return dict(found)


@dataclass(frozen=True)
class PostVersion:
    """A version of a post, with its capture."""

    version_id: int
    post_id: str
    site: str
    url: str
    seen_at: str
    language: str | None
    title: str | None
    published: str | None
    date_source: str | None
    date_certainty: str | None
    date_text: str | None
    author: str | None
    text: str | None
    capture_id: str
    sha256: str | None


VERSIONS = """
SELECT v.*, p.site, p.url, c.payload_sha256 AS sha256 FROM post_versions v JOIN posts p USING (post_id)
JOIN captures c ON c.capture_id = v.capture_id WHERE v.post_id = ? ORDER BY v.seen_at DESC, v.version_id DESC LIMIT 100
"""


class PostPages:
    """The pages of news posts."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [self.frame.route("posts", self.listing), self.frame.route("posts/{post_id}", self.post)]

    async def statements(self) -> Statements:
        """The statements of the case's posts."""
        case = self.frame.case
        return await self.frame.kept.get(
            "statements",
            "working_statements",
            ITEMS + POSTS,
            lambda db: read_statements(case, db),
        )

    async def listing(self, request: Request) -> Response:
        """Posts that fit what was chosen, newest first."""
        statements = await self.statements()
        posts = await self.frame.kept.get("posts", "working_posts", POSTS, lambda db: [*post_rows(db)])
        columns = _columns(posts, statements)
        words, problem = words_asked(request.query_params), ""
        more: dict[str, tuple[str, Bools]] = {}
        if words:
            try:
                looked = await look_up(self.frame, words)
                versions = {key for keys in looked.places["posts"].values() for key in keys}
                more["q"] = (words, self._posts_of(posts, versions))
            except UsageProblem as error:
                problem, more["q"] = error.message, (words, np.zeros(len(posts), np.bool_))
        listing = listing_of(columns, FACETS, request.query_params, SIZE, more)
        return self.frame.page(
            "posts.html",
            request,
            listing=listing,
            posts=[posts[place] for place in listing.page.places],
            statements=statements,
            words=words,
            problem=problem,
        )

    def _posts_of(self, posts: Sequence[PostRow], versions: set[str]) -> Bools:
        owners = {
            str(version): post
            for version, post in self.frame.db.conn.execute("SELECT version_id, post_id FROM current_posts")
        }
        found = {owners[version] for version in versions if version in owners}
        return np.fromiter((post["post_id"] in found for post in posts), np.bool_, len(posts))

    async def post(self, request: Request) -> Response:
        """One post: its text with the words of its statements marked, its pictures, versions and captures."""
        post_id, db = request.path_params["post_id"], self.frame.db
        versions = [*read_rows(db, PostVersion, VERSIONS, [post_id])]
        if not versions:
            raise missing("post")
        statements = (await self.statements()).get(post_id, [])
        shown = versions[0]
        return self.frame.page(
            "post.html",
            request,
            post=shown,
            versions=versions,
            statements=statements,
            title=marked(shown.title or "", "title", statements),
            text=marked((shown.text or "")[:MOST_SHOWN], "text", statements),
            is_cut=len(shown.text or "") > MOST_SHOWN,
            pictures=shown_pictures(db, shown.site, post_id, shown.version_id),
        )


def marked(text: str, part: str, statements: Sequence[StatementRow]) -> list[Segment]:
    """The text with the sentences of statements as "word" and what was read in them as "code"."""
    spans = [
        (read == "sentence", span["start"], span["end"])
        for statement in statements
        for read, span in statement["spans"].items()
        if span["part"] == part
    ]
    layers = [
        Layer(start, end, "word" if whole else "code") for whole, start, end in sorted(spans, reverse=True)
    ]
    return [Segment(piece.text, piece.kinds[-1] if piece.kinds else "") for piece in pieces(text, layers)]


def _columns(posts: Sequence[PostRow], statements: Statements) -> Mapping[str, Column]:
    return {
        "site": Column.of([post["site"] for post in posts]),
        "year": Column.of([(post["published"] or "")[:4] for post in posts]),
        "language": Column.of([post["language"] for post in posts]),
        "statements": Column.of(["with" if post["post_id"] in statements else "without" for post in posts]),
    }
