"""What is thrown away goes in time: from the bin after a week (contract 5), of erased boards at once (R20)."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from crdt.document import Plain
from server.boards import finish_erasings
from server.services import Services
from server.update_log import StoreFailed

logger = logging.getLogger("brownboard.purge")

KEPT = timedelta(days=7)
FIRST_SECONDS = 61.0  # after the start, when those who reconnect are served
ROUND_SECONDS = 24 * 3600.0
PAUSE_SECONDS = 0.1  # between two boards, so that nobody notices; a room comes to life in a few milliseconds


class Purge:
    """Goes round all boards once a day."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def run(self) -> None:
        """Goes on until it is cancelled."""
        await asyncio.sleep(FIRST_SECONDS)
        while True:
            try:
                if await self._services.exchange.lease("purge", ROUND_SECONDS / 2):
                    await self._round()
            except StoreFailed:
                logger.exception("a store does not answer; what is to be thrown away stays until tomorrow")
            await asyncio.sleep(ROUND_SECONDS)

    async def _round(self) -> None:
        await finish_erasings(self._services)
        await self._services.pictures.sweep()
        for board in await self._services.catalogue.all():
            try:
                await self.board(board)
            except Exception:  # R16: one bad board never stops another
                logger.exception("board %s: its bin stays as it is", board)
            await asyncio.sleep(PAUSE_SECONDS)

    async def board(self, board: str) -> None:
        """Empties the bin of one board of what is old enough."""
        before = self._services.clock() - KEPT
        if _old(await self._services.rooms.plain(board), before):
            await self._services.rooms.edit(board, lambda plain: without_old(plain, before))


def without_old(plain: Plain, before: datetime) -> Plain:
    """The content without what was put into the bin before that moment, and without the ratings of it."""
    gone = _old(plain, before)
    ids = {id for _, id in gone}
    kept = {
        root: {key: value for key, value in items.items() if (root, key) not in gone} for root, items in plain.items()
    }
    kept["ratings"] = {key: value for key, value in kept.get("ratings", {}).items() if not ids & set(key.split("/"))}
    return kept


def _old(plain: Plain, before: datetime) -> set[tuple[str, str]]:
    return {
        (root, key)
        for root, items in plain.items()
        for key, item in items.items()
        if isinstance(item, Mapping) and _is_before(item.get("deleted"), before)
    }


def _is_before(deleted: Any, before: datetime) -> bool:
    """Whether this is a moment before; what is none, such as a stranger's joke, is never old."""
    try:
        moment = datetime.fromisoformat(deleted)
    except (TypeError, ValueError):
        return False
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) < before
