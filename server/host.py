"""The room that a writer works for, and what it lets happen there."""

from collections.abc import Iterable
from typing import Protocol

from crdt.effects import Effect
from crdt.room import Room
from server.growth import Growth


class Host(Protocol):
    """A board that is live in this process; `server.live_room` is."""

    board: str
    room: Room
    growth: Growth

    def run(self, effects: Iterable[Effect]) -> None:
        """Does what the machine wants done."""

    def flush(self) -> None:
        """Writes to members what is due."""
