"""One guarded GET outside Scrapy: for `site add`, `site inspect` and the healthcheck. Nothing is archived."""

from __future__ import annotations

from dataclasses import dataclass, field

import aiohttp

from crawler.capture.addresses import AddressGuard, AddressRefused, GuardedResolver
from crawler.capture.content_coding import TooLarge, Undecodable, decoded
from crawler.case import clock

PIECE = 64 * 1024


@dataclass(frozen=True)
class FetchedPage:
    """One response: its address, status, headers by lower-case name, decoded body; or the problem in its place."""

    url: str
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    problem: str | None = None
    at: str = ""

    @property
    def good(self) -> bool:
        return self.problem is None and self.status == 200


def open_session(guard: AddressGuard, agent: str, seconds: float) -> aiohttp.ClientSession:
    """A session whose connections pass the address guard; `seconds` for each whole exchange. Needs a running loop."""
    connector = aiohttp.TCPConnector(
        resolver=GuardedResolver(guard),
        socket_factory=guard.socket_factory,
        limit_per_host=1,
        use_dns_cache=False,
    )
    return aiohttp.ClientSession(
        connector=connector,
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": agent, "Accept-Encoding": "gzip, deflate", "Accept": "text/html,*/*;q=0.8"},
        timeout=aiohttp.ClientTimeout(total=seconds),
        trust_env=False,
    )


async def get(session: aiohttp.ClientSession, guard: AddressGuard, url: str, limit: int) -> FetchedPage:
    """The response at `url`, at most `limit` bytes of content; redirects are not followed, and nothing is raised."""
    from yarl import URL

    now = clock.now()
    try:
        guard.check_url(url)
        async with session.get(URL(url, encoded=True), allow_redirects=False) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            body = await _at_most(response, limit)
            if body is None:
                problem = f"larger than {limit} bytes"
                return FetchedPage(url, response.status, headers, problem=problem, at=now)
            content = decoded(body, headers.get("content-encoding"), limit)
            return FetchedPage(url, response.status, headers, content, at=now)
    except AddressRefused as error:
        problem = f"refused by the address guard: {error}"
    except (TooLarge, Undecodable) as error:
        problem = str(error)
    except TimeoutError:
        problem = f"no answer within {session.timeout.total:g} seconds"
    except (aiohttp.ClientError, OSError, ValueError) as error:
        refused = error.__cause__ if isinstance(error.__cause__, AddressRefused) else None
        problem = f"does not answer: {refused or error or type(error).__name__}"
    return FetchedPage(url, problem=problem, at=now)


async def _at_most(response: aiohttp.ClientResponse, limit: int) -> bytes | None:
    pieces, size = [], 0
    async for piece in response.content.iter_chunked(PIECE):
        size += len(piece)
        if size > limit:
            return None
        pieces.append(piece)
    return b"".join(pieces)
