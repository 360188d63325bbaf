"""Writes everything of a Brownboard into one file while it runs, in a form that no store shapes.

The logs are read before the catalogue: what a board speaks of, a seat or a picture, was there before it did. Each board
is of one moment, the catalogue is of one moment, and pictures, which never change, come last. A board that was born
after the beginning is not in it.
"""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import IO, Any

from sqlalchemy import Row, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server import archived_board, archived_rows, keyring, migrations
from server.archive import Manifest, Unusable, Writer
from server.clock import iso, wall_clock
from server.database import metadata
from server.settings import Settings
from server.stores import Stores, opened, take_time
from server.tables import boards, images
from server.update_log import NoSuchBoard, NoSuchSnapshot, Snapshot, StoreFailed
from server.version import program_version

SECRET = "secret"
ERASED = "erased.jsonl"
BOARDS = "boards/"
TABLES = "tables/"
PICTURES = "pictures/"
PASSING = frozenset({"heartbeat", "erasures"})  # tables about this moment of this installation, not about boards
ROWS_AT_ONCE = 200  # a record may be large


class Backup:
    """Fills an archive from the stores."""

    def __init__(self, stores: Stores, secret: bytes) -> None:
        self._log = stores.log
        self._database = stores.database
        self._pictures = stores.pictures
        self._secret = secret
        self._counts: Counter[str] = Counter()
        self._lacks: list[str] = []

    async def write(self, file: IO[bytes]) -> Manifest:
        """All of it; `StoreFailed` if a store can't be read to the end."""
        with Writer(file) as writer:
            writer.add(SECRET, self._secret)
            pictures, step = await self._write_boards(writer)
            for board, image in pictures:
                await self._write_picture(writer, board, image)
            now = iso(wall_clock())
            return writer.finish(Manifest(program_version(), now, step, dict(self._counts), tuple(self._lacks)))

    async def _write_boards(self, writer: Writer) -> tuple[list[tuple[str, str]], int]:
        """Logs and rows; answers with the pictures of these boards, and the step of the catalogue."""
        born = await self._log.boards()
        alive = {board for board, lives in born.items() if lives and await self._write_board(writer, board)}
        async with self._database.read() as connection:
            await take_time(connection)
            step = await _step(connection)
            # The catalogue forgets a board first: what only the log still has is being erased (R20).
            alive &= set(await connection.scalars(select(boards.c.id)))
            for table in archived_tables():
                await self._write_table(writer, connection, table, alive)
            rows = (await connection.execute(select(images.c.board, images.c.id))).all()
        with writer.lines(ERASED) as write:
            for board in sorted(born.keys() - alive):
                write({"board": board})
        return [(row.board, row.id) for row in rows if row.board in alive], step

    async def _write_board(self, writer: Writer, board: str) -> bool:
        """Whether the board lives; one whose log is broken does, and its records go on (R16)."""
        try:
            stored = await self._log.read(board)
            taken = [found async for found in self._snapshots(board)]
        except NoSuchBoard:
            return False  # erased meanwhile
        except StoreFailed:
            await self._log.boards()  # fails too unless it is this board alone
            self._lacks.append(f"board {board}")
            return True
        with writer.lines(f"{BOARDS}{board}.jsonl") as write:
            for line in archived_board.written(stored, taken):
                write(line)
        self._counts.update(entries=len(stored.entries), snapshots=len(taken))
        return True

    async def _snapshots(self, board: str) -> AsyncIterator[tuple[Snapshot, bytes]]:
        """Oldest first."""
        for snapshot in reversed(await self._log.snapshots(board)):
            with suppress(NoSuchSnapshot):  # one that made itself gave way meanwhile
                yield await self._log.snapshot(board, snapshot.id)

    async def _write_table(self, writer: Writer, connection: AsyncConnection, table: Table, alive: set[str]) -> None:
        rows = await connection.stream(select(table).execution_options(yield_per=ROWS_AT_ONCE))
        with writer.lines(f"{TABLES}{table.name}.jsonl") as write:
            async for row in rows:
                if _board_of(table, row) in alive:
                    write(archived_rows.written(table, row))
                    self._counts[table.name] += 1

    async def _write_picture(self, writer: Writer, board: str, image: str) -> None:
        data = await self._pictures.get(board, image)
        if data is None:
            self._lacks.append(f"picture {image} of board {board}")
        else:
            writer.add(f"{PICTURES}{board}/{image}", data)


async def run(settings: Settings, file: IO[bytes]) -> Manifest:
    """The backup of the installation that the settings name."""
    if settings.secret is None and not (settings.data / keyring.SECRET_FILE).exists():
        raise Unusable(f"there is no Brownboard in {settings.data}: set BROWNBOARD_DATA to its folder")
    async with opened(settings, reading=True) as stores:
        return await Backup(stores, keyring.secret(settings, "")).write(file)


def archived_tables() -> list[Table]:
    """The tables that speak of boards, those first that others refer to."""
    return [table for table in metadata.sorted_tables if table.name not in PASSING]


async def _step(connection: AsyncConnection) -> int:
    step = await connection.run_sync(migrations.level)
    if step != migrations.STEPS[-1][0]:
        raise Unusable(
            f"the catalogue is that of another version (step {step}, not {migrations.STEPS[-1][0]}):"
            " back up with the program that wrote it"
        )
    return step


def _board_of(table: Table, row: Row[Any]) -> str:
    return str(row._mapping[table.c.id if table is boards else table.c.board])
