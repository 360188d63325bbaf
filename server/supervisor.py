"""Several processes on one machine (`BROWNBOARD_WORKERS`): starts them, restarts who dies or hangs, ends them in order.

The supervisor opens no store and serves nobody. It takes the port, gives every process a lane of
its own to it, and keeps the lanes: who comes while a process is started anew waits in its queue and is not refused.
"""

import asyncio
import logging
import os
import platform
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from server import listening, logs
from server.listening import Lane
from server.settings import Settings

logger = logging.getLogger("brownboard.supervisor")

HOME = Path(__file__).parent.parent  # where the packages lie, installed or not
CANNOT_START = 1  # exit status


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the supervisor waits for what."""

    start: float = 60.0  # seconds until a process is ready: a cold disk, a store that is just starting
    silence: float = 60.0  # until a process whose loop does not turn is killed: twelve beats
    look: float = 1.0  # between two looks at how long it is silent
    end: float = 11.5  # until who does not end is killed: all are gone within 12 seconds (R17)
    sound: float = 60.0  # a process that lived so long is started again at once
    pauses: tuple[float, ...] = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # before each further try


class Line(asyncio.Protocol):
    """Our end of the line to a process."""

    def __init__(self) -> None:
        self.ready = asyncio.Event()
        self.broken = asyncio.Event()
        self.heard_at = asyncio.get_running_loop().time()

    def data_received(self, _data: bytes) -> None:
        self.heard_at = asyncio.get_running_loop().time()
        self.ready.set()

    def connection_lost(self, _error: Exception | None) -> None:
        self.broken.set()


class Child:
    """One process, however often it has to be started."""

    def __init__(self, name: str, lane: Lane, patience: Patience, module: str) -> None:
        self.name = name
        self._module = module
        self._lane = lane
        self._patience = patience
        self._process: asyncio.subprocess.Process | None = None
        self._line: Line | None = None

    async def start(self) -> int | None:
        """Starts it; None once it is ready, otherwise the status with which it ended."""
        ours, theirs = socket.socketpair()
        _, line = await asyncio.get_running_loop().create_connection(Line, sock=ours)
        fds = [theirs.fileno(), *(door.fileno() for door in self._lane)]
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", self._module, self.name, *map(str, fds)),
                pass_fds=fds,
                env=os.environ | {"PYTHONPATH": os.pathsep.join([str(HOME), *_python_path()])},
                start_new_session=True,  # an interrupt from the terminal is for us, who forward it once
            )
        self._line = line
        if await _first(line.ready, line.broken, self._patience.start) and line.ready.is_set():
            return None
        return await self._put_to_rest()

    async def ended(self) -> int:
        """Its exit status, once it is dead; a process that hangs is killed."""
        assert self._process
        assert self._line
        now = asyncio.get_running_loop().time
        while not await _first(self._line.broken, None, self._patience.look):
            if now() - self._line.heard_at > self._patience.silence:
                logger.error("process %s hangs and is killed", self.name)
                break
        return await self._put_to_rest()

    def terminate(self) -> None:
        """Asks it to end in order."""
        self._signal(signal.SIGTERM)

    async def gone(self, seconds: float) -> None:
        """Waits until it is dead, which it is after so many seconds at the latest."""
        if self._process is None:
            return
        try:
            await asyncio.wait_for(self._process.wait(), seconds)
        except TimeoutError:
            logger.error("process %s does not end and is killed", self.name)
            self._signal(signal.SIGKILL)
            await self._process.wait()

    def rest(self) -> None:
        """Sends newcomers to the other processes while this one can't be started."""
        listening.rest(self._lane)

    async def _put_to_rest(self) -> int:
        """A process without a line has ended, is about to, or never will."""
        assert self._process
        assert self._line
        grace = self._patience.end if self._line.broken.is_set() else 0.0
        try:
            return await asyncio.wait_for(self._process.wait(), grace)
        except TimeoutError:
            self._signal(signal.SIGKILL)
            return await self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(number)


class Supervisor:
    """Keeps all processes running until it is told to end."""

    def __init__(self, lanes: list[Lane], patience: Patience, module: str = "server.worker") -> None:
        self._lanes = lanes
        self._patience = patience
        machine = platform.node() or "local"
        self._children = [Child(f"{machine}-{n}", lane, patience, module) for n, lane in enumerate(lanes, 1)]
        self._told_to_end = asyncio.Event()

    async def run(self) -> int:
        """Serves until a signal; answers with the exit status."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._told_to_end.set)
        working = asyncio.create_task(self._work())
        told = asyncio.create_task(self._told_to_end.wait())
        await asyncio.wait((working, told), return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        if ordered := not working.done():
            working.cancel()
        await asyncio.wait((working, told))
        await self._end()
        return 0 if ordered else working.result()

    async def _work(self) -> int:
        """Ends only with the status of a process that can't be started at all."""
        first, *others = self._children
        if (status := await first.start()) is not None:  # alone: what is wrong is told once, a new store is made once
            return status or CANNOT_START
        failed = [status for status in await asyncio.gather(*(o.start() for o in others)) if status is not None]
        if failed:
            return failed[0] or CANNOT_START
        print(f"Brownboard is open at {listening.address(self._lanes[0][0])}", flush=True)
        await asyncio.gather(*(self._keep(child) for child in self._children))
        return CANNOT_START

    async def _keep(self, child: Child) -> None:
        """Starts a process again whenever it is dead, the more slowly the more often."""
        now = asyncio.get_running_loop().time
        failures = 0
        while True:
            born = now()
            status: int | None = await child.ended()
            failures = 0 if now() - born > self._patience.sound else failures
            while status is not None:
                pause = self._patience.pauses[min(failures, len(self._patience.pauses) - 1)]
                logger.error("process %s ended with status %d; it is started again in %g s", child.name, status, pause)
                if failures:
                    child.rest()
                await asyncio.sleep(pause)
                status = await child.start()
                failures += 1
            logger.info("process %s is back", child.name)

    async def _end(self) -> None:
        for child in self._children:
            child.terminate()
        await asyncio.gather(*(self._end_one(child) for child in self._children))

    async def _end_one(self, child: Child) -> None:
        await child.gone(self._patience.end)
        child.rest()  # who still knocks is refused, and need not wait for the slowest


def run(settings: Settings) -> int:
    """Serves with several processes until a signal; answers with the exit status."""
    logs.configure(settings.log_format, "supervisor")
    lanes = listening.bind(settings.host, settings.port, settings.workers)

    async def supervise() -> int:
        return await Supervisor(lanes, Patience()).run()

    return asyncio.run(supervise())


async def _first(one: asyncio.Event, other: asyncio.Event | None, seconds: float) -> bool:
    """Whether one of the two happened within so many seconds."""
    waits = [asyncio.create_task(event.wait()) for event in (one, other) if event is not None]
    done, pending = await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    return bool(done)


def _python_path() -> list[str]:
    return [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
