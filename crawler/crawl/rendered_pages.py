"""Pages of a crawl that need a browser: rendered between their capture and its settling, and kept beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.archive.capture_reader import read_capture
from crawler.browser.page_session import HEIGHT, WIDTH, Answer, NotRendered, Rendering
from crawler.browser.renderer import Renderer
from crawler.browser.request_router import Fetch, PageSupply, Piece, RunSupply, header_map

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings
    from sqlite_utils import Database

    from crawler.archive.capture_writer import SiteArchive
    from crawler.capture.exchange import Exchange
    from crawler.case.case import Case
    from crawler.crawl.runs import Run
    from crawler.profile.profile import SiteProfile
    from crawler.profile.robots import Rules

# Addresses of what was made here, so that replay programs show the server's own bytes under the page's address.
# fullPage and pageinfo are what other archivers call a page's screenshot and its description.
DOM, SCREENSHOT, NOTES = "urn:dom:", "urn:fullPage:", "urn:pageinfo:"
DOM_HEADERS = {"Content-Type": "text/html; charset=utf-8"}


@dataclass(frozen=True)
class Rendered:
    """What rendering a page gave: the exchanges it caused, and its rendered form or the problem in its place."""

    pieces: list[Piece]
    recalled: Mapping[str, str]
    refused: Mapping[str, str]
    rendering: Rendering | None = None
    problem: str | None = None


@dataclass
class Kept:
    """Captures that rendering a page brought, written to the archive but not yet recorded.

    `dom` is the capture to read records from, `content` its bytes; `problem` why there is none; `pictures` are the
    captures of images among the rows, with their content.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    dom: dict[str, Any] | None = None
    content: bytes = b""
    leads_to: list[str] = field(default_factory=list)
    problem: str | None = None
    pictures: list[tuple[dict[str, Any], bytes]] = field(default_factory=list)


class BrowserPages:
    """Renders the pages of one run. Call `close` at the end."""

    def __init__(
        self,
        db: Database,
        case: Case,
        profile: SiteProfile,
        run: Run,
        settings: BaseSettings,
        fetch: Fetch,
        rules: Mapping[str, Rules],
    ) -> None:
        self._db = db
        self._archive = case.root / "archive"
        self._profile = profile
        self._run = run
        self._limit = settings.getint("DOWNLOAD_MAXSIZE")
        agent = settings["USER_AGENT"]
        self._renderer = Renderer(agent, dom_bytes=self._limit)
        self._supply = RunSupply(
            profile,
            agent,
            {k: v for k, v in settings.getdict("DEFAULT_REQUEST_HEADERS").items() if k != "Accept"},
            fetch,
            self._recall,
            rules,
            self._limit,
        )

    async def render(self, url: str, exchange: Exchange, content: bytes) -> Rendered:
        """Show the page that `exchange` brought (its decoded body is `content`), with all it asks for."""
        supply: PageSupply = self._supply.page()
        headers = header_map(exchange)
        headers.setdefault("content-type", "text/html")  # a 304 does not say it again
        try:
            rendering = await self._renderer.render(url, Answer(200, headers, content), supply)
        except NotRendered as error:
            return Rendered(
                supply.pieces,
                supply.recalled,
                supply.refused,
                problem=f"could not be rendered: {error.message}",
            )
        return Rendered(supply.pieces, supply.recalled, supply.refused, rendering)

    async def close(self) -> None:
        await self._renderer.close()

    def _recall(self, url: str) -> tuple[str, Answer] | None:
        """What this run has captured of an address, whole and found."""
        row = self._db.conn.execute(
            "SELECT capture_id FROM captures WHERE site = ? AND url = ? AND run_id = ? AND status IN (200, 304)"
            " AND kind != 'query' AND truncated IS NULL AND error IS NULL ORDER BY captured_at DESC LIMIT 1",
            (self._profile.name, url, self._run.run_id),
        ).fetchone()
        if row is None:
            return None
        stored = read_capture(self._db, self._archive, row[0], limit=self._limit)
        return row[0], Answer(200, {k.lower(): v for k, v in stored.headers.items()}, stored.content)


def keep(archive: SiteArchive, capture: Mapping[str, Any], rendered: Rendered | None) -> Kept:
    """Write what rendering a page brought into the archive, beside the page's `capture`.

    Each exchange as any other; then, as resource records, the DOM, the screenshot, and a description (JSON) that
    names browser and window, the captures the page was made from, and what it was refused and why.
    """
    if rendered is None:
        return Kept()
    kept = Kept(problem=rendered.problem)
    for piece in rendered.pieces:
        row = archive.keep(piece.exchange, piece.kind)
        kept.rows.append(row)
        if piece.kind == "image" and row["status"] == 200 and piece.content:
            kept.pictures.append((row, piece.content))
    made = rendered.rendering
    if made is None:
        return kept
    kept.content, kept.leads_to = made.dom, made.leads_to
    notes = {
        "url": made.url,
        "title": made.title,
        "browser": made.browser,
        "window": [WIDTH, HEIGHT],
        "screenshot_cut_at": made.cut_at,
        "page": capture["capture_id"],
        "pieces": [{"url": row["url"], "capture": row["capture_id"]} for row in kept.rows]
        + [{"url": url, "capture": capture_id} for url, capture_id in rendered.recalled.items()],
        "refused": rendered.refused,
        "leads_to": made.leads_to,
    }
    described = json.dumps(notes, ensure_ascii=False, indent=1).encode("utf-8")
    for prefix, mime, body in (
        (DOM, "text/html; charset=utf-8", made.dom),
        (SCREENSHOT, "image/png", made.screenshot),
        (NOTES, "application/json", described),
    ):
        if not body:
            continue
        row = archive.keep_resource(
            prefix + made.url, made.moment, mime, body, kind="rendered", concurrent_to=capture["capture_id"]
        )
        row["mime"] = mime.split(";")[0]
        kept.rows.append(row)
        if prefix == DOM:
            kept.dom = row
    return kept
