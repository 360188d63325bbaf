"""A board's document, the gate ahead of it, and what lies between them: accepted, not yet in the log (R1, R6)."""

from __future__ import annotations

from typing import NamedTuple

from crdt import structs
from crdt.document import Document
from crdt.errors import CoreError, Refusal, Tainted, TooLarge
from crdt.gate import Gate, Verdict
from crdt.holders import Holders
from crdt.pending import Pending, Queue, touches

ForeignEntry = tuple[int, str, bytes]  # position, seat and data, which a marker has none of


class Applied(NamedTuple):
    """Something that is in the document now, and what others are shown of it."""

    position: int
    pending: Pending
    shown: bytes


class Ledger:
    """Takes updates in through the gate, and into the document once the log has them."""

    def __init__(self, document: Document, gate: Gate, holders: Holders, head: int, size: int) -> None:
        self.document = document
        self.gate = gate
        self.holders = holders
        self.head = head  # the last entry that the document holds
        self.size = size  # bytes of state and updates; a bound for what the document takes
        self.tainted = False  # the document can't be trusted: a new one is to be made of the log (R9)
        self.doubtful: list[tuple[int, Pending]] = []  # in the log, but the document failed at the first of them
        self.pending = Queue()
        self._whole: tuple[int, bytes] | None = None

    @property
    def unstored(self) -> int:
        """Bytes that were accepted and are not in the log."""
        return self.pending.bytes

    def __len__(self) -> int:
        return len(self.pending)

    @property
    def edited(self) -> bool:
        """Whether an edit of the server is on its way: one made now would not know of it."""
        return any(pending.data for pending in self.pending if pending.ticket is not None)

    def check(self, update: bytes, most: int, first_sync: bool = False) -> Verdict:
        """What the update would bring; raises a `Refusal`. Changes nothing."""
        if self.size + self.unstored + len(update) > most:
            raise TooLarge("bytes on this board", most)
        return self.gate.check(update, structs.FIRST_SYNC if first_sync else structs.FRAME)

    def accept(self, verdict: Verdict, pending: Pending) -> None:
        """Counts the update as here, and lines it up for the log."""
        self.gate.accept(verdict)
        self.holders.reserve(verdict.fresh, pending.seat)
        self.pending.push(pending)

    def queue(self, pending: Pending) -> None:
        """Lines something up for the log."""
        self.pending.push(pending)

    def batch(self) -> list[Pending]:
        """What goes to the log next, oldest first."""
        return self.pending.batch()

    def apply(self, batch: list[Pending], first: int) -> list[Applied]:
        """Takes a stored batch into the document, and gives what is in.

        What can't be applied, and all after it, lies in `doubtful` until `rebuild` (R9).
        """
        done: list[Applied] = []
        position = first - 1
        for pending in batch:
            self.pending.pop()
            position += pending.written
            shown = None if self.doubtful else self._into_document(pending)
            if shown is None:
                self.doubtful.append((position, pending))
                self.tainted = True
                continue
            if pending.data:
                self.holders.bind(pending.fresh, pending.seat)
            self.head = position
            done.append(Applied(position, pending, shown))
        return done

    # What other processes wrote

    def follow(self, entry: ForeignEntry) -> tuple[Applied | None, list[Pending]]:
        """Takes an entry of another process in; with what had to give way to it, to be judged again.

        What the gate or the document refuses taints the ledger: `load` decides then, as it does in every process.
        """
        position, seat, data = entry
        foreign = Pending(seat, data)
        self.head = position
        if not data:
            return Applied(position, foreign, b""), []
        withdrawn: list[Pending] = []
        try:
            verdict = self._weigh(data)
            if verdict is None:
                withdrawn = self.withdraw()
                verdict = self.gate.check(data, structs.STORE)
        except (Refusal, Tainted):
            self.tainted = True
            return None, withdrawn
        shown = self._into_document(foreign._replace(overlaps=verdict.overlaps))
        if shown is None:
            self.doubtful.append((position, foreign))
            self.tainted = True
            return None, withdrawn
        self.gate.accept(verdict)
        if verdict.new:
            self.holders.bind(verdict.fresh, seat)
            self.holders.writes_elsewhere(verdict.fresh, seat)
        return Applied(position, foreign, shown), withdrawn

    def withdraw(self) -> list[Pending]:
        """Takes back all that is on its way: the gate stands where the document does. May raise `Tainted`."""
        if self.pending.brings:
            self.gate = Gate.from_document(self.document.encode(), self.gate.shape, self.gate.genesis)
        self.holders.withdraw()
        return self.pending.drain()

    def _weigh(self, data: bytes) -> Verdict | None:
        """What an entry of another process brings; None if what is on its way here has to give way first."""
        if not self.pending.brings:
            return self.gate.check(data, structs.STORE)
        try:
            verdict = self.gate.check(data, structs.STORE)
        except Refusal:
            return None
        return None if touches(verdict, self.pending.authors()) else verdict

    # The document

    def diff(self, since: bytes) -> bytes | None:
        """What a state vector lacks of the document; None if that can't be told (R9)."""
        try:
            if since != b"\x00":
                return self.document.encode(since)
            if self._whole is None or self._whole[0] != self.head:
                self._whole = self.head, self.document.encode()
            return self._whole[1]
        except Tainted:
            self.tainted = True
            return None

    def lacks(self, before: Ledger) -> bytes | None:
        """What an older document has and this one does not, as one update; None if that can't be told any more."""
        if before.tainted:
            return None
        try:
            update = before.document.encode(self.document.state_vector())
            return update if self.gate.check(update, structs.STORE).new else b""
        except CoreError:
            return None

    def become(self, other: Ledger) -> tuple[list[tuple[int, Pending]], list[Pending]]:
        """Goes on with another ledger's document; gives what was in doubt, and what is on its way (R9)."""
        doubtful, self.doubtful = self.doubtful, []
        self.document, self.gate, self.holders = other.document, other.gate, other.holders
        self.head, self.size, self._whole, self.tainted = other.head, other.size, None, False
        return doubtful, self.pending.drain()

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
