"""One visit of a page in a browser: what it asks for is answered, and its DOM and picture are taken."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.archive.warc import timestamp
from crawler.case.errors import Box31Error

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, CDPSession, Page, Request, Route

WIDTH, HEIGHT = 1366, 900  # of the window, pixels
MAX_SCREENSHOT_HEIGHT = (
    16_384  # pixels of a screenshot; Chromium's largest texture, and a page may be endless
)
LOAD_SECONDS = 30.0  # for its load event
QUIET_SECONDS = 0.6  # without a request: the page is taken to be complete
BUSY_SECONDS = 20.0  # a page that never stops asking is taken as it stands after this
# Response headers that belong to the transport, would set state, or turn the page into a download.
DROPPED = frozenset(
    (
        "alt-svc",
        "clear-site-data",
        "connection",
        "content-disposition",
        "content-encoding",
        "content-length",
        "keep-alive",
        "nel",
        "report-to",
        "set-cookie",
        "strict-transport-security",
        "transfer-encoding",
    )
)
_HEADER_NAME = re.compile(r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")

# Run in a world of their own: the page's scripts cannot change what these see.
DOM = """(limit => {
  const roots = [];
  const look = node => { for (const e of node.querySelectorAll('*'))
    if (e.shadowRoot) { roots.push(e.shadowRoot); look(e.shadowRoot); } };
  look(document);
  const top = document.documentElement;
  if (!top) return {html: '', title: '', width: 1, height: 1, shown: false};
  const copy = top.getHTML ? top.getHTML({shadowRoots: roots}) : top.innerHTML;
  if (copy.length > limit) return {html: null};
  const open = top.cloneNode(false).outerHTML.replace(/<\\/[^>]*>$/, '');
  const kind = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : '';
  return {html: kind + open + copy + '</' + top.localName + '>', title: document.title,
          width: Math.max(top.scrollWidth, 1), height: Math.max(top.scrollHeight, 1),
          shown: !!document.body};
})(%d)"""
SCROLL = """(async () => {
  for (let step = 0; step < 30; step++) {
    const at = window.scrollY;
    window.scrollBy(0, window.innerHeight * 0.9);
    await new Promise(done => setTimeout(done, 60));
    if (window.scrollY === at) break;
  }
  window.scrollTo(0, 0);
})()"""


@dataclass(frozen=True)
class SubresourceRequest:
    """What a page asks for; `kind` is the browser's word: script, stylesheet, image, fetch, xhr, document, ..."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None
    kind: str


@dataclass(frozen=True)
class Answer:
    """What it is given: status, headers, and the content without content codings."""

    status: int
    headers: Mapping[str, str]
    content: bytes


Supply = Callable[[SubresourceRequest], Awaitable[Answer | None]]  # None: refused, or could not be fetched


@dataclass
class Rendering:
    """A page as a browser showed it: DOM (UTF-8) and full-page PNG (empty where nothing was ever painted).

    `outlinks` is where its scripts wanted to go.
    """

    url: str
    moment: str
    dom: bytes
    screenshot: bytes
    title: str
    browser: str
    outlinks: list[str] = field(default_factory=list)
    cut_at: int | None = None  # pixels, where the page was longer than the picture may be


class NotRendered(Box31Error):
    """A page that could not be rendered; the message says why."""


