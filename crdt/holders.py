"""Whose a client id is: it belongs to the seat that used it first (R7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from crdt.gate import Gate, Span, Verdict
from crdt.members import MemberId

SERVER: Final = ""  # the seat of what the server itself writes: birth, content, restore
ORDER: Final = "!"  # the seat of an entry that is no update, but an order to every process (JSON)
LOST: Final = "?"  # the seat of what a log lost and a room wrote again: it makes nobody the holder of a client id

Writer = MemberId | None  # None: a connection of another process


class Holders:
    """The client ids of a board with their seats, and who worked on it."""

    def __init__(self, seats: Mapping[int, str] | None = None, contributors: Iterable[str] = ()) -> None:
        self.seats = dict(seats or {})
        self.contributors = set(contributors)
        self._reserved: dict[int, str] = {}  # by what is on its way to the log, which may yet be refused
        self._claimed: dict[int, int] = {}
        self._writing: dict[int, Writer] = {}  # the connection that last inserted under an id

    def of(self, client: int) -> str | None:
        """The seat that holds a client id, or is about to."""
        return self.seats.get(client, self._reserved.get(client))

    def allow(self, verdict: Verdict, seat: str, whole: bool, is_live: Callable[[str], bool]) -> bool:
        """Whether this seat may insert what the verdict tells.

        A `whole` sync may bring back what a seat that is away now had written (an offline tab whose person meanwhile
        got another seat), and what its writer says to have written (a store that was set back).
        """
        for span in verdict.fresh:
            holder = self.of(span.client)
            if holder is None or holder == seat:
                continue
            vouched = holder != SERVER and (not is_live(holder) or span.end <= self._claimed.get(span.client, 0))
            if not (whole and vouched):
                return False
        return True

    def claim(self, seat: str, clocks: Mapping[int, int]) -> None:
        """Notes how far a seat says to have written under its own ids."""
        for client, clock in clocks.items():
            if self.of(client) == seat:
                self._claimed[client] = max(clock, self._claimed.get(client, 0))

    def fork(
        self, verdict: Verdict, seat: str, writer: Writer, gate: Gate, is_here: Callable[[Writer, int], bool]
    ) -> bool:
        """Whether another connection of the seat, still here, writes under the same id and said it before (F43)."""
        for span in verdict.spans:
            if self.of(span.client) != seat or span.start >= gate.clock(span.client):
                continue
            if span.client in self._writing:
                other = self._writing[span.client]
                if other != writer and is_here(other, span.client):
                    return True
        return False

    def writes(self, clients: Iterable[int], writer: MemberId) -> None:
        """Notes which connection writes under these ids now."""
        self._writing |= dict.fromkeys(clients, writer)

    def writes_elsewhere(self, fresh: Iterable[Span], seat: str) -> None:
        """Notes that a connection of another process writes under these ids now."""
        if seat != LOST:
            self._writing |= dict.fromkeys(span.client for span in fresh)

    def reserve(self, fresh: Iterable[Span], seat: str) -> None:
        """Notes whose the ids of an accepted update will be."""
        if seat != LOST:
            for span in fresh:
                if span.client not in self.seats:
                    self._reserved.setdefault(span.client, seat)

    def bind(self, fresh: Iterable[Span], seat: str) -> None:
        """Notes whose the ids of an update in the log are, and that its seat worked on the board."""
        if seat == LOST:
            return
        for span in fresh:
            self.seats.setdefault(span.client, seat)
            self._reserved.pop(span.client, None)
        if seat != SERVER:
            self.contributors.add(seat)

    def withdraw(self) -> None:
        """Holds for nobody any more what was only on its way."""
        self._reserved.clear()

    def inherit(self, before: Holders) -> None:
        """Keeps what was known before the log was set back: who held an id then holds it still."""
        self.seats |= before.seats
        self.contributors |= before.contributors
        self._claimed, self._writing = before._claimed, before._writing

    def forget(self, member: MemberId) -> None:
        """A connection is gone: the next one of its seat may go on under the same ids."""
        self._writing = {client: other for client, other in self._writing.items() if other != member}
