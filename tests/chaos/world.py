"""Several server processes on one Redis, with a line between any two of them that can break."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from pycrdt import Map, Text

from tests.chaos.writers import COMMON, Writer
from tests.chaos.yjs import YjsPeers, yjs_peers
from tests.line import Line, line_to
from tests.peer import Peer
from tests.product import Product
from tests.redis import Redis, serving
from tests.waiting import until

FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")  # Debian's package faketime


STOCK_SECONDS = 0.1  # between two words of each stock provider


class Clock:
    """The wall clock of one process, which can be set."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.set(0)

    def set(self, seconds: int) -> None:
        self._file.write_text(f"{seconds:+}\n")

    @property
    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(FAKETIME),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_CACHE_DURATION": "1",  # seconds
        }


class Host:
    """One server process, its line to Redis and its clock."""

    def __init__(self, number: int, data: Path, line: Line, clock: bool) -> None:
        self.number = number
        self.line = line
        self.clock = Clock(data.parent / f"clock-{number}")
        self.product = Product(data, redis_url=f"redis://127.0.0.1:{line.port}/0")
        self.product.log = data.parent / f"process-{number}.log"
        self.product.environment = self.clock.environment if clock else {}
        self.frozen = False

    @property
    def runs(self) -> bool:
        return self.product.alive and not self.frozen


class World:
    """All of it: Redis, processes, a board, those who write on it, and two stock providers."""

    def __init__(self, redis: Redis, hosts: Sequence[Host], node: YjsPeers, lines: list[Line]) -> None:
        self.redis, self.hosts, self.node = redis, hosts, node
        self.lines = lines  # of the writers, then of the stock providers
        self.board: dict[str, Any] = {}
        self.writers: list[Writer] = []
        self.stock_words: set[str] = set()
        self.stock_rests = True
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def running(self) -> list[Host]:
        return [host for host in self.hosts if host.runs]

    def ports(self) -> list[int]:
        """Where one may come in; whoever is frozen looks as if it were there."""
        return [host.product.port for host in self.hosts if host.product.alive]

    async def begin(self, writers: int) -> None:
        """A new board on which all write."""
        host = self.hosts[0].product
        self.board = await host.board()
        first = await Peer(host.url, self.board["id"], self.board["tokens"]["moderator"]).join()
        first.root("cards")[COMMON] = Map({"place": "||", "text": Text("")})
        await first.flush()
        await until(lambda: first.saved == first.sent, what="the common card is saved")
        await first.leave()
        seats = [await host.seat(self.board["tokens"]["participant"], f"Writer {n}") for n in range(writers)]
        self.writers = [Writer(n, seat, self.lines[n], self.ports) for n, seat in enumerate(seats)]
        self.stock_words = set()
        await self._open_stock()
        self._tasks = [asyncio.create_task(writer.live()) for writer in self.writers]
        self._tasks.append(asyncio.create_task(self._write_by_stock()))

    async def end(self) -> None:
        """Everybody leaves, and nobody comes to the next board."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self.writers:
            await writer.guest.drop()
        await self.node.tell("close")

    def rest(self, resting: bool) -> None:
        """Nobody writes, or all do."""
        self.stock_rests = resting
        for writer in self.writers:
            writer.resting = resting

    def at(self, hosts: Sequence[Host]) -> list[Writer]:
        """Who is connected to these processes now."""
        ports = [host.product.port for host in hosts]
        return [writer for writer in self.writers if writer.online and writer.port in ports]

    def logs(self) -> str:
        """The ends of all logs, for who has to find out why."""
        files = [host.product.log for host in self.hosts] + [self.redis.log]
        return "\n".join(f"── {file.name}\n{file.read_text()[-4000:]}" for file in files)

    async def _open_stock(self) -> None:
        lines = self.lines[len(self.writers) :]
        for number, line in enumerate(lines):
            line.goal = self.hosts[number % len(self.hosts)].product.port
        await self.node.tell(
            "open",
            urls=[f"{line.url.replace('http', 'ws', 1)}/ws" for line in lines],
            board=self.board["id"],
            token=self.board["tokens"]["participant"],
        )

    async def _write_by_stock(self) -> None:
        """Words by the stock providers, which never forget what they wrote, and are led to any living process."""
        for serial in range(1_000_000):
            await asyncio.sleep(STOCK_SECONDS)
            lines = self.lines[len(self.writers) :]
            for number, line in enumerate(lines):
                if line.goal not in self.ports():
                    line.goal = (self.ports() or [line.goal])[serial % max(1, len(self.ports()))]
                if not self.stock_rests:
                    word = f"‹y{number}.{serial}›"
                    self.stock_words.add(word)
                    await self.node.tell("write", peer=number, card=COMMON, text=word)


@asynccontextmanager
async def world(folder: Path, processes: int, writers: int, stock: int, clocks: bool) -> AsyncIterator[World]:
    """Everything runs, and is gone afterwards; the logs of the processes stay in the folder.

    Processes with clocks of their own, which can be set, are slow.
    """
    async with AsyncExitStack() as stack:
        redis = stack.enter_context(serving())
        hosts = []
        for number in range(processes):
            line = await stack.enter_async_context(line_to(redis.port))
            hosts.append(Host(number, folder / "data", line, clocks))
            stack.push_async_callback(hosts[-1].product.close)
        await asyncio.gather(*(host.product.start() for host in hosts))
        lines = [await stack.enter_async_context(line_to(hosts[0].product.port)) for _ in range(writers + stock)]
        node = await stack.enter_async_context(yjs_peers())
        yield World(redis, hosts, node, lines)
