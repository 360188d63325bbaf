"""Who is written what, and when: cursors instead of queues, one frame for all who stand at the same place (R11)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from crdt import wire
from crdt.effects import Send
from crdt.limits import Pace
from crdt.members import Member, MemberId, Members
from crdt.presence import Presence
from crdt.ring import Recent, Ring, merged

MOVES_KEPT = 4_096  # presence states, also of those who left; clients forget them after 30 s anyway
NEVER = float("-inf")
NOTHING_NEW = wire.presence(b"\x00")  # an empty presence frame: a sign of life for stock providers

Place = tuple[int, int, int, bool]  # cursors in entries, presence and people; speaks message 110
Diff = Callable[[Member], bytes | None]
EVERYTHING = -1  # a cursor before all


class Fanout:
    """Writes to members at their pace and waits for none of them."""

    def __init__(self, members: Members, pace: Pace, head: int, presence: Presence, diff: Diff) -> None:
        self.ring = Ring(head)
        self._members = members
        self._pace = pace
        self._presence = presence
        self._diff = diff
        self._news = {False: False, True: False}  # by `Member.follows`: somebody may be behind
        self._ticked = {False: NEVER, True: NEVER}
        self._presence_head = 0  # grows with all that moves
        self._presence_shown = 0  # up to where members are told by now
        self._presence_told = NEVER
        self._presence_moved: dict[int, int] = {}  # presence client -> when it last changed
        self._people_changed = False
        self._people_told = NEVER
        self._people_version = 0
        self._people_frame = b""
        self.left_behind = 0  # times that a member had fallen off the ring, and got a diff

    def push(self, entry: Recent) -> None:
        """The document holds a new entry."""
        self.ring.push(entry)
        self._everybody()

    def restart(self, head: int) -> None:
        """The document was made anew, maybe of a log that was set back: all get what they lack of it."""
        self.ring = Ring(head)
        for member in self._members:
            member.cursor = EVERYTHING
        self._everybody()

    def presence_moved(self, clients: Iterable[int]) -> None:
        """These presence states changed or went."""
        self._presence_head += 1
        for client in clients:
            self._presence_moved.pop(client, None)  # the newest stand last
            self._presence_moved[client] = self._presence_head
        while len(self._presence_moved) > MOVES_KEPT:
            del self._presence_moved[next(iter(self._presence_moved))]

    def show_presence(self, member: Member) -> None:
        """This member asked for the presence of all."""
        member.presence_cursor = EVERYTHING
        self.touch(member)

    def people_changed(self) -> None:
        """Somebody came, went, or got another name, colour or role."""
        self._people_changed = True

    def welcome(self, member: Member) -> None:
        """A newcomer is told presence and people apart from the others, and stands at the head of both."""
        member.presence_cursor = self._presence_shown
        member.people_cursor = self._people_version

    def note(self, member: Member, *frames: bytes) -> None:
        """Frames for one member alone."""
        member.notes.extend(frames)
        self.touch(member)

    def touch(self, member: Member) -> None:
        """This member may be behind: it is writable again, or something of it is stored."""
        self._news[member.follows] = True

    def due(self) -> float | None:
        """When to flush next; a moment that is past means at once."""
        moments = [self._ticked[follows] + self._interval(follows) for follows in (False, True) if self._news[follows]]
        if self._people_changed:
            moments.append(self._people_told + self._people_interval)
        if self._presence_shown < self._presence_head:
            moments.append(self._presence_told + self._presence_interval)
        return min(moments, default=None)

    def flush(self, now: float) -> list[Send]:
        """What to write now."""
        if self._people_changed and now >= self._people_told + self._people_interval:
            self._tell_people(now)
        if self._presence_shown < self._presence_head and now >= self._presence_told + self._presence_interval:
            self._presence_shown, self._presence_told = self._presence_head, now
            self._everybody()
        sends: list[Send] = []
        for follows in (False, True):
            if self._news[follows] and now >= self._ticked[follows] + self._interval(follows):
                self._news[follows] = False
                self._ticked[follows] = now
                sends += self._tick(follows, now)
        return sends

    def break_silence(self, now: float) -> list[Send]:
        """A sign of life to those who heard nothing for long."""
        silent = [m for m in self._members if m.writable and now - m.last_sent >= self._pace.silence]
        for member in silent:
            member.last_sent = now
        return [Send(tuple(m.id for m in silent), (NOTHING_NEW,))] if silent else []

    def private(self, member: Member) -> tuple[bytes, ...]:
        """What only this member is told: notes, and how much of its own is stored."""
        frames = tuple(member.notes)
        member.notes.clear()
        return frames + self.stored(member)

    def stored(self, member: Member) -> tuple[bytes, ...]:
        """How much of its own is stored, if that is news to this member."""
        if not member.extended or member.stored == member.stored_told:
            return ()
        member.stored_told = member.stored
        return (message({"type": "saved", "n": member.stored}),)

    def _tick(self, follows: bool, now: float) -> list[Send]:
        sends: list[Send] = []
        groups: dict[tuple[bytes, ...], list[MemberId]] = {}
        frames_of: dict[Place, tuple[bytes, ...]] = {}
        authors: dict[int, int | None] = {}
        for member in self._members.paced(follows):
            if not member.writable:
                continue
            frames = self._shared(member, frames_of, authors)
            private = self.private(member)
            if private:
                sends.append(Send((member.id,), private + frames))
            elif frames:
                groups.setdefault(frames, []).append(member.id)
            if frames or private:
                member.last_sent = now
        sends += [Send(tuple(ids), frames) for frames, ids in groups.items()]
        return sends

    def _shared(
        self, member: Member, frames_of: dict[Place, tuple[bytes, ...]], authors: dict[int, int | None]
    ) -> tuple[bytes, ...]:
        """The frames that bring a member to the head, built once for all who stand at its place."""
        cursor, head = member.cursor, self.ring.head
        whole: tuple[bytes, ...] = ()
        if member.asks or (cursor < head and not self.ring.holds(cursor)):
            frame = wire.sync_step2 if member.asks else wire.update
            self.left_behind += not member.asks
            update = self._diff(member)
            if update is None:
                return ()  # it stays where it is until the document is made anew
            whole, cursor = (frame(update),), head
        elif cursor < head:
            if cursor not in authors:
                authors[cursor] = _only_author(self.ring.since(cursor))
            if authors[cursor] == member.id:
                cursor = head  # nobody is told what it alone said
        place = (cursor, member.presence_cursor, member.people_cursor, member.extended)
        self._advance(member)
        if place not in frames_of:
            frames_of[place] = self._frames(*place)
        return whole + frames_of[place]

    def _advance(self, member: Member) -> None:
        member.cursor = self.ring.head
        member.presence_cursor = self._presence_shown
        member.people_cursor = self._people_version

    def _frames(self, cursor: int, presence: int, people: int, extended: bool) -> tuple[bytes, ...]:
        frames: list[bytes] = []
        if cursor < self.ring.head:
            updates = [entry.data for entry in self.ring.since(cursor)]
            frames += [wire.update(update) for update in merged(updates)] if updates else []
        if presence == EVERYTHING:
            frames.append(wire.presence(self._presence.encode_all()))
        elif presence < self._presence_shown:
            frames.append(wire.presence(self._presence.encode(self._moved_since(presence))))
        if extended and people < self._people_version:
            frames.append(self._people_frame)
        return tuple(frames)

    def _moved_since(self, cursor: int) -> list[int]:
        moved = []
        for client in reversed(self._presence_moved):
            if self._presence_moved[client] <= cursor:
                break
            moved.append(client)
        return moved

    def _tell_people(self, now: float) -> None:
        self._people_changed = False
        self._people_told = now
        self._people_version += 1
        self._people_frame = message(self._members.people())
        self._everybody()

    def _everybody(self) -> None:
        self._news[False] = self._news[True] = True

    def _interval(self, follows: bool) -> float:
        return self._pace.followers if follows else self._pace.among(len(self._members.paced(False)))

    @property
    def _people_interval(self) -> float:
        return max(self._pace.people, self._pace.per_person * len(self._members))

    @property
    def _presence_interval(self) -> float:
        return max(self._pace.editors, self._pace.per_person * self._presence.speakers)


def message(content: dict[str, object]) -> bytes:
    """The frame of a message 110."""
    return wire.extension(json.dumps(content, ensure_ascii=False, separators=(",", ":")))


def _only_author(entries: list[Recent]) -> int | None:
    authors = {entry.author for entry in entries}
    return authors.pop() if len(authors) == 1 else None
