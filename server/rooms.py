"""All live boards of this process, and what the rest of the server may ask of a board.

Load, live, drain, gone: one lock per board, held while a room comes to life or ends, and everything is
looked at again after every await (R16). Who uses a room pins it; a pinned or inhabited room never ends.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from crdt import genesis
from crdt.document import Document, Plain, born
from crdt.holders import SERVER
from crdt.limits import Limits, Pace
from crdt.loading import load
from crdt.members import MemberId, Role, Standing
from crdt.room import Room
from crdt.shape import Shape
from server.clock import Clock, iso, wall_clock
from server.counters import Counters
from server.ids import new_id
from server.live_room import LiveRoom, as_entries
from server.protocol import SocketProtocol
from server.update_log import Entry, Kind, Snapshot, UpdateLog

logger = logging.getLogger("brownboard.rooms")

IDLE_SECONDS = 30.0  # an empty room stays for those who reload their page
TICK_SECONDS = 1.0

Change = Callable[[Plain], Plain]


@dataclass(slots=True)
class _Slot:
    """The place of one board: its lock, its room if it is live, and how many use it now."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    live: LiveRoom | None = None
    editing: asyncio.Lock = field(default_factory=asyncio.Lock)
    pins: int = 0
    server_client: int = 0
    idle_since: float | None = None
    active_minutes: set[int] = field(default_factory=set)


