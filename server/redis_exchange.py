"""The `Exchange` over Redis: who is where lies there, and what changes is said on a channel of each board (R12).

A process that shows no sign of life is dead to the others; one that comes back tells all anew. The clocks of the
machines count for nothing: Redis says who is late, and only who was not late himself believes it.
"""

import asyncio
import hashlib
import logging
import random
import secrets
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from typing import Final, NoReturn

from crdt.elsewhere import Gathering
from server.exchange import Watcher
from server.redis_ear import Ear
from server.redis_link import RedisLink, script
from server.redis_log import channel, key
from server.redis_teller import HERE_SECONDS, Teller
from server.redis_turns import RedisTurns
from server.redis_words import Grew, Told, Went, parse, unpack
from server.update_log import StoreFailed

logger = logging.getLogger("brownboard.redis")

BEAT_SECONDS = 3.0
DEAD_SECONDS = 10.0  # with one beat until somebody looks, nobody is a ghost for 15 s (R12)
FORGOTTEN_SECONDS = 60.0
LATE_SECONDS = 1.6 * BEAT_SECONDS  # who was away for so long judges nobody at once
RETRY_SECONDS = 0.5
RETELL_SECONDS = HERE_SECONDS / 3
CLOSE_SECONDS = 1.5
REPORT_SECONDS = 15

PROCESSES: Final = "bb:processes"

BEAT, LIVING, BURY, SPEND = script("beat"), script("living"), script("bury"), script("spend")


@dataclass(frozen=True, slots=True)
class _Heard:
    """The last that a process told: to know what is late, and to take back nothing newer."""

    number: int
    digest: str
    at: float
    here: bool


@dataclass(slots=True)
class _Watch:
    """A board that is watched, and what was heard of it."""

    watcher: Watcher
    heard: dict[str, _Heard] = field(default_factory=dict)


