"""robots.txt: what a host asks crawlers to leave alone (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass, field

from protego import Protego

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


def rules_of(status: int | None, body: bytes | None) -> Rules:
    """The rules that a response to a request for robots.txt means; `status` None: no response.

    RFC 9309, 2.3.1: a 4xx allows all; no response, a 5xx or a 429 is unreachable, which forbids all; what cannot be
    parsed of a robots.txt is ignored.
    """
    if is_unreachable(status):
        return UNREACHABLE
    return Rules.read(body or b"") if status == 200 else ABSENT


def is_unreachable(status: int | None) -> bool:
    """Whether a status says that robots.txt could not be fetched (429: RFC 6585, as most crawlers read it)."""
    return status is None or status >= 500 or status == 429
