"""Where live boards are kept, and by what the processes of a server speak to each other: files, or a Redis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.exchange import Exchange, NoExchange
from server.settings import Settings
from server.sqlite_log import SqliteLog
from server.update_log import UpdateLog

if TYPE_CHECKING:
    from server.redis_exchange import RedisExchange

LOG_FILE = "live.sqlite3"  # in the data folder


@dataclass(frozen=True, slots=True)
class LiveStores:
    """The log, the exchange, and the latter once more where there are other processes to leave word for."""

    log: UpdateLog
    exchange: Exchange
    shared: RedisExchange | None = None


def live_stores(settings: Settings, process: str) -> LiveStores:
    """What the settings name, for the process of this name; nothing is opened yet."""
    if settings.redis_url is None:
        return LiveStores(SqliteLog(settings.data / LOG_FILE), NoExchange())
    from server.redis_exchange import RedisExchange  # a server on files starts without loading all of it
    from server.redis_link import RedisLink
    from server.redis_log import RedisLog

    link = RedisLink(settings.redis_url)
    exchange = RedisExchange(link, process)
    return LiveStores(RedisLog(link), exchange, exchange)
