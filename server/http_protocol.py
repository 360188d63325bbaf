"""The HTTP protocol of uvicorn, with bounds on the head of a request in time and in bytes (R18, F36).

Who dribbles it holds no line, who never ends it fills no memory, and there are only so many lines.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from server import kernel

HEAD_SECONDS = 10.0  # a phone on a bad line takes one
HEAD_BYTES = 32 * 1024  # cookies of many boards, and what proxies add
MOST_LINES = 5_000  # of a process: its 4,000 sockets, and those on which somebody asks
DEAD_SECONDS = 30  # a peer that acknowledges no byte for so long is gone (R11)
HIGH_WATER = 64 * 1024  # bytes that the kernel keeps for us beyond what is on its way
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class HttpProtocol(HttpToolsProtocol):
    """One HTTP connection, until it becomes a WebSocket."""

    _deadline: asyncio.TimerHandle | None = None
    _head = 0  # bytes

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # the transport of a TCP server is one
        super().connection_made(transport)
        if len(self.connections) > MOST_LINES:
            self.transport.abort()
        kernel.watch(transport.get_extra_info("socket"), DEAD_SECONDS, HIGH_WATER)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_is_here()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        head = self._deadline
        super().data_received(data)
        if head is not None and self._deadline is head:  # all of the data was of a head that is not whole yet
            self._head += len(data)
            if self._head > HEAD_BYTES:
                self.transport.write(TOO_LARGE)
                self.transport.close()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._expect_head()

    def on_headers_complete(self) -> None:
        self._head_is_here()
        super().on_headers_complete()

    def handle_websocket_upgrade(self) -> None:
        self._head_is_here()
        super().handle_websocket_upgrade()

    def _expect_head(self) -> None:
        if self._deadline is None:
            self._head = 0
            self._deadline = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def _head_is_here(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self.transport.abort()
