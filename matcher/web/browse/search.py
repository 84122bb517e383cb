"""The search of every page's head: lines, items, posts and firms that hold the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crawler.case.errors import UsageProblem
from matcher.parties.listing import PartyRow
from matcher.search.find import Found
from matcher.web.browse.facets import words_asked
from matcher.web.browse.firms import firms_of, firms_with
from matcher.web.browse.line_columns import ShownLine, read_lines, rows_with_words
from matcher.web.browse.lines import lines_of
from matcher.web.browse.words import look_up
from matcher.web.frame import Frame

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

SHOWN = 10


@dataclass(frozen=True)
class Hits:
    """The first lines, items, posts, pictures and firms that hold the words, and how many lines and firms there are."""

    lines: Sequence[ShownLine] = ()
    line_total: int = 0
    found: Sequence[Found] = ()
    firms: Sequence[PartyRow] = ()
    firm_total: int = 0


class SearchPages:
    """The page of a search."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def routes(self) -> list[Route]:
        """Its address."""
        return [self.frame.route("search", self.search)]

    async def search(self, request: Request) -> Response:
        """The first hits of each kind, and how many there are."""
        words = words_asked(request.query_params)
        hits, problem = Hits(), ""
        if words:
            try:
                hits = await self._hits(words)
            except UsageProblem as error:
                problem = error.message
        return self.frame.page("search.html", request, words=words, problem=problem, **vars(hits))

    async def _hits(self, words: str) -> Hits:
        looked = await look_up(self.frame, words)
        lines = await lines_of(self.frame)
        rows = np.flatnonzero(
            rows_with_words(lines, self.frame.db, looked.places["lines"], looked.declaration)
        )
        firms = firms_with(await firms_of(self.frame), words.replace('"', " "))
        first = read_lines(self.frame.db, lines, rows[:SHOWN].tolist())
        return Hits(first, len(rows), looked.found, firms[:SHOWN], len(firms))
