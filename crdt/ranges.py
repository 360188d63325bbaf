"""Runs of clocks, kept in order and without overlap: what is deleted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right


class Ranges:
    """Runs of clocks of many clients."""

    __slots__ = ("_runs",)

    def __init__(self) -> None:
        self._runs: dict[int, tuple[list[int], list[int]]] = {}  # client -> starts, ends

    def covers(self, client: int, clock: int, length: int = 1) -> bool:
        """Whether the whole run is in."""
        runs = self._runs.get(client)
        if runs is None:
            return False
        starts, ends = runs
        at = bisect_right(starts, clock) - 1
        return at >= 0 and clock + length <= ends[at]

    def add(self, client: int, clock: int, length: int) -> None:
        """Puts the run in, melted with those that it touches."""
        starts, ends = self._runs.setdefault(client, ([], []))
        end = clock + length
        if not starts or clock > ends[-1]:
            starts.append(clock)
            ends.append(end)
            return
        first = bisect_left(ends, clock)
        last = bisect_right(starts, end)
        if first < last:
            clock, end = min(clock, starts[first]), max(end, ends[last - 1])
        starts[first:last] = [clock]
        ends[first:last] = [end]

    def absorb(self, other: Ranges) -> None:
        """Puts in all runs of the other."""
        for client, (starts, ends) in other._runs.items():
            for start, end in zip(starts, ends, strict=True):
                self.add(client, start, end - start)
