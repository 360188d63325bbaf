"""Acts of the server on their way to the log: who waits for which, and what is read when it is in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from crdt.document import Document
from crdt.errors import CoreError
from server.update_log import StoreFailed

T = TypeVar("T")

ACT_SECONDS = 15.0  # an act of the server that is not stored by then is reported as failed


@dataclass(slots=True)
class _Act:
    capture: Callable[[Document], Any]
    future: asyncio.Future[Any]


class Acts:
    """The acts of one room, each known by its ticket."""

    def __init__(self) -> None:
        self._acts: dict[int, _Act] = {}
        self._tickets = count(1)

    async def perform(self, line_up: Callable[[int], None], capture: Callable[[Document], T]) -> tuple[int, T]:
        """Lines up an act, and answers with its position and what `capture` read right behind it."""
        ticket = next(self._tickets)
        act = self._acts[ticket] = _Act(capture, asyncio.get_running_loop().create_future())
        try:
            line_up(ticket)
            async with asyncio.timeout(ACT_SECONDS):
                result: tuple[int, T] = await act.future
        except TimeoutError:
            raise StoreFailed("the store takes nothing now") from None
        finally:
            del self._acts[ticket]
        return result

    def done(self, ticket: int, position: int, document: Document) -> None:
        """The act is stored at this position, and the document is as of it."""
        act = self._acts.get(ticket)
        if act is None or act.future.done():
            return
        try:
            act.future.set_result((position, act.capture(document)))
        except CoreError as error:
            act.future.set_exception(error)

    def fail(self, ticket: int) -> None:
        """The act will not be stored."""
        act = self._acts.get(ticket)
        if act is not None and not act.future.done():
            act.future.set_exception(StoreFailed("the room was rebuilt or closed"))

    def fail_all(self) -> None:
        """None of them will be stored."""
        for ticket in list(self._acts):
            self.fail(ticket)