class Rooms:
    """The rooms of this process over one log."""

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
        self.counters = Counters()
        self.limits = limits or Limits()
        self.draining = False
        self.epoch = 0  # grows with every change of a grant: an admission older than it is asked for again
        self._log = log
        self._shape = shape
        self._is_locked = is_locked
        self._clock = clock
        self._pace = pace or Pace()
        self._slots: dict[str, _Slot] = {}
        self._ids = count(1)
        self._housekeeper: asyncio.Task[None] | None = None
        self._healthy = True

    # Life of the process

    async def open(self) -> None:
        """Opens the log and begins to keep house."""
        await self._log.open()
        self._housekeeper = asyncio.create_task(self._keep_house(), name="housekeeper")

    async def close(self) -> None:
        """Drains if nobody did, ends all rooms and closes the log."""
        await self.drain()
        if self._housekeeper is not None:
            self._housekeeper.cancel()
            await asyncio.gather(self._housekeeper, return_exceptions=True)
        for slot in list(self._slots.values()):
            if slot.live is not None:
                await slot.live.stop()
        self._slots.clear()
        await self._log.close()

    async def __aenter__(self) -> Rooms:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def ready(self) -> bool:
        """Whether boards can be opened and stored now."""
        return not self.draining and self._healthy

    @property
    def durability(self) -> str:
        """What "saved" means here."""
        return self._log.durability

    async def drain(self) -> None:
        """Stores and acknowledges what is accepted, then sends everybody away to come back (R17)."""
        self.draining = True
        rooms = [slot.live for slot in self._slots.values() if slot.live is not None]
        await asyncio.gather(*(live.settled() for live in rooms))
        for live in rooms:
            live.dismiss(live.room.members, 1012, "restart")

    # Boards

    async def found(self, board: str, content: Plain) -> None:
        """Bears a board with its content, durable on return."""
        birth = born(genesis.make(secrets.randbits(genesis.RANDOM_BITS)))
        document = Document.load((birth,), self._shape)
        target = {root: dict(content.get(root, {})) for root in self._shape.roots}
        target["board"] = {"schema": 1} | target["board"]
        update = document.become(target, secrets.randbits(32))
        await self._log.create(board, [Entry(SERVER, birth), Entry(SERVER, update)])

    async def erase(self, board: str) -> None:
        """Forgets everything of a board and sends its people away (R20)."""
        self.epoch += 1
        async with self._slot(board) as slot, slot.lock:
            live, slot.live = slot.live, None
            if live is not None:
                live.dismiss(live.room.members, 4410, "the board was erased")
                await live.stop()
            await self._log.erase(board)

    async def plain(self, board: str) -> Plain:
        """The content as it is stored now."""
        async with self._at(board) as slot:
            return _live(slot).room.ledger.document.plain()

    async def state(self, board: str) -> bytes:
        """The whole document as one update."""
        async with self._at(board) as slot:
            return _live(slot).room.ledger.diff(b"\x00")

    async def mark(self, board: str) -> tuple[int, Plain]:
        """A marker in the log: its position, and the content as of it."""
        async with self._at(board) as slot:
            live = _live(slot)
            return await live.act(live.room.mark, Document.plain)

    async def edit(self, board: str, change: Change) -> int:
        """A forward edit by the server through the log; answers with its position."""
        async with self._at(board) as slot, slot.editing:
            live = _live(slot)
            document = live.room.ledger.document
            update = document.become(change(document.plain()), slot.server_client)
            position, _ = await live.act(lambda ticket: live.room.edit(update, ticket), lambda _: None)
            return position

    async def contributors(self, board: str) -> set[str]:
        """The seats that changed the board."""
        async with self._at(board) as slot:
            return set(_live(slot).room.ledger.holders.contributors)

    # Snapshots (R15)

    async def take_snapshot(self, board: str, *, id: str, label: str, by: str, at: str, kind: Kind) -> Snapshot:
        """Keeps the board as it is now."""
        async with self._at(board) as slot:
            live = _live(slot)
            position, state = await live.act(live.room.mark, Document.encode)
            snapshot = Snapshot(id, label, by, at, kind, position)
            await self._log.save_snapshot(board, snapshot, state)
            slot.active_minutes.clear()
        self.counters.snapshots += 1
        return snapshot

    async def snapshots(self, board: str) -> list[Snapshot]:
        """All snapshots of a board, newest first."""
        return await self._log.snapshots(board)

    async def snapshot(self, board: str, id: str) -> tuple[Snapshot, Plain]:
        """One snapshot with its content."""
        snapshot, state = await self._log.snapshot(board, id)
        return snapshot, Document.load((state,), self._shape).plain()

    async def restore(self, board: str, id: str, by: str) -> int:
        """The content becomes that of the snapshot by a forward edit; what is here now is kept as a snapshot."""
        snapshot, content = await self.snapshot(board, id)
        now = iso(self._clock())
        await self.take_snapshot(board, id=new_id(), label=snapshot.label, by=by, at=now, kind="restore")
        return await self.edit(board, lambda _: content)

    # People

    def online(self, board: str) -> dict[str, int]:
        """The seats that are here, each with its number of devices."""
        live = self._here(board)
        return {} if live is None else live.room.members.online()

    async def regrant(self, board: str, seat: str, grant: Any) -> None:
        """A seat's grant changed and is in force at once; None: the person was removed (R8)."""
        self.epoch += 1
        live = self._here(board)
        if live is None:
            return
        if grant is None:
            live.dismiss(live.room.members.of_seat(seat), 4410, "removed from the board")
        else:
            live.regrant(standing_of(grant))

    async def revoke(self, board: str, token_id: str) -> None:
        """A token is dead, and so are the sockets that it opened."""
        self.epoch += 1
        live = self._here(board)
        if live is not None:
            live.dismiss(live.room.members.of_token(token_id), 4401, "the token was revoked")

    async def set_lock(self, board: str, locked: bool) -> None:
        """While locked, only moderators' edits are taken."""
        if board not in self._slots:
            return
        async with self._slot(board) as slot, slot.lock:
            if slot.live is not None:
                slot.live.lock(locked)

    async def announce(self, board: str, message: Mapping[str, Any]) -> None:
        """Tells all at the board who speak message 110."""
        live = self._here(board)
        if live is not None:
            live.announce(dict(message))

    async def join(
        self, board: str, standing: Standing, hello: dict[str, object] | None, socket: SocketProtocol
    ) -> tuple[LiveRoom, MemberId]:
        """Seats an admitted socket."""
        async with self._at(board) as slot:
            id = MemberId(next(self._ids))
            live = _live(slot)
            live.join(id, standing, hello, socket)
            return live, id

    @property
    def live(self) -> int:
        """How many rooms are live."""
        return sum(slot.live is not None for slot in self._slots.values())

    # Load, live, drain, gone

    def _here(self, board: str) -> LiveRoom | None:
        slot = self._slots.get(board)
        return None if slot is None else slot.live

    @asynccontextmanager
    async def _slot(self, board: str) -> AsyncIterator[_Slot]:
        """The slot of a board, pinned; an empty one goes when nobody needs it (F37)."""
        slot = self._slots.setdefault(board, _Slot())
        slot.pins += 1
        try:
            yield slot
        finally:
            slot.pins -= 1
            if slot.pins == 0 and slot.live is None:
                self._slots.pop(board, None)

    @asynccontextmanager
    async def _at(self, board: str) -> AsyncIterator[_Slot]:
        """The slot of a board with its room live, for as long as it is used."""
        async with self._slot(board) as slot:
            async with slot.lock:
                if slot.live is None:
                    slot.live = await self._load(board, slot)
            yield slot

    async def _load(self, board: str, slot: _Slot) -> LiveRoom:
        stored = await self._log.read(board)
        locked = await self._is_locked(board)
        loaded = load(as_entries(stored), self._shape)
        for position in loaded.kept_out:
            logger.error("board %s: entry %d can't be loaded and is kept out", board, position)
        slot.server_client = secrets.randbits(32)
        slot.idle_since = None
        room = Room(loaded.ledger, locked=locked, limits=self.limits, pace=self._pace)
        self.counters.loads += 1
        return LiveRoom(board, room, self._log, self._shape, self.counters)

    async def _keep_house(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            for board, slot in list(self._slots.items()):
                try:
                    await self._look_after(board, slot)
                except Exception:  # one bad board never stops another (R16)
                    logger.exception("board %s", board)

    async def _look_after(self, board: str, slot: _Slot) -> None:
        live = slot.live
        if live is None:
            return
        live.tick()
        now = asyncio.get_running_loop().time()
        if not self._idle(slot):
            slot.idle_since = None
        elif slot.idle_since is None:
            slot.idle_since = now
        elif now - slot.idle_since > IDLE_SECONDS:
            await self._unload(board, slot)

    def _idle(self, slot: _Slot) -> bool:
        return slot.live is not None and not (slot.pins or len(slot.live.room.members) or len(slot.live.room.ledger))

    async def _unload(self, board: str, slot: _Slot) -> None:
        async with self._slot(board) as same, same.lock:
            if same is slot and slot.pins == 1 and slot.live is not None and not len(slot.live.room.members):
                live, slot.live = slot.live, None
                await live.stop()


def standing_of(grant: Any) -> Standing:
    """What a grant of the catalogue means in a room."""
    role: Role = grant.role
    return Standing(grant.seat, grant.name, role, grant.color, grant.token_id)


def _live(slot: _Slot) -> LiveRoom:
    assert slot.live is not None
    return slot.live
