"""The engines beneath the catalogue: SQLite in a file, PostgreSQL on a server; both durable, none waited for long."""

import sqlite3
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

SQLITE_PRAGMAS = (
    "PRAGMA busy_timeout=5000",  # milliseconds; another process writes, or is backing up, say
    "PRAGMA synchronous=FULL",  # R3: a commit is on the disk
    "PRAGMA secure_delete=ON",  # R20: erased is overwritten, not only unlinked
    "PRAGMA foreign_keys=ON",
)

# Execution options: how transactions begin. A reader sees one state throughout; a writer sees, after it waited
# for a lock, what the one who had it before has written.
AT_ONCE = {"begin": "BEGIN IMMEDIATE"}
ONE_MOMENT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
THE_LATEST = {"isolation_level": "READ COMMITTED"}

ATTEMPTS = 100  # 50 ms each: as long as any other wait
POOL = 8  # connections of one process; PostgreSQL has 100 for all
POOL_SECONDS = 3.0  # for one of them to be free
CONNECT_SECONDS = 3.0
COMMAND_SECONDS = 5.0  # for one statement; ours take milliseconds
SESSION = {
    "application_name": "brownboard",
    "synchronous_commit": "on",  # R3, whatever the server's default is
    "idle_in_transaction_session_timeout": "10000",  # milliseconds; a process that is stopped keeps no board locked
}


def sqlite(url: str) -> AsyncEngine:
    """An engine on a file."""
    engine = create_async_engine(url, hide_parameters=True)  # names of people stand in no log

    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        _write_ahead(cursor)
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        # A reader that turns into a writer would fail when another wrote meanwhile: writers begin as such.
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


def _write_ahead(cursor: Any) -> None:
    """Processes that make a new file at one moment stand in each other's way here; more waiting would not help."""
    cursor.execute("PRAGMA busy_timeout=50")
    for attempt in range(1, ATTEMPTS + 1):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if attempt == ATTEMPTS:
                raise


def postgres(dsn: str, command_seconds: float = COMMAND_SECONDS) -> AsyncEngine:
    """An engine on a server, told by an address as libpq takes it, with `sslmode` and all."""
    import asyncpg  # an extra: who has SQLite does without

    async def connect() -> Any:
        try:
            return await asyncpg.connect(
                dsn, timeout=CONNECT_SECONDS, command_timeout=command_seconds, server_settings=SESSION
            )
        except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise ConnectionError(str(error)) from None  # as when the server is not there at all

    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        hide_parameters=True,  # names of people stand in no log
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
    )

    @event.listens_for(engine.sync_engine, "checkout")
    def _checkout(connection: Any, _record: Any, _proxy: Any) -> None:
        # A server that ended said so on every connection: known here without a question on the wire.
        if connection.driver_connection.is_closed():
            raise DisconnectionError

    return engine
