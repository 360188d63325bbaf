"""A board's live gathering as a machine: frames and moments go in, effects come out.

The log is the truth and the room a cache (R1): what members send goes through the gate into the ledger, from
there to the log, and only when the shell says `logged` into the document and to everybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from crdt import wire
from crdt.effects import Close, Done, Effect, Lost, Rebuild, Send
from crdt.errors import CLOSE_CODES, Foreign, Gap, Malformed, Refusal, Tainted
from crdt.fanout import Fanout, message
from crdt.gate import Verdict
from crdt.ledger import Ledger, Pending
from crdt.limits import Limits, Pace
from crdt.members import Member, MemberId, Members, Standing, new_member, regranted
from crdt.presence import Presence
from crdt.ring import Recent

Notice = dict[str, object]

NOTHING = b"\x00\x00"  # the update of a client that has nothing to say
STEP_1_COST = 20  # frames: its answer may be the whole board
TROUBLE: Notice = {"type": "notice", "code": "storing-trouble"}
STORING_AGAIN: Notice = {"type": "notice", "code": "storing-again"}
LOCKED: Notice = {"type": "notice", "code": "locked"}
UNLOCKED: Notice = {"type": "notice", "code": "unlocked"}
MOST_NOTES = 1_000  # frames that wait for one member who does not read
NOT_ALLOWED = 4403  # code of a refusal that stock providers are told by the y-protocols' own message
REPEATED = 1013  # code of a refusal that is mended by itself: the client is asked for the whole


class Room:
    """The members of one board, its ledger, its presence, and who is still to be told what."""

    def __init__(self, ledger: Ledger, *, locked: bool = False, limits: Limits, pace: Pace) -> None:
        self.ledger = ledger
        self.members = Members()
        self.locked = locked
        self.troubled = False  # the store takes nothing now
        self.tainted = False
        self._limits = limits
        self._presence = Presence()
        self._fanout = Fanout(self.members, pace, ledger.head, self._presence, self._answer)

    # Members come, speak and go

    def join(self, id: MemberId, standing: Standing, hello: dict[str, object] | None, now: float) -> list[Effect]:
        """Takes a connection in; `hello` is for those who speak message 110."""
        member = new_member(id, standing, hello is not None, self.ledger.head, self._limits, now)
        self.members.add(member)
        self._fanout.people_changed()
        self._fanout.welcome(member)
        frames = [wire.sync_step1(self._state_vector())]
        here = self._presence.encode_all()
        if here != b"\x00":
            frames.append(wire.presence(here))
        if hello is not None:
            frames = [message(hello), message(self.members.people()), *self._notices(), *frames]
        return [Send((id,), tuple(frames))]

    def leave(self, id: MemberId) -> None:
        """A connection is gone; what it sent and was accepted is kept."""
        if self.members.remove(id) is not None:
            self._moved(self._presence.leave(id))
            self.ledger.holders.forget(id)
            self._fanout.people_changed()

    def receive(self, id: MemberId, frame: bytes, now: float) -> list[Effect]:
        """What a frame of a member leads to."""
        member = self.members.get(id)
        if member is None:
            return []
        first_sync = member.first_sync and not member.follows
        if len(frame) > (self._limits.first_sync if first_sync else self._limits.frame):
            return self._close(member, 1009, "frame too large")
        if len(member.notes) > MOST_NOTES:
            return self._close(member, 1013, "too slow")
        if not member.frames.spend(now):
            return self._close(member, 1008, "too many messages")
        try:
            heard = wire.decode(frame)
            if len(frame) > self._limits.frame and not isinstance(heard, wire.SyncStep2):
                return self._close(member, 1009, "frame too large")
            return self._handle(member, heard, now)
        except Refusal as refusal:
            return self._close(member, CLOSE_CODES[type(refusal)], str(refusal))

    def writable(self, id: MemberId, writable: bool) -> None:
        """A member's socket takes more, or does not."""
        member = self.members.get(id)
        if member is not None:
            member.writable = writable
            self._fanout.touch(member)

    # The log takes what was accepted

    def logged(self, batch: list[Pending], first: int) -> list[Effect]:
        """The log stores the batch durably, its first entry at `first` (R1)."""
        if self.troubled:
            self.troubled = False
            self.announce(STORING_AGAIN)
        effects: list[Effect] = []
        for applied in self.ledger.apply(batch, first):
            if applied.pending.written:
                self._fanout.push(Recent(applied.position, applied.shown, applied.pending.member))
            effects += self._tell_stored(applied.position, applied.pending)
        if self.ledger.doubtful:
            self.tainted = True
            position, _ = self.ledger.doubtful[0]
            effects.append(Rebuild(position, "an update could not be applied"))
        return effects

    def log_failed(self) -> None:
        """The store took nothing of the batch: nobody is told "saved", and it is offered again."""
        if not self.troubled:
            self.troubled = True
            self.announce(TROUBLE)

    def rebuilt(self, ledger: Ledger, kept_out: frozenset[int]) -> list[Effect]:
        """Goes on with a document made anew from the log (R9)."""
        offender = self.ledger.doubtful[0][1].member if self.ledger.doubtful else None
        outcome = self.ledger.rebuild(ledger, kept_out, self._limits.board)
        self.tainted = False
        self._fanout.restart(ledger.head)
        effects: list[Effect] = []
        for _, pending in outcome.stored:
            effects += self._tell_stored(ledger.head, pending)
        for pending in outcome.lost:
            if pending.ticket is not None:
                effects.append(Lost(pending.ticket))
            loser = self.members.get(pending.member) if pending.member is not None else None
            if loser is not None:
                self._deny(loser, pending.n, REPEATED, "rebuilt")
        guilty = self.members.get(offender) if offender is not None else None
        if guilty is not None:
            effects += self._close(guilty, 4400, "an update that can't be applied")
        return effects

    # The server acts

    def edit(self, update: bytes, ticket: int) -> None:
        """Lines up an edit of the server; `Done` tells when it is stored and applied."""
        verdict = self.ledger.check(update, self._limits.board, first_sync=True)
        if verdict.new:
            self.ledger.accept(verdict, Pending("", update, ticket=ticket))
        else:
            self.mark(ticket)

    def mark(self, ticket: int) -> None:
        """Lines up a marker; `Done` comes when the document is as of the marker."""
        self.ledger.queue(Pending("", b"", ticket=ticket))

    def regrant(self, standing: Standing) -> None:
        """Another role, name or colour of a seat is in force at once (R8)."""
        for member in self.members.of_seat(standing.seat):
            before = member.standing
            member.standing = regranted(before, standing)
            if member.extended and before.role != standing.role:
                self._fanout.note(member, message({"type": "role", "role": standing.role}))
            self._moved(self._presence.regrant(member.id, member.user))
            self._ask_again(member)
            self._fanout.touch(member)
        self._fanout.people_changed()

    def lock(self, locked: bool) -> None:
        """While locked, only moderators' edits are taken."""
        if locked != self.locked:
            self.locked = locked
            self.announce(LOCKED if locked else UNLOCKED)
        for member in self.members:
            self._ask_again(member)

    def dismiss(self, members: Iterable[Member], code: int, reason: str) -> list[Effect]:
        """Closes connections on behalf of the server."""
        return [effect for member in list(members) for effect in self._close(member, code, reason)]

    def announce(self, content: dict[str, object]) -> None:
        """Tells all who speak message 110."""
        frame = message(content)
        for member in self.members:
            if member.extended:
                self._fanout.note(member, frame)

    # Time passes

    def due(self) -> float | None:
        """When to flush next."""
        if self.tainted:
            return None
        moments = [moment for moment in (self._fanout.due(), self._presence.due()) if moment is not None]
        return min(moments, default=None)

    def flush(self, now: float) -> list[Send]:
        """Writes what is due to all who can take it (R11)."""
        if self.tainted:
            return []
        self._moved(self._presence.release(now))
        return self._fanout.flush(now)

    def tick(self, now: float) -> list[Send]:
        """Once a second or so: forgets the silent, and breaks our own silence."""
        self._moved(self._presence.expire(now))
        return self._fanout.break_silence(now)

    # Messages of members

    def _handle(self, member: Member, heard: wire.Message, now: float) -> list[Effect]:
        match heard:
            case wire.SyncStep1(state_vector):
                return self._sync_step1(member, state_vector, now)
            case wire.SyncStep2(update):
                return self._sync(member, update, True, now)
            case wire.Update(update):
                return self._sync(member, update, False, now)
            case wire.Presence(payload):
                self._moved(self._presence.receive(member.id, payload, member.user, now))
            case wire.QueryPresence():
                self._fanout.show_presence(member)
            case wire.Extension() | wire.Denied() | wire.Unknown():
                pass  # nothing that a server heeds; newer clients may say more
            case _:
                assert_never(heard)
        return []

    def _sync_step1(self, member: Member, state_vector: bytes, now: float) -> list[Effect]:
        clocks = wire.decode_state_vector(state_vector)
        self.ledger.gate.check_state_vector(clocks)  # R10: before anything is merged
        self.ledger.holders.claim(member.standing.seat, clocks)
        if not member.frames.spend(now, STEP_1_COST):
            return self._close(member, 1008, "too many messages")
        member.since = state_vector
        member.asks = True
        update = self._answer(member) if member.writable and not self.tainted else None
        if update is None:
            self._fanout.touch(member)
            return []
        member.last_sent = now
        return [Send((member.id,), (wire.sync_step2(update),))]

    def _sync(self, member: Member, update: bytes, whole: bool, now: float) -> list[Effect]:
        first_sync, member.first_sync = member.first_sync and whole, member.first_sync and not whole
        member.sync_frames += 1
        n = member.sync_frames
        if not member.updates.spend(now):
            return self._close(member, 1008, "too many updates")
        if len(self.ledger) >= self._limits.waiting:
            return self._close(member, 1013, "the store is in trouble")
        if not member.standing.may_edit(self.locked):
            return self._sync_without_right(member, update, whole, n)
        try:
            verdict = self.ledger.check(update, self._limits.board, first_sync)
        except Gap:
            return self._gap(member, n)
        except Refusal as refusal:
            return self._refuse(member, n, refusal)
        return self._take(member, update, whole, n, verdict)

    def _take(self, member: Member, update: bytes, whole: bool, n: int, verdict: Verdict) -> list[Effect]:
        member.gaps = 0
        seat, holders = member.standing.seat, self.ledger.holders
        if not holders.allow(verdict, seat, whole, self.members.holds_seat):
            self._deny(member, n, NOT_ALLOWED, "client-id")
            return []
        if not whole and holders.fork(verdict, seat, member.id, self.ledger.gate, self._is_here):
            self._deny(member, n, 4409, "client-id")
            return self._close(member, 4409, "another connection writes under this client id")
        if not verdict.new:
            self.ledger.queue(Pending(seat, b"", member.id, n))
            return []
        if self.ledger.unstored + len(update) > self._limits.unstored:
            return self._close(member, 1013, "the store is in trouble")
        self.ledger.accept(verdict, Pending(seat, update, member.id, n, overlaps=verdict.overlaps))
        clients = verdict.authors.keys()  # a whole sync brings those of others too: only its own id tells a writer
        holders.writes(clients & {self._presence.client_of(member.id)} if whole else clients, member.id)
        return []

    def _sync_without_right(self, member: Member, update: bytes, whole: bool, n: int) -> list[Effect]:
        """R8: refused; but what a handshake answers without saying anything new is no attempt."""
        if update == NOTHING:
            return self._nothing_new(member, n)
        if whole:
            try:
                if not self.ledger.check(update, self._limits.board).new:
                    return self._nothing_new(member, n)
            except (Malformed, Foreign) as refusal:
                return self._refuse(member, n, refusal)
            except Refusal:
                pass
        self._deny(member, n, NOT_ALLOWED, "role" if member.follows else "locked")
        return []

    def _nothing_new(self, member: Member, n: int) -> list[Effect]:
        """All of the frame is stored, or about to be: an editor who reconnects to a locked board waits to hear so."""
        if not member.follows:
            self.ledger.queue(Pending(member.standing.seat, b"", member.id, n))
        return []

    def _gap(self, member: Member, n: int) -> list[Effect]:
        """R6: neither document nor log takes it; the member is asked for the whole."""
        member.gaps += 1
        if member.gaps > self._limits.gaps:
            return self._close(member, 1013, "changes are missing")
        self._deny(member, n, REPEATED, "gap")
        self._ask_again(member)
        return []

    def _refuse(self, member: Member, n: int, refusal: Refusal) -> list[Effect]:
        code = CLOSE_CODES[type(refusal)]
        self._deny(member, n, code, str(refusal))
        return self._close(member, code, str(refusal))

    def _deny(self, member: Member, n: int, code: int, reason: str) -> None:
        member.refused = True
        if member.extended:
            self._fanout.note(member, message({"type": "denied", "n": n, "code": code, "reason": reason}))
        elif code == NOT_ALLOWED:
            self._fanout.note(member, wire.denied(reason))

    def _ask_again(self, member: Member) -> None:
        """Who holds edits that were refused, and may edit now, is asked for the whole."""
        if member.refused and member.standing.may_edit(self.locked):
            member.refused = False
            self._fanout.note(member, wire.sync_step1(self._state_vector()))

    def _close(self, member: Member, code: int, reason: str) -> list[Effect]:
        last = self._fanout.private(member) if member.writable else ()
        self.leave(member.id)
        effects: list[Effect] = [Send((member.id,), last)] if last else []
        return [*effects, Close(member.id, code, reason)]

    # What stands in the log

    def _tell_stored(self, position: int, pending: Pending) -> list[Effect]:
        if pending.ticket is not None:
            return [Done(pending.ticket, position)]
        member = self.members.get(pending.member) if pending.member is not None else None
        if member is not None:
            member.stored = pending.n
            self._fanout.touch(member)
        return []

    def _answer(self, member: Member) -> bytes | None:
        """What the member lacks of the document, after which it stands at the head; None if it can't be told (R9)."""
        try:
            update = self.ledger.diff(member.since)
        except Tainted:
            self.tainted = True
            return None
        member.asks = False
        member.since = self.ledger.document.state_vector()
        member.cursor = self.ledger.head
        return update

    def _state_vector(self) -> bytes:
        return wire.encode_state_vector(self.ledger.gate.state_vector)

    def _notices(self) -> list[bytes]:
        told = [(self.troubled, TROUBLE), (self.locked, LOCKED)]
        return [message(notice) for holds, notice in told if holds]

    def _moved(self, clients: Iterable[int]) -> None:
        moved = tuple(clients)
        if moved:
            self._fanout.presence_moved(moved)

    def _is_here(self, id: MemberId) -> bool:
        return self.members.get(id) is not None
