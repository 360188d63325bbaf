"""The press: makes files in processes of their own, few at once, and keeps the latest, since a record never changes."""

import asyncio
import sys
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from pathlib import Path

from server.problems import Problem

AT_ONCE = 2  # child processes; each takes up to 500 MB and a core
WAITING = 16  # files; a room that opens its downloads together
SECONDS = 60.0  # a poster with sixty activities takes about one
KEPT_BYTES = 64 << 20

Job = Callable[[], Awaitable[bytes]]
"""Gathers what a program reads; only when its turn has come, so that few jobs are in memory at once."""


class Press:
    """Makes files and remembers the latest."""

    def __init__(self) -> None:
        self._working = asyncio.Semaphore(AT_ONCE)
        self._under_way: dict[str, asyncio.Task[bytes]] = {}
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def make(self, name: str, program: Path, job: Job) -> bytes:
        """The file of this name; two who ask at once share one process."""
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        task = self._under_way.get(name)
        if task is None:
            if len(self._under_way) >= WAITING:
                raise _busy()
            task = asyncio.create_task(self._make(name, program, job))
            self._under_way[name] = task
            task.add_done_callback(lambda _done: self._under_way.pop(name, None))
        return await asyncio.shield(task)  # who goes away does not take it from the others

    async def _make(self, name: str, program: Path, job: Job) -> bytes:
        async with self._working:
            made = await _run(program, await job())
        self._kept[name] = made
        while sum(map(len, self._kept.values())) > KEPT_BYTES:
            self._kept.popitem(last=False)
        return made


async def _run(program: Path, job: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(program),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        made, _ = await asyncio.wait_for(process.communicate(job), SECONDS)
    except TimeoutError:
        raise _busy() from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise Problem(500, "No file", "The file could not be made; the record itself is safe.", "no-file")
    return made


def _busy() -> Problem:
    busy = "Too many files are being made at this moment; try again."
    return Problem(503, "Busy", busy, "busy", headers={"retry-after": "5"})
