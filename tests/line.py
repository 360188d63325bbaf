"""A line to a server that can be slow, go dumb or break: bytes go through until somebody says otherwise."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

CHUNK_BYTES = 1 << 16
NARROW_BYTES = 4096  # what a line of a bounded rate holds back at most; it takes more when it gave most of it on
PACKET_BYTES = 1400  # as on the way to somebody elsewhere; within a machine a packet would be larger than all that
STEPS_PER_SECOND = 10  # a bounded rate passes its bytes on in so many portions
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: what is closed is reset


class Line:
    """An address of its own that leads to the server's; while it is cut, nobody who uses it gets anywhere."""

    def __init__(self, port: int, rate: float | None = None) -> None:
        self.delay = 0.0  # seconds that every portion of bytes takes
        self.rate = rate  # bytes a second towards the client; a line that begins without a bound buffers like any other
        self.goal = port  # may be changed: who comes anew is led there
        self._narrow = rate is not None
        self._broken = False
        self._flows = asyncio.Event()
        self._flows.set()
        self._ends: set[asyncio.StreamWriter] = set()
        self._carriers: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        assert self._server
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """As when a cable is pulled: no goodbye, on either side, and nobody gets through any more."""
        self._broken = True
        for end in list(self._ends):
            end.transport.abort()

    def mend(self) -> None:
        """Everybody gets through again, and what was swallowed arrives."""
        self._broken = False
        self._flows.set()

    def swallow(self) -> None:
        """As when a network loses every packet: both sides think that they are connected, and hear nothing."""
        self._flows.clear()

    def reset(self) -> None:
        """Ends every connection by a reset, as a firewall does that forgot it; who comes anew gets through."""
        for end in list(self._ends):
            end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            end.transport.abort()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._begin, "127.0.0.1", 0)

    async def close(self) -> None:
        assert self._server
        self._server.close()
        self.cut()
        self._flows.set()
        await asyncio.gather(*self._carriers)
        await self._server.wait_closed()

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carrier = asyncio.create_task(self._carry(reader, writer))
        self._carriers.add(carrier)
        carrier.add_done_callback(self._carriers.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = {writer}
        self._ends |= ends
        try:
            await self._flows.wait()
            if self._broken:
                return
            there, back = await self._connect()
            ends.add(back)
            self._ends.add(back)
            await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer, towards_client=True))
        except OSError:  # the server is not there
            pass
        finally:
            self._ends -= ends
            for end in ends:
                end.transport.abort() if self._broken else end.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if not self._narrow:
            return await asyncio.open_connection("127.0.0.1", self.goal)
        pipe = socket.socket()
        pipe.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, NARROW_BYTES)
        pipe.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, PACKET_BYTES)
        pipe.setblocking(False)
        await asyncio.get_running_loop().sock_connect(pipe, ("127.0.0.1", self.goal))
        return await asyncio.open_connection(sock=pipe, limit=NARROW_BYTES // 8)

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, towards_client: bool = False
    ) -> None:
        """Until one end is silent for good or gone, of which the other learns by the line's being closed."""
        with suppress(ConnectionError):
            while data := await reader.read(self._portion(towards_client)):
                await self._take_time(len(data), towards_client)
                writer.write(data)
                await writer.drain()
        writer.close()

    def _portion(self, towards_client: bool) -> int:
        return int(self.rate / STEPS_PER_SECOND) if self.rate and towards_client else CHUNK_BYTES

    async def _take_time(self, size: int, towards_client: bool) -> None:
        seconds = self.delay + (size / self.rate if self.rate and towards_client else 0)
        if seconds:
            await asyncio.sleep(seconds)
        await self._flows.wait()


@asynccontextmanager
async def line_to(port: int, rate: float | None = None) -> AsyncIterator[Line]:
    """A line that is gone afterwards."""
    line = Line(port, rate)
    await line.open()
    try:
        yield line
    finally:
        await line.close()
