"""The commands that keep, as `brownboard` runs them, but in a thread of the test: a process takes a second to start."""

import asyncio
import contextlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server import keeping
from server.settings import Settings


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    status: int
    said: str


async def backup(file: Path, data: Path, **settings: Any) -> Ended:
    return await asyncio.to_thread(_run, lambda: keeping.backup(Settings(data=data, **settings), str(file)))


async def restore(file: Path, data: Path, only_check: bool = False, **settings: Any) -> Ended:
    return await asyncio.to_thread(
        _run, lambda: keeping.restore(Settings(data=data, **settings), str(file), only_check)
    )


def _run(command: Any) -> Ended:
    with contextlib.redirect_stderr(io.StringIO()) as said:
        status = command()
    return Ended(status, said.getvalue())
