"""The relational store: transactions on SQLite when embedded, on PostgreSQL for many processes and machines."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import cast
from weakref import WeakValueDictionary

from sqlalchemy import MetaData, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncConnection

from server import engines, migrations
from server.settings import Settings
from server.update_log import NoSuchBoard, StoreFailed

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

SQLITE_FILE = "catalogue.sqlite"
TURN_SECONDS = 5.0  # to wait for those of this process who write before
MIGRATING_SECONDS = 600.0  # for one statement, or for another process that migrates
OURS = (IntegrityError, ProgrammingError, DataError)  # what we asked was wrong, not the store


class DatabaseFailed(StoreFailed):
    """The database does not answer, or refuses; a later try may succeed."""


class Database:
    """Hands out connections: any number that read, and for each board one at a time that writes."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._sqlite = make_url(url).get_backend_name() == "sqlite"
        self._engine = engines.sqlite(url) if self._sqlite else engines.postgres(url)
        self._reading = self._engine.execution_options(**({} if self._sqlite else engines.ONE_MOMENT))
        self._writing = self._engine.execution_options(**(engines.AT_ONCE if self._sqlite else engines.THE_LATEST))
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def open(self) -> None:
        """Bring the tables up to date, before anybody reads them; one process does it, the others wait."""
        engine = self._writing if self._sqlite else engines.postgres(self._url, MIGRATING_SECONDS)
        try:
            with _told(but=()):
                async with engine.begin() as connection:
                    await connection.run_sync(migrations.run, metadata)
        finally:
            if engine is not self._writing:
                await engine.dispose()

    async def close(self) -> None:
        """Let go of every connection."""
        await self._engine.dispose()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one consistent state."""
        with _told():
            async with self._reading.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self, board: str | None = None) -> AsyncIterator[AsyncConnection]:
        """A transaction: durable when the block ends, gone when it raises.

        With a board: nobody else, in no process, writes anything of that board meanwhile; `NoSuchBoard` if it is gone.
        """
        with _told():
            async with self._turn(board), self._writing.begin() as connection:
                if board is not None:
                    await _hold(connection, board)
                yield connection

    async def forget_deleted(self) -> None:
        """Empty SQLite's write-ahead log, which may still hold what was just erased (R20)."""
        if self._sqlite:
            with _told():
                async with self._turn(None), self._engine.connect() as connection:
                    driver = (await connection.get_raw_connection()).driver_connection
                    assert driver is not None  # it was just connected
                    await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @asynccontextmanager
    async def _turn(self, board: str | None) -> AsyncIterator[None]:
        """In line before a connection is taken: SQLite has one writer, and a board's writers wait with empty hands."""
        if board is None and not self._sqlite:
            yield
            return
        line = self._turns.setdefault("" if self._sqlite else cast(str, board), asyncio.Lock())
        async with asyncio.timeout(TURN_SECONDS):
            await line.acquire()
        try:
            yield
        finally:
            line.release()


def database_url(settings: Settings) -> str:
    """Where this installation keeps its catalogue: as SQLAlchemy writes it for SQLite, as libpq does for PostgreSQL."""
    if settings.database_url is None:
        return f"sqlite+aiosqlite:///{settings.data.absolute() / SQLITE_FILE}"
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        url = url.set(drivername="sqlite+aiosqlite", database=str(Path(url.database or "").absolute()))
        return url.render_as_string(hide_password=False)
    return "postgresql://" + settings.database_url.partition("://")[2]


async def _hold(connection: AsyncConnection, board: str) -> None:
    boards = metadata.tables["boards"].c
    row = select(boards.id).where(boards.id == board).with_for_update(key_share=True)
    if await connection.scalar(row) is None:
        raise NoSuchBoard(board)


@contextmanager
def _told(but: tuple[type[Exception], ...] = OURS) -> Iterator[None]:
    """Whatever a driver says when its database is away, slow, full or read-only becomes `DatabaseFailed`."""
    try:
        yield
    except but:
        raise
    except (DBAPIError, NoConnection, OSError) as error:
        why = error.orig if isinstance(error, DBAPIError) else error
        raise DatabaseFailed(f"the catalogue can't be read or written ({str(why) or type(why).__name__})") from error
