"""Tells the other processes who is at the boards of this one, until they know it, and whose presence moved, once."""

import asyncio
from collections import deque
from contextlib import suppress

from crdt.elsewhere import Gathering
from server.redis_link import RedisLink, script
from server.redis_log import channel, key
from server.redis_words import pack, went
from server.update_log import StoreFailed

TELL_SECONDS = 0.1  # between two rounds
RETRY_SECONDS = 0.5
HERE_SECONDS = 900  # what a dead process told about a board that nobody opens goes by itself
MOST_MOVES = 1000  # older ones are worth nothing any more

TELL, PUBLISH = script("tell"), script("publish")


class Teller:
    """The newest gathering of each board wins; moves keep their order, and are dropped when nobody takes them."""

    def __init__(self, link: RedisLink, process: str) -> None:
        self._link = link
        self._process = process
        self._told: dict[str, Gathering] = {}
        self._due: dict[str, Gathering | None] = {}  # None: nobody is here any more
        self._some_due = asyncio.Event()
        self._number = 0
        self._moves: deque[tuple[str, bytes]] = deque(maxlen=MOST_MOVES)
        self._some_moved = asyncio.Event()

    def tell(self, board: str, gathering: Gathering) -> None:
        """Who is here now."""
        self._told[board] = self._due[board] = gathering
        self._some_due.set()

    def take_back(self, board: str) -> None:
        """Nobody is here any more, if anybody was said to be."""
        if self._told.pop(board, None) is not None:
            self._due[board] = None
            self._some_due.set()

    def move(self, board: str, presence: bytes) -> None:
        """Presence states changed."""
        self._moves.append((channel(board), went(self._process, presence)))
        self._some_moved.set()

    def tell_again(self) -> None:
        """The others may have forgotten what they were told."""
        self._due = {**self._told, **self._due}
        self._some_due.set()

    async def tell_next(self) -> None:
        """Waits for something to tell, and tells it."""
        await self._some_due.wait()
        self._some_due.clear()
        if not await self._tell_due():
            self._some_due.set()
            await asyncio.sleep(RETRY_SECONDS)
        await asyncio.sleep(TELL_SECONDS)

    async def move_next(self) -> None:
        """Waits for moves, and says all there are in one go."""
        await self._some_moved.wait()
        self._some_moved.clear()
        parts = [part for move in self._moves for part in move]
        self._moves.clear()
        with suppress(StoreFailed):  # the next move says where everybody is then
            await self._link.run(PUBLISH, [f"bb:process:{self._process}"], parts)

    async def say_goodbye(self) -> None:
        """Takes back all that was told."""
        for board in list(self._told):
            self.take_back(board)
        await self._tell_due()

    async def _tell_due(self) -> bool:
        """Stores all that is due; False if some of it has to be tried again."""
        due, self._due = self._due, {}
        stored = await asyncio.gather(*(self._store(*told) for told in due.items()))
        failed = dict(told for told, done in zip(due.items(), stored, strict=True) if not done)
        self._due = {**failed, **self._due}  # the newest wins
        return not failed

    async def _store(self, board: str, gathering: Gathering | None) -> bool:
        self._number += 1
        args = (channel(board), self._process, self._number, pack(self._number, gathering), HERE_SECONDS)
        try:
            await self._link.run(TELL, [key(board, "here")], args)
        except StoreFailed:
            return False
        return True
