"""Rooms on real sockets in the test's own loop, over a log that can fail, admitting `seat:role` tokens."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from pycrdt import Map, Text
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from websockets.asyncio.client import ClientConnection, connect

from crdt.limits import Limits
from server.access import Grant, Refusal
from server.app import BOARD_SHAPE
from server.connection import Endpoint
from server.exchange import Exchange, NoExchange
from server.protocol import SocketProtocol
from server.rooms import Rooms
from server.settings import Settings
from server.sqlite_log import SqliteLog
from server.update_log import UpdateLog
from tests.peer import EXTENSION, Peer, read_varint
from tests.server.logs_under_test import FailingLog
from tests.waiting import until

BOARD = "board-of-the-test"


class Doorman:
    """Admits whoever presents `seat:role`; whom it refuses is told with a code."""

    def __init__(self) -> None:
        self.refusals: dict[str, Refusal] = {}
        self.roles: dict[str, Any] = {}  # seat -> the role that counts now
        self.is_locked = False
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = 0

    async def admit(self, board: str, token: str | None, cookies: Mapping[str, str]) -> Grant | Refusal:
        token = token or cookies.get(f"bb_{board}")
        seat, _, role = (token or "").partition(":")
        grant = self.grant(board, seat, token or "") if role else Refusal(4401, "no token")
        answer = self.refusals.get(seat, grant)
        self.asked += 1
        await self.gate.wait()
        return answer

    async def session(self, _board: str) -> dict[str, Any]:
        return {"type": "session", "step": 3, "locked": self.is_locked}

    async def exists(self, _board: str) -> bool:
        return True

    async def locked(self, _board: str) -> bool:
        return self.is_locked

    async def still(self, board: str, seat: str, token_id: str) -> Grant | Refusal:
        return self.refusals.get(seat) or self.grant(board, seat, token_id)

    def grant(self, board: str, seat: str, token: str) -> Grant:
        return Grant(board, seat, seat.title(), self.roles.get(seat, token.partition(":")[2]), "#123456", token)


class Place:
    """A running server with one board."""

    def __init__(self, rooms: Rooms, log: FailingLog, doorman: Doorman, server: uvicorn.Server) -> None:
        self.rooms = rooms
        self.log = log
        self.doorman = doorman
        self.server = server
        self._opened: list[Peer | ClientConnection] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"

    def address(self, token: str, board: str = BOARD, ext: bool = False) -> str:
        return f"{self.url.replace('http', 'ws')}/ws/{board}?token={token}" + ("&ext=1" if ext else "")

    async def peer(self, seat: str, role: str = "participant", board: str = BOARD) -> Peer:
        """Somebody who has everything."""
        peer = Peer(self.url, board, f"{seat}:{role}")
        self._opened.append(peer)
        return await peer.join()

    async def socket(self, token: str, board: str = BOARD, ext: bool = False, **options: Any) -> ClientConnection:
        """A bare connection."""
        options = {"max_size": None, "compression": None, "ping_interval": None} | options
        connection = await connect(self.address(token, board, ext), **options)
        self._opened.append(connection)
        return connection

    async def send_home(self) -> None:
        """Cuts every line that the test left open."""
        for opened in self._opened:
            if isinstance(opened, Peer):
                await opened.drop()
            else:
                opened.transport.abort()
                await opened.wait_closed()

    async def cards(self) -> set[str]:
        plain: dict[str, Any] = await self.rooms.plain(BOARD)
        return set(plain["cards"])


@asynccontextmanager
async def place(
    data: Path,
    *,
    limits: Limits | None = None,
    found: bool = True,
    doorman: Doorman | None = None,
    stores: tuple[UpdateLog, Exchange] | None = None,
) -> AsyncIterator[Place]:
    """A server, until the block ends; with others, if they have a doorman and stores in common."""
    inner, exchange = stores or (SqliteLog(data / "live.sqlite3"), NoExchange())
    log, doorman = FailingLog(inner), doorman or Doorman()
    rooms = Rooms(log, BOARD_SHAPE, doorman, exchange, limits=limits)
    app = Starlette(routes=[WebSocketRoute("/ws/{board}", Endpoint(rooms, doorman, Settings()))])
    config = uvicorn.Config(app, port=0, ws=SocketProtocol, http="httptools", log_config=None, lifespan="off")
    config.timeout_graceful_shutdown = 5
    server = uvicorn.Server(config)
    async with rooms:
        if found:
            await rooms.found(BOARD, {"board": {"title": "Test"}})
        serving = asyncio.create_task(server._serve())
        await until(lambda: server.started, what="the server listens")
        running = Place(rooms, log, doorman, server)
        try:
            yield running
        finally:
            log.failing = log.reading_fails = False
            log.open_gate.set()
            await running.send_home()
            server.should_exit = True
            await serving


def online(here: Place, seats: dict[str, int]) -> Callable[[], Awaitable[bool]]:
    """Whether these are here, with so many devices each, and nobody else."""

    async def are_here() -> bool:
        return await here.rooms.online(BOARD) == seats

    return are_here


async def add(peer: Peer, id: str, text: str = "") -> None:
    """Puts a card on the board and sends it."""
    peer.root("cards")[id] = Map({"place": "a|b|c", "text": Text(text)})
    await peer.flush()


async def close_code(socket: ClientConnection) -> int:
    """The code with which the server closes."""
    await asyncio.wait_for(socket.wait_closed(), 20)
    return socket.close_code or 1006


def told(frame: bytes | str) -> dict[str, Any]:
    """The content of a message 110."""
    assert isinstance(frame, bytes)
    assert frame[0] == EXTENSION
    length, at = read_varint(frame, 1)
    content: dict[str, Any] = json.loads(frame[at : at + length])
    return content
