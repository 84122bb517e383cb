"""The search of every page's head: lines, items, posts and firms that hold the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from crawler.case.errors import UsageProblem
from matcher.web.browse.firms import firms_of, firms_with
from matcher.web.browse.line_columns import read_lines, rows_with_words
from matcher.web.browse.lines import lines_of
from matcher.web.browse.words import look_up
from matcher.web.frame import Frame

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

SHOWN = 10


class SearchPages:
    """The page of a search."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def routes(self) -> list[Route]:
        """Its address."""
        return [self.frame.route("search", self.search)]

    async def search(self, request: Request) -> Response:
        """The first hits of each kind, and how many there are."""
        words = " ".join(request.query_params.get("q", "").split())[:200]
        if not words:
            return self.frame.page(
                "search.html",
                request,
                words="",
                problem="",
                lines=[],
                line_total=0,
                found=[],
                firms=[],
                firm_total=0,
            )
        try:
            looked = await look_up(self.frame, words)
        except UsageProblem as error:
            return self.frame.page(
                "search.html",
                request,
                words=words,
                problem=error.message,
                lines=[],
                line_total=0,
                found=[],
                firms=[],
                firm_total=0,
            )
        lines = await lines_of(self.frame)
        rows = np.flatnonzero(
            rows_with_words(lines, self.frame.db, looked.places["lines"], looked.declaration)
        )
        firms = firms_with(await firms_of(self.frame), words.replace('"', " "))
        return self.frame.page(
            "search.html",
            request,
            words=words,
            problem="",
            lines=read_lines(self.frame.db, lines, rows[:SHOWN].tolist()),
            line_total=len(rows),
            found=looked.found,
            firms=firms[:SHOWN],
            firm_total=len(firms),
        )
