"""Whether an update of a member may go to the log: asked when it comes in, and again if the log went on without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crdt.errors import CLOSE_CODES, Gap, Refusal
from crdt.gate import Verdict
from crdt.holders import LOST, Writer
from crdt.ledger import Ledger
from crdt.pending import Pending
from crdt.structs import STORE

NOT_ALLOWED = 4403  # code of a refusal that stock providers are told by the y-protocols' own message
REPEATED = 1013  # code of a refusal that is mended by itself: the client is asked for the whole


@dataclass(frozen=True, slots=True)
class Denial:
    """Why an update is refused, as its member is told."""

    code: int
    reason: str
    farewell: str = ""  # with which the member is closed

    @classmethod
    def of(cls, refusal: Refusal) -> Denial:
        """What a refusal means for the connection."""
        return cls(CLOSE_CODES[type(refusal)], str(refusal), str(refusal))


NO_RIGHT = {True: Denial(NOT_ALLOWED, "role"), False: Denial(NOT_ALLOWED, "locked")}  # by `Member.follows`
REBUILT = Denial(REPEATED, "rebuilt")
GAP = Denial(REPEATED, "gap")
NOT_ITS_ID = Denial(NOT_ALLOWED, "client-id")
FORKED = Denial(4409, "client-id", "another connection writes under this client id")


@dataclass(frozen=True, slots=True)
class Judge:
    """The gate, and beside it the rule whose a client id is (R7)."""

    ledger: Ledger
    most: int  # bytes of the board
    is_live: Callable[[str], bool]  # whether somebody sits on a seat
    is_here: Callable[[Writer, int], bool]  # whether a connection still writes under a client id
    shown_by: Callable[[int], str | None]  # the seat that shows presence under a client id

    def judge(self, sent: Pending, large: bool = False) -> Verdict | Denial:
        """What the update would bring, or why it may not; `large` if it may be as long as a first sync."""
        ledger, seat = self.ledger, sent.seat
        try:
            if seat == LOST:
                return ledger.gate.check(sent.data, STORE)  # it was in the log before, whosever it is
            verdict = ledger.check(sent.data, self.most, large)
        except Gap:
            return GAP
        except Refusal as refusal:
            return Denial.of(refusal)
        if not ledger.holders.allow(verdict, seat, sent.whole, self.is_live):
            return NOT_ITS_ID
        if sent.whole and any(self._is_anothers(span.client, seat) for span in verdict.fresh):
            return NOT_ITS_ID
        if not sent.whole and ledger.holders.fork(verdict, seat, sent.member, ledger.gate, self.is_here):
            return FORKED
        return verdict

    def _is_anothers(self, client: int, seat: str) -> bool:
        """Whether an id that nobody holds as far as we have read is shown by another seat."""
        return self.ledger.holders.of(client) is None and self.shown_by(client) not in (None, seat)
