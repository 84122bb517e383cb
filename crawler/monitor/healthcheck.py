"""The healthcheck: a GET after a run without alarms, so that a watcher outside notices when runs stop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from crawler.case.console import say
from crawler.profile.user_agent import user_agent

if TYPE_CHECKING:
    from crawler.case.case import Case
    from crawler.profile.profile import SiteProfile

SECONDS = 15.0
ANSWER_BYTES = 1024 * 1024  # the answer is not looked at


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
    from crawler.capture.addresses import AddressGuard
    from crawler.capture.fetch import get, open_session

    guard = AddressGuard(case.config["network"]["allowed_private"])
    async with open_session(guard, user_agent(case.contact), SECONDS) as session:
        answer = await get(session, guard, url, ANSWER_BYTES)
    if answer.problem or answer.status is None:
        return answer.problem
    return None if answer.status < 300 else f"HTTP {answer.status}"
