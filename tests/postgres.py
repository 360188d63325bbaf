"""A real PostgreSQL in a folder of its own, to be spoken to, stopped, killed, paused and started again."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import psutil
import pytest

from tests.product import free_port

START_SECONDS = 60  # a busy machine
DEBIAN = Path("/usr/lib/postgresql")
NEEDS = Path(__file__).parents[1] / "tools" / "needs"
PEOPLE = ("postgres", "nobody")  # PostgreSQL refuses to run as root
READY = "database system is ready to accept connections"
HURRIED = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB")  # tests lose no power
ITS_OWN = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200")
INITDB = ("--auth=trust", "--username=brownboard", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")


class Postgres:
    """One server with any number of databases; at its port again after `stop` or `kill` and `start`."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.log = folder / "log"
        self._data = folder / "data"
        self._names = (f"test_{number}" for number in count(1))
        self._process: subprocess.Popen[bytes] | None = None
        self._run([_program("initdb"), *INITDB, f"--pgdata={self._data}"])

    def start(self) -> None:
        """Starts the server and waits until it takes connections."""
        settings = [word for setting in (*ITS_OWN, *HURRIED) for word in ("-c", setting)]
        command = [_program("postgres"), "-D", str(self._data), "-p", str(self.port), *settings]
        before = self._starts()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd="/", stdout=log, stderr=log, **_as_somebody())
        deadline = time.monotonic() + START_SECONDS
        while self._starts() == before:
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.02)

    def stop(self) -> None:
        """An orderly end: open connections are cut off."""
        assert self._process
        self._process.send_signal(signal.SIGINT)
        self._process.wait(START_SECONDS)

    def kill(self) -> None:
        """`kill -9` of all its processes."""
        assert self._process
        self._signal(signal.SIGKILL)
        self._process.wait(START_SECONDS)

    def restart(self) -> None:
        """Stops and starts it, at the same port."""
        self.stop()
        self.start()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """All its processes stand still until the block ends; connections stay open and nobody answers."""
        stopped = self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for process in stopped:
                process.send_signal(signal.SIGCONT)

    def address(self, database: str) -> str:
        """What `BROWNBOARD_DATABASE_URL` has to say."""
        return f"postgresql://brownboard@127.0.0.1:{self.port}/{database}"

    async def database(self) -> str:
        """The address of a fresh database."""
        name = next(self._names)
        await self.tell(f"CREATE DATABASE {name}")
        return self.address(name)

    def settings(self) -> dict[str, str]:
        """A fresh database, and what else a server needs to be told that lives there."""
        with asyncio.Runner() as runner:
            return {"database_url": runner.run(self.database()), "secret": "a secret of tests, told to all processes"}

    async def tell(self, command: str) -> None:
        """Does something as the owner of the server."""
        connection = await asyncpg.connect(self.address("postgres"))
        try:
            await connection.execute(command)
        finally:
            await connection.close()

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, **_as_somebody())
        assert done.returncode == 0, done.stderr

    def _starts(self) -> int:
        return self.log.read_text().count(READY) if self.log.exists() else 0

    def _signal(self, number: signal.Signals) -> list[psutil.Process]:
        assert self._process
        parent = psutil.Process(self._process.pid)
        family = [parent, *parent.children(recursive=True)]
        for process in family:
            process.send_signal(number)
        return family


@contextmanager
def serving() -> Iterator[Postgres]:
    """A running PostgreSQL, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="brownboard-postgres-"))  # pytest's folders are shut to other users
    if somebody := _as_somebody():
        shutil.chown(folder, somebody["user"])
    postgres = Postgres(folder)
    postgres.start()
    try:
        yield postgres
    finally:
        if postgres._process and postgres._process.poll() is None:
            postgres.kill()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL for the whole run; each test makes its own database there."""
    with serving() as running:
        yield running


def _program(name: str) -> str:
    """Where a program of PostgreSQL lies; Debian keeps them out of the path."""
    found = shutil.which(name) or next(map(str, sorted(DEBIAN.glob(f"*/bin/{name}"), reverse=True)), None)
    if found is None:
        needs = subprocess.run([NEEDS, name], capture_output=True, text=True)
        assert needs.returncode == 0, needs.stderr
        return _program(name)
    return found


def _as_somebody() -> dict[str, Any]:
    """As whom it runs: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    return {"user": next(person.pw_name for person in pwd.getpwall() if person.pw_name in PEOPLE)}
