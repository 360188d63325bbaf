"""A room with its sockets and its log: reads, calls the machine, runs the effects."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar, assert_never

from crdt.document import Document, Plain
from crdt.effects import Close, Done, Effect, Gather, Lost, Rebuild, Send, Share
from crdt.elsewhere import Gathering
from crdt.members import Member, MemberId, Standing
from crdt.room import Room
from crdt.shape import Shape
from server.acts import Acts
from server.authority import Authority
from server.counters import Counters
from server.exchange import Exchange
from server.growth import Growth
from server.orders import Order
from server.protocol import SocketProtocol, binary_frames
from server.scribe import Scribe
from server.update_log import LogError, NoSuchBoard, Stored, StoreFailed, Tip, UpdateLog

T = TypeVar("T")

logger = logging.getLogger("brownboard.room")

STALLED_SECONDS = 28.0  # who drains no byte for so long is cut off, at the next look: nobody stalls for 30 s (R11)
COMPARE_SECONDS = 60.0  # a right that was taken by a process which died of it is taken everywhere so soon
LOOK_SECONDS = 2.0  # a log of which nothing was heard for so long is looked at: people learn of trouble within three


@dataclass(slots=True)
class _Seated:
    """A member's socket, and when it last took a byte."""

    socket: SocketProtocol
    drained: int
    drained_at: float


