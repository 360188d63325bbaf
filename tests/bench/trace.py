"""What the browser's own tracing says of the page's main thread between two marks."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from playwright.async_api import Browser, Page

CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing", "v8.execute"]
TASK, FRAME, ANIMATION = "RunTask", "Commit", "FireAnimationFrame"
SCRIPT = frozenset({"EvaluateScript", "v8.compile", "FunctionCall", "RunMicrotasks", "MinorGC", "MajorGC"})
WITHIN_SCRIPT = frozenset({"UpdateLayoutTree", "Layout"})  # what a script forced is no scripting
BEGIN, END = "bench-begin", "bench-end"

Event = dict[str, Any]


@dataclass
class Trace:
    """The events of one thread, in order, in milliseconds."""

    tasks: list[float] = field(default_factory=list)
    frames: int = 0
    script: float = 0.0
    between_frames: list[float] = field(default_factory=list)

    @property
    def whole(self) -> float:
        """Everything that the thread did."""
        return sum(self.tasks)

    @property
    def longest(self) -> float:
        """Its longest task."""
        return max(self.tasks, default=0.0)

    @property
    def pace(self) -> float:
        """The middle time from one animation frame to the next."""
        return median(self.between_frames) if self.between_frames else 0.0


@asynccontextmanager
async def traced(browser: Browser, page: Page, whole: bool = False) -> AsyncIterator[Trace]:
    """What happens meanwhile; `whole`: from before the page was opened, else between marks at both ends."""
    seen = Trace()
    await browser.start_tracing(page=page, categories=CATEGORIES)
    if not whole:
        await mark(page, BEGIN)
    yield seen
    await mark(page, END)
    read(json.loads(await browser.stop_tracing())["traceEvents"], seen)


async def mark(page: Page, name: str) -> None:
    """A moment that the trace will name."""
    await page.evaluate("name => performance.mark(name)", name)


def read(events: Iterable[Event], seen: Trace) -> None:
    """Understands what the browser wrote down."""
    listed = sorted(events, key=lambda event: float(event.get("ts", 0)))
    marks = {event["name"]: event for event in listed if event.get("name") in (BEGIN, END)}
    end = marks[END]
    begin = marks[BEGIN]["ts"] if BEGIN in marks else 0
    own = [
        event
        for event in listed
        if (event.get("pid"), event.get("tid")) == (end["pid"], end["tid"])
        and "dur" in event  # it has ended
        and begin <= event["ts"] <= end["ts"]
    ]
    seen.tasks = [_ms(event) for event in own if event["name"] == TASK]
    seen.frames = sum(event["name"] == FRAME for event in own)
    seen.script = sum(_scripting(own))
    moments = sorted({event["ts"] for event in own if event["name"] == ANIMATION})
    seen.between_frames = [(after - before) / 1e3 for before, after in pairwise(moments)]


def _scripting(events: Iterable[Event]) -> Iterator[float]:
    """Each outermost stretch of script, without the layout that it forced."""
    script_ends = layout_ends = 0.0
    for event in events:
        begins = event["ts"]
        if event["name"] in SCRIPT and begins >= script_ends:
            script_ends = begins + event["dur"]
            yield _ms(event)
        elif event["name"] in WITHIN_SCRIPT and begins < script_ends and begins >= layout_ends:
            layout_ends = begins + event["dur"]
            yield -_ms(event)


def _ms(event: Event) -> float:
    """Of the processor, so that other programs of the machine do not count."""
    lasted: float = event["tdur"] if "tdur" in event else event["dur"]
    return lasted / 1e3
