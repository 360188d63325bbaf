"""Which boards are live in this process.

Load, live, drain, gone: one lock per board, held while a room comes to life or ends, and everything is
looked at again after every await (R16). Who uses a room pins it; a pinned or inhabited room never ends.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from crdt.errors import CoreError
from crdt.limits import Limits, Pace
from crdt.loading import load, state_gate
from crdt.room import Room
from crdt.shape import Shape
from server.authority import Authority
from server.compactor import CompactionFailed, Compactor, Crooked
from server.counters import Counters
from server.exchange import Exchange
from server.live_room import LiveRoom
from server.recovery import as_entries
from server.update_log import LogError, Position, UpdateLog

logger = logging.getLogger("brownboard.rooms")

IDLE_SECONDS = 30.0  # an empty room stays for those who reload their page
LONG_STATE_BYTES = 64 * 1024  # looked through beside the loop, so that other boards need not wait (F16)
TICK_SECONDS = 1.0
AUTO_SNAPSHOT_MINUTES = 10  # in which somebody worked (R15)
LOG_ENTRIES = (
    1_000  # entries after which a checkpoint is made, more of a large board: it then opens in a few milliseconds
)
LOG_BYTES = 256 * 1024  # or so many bytes, or twice the last state (F19)
IDLE_ENTRIES = 50  # entries worth a checkpoint when everybody left
CHECKPOINT_LEASE = 10.0  # seconds; more than most take, and a second one beside it would only cost time
SNAPSHOT_LEASE = AUTO_SNAPSHOT_MINUTES * 30.0  # the processes count the same minutes, each by its own clock
REFUSED_SECONDS = 2.0  # then the process that does it has done it


@dataclass(slots=True)
class Slot:
    """The place of one board: its lock, its room if it is live, and how many use it now."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    live: LiveRoom | None = None
    pins: int = 0
    idle_since: float | None = None
    chore: asyncio.Task[None] | None = None
    """What goes on behind the room: a checkpoint, a snapshot or a question, one at a time."""

    @property
    def empty(self) -> bool:
        """Whether nobody is here, nothing is on its way, and nobody uses the room."""
        return not self.pins and (self.live is None or self.live.deserted)


