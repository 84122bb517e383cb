"""What is to be done with an answer: a function of the answer alone."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from crawler.capture.exchange import FINAL, Exchange, retry_after
from crawler.crawl.frontier import MAX_ATTEMPTS, Row

if TYPE_CHECKING:
    from crawler.crawl.rendered_pages import Kept

TRY_AGAIN = frozenset({408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
LONGEST_WAIT = 300.0  # seconds; a server that asks for more is left until the next run


class Verdict(Enum):
    """What becomes of an answer."""

    ROBOTS = "the rules of a host"
    RETRY = "ask again, or give up"
    REDIRECT = "it leads elsewhere"
    STATUS = "its status says that there is nothing to read"
    UNREADABLE = "there is nothing in it that can be decoded"
    RENDER_AGAIN = "the browser could not show it"
    READ = "records and addresses are read from it"


def verdict_on(
    row: Row, exchange: Exchange, capture: Mapping[str, Any], content: bytes | None, kept: Kept
) -> Verdict:
    """What becomes of the answer to `row`, given its capture, its decoded body and what a browser made of it."""
    status = exchange.status
    if row.kind == "robots":
        return Verdict.ROBOTS
    if status is None or status in TRY_AGAIN:
        return Verdict.RETRY
    if exchange.truncated and row.attempts < MAX_ATTEMPTS and exchange.truncated != "length":
        return Verdict.RETRY
    if capture["location"]:
        return Verdict.REDIRECT
    if status not in (200, 304):
        return Verdict.STATUS
    if content is None:
        return Verdict.UNREADABLE
    return Verdict.RENDER_AGAIN if kept.problem else Verdict.READ


def why_again(exchange: Exchange) -> str:
    """The reason that is noted where an answer has to be asked for again."""
    status = exchange.status
    if exchange.error:
        return exchange.error
    return f"HTTP {status}" if status is None or status in TRY_AGAIN else f"cut off ({exchange.truncated})"


def seconds_to_wait(row: Row, exchange: Exchange | None, reason: str, delay: float) -> float | None:
    """How long before `row` is asked for again; None where it is given up in this run."""
    asked_for = retry_after(exchange)
    wait = asked_for if asked_for is not None else max(delay, 1.0) * 2 ** (row.attempts - 1)
    given_up = row.attempts >= MAX_ATTEMPTS or wait > LONGEST_WAIT or reason.startswith(FINAL)
    return None if given_up else wait
