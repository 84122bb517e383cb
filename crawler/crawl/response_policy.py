"""Decide what to do with a response: a function of the response alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from crawler.archive.capture_writer import WrittenCapture
from crawler.archive.captures import Capture
from crawler.capture.exchange import FINAL, Exchange, retry_after
from crawler.crawl.frontier import LONGEST_WAIT, MAX_ATTEMPTS, Row
from crawler.crawl.rendered_pages import RenderedCaptures

RETRYABLE_STATUSES = frozenset({408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})


@dataclass(frozen=True)
class Response:
    """What a request brought, once its bytes are archived.

    `content` is the decoded body (of the original where the server said 304), None where there is none; `rendered`
    holds the captures that a browser's rendering of the page brought.
    """

    row: Row
    exchange: Exchange
    written: WrittenCapture
    content: bytes | None
    rendered: RenderedCaptures

    @property
    def capture(self) -> Capture:
        return self.written.capture


class Action(Enum):
    """What to do with a response."""

    READ_ROBOTS = "read the host's rules"
    RETRY = "request it again, or give up"
    REDIRECT = "request the address it leads to"
    CLOSE = "its status says that there is nothing to read"
    FAIL = "its body cannot be decoded"
    RENDER_AGAIN = "the browser could not show it"
    READ = "read records and links from it"


def decide(response: Response) -> Action:
    """The action for a response."""
    row, exchange, status = response.row, response.exchange, response.exchange.status
    if row.kind == "robots":
        return Action.READ_ROBOTS
    if status is None or status in RETRYABLE_STATUSES:
        return Action.RETRY
    if exchange.truncated and row.attempts < MAX_ATTEMPTS and exchange.truncated != "length":
        return Action.RETRY
    if response.capture.location:
        return Action.REDIRECT
    if status not in (200, 304):
        return Action.CLOSE
    if response.content is None:
        return Action.FAIL
    return Action.RENDER_AGAIN if response.rendered.problem else Action.READ


def retry_reason(exchange: Exchange) -> str:
    """The reason noted where a response has to be requested again."""
    status = exchange.status
    if exchange.error:
        return exchange.error
    if status is None or status in RETRYABLE_STATUSES:
        return f"HTTP {status}"
    return f"cut off ({exchange.truncated})"


def seconds_to_wait(row: Row, exchange: Exchange | None, reason: str, delay: float) -> float | None:
    """How long before `row` is requested again; None where it is given up in this run."""
    server_wait = retry_after(exchange)
    wait = server_wait if server_wait is not None else max(delay, 1.0) * 2 ** (row.attempts - 1)
    given_up = row.attempts >= MAX_ATTEMPTS or wait > LONGEST_WAIT or reason.startswith(FINAL)
    return None if given_up else wait
