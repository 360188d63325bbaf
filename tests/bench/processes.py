"""Server processes: started, waited for, weighed and ended."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

START_SECONDS = 40.0
END_SECONDS = 15.0
NANO = 1e-9


class NotStarted(Exception):
    """A server that can't be measured here; its text says why."""


class Process:
    """One server with its children."""

    def __init__(self, command: Sequence[str], log: Path, port: int, environment: Mapping[str, str] | None = None):
        self._log = log
        self._port = port
        with log.open("ab") as out:
            try:
                self._process = subprocess.Popen(
                    command, stdout=out, stderr=out, env=dict(os.environ) | dict(environment or {})
                )
            except OSError as error:
                raise NotStarted(str(error)) from None

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def ready(self) -> None:
        """Returns when it listens."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 1):
                return
            time.sleep(0.05)
        said = self._log.read_text(errors="replace").strip().splitlines()
        self.end()
        raise NotStarted(said[-1] if said else "it does not listen")

    def cpu(self) -> float:
        """Seconds of CPU that it and its children used, those that ended too."""
        return sum(_cpu(process.pid) for process in self._family())

    def memory(self) -> int:
        """Bytes that are resident, with its children."""
        return sum(process.memory_info().rss for process in self._family())

    def end(self) -> None:
        """Ends it as an operator would, and by force if it does not listen."""
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _family(self) -> list[psutil.Process]:
        try:
            head = psutil.Process(self._process.pid)
            return [head, *head.children(recursive=True)]
        except psutil.NoSuchProcess:
            raise RuntimeError(f"the server ended: {self._log.read_text(errors='replace')[-2000:]}") from None


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _cpu(pid: int) -> float:
    """From the scheduler, which counts nanoseconds, and for children that ended from their parent's account."""
    used = 0.0
    with contextlib.suppress(OSError, psutil.Error):
        for task in Path(f"/proc/{pid}/task").iterdir():
            used += int((task / "schedstat").read_text().split()[0]) * NANO
        times = psutil.Process(pid).cpu_times()
        used += times.children_user + times.children_system
    return used
