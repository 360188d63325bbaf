"""How much came to a board's log since its checkpoint, and how busy the board was since its snapshot."""

from collections.abc import Iterable

from server.update_log import Stored

BYTES_PER_ENTRY = 100  # of a state: checking it anew takes a second for 800 KB, as replaying so many entries does
MOST_ENTRIES = 20_000  # however large the state is: a Redis reads so many in 0.3 s, and meanwhile nothing else


class Growth:
    """What makes a checkpoint (F19) or a snapshot (R15) due; both are counted by every process for itself."""

    def __init__(self) -> None:
        self.entries = self.bytes = 0
        self.active_minutes: set[int] = set()  # in which somebody worked
        self._checkpoint_bytes = 0

    def measure(self, stored: Stored) -> int:
        """The log is as long as it was just read; answers with the bytes of all that makes the document."""
        self.entries = len(stored.entries)
        self.bytes = sum(len(entry.data) for entry in stored.entries)
        self._checkpoint_bytes = 0 if stored.checkpoint is None else len(stored.checkpoint.state)
        return self._checkpoint_bytes + self.bytes

    def add(self, sizes: Iterable[int]) -> None:
        """Entries of these sizes came to the log."""
        for size in sizes:
            self.entries += 1
            self.bytes += size

    def postpone(self) -> None:
        """The next checkpoint is due when the log has grown as much once more."""
        self.entries = self.bytes = 0

    def is_long(self, entries: int, size: int) -> bool:
        """Whether a checkpoint is worth its price, which grows with the last state (F19)."""
        many = min(max(entries, self._checkpoint_bytes // BYTES_PER_ENTRY), MOST_ENTRIES)
        return self.entries >= many or self.bytes > max(size, 2 * self._checkpoint_bytes)
