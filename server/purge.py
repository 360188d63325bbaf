"""The bin is emptied in time (contract 5): what lies in it for a week goes for good."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from crdt.document import Plain
from server.catalogue import Catalogue
from server.clock import Clock
from server.rooms import Rooms

logger = logging.getLogger("brownboard.purge")

KEPT = timedelta(days=7)
FIRST_SECONDS = 61.0  # after the start, when those who reconnect are served
ROUND_SECONDS = 24 * 3600.0
PAUSE_SECONDS = 0.1  # between two boards, so that nobody notices; a room comes to life in a few milliseconds


class Purge:
    """Goes round all boards once a day."""

    def __init__(self, catalogue: Catalogue, rooms: Rooms, clock: Clock) -> None:
        self._catalogue = catalogue
        self._rooms = rooms
        self._clock = clock

    async def run(self) -> None:
        """Goes on until it is cancelled."""
        await asyncio.sleep(FIRST_SECONDS)
        while True:
            try:
                await self._round()
            except SQLAlchemyError:
                logger.exception("the boards can't be listed; their bins stay as they are until tomorrow")
            await asyncio.sleep(ROUND_SECONDS)

    async def _round(self) -> None:
        for board in await self._catalogue.all():
            try:
                await self.board(board)
            except Exception:  # R16: one bad board never stops another
                logger.exception("board %s: its bin stays as it is", board)
            await asyncio.sleep(PAUSE_SECONDS)

    async def board(self, board: str) -> None:
        """Empties the bin of one board of what is old enough."""
        before = self._clock() - KEPT
        if _old(await self._rooms.plain(board), before):
            await self._rooms.edit(board, lambda plain: without_old(plain, before))


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
