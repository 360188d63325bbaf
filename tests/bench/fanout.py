"""What one delivered edit costs: 200 followers and 8 busy editors on one board (design.md 4, R11).

Usage: python -m tests.bench.fanout [seconds]. The server runs in a process of its own, whose CPU time is read.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from pycrdt import Map, Text

from tests.peer import Peer
from tests.product import Product, running

FOLLOWERS = 200
EDITORS = 8
EDITS_PER_SECOND = 20.0  # of each: quick typing, or a drag that is written
SETTLE_SECONDS = 2.0


class Follower(asyncio.Protocol):
    """Reads as fast as it can and understands nothing: the clients must not be what is measured."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self.received = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self.received += len(data)


class Editor:
    """Types into a card of its own, and notes when it sees the letters of the others."""

    def __init__(self, number: int, peer: Peer, seen: list[float]) -> None:
        self.card = f"card-{number}"
        self.peer = peer
        self.edits = 0
        self._seen = seen
        peer.root("cards")[self.card] = Map({"place": "||", "text": Text("")})

    async def type(self, seconds: float, pause: float) -> None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        due = loop.time() + pause * (int(self.card[5:]) / EDITORS)
        while (now := loop.time()) < ends:
            await asyncio.sleep(max(0.0, due - now))
            due += pause
            self.peer.text("cards", self.card, "text").insert(0, "x")
            self.edits += 1
            await self.peer.flush()

    async def echo(self, other: "Editor", rounds: int, pause: float) -> None:
        """How long a letter takes to somebody else."""
        seen = asyncio.Event()
        watch = other.peer.doc.observe(lambda _: seen.set())
        for _ in range(rounds):
            begun = time.perf_counter()
            self.peer.text("cards", self.card, "text").insert(0, "y")
            length = len(str(self.peer.root("cards")[self.card]["text"]))
            await self.peer.flush()
            while len(str(other.peer.root("cards")[self.card]["text"])) < length:
                seen.clear()
                await seen.wait()
            self._seen.append((time.perf_counter() - begun) * 1000)
            await asyncio.sleep(pause)
        other.peer.doc.unobserve(watch)


async def follow(product: Product, board: dict[str, Any]) -> Follower:
    token = board["tokens"]["follower"]
    head = [
        f"GET /ws/{board['id']}?token={token} HTTP/1.1",
        f"Host: 127.0.0.1:{product.port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "",
        "",
    ]
    loop = asyncio.get_running_loop()
    _, follower = await loop.create_connection(lambda: Follower("\r\n".join(head).encode()), "127.0.0.1", product.port)
    return follower


async def measure(seconds: float) -> None:
    seen: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        async with running(Path(folder) / "data") as product:
            board = await product.board()
            token = board["tokens"]["participant"]
            peers = [await Peer(product.url, board["id"], token).join() for _ in range(EDITORS)]
            editors = [Editor(n, peer, seen) for n, peer in enumerate(peers)]
            followers = [await follow(product, board) for _ in range(FOLLOWERS)]
            await asyncio.gather(*(peer.flush() for peer in peers))
            await asyncio.sleep(SETTLE_SECONDS)
            await editors[0].echo(editors[1], 20, 0.1)
            quiet = list(seen)
            seen.clear()

            process = psutil.Process(product.pid)
            before, bytes_before = cpu(process), sum(f.received for f in followers)
            begun = time.perf_counter()
            busy = [asyncio.create_task(e.type(seconds, 1 / EDITS_PER_SECOND)) for e in editors[2:]]
            busy += [asyncio.create_task(e.type(seconds, 1 / EDITS_PER_SECOND)) for e in editors[:2]]
            await asyncio.gather(*busy)
            used, took = cpu(process) - before, time.perf_counter() - begun
            edits = sum(editor.edits for editor in editors)
            delivered = edits * (FOLLOWERS + EDITORS - 1)
            received = sum(f.received for f in followers) - bytes_before
            memory = process.memory_info().rss / 2**20
            print(f"editors x followers            {EDITORS} x {FOLLOWERS}")
            print(f"edits, delivered messages      {edits} in {took:.1f} s, {delivered}")
            print(f"CPU per delivered message      {used / delivered * 1e6:.2f} us")
            print(f"CPU of the server              {used / took * 100:.0f} %, {memory:.0f} MB")
            print(f"bytes per delivered message    {received / (edits * FOLLOWERS):.0f}")
            print(f"quiet room: letter to another  {statistics.median(quiet):.1f} ms, worst {max(quiet):.1f} ms")


def cpu(process: psutil.Process) -> float:
    """Seconds of CPU that the process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


def main(seconds: float = 15.0) -> None:
    """Prints the table."""
    asyncio.run(measure(seconds))


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]))
