"""The embedded `UpdateLog`: one SQLite file with a write-ahead log, synced at every commit (R3)."""

import asyncio
import fcntl
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import IO, TypeVar

from server import sqlite_rows as rows
from server.group_writer import GroupWriter
from server.update_log import (
    START,
    UNASKED_KEPT,
    BoardExists,
    Checkpoint,
    Entry,
    Logged,
    NoSuchSnapshot,
    Position,
    SetBack,
    Snapshot,
    Stored,
    StoreFailed,
    Tip,
)

T = TypeVar("T")

BUSY_SECONDS = 5.0  # a backup may hold the file for a moment


class SqliteLog:
    """Keeps all boards of this machine in one file that one process at a time may open."""

    durability = "fsync"
    shared = False

    def __init__(self, path: Path, reading: bool = False) -> None:
        self._path = path
        self._reading = reading  # beside the process that has it open: a reader needs no claim, and writes nothing
        self._writer = GroupWriter(self._connect)
        self._reader: ThreadPoolExecutor | None = None
        self._guard: IO[bytes] | None = None

    async def open(self) -> None:
        """Makes the file if there is none, and claims it for this process; does neither for reading."""
        if not self._reading:
            await asyncio.to_thread(self._claim)
            self._writer.start()
        self._reader = ThreadPoolExecutor(1, "log-reader")

    async def close(self) -> None:
        """Finishes what was asked for and lets go of the file."""
        await self._writer.stop()
        if self._reader is not None:
            self._reader.shutdown()
        self._reader = None
        if self._guard is not None:
            self._guard.close()

    async def create(self, board: str, entries: Sequence[Entry]) -> Position:
        def job(db: sqlite3.Connection) -> Position:
            if db.execute("SELECT 1 FROM boards WHERE board = ?", (board,)).fetchone():
                raise BoardExists(board)
            db.execute("INSERT INTO boards (board, head) VALUES (?, ?)", (board, len(entries)))
            rows.insert(db, board, START, entries)
            return Position(len(entries))

        return await self._writer.run(job)

    async def append(
        self,
        board: str,
        entries: Sequence[Entry],
        after: Tip | None = None,  # noqa: ARG002  # nobody else writes here
        mark: str = "",  # noqa: ARG002
    ) -> Position:
        def job(db: sqlite3.Connection) -> Position:
            before = rows.last_position(db, board)
            db.execute("UPDATE boards SET head = ? WHERE board = ?", (before + len(entries), board))
            rows.insert(db, board, before, entries)
            return Position(before + 1)

        return await self._writer.run(job)

    async def read(self, board: str) -> Stored:
        return await self._read(lambda db: rows.whole(db, board))

    async def since(self, board: str, after: Tip) -> list[Logged]:
        def job(db: sqlite3.Connection) -> list[Logged]:
            if not rows.checkpoint_position(db, board) <= after.position <= rows.last_position(db, board):
                raise SetBack(board)
            found = db.execute(
                "SELECT position, seat, data FROM entries WHERE board = ? AND position > ? ORDER BY position",
                (board, after.position),
            )
            return [Logged(Position(p), seat, data) for p, seat, data in found]

        return await self._read(job)

    async def keep_out(self, board: str, position: Position) -> None:
        def job(db: sqlite3.Connection) -> None:
            rows.last_position(db, board)
            db.execute("UPDATE entries SET kept_out = 1 WHERE board = ? AND position = ?", (board, position))

        await self._writer.run(job)

    async def checkpoint(self, board: str, new: Checkpoint, replaces: Position) -> bool:
        row = rows.checkpoint_row(board, new)

        def job(db: sqlite3.Connection) -> bool:
            rows.last_position(db, board)
            if rows.checkpoint_position(db, board) != replaces:
                return False
            db.execute(rows.INSERT_CHECKPOINT, row)
            return True

        return await self._writer.run(job)

    async def trim(self, board: str) -> None:
        def job(db: sqlite3.Connection) -> None:
            upto = rows.checkpoint_position(db, board)
            db.execute("DELETE FROM entries WHERE board = ? AND position <= ?", (board, upto))

        await self._writer.run(job)

    async def save_snapshot(self, board: str, snapshot: Snapshot, state: bytes) -> None:
        row = rows.snapshot_row(board, snapshot, state)

        def job(db: sqlite3.Connection) -> None:
            rows.last_position(db, board)
            db.execute(rows.INSERT_SNAPSHOT, row)
            db.execute(
                "DELETE FROM snapshots WHERE board = ?1 AND kind <> 'hand' AND number NOT IN (SELECT number"
                " FROM snapshots WHERE board = ?1 AND kind <> 'hand' ORDER BY number DESC LIMIT ?2)",
                (board, UNASKED_KEPT),
            )

        await self._writer.run(job)

    async def snapshots(self, board: str) -> list[Snapshot]:
        def job(db: sqlite3.Connection) -> list[Snapshot]:
            rows.last_position(db, board)
            found = db.execute(
                "SELECT id, label, by, at, kind, position FROM snapshots WHERE board = ? ORDER BY number DESC",
                (board,),
            )
            return [Snapshot(*row) for row in found]

        return await self._read(job)

    async def snapshot(self, board: str, id: str) -> tuple[Snapshot, bytes]:
        def job(db: sqlite3.Connection) -> tuple[Snapshot, bytes]:
            rows.last_position(db, board)
            row = db.execute(
                "SELECT id, label, by, at, kind, position, state FROM snapshots WHERE board = ? AND id = ?",
                (board, id),
            ).fetchone()
            if row is None:
                raise NoSuchSnapshot(id)
            return Snapshot(*row[:-1]), zlib.decompress(row[-1])

        return await self._read(job)

    async def erase(self, board: str) -> None:
        def job(db: sqlite3.Connection) -> None:
            rows.last_position(db, board)
            for table in ("entries", "checkpoints", "snapshots"):
                db.execute(f"DELETE FROM {table} WHERE board = ?", (board,))
            db.execute("UPDATE boards SET erased = 1 WHERE board = ?", (board,))

        await self._writer.run(job)

    async def boards(self) -> dict[str, bool]:
        def job(db: sqlite3.Connection) -> dict[str, bool]:
            found = db.execute("SELECT board, NOT erased FROM boards ORDER BY board")
            return {board: bool(lives) for board, lives in found}

        return await self._read(job)

    async def restore(self, board: str, stored: Stored | None, snapshots: Sequence[tuple[Snapshot, bytes]]) -> None:
        taken = [rows.snapshot_row(board, snapshot, state) for snapshot, state in snapshots]

        def job(db: sqlite3.Connection) -> None:
            if db.execute("SELECT 1 FROM boards WHERE board = ?", (board,)).fetchone():
                raise BoardExists(board)
            head = START if stored is None else stored.head
            db.execute("INSERT INTO boards (board, head, erased) VALUES (?, ?, ?)", (board, head, stored is None))
            if stored is not None:
                rows.restore(db, board, stored)
                db.executemany(rows.INSERT_SNAPSHOT, taken)

        await self._writer.run(job)

    async def probe(self) -> None:
        def job(db: sqlite3.Connection) -> None:
            db.execute("UPDATE probe SET times = times + 1")

        await self._writer.run(job)

    async def _read(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """What the job finds, beside the writer: a reader sees the last commit and holds up nobody."""
        if self._reader is None:
            raise StoreFailed("the store is closed")
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._run_read, job)

    def _run_read(self, job: Callable[[sqlite3.Connection], T]) -> T:
        try:
            with closing(self._connect()) as db:
                db.execute("BEGIN")
                return job(db)
        except (sqlite3.Error, zlib.error) as error:
            raise StoreFailed(str(error)) from error

    def _connect(self) -> sqlite3.Connection:
        # rw, not rwc: a file that went missing is a failure, never a reason for an empty store (F2)
        uri = f"{self._path.absolute().as_uri()}?mode=rw"
        db = sqlite3.connect(uri, BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=True)
        db.execute("PRAGMA synchronous = FULL")  # R3: a commit is on the disk
        db.execute("PRAGMA secure_delete = ON")  # R20: what is erased is overwritten
        return db

    def _claim(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._guard = self._path.with_suffix(".lock").open("wb")
        try:
            fcntl.flock(self._guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._guard.close()
            raise StoreFailed(f"another process has {self._path} open") from None
        try:
            with closing(sqlite3.connect(self._path, BUSY_SECONDS)) as db:
                db.execute("PRAGMA journal_mode = WAL")
                db.executescript(rows.TABLES)
        except sqlite3.Error as error:
            self._guard.close()
            raise StoreFailed(f"{self._path} can't be opened: {error}") from error
