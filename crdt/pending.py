"""What was accepted and is on its way to the log."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from crdt.gate import Span, Verdict
from crdt.members import MemberId

BATCH = 64  # entries that go to the log at once (R2)


class Pending(NamedTuple):
    """Something accepted that waits for the log: an update, a marker of the server, or only its turn to be told."""

    seat: str
    data: bytes
    member: MemberId | None = None
    n: int = 0  # which of the member's sync frames it is
    ticket: int | None = None  # by which the server knows its own act
    whole: bool = False  # a sync step 2, which may bring back what others wrote (R7)
    overlaps: bool = False  # it repeats something known, which may not be what is known here (F43)
    fresh: tuple[Span, ...] = ()  # what it inserts

    @property
    def written(self) -> bool:
        """Whether the log gets an entry for it; what brings nothing new is told in turn, but not stored."""
        return bool(self.data) or self.ticket is not None

    def judged(self, verdict: Verdict) -> Pending:
        """The same with what the gate says of it."""
        # By hand: `_replace` takes as long as all else that is done here.
        return Pending(
            self.seat, self.data, self.member, self.n, self.ticket, self.whole, verdict.overlaps, verdict.fresh
        )

    @property
    def told(self) -> Pending:
        """The same with nothing to store, which waits for its turn to be told."""
        return self._replace(data=b"", fresh=(), overlaps=False)


class Queue:
    """What is on its way, oldest first."""

    def __init__(self) -> None:
        self._waiting: deque[Pending] = deque()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[Pending]:
        return iter(self._waiting)

    def push(self, pending: Pending) -> None:
        """Lines something up."""
        self._waiting.append(pending)
        self.bytes += len(pending.data)

    def pop(self) -> Pending:
        """Takes the oldest out."""
        pending = self._waiting.popleft()
        self.bytes -= len(pending.data)
        return pending

    def drain(self) -> list[Pending]:
        """Takes all out."""
        waiting = list(self._waiting)
        self._waiting.clear()
        self.bytes = 0
        return waiting

    def batch(self) -> list[Pending]:
        """What goes to the log next, oldest first; an act of the server ends a batch, and so ends at a known state."""
        batch: list[Pending] = []
        for pending in self._waiting:
            batch.append(pending)
            if pending.ticket is not None or len(batch) == BATCH:
                break
        return batch

    def authors(self) -> dict[int, int]:
        """Who inserts something on its way, each with the clock at which it starts."""
        first: dict[int, int] = {}
        for pending in self._waiting:
            for span in pending.fresh:
                first.setdefault(span.client, span.start)
        return first

    @property
    def brings(self) -> bool:
        """Whether anything on its way would change the document."""
        return self.bytes > 0


def touches(verdict: Verdict, authors: dict[int, int]) -> bool:
    """Whether an update carries what others, on their way too, insert."""
    return any(span.end > authors.get(span.client, span.end) for span in verdict.spans)
