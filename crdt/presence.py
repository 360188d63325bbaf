"""Who is here and where they look: one state per connection, newest only, never in the document (R12).

Clocks are the server's. A client's own is taken only where it fits, so that one who returns with the clock that it
had is seen at once (F33), a first clock of 0 is not overlooked, and no leap silences anybody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crdt.awareness import MAX_STATE, Entry, decode, encode
from crdt.visitors import Visitors, seat_of

User = Mapping[str, str]  # seat, name, color and role, as the server knows them

INTERVAL = 0.05  # seconds between two states of one connection: 20 a second (R12)
SILENCE = 30.0  # seconds; stock clients forget a state after the same time
MAX_LEAP = 1 << 32  # a client's clock counts its changes
MEMORY = 4_096  # presence ids of which we know the clock, with those of the departed


class News(NamedTuple):
    """What other processes changed: the ids to show, and of these the ones that our members spoke for."""

    shown: tuple[int, ...]
    yielded: tuple[int, ...]


@dataclass(slots=True)
class _Holder:
    """One presence id: whose it is, and what the others are told of it."""

    seat: str
    member: int | None = None  # the connection that speaks for it
    process: str | None = None  # the other process that does
    clock: int = 0  # as the others know it
    state: str | None = None  # JSON with the user in it
    said: tuple[int, str | None] | None = None  # clock and JSON that its client sent last
    held: str | None = None  # newest state, come too early to be told
    heard: float = 0.0
    told: float = 0.0


class Presence:
    """The presence of one room. What changes it returns the ids of which there is news."""

    def __init__(self) -> None:
        self._holders: dict[int, _Holder] = {}
        self._own: dict[int, int] = {}  # member -> the one id that it may speak for
        self._late: set[int] = set()  # ids with a state that came too early to be told
        self._visitors = Visitors()

    @property
    def speakers(self) -> int:
        """How many connections speak for an id, in all processes."""
        return len(self._own) + len(self._visitors)

    def client_of(self, member: int) -> int | None:
        """The id that a connection speaks for, which is that of its document."""
        return self._own.get(member)

    # What members do

    def receive(self, member: int, payload: bytes, user: User | None, now: float) -> tuple[int, ...]:
        """Takes a connection's own state from what it sent; of a `user` None, a follower, takes nothing (F35)."""
        entries = decode(payload)
        if user is None:
            return ()
        for entry in entries:
            holder = self._claim(member, entry, user["seat"])
            if holder is not None:
                return self._hear(member, holder, entry, user, now)
        return ()

    def regrant(self, member: int, user: User | None) -> tuple[int, ...]:
        """Another name, colour or role is in force at once."""
        if user is None:
            return self.leave(member)
        client, holder = self._held_by(member)
        if holder is None or holder.state is None:
            return ()
        holder.state = _signed(holder.state, user)
        holder.held = _signed(holder.held, user) if holder.held is not None else None
        holder.clock += 1
        return (client,)

    def leave(self, member: int) -> tuple[int, ...]:
        """A connection is gone, and with it the state for which it spoke, and no other (F33)."""
        client, holder = self._held_by(member)
        self._own.pop(member, None)
        if holder is None:
            return ()
        holder.member = None
        return self._remove(client, holder)

    # What other processes tell

    def gathered(self, process: str, payload: bytes | None) -> News:
        """All states of another process; None: it is gone, and they with it."""
        return self._follow(self._visitors.replace(process, payload))

    def moved(self, process: str, payload: bytes) -> News:
        """States that changed in another process."""
        return self._follow(self._visitors.move(process, payload))

    def is_elsewhere(self, client: int) -> bool:
        """Whether a connection of another process speaks for this id."""
        return client in self._visitors

    def shown_elsewhere(self, client: int) -> str | None:
        """The seat that shows a state under this id in another process."""
        newest = self._visitors.newest(client)
        return seat_of(newest[1]) if newest is not None else None

    # What time does

    def release(self, now: float) -> tuple[int, ...]:
        """Tells the newest of the states that came too early, as far as they are due."""
        due = [client for client, holder in self._waiting() if now >= holder.told + INTERVAL]
        for client in due:
            holder = self._holders[client]
            holder.state, holder.held = holder.held, None
            _tell(holder, holder.said[0] if holder.said is not None else 0, now)
        return tuple(due)

    def due(self) -> float | None:
        """When `release` has something to tell next."""
        return min((holder.told + INTERVAL for _, holder in self._waiting()), default=None)

    def expire(self, now: float) -> tuple[int, ...]:
        """Removes the states of which nothing was heard for too long."""
        silent = [(c, h) for c, h in self._holders.items() if h.process is None and now > h.heard + SILENCE]
        return tuple(gone for client, holder in silent for gone in self._remove(client, holder))

    # What the others are told

    def encode(self, clients: Iterable[int]) -> bytes:
        """The newest states of these clients, or that they left."""
        holders = ((client, self._holders.get(client)) for client in clients)
        return encode([Entry(client, h.clock, h.state) for client, h in holders if h is not None])

    def encode_all(self) -> bytes:
        """The states of all who are here: for a newcomer (F34), and for one who asks."""
        return self.encode([client for client, holder in self._holders.items() if holder.state is not None])

    def here(self, clients: Iterable[int]) -> list[Entry]:
        """What our own members show under these ids, or that they left."""
        holders = ((client, self._holders.get(client)) for client in clients)
        return [Entry(c, h.clock, None if h.process else h.state) for c, h in holders if h is not None]

    def encode_all_here(self) -> bytes:
        """The states of all who are in this process."""
        here = ((client, holder) for client, holder in self._holders.items() if holder.process is None)
        return self.encode([client for client, holder in here if holder.state is not None])

    # Internal

    def _follow(self, clients: Iterable[int]) -> News:
        """Shows of each id what is newest by now."""
        shown: list[int] = []
        yielded: list[int] = []
        for client in clients:
            holder = self._holders.get(client)
            ours = holder is not None and holder.process is None and holder.state is not None
            newest = self._visitors.newest(client)
            if newest is None:
                shown += _remove(client, holder) if holder is not None and not ours else ()
            elif self._show(client, *newest):
                shown.append(client)
                if ours:
                    yielded.append(client)
        return News(tuple(shown), tuple(yielded))

    def _show(self, client: int, process: str, entry: Entry) -> bool:
        """Lets another process speak for an id, if what it says is the newest."""
        seat = seat_of(entry)
        holder = self._holders.get(client)
        if holder is None:
            holder = self._holders[client] = _Holder(seat)
            self._forget_one()
        if holder.seat != seat:
            return False
        if holder.process is None and holder.state is not None and entry.clock <= holder.clock:
            return False  # it moved to us, and is heard of late
        if holder.process == process and holder.state == entry.state:
            return False
        holder.member, holder.process, holder.state, holder.held = None, process, entry.state, None
        _count(holder, entry.clock)
        return True

    def _remove(self, client: int, holder: _Holder, clock: int = 0) -> tuple[int, ...]:
        """Lets a state go; what another process still says of its client is shown instead."""
        newest = self._visitors.newest(client)
        if newest is None or holder.state is None:
            return _remove(client, holder, clock)
        holder.state = None
        return (client,) if self._show(client, *newest) else _remove(client, holder, clock)

    def _claim(self, member: int, entry: Entry, seat: str) -> _Holder | None:
        """The holder of an entry's id, if this connection may speak for it."""
        if self._own.get(member, entry.client) != entry.client:
            return None
        holder = self._holders.get(entry.client)
        if holder is None:
            holder = self._holders[entry.client] = _Holder(seat)
            self._forget_one()
        elif holder.seat != seat:
            return None
        self._own[member] = entry.client
        return holder

    def _hear(self, member: int, holder: _Holder, entry: Entry, user: User, now: float) -> tuple[int, ...]:
        if entry.state is None:
            # Of two connections of a person, one must not report the other gone.
            return self._remove(entry.client, holder, entry.clock) if holder.member == member else ()
        state = _signed(entry.state, user) if len(entry.state.encode()) <= MAX_STATE else None
        if state is None:
            return ()
        said = entry.clock, entry.state
        repeated = holder.said == said and holder.member == member and holder.state is not None
        holder.member, holder.process, holder.said, holder.heard = member, None, said, now
        if repeated:
            return ()
        if holder.state is not None and now < holder.told + INTERVAL:
            holder.held = state
            self._late.add(entry.client)
            return ()
        holder.state, holder.held = state, None
        _tell(holder, entry.clock, now)
        return (entry.client,)

    def _waiting(self) -> list[tuple[int, _Holder]]:
        """The ids whose newest state is still to be told; what was told or removed meanwhile is forgotten."""
        if not self._late:
            return []
        late = [(client, self._holders[client]) for client in self._late if client in self._holders]
        waiting = [(client, holder) for client, holder in late if holder.held is not None]
        self._late = {client for client, _ in waiting}
        return waiting

    def _held_by(self, member: int) -> tuple[int, _Holder | None]:
        client = self._own.get(member, -1)
        holder = self._holders.get(client)
        return client, holder if holder is not None and holder.member == member else None

    def _forget_one(self) -> None:
        if len(self._holders) > MEMORY:
            departed = next((c for c, h in self._holders.items() if h.member is None and h.process is None), None)
            if departed is not None:
                del self._holders[departed]


def _signed(state: str, user: User) -> str | None:
    """The state with the user in it as the server knows them; None if it is no object."""
    try:
        content = json.loads(state)
        return json.dumps(content | {"user": dict(user)}, allow_nan=False, separators=(",", ":"))
    except (ValueError, TypeError, RecursionError):
        return None


def _tell(holder: _Holder, clock: int, now: float) -> None:
    _count(holder, clock)
    holder.told = now


def _count(holder: _Holder, clock: int) -> None:
    holder.clock = clock if holder.clock < clock <= holder.clock + MAX_LEAP else holder.clock + 1


def _remove(client: int, holder: _Holder, clock: int = 0) -> tuple[int, ...]:
    """Makes the state one of leaving, which is told with the clock that the others know, or a later one."""
    if holder.state is None:
        return ()
    holder.state = holder.held = holder.process = None
    if holder.clock < clock <= holder.clock + MAX_LEAP:
        holder.clock = clock
    return (client,)
