"""The WebSocket endpoint `/ws/{board}`: who is admitted, and what is read until it ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol
from urllib.parse import parse_qs

from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.types import Receive, Scope, Send

from crdt.members import MemberId
from server.access import Grant, Refusal
from server.door import Door
from server.ids import new_id
from server.live_room import LiveRoom
from server.origin import is_foreign_page
from server.problems import Problem
from server.protocol import EXTENSION, SocketProtocol
from server.rooms import Overtaken, Rooms
from server.services import Services
from server.settings import Settings
from server.update_log import NoSuchBoard, StoreFailed

logger = logging.getLogger("brownboard.connection")

ADMISSION_SECONDS = 10.0  # a token is looked up in a millisecond (F36)


class Admission(Protocol):
    """Knows who may come in; `server.access` does."""

    async def admit(self, board: str, token: str | None, cookies: Mapping[str, str]) -> Grant | Refusal:
        """Whether a socket may come in, and as whom."""

    async def session(self, board: str) -> dict[str, Any]:
        """The session message for somebody who comes in now."""


class Endpoint:
    """The ASGI application of the live board; needs `server.protocol` beneath it."""

    def __init__(self, rooms: Rooms, admission: Admission, settings: Settings) -> None:
        self._rooms = rooms
        self._admission = admission
        self._settings = settings
        self._door = Door()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        await receive()  # websocket.connect
        if is_foreign_page(connection.headers, self._settings):
            await send({"type": "websocket.close"})  # before the handshake: 403
            return
        socket: SocketProtocol = scope["extensions"][EXTENSION]
        socket.hold(True)  # nothing is read before admission (F36)
        await send({"type": "websocket.accept"})
        address = connection.client.host if connection.client else ""
        if self._door.enter(address):
            try:
                await self._serve(connection, socket, receive)
            except Exception:
                logger.exception("connection failed")
                socket.shut(1011, "our mistake")
            finally:
                self._door.leave(address)
        else:
            socket.shut(1013, "too many connections")
        if socket.ended is not None:
            self._rooms.counters.closed(*socket.ended)

    async def _serve(self, connection: HTTPConnection, socket: SocketProtocol, receive: Receive) -> None:
        board = connection.path_params["board"]
        query = parse_qs(connection.scope["query_string"].decode("latin-1"))
        try:
            async with asyncio.timeout(ADMISSION_SECONDS):
                token, extended = query.get("token", [None])[0], query.get("ext") == ["1"]
                seated = await self._seat(board, connection, socket, token, extended)
                if isinstance(seated, Refusal):
                    self._refuse(socket, seated)
                    return
                live, id = seated
        except (NoSuchBoard, Problem):  # it was erased between two looks
            self._refuse(socket, Refusal(4404, "no such board"))
            return
        except (StoreFailed, TimeoutError):
            self._refuse(socket, Refusal(1013, "the board can't be opened now"))  # F2: retryable, and no blank board
            return
        try:
            socket.hold(False)
            await _read(socket, receive, lambda frame: live.receive(id, frame))
        finally:
            live.leave(id)

    async def _seat(
        self, board: str, connection: HTTPConnection, socket: SocketProtocol, token: str | None, extended: bool
    ) -> tuple[LiveRoom, MemberId] | Refusal:
        """A seat by a grant that no change overtook while it was looked up and the room came to life."""
        while True:
            if self._rooms.draining:
                return Refusal(1012, "restart")
            epoch = self._rooms.epoch(board)
            grant = await self._admission.admit(board, token or _bearer(connection), connection.cookies)
            if isinstance(grant, Refusal):
                return grant
            hello = await self._hello(grant) if extended else None
            with suppress(Overtaken):
                return await self._rooms.join(board, grant, hello, socket, epoch)

    def _refuse(self, socket: SocketProtocol, refusal: Refusal) -> None:
        self._rooms.counters.refused += 1
        socket.shut(refusal.code, refusal.reason)

    async def _hello(self, grant: Grant) -> dict[str, object]:
        return {
            "type": "hello",
            "connection": new_id(),
            "role": grant.role,
            "board": grant.board,
            "limits": self._rooms.limits.told(),
            "durability": self._rooms.durability,
            "seat": grant.seat,
            "name": grant.name,
            "color": grant.color,
            "session": await self._admission.session(grant.board),
        }


def routes(services: Services) -> list[BaseRoute]:
    """The one address of sockets."""
    return [WebSocketRoute("/ws/{board}", Endpoint(services.rooms, services.access, services.settings))]


async def _read(socket: SocketProtocol, receive: Receive, take: Callable[[bytes], None]) -> None:
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        frame = message.get("bytes")
        if frame is None:
            socket.shut(1003, "binary frames only")
            return
        take(frame)


def _bearer(connection: HTTPConnection) -> str | None:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
