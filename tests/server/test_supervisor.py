"""Several processes behind one port: who dies or hangs is started again, and all end together (R17)."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tests.server.child import CANNOT_START, ORDERLY
from tests.waiting import until

ROOT = Path(__file__).parents[2]
PROGRAM = """
import asyncio, sys
from server import listening, logs
from server.supervisor import Patience, Supervisor
logs.configure()
async def main(): return await Supervisor(listening.bind("127.0.0.1", 0, 3), Patience(**%s), "tests.server.child").run()
sys.exit(asyncio.run(main()))
"""
QUICK = {"silence": 60.0, "look": 0.05, "end": 2.0, "sound": 60.0, "pauses": (0.0, 0.1)}


class Supervised:
    """A supervisor in a process of its own, with three children."""

    def __init__(self, process: asyncio.subprocess.Process, port: int, folder: Path) -> None:
        self.process = process
        self.port = port
        self.folder = folder

    async def ask(self, wish: str = "") -> tuple[str, int] | None:
        """Which process answers; None if it died."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"{wish}\n".encode())
        with suppress(ConnectionError):
            answer = await reader.read()
            writer.close()
            return (answer.split()[0].decode(), int(answer.split()[1])) if answer else None
        return None

    async def pids(self) -> dict[str, int]:
        """All processes that answer now."""
        answers = await asyncio.gather(*(self.ask() for _ in range(60)))
        return dict(answer for answer in answers if answer)

    def said(self) -> list[str]:
        return (self.folder / "children").read_text().splitlines()

    async def ended(self) -> int:
        return await asyncio.wait_for(self.process.wait(), 15)


async def launch(folder: Path, **patience: object) -> asyncio.subprocess.Process:
    (folder / "children").touch()
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM % (QUICK | patience),
        cwd=ROOT,
        env=os.environ | {"CHILDREN": str(folder / "children"), "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@asynccontextmanager
async def supervised(folder: Path, **patience: object) -> AsyncIterator[Supervised]:
    process = await launch(folder, **patience)
    assert process.stdout
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
        assert line.startswith("Brownboard is open at http://127.0.0.1:")
        yield Supervised(process, int(line.rsplit(":", 1)[1]), folder)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_all_processes_take_part_and_end_in_order_with_status_0(tmp_path: Path) -> None:
    async with supervised(tmp_path) as here:
        answers = await asyncio.gather(*(here.ask() for _ in range(300)))
        shares = Counter(answer[0] for answer in answers if answer)
        assert len(shares) == 3
        assert min(shares.values()) > 300 / 3 / 2, shares  # a shared queue gives nearly all of a burst to one
        for number in (signal.SIGTERM, signal.SIGINT):  # twice is as good as once
            here.process.send_signal(number)
        out, _ = await here.process.communicate()
        assert here.process.returncode == 0
        assert sorted(line.split(" ", 1)[1] for line in here.said()) == [ORDERLY] * 3
        assert out == b""  # the one line was read already


async def test_who_dies_is_started_again_and_nobody_is_refused_meanwhile(tmp_path: Path) -> None:
    async with supervised(tmp_path) as here:
        before = await here.pids()
        await here.ask("die")
        answers = await asyncio.gather(*(here.ask() for _ in range(60)))  # they wait in the queue of the dead one
        after = dict(answer for answer in answers if answer)
        assert after.keys() == before.keys()
        assert len(set(after.values()) - set(before.values())) == 1


async def test_who_hangs_is_killed_and_started_again(tmp_path: Path) -> None:
    async with supervised(tmp_path, silence=1.0) as here:
        before = await here.pids()
        hanging = asyncio.create_task(here.ask("hang"))
        await until(lambda: hanging.done(), what="the one that hangs is killed")
        after = await here.pids()
        assert after.keys() == before.keys()
        assert len(set(after.values()) - set(before.values())) == 1


async def test_while_one_cannot_be_started_the_others_serve_everybody(tmp_path: Path) -> None:
    async with supervised(tmp_path) as here:
        before = await here.pids()
        victim = next(name for name in before if name.endswith("-2"))
        forbidden = tmp_path / "children.2"
        forbidden.touch()
        os.kill(before[victim], signal.SIGKILL)

        async def only_others() -> bool:
            answers = [asyncio.wait_for(here.ask(), 2) for _ in range(40)]
            found = await asyncio.gather(*answers, return_exceptions=True)
            return all(isinstance(answer, tuple) and answer[0] != victim for answer in found)

        await until(only_others, what="nobody is sent to the one that is away")
        forbidden.unlink()

        async def back() -> bool:
            return victim in await here.pids()

        await until(back, what="it is back")


async def test_a_child_that_cannot_start_ends_the_whole_start_with_its_status(tmp_path: Path) -> None:
    for who in ("1", "3"):
        (tmp_path / f"children.{who}").touch()
        process = await launch(tmp_path)
        out, _ = await process.communicate()
        assert process.returncode == CANNOT_START
        assert out == b""
        (tmp_path / f"children.{who}").unlink()


async def test_who_does_not_end_is_killed_in_time(tmp_path: Path) -> None:
    async with supervised(tmp_path, end=1.0) as here:
        pids = await here.pids()
        os.kill(next(iter(pids.values())), signal.SIGSTOP)
        here.process.terminate()
        assert await here.ended() == 0
        assert len(here.said()) == 2


async def test_children_end_in_order_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    async with supervised(tmp_path) as here:
        assert len(await here.pids()) == 3
        here.process.kill()
        await until(lambda: len(here.said()) == 3, what="all children end by themselves")
