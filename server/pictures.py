"""The pictures of boards: cleaned in a process of their own, kept once by what they hold."""

import asyncio
import hashlib
import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import func, insert, select

from server.clock import Clock
from server.database import Database
from server.problems import Problem, not_found
from server.tables import images

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

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._working = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def keep(self, board: str, upload: bytes, by: str) -> Picture:
        """A stranger's picture, cleaned and kept; or a Problem that says why not."""
        picture = await self._clean(upload)
        await self._store(board, picture, by)
        return picture

    async def keep_ours(self, board: str, data: bytes) -> str:
        """A picture of a template, as it is; answers with its id."""
        with Image.open(io.BytesIO(data)) as opened:
            media_type = Image.MIME[opened.format or ""]
            picture = Picture(_name(data), media_type, opened.width, opened.height, data)
        await self._store(board, picture, "")
        return picture.id

    async def one(self, board: str, image: str) -> Picture:
        """A picture of this board."""
        wanted = select(images).where(images.c.board == board, images.c.id == image)
        async with self._database.read() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        if row is None:
            raise not_found("image")
        return Picture(row.id, row.type, row.width, row.height, row.data)

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

    async def _store(self, board: str, picture: Picture, by: str) -> None:
        async with self._database.write() as connection:
            here = images.c.board == board
            if await connection.scalar(select(images.c.id).where(here, images.c.id == picture.id)):
                return
            used = await connection.execute(select(func.count(), func.coalesce(func.sum(images.c.size), 0)).where(here))
            count, size = used.one()
            if count >= PICTURES_PER_BOARD or size + len(picture.data) > BYTES_PER_BOARD:
                limit = f"A board holds {PICTURES_PER_BOARD} pictures and {BYTES_PER_BOARD >> 20} MiB."
                raise Problem(409, "The board is full", limit, "board-full")
            await connection.execute(
                insert(images).values(
                    board=board,
                    id=picture.id,
                    type=picture.type,
                    width=picture.width,
                    height=picture.height,
                    size=len(picture.data),
                    data=picture.data,
                    by=by,
                    created=self._clock(),
                )
            )


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
