"""A board's live gathering as a machine: frames and moments go in, effects come out.

The log is the truth and the room a cache (R1): what members send goes through the gate into the ledger, from
there to the log, and only when the shell says `logged` into the document and to everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import assert_never

from crdt import wire
from crdt.effects import Close, Done, Effect, Lost, Rebuild, Send
from crdt.elsewhere import Gathering
from crdt.errors import CLOSE_CODES, Foreign, Malformed, Refusal, Tainted
from crdt.fanout import Fanout, message
from crdt.gate import Verdict
from crdt.holders import LOST, SERVER, Writer
from crdt.judging import GAP, NO_RIGHT, NOT_ALLOWED, REBUILT, Denial, Judge
from crdt.ledger import ForeignEntry, Ledger
from crdt.limits import Limits, Pace
from crdt.members import Member, MemberId, Members, Standing, new_member, regranted
from crdt.pending import Pending
from crdt.presence import News, Presence
from crdt.ring import Recent
from crdt.structs import STORE
from crdt.tidings import Tidings

Notice = dict[str, object]

NOTHING = b"\x00\x00"  # the update of a client that has nothing to say
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
        self.locked = locked
        self.troubled = False  # the store takes nothing now
        self.tainted = False
        self._limits = limits
        self._presence = Presence()
        self._fanout = Fanout(self.members, pace, ledger.head, self._presence, self._answer)
        self._tidings = Tidings(pace.people) if shared else None
        self._judge = Judge(ledger, limits.board, self.members.holds_seat, self._is_here)

    # Members come, speak and go

    def join(self, id: MemberId, standing: Standing, hello: dict[str, object] | None, now: float) -> list[Effect]:
        """Takes a connection in; `hello` is for those who speak message 110."""
        member = new_member(id, standing, hello is not None, self.ledger.head, self._limits, now)
        self.members.add(member)
        self._people_changed()
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
        if self.members.remove(id, remember=len(self.ledger) > 0) is not None:
            self._moved(self._presence.leave(id))
            self.ledger.holders.forget(id)
            self._people_changed()

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
        if not len(self.ledger):
            self.members.forget_departed()
        return effects + self._doubts()

    def log_failed(self) -> None:
        """The store took nothing of the batch: nobody is told "saved", and it is offered again."""
        if not self.troubled:
            self.troubled = True
            self.announce(TROUBLE)

    def rebuilt(self, ledger: Ledger, kept_out: frozenset[int]) -> list[Effect]:
        """Goes on with a document made anew from the log (R9)."""
        offender = self.ledger.doubtful[0][1].member if self.ledger.doubtful else None
        effects = self._take_over(ledger, kept_out)
        guilty = self.members.get(offender) if offender is not None else None
        if guilty is not None:
            effects += self._close(guilty, 4400, "an update that can't be applied")
        return effects

    def healed(self, ledger: Ledger, kept_out: frozenset[int]) -> list[Effect]:
        """Goes on with a log that was set back: what it lost is lined up to be written again, as nobody's.

        The document that we had is the only witness; one that can't be trusted any more bears none.
        """
        lost = b"" if self.tainted else ledger.lacks(self.ledger)
        ledger.holders.inherit(self.ledger.holders)
        return self._take_over(ledger, kept_out, [Pending(LOST, lost)] if lost else [])

    # Other processes wrote

    def foreign(self, entries: Sequence[ForeignEntry]) -> list[Effect]:
        """The log has these entries of other processes after the head; not while a batch is under way."""
        withdrawn: list[Pending] = []
        for entry in entries:
            if self.tainted:
                break  # the log tells the rest when the document is made anew
            withdrawn += self._adopt(entry)
        if self.tainted:
            for pending in withdrawn:
                self.ledger.queue(pending)
            return self._doubts()
        return self._judge_again(withdrawn)

    def reconsider(self) -> list[Effect]:
        """Rights changed: what is on its way of those who may not edit any more is refused (R8)."""
        if all(self._may(pending) for pending in self.ledger.pending):
            return []
        try:
            return self._judge_again(self.ledger.withdraw())
        except Tainted:
            self.tainted = True
            return []

    # Other processes tell

    def elsewhere(self, process: str, gathering: Gathering | None) -> None:
        """Who is at the board in another process; None: that process is gone, or has nobody here."""
        if self.members.elsewhere.replace(process, gathering):
            self._fanout.people_changed()
        self._moved_there(self._presence.gathered(process, gathering.presence if gathering is not None else None))

    def moved_elsewhere(self, process: str, presence: bytes) -> None:
        """Presence states of another process changed."""
        self._moved_there(self._presence.moved(process, presence))

    def gathering(self) -> Gathering:
        """Who is at the board in this process."""
        return Gathering(
            people=tuple(self.members.people_here()),
            followers=self.members.followers_here,
            online=self.members.online_here(),
            presence=self._presence.encode_all_here(),
        )

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
            member.standing = regranted(before, standing)
            if self.members.get(member.id) is None:
                continue
            if member.extended and before.role != standing.role:
                self._fanout.note(member, message({"type": "role", "role": standing.role}))
            self._moved(self._presence.regrant(member.id, member.user))
            self._ask_again(member)
            self._fanout.touch(member)
        self._people_changed()

    def lock(self, locked: bool) -> None:
        """While locked, only moderators' edits are taken."""
        if locked != self.locked:
            self.locked = locked
            self.announce(LOCKED if locked else UNLOCKED)
        for member in self.members:
            self._ask_again(member)

    def dismiss(self, members: Iterable[Member], code: int, reason: str) -> list[Effect]:
        """Closes connections on behalf of the server; a final code takes the right from what is on its way too."""
        effects: list[Effect] = []
        for member in list(members):
            member.dismissed = code in FINAL
            if self.members.get(member.id) is not None:
                effects += self._close(member, code, reason)
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
        moments = [self._fanout.due(), self._presence.due(), self._tidings.due() if self._tidings else None]
        return min((moment for moment in moments if moment is not None), default=None)

    def flush(self, now: float) -> list[Effect]:
        """Writes what is due to all who can take it (R11)."""
        if self.tainted:
            return []
        self._moved(self._presence.release(now))
        told = self._tidings.flush(now, self._presence.encode_here) if self._tidings else []
        return [*self._fanout.flush(now), *told]

    def tick(self, now: float) -> list[Effect]:
        """Once a second or so: forgets the silent, and breaks our own silence."""
        self._moved(self._presence.expire(now))
        return [*self._fanout.break_silence(now)]

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
        return self._take(member, Pending(member.standing.seat, update, member.id, n, whole=whole), first_sync)

    def _take(self, member: Member, sent: Pending, first_sync: bool) -> list[Effect]:
        verdict = self._judge.judge(sent, first_sync)
        if verdict is GAP:
            return self._gap(member, sent.n)
        member.gaps = 0
        if isinstance(verdict, Denial):
            return self._refuse(member, sent.n, verdict)
        if not verdict.new:
            self.ledger.queue(replace(sent, data=b""))
            return []
        if self.ledger.unstored + len(sent.data) > self._limits.unstored:
            return self._close(member, 1013, "the store is in trouble")
        self._accept(sent, verdict)
        return []

    def _accept(self, sent: Pending, verdict: Verdict) -> None:
        self.ledger.accept(verdict, replace(sent, overlaps=verdict.overlaps, fresh=verdict.fresh))
        if sent.member is not None:
            # A whole sync brings what others wrote too: only its own id tells a writer.
            own = {self._presence.client_of(sent.member)}
            clients = verdict.authors.keys()
            self.ledger.holders.writes(clients & own if sent.whole else clients, sent.member)

    def _sync_without_right(self, member: Member, update: bytes, whole: bool, n: int) -> list[Effect]:
        """R8: refused; but what a handshake answers without saying anything new is no attempt."""
        if update == NOTHING:
            return self._nothing_new(member, n)
        if whole:
            try:
                if not self.ledger.check(update, self._limits.board).new:
                    return self._nothing_new(member, n)
            except (Malformed, Foreign) as refusal:
                return self._refuse(member, n, Denial.of(refusal))
            except Refusal:
                pass
        self._deny(member, n, NO_RIGHT[member.follows])
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
        self._deny(member, n, GAP)
        self._ask_again(member)
        return []

    def _refuse(self, member: Member, n: int, denial: Denial) -> list[Effect]:
        self._deny(member, n, denial)
        return self._close(member, denial.code, denial.farewell) if denial.farewell else []

    def _deny(self, member: Member, n: int, denial: Denial) -> None:
        member.refused = True
        if member.extended:
            told = {"type": "denied", "n": n, "code": denial.code, "reason": denial.reason}
            self._fanout.note(member, message(told))
        elif denial.code == NOT_ALLOWED:
            self._fanout.note(member, wire.denied(denial.reason))

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

    # What is on its way, while the log went on

    def _adopt(self, entry: ForeignEntry) -> list[Pending]:
        """Takes an entry of another process in; gives what had to be withdrawn for it."""
        position, _, data = entry
        withdrawn: list[Pending] = []
        if not data:
            self.ledger.head = position
            self._fanout.push(Recent(position, b"", None))
            return []
        try:
            verdict = self.ledger.weigh(data)
            if verdict is None:
                withdrawn = self.ledger.withdraw()
                verdict = self.ledger.gate.check(data, STORE)
        except (Refusal, Tainted):
            # Nobody's gate lets it through, or we are not what we believe to be: the log tells (R9).
            self.ledger.head = position
            self.tainted = True
            return withdrawn
        applied = self.ledger.adopt(entry, verdict)
        if applied is None:
            self.tainted = True
            return withdrawn
        self._fanout.push(Recent(position, applied.shown, None))
        if applied.pending.seat != LOST:
            self.ledger.holders.writes(verdict.authors, None)
        return withdrawn

    def _take_over(self, ledger: Ledger, kept_out: frozenset[int], first: Sequence[Pending] = ()) -> list[Effect]:
        """Goes on with another document, and judges again what is on its way."""
        outcome = self.ledger.rebuild(ledger, kept_out)
        self.tainted = False
        self._fanout.restart(ledger.head)
        effects: list[Effect] = []
        for _, pending in outcome.stored:
            effects += self._tell_stored(ledger.head, pending)
        for pending in outcome.lost:
            effects += self._lose(pending, REBUILT)
        return effects + self._judge_again([*first, *outcome.waiting], bool(outcome.lost))

    def _judge_again(self, withdrawn: Sequence[Pending], lost: bool = False) -> list[Effect]:
        """Lines up again what may still go to the log; what rested on something that is lost is asked for again."""
        effects: list[Effect] = []
        for pending in withdrawn:
            denial = self._again(pending, lost)
            if denial is not None:
                effects += self._lose(pending, denial)
                lost = True
        if lost:
            for member in self.members:
                member.refused = True
                self._ask_again(member)
        return effects

    def _again(self, pending: Pending, lost: bool) -> Denial | None:
        """Lines one up again; if it can't be, why."""
        if not self._may(pending):
            return self._no_right(pending)
        if not pending.data:
            if lost and pending.member is not None:
                return GAP
            self.ledger.queue(pending)
            return None
        verdict = self._judge.judge(pending, large=True)
        if isinstance(verdict, Denial):
            return verdict
        if verdict.new:
            self._accept(pending, verdict)
        elif pending.seat != LOST:
            self.ledger.queue(replace(pending, data=b"", fresh=()))
        return None

    def _lose(self, pending: Pending, denial: Denial) -> list[Effect]:
        if pending.ticket is not None:
            return [Lost(pending.ticket)]
        member = self.members.get(pending.member) if pending.member is not None else None
        return self._refuse(member, pending.n, denial) if member is not None else []

    def _may(self, pending: Pending) -> bool:
        """Whether its member may edit at this moment, or could when it left (R8)."""
        member = self.members.known(pending.member) if pending.member is not None else None
        if member is None or not pending.data:
            return True
        return member.standing.may_edit(self.locked) and not member.dismissed

    def _no_right(self, pending: Pending) -> Denial:
        member = self.members.known(pending.member) if pending.member is not None else None
        return NO_RIGHT[member is not None and member.follows]

    def _doubts(self) -> list[Effect]:
        """Asks for another document if this one failed."""
        if not self.ledger.doubtful:
            return []
        self.tainted = True
        return [Rebuild(self.ledger.doubtful[0][0], "an update could not be applied")]

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

    def _people_changed(self) -> None:
        self._fanout.people_changed()
        if self._tidings is not None:
            self._tidings.gather()

    def _moved(self, clients: Iterable[int]) -> None:
        """Presence states of our members changed."""
        moved = tuple(clients)
        if moved:
            self._fanout.presence_moved(moved)
            if self._tidings is not None:
                self._tidings.move(moved)

    def _moved_there(self, news: News) -> None:
        """Presence states of other processes changed; what ours spoke for before is theirs now."""
        if news.shown:
            self._fanout.presence_moved(news.shown)
        if news.yielded and self._tidings is not None:
            self._tidings.move(news.yielded)

    def _is_here(self, writer: Writer, client: int) -> bool:
        """Whether the connection that wrote under a client id still may."""
        if writer is None:
            return self._presence.is_elsewhere(client)
        return self.members.get(writer) is not None
