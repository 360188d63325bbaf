"""A line as people have it at home: so many milliseconds to and fro, and so many bits a second towards them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

RTT_SECONDS = 0.05
BYTES_PER_SECOND = 10_000_000 / 8
PIECE = 4_096  # small, so that connections share the line fairly

Piece = tuple[float, bytes]


class Link:
    """An address that leads to a local port over such a line. Nothing overtakes; a handshake takes one turn."""

    def __init__(self, goal: int) -> None:
        self._goal = goal
        self._free = 0.0  # when the line down has passed on all that it was given
        self._server: asyncio.Server | None = None
        self._pairs: set[asyncio.Task[None]] = set()
        self.received = 0  # bytes that came down

    @property
    def url(self) -> str:
        """Where it begins."""
        assert self._server
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def open(self) -> None:
        """Takes connections from now on."""
        self._server = await asyncio.start_server(self._begin, "127.0.0.1", 0)

    async def close(self) -> None:
        """Ends all of them."""
        assert self._server
        self._server.close()
        for pair in self._pairs:
            pair.cancel()
        await asyncio.gather(*self._pairs, return_exceptions=True)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        pair = asyncio.create_task(self._carry(reader, writer))
        self._pairs.add(pair)
        pair.add_done_callback(self._pairs.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(RTT_SECONDS)
        there, back = await asyncio.open_connection("127.0.0.1", self._goal)
        try:
            await asyncio.gather(self._pass_on(reader, back, up=True), self._pass_on(there, writer, up=False))
        except OSError:  # one of the two has gone
            pass
        finally:
            for end in (writer, back):
                end.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, up: bool) -> None:
        pieces: asyncio.Queue[Piece] = asyncio.Queue()
        delivery = asyncio.create_task(self._deliver(pieces, writer))
        try:
            while data := await reader.read(PIECE):
                pieces.put_nowait((self._arrives(len(data), up), data))
            pieces.put_nowait((self._arrives(0, up), b""))
            await delivery
        finally:
            delivery.cancel()

    def _arrives(self, size: int, up: bool) -> float:
        now = asyncio.get_running_loop().time()
        if up:  # what a visitor asks for is little
            return now + RTT_SECONDS / 2
        self.received += size
        self._free = max(now, self._free) + size / BYTES_PER_SECOND
        return self._free + RTT_SECONDS / 2

    async def _deliver(self, pieces: asyncio.Queue[Piece], writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while True:
            at, data = await pieces.get()
            await asyncio.sleep(max(0.0, at - loop.time()))
            if writer.is_closing():  # the visitor has gone
                return
            if not data:
                with suppress(OSError):
                    writer.write_eof()
                return
            writer.write(data)


@asynccontextmanager
async def link_to(port: int) -> AsyncIterator[Link]:
    """A line to a server, and nothing of it afterwards."""
    link = Link(port)
    await link.open()
    try:
        yield link
    finally:
        await link.close()
