"""The real app on a real socket, in a thread of the test process."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import uvloop
from starlette.applications import Starlette

from server import app, serve
from server.settings import Settings

T = TypeVar("T")

START_SECONDS = 30


@dataclass(frozen=True)
class Live:
    """A running server."""

    url: str
    app: Starlette
    settings: Settings

    loop: asyncio.AbstractEventLoop

    @property
    def services(self) -> Any:
        return self.app.state.services

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Does something with the services, in the loop that they live in."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self.loop))

    def client(self, token: str | None = None, **options: Any) -> httpx.AsyncClient:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=30, **options)


@dataclass(frozen=True)
class Made:
    """A board as its maker got it."""

    id: str
    code: str
    tokens: dict[str, str]
    links: dict[str, str]
    title: str

    def path(self, rest: str = "") -> str:
        return f"/api/boards/{self.id}{rest}"

    def as_(self, role: str) -> dict[str, str]:
        return bearer(self.tokens[role])


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


async def make_board(http: httpx.AsyncClient, title: str = "Probe", **fields: Any) -> Made:
    answer = await http.post("/api/boards", json={"title": title} | fields)
    assert answer.status_code == 201, answer.text
    return Made(**answer.json())


async def join(http: httpx.AsyncClient, name: str = "Ann", **way: str) -> dict[str, Any]:
    answer = await http.post("/api/join", json={"name": name} | way)
    assert answer.status_code == 200, answer.text
    http.cookies.clear()
    seat: dict[str, Any] = answer.json()
    return seat


@contextmanager
def serving(data: Path, **fields: Any) -> Iterator[Live]:
    """A server on a port of its own, until the block ends."""
    settings = Settings(data=data, port=0, **fields)
    data.mkdir(parents=True, exist_ok=True)
    built = app.build(settings)
    server = serve.Server(serve.config(settings, built), built.state.services.rooms)
    loop = uvloop.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(server.serve()))
    thread.start()
    try:
        waited = threading.Event()
        for _ in range(START_SECONDS * 100):
            if server.started or not thread.is_alive():
                break
            waited.wait(0.01)
        assert server.started, "the server did not start"
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Live(f"http://127.0.0.1:{port}", built, settings, loop)
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)
        loop.close()
