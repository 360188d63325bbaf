"""What is to be reached, and whether it was: each goal of the issue with the figure that was measured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Goal:
    """One promise, and what was measured."""

    means: str
    reached: bool
    measured: str

    def line(self) -> str:
        """One line of the last table."""
        return f"{'reached' if self.reached else 'NOT REACHED':<12}{self.means}: {self.measured}"


@dataclass
class Part:
    """One table of figures, the goals that it decides, and everything for the file."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)

    def text(self) -> str:
        """The table, its columns as wide as they must be."""
        lines = [self.head, *self.rows]
        widths = [max(len(line[n]) for line in lines) for n in range(len(self.head))]
        drawn = [
            "  ".join(
                cell.ljust(width) if n == 0 else cell.rjust(width)
                for n, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            for line in lines
        ]
        return "\n".join([self.title, "-" * len(self.title), *drawn, *(goal.line() for goal in self.goals)])
