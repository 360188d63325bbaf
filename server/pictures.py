"""The pictures of boards: cleaned in a process of their own, kept once by what they hold.

A picture is in its store before a row names it, and the rows of a board go before its pictures do: a row never names
what is not there. What a process that died has left in the store without a row is swept away with its board.
"""

import asyncio
import hashlib
import io
import json
import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import column, delete, func, insert, inspect, select
from sqlalchemy import table as named
from sqlalchemy.ext.asyncio import AsyncConnection

from server.clock import Clock
from server.database import Database
from server.migrations import PICTURES_INSIDE
from server.picture_store import PictureStore
from server.problems import Problem, not_found
from server.tables import boards, images
from server.update_log import NoSuchBoard

logger = logging.getLogger("brownboard.pictures")

WORKER = Path(__file__).with_name("image_worker.py")
MAX_PIXELS = 40_000_000  # a phone's best camera
MAX_EDGE = 3200  # points; sharp on a third of an A0 poster
AT_ONCE = 2  # worker processes; each may take 1 GB and a core
WAITING = 40  # uploads; a whole class at once
WORKER_SECONDS = 30.0

PICTURES_PER_BOARD = 500  # R18
BYTES_PER_BOARD = 250 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Picture:
    """A clean picture."""

    id: str
    type: str
    width: int
    height: int
    data: bytes


class Pictures:
    """Cleans and keeps pictures."""

    def __init__(self, database: Database, store: PictureStore, clock: Clock) -> None:
        self._database = database
        self._store = store
        self._clock = clock
        self._working = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def open(self) -> None:
        """Move what an older version kept in the database to where pictures live; after a crash it goes on."""
        async with self._database.read() as connection:
            if not await connection.run_sync(lambda sync: inspect(sync).has_table(PICTURES_INSIDE)):
                return
        while await self._move_one():
            pass
        await self._database.forget_deleted()

    async def keep(self, board: str, upload: bytes, by: str) -> Picture:
        """A stranger's picture, cleaned and kept; or a Problem that says why not."""
        picture = await self._clean(upload)
        await self._add(board, picture, by)
        return picture

    async def keep_ours(self, board: str, data: bytes) -> str:
        """A picture of a template, as it is; answers with its id."""
        with Image.open(io.BytesIO(data)) as opened:
            media_type = Image.MIME[opened.format or ""]
            picture = Picture(_name(data), media_type, opened.width, opened.height, data)
        await self._add(board, picture, "")
        return picture.id

    async def one(self, board: str, image: str) -> Picture:
        """A picture of this board."""
        wanted = select(images).where(images.c.board == board, images.c.id == image)
        async with self._database.read() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        if row is None:
            raise not_found("image")
        data = await self._store.get(board, image)
        if data is None:
            logger.error("board %s: its picture %s is not where pictures live", board, image)
            raise not_found("image")
        return Picture(row.id, row.type, row.width, row.height, data)

    async def erase(self, board: str) -> None:
        """R20: the pictures themselves of a board whose rows are gone."""
        await self._store.erase(board)

    async def sweep(self) -> None:
        """R20: what an upload brought while its board was being erased goes too; ids of boards are used once."""
        found = [board async for board in self._store.boards()]
        async with self._database.read() as connection:
            alive = set(await connection.scalars(select(boards.c.id)))
        for board in found:
            if board not in alive:
                await self._store.erase(board)

    async def _clean(self, upload: bytes) -> Picture:
        if self._waiting >= WAITING:
            busy = "Too many pictures arrive at this moment; try again."
            raise Problem(503, "Busy", busy, "busy", headers={"retry-after": "5"})
        self._waiting += 1
        try:
            async with self._working:
                head, data = await _run_worker(upload)
        finally:
            self._waiting -= 1
        if "status" in head:
            slug = "no-picture" if head["status"] == 415 else "bad-picture"
            raise Problem(head["status"], "Unusable picture", head["why"], slug)
        return Picture(_name(data), head["type"], head["width"], head["height"], data)

    async def _add(self, board: str, picture: Picture, by: str) -> None:
        async with self._database.read() as connection:
            if not await _is_new(connection, board, picture):
                return
        await self._store.put(board, picture.id, picture.data)
        try:
            async with self._database.write(board) as connection:
                if await _is_new(connection, board, picture):
                    await connection.execute(insert(images).values(**self._row(board, picture, by)))
        except NoSuchBoard:
            await self._store.erase(board)
            raise

    def _row(self, board: str, picture: Picture, by: str) -> dict[str, Any]:
        return {
            "board": board,
            "id": picture.id,
            "type": picture.type,
            "width": picture.width,
            "height": picture.height,
            "size": len(picture.data),
            "by": by,
            "created": self._clock(),
        }

    async def _move_one(self) -> bool:
        inside = named(PICTURES_INSIDE, *(column(name) for name in ("board", "id", "data")))
        async with self._database.read() as connection:
            row = (await connection.execute(select(inside).limit(1))).one_or_none()
        if row is None:
            return False
        await self._store.put(row.board, row.id, row.data)
        async with self._database.write() as connection:
            await connection.execute(delete(inside).where(inside.c.board == row.board, inside.c.id == row.id))
        return True


async def _is_new(connection: AsyncConnection, board: str, picture: Picture) -> bool:
    """Whether the board has not this picture yet, but room for it; a Problem where it has none."""
    here = images.c.board == board
    if await connection.scalar(select(images.c.id).where(here, images.c.id == picture.id)):
        return False
    used = await connection.execute(select(func.count(), func.coalesce(func.sum(images.c.size), 0)).where(here))
    count, size = used.one()
    if count >= PICTURES_PER_BOARD or size + len(picture.data) > BYTES_PER_BOARD:
        limit = f"A board holds {PICTURES_PER_BOARD} pictures and {BYTES_PER_BOARD >> 20} MiB."
        raise Problem(409, "The board is full", limit, "board-full")
    return True


def _name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


async def _run_worker(upload: bytes) -> tuple[dict[str, Any], bytes]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(WORKER),
        str(MAX_PIXELS),
        str(MAX_EDGE),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        answer, _ = await asyncio.wait_for(process.communicate(upload), WORKER_SECONDS)
    except TimeoutError:
        return _unreadable()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    head, newline, data = answer.partition(b"\n")
    return (json.loads(head), data) if newline and process.returncode == 0 else _unreadable()


def _unreadable() -> tuple[dict[str, Any], bytes]:
    """The worker died or never ended: the picture was made for that."""
    return {"status": 422, "why": "The picture can't be read; it seems to be damaged."}, b""
