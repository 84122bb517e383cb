"""Pages of a crawl that need a browser: rendered between their capture and its commit, and archived beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.archive import captures
from crawler.archive.capture_reader import read_capture
from crawler.archive.capture_writer import Resource, SiteArchive, WrittenCapture
from crawler.archive.captures import Capture
from crawler.archive.rendered_records import DESCRIPTION, DOM, SCREENSHOT
from crawler.browser.page_session import HEIGHT, WIDTH, Answer, NotRendered, Rendering
from crawler.browser.renderer import Renderer
from crawler.browser.request_router import Fetch, RequestRouter, SubresourceCapture, header_map

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings
    from sqlite_utils import Database

    from crawler.capture.exchange import Exchange
    from crawler.case.case import Case
    from crawler.crawl.runs import Run
    from crawler.profile.profile import SiteProfile
    from crawler.profile.robots import Rules


@dataclass(frozen=True)
class Rendered:
    """What rendering a page gave: the exchanges it caused, and its rendered form or the problem in its place."""

    subresources: list[SubresourceCapture]
    recalled: Mapping[str, str]
    refused: Mapping[str, str]
    rendering: Rendering | None = None
    problem: str | None = None


@dataclass(frozen=True)
class RenderedCaptures:
    """Captures that rendering a page brought, written to the archive but not yet recorded.

    `dom` is the capture to read records from, `content` its bytes; `problem` why there is none; `pictures` are the
    captures of images among them, with their content.
    """

    written: tuple[WrittenCapture, ...] = ()
    dom: Capture | None = None
    content: bytes = b""
    outlinks: list[str] = field(default_factory=list)
    problem: str | None = None
    pictures: tuple[tuple[Capture, bytes], ...] = ()


class BrowserPages:
    """Renders the pages of one run. Call `close` at the end."""

    def __init__(
        self,
        db: Database,
        case: Case,
        run: Run,
        settings: BaseSettings,
        router: RequestRouter,
    ) -> None:
        self._db = db
        self._archive = case.root / "archive"
        self._run = run
        self._limit = settings.getint("DOWNLOAD_MAXSIZE")
        self._renderer = Renderer(settings["USER_AGENT"], dom_bytes=self._limit)
        self._router = router
        router.recall = self._recall

    async def render(self, url: str, exchange: Exchange, content: bytes) -> Rendered:
        """Show the page that `exchange` brought (its decoded body is `content`), with all it asks for."""
        requests = self._router.page()
        headers = header_map(exchange)
        headers.setdefault("content-type", "text/html")  # a 304 does not say it again
        rendering, problem = None, None
        try:
            rendering = await self._renderer.render(url, Answer(200, headers, content), requests)
        except NotRendered as error:
            problem = f"could not be rendered: {error.message}"
        return Rendered(requests.captures, requests.recalled, requests.refused, rendering, problem)

    async def close(self) -> None:
        await self._renderer.close()

    def _recall(self, url: str) -> tuple[str, Answer] | None:
        """What this run has captured of an address, whole and found."""
        known = captures.newest_whole(self._db, self._run.site, url, self._run.run_id)
        if known is None:
            return None
        stored = read_capture(self._db, self._archive, known.capture_id, limit=self._limit)
        headers = {k.lower(): v for k, v in stored.headers.items()}
        return known.capture_id, Answer(200, headers, stored.content)


def request_router(
    profile: SiteProfile, settings: BaseSettings, fetch: Fetch, rules: Mapping[str, Rules]
) -> RequestRouter:
    """What answers the requests of the pages of one run; `fetch` is the crawl's download handler."""
    headers = {k: v for k, v in settings.getdict("DEFAULT_REQUEST_HEADERS").items() if k != "Accept"}
    limit = settings.getint("DOWNLOAD_MAXSIZE")
    return RequestRouter(profile, settings["USER_AGENT"], headers, fetch, rules, limit)


def archive_rendering(archive: SiteArchive, page: Capture, rendered: Rendered | None) -> RenderedCaptures:
    """Write what rendering a page brought into the archive, beside the page's capture.

    Each exchange as any other; then, as resource records, the DOM, the screenshot, and a description (JSON) that
    names browser and window, the captures the page was made from, and what it was refused and why.
    """
    if rendered is None:
        return RenderedCaptures()
    written = [archive.write(one.exchange, one.kind) for one in rendered.subresources]
    pictures = tuple(
        (made.capture, one.content)
        for made, one in zip(written, rendered.subresources, strict=True)
        if one.kind == "image" and made.capture.status == 200 and one.content
    )
    shown = rendered.rendering
    if shown is None:
        return RenderedCaptures(tuple(written), problem=rendered.problem, pictures=pictures)
    dom = None
    described = _description(shown, page, rendered, [one.capture for one in written])
    for prefix, mime, body in (
        (DOM, "text/html; charset=utf-8", shown.dom),
        (SCREENSHOT, "image/png", shown.screenshot),
        (DESCRIPTION, "application/json", described),
    ):
        if body:
            resource = Resource(prefix + shown.url, shown.moment, mime, body, "rendered", page.capture_id)
            written.append(archive.write_resource(resource))
            dom = written[-1].capture if prefix == DOM else dom
    return RenderedCaptures(tuple(written), dom, shown.dom, shown.outlinks, rendered.problem, pictures)


def _description(shown: Rendering, page: Capture, rendered: Rendered, made_of: list[Capture]) -> bytes:
    facts = {
        "url": shown.url,
        "title": shown.title,
        "browser": shown.browser,
        "window": [WIDTH, HEIGHT],
        "screenshot_cut_at": shown.cut_at,
        "page": page.capture_id,
        "pieces": [{"url": one.url, "capture": one.capture_id} for one in made_of]
        + [{"url": url, "capture": capture_id} for url, capture_id in rendered.recalled.items()],
        "refused": rendered.refused,
        "leads_to": shown.outlinks,
    }
    return json.dumps(facts, ensure_ascii=False, indent=1).encode("utf-8")
