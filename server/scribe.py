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
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from crdt.effects import Effect
from crdt.errors import CoreError
from crdt.loading import Entries, Loaded, load
from crdt.members import Member
from crdt.pending import Pending
from crdt.room import Room
from crdt.shape import Shape
from server import orders
from server.access import Grant, Refusal
from server.authority import Authority
from server.counters import Counters
from server.growth import Growth
from server.orders import Announce, Lock, Order, Regrant, Remove, Review, Revoke
from server.standing import standing_of
from server.update_log import (
    LOST,
    ORDER,
    Entry,
    LogError,
    Logged,
    Moved,
    Position,
    SetBack,
    Stored,
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


class Host(Protocol):
    """The room that a scribe writes for, and what it lets happen there."""

    board: str
    room: Room
    growth: Growth

    def run(self, effects: Iterable[Effect]) -> None: ...
    def flush(self) -> None: ...


class Scribe:
    """Keeps a room in step with its log, for as long as `run` runs."""

    def __init__(
        self, host: Host, tip: Tip, log: UpdateLog, shape: Shape, authority: Authority, counters: Counters
    ) -> None:
        self.epoch = 0  # grows with all that a newcomer must know; an admission older than it is asked for again
        self.server_client = secrets.randbits(32)  # what the server writes has a new id after every load
        self._board = host.board
        self._room = host.room
        self._growth = host.growth
        self._act = host.run
        self._flush = host.flush
        self._tip = tip
        self._log = log
        self._shape = shape
        self._authority = authority
        self._counters = counters
        self._loop = asyncio.get_running_loop()
        self.in_step_at = self._loop.time()  # when the room last held all that the log did
        self._behind = False  # the log may hold more than the room
        self._doubted = False  # orders may have been missed: the catalogue is asked
        self._overtaken = 0  # times in a row
        self._try: _Try | None = None  # its outcome is not known
        self._readers: list[asyncio.Future[None]] = []  # who wants all that is stored
        self._kept_out: set[int] = set()
        self._rebuilt_at = -1  # the last position when the room was last made anew
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

    def keep_out(self, position: int) -> None:
        """The document can't take this entry (R9)."""
        self._counters.kept_out += position not in self._kept_out
        self._kept_out.add(position)

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

    def obey(self, order: Order) -> None:
        """Does what was decided."""
        self.epoch += 1
        room = self._room
        match order:
            case Regrant(standing):
                room.regrant(standing)
            case Remove(seat):
                self._act(room.dismiss(room.members.of_seat(seat), 4410, "removed from the board"))
            case Revoke(token_id):
                self._act(room.dismiss(room.members.of_token(token_id), 4401, "the token was revoked"))
            case Lock(locked):
                room.lock(locked)
            case Announce(message):
                room.announce(dict(message))
            case Review():
                self._doubted = True
        self._act(())

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
            self._flush()
            self._settled.set()

    async def _do_all(self) -> None:
        failures = 0
        while self._behind or self._doubted or self._room.tainted or len(self._room.ledger):
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
            await self._rebuild()
        if self._doubted and self._try is None:  # else its outcome comes first: the order of what waits may change now
            await self._review()
        if len(self._room.ledger) and not self._room.tainted:
            await self._write()
        if not len(self._room.ledger) and not self._room.tainted:
            self._settled.set()

    def _fail(self, failure: StoreFailed) -> None:
        self._counters.store_failures += 1
        logger.error("board %s: the store failed: %s", self._board, failure)
        self._counters.store_failures += 1
        self._room.log_failed()
        if self._log.shared:
            self._behind = self._doubted = True  # an order may have failed too: then the catalogue is ahead of the log
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
            except Moved:
                self._try, self._behind = attempt, True
                await self._give_way()
                return
            except StoreFailed:
                self._try = attempt if self._log.shared else None
                raise
            self._counters.stored(begun, self._loop.time())
            self._counters.stored(begun, self._loop.time())
        self._logged(attempt, first)

    def _new_try(self) -> _Try:
        batch = self._room.ledger.batch()
        entries = [Entry(pending.seat, pending.data) for pending in batch if pending.written]
        return _Try(batch, entries, new_mark() if self._log.shared else "")

    def _logged(self, attempt: _Try, first: int) -> None:
        """The batch is in the log."""
        self._try, self._overtaken, self.in_step_at = None, 0, self._loop.time()
        if attempt.entries:
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
            await self._heal()
        if self._room.tainted:
            await self._rebuild()
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
                    self.obey(orders.read(entry.data))
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

    async def _rebuild(self) -> None:
        """R9: from the last verified checkpoint and the log, without what spoilt the document."""
        if not self._room.ledger.doubtful and self._rebuilt_at == self._room.ledger.head:
            raise CoreError("the document made anew fails as the old one did")
        await self._keep_out(self._kept_out)
        loaded = await self._load(self._kept_out)
        self._kept_out |= loaded.kept_out
        self._counters.rebuilds += 1
        self._act(self._room.rebuilt(loaded.ledger, loaded.kept_out))
        self._rebuilt_at = self._room.ledger.head

    async def _heal(self) -> None:
        """The log lost its end, or was trimmed beyond ours: what only we hold is written again."""
        logger.warning("board %s: its log does not go on from %d; it is read anew", self._board, self._tip.position)
        loaded = await self._load(())
        await self._keep_out(loaded.kept_out)
        self._kept_out = set()
        self.server_client = secrets.randbits(32)  # the clock of the old one may be lost
        self._counters.heals += 1
        self._act(self._room.healed(loaded.ledger))

    async def _keep_out(self, positions: Iterable[int]) -> None:
        for position in positions:
            await self._log.keep_out(self._board, Position(position))

    async def _load(self, without: Iterable[int]) -> Loaded:
        stored = await self._log.read(self._board)
        loaded = load(as_entries(stored), self._shape, without)
        self._tip, self._try = stored.tip, None  # what is in is known to the gate; what is not is written anew
        self._doubted = self._log.shared
        self._growth.measure(stored)
        return loaded

    async def _review(self) -> None:
        """Asks the catalogue what holds here now, and puts it in force."""
        answers: dict[tuple[str, str], Grant | Refusal] = {}
        locked = await self._authority.locked(self._board)
        session = await self._authority.session(self._board)
        while missing := {_ticket(member) for member in self._room.members} - answers.keys():
            for seat, token_id in missing:
                answers[seat, token_id] = await self._authority.still(self._board, seat, token_id)
        self._doubted = False
        self.epoch += 1
        self._counters.reviews += 1
        for member in list(self._room.members):
            self._correct(member, answers[_ticket(member)])
        self._room.lock(locked)
        self._room.announce(session)
        self._act(self._room.reconsider())

    def _correct(self, member: Member, answer: Grant | Refusal) -> None:
        if isinstance(answer, Refusal):
            self._act(self._room.dismiss([member], answer.code, answer.reason))
        elif (standing := standing_of(answer)) != member.standing:
            self._room.regrant(standing)


def as_entries(stored: Stored) -> Entries:
    """What a log stores, in the words of the core."""
    checkpoint = stored.checkpoint
    return Entries(
        state=None if checkpoint is None else checkpoint.state,
        holders={} if checkpoint is None else checkpoint.holders,
        contributors=frozenset() if checkpoint is None else checkpoint.contributors,
        entries=[(entry.position, entry.seat, entry.update) for entry in stored.entries],
        head=stored.head,
    )


def new_mark() -> str:
    """By which an append is known among all that were ever made."""
    return secrets.token_hex(8)


def _ticket(member: Member) -> tuple[str, str]:
    return member.standing.seat, member.standing.token_id
