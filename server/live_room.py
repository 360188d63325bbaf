"""A room with its sockets and its log: reads, calls the machine, runs the effects."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar, assert_never

from crdt.document import Document, Plain
from crdt.effects import Close, Done, Effect, Lost, Rebuild, Send
from crdt.errors import CoreError
from crdt.ledger import Pending
from crdt.loading import Entries, load
from crdt.members import Member, MemberId, Standing
from crdt.room import Room
from crdt.shape import Shape
from server.counters import Counters
from server.protocol import SocketProtocol, binary_frames
from server.update_log import Entry, NoSuchBoard, Position, Stored, StoreFailed, UpdateLog

T = TypeVar("T")

logger = logging.getLogger("brownboard.room")

RETRY_SECONDS = (0.1, 0.2, 0.5, 1.0)  # after a store failed; then every second
ACT_SECONDS = 15.0  # an act of the server that is not stored by then is reported as failed
STALLED_SECONDS = 30.0  # who drains no byte for so long is cut off (R11)


@dataclass(slots=True)
class _Act:
    """An act of the server on its way: what to read from the document when it is in."""

    capture: Callable[[Document], Any]
    future: asyncio.Future[Any]


@dataclass(slots=True)
class _Seated:
    """A member's socket, and when it last took a byte."""

    socket: SocketProtocol
    drained: int
    drained_at: float


