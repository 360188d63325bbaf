"""What the rest of the server may ask of live boards."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from itertools import count
from typing import Any

from crdt import genesis
from crdt.document import Document, Plain, born
from crdt.gate import Gate
from crdt.holders import SERVER
from crdt.limits import Limits, Pace
from crdt.members import MemberId
from crdt.shape import Shape
from crdt.structs import STORE
from server import drain
from server.authority import Authority
from server.clock import Clock, iso, wall_clock
from server.counters import Counters
from server.dispatch import Dispatch
from server.exchange import Exchange
from server.ids import new_id
from server.live_room import LiveRoom
from server.orders import Announce, Lock, Order, Regrant, Remove, Revoke
from server.protocol import SocketProtocol
from server.registry import Registry
from server.standing import Granted, standing_of
from server.update_log import BoardExists, Entry, Kind, NoSuchBoard, Snapshot, UpdateLog

Change = Callable[[Plain], Plain]
Message = Mapping[str, Any]


Epoch = tuple[LiveRoom, int] | None  # which room was live, and what it had heard by then

RESTORE_TRIES = 3  # in which somebody else may write between the content of then and its place in the log


class Overtaken(Exception):
    """A grant or the session changed since the socket was admitted: it has to be asked for again (R8)."""


class Rooms:
    """The rooms of this process over one log, which it may share with other processes.

    What is read here holds all that was stored by then, whichever process stored it. What is decided here is in
    force in all processes on return. Methods of one board raise `NoSuchBoard`, and `StoreFailed` while the log
    takes nothing.
    """

    def __init__(
        self,
        log: UpdateLog,
        shape: Shape,
        authority: Authority,
        exchange: Exchange,
        *,
        clock: Clock = wall_clock,
        limits: Limits | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.draining = False
        self._settled_by = 0.0  # when a drain waits for the store no longer
        self._log = log
        self._shape = shape
        self._clock = clock
        self._exchange = exchange
        self._registry = Registry(log, shape, authority, exchange, self._auto_snapshot, self.limits, pace or Pace())
        self._dispatch = Dispatch(log)
        self._life = AsyncExitStack()
        self._ids = count(1)

    # Life of the process

    async def __aenter__(self) -> Rooms:
        async with AsyncExitStack() as life:
            for part in (self._log, self._exchange):
                await part.open()
                life.push_async_callback(part.close)
            self._registry.open()
            life.push_async_callback(self._registry.close)
            self._dispatch.open()
            life.push_async_callback(self._dispatch.close)
            life.push_async_callback(self.drain)
            self._life = life.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._life.aclose()

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

    def live(self) -> Iterator[LiveRoom]:
        """The rooms of this process."""
        return iter(self._registry)

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
        async with self._registry.slot(board) as slot, slot.lock:
            if slot.live is not None:
                slot.live.dismiss(slot.live.room.members, 4410, "the board was erased")
            await self._registry.end(slot)
            try:
                await self._log.erase(board)
            except NoSuchBoard:  # a process died between the two stores, a birth failed, or the store lost it
                with suppress(BoardExists):  # its id is used up all the same, or a live room would bear it again
                    await self._log.restore(board, None, ())

    async def plain(self, board: str) -> Plain:
        """The content as it is stored now."""
        async with self._now(board) as live:
            return live.room.ledger.document.plain()

    async def has(self, board: str, root: str, key: str) -> bool:
        """Whether the stored content has this thing, be it in the bin."""
        async with self._now(board) as live:
            return live.room.ledger.document.has(root, key)

    async def state(self, board: str) -> bytes:
        """The whole document as one update."""
        async with self._now(board) as live:
            return live.state()

    async def mark(self, board: str) -> tuple[int, Plain]:
        """A marker in the log: its position, and the content as of it."""
        async with self._registry.at(board) as live:
            return await live.act(live.room.mark, Document.plain)

    async def edit(self, board: str, change: Change) -> int:
        """A forward edit by the server through the log; answers with its position."""
        position, _ = await self._edit(board, change)
        return position

    async def contributors(self, board: str) -> set[str]:
        """The seats that changed the board."""
        async with self._now(board) as live:
            return set(live.room.ledger.holders.contributors)

    # Snapshots (R15)

    async def take_snapshot(self, board: str, *, id: str, label: str, by: str, at: str, kind: Kind) -> Snapshot:
        """Keeps the board as it is now."""
        async with self._registry.at(board) as live:
            position, state = await live.act(live.room.mark, Document.encode)
            snapshot = Snapshot(id, label, by, at, kind, position)
            await self._log.save_snapshot(board, snapshot, state)
            live.growth.active_minutes.clear()
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
        """The content becomes that of the snapshot by a forward edit; what is here now is kept as a snapshot.

        Where that edit stands in the log, the content is that of the snapshot, unless others write without a pause.
        """
        snapshot, content = await self.snapshot(board, id)
        now = iso(self._clock())
        await self.take_snapshot(board, id=new_id(), label=snapshot.label, by=by, at=now, kind="restore")
        for _ in range(RESTORE_TRIES):
            position, became = await self._edit(board, lambda _: content)
            if became == content:
                break
        return position

    async def _auto_snapshot(self, board: str) -> None:
        at = iso(self._clock())
        await self.take_snapshot(board, id=new_id(), label="", by="", at=at, kind="auto")

    # People

    def epoch(self, board: str) -> Epoch:
        """To be asked for before an admission, and shown with it."""
        live = self._registry.here(board)
        return None if live is None else (live, live.epoch)

    async def join(
        self, board: str, grant: Granted, hello: dict[str, object] | None, socket: SocketProtocol, epoch: Epoch
    ) -> tuple[LiveRoom, MemberId]:
        """Seats a socket admitted at this epoch; `hello` if it speaks message 110.

        A room that was live all the while has heard, or will hear, of every change that the admission did not see.
        """
        async with self._registry.at(board) as live:
            if epoch != (live, live.epoch):
                raise Overtaken
            id = MemberId(next(self._ids))
            live.join(id, standing_of(grant), hello, socket)
            self.counters.connections += 1
            return live, id

    async def online(self, board: str) -> dict[str, int]:
        """The seats that are here, in any process, each with its number of devices."""
        live = self._registry.here(board)
        if live is not None and not live.dead:
            return live.room.members.online()
        devices: dict[str, int] = {}
        for gathering in (await self._exchange.gatherings(board)).values():
            for seat, number in gathering.online.items():
                devices[seat] = devices.get(seat, 0) + number
        return devices

    async def regrant(self, board: str, seat: str, grant: Granted | None) -> None:
        """A seat's grant changed and is in force at once; None: the person was removed (R8)."""
        await self._order(board, Remove(seat) if grant is None else Regrant(standing_of(grant)))

    async def revoke(self, board: str, token_id: str) -> None:
        """A token is dead, and so are the sockets that it opened."""
        await self._order(board, Revoke(token_id))

    async def set_lock(self, board: str, locked: bool) -> None:
        """While locked, only moderators' edits are taken."""
        await self._order(board, Lock(locked))

    async def announce(self, board: str, message: Message) -> None:
        """Tells all at the board who speak message 110."""
        await self._order(board, Announce(message))

    async def _order(self, board: str, order: Order) -> None:
        if self._log.shared:
            await self._dispatch.send(board, order)
            live = self._registry.here(board)
            if live is not None and not live.dead:
                await live.catch_up()
            return
        async with self._registry.slot(board) as slot, slot.lock:  # a load may just have read what held before
            if slot.live is not None:
                slot.live.obey(order)

    @asynccontextmanager
    async def _now(self, board: str) -> AsyncIterator[LiveRoom]:
        """The room of a board with all that is stored by now."""
        async with self._registry.at(board) as live:
            await live.catch_up()
            yield live

    async def _edit(self, board: str, change: Change) -> tuple[int, Plain]:
        async with self._registry.at(board) as live:
            return await live.edit(change)