class PageSession:
    """One page in a browser context of its own."""

    def __init__(self, context: BrowserContext, url: str, document: Answer, supply: Supply) -> None:
        self._context = context
        self._url = url
        self._document: Answer | None = document
        self._supply = supply
        self._open = 0
        self._last = 0.0
        self._leads_to: list[str] = []

    async def make(self, dom_bytes: int, version: str) -> Rendering:
        await self._context.route("**/*", self._answer)
        await self._context.route_web_socket("**/*", lambda socket: socket.close())
        page = await self._context.new_page()
        self._context.on("page", lambda popup: asyncio.ensure_future(popup.close()))
        self._touch()
        await page.goto(self._url, wait_until="commit")
        apart = await IsolatedWorld.of(page)
        await self._loaded(apart)
        await self._quiet()
        await apart.run(SCROLL)
        await self._quiet()
        moment = timestamp(datetime.now(UTC))
        seen = await apart.run(DOM % dom_bytes)
        if not isinstance(seen, dict) or seen["html"] is None:
            raise NotRendered(f"{self._url}: its rendered form is larger than {dom_bytes} bytes")
        tall = seen["height"] > MAX_SCREENSHOT_HEIGHT
        picture = b""
        if seen["shown"]:  # a page that a script left before its body came is never painted
            picture = await apart.picture(
                min(seen["width"], MAX_SCREENSHOT_HEIGHT), min(seen["height"], MAX_SCREENSHOT_HEIGHT)
            )
        return Rendering(
            url=self._url,
            moment=moment,
            dom=seen["html"].encode("utf-8", "replace"),
            screenshot=picture,
            title=str(seen["title"]),
            browser=f"Chromium {version}",
            outlinks=list(dict.fromkeys(self._leads_to)),
            cut_at=MAX_SCREENSHOT_HEIGHT if tall else None,
        )

    async def _answer(self, route: Route) -> None:
        from playwright.async_api import Error

        self._open += 1
        try:
            await self._give(route, route.request)
        except Error:  # the page went away while it was being answered
            return
        finally:
            self._open -= 1
            self._touch()

    async def _give(self, route: Route, request: Request) -> None:
        if request.is_navigation_request() and _of_main_frame(request):
            document, self._document = self._document, None
            if document is not None:
                await _fulfil(route, document)
            else:  # a script leads on: the page stays, and the crawl decides about the address
                self._leads_to.append(request.url)
                await route.abort("aborted")
            return
        asked = SubresourceRequest(
            request.method,
            request.url,
            dict(request.headers),
            request.post_data_buffer,
            request.resource_type,
        )
        answer = await self._supply(asked)
        if answer is None:
            await route.abort("blockedbyclient")
        else:
            await _fulfil(route, answer)

    async def _loaded(self, apart: IsolatedWorld) -> None:
        """Wait for the document to be complete. (Playwright's own wait does not end where a script leads on.)"""
        clock = asyncio.get_running_loop().time
        end = clock() + LOAD_SECONDS
        while clock() < end and await apart.run("document.readyState") != "complete":
            await asyncio.sleep(0.05)

    async def _quiet(self) -> None:
        """Wait until nothing has been asked for a while, or the page has been busy long enough."""
        clock = asyncio.get_running_loop().time
        end = clock() + BUSY_SECONDS
        while clock() < end and (self._open or clock() - self._last < QUIET_SECONDS):
            await asyncio.sleep(0.05)

    def _touch(self) -> None:
        self._last = asyncio.get_running_loop().time()


class IsolatedWorld:
    """A world of its own in a page: same document, other scripts."""

    def __init__(self, session: CDPSession, context: int) -> None:
        self._session = session
        self._context = context

    @classmethod
    async def of(cls, page: Page) -> IsolatedWorld:
        session = await page.context.new_cdp_session(page)
        tree = await session.send("Page.getFrameTree")
        world = await session.send(
            "Page.createIsolatedWorld", {"frameId": tree["frameTree"]["frame"]["id"], "worldName": "box31"}
        )
        return cls(session, world["executionContextId"])

    async def run(self, expression: str) -> Any:
        done = await self._session.send(
            "Runtime.evaluate",
            {
                "contextId": self._context,
                "expression": expression,
                "returnByValue": True,
                "awaitPromise": True,
            },
        )
        return done["result"].get("value")

    async def picture(self, width: int, height: int) -> bytes:
        """The page from its top left corner, as PNG; not only what the window shows."""
        area = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        done = await self._session.send(
            "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True, "clip": area}
        )
        return base64.b64decode(done["data"])


def fit_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Response headers a page is shown with: none of the transport's, none that a browser would choke on."""
    return {
        name: value
        for name, value in headers.items()
        if name.lower() not in DROPPED
        and _HEADER_NAME.match(name)
        and value.isascii()
        and value.isprintable()
    }


async def _fulfil(route: Route, answer: Answer) -> None:
    await route.fulfill(status=answer.status, headers=fit_headers(answer.headers), body=answer.content)


def _of_main_frame(request: Request) -> bool:
    from playwright.async_api import Error

    try:
        return request.frame.parent_frame is None
    except Error:  # a navigation whose frame is not there yet: a new page's first
        return True


def first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
