"""A participant on pycrdt over a real socket: written from the contract alone, sharing no code with the server."""

import asyncio
import json
from typing import Any

from pycrdt import Doc, Map, Text, TransactionEvent
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

SYNC, PRESENCE, EXTENSION = 0, 1, 110
STEP1, STEP2, UPDATE = 0, 1, 2


def varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return number, at


def sync_frame(kind: int, payload: bytes) -> bytes:
    return bytes([SYNC, kind]) + varint(len(payload)) + payload


class Peer:
    """A document of its own that follows and feeds a board; its edits are kept while it is offline."""

    def __init__(self, address: str, board: str, token: str) -> None:
        self.address = f"{address.replace('http', 'ws', 1)}/ws/{board}?token={token}&ext=1"
        self.doc: Doc[Any] = Doc()
        self.client_id = self.doc.client_id
        self.synced = asyncio.Event()
        self.messages: list[dict[str, Any]] = []
        self.close_code: int | None = None
        self.sent = self.saved = 0  # sync frames of this connection: sent, and stored as the server said
        self.wholes: list[int] = []  # those among them that brought all that the server lacked, as it had asked
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._out: list[bytes] = []
        self._remote = False
        self._watch = self.doc.observe(self._changed)

    @property
    def online(self) -> bool:
        return self._socket is not None and self.close_code is None

    def root(self, name: str) -> "Map[Any]":
        root: Map[Any] = self.doc.get(name, type=Map)
        return root

    def text(self, root: str, item: str, field: str) -> Text:
        found = self.root(root)[item][field]
        assert isinstance(found, Text)
        return found

    async def join(self, seconds: float = 20) -> "Peer":
        """Connects and returns when the board's whole state is here."""
        self.synced.clear()
        self.close_code, self.sent, self.saved, self.wholes = None, 0, 0, []
        self._out.clear()  # step 2 brings what was not sent
        self._socket = await connect(self.address, max_size=None, compression=None, ping_interval=None)
        self._reader = asyncio.create_task(self._read(self._socket))
        await self._socket.send(sync_frame(STEP1, self.doc.get_state()))
        done, _ = await asyncio.wait(
            [asyncio.ensure_future(self.synced.wait()), self._reader],
            timeout=seconds,
            return_when="FIRST_COMPLETED",
        )
        assert done, f"no state within {seconds} s"
        return self

    async def drop(self) -> None:
        """The line breaks: no goodbye."""
        if self._socket:
            self._socket.transport.abort()
            await self._gone()

    async def leave(self) -> None:
        if self._socket:
            await self._socket.close()
            await self._gone()

    async def _gone(self) -> None:
        if self._reader:
            await asyncio.wait([self._reader])
        self._socket = None

    async def flush(self) -> None:
        """Sends what was edited since; each edit is one update frame."""
        while self._out and self._socket:
            frame = self._out.pop(0)
            self.sent += 1
            try:
                await self._socket.send(frame)
            except ConnectionClosed:
                return

    async def send(self, frame: bytes) -> None:
        assert self._socket
        await self._socket.send(frame)

    def _changed(self, event: TransactionEvent) -> None:
        if not self._remote and self._socket is not None:
            self._out.append(sync_frame(UPDATE, event.update))

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                assert isinstance(frame, bytes)
                await self._receive(socket, frame)
        except ConnectionClosed:
            pass
        self.close_code = socket.close_code or 1006

    async def _receive(self, socket: ClientConnection, frame: bytes) -> None:
        if frame[0] == SYNC:
            length, at = read_varint(frame, 2)
            payload = frame[at : at + length]
            if frame[1] == STEP1:
                self._out.clear()  # what was edited until now is in the answer
                self.sent += 1
                self.wholes.append(self.sent)
                await socket.send(sync_frame(STEP2, self.doc.get_update(payload)))
                return
            self._apply(payload)
            if frame[1] == STEP2:
                self.synced.set()
        elif frame[0] == EXTENSION:
            length, at = read_varint(frame, 1)
            self._hear(json.loads(frame[at : at + length].decode()))

    def _apply(self, update: bytes) -> None:
        self._remote = True
        try:
            self.doc.apply_update(update)
        finally:
            self._remote = False

    def _hear(self, message: dict[str, Any]) -> None:
        if message["type"] == "saved":
            self.saved = message["n"]
        else:
            self.messages.append(message)
