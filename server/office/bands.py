"""What both charts of the curve show: the lines that are rated, on three bands, and all of it in words."""

from collections.abc import Sequence

from board import ratings
from board.telling import Line, Telling
from server.office.text import clean

LONGEST = 8_000  # characters
TOP = 11  # above 10: room for the string, whose bends go a little beyond its pins
BANDS: Sequence[tuple[int, str]] = ((4, "#f9e3e0"), (3, "#fcf6e0"), (TOP - 7, "#e7f3ec"))
"""Heights and colours of the bands, from the ground up."""
RANGES: Sequence[tuple[int, int]] = ((1, 4), (4, 7), (7, 10))


def rated(telling: Telling) -> list[tuple[Line, list[int | None]]]:
    """The lines of the curve that hold a value, each along the columns of the map."""
    told = [(line, ratings.series(telling.journey, line.persona, line.series)) for line in telling.lines()]
    return [(line, values) for line, values in told if any(values)]


def in_words(telling: Telling) -> str:
    """The outside view for who can't see it."""
    leading = telling.lines()[0]
    values = ratings.series(telling.journey, leading.persona, leading.series)
    return clean(telling.curve_in_words(list(zip(telling.columns, values, strict=True))))[:LONGEST]
