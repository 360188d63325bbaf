"""A board's live gathering as a machine: frames and moments go in, effects come out.

The log is the truth and the room a cache (R1): what members send goes through the gate into the ledger, from
there to the log, and only when the shell says `logged` into the document and to everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from crdt import wire
from crdt.company import Company
from crdt.effects import Effect, Rebuild, Send
from crdt.elsewhere import Gathering
from crdt.errors import CLOSE_CODES, Refusal
from crdt.fanout import Fanout, message
from crdt.holders import LOST, SERVER
from crdt.intake import Intake
from crdt.judging import REBUILT
from crdt.ledger import ForeignEntry, Ledger
from crdt.limits import Limits, Pace
from crdt.members import Member, MemberId, Members, Standing, new_member, regranted
from crdt.pending import Pending
from crdt.presence import Presence
from crdt.ring import Recent
from crdt.tidings import Tidings
from crdt.voice import Voice

Notice = dict[str, object]

STEP_1_COST = 20  # frames: its answer may be the whole board
TROUBLE: Notice = {"type": "notice", "code": "storing-trouble"}
STORING_AGAIN: Notice = {"type": "notice", "code": "storing-again"}
LOCKED: Notice = {"type": "notice", "code": "locked"}
UNLOCKED: Notice = {"type": "notice", "code": "unlocked"}
FINAL = range(4400, 4500)  # close codes after which a client does not return unchanged
MOST_NOTES = 1_000  # frames that wait for one member who does not read


class Room:
    """The members of one board, its ledger, its presence, and who is still to be told what."""

    def __init__(
        self, ledger: Ledger, *, locked: bool = False, limits: Limits, pace: Pace, shared: bool = False
    ) -> None:
        self.ledger = ledger
        self.members = Members()
        self.members.locked = locked
        self.troubled = False  # the store takes nothing now
        self._limits = limits
        self._presence = Presence()
        self._fanout = Fanout(self.members, pace, ledger.head, self._presence, self._answer)
        self._company = Company(self.members, self._presence, self._fanout, Tidings(pace.people) if shared else None)
        self._voice = Voice(self.members, ledger, self._fanout, self.leave)
        self._intake = Intake(ledger, self.members, self._presence, self._voice, limits, shared)

    @property
    def locked(self) -> bool:
        """Whether only moderators' edits are taken."""
        return self.members.locked

    @property
    def tainted(self) -> bool:
        """Whether the document is to be made anew: the shell loads one and calls `rebuilt` (R9)."""
        return self.ledger.tainted

    @property
    def left_behind(self) -> int:
        """Times that a member had fallen so far behind that it got a diff (R11)."""
        return self._fanout.left_behind

    # Members come, speak and go

    def join(self, id: MemberId, standing: Standing, hello: dict[str, object] | None, now: float) -> list[Effect]:
        """Takes a connection in; `hello` is for those who speak message 110."""
        member = new_member(id, standing, hello is not None, self.ledger.head, self._limits, now)
        self.members.add(member)
        self._company.changed()
        self._fanout.welcome(member)
        frames = [wire.sync_step1(self._voice.state_vector())]
        here = self._presence.encode_all()
        if here != b"\x00":
            frames.append(wire.presence(here))
        if hello is not None:
            frames = [message(hello), message(self.members.people()), *self._notices(), *frames]
        return [Send((id,), tuple(frames))]

    def leave(self, id: MemberId) -> None:
        """A connection is gone; what it sent and was accepted is kept."""
        if self.members.remove(id, remember=len(self.ledger) > 0) is not None:
            self._company.moved(self._presence.leave(id))
            self.ledger.holders.forget(id)
            self._company.changed()

    def receive(self, id: MemberId, frame: bytes, now: float) -> list[Effect]:
        """What a frame of a member leads to."""
        member = self.members.get(id)
        if member is None:
            return []
        first_sync = member.first_sync and not member.follows
        if len(frame) > (self._limits.first_sync if first_sync else self._limits.frame):
            return self._voice.close(member, 1009, "frame too large")
        if len(member.notes) > MOST_NOTES:
            return self._voice.close(member, 1013, "too slow")
        if not member.frames.spend(now):
            return self._voice.close(member, 1008, "too many messages")
        try:
            heard = wire.decode(frame)
            if len(frame) > self._limits.frame and not isinstance(heard, wire.SyncStep2):
                return self._voice.close(member, 1009, "frame too large")
            return self._handle(member, heard, now)
        except Refusal as refusal:
            return self._voice.close(member, CLOSE_CODES[type(refusal)], str(refusal))

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
            effects += self._voice.stored(applied.position, applied.pending)
        self.members.forget_departed(pending.member for pending in self.ledger.pending)
        return effects + self._doubts()

    def log_failed(self) -> None:
        """The store took nothing of the batch: nobody is told "saved", and it is offered again."""
        if not self.troubled:
            self.troubled = True
            self.announce(TROUBLE)

    def rebuilt(self, ledger: Ledger, kept_out: frozenset[int]) -> list[Effect]:
        """Goes on with a document made anew from the log (R9)."""
        doubtful, waiting = self._become(ledger)
        lost = [pending for at, pending in doubtful if pending.written and at in kept_out]
        effects: list[Effect] = []
        for at, pending in doubtful:
            if pending.written and at in kept_out:
                effects += self._voice.lost(pending, REBUILT)
            else:
                effects += self._voice.stored(ledger.head, pending)
        effects += self._intake.again(waiting, bool(lost))
        offender = doubtful[0][1].member if doubtful else None
        guilty = self.members.get(offender) if offender is not None else None
        return effects + (self._voice.close(guilty, 4400, "an update that can't be applied") if guilty else [])

    def healed(self, ledger: Ledger) -> list[Effect]:
        """Goes on with a log that was set back: what it lost is lined up to be written again, as nobody's.

        Our old document is the witness; if it can't be trusted, the members are asked for all that they have.
        """
        lost = ledger.lacks(self.ledger)
        ledger.holders.inherit(self.ledger.holders)
        doubtful, waiting = self._become(ledger)
        again = [Pending(LOST, lost)] if lost else []
        again += [pending for _, pending in doubtful if pending.member is not None or pending.ticket is not None]
        return self._intake.again([*again, *waiting], lost is None)

    # Other processes wrote

    def foreign(self, entries: Sequence[ForeignEntry]) -> list[Effect]:
        """The log has these entries of other processes after the head; not while a batch is under way."""
        withdrawn: list[Pending] = []
        for entry in entries:
            if self.tainted:
                break  # the log tells the rest when the document is made anew
            applied, gave_way = self.ledger.follow(entry)
            withdrawn += gave_way
            if applied is not None:
                self._fanout.push(Recent(applied.position, applied.shown, None))
        if not self.tainted:
            effects = self._intake.again(withdrawn)
            self._intake.read_on()
            return effects
        for pending in withdrawn:
            self.ledger.queue(pending)
        return self._doubts()

    def reconsider(self) -> list[Effect]:
        """Rights changed: what is on its way of those who may not edit any more is refused (R8)."""
        return self._intake.reconsider()

    # Other processes tell

    def elsewhere(self, process: str, gathering: Gathering | None) -> None:
        """Who is at the board in another process; None: it is gone, or has nobody here."""
        self._company.elsewhere(process, gathering)

    def moved_elsewhere(self, process: str, presence: bytes) -> None:
        """Presence states of another process changed."""
        self._company.moved_elsewhere(process, presence)

    def gathering(self) -> Gathering:
        """Who is at the board in this process."""
        return self._company.gathering()

    # The server acts

    def edit(self, update: bytes, ticket: int) -> None:
        """Lines up an edit of the server; `Done` tells when it is stored and applied."""
        verdict = self.ledger.check(update, self._limits.board, first_sync=True)
        if verdict.new:
            self.ledger.accept(verdict, Pending(SERVER, update, ticket=ticket, fresh=verdict.fresh))
        else:
            self.mark(ticket)

    def mark(self, ticket: int) -> None:
        """Lines up a marker; `Done` comes when the document is as of the marker."""
        self.ledger.queue(Pending(SERVER, b"", ticket=ticket))

    def regrant(self, standing: Standing) -> None:
        """Another role, name or colour of a seat is in force at once (R8)."""
        for member in self.members.of_seat(standing.seat):
            before = member.standing
            self.members.regrant(member, regranted(before, standing))
            if self.members.get(member.id) is None:
                continue
            if member.extended and before.role != standing.role:
                self._fanout.note(member, message({"type": "role", "role": standing.role}))
            self._company.moved(self._presence.regrant(member.id, member.user))
            self._voice.ask_again(member)
            self._fanout.touch(member)
        self._company.changed()

    def lock(self, locked: bool) -> None:
        """While locked, only moderators' edits are taken."""
        if locked != self.locked:
            self.members.locked = locked
            self.announce(LOCKED if locked else UNLOCKED)
        for member in self.members:
            self._voice.ask_again(member)

    def dismiss(self, members: Iterable[Member], code: int, reason: str) -> list[Effect]:
        """Closes connections on behalf of the server; a final code takes the right from what is on its way too."""
        effects: list[Effect] = []
        for member in list(members):
            member.dismissed = code in FINAL
            if self.members.get(member.id) is not None:
                effects += self._voice.close(member, code, reason)
        return effects

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
        moments = [self._fanout.due(), self._presence.due(), self._company.due()]
        return min((moment for moment in moments if moment is not None), default=None)

    def flush(self, now: float) -> list[Effect]:
        """Writes what is due to all who can take it (R11)."""
        if self.tainted:
            return []
        self._company.moved(self._presence.release(now))
        return [*self._fanout.flush(now), *self._company.flush(now)]

    def tick(self, now: float) -> list[Effect]:
        """Once a second or so: forgets the silent, and breaks our own silence."""
        self._company.moved(self._presence.expire(now))
        self._intake.read_on()
        return [*self._fanout.break_silence(now)]

    # Messages of members

    def _handle(self, member: Member, heard: wire.Message, now: float) -> list[Effect]:
        match heard:
            case wire.SyncStep1(state_vector):
                return self._sync_step1(member, state_vector, now)
            case wire.SyncStep2(update):
                return self._intake.sync(member, update, True, now)
            case wire.Update(update):
                return self._intake.sync(member, update, False, now)
            case wire.Presence(payload):
                self._company.moved(self._presence.receive(member.id, payload, member.user, now))
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
            return self._voice.close(member, 1008, "too many messages")
        member.since = state_vector
        member.asks = True
        update = self._answer(member) if member.writable and not self.tainted else None
        if update is None:
            self._fanout.touch(member)
            return []
        member.last_sent = now
        return [Send((member.id,), (wire.sync_step2(update),))]

    # What stands in the log

    def _doubts(self) -> list[Effect]:
        """Asks for another document if this one failed."""
        doubtful = self.ledger.doubtful
        return [Rebuild(doubtful[0][0], "an update could not be applied")] if doubtful else []

    def _become(self, ledger: Ledger) -> tuple[list[tuple[int, Pending]], list[Pending]]:
        """Goes on with another document; all members get what they lack of it."""
        self._fanout.restart(ledger.head)
        return self.ledger.become(ledger)

    def _answer(self, member: Member) -> bytes | None:
        """What the member lacks of the document, after which it stands at the head; None if it can't be told (R9)."""
        update = self.ledger.diff(member.since)
        if update is not None:
            member.asks = False
            member.since = self.ledger.document.state_vector()
            member.cursor = self.ledger.head
        return update

    def _notices(self) -> list[bytes]:
        told = [(self.troubled, TROUBLE), (self.locked, LOCKED)]
        return [message(notice) for holds, notice in told if holds]
