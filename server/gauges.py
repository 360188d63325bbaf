"""What the live boards of a process can be measured by: how much is there, is it losing, who is slow."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields

from server.counters import Counters
from server.live_room import LiveRoom
from server.metrics import Reading, Spread

ROLES = ("moderator", "participant", "follower")
TOTALS = {
    "connections": "Sockets that were admitted.",
    "refused": "Sockets that were not.",
    "frames_received": "Messages from members.",
    "frames_sent": "Messages to members.",
    "bytes_sent": "Bytes to members.",
    "updates_logged": "Updates that were stored.",
    "foreign": "Entries of other processes that were read from the log.",
    "moved": "Times that another process was faster to write, and what it wrote had to be read first.",
    "orders": "Changes of rights or of the session that were obeyed from the log.",
    "reviews": "Times that the catalogue was asked what holds, because orders may have been missed.",
    "rebuilds": "Rooms that were made anew from their log (R9).",
    "heals": "Times that a log had lost its end and what a room still held was written again.",
    "kept_out": "Entries of a log that can't be loaded and are left out: each is an edit that is lost.",
    "loads": "Rooms that came to life.",
    "compactions": "Checkpoints that were made (R14).",
    "snapshots": "Snapshots that were taken (R15).",
    "store_failures": "Times that the log took nothing; what was offered is offered again.",
    "slow_readers": "Sockets that were cut off because they read nothing (1013).",
}


def gauges(rooms: Iterable[LiveRoom], counters: Counters) -> Iterator[Reading]:
    """How it stands now."""
    rooms = list(rooms)
    roles = Counter[str](member.standing.role for live in rooms for member in live.room.members)
    yield _now("rooms", "Boards that are live in this process.", len(rooms))
    yield _now("members", "Sockets at them.", roles.total())
    for role in ROLES:
        yield _now("members_by_role", "Sockets at them, by role.", roles[role], ("role", role))
    yield _now("boards_in_trouble", "Boards whose log takes nothing now.", sum(live.room.troubled for live in rooms))
    waiting = sum(len(live.room.ledger) for live in rooms)
    yield _now("frames_unstored", "Frames that were accepted and are not stored yet.", waiting)
    yield _now("bytes_unstored", "Their bytes.", sum(live.room.ledger.unstored for live in rooms))
    unsent = max((live.most_unsent for live in rooms), default=0)
    yield _now("slowest_unsent_bytes", "What the slowest socket has not taken yet.", unsent)
    behind = counters.left_behind + sum(live.room.left_behind for live in rooms)
    means = "Times that a member had fallen so far behind that it got the whole difference."
    yield Reading("brownboard_left_behind_total", "counter", means, behind)
    lag = max((live.lag for live in rooms), default=0.0)
    yield _now("behind_log_seconds", "Longest time since a room is known to hold all that its log does.", lag)


def totals(counters: Counters, now: float) -> Iterator[Reading | Spread]:
    """What was counted since the process began."""
    for field in fields(counters):
        if field.name in TOTALS:
            name = f"brownboard_{field.name}_total"
            yield Reading(name, "counter", TOTALS[field.name], getattr(counters, field.name))
    for code, count in sorted(counters.closings.items()):
        yield Reading(
            "brownboard_closings_total", "counter", "Sockets that we closed, by code.", count, (("code", str(code)),)
        )
    means = "How long the log took to store a batch."
    yield Spread("brownboard_append_seconds", means, counters.append_seconds)
    if counters.stored_at is not None:
        yield _now("since_stored_seconds", "Since the log last stored a batch.", now - counters.stored_at)


def _now(name: str, means: str, value: float, *labels: tuple[str, str]) -> Reading:
    return Reading(f"brownboard_{name}", "gauge", means, value, labels)
