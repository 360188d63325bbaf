"""The one writer of a board in this process (R2): writes what its room accepted, and reads what others wrote.

A log that other processes write too is followed by compare-and-swap: an entry is stored only behind everything that
was read, so what the gate let through was judged against exactly the log before it. Whoever was overtaken reads on
and tries again. A try that may or may not have arrived is repeated under its mark until the log shows which.
"""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

from crdt.pending import Pending
from crdt.shape import Shape
from server import orders
from server.authority import Authority
from server.counters import Counters
from server.decisions import Decisions
from server.host import Host
from server.recovery import Recovery
from server.update_log import (
    LOST,
    ORDER,
    Entry,
    LogError,
    Logged,
    Moved,
    NoSuchBoard,
    Position,
    SetBack,
    StoreFailed,
    Tip,
    UpdateLog,
)

logger = logging.getLogger("brownboard.room")

RETRY_SECONDS = (0.1, 0.2, 0.5, 1.0)  # after a store failed; then every second
CATCH_UP_SECONDS = 15.0  # who asks for all that is stored by now waits no longer
PATIENCE = 2  # times in a row that others may be faster; then a short pause, for them to be slower
PAUSE_SECONDS = 0.004  # at most, for each time more; an append takes less than one millisecond


@dataclass(frozen=True, slots=True)
class _Try:
    """A batch that was sent to the log, and the mark by which it is known there."""

    batch: list[Pending]
    entries: list[Entry]
    mark: str


