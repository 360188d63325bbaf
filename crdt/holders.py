"""Whose a client id is: it belongs to the seat that used it first (R7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from crdt.gate import Gate, Verdict
from crdt.members import MemberId

SERVER = ""  # the seat of what the server itself writes: birth, content, restore


class Holders:
    """The client ids of a board with their seats, and who worked on it."""

    def __init__(self, seats: Mapping[int, str] | None = None, contributors: Iterable[str] = ()) -> None:
        self.seats = dict(seats or {})
        self.contributors = set(contributors)
        self._claimed: dict[int, int] = {}
        self._writing: dict[int, MemberId] = {}  # the connection that last inserted under an id

    def allow(self, verdict: Verdict, seat: str, whole: bool, is_live: Callable[[str], bool]) -> bool:
        """Whether this seat may insert what the verdict tells.

        A `whole` sync may bring back what a seat that is away now had written (an offline tab whose person meanwhile
        got another seat), and what its writer says to have written (a store that was set back).
        """
        for span in verdict.fresh:
            holder = self.seats.get(span.client)
            if holder is None or holder == seat:
                continue
            vouched = holder != SERVER and (not is_live(holder) or span.end <= self._claimed.get(span.client, 0))
            if not (whole and vouched):
                return False
        return True

    def claim(self, seat: str, clocks: Mapping[int, int]) -> None:
        """Notes how far a seat says to have written under its own ids."""
        for client, clock in clocks.items():
            if self.seats.get(client) == seat:
                self._claimed[client] = max(clock, self._claimed.get(client, 0))

    def fork(
        self, verdict: Verdict, seat: str, member: MemberId, gate: Gate, is_here: Callable[[MemberId], bool]
    ) -> bool:
        """Whether another connection of the seat, still here, writes under the same id and said it before (F43)."""
        for span in verdict.spans:
            other = self._writing.get(span.client)
            repeated = self.seats.get(span.client) == seat and span.start < gate.clock(span.client)
            if repeated and other is not None and other != member and is_here(other):
                return True
        return False

    def writes(self, clients: Iterable[int], member: MemberId) -> None:
        """Notes which connection writes under these ids now."""
        self._writing |= dict.fromkeys(clients, member)

    def bind(self, verdict: Verdict, seat: str) -> None:
        """Notes whose the ids of an accepted update are."""
        for span in verdict.fresh:
            self.seats.setdefault(span.client, seat)
        if seat != SERVER and verdict.new:
            self.contributors.add(seat)

    def forget(self, member: MemberId) -> None:
        """A connection is gone: the next one of its seat may go on under the same ids."""
        self._writing = {client: other for client, other in self._writing.items() if other != member}
