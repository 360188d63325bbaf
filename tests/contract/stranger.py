"""A socket of somebody who knows nothing but the contract: says the bytes it is told, and reads what comes."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any

from pycrdt import Doc, Map, Text
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.peer import EXTENSION, PRESENCE, STEP1, STEP2, SYNC, UPDATE, read_varint, sync_frame, varint
from tests.product import Product
from tests.waiting import until

AUTH = 2
QUERY_PRESENCE = b"\x03"
NOTHING = b"\x00\x00"  # the update that says nothing


class Stranger:
    """One connection, with all that came in on it."""

    def __init__(self, connection: ClientConnection) -> None:
        self.frames: list[bytes] = []
        self.messages: list[dict[str, Any]] = []  # of type 110
        self.doc: Doc[Any] = Doc()  # all that was heard
        self.texts: list[str] = []  # what can't be: text frames
        self._connection = connection
        self._reader = asyncio.create_task(self._read())

    async def send(self, *frames: bytes | str) -> None:
        with suppress(ConnectionClosed):
            for frame in frames:
                await self._connection.send(frame)

    async def closed(self) -> int:
        """The code with which the server closes."""
        await until(lambda: self._reader.done(), what=f"the socket is closed (heard {self.messages})")
        return self._connection.close_code or 1006

    @property
    def open(self) -> bool:
        return not self._reader.done()

    @property
    def reason(self) -> str:
        return self._connection.close_reason or ""

    async def settled(self) -> "Stranger":
        """The server works frames in order: its answer to a sync step 1 says that it has dealt with all before."""
        heard = self.count(SYNC, STEP2)
        await self.send(sync_frame(STEP1, self.doc.get_state()))
        await until(lambda: self.count(SYNC, STEP2) > heard or not self.open, what="an answer")
        return self

    async def hear(self, type: str, **fields: Any) -> dict[str, Any]:
        """The newest message 110 of this type with these fields, as soon as there is one."""

        def found() -> dict[str, Any] | None:
            fitting = (m for m in reversed(self.messages) if m["type"] == type and fields.items() <= m.items())
            return next(fitting, None)

        message: dict[str, Any] = await until(found, what=f"{type} {fields} among {self.messages}")
        return message

    def pause(self, paused: bool) -> None:
        """Takes nothing from the line any more, or goes on."""
        transport: Any = self._connection.transport
        transport.pause_reading() if paused else transport.resume_reading()

    def count(self, *head: int) -> int:
        return sum(frame.startswith(bytes(head)) for frame in self.frames)

    def root(self, name: str) -> "dict[str, Any]":
        """A root as plain JSON."""
        root: Map[Any] = self.doc.get(name, type=Map)
        plain: dict[str, Any] = json.loads(str(root))
        return plain

    @property
    def presence(self) -> dict[int, dict[str, Any]]:
        """The states of all who are here, as far as was told."""
        states: dict[int, tuple[int, Any]] = {}
        for frame in self.frames:
            if frame[0] == PRESENCE:
                for client, clock, state in presence_entries(frame):
                    if client not in states or clock >= states[client][0]:
                        states[client] = clock, state
        return {client: state for client, (_, state) in states.items() if state is not None}

    async def _read(self) -> None:
        try:
            async for frame in self._connection:
                self._hear(frame)
        except ConnectionClosed:
            pass

    def _hear(self, frame: bytes | str) -> None:
        if isinstance(frame, str):
            self.texts.append(frame)
            return
        self.frames.append(frame)
        if frame[0] == SYNC and frame[1] in (STEP2, UPDATE):
            self.doc.apply_update(payload_of(frame, 2))
        elif frame[0] == EXTENSION:
            self.messages.append(json.loads(payload_of(frame, 1)))


@asynccontextmanager
async def stranger(
    product: Product, board: str, token: str | None, query: str = "&ext=1", **options: Any
) -> AsyncIterator[Stranger]:
    """A connection to a board, closed at the end."""
    given = "" if token is None else f"token={token}"
    address = f"{product.url.replace('http', 'ws', 1)}/ws/{board}?{given}{query}"
    settings: dict[str, Any] = {"max_size": None, "compression": None, "ping_interval": None} | options
    async with connect(address, **settings) as connection:
        socket = Stranger(connection)
        try:
            yield socket
        finally:
            await connection.close()
            await asyncio.wait([socket._reader])


def by_role(
    product: Product, made: dict[str, Any], role: str, query: str = "&ext=1", **options: Any
) -> AbstractAsyncContextManager[Stranger]:
    """A connection by the bare token of a role."""
    return stranger(product, made["id"], made["tokens"][role], query, **options)


def payload_of(frame: bytes, start: int) -> bytes:
    """The byte string at `start`, which is all that is left of the frame: one message per frame."""
    length, begin = read_varint(frame, start)
    assert begin + length == len(frame), "more than one message in a frame"
    return frame[begin : begin + length]


class Writer:
    """A document that gives each of its edits as one update."""

    def __init__(self, client_id: int | None = None, doc: "Doc[Any] | None" = None) -> None:
        self.doc: Doc[Any] = doc or Doc(client_id=client_id)

    def edit(self, act: "Callable[[Doc[Any]], None]") -> bytes:
        """The update of one act."""
        before = self.doc.get_state()
        with self.doc.transaction():
            act(self.doc)
        return self.doc.get_update(before)

    def card(self, id: str, text: str = "Ich 😀", **fields: Any) -> bytes:
        """A card, made with its text."""

        def act(doc: "Doc[Any]") -> None:
            cards: Map[Any] = doc.get("cards", type=Map)
            cards[id] = Map({"place": "||", "text": Text(text)} | fields)

        return self.edit(act)

    def put(self, root: str, key: str, value: Any) -> bytes:
        """One entry of a root."""

        def act(doc: "Doc[Any]") -> None:
            shared: Map[Any] = doc.get(root, type=Map)
            shared[key] = value

        return self.edit(act)


def update_frame(update: bytes) -> bytes:
    return sync_frame(UPDATE, update)


def step2_frame(update: bytes) -> bytes:
    return sync_frame(STEP2, update)


def var_string(text: str | bytes) -> bytes:
    raw = text.encode() if isinstance(text, str) else text
    return varint(len(raw)) + raw


def presence_frame(*entries: tuple[int, int, Any]) -> bytes:
    """Awareness states: client, clock, state (None: it leaves)."""
    inner = varint(len(entries)) + b"".join(
        varint(client) + varint(clock) + var_string(json.dumps(state)) for client, clock, state in entries
    )
    return bytes([PRESENCE]) + var_string(inner)


def presence_entries(frame: bytes) -> list[tuple[int, int, Any]]:
    """The states of an awareness frame."""
    data = payload_of(frame, 1)
    count, at_byte = read_varint(data, 0)
    entries = []
    for _ in range(count):
        client, at_byte = read_varint(data, at_byte)
        clock, at_byte = read_varint(data, at_byte)
        length, at_byte = read_varint(data, at_byte)
        entries.append((client, clock, json.loads(data[at_byte : at_byte + length])))
        at_byte += length
    assert at_byte == len(data)
    return entries
