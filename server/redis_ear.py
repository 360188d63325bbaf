"""Listens to channels of Redis, and survives whatever happens to the connection (F25)."""

import asyncio
import logging
import math
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import NoReturn

from redis.asyncio.connection import AbstractConnection

from server.redis_line import abort
from server.redis_link import COMMAND_SECONDS, RedisLink
from server.update_log import StoreFailed

logger = logging.getLogger("brownboard.redis")

PING_SECONDS = 1.0  # between two words to ourselves
SILENCE_SECONDS = 3.0  # who does not hear himself for so long hears nobody
RETRY_SECONDS = (0.1, 0.3, 1.0)  # after an interruption; then every second, with jitter (F41)


class Ear:
    """One connection that hears all channels; `renewed` is awaited whenever something may have been missed."""

    def __init__(
        self, link: RedisLink, own: str, heard: Callable[[str, bytes], None], renewed: Callable[[], Awaitable[None]]
    ) -> None:
        self._link = link
        self._own = own  # the channel on which we hear ourselves
        self._heard = heard
        self._renewed = renewed
        self._confirmed: dict[str, asyncio.Event] = {own: asyncio.Event()}
        self._asked: Counter[str] = Counter()  # subscriptions whose confirmation is to come
        self._orders: asyncio.Queue[tuple[str, ...]] = asyncio.Queue()
        self._task: asyncio.Task[NoReturn] | None = None
        self._failures = 0  # since all was told anew
        self.interruptions = 0

    def start(self) -> None:
        """Begins to listen."""
        self._task = asyncio.create_task(self._live(), name="ear")

    async def stop(self) -> None:
        """Listens no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def listen(self, channel: str) -> None:
        """On return nothing of the channel is missed; `StoreFailed` if that can't be had now."""
        confirmed = self._confirmed.setdefault(channel, asyncio.Event())
        self._asked[channel] += 1
        self._orders.put_nowait(("SUBSCRIBE", channel))
        try:
            async with asyncio.timeout(COMMAND_SECONDS):
                await confirmed.wait()
        except TimeoutError:
            raise StoreFailed(f"{self._link.name} can't be listened to") from None

    def ignore(self, channel: str) -> None:
        """Hears nothing of the channel any more."""
        if (confirmed := self._confirmed.pop(channel, None)) is not None:
            confirmed.set()  # nobody waits for it in vain
            self._orders.put_nowait(("UNSUBSCRIBE", channel))

    async def _live(self) -> NoReturn:
        while True:
            reason = await self._listen()
            for confirmed in self._confirmed.values():
                confirmed.clear()
            if not self._failures:
                logger.warning("listening to %s was interrupted: %s", self._link.name, reason)
            self.interruptions += 1
            await asyncio.sleep(RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS) - 1)] * random.uniform(0.5, 1.0))
            self._failures += 1

    async def _listen(self) -> str:
        """Until it can't be trusted any more; answers why."""
        reason = ""
        connection: AbstractConnection | None = None
        try:
            async with asyncio.TaskGroup() as tasks:
                connection = await self._link.ear()
                self._orders, self._asked = asyncio.Queue(), Counter(list(self._confirmed))
                self._orders.put_nowait(("SUBSCRIBE", *self._confirmed))
                tasks.create_task(self._receive(connection))
                tasks.create_task(self._order(connection, self._orders))
                tasks.create_task(self._ping())
                tasks.create_task(self._renew())
        except* TimeoutError:
            reason = "nothing was heard"
        except* Exception as faults:  # of whatever kind: who does not listen any more is cut off for good
            reason = str(faults.exceptions[0])
        finally:
            if connection is not None:
                abort(connection)
        return reason

    async def _receive(self, connection: AbstractConnection) -> NoReturn:
        while True:
            async with asyncio.timeout(SILENCE_SECONDS):
                kind, channel, data = await connection.read_response(timeout=math.inf)
            name = channel.decode()
            if kind == b"message":
                if name != self._own:
                    self._heard(name, data)
            elif kind == b"subscribe":
                self._asked[name] -= 1
                if not self._asked[name]:
                    del self._asked[name]
                    if name in self._confirmed:
                        self._confirmed[name].set()

    async def _order(self, connection: AbstractConnection, orders: asyncio.Queue[tuple[str, ...]]) -> NoReturn:
        while True:
            await connection.send_command(*await orders.get(), check_health=False)

    async def _ping(self) -> NoReturn:
        while True:
            with suppress(StoreFailed):  # the silence will tell
                await self._link.ask(self._own, ("PUBLISH", self._own, ""))
            await asyncio.sleep(PING_SECONDS)

    async def _renew(self) -> None:
        for confirmed in list(self._confirmed.values()):
            await confirmed.wait()
        await self._renewed()
        if self._failures:
            logger.warning("listening to %s again", self._link.name)
        self._failures = 0
