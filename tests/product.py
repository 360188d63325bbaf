"""The product as a process of its own, started by its console command, to be spoken to, stopped and killed."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.waiting import until

START_SECONDS = 40  # a cold import on a busy machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Product:
    """One server process on a data folder, which others may share; it can be started again at the same address."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.port = free_port()
        self.data = data
        self.log = data.parent / f"{data.name}.log"
        self.environment: dict[str, str] = {}  # beside the settings
        self._settings = {f"BROWNBOARD_{name.upper()}": value for name, value in settings.items()}
        self._process: subprocess.Popen[bytes] | None = None
        self.http = httpx.AsyncClient(base_url=self.url, timeout=30)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def launch(self, limit_bytes: int | None = None) -> None:
        """Starts the process; `limit_bytes` bounds the size of any file that it writes (a disk that is full)."""
        environment = {name: v for name, v in os.environ.items() if not name.startswith("BROWNBOARD_")}
        environment |= {"BROWNBOARD_PORT": str(self.port), "BROWNBOARD_DATA": str(self.data)} | self._settings
        environment |= self.environment
        command = [sys.executable, "-m", "server", "serve"]
        if limit_bytes is not None:
            command = ["prlimit", f"--fsize={limit_bytes}:unlimited", *command]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    async def start(self) -> None:
        self.launch()
        await self.ready()

    async def ready(self) -> None:
        async def answers() -> bool:
            assert self.alive, self.log.read_text()[-4000:]
            try:
                return (await self.http.get("/readyz")).status_code == 200
            except httpx.TransportError:
                return False

        await until(answers, seconds=START_SECONDS, what="the server is ready")

    def kill(self) -> None:
        """`kill -9`: nothing is said and nothing is written any more."""
        assert self._process
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        """Stops the process where it is; its sockets stay open and nobody answers on them."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Lets it go on, which believes that no time has passed."""
        os.kill(self.pid, signal.SIGCONT)

    def terminate(self, seconds: float = 15) -> int:
        assert self._process
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(seconds)

    async def board(self, **fields: Any) -> dict[str, Any]:
        """A new board's answer: id, code, tokens and links."""
        answer = await self.http.post("/api/boards", json={"title": "Probe", "language": "en"} | fields)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def seat(self, token: str, name: str) -> dict[str, Any]:
        answer = await self.http.post("/api/join", json={"token": token, "name": name})
        assert answer.status_code == 200, answer.text
        self.http.cookies.clear()
        joined: dict[str, Any] = answer.json()
        return joined

    async def state(self, board: dict[str, Any]) -> bytes:
        answer = await self.http.get(f"/api/boards/{board['id']}/state", headers=bearer(board))
        assert answer.status_code == 200, answer.text
        return answer.content

    async def plain(self, board: dict[str, Any]) -> dict[str, Any]:
        answer = await self.http.get(f"/api/boards/{board['id']}", headers=bearer(board))
        assert answer.status_code == 200, answer.text
        nested: dict[str, Any] = answer.json()
        return nested

    async def close(self) -> None:
        await self.http.aclose()
        if self._process and self.alive:
            self.kill()


def bearer(board: dict[str, Any], role: str = "moderator") -> dict[str, str]:
    return {"Authorization": f"Bearer {board['tokens'][role]}"}


@asynccontextmanager
async def running(data: Path, **settings: str) -> AsyncIterator[Product]:
    """A server process that is ready, and gone afterwards."""
    product = Product(data, **settings)
    try:
        await product.start()
        yield product
    finally:
        await product.close()
