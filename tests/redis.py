"""A real Redis in a folder of its own, to be stopped, killed, paused and robbed; or a cluster of three."""

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from redis import Redis as Client
from redis.exceptions import ConnectionError

from tests.product import free_port

START_SECONDS = 30  # a busy machine
NEEDS = Path(__file__).parents[1] / "tools" / "needs"
SETTINGS = {
    "bind": "127.0.0.1",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": "",
    "maxmemory-policy": "noeviction",
    "enable-debug-command": "yes",
}
SLOTS = 16_384


class Redis:
    """One server; at its port again after `stop` or `kill` and `start`."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.log = folder / "log"
        self._folder = folder
        self._settings = SETTINGS | {name.replace("_", "-"): value for name, value in settings.items()}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def url(self) -> str:
        """What `BROWNBOARD_REDIS_URL` has to say."""
        return f"redis://127.0.0.1:{self.port}/0"

    def launch(self, **settings: str) -> None:
        """Starts the server; settings hold from now on."""
        self._settings |= {name.replace("_", "-"): value for name, value in settings.items()}
        command = [_program(), "--port", str(self.port), "--dir", str(self._folder)]
        for name, value in self._settings.items():
            command += [f"--{name}", value]
        with self.log.open("ab") as log:
            # signals stay as Python has them: a file that may not grow is told as an error, not by death
            self._process = subprocess.Popen(command, stdout=log, stderr=log, restore_signals=False)

    def start(self, **settings: str) -> None:
        """Starts the server and waits until it answers."""
        self.launch(**settings)
        assert self._process
        deadline = time.monotonic() + START_SECONDS
        while True:
            with suppress(ConnectionError):  # LOADING is one too
                self.tell("PING")
                return
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.01)

    def stop(self) -> None:
        """An orderly end, with everything on the disk."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """`kill -9`, also of a child that writes the file anew and would keep the port for a moment."""
        children = psutil.Process(self.pid).children() if self._process and self._process.poll() is None else []
        self._end(signal.SIGKILL)
        for child in children:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        psutil.wait_procs(children, START_SECONDS)

    def restart(self) -> None:
        """Stops and starts it, at the same port."""
        self.stop()
        self.start()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """The process stands still until the block ends; connections stay open and nobody answers."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def tell(self, *command: str | int | bytes) -> Any:
        """What it answers to a command."""
        with Client(port=self.port, protocol=2) as client:
            return client.execute_command(*command)

    def set(self, name: str, value: str | int) -> None:
        """Changes a setting while it runs."""
        self.tell("CONFIG", "SET", name, value)

    def fill(self) -> None:
        """Lets no more in: the memory limit is what is used now."""
        self.set("maxmemory", 1)

    def forget(self) -> None:
        """As if it were new."""
        self.set("maxmemory", 0)
        self.tell("FLUSHALL")

    @property
    def aof_bytes(self) -> int:
        """How long the append-only file is, now that everything answered is in it."""
        return self._aof.stat().st_size

    def lose_tail(self, aof_bytes: int) -> None:
        """Dies as when the power fails, and what came behind this length never was on the disk."""
        self.kill()
        with self._aof.open("r+b") as file:
            file.truncate(aof_bytes)

    @property
    def _aof(self) -> Path:
        return max((self._folder / "appendonlydir").glob("*.incr.aof"), key=lambda path: path.stat().st_mtime)

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)
            self._process.wait(START_SECONDS)


class Cluster:
    """Three servers that share the slots."""

    def __init__(self, folder: Path) -> None:
        self.nodes = []
        self._buses = [free_port() for _ in range(3)]  # the default is the port + 10,000, which may be none
        for bus in self._buses:
            (folder / str(bus)).mkdir()
            settings = {"cluster_enabled": "yes", "cluster_node_timeout": "1000", "cluster_port": str(bus)}
            self.nodes.append(Redis(folder / str(bus), **settings))

    @property
    def url(self) -> str:
        return self.nodes[0].url

    def start(self) -> None:
        for node in self.nodes:
            node.start()
        for number, node in enumerate(self.nodes):
            first, end = number * SLOTS // 3, (number + 1) * SLOTS // 3
            node.tell("CLUSTER", "ADDSLOTSRANGE", first, end - 1)
            node.tell("CLUSTER", "SET-CONFIG-EPOCH", number + 1)
        for node, bus in zip(self.nodes[1:], self._buses[1:], strict=True):
            self.nodes[0].tell("CLUSTER", "MEET", "127.0.0.1", node.port, bus)
        deadline = time.monotonic() + START_SECONDS
        while not all(self._sees_all(node) for node in self.nodes):
            assert time.monotonic() < deadline, self.nodes[0].tell("CLUSTER", "INFO")
            time.sleep(0.02)

    def kill(self) -> None:
        for node in self.nodes:
            node.kill()

    def forget(self) -> None:
        """As if it were new."""
        for node in self.nodes:
            node.forget()

    def _sees_all(self, node: Redis) -> bool:
        up = b"cluster_state:ok" in node.tell("CLUSTER", "INFO")
        return up and len(node.tell("CLUSTER", "SLOTS")) == len(self.nodes)


@contextmanager
def serving(**settings: str) -> Iterator[Redis]:
    """A running Redis, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="brownboard-redis-"))
    redis = Redis(folder, **settings)
    try:
        redis.start()
        yield redis
    finally:
        redis.kill()
        shutil.rmtree(folder, ignore_errors=True)  # a child of it may still write


@pytest.fixture(scope="session")
def session_redis() -> Iterator[Redis]:
    with serving() as running:
        yield running


@pytest.fixture
def redis(session_redis: Redis) -> Redis:
    """One Redis for the whole run, emptied for each test; who stops it or changes a setting starts his own."""
    session_redis.forget()
    return session_redis


@pytest.fixture
def own_redis() -> Iterator[Redis]:
    """A Redis for one test, to do with as it likes."""
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def redis_cluster() -> Iterator[Cluster]:
    """A Redis Cluster of three nodes for the whole run; boards are many."""
    folder = Path(tempfile.mkdtemp(prefix="brownboard-redis-"))
    cluster = Cluster(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.kill()
        shutil.rmtree(folder, ignore_errors=True)  # a child of it may still write


def _program() -> str:
    found = shutil.which("redis-server")
    if found is None:
        needs = subprocess.run([NEEDS, "redis-server"], capture_output=True, text=True)
        assert needs.returncode == 0, needs.stderr
        return _program()
    return found
