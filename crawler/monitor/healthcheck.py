"""A success told to a watcher outside (such as a dead man's switch), so that silence raises an alarm elsewhere."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from crawler.case.console import say
from crawler.profile.user_agent import user_agent

if TYPE_CHECKING:
    from crawler.case.case import Case
    from crawler.profile.profile import SiteProfile

SECONDS = 15.0


def ping(case: Case, profile: SiteProfile) -> bool:
    """Ask for the profile's `ping` address, through the address guard; redirects are not followed.

    Returns whether it answered with a success. A ping that fails is said and stops nothing.
    """
    if not profile.ping:
        return False
    problem = asyncio.run(_ask(case, profile.ping))
    if problem:
        say(f"{profile.name}: ping of {profile.ping} failed: {problem}")
    return problem is None


async def _ask(case: Case, url: str) -> str | None:
    """What went wrong, or None."""
    import aiohttp

    from crawler.capture.addresses import AddressGuard, AddressRefused, GuardedResolver

    guard = AddressGuard(case.config["network"]["allowed_private"])
    try:
        guard.check_url(url)
        connector = aiohttp.TCPConnector(
            resolver=GuardedResolver(guard), socket_factory=guard.socket_factory, use_dns_cache=False
        )
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        agent = {"User-Agent": user_agent(case.contact)}
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False) as session,
            session.get(url, headers=agent, allow_redirects=False) as response,
        ):
            return None if response.status < 300 else f"HTTP {response.status}"
    except (aiohttp.ClientError, AddressRefused, OSError, TimeoutError, ValueError) as error:
        return str(error) or type(error).__name__
