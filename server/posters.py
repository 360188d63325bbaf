"""Posters: each set in a process of its own, few at once, and kept a while, since a record never changes."""

import asyncio
import json
import re
import sys
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.assets import STATIC
from server.problems import Problem

SETTER = Path(__file__).parent / "poster" / "setter.py"
SPRITE = STATIC / "img" / "smileys.svg"

AT_ONCE = 2  # child processes; each takes some 200 MB and a core
WAITING = 16  # posters; a room that opens its downloads together
SECONDS = 60.0  # a poster with sixty activities takes about one
KEPT_BYTES = 64 << 20
STANDARDS = ("a-3a", "ua-1")  # archives keep it, screen readers read it

_SYMBOL = re.compile(r'<symbol id="([\w-]+)" (viewBox="[^"]+")>(.*?)</symbol>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Job:
    """What the setter needs: views to try in turn, the files they name, and the moment the PDF says it was made."""

    views: Sequence[Mapping[str, Any]]
    files: Mapping[str, bytes]
    at: int

    def encoded(self, marks: Mapping[str, bytes]) -> bytes:
        """The job as the setter reads it."""
        files = {**self.files, **marks}
        head = {
            "views": list(self.views),
            "files": [[name, len(data)] for name, data in files.items()],
            "standards": STANDARDS,
            "at": self.at,
        }
        return json.dumps(head).encode() + b"\n" + b"".join(files.values())


class Posters:
    """Sets posters and remembers the latest."""

    def __init__(self, setter: Path = SETTER) -> None:
        self._setter = setter
        self._marks = _marks()
        self._working = asyncio.Semaphore(AT_ONCE)
        self._under_way: dict[str, asyncio.Task[bytes]] = {}
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def set(self, name: str, job: Job) -> bytes:
        """The poster of this name; two who ask at once share one process."""
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        task = self._under_way.get(name)
        if task is None:
            if len(self._under_way) >= WAITING:
                raise _busy()
            task = asyncio.create_task(self._set(name, job))
            self._under_way[name] = task
            task.add_done_callback(lambda _done: self._under_way.pop(name, None))
        return await asyncio.shield(task)  # who goes away does not take it from the others

    def kept(self, name: str) -> bytes | None:
        """The poster of this name, if it is still remembered."""
        return self._kept.get(name)

    async def _set(self, name: str, job: Job) -> bytes:
        async with self._working:
            pdf = await _run(self._setter, job.encoded(self._marks))
        self._kept[name] = pdf
        while sum(map(len, self._kept.values())) > KEPT_BYTES:
            self._kept.popitem(last=False)
        return pdf


async def _run(setter: Path, job: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(setter),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        pdf, _ = await asyncio.wait_for(process.communicate(job), SECONDS)
    except TimeoutError:
        raise _busy() from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise Problem(500, "No poster", "The poster could not be set; the record itself is safe.", "no-poster")
    return pdf


def _busy() -> Problem:
    busy = "Too many posters are being made at this moment; try again."
    return Problem(503, "Busy", busy, "busy", headers={"retry-after": "5"})


def _marks() -> dict[str, bytes]:
    """The smileys, the bolt and the star as pictures of their own, drawn as on the board."""
    return {
        f"mark-{name}.svg": f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{drawing}</svg>'.encode()
        for name, box, drawing in _SYMBOL.findall(SPRITE.read_text("utf-8"))
        if not name.endswith("-off")
    }
