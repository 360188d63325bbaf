"""The stores of an installation without its server, for those who read or fill them as they are."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from server.database import Database, database_url
from server.live_stores import LOG_FILE, live_stores
from server.picture_store import PictureStore, open_store
from server.settings import Settings
from server.sqlite_log import SqliteLog
from server.update_log import UpdateLog


@dataclass(frozen=True, slots=True)
class Stores:
    """All that lasts."""

    log: UpdateLog
    database: Database
    pictures: PictureStore


@asynccontextmanager
async def opened(settings: Settings, reading: bool) -> AsyncIterator[Stores]:
    """The stores that the settings name, until the block ends; for reading they stay as they are, server and all."""
    log = _log(settings, reading)
    stores = Stores(log, Database(database_url(settings)), open_store(settings))
    async with AsyncExitStack() as stack:
        await log.open()
        stack.push_async_callback(log.close)
        stack.push_async_callback(stores.database.close)
        if not reading:
            await stores.database.open()
        yield stores


async def take_time(connection: AsyncConnection) -> None:
    """Lets this transaction stand still for longer than a server's may: an archive is packed or unpacked meanwhile."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))


def _log(settings: Settings, reading: bool) -> UpdateLog:
    if reading and settings.redis_url is None:
        return SqliteLog(settings.data / LOG_FILE, reading=True)
    return live_stores(settings, "").log
