"""The smallest WebSocket client: a proof with thousands of connections is not to spend its time in its client."""

import asyncio
import socket
import struct
from urllib.parse import SplitResult, urlsplit

BINARY, CLOSE = 2, 8
LARGEST_ANSWER = 1 << 24  # bytes; a board's whole state fits
LITTLE_ROOM = 4096  # bytes


class Closed(Exception):
    """The server has closed the line with this code; 1006 if it said nothing."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Line:
    """One connection that sends and receives whole binary frames."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, address: str) -> "Line":
        url = urlsplit(address)
        reader, writer = await asyncio.open_connection(url.hostname, url.port, limit=LARGEST_ANSWER)
        writer.write(handshake(url))
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101"), head
        return cls(reader, writer)

    def send(self, *payloads: bytes) -> None:
        """Masked by zeros, as RFC 6455 5.3 allows: the bytes stay as they are."""
        self._writer.write(b"".join(header(len(payload)) + payload for payload in payloads))

    async def receive(self) -> bytes:
        """The next binary frame; `Closed` when there is none."""
        try:
            first, length = await self._reader.readexactly(2)
            if length == 126:
                (length,) = struct.unpack(">H", await self._reader.readexactly(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", await self._reader.readexactly(8))
            payload = await self._reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise Closed(1006) from None
        if first & 15 == CLOSE:
            raise Closed(struct.unpack(">H", payload[:2])[0])
        return payload if first & 15 == BINARY else await self.receive()

    def close(self) -> None:
        self._writer.transport.abort()


async def never_reads(address: str) -> socket.socket:
    """Somebody who asks to come in and then takes nothing more from the line, with little room on the way."""
    url = urlsplit(address)
    pipe = socket.socket()
    pipe.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LITTLE_ROOM)
    pipe.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(pipe, (url.hostname, url.port))
    await loop.sock_sendall(pipe, handshake(url))
    return pipe


def handshake(url: SplitResult) -> bytes:
    return (
        f"GET {url.path}?{url.query} HTTP/1.1\r\nHost: {url.netloc}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    ).encode()


def header(length: int) -> bytes:
    mask = bytes(4)
    if length < 126:
        return bytes([0x80 | BINARY, 0x80 | length]) + mask
    if length < 1 << 16:
        return struct.pack(">BBH", 0x80 | BINARY, 0x80 | 126, length) + mask
    return struct.pack(">BBQ", 0x80 | BINARY, 0x80 | 127, length) + mask