class Registry:
    """Brings rooms to life when somebody needs them, looks after them, and lets them go."""

    def __init__(
        self,
        log: UpdateLog,
        shape: Shape,
        authority: Authority,
        exchange: Exchange,
        snapshot: Callable[[str], Coroutine[Any, Any, None]],
        limits: Limits,
        pace: Pace,
    ) -> None:
        self.counters = Counters()
        self._log = log
        self._shape = shape
        self._authority = authority
        self._exchange = exchange
        self._snapshot = snapshot
        self._limits = limits
        self._pace = pace
        self._compactor = Compactor(log, shape)
        self._slots: dict[str, Slot] = {}
        self._housekeeper: asyncio.Task[None] | None = None

    def __iter__(self) -> Iterator[LiveRoom]:
        return iter([slot.live for slot in self._slots.values() if slot.live is not None])

    def here(self, board: str) -> LiveRoom | None:
        """The room of a board, if it is live."""
        slot = self._slots.get(board)
        return None if slot is None else slot.live

    @asynccontextmanager
    async def slot(self, board: str) -> AsyncIterator[Slot]:
        """The slot of a board, pinned; it goes when nobody needs it (F37)."""
        slot = self._slots.setdefault(board, Slot())
        slot.pins += 1
        try:
            yield slot
        finally:
            slot.pins -= 1
            if slot.pins == 0 and slot.live is None:
                del self._slots[board]

    @asynccontextmanager
    async def at(self, board: str) -> AsyncIterator[LiveRoom]:
        """The room of a board, live for as long as it is used, unless the board is erased meanwhile."""
        async with self.slot(board) as slot:
            async with slot.lock:
                if slot.live is not None and slot.live.dead:
                    await self.end(slot)
                if slot.live is None:
                    slot.live = await self._load(board)
                    slot.idle_since = None
                live = slot.live
            yield live

    async def end(self, slot: Slot) -> None:
        """Ends the room of a slot whose lock is held."""
        live, slot.live = slot.live, None
        if slot.chore is not None:
            slot.chore.cancel()
            await asyncio.gather(slot.chore, return_exceptions=True)
        if live is not None:
            await self._exchange.unwatch(live.board)
            await live.stop()

    def open(self) -> None:
        """Begins to keep house."""
        self._housekeeper = asyncio.create_task(self._keep_house(), name="housekeeper")

    async def close(self) -> None:
        """Ends all rooms."""
        if self._housekeeper is not None:
            self._housekeeper.cancel()
            await asyncio.gather(self._housekeeper, return_exceptions=True)
        await asyncio.gather(*(self._close(board) for board in list(self._slots)))

    async def _close(self, board: str) -> None:
        async with self.slot(board) as slot, slot.lock:
            await self.end(slot)

    async def _load(self, board: str) -> LiveRoom:
        stored = await self._log.read(board)
        locked = await self._authority.locked(board)  # after the log: an order to lock that is not in it is yet to come
        entries = as_entries(stored)
        long = len(entries.state or b"") > LONG_STATE_BYTES
        gate = await asyncio.to_thread(state_gate, entries, self._shape) if long else None
        loaded = load(entries, self._shape, gate=gate)
        for position in loaded.kept_out:
            logger.error("board %s: entry %d can't be loaded and is kept out", board, position)
            self.counters.kept_out += 1
            await self._log.keep_out(board, Position(position))
        room = Room(loaded.ledger, locked=locked, limits=self._limits, pace=self._pace, shared=self._log.shared)
        self.counters.loads += 1
        live = LiveRoom(board, room, stored.tip, self._log, self._shape, self._authority, self._exchange, self.counters)
        live.measure(stored)
        try:
            await self._exchange.watch(board, live)
        except BaseException:
            await live.stop()
            raise
        live.log_grew()  # what came between is heard of by nobody else
        return live

    async def _keep_house(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            for board, slot in list(self._slots.items()):
                try:
                    await self._look_after(board, slot)
                except Exception:  # one bad board never stops another (R16)
                    logger.exception("board %s: housekeeping", board)

    async def _look_after(self, board: str, slot: Slot) -> None:
        live = slot.live
        if live is None:
            return
        live.tick()
        now = asyncio.get_running_loop().time()
        if not slot.empty and not live.dead:
            slot.idle_since = None
        elif slot.idle_since is None:
            slot.idle_since = now
        idle = slot.idle_since is not None and now - slot.idle_since >= IDLE_SECONDS
        if slot.chore is not None and not slot.chore.done():
            return
        if live.growth.is_long(LOG_ENTRIES, LOG_BYTES) or (idle and live.growth.entries >= IDLE_ENTRIES):
            slot.chore = asyncio.create_task(self._checkpoint(board, live), name=f"checkpoint of {board}")
        elif len(live.growth.active_minutes) >= AUTO_SNAPSHOT_MINUTES:
            slot.chore = asyncio.create_task(self._auto_snapshot(board, live), name=f"snapshot of {board}")
        elif live.unsure:
            slot.chore = asyncio.create_task(live.compare(), name=f"comparison of {board}")
        elif idle:
            await self._unload(board, slot)

    async def _checkpoint(self, board: str, live: LiveRoom) -> None:
        head = live.room.ledger.head
        try:
            if not await self._exchange.lease(f"checkpoint:{board}", CHECKPOINT_LEASE):
                await asyncio.sleep(REFUSED_SECONDS)
            elif await self._compactor.checkpoint(live):
                self.counters.compactions += 1
            live.measure(await self._log.read(board))  # another process may have made one, also unseen by us
        except Crooked as crooked:
            logger.warning("board %s: a text is written anew, so that all read it in one order", board)
            await self._mend(live, crooked.mending)
        except (CompactionFailed, LogError) as failure:
            logger.error("board %s: no checkpoint at %d: %s", board, head, failure)
            live.growth.postpone()

    async def _mend(self, live: LiveRoom, mending: bytes) -> None:
        try:
            await live.take(mending)
        except (CoreError, LogError) as failure:
            logger.error("board %s: could not be mended: %s", live.board, failure)
            live.growth.postpone()

    async def _auto_snapshot(self, board: str, live: LiveRoom) -> None:
        live.growth.active_minutes.clear()
        try:
            if await self._exchange.lease(f"snapshot:{board}", SNAPSHOT_LEASE):
                await self._snapshot(board)
        except LogError as failure:
            logger.error("board %s: no snapshot: %s", board, failure)

    async def _unload(self, board: str, slot: Slot) -> None:
        async with self.slot(board) as same, same.lock:
            # a join during the wait for the lock has revived it
            if same is slot and slot.pins == 1 and slot.live is not None and slot.live.deserted:
                await self.end(slot)
