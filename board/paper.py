"""The sheets that a poster is made for, and how the columns of a map are laid on them.

A3 is a layout of its own, never A0 made smaller. Lengths are in millimetres, text sizes in points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Any

FEWEST_COLUMNS = 3  # on a page; with fewer the map is no map any more


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A sheet and what stands on it. Captions are smaller than the text by a factor, and nowhere under 6.5 pt."""

    width: float
    height: float
    margin: float
    gutter: float
    """The lanes' heads with the gap after them."""
    gap: float
    persona: float
    narrowest: float
    widest: float
    """Columns are as wide as they can be between these two."""
    curve: tuple[float, float]
    """The curve's least and greatest height."""
    loose: float
    """How much higher than its cards a row may become to fill the sheet."""
    caption: float
    sizes: tuple[float, ...]
    """Text sizes, the best first."""

    def columns(self) -> int:
        """How many columns of the smallest width a page holds."""
        return int(self._room // self.narrowest)

    def column(self, count: int) -> float:
        """The width of a column on a page with so many."""
        return round(min(self._room / max(count, 1), self.widest), 3)

    def holding(self, count: int) -> "Paper":
        """This sheet, made wider if it is too narrow for so many columns."""
        return replace(self, width=max(self.width, self.width - self._room + count * self.narrowest))

    def lengths(self) -> dict[str, Any]:
        """What the template needs of the sheet."""
        names = ("width", "height", "margin", "gutter", "gap", "persona", "loose", "caption", "curve")
        return {name: getattr(self, name) for name in names}

    @property
    def _room(self) -> float:
        return self.width - 2 * self.margin - self.gutter


PAPERS: Mapping[str, Paper] = {
    "a0": Paper(
        width=1189,
        height=841,
        margin=16,
        gutter=66,
        gap=3,
        persona=360,
        narrowest=44,
        widest=180,
        curve=(110, 190),
        loose=26,
        caption=0.77,
        sizes=(28, 26, 24, 22, 20, 18.5, 17, 16, 15, 14, 13, 12, 11),
    ),
    "a3": Paper(
        width=420,
        height=297,
        margin=9,
        gutter=28,
        gap=1.6,
        persona=128,
        narrowest=38,
        widest=80,
        curve=(34, 62),
        loose=8,
        caption=0.82,
        sizes=(12, 11.5, 11, 10.5, 10, 9.5, 9, 8.6, 8.3, 8),
    ),
}


def fewest_pages(columns: int, paper: Paper) -> int:
    """How many pages so many columns need at least."""
    return max(1, ceil(columns / paper.columns()))


def most_pages(columns: int, paper: Paper) -> int:
    """Up to how many pages wider columns still make a better poster."""
    return max(fewest_pages(columns, paper), ceil(columns / FEWEST_COLUMNS))


def split(begins: Sequence[bool], pages: int) -> list[range]:
    """Columns on pages as evenly as can be; a page ends one column sooner if a stage ends there.

    `begins` says of each column whether a stage begins with it."""
    count = len(begins)
    if count == 0:
        return [range(0)]
    even = [round(count * page / pages) for page in range(pages + 1)]
    inner = [cut - 1 if not begins[cut] and begins[cut - 1] else cut for cut in even[1:-1]]
    return [range(start, end) for start, end in pairwise([0, *inner, count])]
