"""What is counted while rooms are live; `/metrics` shows it."""

from collections import Counter
from dataclasses import dataclass, field

from server.histogram import STORE_SECONDS, Histogram

TOO_SLOW = frozenset({"too slow", "no answer"})  # reasons with which who does not read is cut off


@dataclass(slots=True)
class Counters:
    """Totals since the process began."""

    connections: int = 0  # sockets that were admitted
    refused: int = 0  # sockets that were not
    frames_received: int = 0
    frames_sent: int = 0
    bytes_sent: int = 0
    updates_logged: int = 0
    foreign: int = 0  # entries that other processes wrote
    moved: int = 0  # times that another process was faster to write
    orders: int = 0
    reviews: int = 0
    rebuilds: int = 0
    heals: int = 0
    kept_out: int = 0
    loads: int = 0
    compactions: int = 0
    snapshots: int = 0
    store_failures: int = 0
    slow_readers: int = 0
    left_behind: int = 0  # in rooms that ended
    closings: Counter[int] = field(default_factory=Counter)  # of our side, by code
    append_seconds: Histogram = field(default_factory=lambda: Histogram(STORE_SECONDS))
    stored_at: float | None = None  # by the clock of the loop

    def stored(self, begun: float, now: float) -> None:
        """The log took what was offered to it."""
        self.append_seconds.observe(now - begun)
        self.stored_at = now

    def closed(self, code: int, reason: str) -> None:
        """We closed a socket."""
        self.closings[code] += 1
        self.slow_readers += code == 1013 and reason in TOO_SLOW
