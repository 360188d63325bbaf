"""Two servers in the test's own loop that share a Redis and a doorman, as two processes do."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from server.exchange import Exchange
from server.redis_exchange import RedisExchange
from server.redis_link import RedisLink
from server.redis_log import RedisLog
from server.update_log import UpdateLog
from tests.peer import Peer
from tests.server.place import BOARD, Doorman, Place, place
from tests.waiting import until


@asynccontextmanager
async def two(data: Path, first: str, second: str) -> AsyncIterator[tuple[Place, Place]]:
    """Two servers, each with its own way to the same Redis."""
    doorman = Doorman()
    async with (
        place(data, doorman=doorman, stores=stores(first, "a")) as a,
        place(data, doorman=doorman, stores=stores(second, "b"), found=False) as b,
    ):
        yield a, b


def stores(url: str, name: str) -> tuple[UpdateLog, Exchange]:
    link = RedisLink(url)
    return RedisLog(link), RedisExchange(link, name)


def saved(*peers: Peer) -> Callable[[], bool]:
    return lambda: all(peer.online and peer.saved == peer.sent for peer in peers)


def notices(peer: Peer) -> list[str]:
    return [m["code"] for m in peer.messages if m["type"] == "notice"]


def last(peer: Peer, kind: str) -> dict[str, Any]:
    return next((m for m in reversed(peer.messages) if m["type"] == kind), {})


def people(peer: Peer) -> set[str]:
    return {person["seat"] for person in last(peer, "people").get("people", ())}


async def same(*peers: Peer) -> None:
    await until(
        lambda: all(set(peer.root("cards").keys()) == set(peers[0].root("cards").keys()) for peer in peers),
        what="all are equal",
    )


async def entries(here: Place) -> list[str]:
    """Whose the entries of the log are."""
    return [entry.seat for entry in (await here.log.inner.read(BOARD)).entries]
