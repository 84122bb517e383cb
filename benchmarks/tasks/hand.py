"""A person at the browser."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError

from matcher.review.decisions import review_database

MOST_TABS = 400  # presses of Tab until what is looked for must have the focus


@dataclass
class Hand:
    """A person at the browser: what is clicked and typed, and what was noticed on the way."""

    page: Any
    root: str
    case: Any
    keyboard: bool
    axe: str
    faults: list[str] = field(default_factory=list)
    looked: set[str] = field(default_factory=set)

    def go(self, path: str = "") -> None:
        """Open an address of the case."""
        self.page.goto(self.root + path)
        self.arrived()

    def click(self, what: str, text: str | None = None) -> None:
        """Use a link, button or control."""
        found = self.page.locator(what, has_text=text).first if text else self.page.locator(what).first
        if self.keyboard:
            self.focus(found)
        with self.page.expect_navigation():
            if self.keyboard:
                self.page.keyboard.press("Enter")
            else:
                found.click()
        self.arrived()

    def write(self, what: str, text: str, send: bool = False) -> None:
        """Type into a field; `send`: with Enter."""
        found = self.page.locator(what).first
        if self.keyboard:
            self.focus(found)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
        else:
            found.fill(text)
        if send:
            self.key("Enter")

    def choose(self, what: str, label: str) -> None:
        """Choose from a list."""
        found = self.page.locator(what).first
        if self.keyboard:
            self.focus(found)
            for letter in label:
                self.page.keyboard.press("Space" if letter == " " else letter)
        else:
            found.select_option(label=label)
        assert found.evaluate("e => e.options[e.selectedIndex].label") == label

    def focus(self, found: Any) -> None:
        """Press Tab until it has the focus."""
        found.wait_for(state="attached")
        handle = found.element_handle()
        for _ in range(MOST_TABS):
            if handle.evaluate("e => document.activeElement === e"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {found}")

    def key(self, key: str) -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.arrived()

    def arrived(self) -> None:
        """Wait for the page, and look at it."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                self.page.wait_for_load_state()
                if self.page.locator("[data-again]").count():
                    self.page.wait_for_timeout(250)
                    continue
                self._look()
                return
            except PlaywrightError as error:
                if not re.search(
                    "navigat|of null|not defined", str(error)
                ):  # it went on while it was looked at
                    raise
        raise AssertionError(f"{self.page.url}: still being worked out")

    def _look(self) -> None:
        place = re.sub(r"[0-9a-f]{8,}|\d+", "#", "/".join(urlsplit(self.page.url).path.split("/")[2:]))
        if place in self.looked:
            return
        width = self.page.viewport_size["width"]
        if (wide := self.page.evaluate("document.documentElement.scrollWidth")) > width:
            self.faults.append(f"/{place}: {wide} pixels wide")
        if self.axe:
            self.page.evaluate(self.axe)
            found = self.page.evaluate(
                "async () => (await axe.run()).violations.map(v => v.id + ' ' + v.nodes[0].html)"
            )
            self.faults += [f"/{place}, {width} px: axe {one[:160]}" for one in found]
        self.looked.add(place)

    def text(self, what: str) -> str:
        """The text of the first such element."""
        return str(self.page.locator(what).first.inner_text())

    def number(self, what: str = "#total") -> int:
        """The number that an element shows."""
        return int(re.sub(r"\D", "", self.text(what)))

    def held(self, sql: str, *values: object) -> Any:
        """What the database says."""
        db = review_database(self.case)
        try:
            return db.execute(sql, values).fetchone()[0]
        finally:
            db.close()
