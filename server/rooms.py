"""What the rest of the server may ask of live boards."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from itertools import count
from typing import Any, Protocol

from crdt import genesis
from crdt.document import Document, Plain, born
from crdt.gate import Gate
from crdt.holders import SERVER
from crdt.limits import Limits, Pace
from crdt.members import MemberId, Role, Standing
from crdt.shape import Shape
from crdt.structs import STORE
from server import drain
from server.clock import Clock, iso, wall_clock
from server.counters import Counters
from server.ids import new_id
from server.live_room import LiveRoom
from server.protocol import SocketProtocol
from server.registry import Registry
from server.update_log import Entry, Kind, NoSuchBoard, Snapshot, UpdateLog

Change = Callable[[Plain], Plain]
Message = Mapping[str, Any]


class Granted(Protocol):
    """The grant of a seat, as the catalogue tells it."""

    @property
    def seat(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> Role: ...
    @property
    def color(self) -> str: ...
    @property
    def token_id(self) -> str: ...


class Overtaken(Exception):
    """A grant or the session changed since the socket was admitted: it has to be asked for again (R8)."""


class Rooms:
    """The rooms of this process over one log.

    Methods of one board raise `NoSuchBoard`, and `StoreFailed` while the log takes nothing.
    """

    def __init__(
        self,
        log: UpdateLog,
        shape: Shape,
        is_locked: Callable[[str], Awaitable[bool]],
        *,
        clock: Clock = wall_clock,
        limits: Limits | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.draining = False
        self._settled_by = 0.0  # when a drain waits for the store no longer
        self.epoch = 0  # grows with all that a newcomer must know: an admission older than it is asked for again
        self._log = log
        self._shape = shape
        self._clock = clock
        self._registry = Registry(log, shape, is_locked, self._auto_snapshot, self.limits, pace or Pace())
        self._ids = count(1)

    # Life of the process

    async def __aenter__(self) -> Rooms:
        await self._log.open()
        self._registry.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.drain()
        await self._registry.close()
        await self._log.close()

    def ready(self) -> bool:
        """Whether boards can be opened, as far as is known without trying; `probe` tries."""
        return not self.draining and not any(live.room.troubled for live in self._registry)

    async def probe(self) -> None:
        """Promises that the log can be written now; `StoreFailed` otherwise."""
        await self._log.probe()

    async def drain(self) -> None:
        """Stores and acknowledges what is accepted, then sends everybody away to come back (R17)."""
        now = asyncio.get_running_loop().time()
        if not self.draining:
            self.draining, self._settled_by = True, now + drain.SETTLE_SECONDS
        await drain.settle(self._registry, self._settled_by)
        await drain.send_away(self._registry, self._settled_by)

    @property
    def durability(self) -> str:
        """What "saved" means here."""
        return self._log.durability

    @property
    def counters(self) -> Counters:
        """Totals since the process began."""
        return self._registry.counters

    def gauges(self) -> dict[str, int]:
        """How much is live now."""
        rooms = list(self._registry)
        return {"rooms": len(rooms), "members": sum(len(live.room.members) for live in rooms)}

    # Boards

    async def found(self, board: str, content: Plain) -> None:
        """Bears a board with its content, durable on return (R10)."""
        mother = genesis.make(secrets.randbits(genesis.RANDOM_BITS))
        birth = born(mother)
        document = Document.load((birth,), self._shape)
        target = {root: dict(content.get(root, {})) for root in self._shape.roots}
        target["board"] = {"schema": 1} | target["board"]
        update = document.become(target, secrets.randbits(32))
        Gate.from_document(birth, self._shape, mother).check(update, STORE)  # R5: what a load would refuse
        await self._log.create(board, [Entry(SERVER, birth), Entry(SERVER, update)])

    async def erase(self, board: str) -> None:
        """Forgets everything of a board and sends its people away (R20); one that is gone stays so."""
        self.epoch += 1
        async with self._registry.slot(board) as slot, slot.lock:
            if slot.live is not None:
                slot.live.dismiss(slot.live.room.members, 4410, "the board was erased")
            await self._registry.end(slot)
            with suppress(NoSuchBoard):  # a process died, or a birth failed, between the two stores
                await self._log.erase(board)

    async def plain(self, board: str) -> Plain:
        """The content as it is stored now."""
        async with self._registry.at(board) as live:
            return live.room.ledger.document.plain()

    async def state(self, board: str) -> bytes:
        """The whole document as one update."""
        async with self._registry.at(board) as live:
            return live.room.ledger.diff(b"\x00")

    async def mark(self, board: str) -> tuple[int, Plain]:
        """A marker in the log: its position, and the content as of it."""
        async with self._registry.at(board) as live:
            return await live.act(live.room.mark, Document.plain)

    async def edit(self, board: str, change: Change) -> int:
        """A forward edit by the server through the log; answers with its position."""
        async with self._registry.at(board) as live:
            return await live.edit(change)

    async def contributors(self, board: str) -> set[str]:
        """The seats that changed the board."""
        async with self._registry.at(board) as live:
            return set(live.room.ledger.holders.contributors)

    # Snapshots (R15)

    async def take_snapshot(self, board: str, *, id: str, label: str, by: str, at: str, kind: Kind) -> Snapshot:
        """Keeps the board as it is now."""
        async with self._registry.at(board) as live:
            position, state = await live.act(live.room.mark, Document.encode)
            snapshot = Snapshot(id, label, by, at, kind, position)
            await self._log.save_snapshot(board, snapshot, state)
            live.active_minutes.clear()
        self.counters.snapshots += 1
        return snapshot

    async def snapshots(self, board: str) -> list[Snapshot]:
        """All snapshots of a board, newest first."""
        return await self._log.snapshots(board)

    async def snapshot(self, board: str, id: str) -> tuple[Snapshot, Plain]:
        """One snapshot with its content; `NoSuchSnapshot` if there is none."""
        snapshot, state = await self._log.snapshot(board, id)
        return snapshot, Document.load((state,), self._shape).plain()

    async def restore(self, board: str, id: str, by: str) -> int:
        """The content becomes that of the snapshot by a forward edit; what is here now is kept as a snapshot."""
        snapshot, content = await self.snapshot(board, id)
        now = iso(self._clock())
        await self.take_snapshot(board, id=new_id(), label=snapshot.label, by=by, at=now, kind="restore")
        return await self.edit(board, lambda _: content)

    async def _auto_snapshot(self, board: str) -> None:
        at = iso(self._clock())
        await self.take_snapshot(board, id=new_id(), label="", by="", at=at, kind="auto")

    # People

    async def join(
        self, board: str, grant: Granted, hello: dict[str, object] | None, socket: SocketProtocol, epoch: int
    ) -> tuple[LiveRoom, MemberId]:
        """Seats a socket admitted at this epoch; `hello` if it speaks message 110."""
        async with self._registry.at(board) as live:
            if epoch != self.epoch:
                raise Overtaken
            id = MemberId(next(self._ids))
            live.join(id, standing_of(grant), hello, socket)
            self.counters.connections += 1
            return live, id

    def online(self, board: str) -> dict[str, int]:
        """The seats that are here, each with its number of devices."""
        live = self._registry.here(board)
        return {} if live is None else live.room.members.online()

    async def regrant(self, board: str, seat: str, grant: Granted | None) -> None:
        """A seat's grant changed and is in force at once; None: the person was removed (R8)."""
        self.epoch += 1
        live = self._registry.here(board)
        if live is None:
            return
        if grant is None:
            live.dismiss(live.room.members.of_seat(seat), 4410, "removed from the board")
        else:
            live.regrant(standing_of(grant))

    async def revoke(self, board: str, token_id: str) -> None:
        """A token is dead, and so are the sockets that it opened."""
        self.epoch += 1
        live = self._registry.here(board)
        if live is not None:
            live.dismiss(live.room.members.of_token(token_id), 4401, "the token was revoked")

    async def set_lock(self, board: str, locked: bool) -> None:
        """While locked, only moderators' edits are taken."""
        async with self._registry.slot(board) as slot, slot.lock:  # a load may just have read the old lock
            if slot.live is not None:
                slot.live.lock(locked)

    async def announce(self, board: str, message: Message) -> None:
        """Tells all at the board who speak message 110."""
        self.epoch += 1  # who is on the way in would have missed it
        live = self._registry.here(board)
        if live is not None:
            live.announce(dict(message))


def standing_of(grant: Granted) -> Standing:
    """What a grant of the catalogue means in a room."""
    return Standing(grant.seat, grant.name, grant.role, grant.color, grant.token_id)
