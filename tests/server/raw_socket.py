"""A socket that says exactly the bytes it is told to, and keeps all that it hears."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from pycrdt import Doc, Map
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.peer import EXTENSION, STEP1, STEP2, SYNC, UPDATE, read_varint, sync_frame, varint
from tests.server.live import Live
from tests.waiting import until

EMPTY_STATE = b"\x00"
QUERY_PRESENCE = b"\x03"


class RawSocket:
    """One connection, with what came in on it."""

    def __init__(self, connection: ClientConnection) -> None:
        self.frames: list[bytes] = []
        self._connection = connection
        self._reader = asyncio.create_task(self._read())

    async def send(self, frame: bytes) -> None:
        with suppress(ConnectionClosed):
            await self._connection.send(frame)

    @property
    def close_code(self) -> int | None:
        return self._connection.close_code if self._reader.done() else None

    async def closed(self) -> int:
        """The code with which the server closes."""
        await until(lambda: self._reader.done(), what="the socket is closed")
        return self._connection.close_code or 1006

    async def answered(self) -> None:
        """Everything sent until now was read: a sync step 1 is answered in its turn; or it is closed."""
        heard = self.count(STEP2)
        await self.send(sync_frame(STEP1, EMPTY_STATE))
        await until(lambda: self.count(STEP2) > heard or self._reader.done(), what="an answer")

    def count(self, kind: int) -> int:
        return sum(frame[:2] == bytes([SYNC, kind]) for frame in self.frames)

    @property
    def content(self) -> "Doc[Any]":
        """The document that everything heard adds up to."""
        doc: Doc[Any] = Doc()
        for frame in self.frames:
            if frame[0] == SYNC and frame[1] in (STEP2, UPDATE):
                length, at = read_varint(frame, 2)
                doc.apply_update(frame[at : at + length])
        return doc

    async def _read(self) -> None:
        try:
            async for frame in self._connection:
                assert isinstance(frame, bytes)
                self.frames.append(frame)
        except ConnectionClosed:
            pass


@asynccontextmanager
async def raw_socket(live: Live, board: str, token: str | None, *, ext: bool = False) -> AsyncIterator[RawSocket]:
    query = "&".join([*([f"token={token}"] if token else []), *(["ext=1"] if ext else [])])
    address = f"{live.url.replace('http', 'ws', 1)}/ws/{board}?{query}"
    async with connect(address, max_size=None, compression=None, ping_interval=None) as connection:
        socket = RawSocket(connection)
        yield socket
        await connection.close()
        await socket._reader


def card_update(card: str) -> bytes:
    """The update of a fresh client that puts one channel on the board."""
    doc: Doc[Any] = Doc()
    channels: Map[Any] = doc.get("channels", type=Map)
    channels[card] = Map({"name": card})
    return doc.get_update()


def extension(text: str) -> bytes:
    raw = text.encode()
    return bytes([EXTENSION]) + varint(len(raw)) + raw
