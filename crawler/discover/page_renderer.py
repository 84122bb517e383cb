"""Pages as Chromium shows them, for `site add`: the browser has no network, and all it asks for comes from the fetcher."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crawler.browser.chromium import browser_program
from crawler.browser.page_session import Answer, NotRendered, SubresourceRequest
from crawler.browser.renderer import Renderer
from crawler.capture.fetch import FetchedPage
from crawler.case.errors import Box31Error, UsageProblem
from crawler.discover.page_fetcher import PageFetcher
from crawler.profile.urls import host_of

MAX_REQUESTS = 60  # of one page: scripts and the data they ask for
SHOWN_NOTHING = frozenset({"image", "media", "font", "ping", "beacon", "websocket", "eventsource"})


def browser_is_here() -> bool:
    """Whether this machine has Chromium and the extra `browser`."""
    try:
        browser_program()
    except UsageProblem:
        return False
    return True


class PageRenderer:
    """Renders pages that a PageFetcher brought; `allows` says which hosts a page may ask. Call `close` at the end."""

    def __init__(self, fetcher: PageFetcher, allows: Callable[[str], bool]) -> None:
        self._fetcher = fetcher
        self._allows = allows
        self._renderer = Renderer(fetcher.agent, dom_bytes=fetcher.limit)

    def rendered(self, page: FetchedPage) -> FetchedPage:
        """The page with its DOM as the body; as fetched where it could not be shown."""
        left = MAX_REQUESTS

        async def supply(asked: SubresourceRequest) -> Answer | None:
            nonlocal left
            left -= 1
            url = asked.url.split("#")[0]
            if left < 0 or asked.method != "GET" or asked.kind in SHOWN_NOTHING or not self._allows(url):
                return None
            answer = await self._fetcher.get_within(url)
            if answer.status is None or answer.problem or not self._allows(answer.url):
                return None
            headers = {k: v for k, v in answer.headers.items() if k != "content-encoding"}
            return Answer(answer.status, headers, answer.body)

        headers = {"content-type": page.headers.get("content-type", "text/html")}
        document = Answer(200, headers, page.body)
        try:
            shown = self._fetcher.run(self._renderer.render(page.url, document, supply))
        except (NotRendered, Box31Error):
            return page
        return replace(page, body=shown.dom, headers={"content-type": "text/html; charset=utf-8"})

    def close(self) -> None:
        self._fetcher.run(self._renderer.close())


def on_hosts(hosts: Sequence[str]) -> Callable[[str], bool]:
    """Whether an address is on one of `hosts`, to which more may be added."""
    return lambda url: host_of(url) in hosts
