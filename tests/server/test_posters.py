"""The processes that set posters."""

import asyncio
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # its types are a package of their own
import pytest

from server import posters
from server.posters import Job, Posters
from server.problems import Problem
from tests.waiting import until

BOUNDED = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"

JOB = Job([{}], {"picture.png": b"bytes"}, 0)

COUNTING = """
import os, select, sys
folder = os.path.dirname(os.path.abspath(__file__))
open(os.path.join(folder, f"started-{os.getpid()}"), "w").close()
sys.stdin.buffer.read()
while not os.path.exists(os.path.join(folder, "go")):
    select.select([], [], [], 0.01)
sys.stdout.write("poster")
"""


def setter(folder: Path, program: str) -> Path:
    path = folder / "setter.py"
    path.write_text(program)
    return path


def started(folder: Path) -> int:
    return len(list(folder.glob("started-*")))


async def test_at_most_two_are_set_at_once_and_one_name_is_set_once(tmp_path: Path) -> None:
    queue = Posters(setter(tmp_path, COUNTING))
    waiting = [asyncio.create_task(queue.set(name, JOB)) for name in ("one", "two", "three", "three", "one")]
    await until(lambda: started(tmp_path) == posters.AT_ONCE, what="the first two are being set")
    (tmp_path / "go").touch()
    assert set(await asyncio.gather(*waiting)) == {b"poster"}
    assert started(tmp_path) == 3
    assert queue.kept("two") == b"poster"


async def test_who_goes_away_does_not_take_the_poster_from_others(tmp_path: Path) -> None:
    queue = Posters(setter(tmp_path, COUNTING))
    first, second = (asyncio.create_task(queue.set("one", JOB)) for _ in range(2))
    await until(lambda: started(tmp_path), what="the first is being set")
    first.cancel()
    (tmp_path / "go").touch()
    assert await second == b"poster"


async def test_too_many_who_wait_are_told_to_come_back(tmp_path: Path) -> None:
    queue = Posters(setter(tmp_path, COUNTING))
    waiting = [asyncio.create_task(queue.set(str(n), JOB)) for n in range(posters.WAITING)]
    await until(lambda: started(tmp_path), what="the first is being set")
    with pytest.raises(Problem) as refused:
        await queue.set("one more", JOB)
    assert refused.value.status == 503
    (tmp_path / "go").touch()
    await asyncio.gather(*waiting)


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "import os; os.abort()", "bytearray(8 << 30)"])
async def test_a_setter_that_dies_is_a_problem_and_not_the_servers_end(tmp_path: Path, program: str) -> None:
    queue = Posters(
        setter(tmp_path, f"import resource\nresource.setrlimit(resource.RLIMIT_AS, (1 << 30,) * 2)\n{program}")
    )
    with pytest.raises(Problem) as failed:
        await queue.set("one", JOB)
    assert failed.value.status == 500
    assert queue.kept("one") is None


async def test_a_setter_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posters, "SECONDS", 0.5)
    endless = f"import os; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\nwhile True: pass"
    with pytest.raises(Problem):
        await Posters(setter(tmp_path, endless)).set("one", JOB)
    assert not psutil.pid_exists(int((tmp_path / "pid").read_text()))