class Scribe:
    """Keeps a room in step with its log, for as long as `run` runs."""

    def __init__(
        self, host: Host, tip: Tip, log: UpdateLog, shape: Shape, authority: Authority, counters: Counters
    ) -> None:
        self.decisions = Decisions(host, authority, counters)
        self.server_client = secrets.randbits(32)  # what the server writes has a new id after every load
        self._board = host.board
        self._room = host.room
        self._growth = host.growth
        self._act = host.run
        self._flush = host.flush
        self._tip = tip
        self._log = log
        self._recovery = Recovery(host, log, shape, authority, counters)
        self._counters = counters
        self._loop = asyncio.get_running_loop()
        self.in_step_at = self._loop.time()  # when the room last held all that the log did
        self._behind = False  # the log may hold more than the room
        self._overtaken = 0  # times in a row
        self._try: _Try | None = None  # its outcome is not known
        self._readers: list[asyncio.Future[None]] = []  # who wants all that is stored
        self._work = asyncio.Event()
        self._settled = asyncio.Event()
        self._settled.set()

    # What others ask of it

    def wake(self) -> None:
        """There may be something to write."""
        if len(self._room.ledger) or self._room.tainted:
            self._settled.clear()
            self._work.set()

    def look(self) -> None:
        """There may be something to read."""
        if self._log.shared:
            self._behind = True
            self._work.set()

    async def compare(self) -> None:
        """Asks the catalogue whether orders were missed; while it does not answer, the board goes on as it is."""
        try:
            agreed = await self.decisions.agree()
        except NoSuchBoard:  # R20: its erasing was begun, and is yet to reach the log; the review ends the room
            agreed = False
        except StoreFailed:
            return
        if not agreed:
            self.decisions.doubted = True
            self._work.set()

    def keep_out(self, position: int) -> None:
        """The document can't take this entry (R9)."""
        self._recovery.keep_out(position)

    async def catch_up(self) -> None:
        """Returns when the room holds all that the log held when this was asked."""
        if not self._log.shared:
            return
        future: asyncio.Future[None] = self._loop.create_future()
        self._readers.append(future)
        self.look()
        try:
            async with asyncio.timeout(CATCH_UP_SECONDS):
                await future
        except TimeoutError:
            raise StoreFailed("the log can't be read now") from None

    async def settled(self, until: float) -> None:
        """Waits until everything accepted is stored, the store is found in trouble, or the moment has come."""
        with suppress(TimeoutError):
            async with asyncio.timeout_at(until):
                await self._settled.wait()

    def close(self, error: LogError | None = None) -> None:
        """Nothing is written or read any more."""
        self._tell_readers(error or StoreFailed("the room was closed"))
        self._settled.set()

    # What it does by itself

    async def run(self) -> None:
        """At most one request is under way (F20); ends with `NoSuchBoard`, or with a bug."""
        while True:
            await self._work.wait()
            self._work.clear()
            await self._do_all()
            self._settled.set()

    async def _do_all(self) -> None:
        failures = 0
        while self._behind or self.decisions.doubted or self._room.tainted or len(self._room.ledger):
            try:
                await self._step()
                failures = 0
            except StoreFailed as failure:
                self._fail(failure)
                await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
                failures += 1

    async def _step(self) -> None:
        if self._behind:
            await self._read_on()
        if self._room.tainted:
            self._begin_at(await self._recovery.rebuild())
        if self.decisions.doubted and self._try is None:  # else its outcome comes first, for what waits may change
            await self.decisions.review()
        if len(self._room.ledger) and not self._room.tainted:
            await self._write()
        if not len(self._room.ledger) and not self._room.tainted:
            self._flush()  # F42: all that is stored is told before anybody calls it settled
            self._settled.set()

    def _fail(self, failure: StoreFailed) -> None:
        self._counters.store_failures += 1
        tell = logger.debug if self._room.troubled else logger.error  # once, not at every try of every board
        tell("board %s: the store failed: %s", self._board, failure)
        self._room.log_failed()
        if self._log.shared:
            self._behind = True
            self.decisions.doubted = True  # an order may have failed too: then the catalogue is ahead of the log
            self._tell_readers(failure)
        self._act(())
        self._settled.set()  # there is nothing to wait for

    # Write

    async def _write(self) -> None:
        attempt = self._try or self._new_try()
        first = self._room.ledger.head + 1
        if attempt.entries:
            begun = self._loop.time()
            try:
                first = await self._log.append(self._board, attempt.entries, self._tip, attempt.mark)
            except (Moved, NoSuchBoard):
                if not self._log.shared:
                    raise
                self._try, self._behind = attempt, True  # the next look tells
                await self._give_way()
                return
            except StoreFailed:
                self._try = attempt if self._log.shared else None
                raise
            self._counters.stored(begun, self._loop.time())
        self._logged(attempt, first)

    def _new_try(self) -> _Try:
        batch = self._room.ledger.batch()
        entries = [Entry(pending.seat, pending.data) for pending in batch if pending.written]
        return _Try(batch, entries, new_mark() if self._log.shared else "")

    def _logged(self, attempt: _Try, first: int) -> None:
        """The batch is in the log."""
        self._try, self._overtaken = None, 0
        if attempt.entries:
            self.in_step_at = self._loop.time()
            self._tip = Tip(Position(first + len(attempt.entries) - 1), attempt.mark)
            self._growth.add(len(entry.data) for entry in attempt.entries)
            self._counters.updates_logged += len(attempt.entries)
        if any(pending.member is not None and pending.data for pending in attempt.batch):
            self._note_activity()
        self._act(self._room.logged(attempt.batch, first))

    async def _give_way(self) -> None:
        self._counters.moved += 1
        self._overtaken += 1
        if self._overtaken > PATIENCE:
            await asyncio.sleep(random.uniform(0, PAUSE_SECONDS) * (self._overtaken - PATIENCE))

    # Read on

    async def _read_on(self) -> None:
        asked = len(self._readers)
        self._behind = False
        try:
            self._take_in(await self._log.since(self._board, self._tip))
        except SetBack:
            self._begin_at(await self._recovery.heal())
        except NoSuchBoard:
            self._begin_at(await self._recovery.bear_again())
        if self._room.tainted:
            self._begin_at(await self._recovery.rebuild())
        self.in_step_at = self._loop.time()
        if self._room.troubled and not len(self._room.ledger):
            self._act(self._room.logged([], self._room.ledger.head + 1))  # nobody waits for it any more
        self._tell_readers(None, asked)

    def _take_in(self, news: list[Logged]) -> None:
        if not news:
            return
        attempt, self._try = self._try, None  # if it is not the first of what is new, it never will be
        if attempt is not None and news[0].mark == attempt.mark:
            self._logged(attempt, news[0].position)
            news = news[len(attempt.entries) :]
        for ordered, run in groupby(news, lambda entry: entry.seat == ORDER):
            if self._room.tainted:
                return  # it is made anew from the log
            entries = list(run)
            self._take_foreign(entries)
            if ordered:
                self._counters.orders += len(entries)
                for entry in entries:
                    self.decisions.obey(orders.read(entry.data))
                self._act(self._room.reconsider())

    def _take_foreign(self, entries: list[Logged]) -> None:
        last = entries[-1]
        self._tip = Tip(last.position, last.mark)
        self._counters.foreign += len(entries)
        self._growth.add(len(entry.data) for entry in entries)
        if any(entry.update and entry.seat not in ("", LOST) for entry in entries):
            self._note_activity()
        self._act(self._room.foreign([(entry.position, entry.seat, entry.update) for entry in entries]))

    def _note_activity(self) -> None:
        self._growth.active_minutes.add(int(self._loop.time() // 60))

    def _tell_readers(self, error: LogError | None, first: int | None = None) -> None:
        """All who asked are served, or the first of them."""
        told, self._readers = self._readers[:first], [] if first is None else self._readers[first:]
        for future in told:
            if future.done():
                continue
            if error is None:
                future.set_result(None)
            else:
                future.set_exception(error)

    # Begin again

    def _begin_at(self, tip: Tip) -> None:
        """The room was made anew from a log that ends here; its orders are in no document, so they may be missed."""
        self._tip = tip
        self._try = None  # what is in the log is known to the gate, and what is not is written as if for the first time
        self.server_client = secrets.randbits(32)  # the clock of the old one may be lost
        self.decisions.doubted = self._log.shared


def new_mark() -> str:
    """By which an append is known among all that were ever made."""
    return secrets.token_hex(8)
