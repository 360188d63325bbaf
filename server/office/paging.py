"""Laying blocks on slides: what does not fit goes on, on the next one, and a block taller than any slide is parted."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol, Self, TypeVar

from server.office.canvas import Box, Canvas


class Part(Protocol):
    """Something that stands in a column, and can go on in the next."""

    def height(self, room: float) -> float:
        """How high it is in a column of this width."""

    def parted(self, room: float, tall: float, /) -> tuple[Self, Self | None]:
        """As much of it as is not higher than `tall`, and the rest."""


class Block(Part, Protocol):
    """A part that draws itself."""

    def draw(self, canvas: Canvas, box: Box) -> None:
        """Draws it there."""


T = TypeVar("T")
P = TypeVar("P", bound=Part)


def height(blocks: Sequence[Part], room: float, gap: float) -> float:
    """How high the blocks stand one under the other."""
    return sum(block.height(room) for block in blocks) + gap * max(len(blocks) - 1, 0)


def fill(blocks: Sequence[P], room: float, tall: float, gap: float) -> tuple[list[P], list[P]]:
    """The blocks that fit, one at least, and those that go on."""
    taken: list[P] = []
    left = tall
    for index, block in enumerate(blocks):
        high = block.height(room)
        if high <= left:
            taken.append(block)
            left -= high + gap
        elif taken:
            return taken, list(blocks[index:])
        else:
            head, rest = block.parted(room, tall)
            return [head], ([rest] if rest else []) + list(blocks[index + 1 :])
    return taken, []


def columns(blocks: Sequence[P], room: float, tall: float, gap: float) -> list[list[P]]:
    """All blocks in as many columns as they need."""
    filled: list[list[P]] = []
    waiting = list(blocks)
    while waiting:
        taken, waiting = fill(waiting, room, tall, gap)
        filled.append(taken)
    return filled


def stack(canvas: Canvas, blocks: Sequence[Block], box: Box, gap: float) -> None:
    """Draws blocks one under the other."""
    y = box.y
    for block in blocks:
        high = block.height(box.width)
        block.draw(canvas, Box(box.x, y, box.width, high))
        y += high + gap


def even(items: Sequence[T], most: int) -> list[Sequence[T]]:
    """The items in runs of at most so many, as equal as can be."""
    runs = max(-(-len(items) // most), 1)
    cuts = [round(len(items) * run / runs) for run in range(runs + 1)]
    return [items[start:end] for start, end in pairwise(cuts)]
