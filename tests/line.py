"""A line between a client and the server that can break: bytes go through until it is cut."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

CHUNK_BYTES = 1 << 16


class Line:
    """An address of its own that leads to the server's; while it is cut, nobody who uses it gets anywhere."""

    def __init__(self, port: int) -> None:
        self._goal = port
        self._broken = False
        self._ends: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        assert self._server
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """As when a cable is pulled: no goodbye, on either side."""
        self._broken = True
        for end in list(self._ends):
            end.transport.abort()

    def mend(self) -> None:
        self._broken = False

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)

    async def close(self) -> None:
        assert self._server
        self._server.close()
        self.cut()
        await self._server.wait_closed()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._broken:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._goal)
        self._ends |= {writer, back}
        try:
            await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))
        finally:
            self._ends -= {writer, back}
            writer.close()
            back.close()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Until one end is silent for good or gone, of which the other learns by the line's being closed."""
    with suppress(ConnectionError):
        while data := await reader.read(CHUNK_BYTES):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def line_to(port: int) -> AsyncIterator[Line]:
    """A line that is gone afterwards."""
    line = Line(port)
    await line.open()
    try:
        yield line
    finally:
        await line.close()
