"""Waiting for a state with a deadline: the one place in the tests where time passes."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

TICK_SECONDS = 0.02
ANSWER_SECONDS = 60


async def until(state: Callable[[], Any | Awaitable[Any]], *, seconds: float = 20, what: str = "") -> Any:
    """The first true value of `state`; AssertionError with the last value when the deadline passes."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while True:
        value = state()
        if inspect.isawaitable(value):
            async with asyncio.timeout(ANSWER_SECONDS):  # a page that hangs says nothing at all
                value = await value
        if value:
            return value
        assert loop.time() < deadline, f"not within {seconds} s: {what or state} (last: {value!r})"
        await asyncio.sleep(TICK_SECONDS)
