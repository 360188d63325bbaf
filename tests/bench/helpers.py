"""Crowds in processes of their own, so that thousands of followers do not delay the clocks of eight editors."""

from __future__ import annotations

import multiprocessing
import traceback
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

from tests.bench.crowd import Crowd

CONTEXT = multiprocessing.get_context("spawn")


class Helper:
    """A crowd elsewhere: `ask` begins something, `answer` waits for what came of it."""

    def __init__(self) -> None:
        self._pipe, theirs = CONTEXT.Pipe()
        self._process = CONTEXT.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()

    def __enter__(self) -> Helper:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.terminate()
        self._process.join()

    def ask(self, what: str, *details: Any) -> None:
        """Begins it."""
        self._pipe.send((what, details))

    def answer(self) -> Any:
        """What came of it; raises what went wrong there."""
        fine, result = self._pipe.recv()
        if not fine:
            raise RuntimeError(result)
        return result

    def do(self, what: str, *details: Any) -> Any:
        """Both in one."""
        self.ask(what, *details)
        return self.answer()


def _serve(pipe: Connection) -> None:
    crowd = Crowd()
    while True:
        what, details = pipe.recv()
        try:
            pipe.send((True, getattr(crowd, what)(*details)))
        except BaseException as error:  # pycrdt's panics are no Exceptions
            pipe.send((False, f"{error}\n{traceback.format_exc()}"))
