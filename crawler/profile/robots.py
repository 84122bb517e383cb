"""robots.txt: what a host asks crawlers to leave alone (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from protego import Protego

from crawler.profile.urls import redirect_target

MAX_HOPS = 5  # redirects of robots.txt that are followed (RFC 9309, 2.3.1.2)
READ_BYTES = 512 * 1024  # of a robots.txt; RFC 9309 asks for at least 500 KiB


@dataclass(frozen=True)
class Rules:
    """What one host's robots.txt says. `outcome`: read, absent (all is allowed), unreachable (nothing is)."""

    outcome: str
    sitemaps: tuple[str, ...] = ()
    _parser: Protego | None = field(default=None, repr=False)

    @classmethod
    def read(cls, body: bytes) -> Rules:
        parser = Protego.parse(body[:READ_BYTES].decode("utf-8", "replace").removeprefix("\ufeff"))
        return cls("read", tuple(parser.sitemaps), parser)

    def allows(self, url: str, agent: str) -> bool:
        """Whether a crawler that calls itself `agent` may ask for `url`."""
        if self._parser is not None:
            return bool(self._parser.can_fetch(url, agent))
        return self.outcome == "absent"


ABSENT = Rules("absent")
UNREACHABLE = Rules("unreachable")


@dataclass(frozen=True)
class RobotsMoved:
    """robots.txt is at another address, `target`, which is to be requested next."""

    target: str


def robots_outcome(
    url: str,
    status: int | None,
    body: bytes | None,
    *,
    location: str | None = None,
    hops: int = 0,
    may_ask: Callable[[str], bool] = lambda url: True,
) -> Rules | RobotsMoved:
    """What the response to a request for robots.txt at `url` means; `status` None: no response.

    `location` is the Location header of a redirect, `hops` the number of redirects followed so far. RFC
    9309, 2.3.1: redirects are followed, also to another host, up to MAX_HOPS of them; what lies behind more of them, or
    where `may_ask` says no, is absent. A 4xx allows all; no response, a 5xx or a 429 is unreachable, which forbids
    all; what cannot be parsed of a robots.txt is ignored.
    """
    if is_unreachable(status):
        return UNREACHABLE
    target = redirect_target(url, location) if location else None
    if target and hops < MAX_HOPS and may_ask(target):
        return RobotsMoved(target)
    return Rules.read(body or b"") if status == 200 else ABSENT


def is_unreachable(status: int | None) -> bool:
    """Whether a status says that robots.txt could not be fetched (429: RFC 6585, as most crawlers read it)."""
    return status is None or status >= 500 or status == 429
