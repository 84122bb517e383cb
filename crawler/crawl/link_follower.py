"""Add to the frontier what responses lead to: links, redirects, and what each host's robots.txt allows. Never commits."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.capture.exchange import Exchange, retry_after
from crawler.crawl import frontier
from crawler.crawl.frontier import ELSEWHERE, LONGEST_WAIT, Found, Frontier, Row
from crawler.crawl.response_policy import Response, seconds_to_wait
from crawler.extract.page.page_links import is_tracker
from crawler.profile.profile import SiteProfile
from crawler.profile.robots import ABSENT, UNREACHABLE, RobotsMoved, Rules, is_unreachable, robots_outcome
from crawler.profile.urls import host_of, request_address

MAX_REDIRECTS = 10
MAX_SITEMAPS = 200


class LinkFollower:
    """Adds to the frontier of one run what its responses lead to. `rules` are the hosts' robots.txt read so far."""

    def __init__(self, addresses: Frontier, profile: SiteProfile, delay: float) -> None:
        self._frontier = addresses
        self._profile = profile
        self._delay = delay  # seconds between requests, from which waits before a retry are taken
        self._sitemaps = 0
        self.rules: dict[str, Rules] = {}  # by host

    def add(self, found: Iterable[Found]) -> None:
        """Add to the frontier; the robots.txt of a host not seen before comes first."""
        for one in found:
            host = host_of(one.url)
            if host is None:
                continue
            if one.kind == "sitemap":
                self._sitemaps += 1
                if self._sitemaps > MAX_SITEMAPS:
                    continue
            if self._frontier.add([one]) and not one.skip and host not in self.rules:
                scheme = one.url.split(":", 1)[0]
                robots = Found(f"{scheme}://{host}/robots.txt", "robots", frontier.ROBOTS, found_on=host)
                self._frontier.add([robots])

    def redirect(self, row: Row, target: str) -> None:
        """End a row whose response leads to `target`, and add that, where the profile allows it."""
        url = request_address(target)
        if url is None or row.hops >= MAX_REDIRECTS:
            reason = f"redirects to {target}" if url is None else "too many redirects"
            self._frontier.finish(row, "failed", reason)
            return
        if not self._profile.allows(url, image=row.kind == "image"):
            self._frontier.finish(row, "done", f"redirects to {url}, {ELSEWHERE}")
            return
        self.add([Found(url, row.kind, row.priority, row.depth, row.url, row.hops + 1, prefix=row.prefix)])
        self._frontier.finish(row, "done", f"redirects to {url}")

    def retry(self, row: Row, exchange: Exchange | None, reason: str) -> None:
        """Put a row back for another attempt, or give it up."""
        asked_for = retry_after(exchange)
        if asked_for is not None:
            self._frontier.pause(row.host, min(asked_for, LONGEST_WAIT))
        wait = seconds_to_wait(row, exchange, reason, self._delay)
        if wait is not None:
            self._frontier.postpone(row, wait, reason)
            return
        if row.kind == "robots":
            self.set_robots(row.robots_of, UNREACHABLE)
        self._frontier.finish(row, "failed", reason)

    def read_robots(self, response: Response) -> None:
        """Read a host's rules, or follow where its robots.txt leads."""
        row, capture = response.row, response.capture
        host, status = row.robots_of, capture.status
        if is_unreachable(status):
            self.retry(row, None, capture.error or f"HTTP {status}")
            return
        outcome = robots_outcome(
            row.url,
            status,
            response.content,
            location=capture.location,
            hops=row.hops,
            may_ask=lambda url: not is_tracker(url),
        )
        if isinstance(outcome, RobotsMoved):
            moved = Found(outcome.target, "robots", frontier.ROBOTS, 0, host, row.hops + 1)
            known = not self._frontier.add([moved])
            self._frontier.finish(row, "done", f"redirects to {outcome.target}")
            if not known:
                return  # its response decides; one that leads in a circle is none
            outcome = ABSENT
        else:
            self._frontier.finish(row, "done")
        self.set_robots(host, outcome)
        if self._profile.sitemaps is None:
            named = map(request_address, self.rules[host].sitemaps)
            urls = [url for url in named if url and self._profile.allows(url)]
            self.add([Found(url, "sitemap", frontier.SITEMAP) for url in urls])

    def set_robots(self, host: str, rules: Rules) -> None:
        """Set a host's rules; its addresses are then handed out as far as these allow."""
        self.rules[host] = rules
        self._frontier.admitted.add(host)
