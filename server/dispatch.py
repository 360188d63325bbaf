"""Sends orders to all processes, through the log."""

import asyncio
import logging
from contextlib import suppress

from server import orders
from server.orders import Order, Review
from server.scribe import new_mark
from server.update_log import ORDER, Entry, NoSuchBoard, StoreFailed, UpdateLog

logger = logging.getLogger("brownboard.rooms")

RETRY_SECONDS = 1.0


class Dispatch:
    """Writes orders into the logs of boards.

    When the log does not take one, the catalogue is ahead of it: then a review follows as soon as it can.
    """

    def __init__(self, log: UpdateLog) -> None:
        self._log = log
        self._owed: set[str] = set()  # boards that need a review
        self._owing = asyncio.Event()
        self._debtor: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Begins to make good what failed."""
        self._debtor = asyncio.create_task(self._make_good(), name="dispatch")

    async def close(self) -> None:
        """What is still owed then is owed no more: who loads a board asks the catalogue."""
        if self._debtor is not None:
            self._debtor.cancel()
            await asyncio.gather(self._debtor, return_exceptions=True)

    async def send(self, board: str, order: Order) -> None:
        """The order stands in the log on return."""
        try:
            await self._append(board, order)
        except StoreFailed:
            self._owed.add(board)
            self._owing.set()
            raise

    async def _append(self, board: str, order: Order) -> None:
        await self._log.append(board, [Entry(ORDER, orders.write(order))], mark=new_mark())

    async def _make_good(self) -> None:
        while True:
            await self._owing.wait()
            await asyncio.sleep(RETRY_SECONDS)
            self._owing.clear()
            for board in list(self._owed):
                self._owed.discard(board)  # before: what fails meanwhile is owed anew
                try:
                    with suppress(NoSuchBoard):
                        await self._append(board, Review())
                except StoreFailed:
                    self._owed.add(board)
                    self._owing.set()
