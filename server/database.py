"""The relational store: one async SQLAlchemy engine, SQLite when embedded."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from server import migrations
from server.settings import Settings

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

SQLITE_FILE = "catalogue.sqlite"
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # R3: a commit is on the disk
    "PRAGMA busy_timeout=5000",  # milliseconds; another process is backing up, say
    "PRAGMA secure_delete=ON",  # R20: erased is overwritten, not only unlinked
    "PRAGMA foreign_keys=ON",
)


class Database:
    """Hands out connections: any number that read, one at a time that writes."""

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(url, hide_parameters=True)  # names of people stand in no log
        self._sqlite = make_url(url).get_backend_name() == "sqlite"
        self._writing = asyncio.Lock()
        if self._sqlite:
            _prepare_sqlite(self._engine)

    async def open(self) -> None:
        """Bring the tables up to date, before anybody reads them."""
        async with self.write() as connection:
            await connection.run_sync(migrations.run, metadata)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._engine.dispose()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one consistent state."""
        async with self._engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: durable when the block ends, gone when it raises."""
        engine = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        async with self._writing, engine.begin() as connection:
            yield connection

    async def forget_deleted(self) -> None:
        """Empty SQLite's write-ahead log, which may still hold what was just erased (R20)."""
        if self._sqlite:
            async with self._writing, self._engine.connect() as connection:
                raw = await connection.get_raw_connection()
                await raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]  # open, as it was just connected


def database_url(settings: Settings) -> str:
    """Where this installation keeps its catalogue, as SQLAlchemy writes it."""
    if settings.database_url is None:
        return f"sqlite+aiosqlite:///{settings.data.absolute() / SQLITE_FILE}"
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        url = url.set(drivername="sqlite+aiosqlite", database=str(Path(url.database or "").absolute()))
    return url.render_as_string(hide_password=False)


def _prepare_sqlite(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        # A reader that turns into a writer would fail when another wrote meanwhile: writers begin as such.
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
