"""A page as a browser shows it: its DOM and a picture, made by a Chromium that has no network at all.

The browser gets the page from the bytes that were captured, and asks whoever renders it (`Supply`) for everything
else; so each byte that went into the rendered form has passed the address guard and lies in the archive. How the
browser is kept from the network is in crawler.browser.chromium.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from crawler.browser.chromium import browser_program, cut_off
from crawler.browser.page_session import (
    HEIGHT,
    WIDTH,
    Answer,
    NotRendered,
    PageSession,
    Rendering,
    Supply,
    first_line,
)
from crawler.case.errors import Box31Error

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

PAGE_SECONDS = 90.0  # for one page in all
PAGES_PER_BROWSER = 200  # then a fresh one: browsers grow
PAGES_AT_ONCE = 2


class Renderer:
    """One browser, started at the first page. Call `close` at the end."""

    def __init__(self, user_agent: str, *, dom_bytes: int, page_seconds: float = PAGE_SECONDS) -> None:
        self._user_agent = user_agent
        self._dom_bytes = dom_bytes
        self._page_seconds = page_seconds
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pages = 0
        self._starting = asyncio.Lock()
        self._at_once = asyncio.Semaphore(PAGES_AT_ONCE)
        self._left = contextlib.ExitStack()  # the proxy's port and the launcher's folder

    async def render(self, url: str, document: Answer, supply: Supply) -> Rendering:
        """Show `document` as the page at `url`; all it asks for comes from `supply`.

        Raises NotRendered where the page crashes the browser, hangs it, or is too large.
        """
        from playwright.async_api import Error

        async with self._at_once:
            browser = await self._ready()
            try:
                return await asyncio.wait_for(self._shown(browser, url, document, supply), self._page_seconds)
            except TimeoutError as error:
                await self._stop_browser(browser)
                raise NotRendered(f"{url}: not rendered within {self._page_seconds:g} seconds") from error
            except Error as error:
                if not browser.is_connected():
                    await self._stop_browser(browser)
                raise NotRendered(f"{url}: the browser says: {first_line(error)}") from error

    async def close(self) -> None:
        if self._browser is not None:
            await self._stop_browser(self._browser)
        if self._playwright is not None:
            await self._playwright.stop()
            self._playwright = None
        self._left.close()

    async def _ready(self) -> Browser:
        async with self._starting:
            if self._browser is not None and self._pages >= PAGES_PER_BROWSER:
                await self._stop_browser(self._browser)
            if self._browser is None or not self._browser.is_connected():
                self._browser, self._pages = await self._start_browser(), 0
            self._pages += 1
            return self._browser

    async def _start_browser(self) -> Browser:
        from playwright.async_api import Error, async_playwright

        if self._playwright is None:
            self._playwright = await async_playwright().start()
        program = browser_program()
        try:
            launcher, flags = self._left.enter_context(cut_off(program))
            return await self._playwright.chromium.launch(executable_path=str(launcher), args=flags)
        except Error as error:
            raise Box31Error(f"{program}: does not start: {first_line(error)}") from error

    async def _stop_browser(self, browser: Browser) -> None:
        if browser is self._browser:
            self._browser = None
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(browser.close(), 10)

    async def _shown(self, browser: Browser, url: str, document: Answer, supply: Supply) -> Rendering:
        context = await browser.new_context(
            user_agent=self._user_agent,
            viewport={"width": WIDTH, "height": HEIGHT},
            timezone_id="UTC",
            service_workers="block",
            accept_downloads=False,
        )
        try:
            return await PageSession(context, url, document, supply).make(self._dom_bytes, browser.version)
        finally:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(context.close(), 10)
