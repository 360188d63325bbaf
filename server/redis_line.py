"""One connection to a Redis on which many commands are under way at once; answers come in the order of the commands.

A caller who gives up leaves its answer to be read and dropped, so no answer ever reaches another caller (F25).
"""

import asyncio
import math
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from redis.asyncio.connection import AbstractConnection
from redis.exceptions import AuthenticationError, BusyLoadingError, RedisError, ResponseError

from server.update_log import StoreFailed

CONNECT_SECONDS = 1.0
GRACE_SECONDS = 0.05

Part = str | bytes | int | float


class Line:
    """Takes commands until it breaks; then every command under way fails, and may have been done all the same."""

    def __init__(self, connection: AbstractConnection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._outbox: list[bytes] = []
        self._filled = asyncio.Event()
        self._fault = ""
        self._loop = asyncio.get_running_loop()
        self._tasks = [
            self._loop.create_task(self._send(), name=f"sender to {name}"),
            self._loop.create_task(self._receive(), name=f"receiver from {name}"),
        ]

    @property
    def broken(self) -> bool:
        """Whether it takes nothing any more."""
        return bool(self._fault)

    async def ask(self, command: Sequence[Part], seconds: float, asking: bool = False) -> Any:
        """The answer; `ResponseError` if Redis refuses, `StoreFailed` if there is none in time."""
        if self._fault:
            raise StoreFailed(self._fault)
        if asking:  # of a slot that a cluster is moving: taken only right behind this word
            self._line_up(("ASKING",))
        answer = self._line_up(command)
        try:
            if not (await asyncio.wait((answer,), timeout=seconds))[0]:
                # If it was us who stood still, the answer is here already
                await asyncio.wait((answer,), timeout=GRACE_SECONDS)
        finally:
            if not answer.done():
                answer.cancel()
        if answer.cancelled():
            self.cut(f"{self._name} does not answer")
            raise StoreFailed(self._fault)
        return answer.result()

    def cut(self, why: str) -> None:
        """Ends it at once."""
        if self._fault:
            return
        self._fault = why
        for answer in self._waiting:
            if not answer.done():
                answer.set_exception(StoreFailed(why))
        self._waiting.clear()
        for task in self._tasks:
            task.cancel()
        abort(self._connection)

    async def close(self) -> None:
        """Ends it and waits until it is gone."""
        self.cut(f"the connection to {self._name} is closed")
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _line_up(self, command: Sequence[Part]) -> asyncio.Future[Any]:
        answer: asyncio.Future[Any] = self._loop.create_future()
        if command == ("ASKING",):
            answer.cancel()  # nobody waits for it
        self._waiting.append(answer)
        self._outbox += self._connection.pack_command(*command)
        self._filled.set()
        return answer

    async def _send(self) -> None:
        """All that was lined up since the last time, in one write; no caller's cancellation cuts a command in two."""
        try:
            while True:
                await self._filled.wait()
                self._filled.clear()
                outbox, self._outbox = self._outbox, []
                await self._connection.send_packed_command(outbox, check_health=False)
        except (RedisError, OSError) as error:
            self.cut(f"{self._name} is gone: {error}")

    async def _receive(self) -> None:
        try:
            while True:
                try:
                    answer = await self._connection.read_response(timeout=math.inf)
                except ResponseError as refusal:
                    answer = refusal
                self._hand_over(answer)
        except (RedisError, OSError) as error:  # LOADING too, which redis-py counts among the broken connections
            self.cut(in_plain_words(self._name, error))

    def _hand_over(self, answer: Any) -> None:
        waiting = self._waiting.popleft()
        if waiting.done():
            return
        if isinstance(answer, Exception):
            waiting.set_exception(answer)
        else:
            waiting.set_result(answer)


async def connected(connection: AbstractConnection, name: str) -> AbstractConnection:
    """The connection, ready for commands; `StoreFailed` if it can't be made."""
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await connection.connect()
    except (RedisError, OSError, TimeoutError) as error:
        abort(connection)
        raise StoreFailed(in_plain_words(name, error)) from None
    except BaseException:
        abort(connection)
        raise
    return connection


def abort(connection: AbstractConnection) -> None:
    """Drops a connection with all that was not sent: a Redis that stands still would take it late."""
    writer = connection._writer
    if writer is not None:
        connection._reader = connection._writer = None
        with suppress(RuntimeError):  # the loop is closed
            writer.transport.abort()


def in_plain_words(name: str, error: BaseException) -> str:
    """What happened, without what could be secret."""
    match error:
        case TimeoutError():
            return f"{name} does not answer"
        case BusyLoadingError():
            return f"{name} is still loading its data"
        case AuthenticationError():
            return f"{name} refuses the user or the password"
    return f"{name} is not reachable: {error}"
