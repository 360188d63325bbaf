"""What the processes of one Brownboard tell each other beside the log: who is where, and that a log grew.

Nothing here is the truth about a board: what is lost is told again, and what a process told goes with it (R12).
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from crdt.elsewhere import Gathering
from server.turns import Turns


class Watcher(Protocol):
    """Who wants to hear of a board; called in the loop, never awaited."""

    def log_grew(self) -> None:
        """The log of the board may have more entries, or be gone."""

    def gathered(self, process: str, gathering: Gathering | None) -> None:
        """Another process has these people at the board now; None: it has none, or it is dead."""

    def moved(self, process: str, presence: bytes) -> None:
        """Presence states of another process changed: an awareness update of those that did."""


class Exchange(Protocol):
    """Joins the processes; those that await may raise `StoreFailed`."""

    async def open(self) -> None:
        """Begins to listen and to show that this process lives."""

    async def close(self) -> None:
        """Takes back all that this process told."""

    async def watch(self, board: str, watcher: Watcher) -> None:
        """On return nothing of the board is missed any more, and `gathered` was called for all other processes.

        After an interruption the watcher is told all anew: `log_grew` and every gathering.
        """

    async def unwatch(self, board: str) -> None:
        """The watcher hears nothing more, and the gathering that was told is taken back. Never raises."""

    def tell(self, board: str, gathering: Gathering) -> None:
        """Who is here now: stored until it changes, told to all, and again until it arrived; the newest wins."""

    def move(self, board: str, presence: bytes) -> None:
        """Tells the others of changed presence states, once."""

    async def gatherings(self, board: str) -> Mapping[str, Gathering]:
        """Who is at a board in the other processes that live."""

    async def lease(self, name: str, seconds: float) -> bool:
        """Whether this process got a chore that no other may do for so long."""

    def turn(self, board: str) -> AbstractAsyncContextManager[None]:
        """One act at a time at this board, of all processes: where catalogue and live board must agree on the order."""


class NoExchange:
    """For a process that is alone: there is nobody to hear from, and every turn is its own."""

    def __init__(self) -> None:
        self._turns = Turns()

    async def open(self) -> None:
        """Nothing to listen to."""

    async def close(self) -> None:
        """Nothing to take back."""

    async def watch(self, board: str, watcher: Watcher) -> None:
        """Nobody else is there."""

    async def unwatch(self, board: str) -> None:
        """Nobody else was there."""

    def tell(self, board: str, gathering: Gathering) -> None:
        """Nobody listens."""

    def move(self, board: str, presence: bytes) -> None:
        """Nobody listens."""

    async def gatherings(self, board: str) -> Mapping[str, Gathering]:  # noqa: ARG002
        return {}

    async def lease(self, name: str, seconds: float) -> bool:  # noqa: ARG002
        return True

    @asynccontextmanager
    async def turn(self, board: str) -> AsyncIterator[None]:
        async with self._turns.of(board):
            yield
