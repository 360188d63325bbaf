"""The recent entries of a log, from which members who are a little behind are served (R11)."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

import pycrdt

MOST_ENTRIES = 512  # half a minute of eight busy editors
MOST_BYTES = 512 * 1024  # beyond it a diff is cheaper than what was missed
MERGED = 64  # updates merged at once: merging many costs more than a diff (F17)


class Recent(NamedTuple):
    """An entry that is applied: its update, and the member who sent it, if one of this room did."""

    position: int
    data: bytes
    author: int | None


class Ring:
    """Recent entries up to the head; those after `start` are all here."""

    def __init__(self, head: int) -> None:
        self.start = self.head = head
        self._entries: deque[Recent] = deque()
        self._bytes = 0

    def push(self, entry: Recent) -> None:
        """Adds the next entry, and forgets the oldest beyond the bounds; a marker has no bytes."""
        self.head = entry.position
        if not entry.data:
            return
        self._entries.append(entry)
        self._bytes += len(entry.data)
        while len(self._entries) > MOST_ENTRIES or self._bytes > MOST_BYTES:
            oldest = self._entries.popleft()
            self._bytes -= len(oldest.data)
            self.start = oldest.position

    def holds(self, cursor: int) -> bool:
        """Whether nothing after the cursor is missing here."""
        return cursor >= self.start

    def since(self, cursor: int) -> list[Recent]:
        """The entries after the cursor."""
        missed: list[Recent] = []
        for entry in reversed(self._entries):
            if entry.position <= cursor:
                break
            missed.append(entry)
        missed.reverse()
        return missed


def merged(updates: Sequence[bytes]) -> list[bytes]:
    """The same changes in fewer updates; unmerged where pycrdt would not."""
    if len(updates) == 1:
        return list(updates)
    out = []
    for start in range(0, len(updates), MERGED):
        part = updates[start : start + MERGED]
        try:
            out.append(pycrdt.merge_updates(*part))
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # R9: its panics are no Exceptions
            out.extend(part)
    return out
