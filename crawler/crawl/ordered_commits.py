"""Commit rows in the order their bytes were written, whatever goes on in between."""

from __future__ import annotations

import asyncio
from types import TracebackType


class OrderedCommits:
    """Gives out tickets: `async with commits.ticket() as ticket`, then `await ticket.wait_turn()` before committing.

    Take a ticket before the first step of a piece of work, without an await in between. When one fails, all that have
    not ended fail as well (`wait_turn` raises the same error): the rows they refer to may not be there.
    """

    def __init__(self) -> None:
        self._last: asyncio.Future[None] | None = None
        self.failure: BaseException | None = None

    def ticket(self) -> Ticket:
        """The next ticket."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        before, self._last = self._last, mine
        return Ticket(self, before, mine)


class Ticket:
    """One place in the order; an asynchronous context manager that lets the next one in at its end."""

    def __init__(
        self, commits: OrderedCommits, before: asyncio.Future[None] | None, mine: asyncio.Future[None]
    ) -> None:
        self._commits = commits
        self._before = before
        self._mine = mine

    async def wait_turn(self) -> None:
        """Wait until all earlier tickets have ended. Raises the first failure of any ticket."""
        if self._before is not None and not self._before.done():
            await asyncio.shield(self._before)
        if self._commits.failure is not None:
            raise self._commits.failure

    async def __aenter__(self) -> Ticket:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and self._commits.failure is None:
            self._commits.failure = error
        self._mine.set_result(None)
