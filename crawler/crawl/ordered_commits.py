"""What was begun first is ended first, whatever goes on in between."""

from __future__ import annotations

import asyncio
from types import TracebackType


class Turns:
    """Gives out turns: `async with turns.take() as turn`, then `await turn.come()` before what must be in order.

    Take a turn before the first step of a piece of work, without an await in between. When one fails, all that have
    not ended fail as well (`come` raises the same error): what they stand on may not be there.
    """

    def __init__(self) -> None:
        self._last: asyncio.Future[None] | None = None
        self.failure: BaseException | None = None

    def take(self) -> Turn:
        """The next turn."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        before, self._last = self._last, mine
        return Turn(self, before, mine)


class Turn:
    """One place in the order; an asynchronous context manager that gives the turn on at its end."""

    def __init__(self, turns: Turns, before: asyncio.Future[None] | None, mine: asyncio.Future[None]) -> None:
        self._turns = turns
        self._before = before
        self._mine = mine

    async def come(self) -> None:
        """Wait until all that was begun before has ended. Raises the first failure of any turn."""
        if self._before is not None and not self._before.done():
            await asyncio.shield(self._before)
        if self._turns.failure is not None:
            raise self._turns.failure

    async def __aenter__(self) -> Turn:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and self._turns.failure is None:
            self._turns.failure = error
        self._mine.set_result(None)
