"""What may come before anybody is known: so much of a head, for so long, on so many lines (R18, F36)."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from server import http_protocol, serve
from server.settings import Settings
from tests.waiting import until

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"
HELD = 3


async def hello(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
async def server() -> AsyncIterator[uvicorn.Server]:
    app = Starlette(routes=[Route("/", hello, methods=["GET", "POST"])])
    config = serve.config(Settings(port=0), app)
    config.lifespan = "off"
    server = uvicorn.Server(config)
    running = asyncio.create_task(server._serve())
    await until(lambda: server.started, what="it listens")
    yield server
    server.should_exit = True
    await running


class Caller:
    """One line to the server, on which bytes are said as they are."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def say(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def rest(self) -> bytes:
        """All that is heard until the line is closed."""
        heard = b""
        with suppress(ConnectionError):
            while data := await asyncio.wait_for(self.reader.read(65536), 10):
                heard += data
        self.writer.close()
        return heard


async def call(server: uvicorn.Server) -> Caller:
    port = server.servers[0].sockets[0].getsockname()[1]
    return Caller(*await asyncio.open_connection("127.0.0.1", port))


@pytest.mark.parametrize(
    ("begin", "more"),
    [(HEAD, b"X-Many: y\r\n" * 100), (HEAD + b"X-Long: ", b"y" * 1000), (b"GET /", b"y" * 1000)],
)
async def test_a_head_without_end_is_refused_before_it_fills_the_memory(
    server: uvicorn.Server, begin: bytes, more: bytes
) -> None:
    caller = await call(server)
    await caller.say(begin)
    with suppress(ConnectionError):
        for _ in range(100_000):
            await caller.say(more)
    heard = await caller.rest()
    assert heard == b"" or heard.startswith(b"HTTP/1.1 431 ")  # who still talks may not hear it
    assert not server.server_state.total_requests


async def test_a_head_that_is_large_but_not_too_large_is_read(server: uvicorn.Server) -> None:
    caller = await call(server)
    await caller.say(HEAD)
    for n in range(30):
        await caller.say(b"Cookie: c%d=%s\r\n" % (n, b"x" * 900))
    await caller.say(b"Connection: close\r\n\r\n")
    assert (await caller.rest()).startswith(b"HTTP/1.1 200 ")


async def test_a_large_body_and_the_next_head_right_behind_it_are_no_large_head(server: uvicorn.Server) -> None:
    caller = await call(server)
    body = b"x" * 200_000
    await caller.say(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body + HEAD)
    await caller.say(b"Connection: close\r\n\r\n")
    heard = await caller.rest()
    assert heard.count(b"HTTP/1.1 200 ") == 2
    assert heard.endswith(b"\r\n\r\n0")


async def test_only_so_many_lines_are_held(server: uvicorn.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "MOST_LINES", HELD)
    held = [await call(server) for _ in range(HELD)]
    await until(lambda: len(server.server_state.connections) == HELD, what="all are held")
    assert await (await call(server)).rest() == b""
    for caller in held:
        await caller.say(HEAD + b"Connection: close\r\n\r\n")
        assert (await caller.rest()).startswith(b"HTTP/1.1 200 ")


async def test_a_line_on_which_nobody_asks_any_more_is_closed(server: uvicorn.Server) -> None:
    assert server.config.timeout_keep_alive == serve.KEEP_ALIVE_SECONDS
    server.config.timeout_keep_alive = 0  # at once
    caller = await call(server)
    await caller.say(HEAD + b"\r\n")
    assert (await caller.rest()).startswith(b"HTTP/1.1 200 ")


@pytest.mark.skipif(sys.platform != "linux", reason="a promise of the kernel")
async def test_r11_the_kernel_ends_lines_whose_other_side_is_gone(server: uvicorn.Server) -> None:
    caller = await call(server)
    await until(lambda: server.server_state.connections, what="it is connected")
    (line,) = server.server_state.connections
    door: socket.socket = line.transport.get_extra_info("socket")
    assert door.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == http_protocol.DEAD_SECONDS * 1000
    caller.writer.close()
