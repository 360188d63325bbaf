"""A board's document, the gate ahead of it, and what lies between them: accepted, not yet in the log (R1, R6)."""

from __future__ import annotations

from collections import deque
from collections.abc import Container
from dataclasses import dataclass

from crdt import structs
from crdt.document import Document
from crdt.errors import Refusal, Tainted, TooLarge
from crdt.gate import Gate, Verdict
from crdt.holders import Holders
from crdt.members import MemberId

BATCH = 64  # entries that go to the log at once (R2)


@dataclass(frozen=True, slots=True)
class Pending:
    """Something accepted that waits for the log: an update, a marker of the server, or only its turn to be told."""

    seat: str
    data: bytes
    member: MemberId | None = None
    n: int = 0  # which of the member's sync frames it is
    ticket: int | None = None  # by which the server knows its own act
    overlaps: bool = False  # it repeats something known, which may not be what is known here (F43)

    @property
    def written(self) -> bool:
        """Whether the log gets an entry for it; what brings nothing new is told in turn, but not stored."""
        return bool(self.data) or self.ticket is not None


@dataclass(frozen=True, slots=True)
class Applied:
    """Something that is in the document now, and what others are shown of it."""

    position: int
    pending: Pending
    shown: bytes


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of the entries in doubt, and of those on their way."""

    stored: list[tuple[int, Pending]]
    lost: list[Pending]


class Ledger:
    """Takes updates in through the gate, and into the document once the log has them."""

    def __init__(self, document: Document, gate: Gate, holders: Holders, head: int, size: int) -> None:
        self.document = document
        self.gate = gate
        self.holders = holders
        self.head = head  # the last entry that the document holds
        self.size = size  # bytes of state and updates; a bound for what the document takes
        self.doubtful: list[tuple[int, Pending]] = []  # in the log, but the document failed at the first of them
        self._pending: deque[Pending] = deque()
        self._unstored = 0
        self._whole: tuple[int, bytes] | None = None

    @property
    def unstored(self) -> int:
        """Bytes that were accepted and are not in the log."""
        return self._unstored

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def edited(self) -> bool:
        """Whether an edit of the server is on its way: one made now would not know of it."""
        return any(pending.data for pending in self._pending if pending.ticket is not None)

    def check(self, update: bytes, most: int, first_sync: bool = False) -> Verdict:
        """What the update would bring; raises a `Refusal`. Changes nothing."""
        if self.size + self._unstored + len(update) > most:
            raise TooLarge("bytes on this board", most)
        return self.gate.check(update, structs.FIRST_SYNC if first_sync else structs.FRAME)

    def accept(self, verdict: Verdict, pending: Pending) -> None:
        """Counts the update as here, and lines it up for the log."""
        self.gate.accept(verdict)
        self.holders.bind(verdict, pending.seat)
        self.queue(pending)

    def queue(self, pending: Pending) -> None:
        """Lines something up for the log."""
        self._pending.append(pending)
        self._unstored += len(pending.data)

    def batch(self) -> list[Pending]:
        """What goes to the log next, oldest first; an act of the server ends a batch, and so ends at a known state."""
        batch: list[Pending] = []
        for pending in self._pending:
            batch.append(pending)
            if pending.ticket is not None or len(batch) == BATCH:
                break
        return batch

    def apply(self, batch: list[Pending], first: int) -> list[Applied]:
        """Takes a stored batch into the document, and gives what is in.

        What can't be applied, and all after it, lies in `doubtful` until `rebuild` (R9).
        """
        done: list[Applied] = []
        position = first - 1
        for pending in batch:
            self._pending.popleft()
            self._unstored -= len(pending.data)
            position += pending.written
            shown = None if self.doubtful else self._into_document(pending)
            if shown is None:
                self.doubtful.append((position, pending))
            else:
                self.head = position
                done.append(Applied(position, pending, shown))
        return done

    def diff(self, since: bytes) -> bytes:
        """What a state vector lacks of the document."""
        if since != b"\x00":
            return self.document.encode(since)
        if self._whole is None or self._whole[0] != self.head:
            self._whole = self.head, self.document.encode()
        return self._whole[1]

    def rebuild(self, other: Ledger, kept_out: Container[int], most: int) -> Rebuilt:
        """Goes on with another ledger's document, and judges again what is on its way (R9)."""
        waiting, self._pending, self._unstored = self._pending, deque(), 0
        doubtful, self.doubtful = self.doubtful, []
        self.document, self.gate, self.holders = other.document, other.gate, other.holders
        self.head, self.size, self._whole = other.head, other.size, None
        stored = [(at, pending) for at, pending in doubtful if not (pending.written and at in kept_out)]
        lost = [pending for at, pending in doubtful if pending.written and at in kept_out]
        for pending in waiting:
            try:
                if pending.data:
                    self.accept(self.check(pending.data, most, first_sync=True), pending)
                else:
                    self.queue(pending)
            except Refusal:
                lost.append(pending)
        return Rebuilt(stored, lost)

    def _into_document(self, pending: Pending) -> bytes | None:
        """What others are to be shown of it; None if it could not be applied."""
        if not pending.data:
            return b""
        try:
            before = self.document.state_vector() if pending.overlaps else b""
            self.document.apply(pending.data)
            shown = self.document.encode(before) if pending.overlaps else pending.data
        except (Refusal, Tainted):
            return None
        self.size += len(pending.data)
        return shown
