"""What a crowd heard, understood after the load: counted by content, so that merging is neither punished nor rewarded.

An edit counts as delivered to a receiver with the first frame that brings its clock, alone or merged with others.
A cursor counts where that very state arrived; one that was overtaken before it was sent on counts for nobody.
What an author hears of its own counts for nobody either.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.bench.edits import content
from tests.bench.framing import NOTHING, Chunk, Message, payloads, understand

MILLION = 1e6
Percentiles = tuple[float, float, float]  # p50, p95, p99


@dataclass(frozen=True)
class Cast:
    """Who wrote what when, and which part of it is measured."""

    clients: tuple[int, ...] = ()  # client id of editor 0, 1, …
    ends: tuple[tuple[int, ...], ...] = ()  # the clock behind each edit of each editor
    edits_at: tuple[dict[int, int], ...] = ()  # when each was sent
    cursors_at: tuple[dict[int, int], ...] = ()
    since: int = 0  # what is sent, or arrives, before is not measured
    expected: dict[str, Any] = field(default_factory=dict)  # the content in the end
    written: dict[int, list[bytes]] = field(default_factory=dict)  # the updates of each client id
    laid: list[bytes] = field(default_factory=list)  # what the first of them wrote before, and is not told
    authors: bool = False  # these receivers are the editors themselves


@dataclass(frozen=True)
class Report:
    """What the receivers of one crowd got."""

    receivers: int
    edits: int  # delivered
    cursors: int  # delivered
    missing: int  # edits that somebody never got
    bytes: int  # in the measured time
    edit_ms: Percentiles
    cursor_ms: Percentiles
    equal: int  # receivers whose document is as expected in the end
    whole_ms: tuple[float, ...] = ()  # per receiver: from connecting until it had what was there at first

    @property
    def delivered(self) -> int:
        """Edits and cursors."""
        return self.edits + self.cursors


class _Listener:
    """Follows what reaches one receiver."""

    def __init__(self, cast: Cast, number: int) -> None:
        self.cast = cast
        self.own = cast.clients[number] if cast.authors and number < len(cast.clients) else -1
        self.place = {client: n for n, client in enumerate(cast.clients) if client != self.own}
        self.got = dict.fromkeys(self.place, 0)
        self.newest = dict.fromkeys(self.place, -1)
        self.edits = self.cursors = 0
        self.edit_ms: list[float] = []
        self.cursor_ms: list[float] = []

    def hear(self, moment: int, message: Message) -> None:
        """Counts what this message brings for the first time."""
        counts = moment >= self.cast.since
        for client, end in message.edits:
            if client in self.place:
                self._edits(client, end, moment, counts)
        for client, number in message.cursors:
            if client in self.place and number > self.newest[client]:
                self.newest[client] = number
                sent = self.cast.cursors_at[self.place[client]].get(number)
                self.cursors += counts
                if sent is not None and sent >= self.cast.since:
                    self.cursor_ms.append((moment - sent) / MILLION)

    def _edits(self, client: int, end: int, moment: int, counts: bool) -> None:
        place = self.place[client]
        ends, sent_at = self.cast.ends[place], self.cast.edits_at[place]
        before, now = self.got[client], bisect_right(self.cast.ends[place], end)
        for number in range(before, min(now, len(ends))):
            sent = sent_at.get(number)
            self.edits += counts
            if sent is not None and sent >= self.cast.since:
                self.edit_ms.append((moment - sent) / MILLION)
        self.got[client] = max(before, now)

    @property
    def missing(self) -> int:
        """Edits that were sent and did not come."""
        return sum(len(self.cast.edits_at[place]) - self.got[client] for client, place in self.place.items())


def report(clients: Sequence[tuple[list[Chunk], bytes, int]], cast: Cast) -> Report:
    """Reads all that these clients received."""
    memory: dict[bytes, Message] = {}
    contents: dict[tuple[int, ...], bool] = {}
    listeners: list[_Listener] = []
    whole: list[float] = []
    equal = 0
    for number, (chunks, prefix, began) in enumerate(clients):
        listener = _Listener(cast, number)
        updates: list[Message] = []
        first = 0
        for moment, payload in payloads(chunks):
            message = memory.get(payload)
            if message is None:
                message = memory[payload] = understand(payload, prefix)
            if message is NOTHING:
                continue
            if message.update is not None:
                updates.append(message)
                first = moment if moment < cast.since or not cast.since else first  # behind it the load begins
            listener.hear(moment, message)
        listeners.append(listener)
        whole.append((first - began) / MILLION)
        equal += _as_expected(updates, cast, listener.own, contents)
    return Report(
        receivers=len(listeners),
        edits=sum(one.edits for one in listeners),
        cursors=sum(one.cursors for one in listeners),
        missing=sum(one.missing for one in listeners),
        bytes=sum(len(data) for chunks, _, _ in clients for moment, data in chunks if moment >= cast.since),
        edit_ms=percentiles([ms for one in listeners for ms in one.edit_ms]),
        cursor_ms=percentiles([ms for one in listeners for ms in one.cursor_ms]),
        equal=equal,
        whole_ms=tuple(whole),
    )


def percentiles(values: list[float]) -> Percentiles:
    """The median, the 95th and the 99th of a hundred."""
    values.sort()
    at = [values[min(len(values) - 1, int(len(values) * part))] if values else 0.0 for part in (0.5, 0.95, 0.99)]
    return at[0], at[1], at[2]


def _as_expected(updates: list[Message], cast: Cast, own: int, known: dict[tuple[int, ...], bool]) -> bool:
    """Whether these updates, with what an author wrote, make the expected content; equal streams are read once."""
    key = (own, *(id(message) for message in updates))
    if key not in known:
        known[key] = _content(updates, own, cast) == cast.expected
    return known[key]


def _content(updates: list[Message], own: int, cast: Cast) -> dict[str, Any]:
    laid = cast.laid if own in cast.clients[:1] else []
    heard = (message.update for message in updates if message.update is not None)
    return content([*laid, *heard, *cast.written.get(own, [])])
