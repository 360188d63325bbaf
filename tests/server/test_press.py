"""The processes that make files."""

import asyncio
from pathlib import Path

import psutil
import pytest

from server import press
from server.press import Press
from server.problems import Problem
from tests.waiting import until

BOUNDED = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"


async def job() -> bytes:
    return b"bytes"


COUNTING = """
import os, select, sys
folder = os.path.dirname(os.path.abspath(__file__))
open(os.path.join(folder, f"started-{os.getpid()}"), "w").close()
sys.stdin.buffer.read()
while not os.path.exists(os.path.join(folder, "go")):
    select.select([], [], [], 0.01)
sys.stdout.write("file")
"""


def written(folder: Path, program: str) -> Path:
    path = folder / "program.py"
    path.write_text(program)
    return path


def started(folder: Path) -> int:
    return len(list(folder.glob("started-*")))


async def test_at_most_two_are_made_at_once_and_one_name_is_made_once(tmp_path: Path) -> None:
    queue, program = Press(), written(tmp_path, COUNTING)
    waiting = [asyncio.create_task(queue.make(name, program, job)) for name in ("one", "two", "three", "three", "one")]
    await until(lambda: started(tmp_path) == press.AT_ONCE, what="the first two are being made")
    (tmp_path / "go").touch()
    assert set(await asyncio.gather(*waiting)) == {b"file"}
    assert started(tmp_path) == 3
    assert await queue.make("two", program, job) == b"file"
    assert started(tmp_path) == 3


async def test_who_goes_away_does_not_take_the_file_from_others(tmp_path: Path) -> None:
    queue, program = Press(), written(tmp_path, COUNTING)
    first, second = (asyncio.create_task(queue.make("one", program, job)) for _ in range(2))
    await until(lambda: started(tmp_path), what="the first is being made")
    first.cancel()
    (tmp_path / "go").touch()
    assert await second == b"file"


async def test_too_many_who_wait_are_told_to_come_back(tmp_path: Path) -> None:
    queue, program = Press(), written(tmp_path, COUNTING)
    waiting = [asyncio.create_task(queue.make(str(n), program, job)) for n in range(press.WAITING)]
    await until(lambda: started(tmp_path), what="the first is being made")
    with pytest.raises(Problem) as refused:
        await queue.make("one more", program, job)
    assert refused.value.status == 503
    (tmp_path / "go").touch()
    await asyncio.gather(*waiting)


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "import os; os.abort()", "bytearray(8 << 30)"])
async def test_a_program_that_dies_is_a_problem_and_not_the_servers_end(tmp_path: Path, program: str) -> None:
    with pytest.raises(Problem) as failed:
        await Press().make("one", written(tmp_path, BOUNDED + program), job)
    assert failed.value.status == 500


async def test_a_program_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "SECONDS", 0.5)
    endless = f"import os; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\nwhile True: pass"
    with pytest.raises(Problem):
        await Press().make("one", written(tmp_path, endless), job)
    assert not psutil.pid_exists(int((tmp_path / "pid").read_text()))
