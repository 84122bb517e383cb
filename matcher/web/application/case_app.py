"""The pages of `box31 open`: one case as a local web application."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from crawler.case.errors import CORRECTABLE, problem_of
from matcher.web.app import ReviewApp
from matcher.web.browse.archive import ArchivePages
from matcher.web.browse.firms import FirmPages
from matcher.web.browse.items import ItemPages
from matcher.web.browse.line_columns import read_line_columns
from matcher.web.browse.lines import LinePages
from matcher.web.browse.orders import OrderPages
from matcher.web.browse.overview import OverviewPages
from matcher.web.browse.pair_columns import read_pair_columns
from matcher.web.browse.pairs import PairPages
from matcher.web.browse.pictures import PicturePages
from matcher.web.browse.posts import PostPages
from matcher.web.browse.search import SearchPages
from matcher.web.browse.trade import TradePages
from matcher.web.forms.dossiers import DossierPages
from matcher.web.forms.imports import ImportPages
from matcher.web.forms.jobs import JobPages
from matcher.web.forms.sites import SitePages
from matcher.web.forms.uploads import MOST_BYTES
from matcher.web.frame import Frame
from matcher.web.guard import Guard, new_token
from matcher.web.kept import LINES, PAIRS
from matcher.web.server import serve_local

if TYPE_CHECKING:
    from sqlite_utils import Database
    from starlette.routing import Route

    from crawler.case.case import Case

HERE = Path(__file__).parent.parent
LOOK = {
    "review.css": "text/css",
    "case.css": "text/css",
    "case.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


class CaseApp:
    """All pages of one case."""

    def __init__(self, case: Case, db: Database, token: str, *, reviewer: str = "") -> None:
        self.frame = Frame(case, db, token)
        self.review = ReviewApp(case, db, reviewer, token, frame=self.frame)
        jobs = JobPages(self.frame)
        self.imports = ImportPages(self.frame, jobs)
        self.pages = (
            jobs,
            self.imports,
            DossierPages(self.frame, jobs),
            SitePages(self.frame, jobs),
            OverviewPages(self.frame),
            LinePages(self.frame),
            PicturePages(self.frame),
            ItemPages(self.frame),
            PostPages(self.frame),
            OrderPages(self.frame),
            PairPages(self.frame),
            FirmPages(self.frame),
            TradePages(self.frame),
            ArchivePages(self.frame),
            SearchPages(self.frame),
        )

    def routes(self) -> list[Route]:
        """The addresses of all pages."""
        found = [self.frame.route("look/{name}", self.look)]
        for pages in self.pages:
            found += pages.routes()
        return [*found, *self.review.routes()]

    def asgi(self, port: int) -> Guard:
        """The application behind its guard. The largest values are begun to be read at once."""
        self.frame.kept.begin("lines", LINES, read_line_columns)
        self.frame.kept.begin("pairs", PAIRS, read_pair_columns)
        app = Starlette(
            routes=self.routes(),
            exception_handlers={
                HTTPException: self.refused,
                **dict.fromkeys(CORRECTABLE, self.wrong),
            },
        )
        return Guard(app, self.frame.token, port, {"import": MOST_BYTES + 64 * 1024})

    def close(self) -> None:
        """Delete what was dropped, and begin nothing more."""
        self.imports.uploads.close()
        self.frame.kept.close()

    async def look(self, request: Request) -> Response:
        """Style, script and icon."""
        name = request.path_params["name"]
        if name not in LOOK:
            raise HTTPException(404, "no such page")
        keep = {"cache-control": "private, max-age=300"}
        return Response((HERE / name).read_bytes(), media_type=LOOK[name], headers=keep)

    async def refused(self, request: Request, error: Exception) -> Response:
        """A page for an address that is none, or a form that is refused."""
        assert isinstance(error, HTTPException)
        heading = self.frame.say("not_found" if error.status_code == 404 else "not_done")
        return self.frame.page(
            "problem.html", request, status=error.status_code, heading=heading, problem=error.detail
        )

    async def wrong(self, request: Request, error: Exception) -> Response:
        """A page for what a person can correct."""
        problem = problem_of(error)
        status = 400 if problem is error else 503  # 503: a full disk, a case that is busy
        return self.frame.page(
            "problem.html",
            request,
            status=status,
            heading=self.frame.say("not_done"),
            problem=problem.message,
        )


def open_case_pages(
    case: Case, db: Database, *, reviewer: str, port: int, started: Callable[[str], None]
) -> None:
    """Serve the case's pages until interrupted, on loopback only; `started` gets the address with its token."""
    token = new_token()
    app = CaseApp(case, db, token, reviewer=reviewer)
    try:
        serve_local(app.asgi, token, port=port, started=started)
    finally:
        app.close()
