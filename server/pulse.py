"""The pulse of a process: how late its loop is, and what it weighs."""

import asyncio
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from server.histogram import LAG_SECONDS, Histogram
from server.metrics import Reading, Spread
from server.version import program_version

LOOK_SECONDS = 0.25

STATM = Path("/proc/self/statm")  # pages; Linux only


class Pulse:
    """Looks four times a second how late the loop is: what lasts longer, everybody in this process waits for."""

    def __init__(self) -> None:
        self._lag = Histogram(LAG_SECONDS)
        self._begun = time.time()

    async def run(self) -> None:
        """Measures until it is cancelled."""
        now = asyncio.get_running_loop().time
        while True:
            expected = now() + LOOK_SECONDS
            await asyncio.sleep(LOOK_SECONDS)
            self._lag.observe(max(0.0, now() - expected))

    def readings(self) -> Iterator[Reading | Spread]:
        """What is known of this process."""
        yield Spread("brownboard_loop_lag_seconds", "How late the loop of the process was.", self._lag)
        yield Reading("process_resident_memory_bytes", "gauge", "Memory of the process.", _memory())
        yield Reading("process_start_time_seconds", "gauge", "When it began, in seconds since 1970.", self._begun)
        cpu = time.process_time()
        yield Reading("process_cpu_seconds_total", "counter", "Time that it computed.", cpu)
        yield Reading("process_open_fds", "gauge", "Files and sockets that it has open.", _open_files())
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        yield Reading("process_max_fds", "gauge", "Files and sockets that it may open.", most)
        python = ".".join(map(str, sys.version_info[:3]))
        labels = (("version", program_version()), ("python", python))
        yield Reading("brownboard_build_info", "gauge", "Which program this is.", 1, labels)


def _memory() -> int:
    if STATM.exists():
        return int(STATM.read_text().split()[1]) * resource.getpagesize()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _open_files() -> int:
    try:
        return len(os.listdir("/dev/fd"))
    except OSError:
        return 0
