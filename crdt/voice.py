"""What a room says to one member alone: refusals, questions, farewells."""

from __future__ import annotations

from collections.abc import Callable

from crdt import wire
from crdt.effects import Close, Done, Effect, Lost, Send
from crdt.fanout import Fanout, message
from crdt.judging import NOT_ALLOWED, Denial
from crdt.ledger import Ledger
from crdt.members import Member, MemberId, Members
from crdt.pending import Pending


class Voice:
    """Speaks with members one by one."""

    def __init__(self, members: Members, ledger: Ledger, fanout: Fanout, leave: Callable[[MemberId], None]) -> None:
        self._members = members
        self._ledger = ledger
        self._fanout = fanout
        self._leave = leave

    def deny(self, member: Member, n: int, denial: Denial) -> list[Effect]:
        """Says that a sync frame is refused, and closes if there is nothing more to say."""
        member.refused = True
        if member.extended:
            told = {"type": "denied", "n": n, "code": denial.code, "reason": denial.reason}
            self._fanout.note(member, message(told))
        elif denial.code == NOT_ALLOWED:
            self._fanout.note(member, wire.denied(denial.reason))
        return self.close(member, denial.code, denial.farewell) if denial.farewell else []

    def ask_again(self, member: Member) -> None:
        """Asks who holds edits that were refused, and may edit now, for the whole."""
        if member.refused and self._members.may_edit(member):
            member.refused = False
            self._fanout.note(member, wire.sync_step1(self.state_vector()))

    def ask_all(self) -> None:
        """Asks all who may edit for the whole: something that they rely on is not stored."""
        for member in self._members:
            member.refused = True
            self.ask_again(member)

    def state_vector(self) -> bytes:
        """How far each client's changes are here, those on their way too."""
        return wire.encode_state_vector(self._ledger.gate.state_vector)

    def stored(self, position: int, pending: Pending) -> list[Effect]:
        """Says that something is in the log, and all before it."""
        if pending.ticket is not None:
            return [Done(pending.ticket, position)]
        member = self._sender(pending)
        if member is not None:
            member.stored = pending.n
            self._fanout.touch(member)
        return []

    def lost(self, pending: Pending, denial: Denial) -> list[Effect]:
        """Says that something which was accepted can't go to the log."""
        if pending.ticket is not None:
            return [Lost(pending.ticket)]
        member = self._sender(pending)
        return self.deny(member, pending.n, denial) if member is not None else []

    def close(self, member: Member, code: int, reason: str) -> list[Effect]:
        """Says what is still to be said, to who reads slowly at least what is stored (F42), and closes."""
        last = self._fanout.private(member) if member.writable else self._fanout.stored(member)
        self._leave(member.id)
        effects: list[Effect] = [Send((member.id,), last)] if last else []
        return [*effects, Close(member.id, code, reason)]

    def _sender(self, pending: Pending) -> Member | None:
        return None if pending.member is None else self._members.get(pending.member)
