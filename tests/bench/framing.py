"""The bytes of the load generator: y-protocols in WebSocket frames, made before the load and taken apart after it."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crdt.structs import STORE, take_apart
from crdt.varint import Reader, write_bytes, write_integer, write_text

SYNC, PRESENCE, AUTH, SYNC_REPLY = 0, 1, 2, 4  # the last two as Hocuspocus speaks
STEP_1, STEP_2, UPDATE = 0, 1, 2
HEAD_END = b"\r\n\r\n"
BINARY = 0x82
Chunk = tuple[int, bytes]  # monotonic nanoseconds, and what a socket gave then


class Message(NamedTuple):
    """What one frame says that counts: how far it brings whose edits, and whose cursors it shows."""

    update: bytes | None = None
    edits: tuple[tuple[int, int], ...] = ()  # client, clock behind it
    cursors: tuple[tuple[int, int], ...] = ()  # client, number of its cursor


NOTHING = Message()


def upgrade(path: str, host: str) -> bytes:
    """The request that opens a WebSocket."""
    lines = (
        f"GET {path} HTTP/1.1",
        f"Host: {host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
    )
    return "\r\n".join(lines).encode() + HEAD_END


def frame(payload: bytes) -> bytes:
    """A binary frame of a client; its mask is zero, which leaves the payload as it is."""
    length = len(payload)
    if length < 126:
        head = struct.pack("!BB", BINARY, 128 | length)
    elif length < 1 << 16:
        head = struct.pack("!BBH", BINARY, 128 | 126, length)
    else:
        head = struct.pack("!BBQ", BINARY, 128 | 127, length)
    return head + bytes(4) + payload


def ask_for_all(prefix: bytes) -> bytes:
    """A sync step 1 of somebody who has nothing."""
    return frame(prefix + bytes((SYNC, STEP_1)) + write_bytes(b"\x00"))


def edit(prefix: bytes, update: bytes) -> bytes:
    """An update of the document."""
    return frame(prefix + bytes((SYNC, UPDATE)) + write_bytes(update))


def cursor(prefix: bytes, client: int, number: int) -> bytes:
    """A presence state with a number by which it is known again."""
    state = {"user": {"name": f"Editor {client}", "color": "#0a7"}, "cursor": {"x": number * 3, "y": 40}, "at": number}
    entry = write_integer(client) + write_integer(number + 1) + write_text(json.dumps(state))
    return frame(prefix + bytes((PRESENCE,)) + write_bytes(write_integer(1) + entry))


def payloads(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """The payloads of the binary frames in what a socket gave, each with the moment when it was whole."""
    rest, opened = b"", False
    for moment, chunk in chunks:
        data = rest + chunk if rest else chunk
        at = 0
        if not opened:
            at = data.find(HEAD_END) + len(HEAD_END)
            opened = at >= len(HEAD_END)
        while opened and (bounds := _bounds(data, at)) is not None:
            start, end = bounds
            if data[at] == BINARY:
                yield moment, data[start:end]
            at = end
        rest = data[at:] if opened else data


def refusal(chunks: Iterable[Chunk]) -> str:
    """The first line of an answer that opened no WebSocket."""
    return b"".join(chunk for _, chunk in chunks)[:60].split(b"\r\n")[0].decode(errors="replace") or "no answer"


def understand(payload: bytes, prefix: bytes) -> Message:
    """What a payload says that counts."""
    reader = Reader(payload)
    reader.skip(len(prefix))
    kind = reader.integer()
    if kind in (SYNC, SYNC_REPLY) and (kind == SYNC or prefix):
        return _sync(reader)
    return _presence(reader.bytes()) if kind == PRESENCE else NOTHING


def spans(update: bytes) -> tuple[tuple[int, int], ...]:
    """How far an update goes: the clock behind it, for each client in it."""
    return tuple((section.client, section.end) for section in take_apart(update, STORE).sections)


def _sync(reader: Reader) -> Message:
    step = reader.integer()
    if step == STEP_1:
        return NOTHING
    update = reader.bytes()
    return Message(update, spans(update) if step == UPDATE else ())


def _presence(payload: bytes) -> Message:
    reader, found = Reader(payload), []
    for _ in range(reader.integer()):
        client, _, state = reader.integer(), reader.integer(), json.loads(reader.text())
        if state and "at" in state:
            found.append((client, int(state["at"])))
    return Message(cursors=tuple(found))


def _bounds(data: bytes, at: int) -> tuple[int, int] | None:
    """Where the payload of the frame at `at` begins and ends, if it is whole."""
    if len(data) < at + 2:
        return None
    length, start = data[at + 1], at + 2
    if length == 126:
        length, start = int.from_bytes(data[start : start + 2]), at + 4
    elif length == 127:
        length, start = int.from_bytes(data[start : start + 8]), at + 10
    end = start + length
    return (start, end) if end <= len(data) else None