class LiveRoom:
    """One board in this process, from load to gone."""

    def __init__(
        self,
        board: str,
        room: Room,
        tip: Tip,
        log: UpdateLog,
        shape: Shape,
        authority: Authority,
        exchange: Exchange,
        counters: Counters,
    ) -> None:
        self.board = board
        self.room = room
        self.dead = False  # in doubt beyond repair: the next who comes gets a new one
        self.growth = Growth()
        self._shared = log.shared
        self._exchange = exchange
        self._counters = counters
        self._editing = asyncio.Lock()
        self._loop = asyncio.get_running_loop()
        self._sockets: dict[MemberId, _Seated] = {}
        self._acts = Acts()
        self._flush_handle: asyncio.TimerHandle | None = None
        self._flush_at = 0.0
        self._compared_at = self._loop.time()
        self._scribe = Scribe(self, tip, log, shape, authority, counters)
        self._writer = asyncio.create_task(self._write(), name=f"writer of {board}")

    @property
    def deserted(self) -> bool:
        """Whether nobody is here and nothing is on its way that could still arrive."""
        return self.dead or (not len(self.room.members) and not len(self.room.ledger))

    @property
    def epoch(self) -> int:
        """Grows with all that a newcomer must know."""
        return self._scribe.decisions.epoch

    @property
    def lag(self) -> float:
        """For how many seconds its people may have missed something that others wrote."""
        alone = not self._shared or not len(self.room.members)
        return 0.0 if alone else self._loop.time() - self._scribe.in_step_at

    @property
    def unsure(self) -> bool:
        """Whether it is long ago that the catalogue was asked what holds here."""
        alone = not self._shared or not len(self.room.members)
        return not alone and self._loop.time() - self._compared_at > COMPARE_SECONDS

    @property
    def most_unsent(self) -> int:
        """Bytes that the slowest socket here has not taken yet."""
        return max((seated.socket.unsent for seated in self._sockets.values()), default=0)

    # Members

    def join(self, id: MemberId, standing: Standing, hello: dict[str, object] | None, socket: SocketProtocol) -> None:
        """Seats a socket."""
        now = self._loop.time()
        self._sockets[id] = _Seated(socket, 0, now)
        socket.on_writable = lambda writable: self._writable(id, writable)
        self.run(self.room.join(id, standing, hello, now))

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
        self.run(self.room.receive(id, frame, self._loop.time()))

    def obey(self, order: Order) -> None:
        """Does what was decided, at once."""
        self._scribe.decisions.obey(order)

    def announce(self, content: dict[str, object]) -> None:
        """Tells all who speak message 110."""
        self.room.announce(content)
        self._go_on()

    def dismiss(self, members: Iterable[Member], code: int, reason: str) -> None:
        """Closes the sockets of these members."""
        self.run(self.room.dismiss(members, code, reason))

    def measure(self, stored: Stored) -> None:
        """The log is as long as it was just read."""
        self.room.ledger.size = self.growth.measure(stored)

    def state(self) -> bytes:
        """The whole document as one update; `StoreFailed` while it has to be made anew."""
        whole = self.room.ledger.diff(b"\x00")
        if whole is None:
            self._go_on()
            raise StoreFailed("the document is made anew")
        return whole

    # Other processes

    def log_grew(self) -> None:
        """The log may have more entries, or be gone."""
        self._scribe.look()

    def gathered(self, process: str, gathering: Gathering | None) -> None:
        """Who is here in another process."""
        self.room.elsewhere(process, gathering)
        self._go_on()

    def moved(self, process: str, presence: bytes) -> None:
        """Presence in another process changed."""
        self.room.moved_elsewhere(process, presence)
        self._go_on()

    async def catch_up(self) -> None:
        """Returns when all is here that any process stored by now."""
        if self.dead:
            raise StoreFailed("the room was closed")
        await self._scribe.catch_up()

    async def compare(self) -> None:
        """Asks the catalogue whether what holds here still does."""
        self._compared_at = self._loop.time()
        await self._scribe.compare()

    # Acts of the server

    async def act(self, line_up: Callable[[int], None], capture: Callable[[Document], T]) -> tuple[int, T]:
        """Lines up an act, and answers with its position and what `capture` read right behind it."""
        if self.room.troubled:
            raise StoreFailed("the store takes nothing now")

        def begin(ticket: int) -> None:
            line_up(ticket)
            self._go_on()

        return await self._acts.perform(begin, capture)

    async def edit(self, change: Callable[[Plain], Plain]) -> tuple[int, Plain]:
        """Makes the content what `change` says of all that is stored by now; answers with what came out of it.

        What others write meanwhile is kept beside it. One edit ends before the next begins.
        """
        async with self._editing:
            await self.catch_up()
            if self.room.ledger.edited:  # it was given up waiting for, and may yet be stored
                raise StoreFailed("an edit before this one is still on its way")
            document = self.room.ledger.document
            update = document.become(change(document.plain()), self._scribe.server_client)
            return await self.act(lambda ticket: self.room.edit(update, ticket), Document.plain)

    async def take(self, update: bytes) -> int:
        """Stores an update that the server made; answers with its position."""
        position, _ = await self.act(lambda ticket: self.room.edit(update, ticket), lambda _: None)
        return position

    # Time

    def tick(self) -> None:
        """Once a second: signs of life, a look at the log, and an end to those who take nothing."""
        now = self._loop.time()
        self.run(self.room.tick(now))
        if self.lag > LOOK_SECONDS:
            self._scribe.look()
        for id, seated in list(self._sockets.items()):
            drained = seated.socket.drained
            if drained > seated.drained or not seated.socket.outstanding:
                seated.drained, seated.drained_at = drained, now
            elif now - seated.drained_at > STALLED_SECONDS:
                seated.socket.abort(1013, "too slow")
                self.leave(id)

    async def settled(self, until: float) -> None:
        """Waits until everything accepted is stored, the store is found in trouble, or the moment has come."""
        await self._scribe.settled(until)

    async def stop(self) -> None:
        """Ends the writer; what is not stored by now is lost with the room, and nobody was told otherwise."""
        self.dead = True
        self._counters.left_behind += self.room.left_behind
        self._writer.cancel()
        await asyncio.gather(self._writer, return_exceptions=True)
        if self._flush_handle is not None:
            self._flush_handle.cancel()
        self._scribe.close(StoreFailed("the room was closed"))
        self._acts.fail_all()

    # Effects

    def run(self, effects: Iterable[Effect]) -> None:
        """Does what the machine wants done."""
        for effect in effects:
            match effect:
                case Send(members, frames):
                    self._send(members, frames)
                case Close(member, code, reason):
                    self._close(member, code, reason)
                case Done(ticket, position):
                    self._acts.done(ticket, position, self.room.ledger.document)
                case Lost(ticket):
                    self._acts.fail(ticket)
                case Rebuild(position, reason):
                    logger.error("board %s: entry %d is kept out: %s", self.board, position, reason)
                    self._scribe.keep_out(position)
                case Gather():
                    self._exchange.tell(self.board, self.room.gathering())
                case Share(presence):
                    self._exchange.move(self.board, presence)
                case _:
                    assert_never(effect)
        self._go_on()

    def flush(self) -> None:
        """Writes to members what is due."""
        if self._flush_handle is not None:
            self._flush_handle.cancel()
            self._flush_handle = None
        self.run(self.room.flush(self._loop.time()))

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

    def _writable(self, id: MemberId, writable: bool) -> None:
        self.room.writable(id, writable)
        if writable:
            self._go_on()

    # What goes on by itself

    def _go_on(self) -> None:
        """Wakes the writer if there is something to log, and sets the alarm for the next flush."""
        self._scribe.wake()
        due = self.room.due()
        if due is None:
            return
        if self._flush_handle is not None:
            if self._flush_at <= due:
                return
            self._flush_handle.cancel()
        self._flush_at = due
        self._flush_handle = self._loop.call_at(due, self.flush)

    async def _write(self) -> None:
        try:
            await self._scribe.run()
        except NoSuchBoard as gone:
            self._die(4410, "the board was erased", gone)
        except Exception:
            logger.exception("board %s: its room ends", self.board)
            self._die(1011, "our mistake", StoreFailed("the room was closed"))

    def _die(self, code: int, reason: str, error: LogError) -> None:
        self.dead = True
        self.dismiss(list(self.room.members), code, reason)
        self._acts.fail_all()
        self._scribe.close(error)
