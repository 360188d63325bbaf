"""What the other processes are still to be told of those who are here, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crdt.awareness import Entry, encode
from crdt.effects import Gather, Share

SPACING = 0.04  # seconds between two tellings of presence: one for each step of a cursor at 20 Hz
NEVER = float("-inf")


class Tidings:
    """Collects what changed, so that it is told at a measured pace."""

    def __init__(self, pace: float) -> None:
        self._pace = pace  # seconds between two gatherings
        self._gathers = False
        self._gathered = NEVER
        self._moved: dict[int, None] = {}
        self._shared = NEVER
        self._shown: set[int] = set()  # presence ids that the others know of

    def gather(self) -> None:
        """Somebody came, went, or is somebody else now."""
        self._gathers = True

    def move(self, clients: Iterable[int]) -> None:
        """These presence states changed or went."""
        self._moved |= dict.fromkeys(clients)

    def due(self) -> float | None:
        """When there is something to tell next."""
        moments = []
        if self._gathers:
            moments.append(self._gathered + self._pace)
        if self._moved:
            moments.append(self._shared + SPACING)
        return min(moments, default=None)

    def flush(self, now: float, states: Callable[[Iterable[int]], list[Entry]]) -> list[Gather | Share]:
        """What to tell now."""
        told: list[Gather | Share] = []
        if self._moved and now >= self._shared + SPACING:
            moved, self._moved, self._shared = states(self._moved), {}, now
            self._note_shown(moved)
            told.append(Share(encode(moved)))
        if self._gathers and now >= self._gathered + self._pace:
            self._gathers, self._gathered = False, now
            told.append(Gather())
        return told

    def _note_shown(self, moved: list[Entry]) -> None:
        """A gathering is told again if another set of ids is shown: who listens later has to know them."""
        shown = self._shown | {entry.client for entry in moved if entry.state is not None}
        shown -= {entry.client for entry in moved if entry.state is None}
        if shown != self._shown:
            self._shown = shown
            self.gather()