class LiveRoom:
    """One board in this process, from load to gone."""

    def __init__(
        self, board: str, room: Room, log: UpdateLog, shape: Shape, counters: Counters, server_client: int
    ) -> None:
        self.board = board
        self.room = room
        self.dead = False  # in doubt beyond repair: the next who comes gets a new one
        self.active_minutes: set[int] = set()  # in which somebody worked since the last snapshot (R15)
        self.log_entries = self.log_bytes = 0  # since the last checkpoint
        self._checkpoint_bytes = 0
        self._log = log
        self._shape = shape
        self._counters = counters
        self._server_client = server_client  # the server writes under a new id after every load
        self._editing = asyncio.Lock()
        self._loop = asyncio.get_running_loop()
        self._sockets: dict[MemberId, _Seated] = {}
        self._acts: dict[int, _Act] = {}
        self._tickets = count(1)
        self._kept_out: set[int] = set()
        self._rebuilt_at = -1  # the last position when the room was last made anew
        self._flush_handle: asyncio.TimerHandle | None = None
        self._flush_at = 0.0
        self._work = asyncio.Event()
        self._settled = asyncio.Event()
        self._settled.set()
        self._writer = asyncio.create_task(self._write(), name=f"writer of {board}")

    @property
    def deserted(self) -> bool:
        """Whether nobody is here and nothing is on its way that could still arrive."""
        return self.dead or (not len(self.room.members) and not len(self.room.ledger))

    # Members

    def join(self, id: MemberId, standing: Standing, hello: dict[str, object] | None, socket: SocketProtocol) -> None:
        """Seats a socket."""
        now = self._loop.time()
        self._sockets[id] = _Seated(socket, 0, now)
        socket.on_writable = lambda writable: self._writable(id, writable)
        self._run(self.room.join(id, standing, hello, now))

    def leave(self, id: MemberId) -> None:
        """A socket is gone."""
        seated = self._sockets.pop(id, None)
        if seated is not None:
            seated.socket.on_writable = None
        self.room.leave(id)
        self._go_on()

    def receive(self, id: MemberId, frame: bytes) -> None:
        """A frame came in."""
        self._counters.frames_received += 1
        self._run(self.room.receive(id, frame, self._loop.time()))

    def regrant(self, standing: Standing) -> None:
        """A seat's grant changed (R8)."""
        self.room.regrant(standing)
        self._go_on()

    def lock(self, locked: bool) -> None:
        """The board is locked or unlocked."""
        self.room.lock(locked)
        self._go_on()

    def announce(self, content: dict[str, object]) -> None:
        """Tells all who speak message 110."""
        self.room.announce(content)
        self._go_on()

    def dismiss(self, members: Iterable[Member], code: int, reason: str) -> None:
        """Closes the sockets of these members."""
        self._run(self.room.dismiss(members, code, reason))

    # Acts of the server

    async def act(self, line_up: Callable[[int], None], capture: Callable[[Document], T]) -> tuple[int, T]:
        """Lines up an act, and answers with its position and what `capture` read right behind it."""
        if self.room.troubled:
            raise StoreFailed("the store takes nothing now")
        ticket = next(self._tickets)
        act = self._acts[ticket] = _Act(capture, self._loop.create_future())
        try:
            line_up(ticket)
            self._go_on()
            async with asyncio.timeout(ACT_SECONDS):
                result: tuple[int, T] = await act.future
        except TimeoutError:
            raise StoreFailed("the store takes nothing now") from None
        finally:
            del self._acts[ticket]
        return result

    async def edit(self, change: Callable[[Plain], Plain]) -> int:
        """Makes the content what `change` says; one edit ends before the next begins."""
        async with self._editing:
            if self.room.ledger.edited:  # it was given up waiting for, and may yet be stored
                raise StoreFailed("an edit before this one is still on its way")
            document = self.room.ledger.document
            return await self.take(document.become(change(document.plain()), self._server_client))

    async def take(self, update: bytes) -> int:
        """Stores an update that the server made; answers with its position."""
        position, _ = await self.act(lambda ticket: self.room.edit(update, ticket), lambda _: None)
        return position

    # Time

    def tick(self) -> None:
        """Once a second: signs of life, and an end to those who take nothing."""
        now = self._loop.time()
        self._run(self.room.tick(now))
        for id, seated in list(self._sockets.items()):
            drained = seated.socket.written - seated.socket.unsent
            if drained != seated.drained or not seated.socket.unsent:
                seated.drained, seated.drained_at = drained, now
            elif now - seated.drained_at > STALLED_SECONDS:
                seated.socket.abort(1013, "too slow")
                self.leave(id)

    async def settled(self, until: float) -> None:
        """Waits until everything accepted is stored, the store is found in trouble, or the moment has come."""
        with suppress(TimeoutError):
            async with asyncio.timeout_at(until):
                await self._settled.wait()

    async def stop(self) -> None:
        """Ends the writer; what is not stored by now is lost with the room, and nobody was told otherwise."""
        self._writer.cancel()
        await asyncio.gather(self._writer, return_exceptions=True)
        if self._flush_handle is not None:
            self._flush_handle.cancel()
        self._fail_acts()

    # How long the log is

    def note_log(self, stored: Stored) -> None:
        """The log is as long as it was just read."""
        self.log_entries = len(stored.entries)
        self.log_bytes = sum(len(entry.data) for entry in stored.entries)
        self._checkpoint_bytes = 0 if stored.checkpoint is None else len(stored.checkpoint.state)
        self.room.ledger.size = self._checkpoint_bytes + self.log_bytes

    def log_is_long(self, least: int) -> bool:
        """Whether it has more bytes than `least` and than twice the last state (F19)."""
        return self.log_bytes > max(least, 2 * self._checkpoint_bytes)

    # Effects

    def _run(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Send(members, frames):
                    self._send(members, frames)
                case Close(member, code, reason):
                    self._close(member, code, reason)
                case Done(ticket, position):
                    self._done(ticket, position)
                case Lost(ticket):
                    self._fail(ticket)
                case Rebuild(position, reason):
                    logger.error("board %s: entry %d is kept out: %s", self.board, position, reason)
                    self._kept_out.add(position)
                case _:
                    assert_never(effect)
        self._go_on()

    def _send(self, members: tuple[MemberId, ...], frames: tuple[bytes, ...]) -> None:
        data = binary_frames(frames)
        for id in members:
            seated = self._sockets.get(id)
            if seated is not None:
                try:
                    seated.socket.send_frames(data)
                except Exception:  # one socket never stops the others (F26)
                    logger.exception("board %s: a socket failed", self.board)
                    seated.socket.transport.abort()
        self._counters.frames_sent += len(frames) * len(members)
        self._counters.bytes_sent += len(data) * len(members)

    def _close(self, member: MemberId, code: int, reason: str) -> None:
        seated = self._sockets.pop(member, None)
        if seated is not None:
            seated.socket.on_writable = None
            seated.socket.shut(code, reason)

    def _done(self, ticket: int, position: int) -> None:
        act = self._acts.get(ticket)
        if act is None or act.future.done():
            return
        try:
            act.future.set_result((position, act.capture(self.room.ledger.document)))
        except CoreError as error:
            act.future.set_exception(error)

    def _fail(self, ticket: int) -> None:
        act = self._acts.get(ticket)
        if act is not None and not act.future.done():
            act.future.set_exception(StoreFailed("the room was rebuilt or closed"))

    def _fail_acts(self) -> None:
        for ticket in list(self._acts):
            self._fail(ticket)

    def _writable(self, id: MemberId, writable: bool) -> None:
        self.room.writable(id, writable)
        if writable:
            self._go_on()

    # What goes on by itself

    def _go_on(self) -> None:
        """Wakes the writer if there is something to log, and sets the alarm for the next flush."""
        if len(self.room.ledger) or self.room.tainted:
            self._settled.clear()
            self._work.set()
        due = self.room.due()
        if due is None:
            return
        if self._flush_handle is not None:
            if self._flush_at <= due:
                return
            self._flush_handle.cancel()
        self._flush_at = due
        self._flush_handle = self._loop.call_at(due, self._flush)

    def _flush(self) -> None:
        if self._flush_handle is not None:
            self._flush_handle.cancel()
            self._flush_handle = None
        self._run(self.room.flush(self._loop.time()))

    async def _write(self) -> None:
        """The one writer of this board (R2): at most one batch is under way (F20)."""
        try:
            while True:
                await self._work.wait()
                self._work.clear()
                await self._write_all()
                self._flush()
                self._settled.set()
        except NoSuchBoard:
            self._die(4410, "the board was erased")
        except Exception:
            logger.exception("board %s: its room ends", self.board)
            self._die(1011, "our mistake")

    async def _write_all(self) -> None:
        failures = 0
        while len(self.room.ledger) or self.room.tainted:
            try:
                await self._write_batch()
                failures = 0
            except StoreFailed as failure:
                logger.error("board %s: the store failed: %s", self.board, failure)
                self.room.log_failed()
                self._go_on()
                self._settled.set()  # there is nothing to wait for
                await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
                failures += 1

    async def _write_batch(self) -> None:
        if self.room.tainted:
            await self._rebuild()
            return
        batch = self.room.ledger.batch()
        entries = [Entry(pending.seat, pending.data) for pending in batch if pending.written]
        first = self.room.ledger.head + 1
        if entries:
            first = await self._log.append(self.board, entries)
            self._note_logged(entries, batch)
        self._run(self.room.logged(batch, first))

    def _note_logged(self, entries: list[Entry], batch: list[Pending]) -> None:
        self.log_entries += len(entries)
        self.log_bytes += sum(len(entry.data) for entry in entries)
        self._counters.updates_logged += len(entries)
        if any(pending.member is not None and pending.data for pending in batch):
            self.active_minutes.add(int(self._loop.time() // 60))

    async def _rebuild(self) -> None:
        """R9: from the last verified checkpoint and the log, without what spoilt the document."""
        if not self.room.ledger.doubtful and self._rebuilt_at == self.room.ledger.head:
            raise CoreError("the document made anew fails as the old one did")
        for position in self._kept_out:
            await self._log.keep_out(self.board, Position(position))
        stored = await self._log.read(self.board)
        loaded = load(as_entries(stored), self._shape, self._kept_out)
        self._kept_out |= loaded.kept_out
        self._counters.rebuilds += 1
        self._run(self.room.rebuilt(loaded.ledger, loaded.kept_out))
        self._rebuilt_at = self.room.ledger.head

    def _die(self, code: int, reason: str) -> None:
        self.dead = True
        self.dismiss(list(self.room.members), code, reason)
        self._fail_acts()
        self._settled.set()


def as_entries(stored: Stored) -> Entries:
    """What a log stores, in the words of the core."""
    checkpoint = stored.checkpoint
    return Entries(
        state=None if checkpoint is None else checkpoint.state,
        holders={} if checkpoint is None else checkpoint.holders,
        contributors=frozenset() if checkpoint is None else checkpoint.contributors,
        entries=[(entry.position, entry.seat, entry.data) for entry in stored.entries],
        head=stored.head,
    )
