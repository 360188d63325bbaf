"""One act at a time at each board, of all processes that use the same Redis."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import NoReturn

from server.redis_link import RedisLink, script
from server.redis_log import key
from server.turns import Turns
from server.update_log import StoreFailed

TURN_SECONDS = 5.0  # a turn is kept as long as its process lives, and is free so long after its death
PATIENCE_SECONDS = 6.0  # longer than a dead process keeps its turn
POLL_SECONDS = 0.05

HOLD, RELEASE = script("hold"), script("release")


class RedisTurns:
    """Locks by board; within this process they wait in line, between processes they ask again and again."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link
        self._turns = Turns()

    @asynccontextmanager
    async def of(self, board: str) -> AsyncIterator[None]:
        """This board's turn; `StoreFailed` if another process does not end its own."""
        async with self._turns.of(board):
            turn, token = key(board, "turn"), secrets.token_hex(8)
            await self._take(turn, token)
            keeper = asyncio.create_task(self._keep(turn, token), name=f"turn at {board}")
            try:
                yield
            finally:
                keeper.cancel()
                await asyncio.gather(keeper, return_exceptions=True)
                with suppress(StoreFailed):  # then it ends by itself
                    await self._link.run(RELEASE, [turn], [token])

    async def _take(self, turn: str, token: str) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE_SECONDS
        while not await self._hold(turn, token):
            if loop.time() > until:
                raise StoreFailed("another process is busy with this board")
            await asyncio.sleep(POLL_SECONDS * random.uniform(0.5, 1.5))

    async def _keep(self, turn: str, token: str) -> NoReturn:
        while True:
            await asyncio.sleep(TURN_SECONDS / 4)
            with suppress(StoreFailed):
                await self._hold(turn, token)

    async def _hold(self, turn: str, token: str) -> bool:
        held: int = await self._link.run(HOLD, [turn], [token, int(TURN_SECONDS * 1000)])
        return held == 1
