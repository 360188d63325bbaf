"""Runs the server: uvicorn with the options that live boards need, and an orderly end (R17)."""

import socket
import sys

import uvicorn
from starlette.applications import Starlette

from server import app as application
from server import logs
from server.http_protocol import HttpProtocol
from server.protocol import SocketProtocol
from server.rooms import Rooms
from server.services import Services
from server.settings import Settings

LARGEST_MESSAGE = 4 * 1024 * 1024  # bytes; a room lowers it after the first sync (R18)
ENDING_SECONDS = 3  # for requests under way, after the sockets were drained
CANNOT_START = 1  # exit status


class Server(uvicorn.Server):
    """uvicorn's server, which tells the live boards before it cuts anything off (F42)."""

    def __init__(self, config: uvicorn.Config, rooms: Rooms) -> None:
        super().__init__(config)
        self._rooms = rooms

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Opens the doors and says where."""
        await super().startup(sockets)
        if self.started:
            print(f"Brownboard is open at {self._address()}", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Drains while the listener still answers, so that /readyz can say 503; then ends."""
        await self._rooms.drain()
        await super().shutdown(sockets)
        self._captured_signals.clear()  # an end that was asked for is no death by signal: status 0

    def _address(self) -> str:
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        if host in ("0.0.0.0", "::"):
            host = "localhost"  # and every other name of this machine
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def config(settings: Settings, app: Starlette) -> uvicorn.Config:
    """How uvicorn serves the application."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        ws=SocketProtocol,
        http=HttpProtocol,
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # server.proxies decides whom to believe
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=ENDING_SECONDS,
    )


def run(settings: Settings) -> int:
    """Serves until a signal; answers with the exit status."""
    logs.configure()
    app = application.build(settings)
    services: Services = app.state.services
    server = Server(config(settings, app), services.rooms)
    server.run()
    return 0 if server.started else CANNOT_START
