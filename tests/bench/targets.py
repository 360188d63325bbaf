"""The servers that are measured: ours, and its peers as their makers ship them, each with its own way in."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import sys
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from crdt.varint import write_integer, write_text
from tests.bench.crowd import Seat
from tests.bench.framing import AUTH, frame
from tests.bench.processes import NotStarted, Process, free_port

ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).parent / "peers"
MODULES = PEERS / "node_modules"
PER_ADDRESS = 400  # connections of one client address; ours takes 600
BOARDS_PER_ADDRESS = 100  # ours lets one address make 120 at once


@dataclass(frozen=True)
class Board:
    """A board of some server, and what opens it."""

    id: str
    tokens: dict[str, str]


class Target:
    """A server that can be started, asked for boards, weighed and ended."""

    name = ""
    means = ""  # what it stores in, for the table
    needs_redis = False
    ours = False
    variant = False  # another way to run what is measured in full already

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._sources = itertools.count()
        self._redis: Process | None = None
        self._process: Process | None = None
        self.redis_port = 0

    @property
    def process(self) -> Process:
        """The process that runs now."""
        assert self._process is not None
        return self._process

    def start(self) -> None:
        """Starts it on its folder; what it stored there before is there again."""
        if self.needs_redis and self._redis is None:
            self._start_redis()
        self._process = self._launch()
        self._process.ready()

    def stop(self) -> None:
        """Ends it in order; Redis stays for the next start."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def close(self) -> None:
        """Ends everything."""
        self.stop()
        if self._redis is not None:
            self._redis.end()

    def board(self, number: int) -> Board:
        """A new board."""
        return Board(f"board-{number}", {})

    def seat(self, board: Board, role: str, deaf: bool = False) -> Seat:
        """A way in; every few hundred come from another address."""
        source = f"127.0.0.{2 + next(self._sources) // PER_ADDRESS % 250}"
        return self._seat(board, role, source, deaf)

    def loads(self) -> int | None:
        """How often it loaded a document since it began, if it says so."""
        return None

    def _launch(self) -> Process:
        raise NotImplementedError

    def _seat(self, board: Board, role: str, source: str, deaf: bool) -> Seat:  # noqa: ARG002
        return Seat(self.port, f"/{board.id}", source=source, deaf=deaf)

    def _start_redis(self) -> None:
        if shutil.which("redis-server") is None:
            raise NotStarted("redis-server is not installed")
        self.redis_port = free_port()
        command = ["redis-server", "--port", str(self.redis_port), "--dir", str(self.folder), "--save", ""]
        command += ["--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction"]
        self._redis = Process(command, self.folder / "redis.log", self.redis_port)
        self._redis.ready()


class Brownboard(Target):
    """Ours, embedded: SQLite, synced to the disk before an edit is acknowledged or shown."""

    name, means, ours = "brownboard", "SQLite, fsync before ack", True
    settings: dict[str, str] = {}  # noqa: RUF012  # fixed per class

    def board(self, number: int) -> Board:
        """A new board, made as anybody would."""
        source = (f"127.0.1.{1 + number // BOARDS_PER_ADDRESS % 250}", 0)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=source)
        body = json.dumps({"title": "Bench", "language": "en"})
        connection.request("POST", "/api/boards", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        made: dict[str, Any] = json.loads(answer.read())
        if answer.status != 201:
            raise RuntimeError(f"no board: {made}")
        connection.close()
        return Board(made["id"], made["tokens"])

    def loads(self) -> int | None:
        """What /metrics says."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/metrics")
        found = re.search(r"^brownboard\w*loads\w*(?:{.*})? (\d+)", connection.getresponse().read().decode(), re.M)
        connection.close()
        return int(found[1]) if found else None

    def _launch(self) -> Process:
        settings = {"HOST": "127.0.0.1", "PORT": str(self.port), "DATA": str(self.folder / "data")} | self.settings
        if self.redis_port:
            settings["REDIS_URL"] = f"redis://127.0.0.1:{self.redis_port}/0"
        environment = {f"BROWNBOARD_{name}": value for name, value in settings.items()}
        return Process([sys.executable, "-m", "server", "serve"], self.folder / "server.log", self.port, environment)

    def _seat(self, board: Board, role: str, source: str, deaf: bool) -> Seat:
        return Seat(self.port, f"/ws/{board.id}?token={board.tokens[role]}&ext=1", source=source, deaf=deaf)


class BrownboardRedis(Brownboard):
    """Ours with its log in Redis, as one process."""

    name, means, needs_redis, variant = "brownboard-redis", "Redis, AOF everysec", True, True


class BrownboardRedisTwo(BrownboardRedis):
    """Ours with its log in Redis, as two processes behind one port."""

    name, means = "brownboard-redis-2", "Redis, 2 processes"
    settings = {"WORKERS": "2"}  # noqa: RUF012


class Hocuspocus(Target):
    """`@hocuspocus/server` with its Redis and SQLite extensions, as its documentation sets them up."""

    name, means, needs_redis = "hocuspocus", "SQLite after 2 s, Redis", True

    def _launch(self) -> Process:
        if not (MODULES / "@hocuspocus" / "server").exists():
            raise NotStarted("not installed: npm ci in tests/bench/peers")
        arguments = [str(self.port), str(self.folder / "hocuspocus.sqlite"), str(self.redis_port)]
        return Process(["node", str(PEERS / "hocuspocus.mjs"), *arguments], self.folder / "server.log", self.port)

    def _seat(self, board: Board, role: str, source: str, deaf: bool) -> Seat:
        prefix = write_text(board.id)
        token = frame(prefix + write_integer(AUTH) + write_integer(0) + write_text(role))
        return Seat(self.port, "/", prefix, token, source, deaf)


class YWebsocket(Target):
    """`@y/websocket-server`, the server of y-websocket, with its LevelDB persistence."""

    name, means = "y-websocket", "LevelDB, written behind"

    def _launch(self) -> Process:
        script = MODULES / "@y" / "websocket-server" / "src" / "server.js"
        if not script.exists():
            raise NotStarted("not installed: npm ci in tests/bench/peers")
        environment = {"HOST": "127.0.0.1", "PORT": str(self.port), "YPERSISTENCE": str(self.folder / "level")}
        return Process(["node", str(script)], self.folder / "server.log", self.port, environment)


class PycrdtWebsocket(Target):
    """pycrdt-websocket under uvicorn, with its SQLite store."""

    name, means = "pycrdt-websocket", "SQLite, written behind"

    def _launch(self) -> Process:
        command = [sys.executable, str(PEERS / "pycrdt_websocket.py"), str(self.port), str(self.folder / "store.db")]
        return Process(command, self.folder / "server.log", self.port)


ALL: tuple[type[Target], ...] = (
    Brownboard,
    BrownboardRedis,
    BrownboardRedisTwo,
    Hocuspocus,
    YWebsocket,
    PycrdtWebsocket,
)