class RedisExchange:
    """Joins all processes that use the same Redis."""

    def __init__(self, link: RedisLink, process: str) -> None:
        self.process = f"{process}.{secrets.token_hex(3)}"  # a process that starts anew is another
        self._link = link
        self._own = f"bb:process:{self.process}"
        self._ear = Ear(link, self._own, self._hear, self._renew)
        self._watches: dict[str, _Watch] = {}
        self._living: set[str] = set()
        self._teller = Teller(link, self.process)
        self._turns = RedisTurns(link)
        self._retold_at = 0.0
        self._tasks: list[asyncio.Task[NoReturn]] = []

    # Life

    async def open(self) -> None:
        await self._link.open()
        try:
            await self._beat()
        except StoreFailed:
            await self._link.close()
            raise
        self._ear.start()
        for act in (self._live, self._teller.tell_next, self._teller.move_next):
            self._tasks.append(asyncio.create_task(_forever(act), name=f"exchange of {self.process}"))

    async def close(self) -> None:
        await self._ear.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with suppress(StoreFailed, TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._teller.say_goodbye()
                await self._link.ask(PROCESSES, ("ZREM", PROCESSES, self.process))
                await self._link.ask(self._own, ("DEL", self._own))
        await self._link.close()

    # Boards

    async def watch(self, board: str, watcher: Watcher) -> None:
        watch = self._watches[board] = _Watch(watcher)
        try:
            await self._ear.listen(channel(board))
            await self._look(board, watch)
        except BaseException:
            if self._watches.get(board) is watch:
                await self.unwatch(board)
            raise

    async def unwatch(self, board: str) -> None:
        if self._watches.pop(board, None) is not None:
            self._ear.ignore(channel(board))
        self._teller.take_back(board)

    def tell(self, board: str, gathering: Gathering) -> None:
        self._teller.tell(board, gathering)

    def move(self, board: str, presence: bytes) -> None:
        self._teller.move(board, presence)

    async def gatherings(self, board: str) -> Mapping[str, Gathering]:
        return {
            process: gathering
            for process, packed in (await self._here(board)).items()
            for _, gathering in self._unpacked(board, process, packed)
            if gathering is not None
        }

    # Chores, turns and limits

    async def lease(self, name: str, seconds: float) -> bool:
        lease = f"bb:lease:{name}"
        answer = await self._link.ask(lease, ("SET", lease, self.process, "NX", "PX", int(seconds * 1000)))
        return answer is not None

    def turn(self, board: str) -> AbstractAsyncContextManager[None]:
        return self._turns.of(board)

    async def spend(self, key: str, burst: float, per_second: float, cost: float = 1, debt: bool = False) -> float:
        """Takes from a bucket that all processes share; seconds to wait if it is empty, else 0. Cost 0 only looks.

        With debt it also takes what is not there: who tries many times at once waits for each.
        """
        return float(await self._link.run(SPEND, [f"bb:rate:{key}"], [burst, per_second, cost, int(debt)]))

    # Reports

    @property
    def reconnects(self) -> int:
        """How often listening to the others was interrupted."""
        return self._ear.interruptions

    async def report(self, text: str) -> None:
        """Lays out what this process has to report; it is gone when it is not laid out again for 15 s."""
        await self._link.ask(self._own, ("SET", self._own, text, "EX", REPORT_SECONDS))

    async def reports(self) -> Mapping[str, str]:
        """What all processes that live report, ours too."""
        keys = {process: f"bb:process:{process}" for process in sorted(await self._look_who_lives())}
        texts = await asyncio.gather(*(self._link.ask(own, ("GET", own)) for own in keys.values()))
        return {process: text.decode() for process, text in zip(keys, texts, strict=True) if text is not None}

    # Hearing

    def _hear(self, name: str, data: bytes) -> None:
        board = name[len("bb:{") : -1]
        watch = self._watches.get(board)
        message = parse(data)
        if watch is None:
            return
        match message:
            case Grew(origin) if origin != self._link.id:
                _call(board, watch.watcher.log_grew)
            case Told(process, packed) if process != self.process:
                self._note(board, watch, process, packed)
            case Went(process, presence) if process != self.process:
                # it may die before it tells who is there: then this goes with it all the same
                watch.heard.setdefault(process, _Heard(0, "", self._now(), True))
                _call(board, watch.watcher.moved, process, presence)
            case None:
                logger.warning("board %s: a message that is none was ignored", board)

    async def _renew(self) -> None:
        """After every interruption: whatever was said meanwhile is told anew, and so is what we told."""
        self._teller.tell_again()
        for board, watch in list(self._watches.items()):
            _call(board, watch.watcher.log_grew)
            await self._look(board, watch, anew=True)

    async def _look(self, board: str, watch: _Watch, anew: bool = False) -> None:
        """Tells the watcher who is elsewhere, and who no longer is."""
        began = self._now()
        here = await self._here(board)
        if self._watches.get(board) is not watch:
            return
        for process, packed in here.items():
            self._note(board, watch, process, packed, anew)
        for process, heard in list(watch.heard.items()):
            if process not in here and heard.at < began:
                self._drop(board, watch, process)

    def _note(self, board: str, watch: _Watch, process: str, packed: bytes, anew: bool = False) -> None:
        before = watch.heard.get(process)
        for number, gathering in self._unpacked(board, process, packed):
            if before is not None and (number < before.number or (number == before.number and not anew)):
                return  # a later one was heard before
            here = gathering is not None
            watch.heard[process] = _Heard(number, _digest(packed), self._now(), here)
            if here or (before is not None and before.here):
                _call(board, watch.watcher.gathered, process, gathering)

    def _drop(self, board: str, watch: _Watch, process: str) -> _Heard:
        heard = watch.heard.pop(process)
        if heard.here:
            _call(board, watch.watcher.gathered, process, None)
        return heard

    async def _here(self, board: str) -> dict[str, bytes]:
        """What the other processes told that live; what the dead left is taken away."""
        here = key(board, "here")
        row = iter(await self._link.ask(here, ("HGETALL", here)))
        told = {process.decode(errors="replace"): packed for process, packed in zip(row, row, strict=True)}
        told.pop(self.process, None)
        if told.keys() - self._living:
            self._living |= await self._look_who_lives()
        for process in told.keys() - self._living:
            await self._bury(board, process, _digest(told.pop(process)))
        return told

    def _unpacked(self, board: str, process: str, packed: bytes) -> Iterator[tuple[int, Gathering | None]]:
        try:
            yield unpack(packed)
        except ValueError as error:
            logger.warning("board %s: what process %s told was ignored: %s", board, process, error)

    # Living

    async def _live(self) -> None:
        await self._beat()
        await asyncio.sleep(BEAT_SECONDS * random.uniform(0.9, 1.0))

    async def _beat(self) -> None:
        began = self._now()
        args = (self.process, int(DEAD_SECONDS * 1000), int(FORGOTTEN_SECONDS * 1000))
        age, living = await self._link.run(BEAT, [PROCESSES], args)
        named = {process.decode() for process in living}
        if not 0 <= age <= DEAD_SECONDS * 1000 or began - self._retold_at > RETELL_SECONDS:
            self._retold_at = began
            self._teller.tell_again()
        if 0 <= age <= LATE_SECONDS * 1000:
            self._living = named
            await self._bury_the_dead(began)
        else:  # Redis stood still, or we did, or a clock jumped: the others may be as late as we are
            self._living |= named

    async def _bury_the_dead(self, began: float) -> None:
        for board, watch in list(self._watches.items()):
            dead = {p for p, heard in watch.heard.items() if p not in self._living and heard.at < began}
            for process in dead:
                await self._bury(board, process, self._drop(board, watch, process).digest)

    async def _bury(self, board: str, process: str, digest: str) -> None:
        logger.info("board %s: process %s is dead", board, process)
        await self._link.run(BURY, [key(board, "here")], [process, digest])

    async def _look_who_lives(self) -> set[str]:
        living = await self._link.run(LIVING, [PROCESSES], [int(DEAD_SECONDS * 1000)])
        return {process.decode() for process in living}

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


async def _forever(act: Callable[[], Awaitable[None]]) -> NoReturn:
    """R16: what goes wrong once is tried again."""
    failing = False
    while True:
        try:
            await act()
            failing = False
        except StoreFailed as failure:
            if not failing:
                logger.warning("the others may not hear of us: %s", failure)
            failing = True
            await asyncio.sleep(RETRY_SECONDS)
        except Exception:
            logger.exception("the exchange goes on")
            await asyncio.sleep(RETRY_SECONDS)


def _call(board: str, act: Callable[..., None], *args: object) -> None:
    """R16: a board that fails never stops another."""
    try:
        act(*args)
    except Exception:
        logger.exception("board %s: its watcher failed", board)


def _digest(packed: bytes) -> str:
    return hashlib.sha1(packed, usedforsecurity=False).hexdigest()
