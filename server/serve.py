"""Runs the server: uvicorn with the options that live boards need, and an orderly end (R17)."""

import platform
import resource
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette

from server import app as application
from server import listening, logs
from server.http_protocol import HttpProtocol
from server.lifeline import Lifeline
from server.protocol import SocketProtocol
from server.rooms import Rooms
from server.services import Services
from server.settings import Settings, WrongSetting

LARGEST_MESSAGE = 4 * 1024 * 1024  # bytes; a room lowers it after the first sync (R18)
ENDING_SECONDS = 3  # for requests under way, after the sockets were drained
KEEP_ALIVE_SECONDS = 75  # a little longer than proxies keep an idle line, so that it is them who close it
OPEN_FILES = 65_536  # asked for; a process of 4,000 sockets needs 5,000
CANNOT_START = 1  # exit status
WRONG_SETTING = 2  # exit status


@dataclass(frozen=True, slots=True)
class Worker:
    """What one of several processes got from its supervisor."""

    name: str
    sockets: list[socket.socket]
    line: Lifeline


class Server(uvicorn.Server):
    """uvicorn's server, which tells the live boards before it cuts anything off (F42)."""

    def __init__(self, config: uvicorn.Config, rooms: Rooms, line: Lifeline | None = None) -> None:
        super().__init__(config)
        self._rooms = rooms
        self._line = line

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Opens the doors and says so: to the supervisor, or to who started this process."""
        await super().startup(sockets)
        if self._line is not None:
            self._line.hold(self._end)
        else:
            print(f"Brownboard is open at {listening.address(self.servers[0].sockets[0])}", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Drains while the listener still answers, so that /readyz can say 503; then ends."""
        await self._rooms.drain()
        await super().shutdown(sockets)
        self._captured_signals.clear()  # an end that was asked for is no death by signal: status 0

    def _end(self) -> None:
        self.should_exit = True


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
        backlog=listening.WAITING,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=ENDING_SECONDS,
    )


def run(settings: Settings, worker: Worker | None = None) -> int:
    """Serves until a signal; answers with the exit status."""
    logs.configure(settings.log_format, worker.name if worker else "")
    _want_files()
    try:
        app = application.build(settings, process=worker.name if worker else platform.node())
    except WrongSetting as wrong:
        print(f"brownboard: {wrong}", file=sys.stderr)
        return WRONG_SETTING
    services: Services = app.state.services
    server = Server(config(settings, app), services.rooms, worker.line if worker else None)
    with suppress(SystemExit):  # uvicorn's way to say that it could not start; why was told before
        server.run(worker.sockets if worker else None)
    return 0 if server.started else CANNOT_START


def _want_files() -> None:
    """Each socket is an open file, and the usual limit is 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
