"""All that a process measures, and what the other processes of the same Brownboard told of theirs."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Protocol

from server import gauges
from server.metrics import Metrics, Reading, Spread, together
from server.pulse import Pulse
from server.rooms import Rooms
from server.update_log import StoreFailed

REPORT_SECONDS = 5.0


class Reports(Protocol):
    """Where processes leave word for each other; `server.exchange` is."""

    @property
    def process(self) -> str:
        """What no other process is called."""

    @property
    def reconnects(self) -> int:
        """How often the way to the others broke and was made anew."""

    async def report(self, text: str) -> None:
        """Leaves word, in place of the last; it goes with the process. May raise `StoreFailed`."""

    async def reports(self) -> Mapping[str, str]:
        """The last word of every process that lives, by what no other is called, ours too; may raise `StoreFailed`."""


class Measurements:
    """Gathers what is measured in this process, and tells the others."""

    def __init__(self, process: str, metrics: Metrics, rooms: Rooms, reports: Reports | None = None) -> None:
        self._process = process
        self._metrics = metrics
        self._rooms = rooms
        self._reports = reports
        self._pulse = Pulse()

    async def run(self) -> None:
        """Feels the pulse and reports until it is cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._pulse.run(), name="pulse")
            if self._reports is not None:
                tasks.create_task(self._report(self._reports), name="report")

    async def text(self) -> str:
        """What this process measures; with several, what all do, each sample with a label `process`."""
        if self._reports is None:
            return self._own()
        told = {self._reports.process: (self._process, self._own())}
        with suppress(StoreFailed):  # then it is told of this process alone, and that the store is in trouble
            for process, word in (await self._reports.reports()).items():
                content = json.loads(word)
                told.setdefault(process, (content["process"], content["text"]))
        # Two machines may have one name: then the processes say by themselves who they are.
        names = Counter(name for name, _ in told.values())
        texts = {name if names[name] == 1 else process: text for process, (name, text) in told.items()}
        return together(texts)

    def _own(self) -> str:
        return self._metrics.text(self._measured())

    def _measured(self) -> Iterator[Reading | Spread]:
        yield Reading(
            "brownboard_ready", "gauge", "1 while it can store and is not draining.", int(self._rooms.ready())
        )
        yield from gauges.gauges(self._rooms.live(), self._rooms.counters)
        yield from gauges.totals(self._rooms.counters, asyncio.get_running_loop().time())
        yield from self._pulse.readings()
        if self._reports is not None:
            means = "Times that the way to the other processes broke and was made anew."
            yield Reading("brownboard_exchange_reconnects_total", "counter", means, self._reports.reconnects)

    async def _report(self, reports: Reports) -> None:
        while True:
            with suppress(StoreFailed):  # a gap in what the others tell of us
                await reports.report(json.dumps({"process": self._process, "text": self._own()}))
            await asyncio.sleep(REPORT_SECONDS)
