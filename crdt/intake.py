"""What becomes of members' edits: taken on their way to the log, or refused (R6, R7, R8)."""

from __future__ import annotations

from collections.abc import Sequence

from crdt.effects import Effect
from crdt.errors import Foreign, Malformed, Refusal, Tainted
from crdt.gate import Verdict
from crdt.holders import LOST, Writer
from crdt.judging import GAP, NO_RIGHT, NOT_ITS_ID, Denial, Judge
from crdt.ledger import Ledger
from crdt.limits import Limits
from crdt.members import Member, Members
from crdt.pending import Pending
from crdt.presence import Presence
from crdt.voice import Voice

NOTHING = b"\x00\x00"  # the update of a client that has nothing to say
BUSY = 1013, "the store is in trouble"
MOST_DOUBTS = 5  # times that a member may seem to know more than we, who may be seconds behind the log


class Intake:
    """Lines edits up for the log, and judges them again if the log goes on without them."""

    def __init__(
        self, ledger: Ledger, members: Members, presence: Presence, voice: Voice, limits: Limits, shared: bool
    ) -> None:
        self._ledger = ledger
        self._members = members
        self._presence = presence
        self._voice = voice
        self._limits = limits
        self._shared = shared
        self._judge = Judge(ledger, limits.board, members.holds_seat, self._is_here, presence.shown_elsewhere)

    # For the first time

    def sync(self, member: Member, update: bytes, whole: bool, now: float) -> list[Effect]:
        """A sync step 2 (`whole`) or an update came in."""
        first_sync, member.first_sync = member.first_sync and whole, member.first_sync and not whole
        member.sync_frames += 1
        if not member.updates.spend(now):
            return self._voice.close(member, 1008, "too many updates")
        if len(self._ledger) >= self._limits.waiting:
            return self._voice.close(member, *BUSY)
        sent = Pending(member.standing.seat, update, member.id, member.sync_frames, whole=whole)
        if not self._members.may_edit(member):
            return self._without_right(member, sent)
        verdict = self._judge.judge(sent, first_sync)
        if verdict is GAP:
            return self._gap(member, sent.n)
        member.gaps = 0
        if verdict is NOT_ITS_ID and whole and self._shared and member.doubts < MOST_DOUBTS:
            return self._doubt(member, sent.n)
        member.doubts = 0
        if isinstance(verdict, Denial):
            return self._voice.deny(member, sent.n, verdict)
        if verdict.new and self._ledger.unstored + len(update) > self._limits.unstored:
            return self._voice.close(member, *BUSY)
        self._line_up(sent, verdict)
        return []

    def _line_up(self, sent: Pending, verdict: Verdict) -> None:
        if not verdict.new:
            self._ledger.queue(sent.told)
            return
        self._ledger.accept(verdict, sent.judged(verdict))
        if sent.member is not None:
            # A whole sync brings what others wrote too: only its own id tells a writer.
            own = self._presence.client_of(sent.member) if sent.whole else None
            clients = [span.client for span in verdict.fresh if not sent.whole or span.client == own]
            self._ledger.holders.writes(clients, sent.member)

    def _without_right(self, member: Member, sent: Pending) -> list[Effect]:
        """R8: refused; but what a handshake answers without saying anything new is no attempt."""
        try:
            if sent.data == NOTHING or (sent.whole and not self._ledger.check(sent.data, self._limits.board).new):
                if not member.follows:  # an editor who reconnects to a locked board waits to hear that all is stored
                    self._ledger.queue(sent.told)
                return []
        except (Malformed, Foreign) as refusal:
            return self._voice.deny(member, sent.n, Denial.of(refusal))
        except Refusal:
            pass
        return self._voice.deny(member, sent.n, NO_RIGHT[member.follows])

    def _doubt(self, member: Member, n: int) -> list[Effect]:
        """It brings what others wrote: they may have been with another process, whose entries we have yet to read."""
        member.doubts += 1
        return self._voice.deny(member, n, GAP)

    def read_on(self) -> None:
        """The log told more, or some time passed: who seemed to know more than we is asked again."""
        for member in self._members:
            if member.doubts:
                self._voice.ask_again(member)

    def _gap(self, member: Member, n: int) -> list[Effect]:
        """R6: neither document nor log takes it; the member is asked for the whole."""
        if member.doubts:
            return self._voice.deny(member, n, GAP)  # it will be asked when we have read on
        member.gaps += 1
        if member.gaps > self._limits.gaps:
            return self._voice.close(member, 1013, "changes are missing")
        self._voice.deny(member, n, GAP)
        self._voice.ask_again(member)
        return []

    # Once more

    def reconsider(self) -> list[Effect]:
        """Refuses what is on its way of those who may not edit any more (R8)."""
        if all(self._right(pending) is None for pending in self._ledger.pending):
            return []
        try:
            return self.again(self._ledger.withdraw())
        except Tainted:
            self._ledger.tainted = True
            return []

    def again(self, withdrawn: Sequence[Pending], lost: bool = False) -> list[Effect]:
        """Lines up what may still go to the log; once something is `lost`, all are asked for what relied on it."""
        effects: list[Effect] = []
        for pending in withdrawn:
            denial = self._again(pending, lost)
            if denial is not None:
                effects += self._voice.lost(pending, denial)
                lost = True
        if lost:
            self._voice.ask_all()
        return effects

    def _again(self, pending: Pending, lost: bool) -> Denial | None:
        """Lines one up; if that can't be, why."""
        if not pending.data:
            if lost and pending.ticket is None:
                return GAP  # it brought nothing new only because of what is lost
            self._ledger.queue(pending)
            return None
        verdict = self._right(pending) or self._judge.judge(pending, large=True)
        if verdict is NOT_ITS_ID and pending.whole:
            return GAP  # it brings what others wrote, of which we have read a part: asked again it may bring less
        if isinstance(verdict, Denial):
            return verdict
        if verdict.new or pending.seat != LOST:
            self._line_up(pending, verdict)
        return None

    def _right(self, pending: Pending) -> Denial | None:
        """Why its member may not edit at this moment, or could not by now if it had stayed."""
        member = self._members.known(pending.member) if pending.member is not None and pending.data else None
        return None if member is None or self._members.may_edit(member) else NO_RIGHT[member.follows]

    def _is_here(self, writer: Writer, client: int) -> bool:
        """Whether the connection that wrote under a client id still may."""
        if writer is None:
            return self._presence.is_elsewhere(client)
        return self._members.get(writer) is not None
