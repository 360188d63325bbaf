"""The performance curve of a record's page, as a drawing as wide as the map's columns."""

from collections.abc import Iterable, Sequence

from board import curve, ratings
from board.hypertext import text
from board.telling import Line, Telling

COLUMN, PLOT, PAD = 190, 250, 26  # pixels: a column of the map, the height of the plot, its inner edge
BANDS = ((1, 4, "low"), (4, 7, "middle"), (7, 10, "high"))


def plot(telling: Telling) -> str:
    """Bands, strings, pins and drops, with the outside view in words."""
    width = COLUMN * len(telling.columns)
    bands = "".join(
        f'<rect class="band band--{name}" y="{_y(high)}" width="{width}" height="{round(_y(low) - _y(high), 1)}"/>'
        for low, high, name in BANDS
    )
    grid = "".join(f'<path class="grid" d="M0 {_y(value)}H{width}"/>' for value in range(1, 11))
    outside = _values(telling, telling.lines()[0])
    strings = "".join(_string(line, _values(telling, line)) for line in reversed(telling.lines()))
    drops = "".join(
        f'<text class="drop" x="{_x(drop.column)}" y="{_y(outside[drop.column] or 1) + 30}">−{drop.by:g}</text>'
        for drop in curve.drops(outside)
    )
    label = text(telling.curve_in_words(list(zip(telling.columns, outside, strict=True))))
    size = f'viewBox="0 0 {width} {PLOT}" width="{width}" height="{PLOT}"'
    return f'<svg class="plot" {size} role="img" aria-label="{label}">{bands}{grid}{strings}{drops}</svg>'


def _values(telling: Telling, line: Line) -> list[int | None]:
    return ratings.series(telling.journey, line.persona, line.series)


def _string(line: Line, values: Sequence[int | None]) -> str:
    path = " ".join(piece[0] + " ".join(_points(piece[1:])) for piece in curve.string(values))
    pins = "".join(_pin(line, _x(i), _y(value), value) for i, value in enumerate(values) if value is not None)
    return f'<path class="string string--{line.series}" stroke="{line.color}" d="{path}"/>{pins}' if path else ""


def _pin(line: Line, x: float, y: float, value: int) -> str:
    match line.series:
        case "outside" if line.lead:
            level = -(-value // 2)  # five steps, as the smileys
            number = f'<text class="value" x="{x}" y="{round(y + 4.5, 1)}">{value}</text>'
            return f'<circle class="pin pin--{level}" cx="{x}" cy="{y}" r="13"/>{number}'
        case "outside":
            return f'<circle class="dot" stroke="{line.color}" cx="{x}" cy="{y}" r="6"/>'
        case "inside":
            return f'<path class="diamond" stroke="{line.color}" d="M{x} {round(y - 8, 1)}l8 8-8 8-8-8z"/>'
        case _:
            return f'<path class="tick" stroke="{line.color}" d="M{x - 8} {y}h16"/>'


def _points(point: Sequence[float]) -> Iterable[str]:
    for x, y in zip(point[::2], point[1::2], strict=True):
        yield f"{round(x * COLUMN, 1):g} {_y(y):g}"


def _x(column: int) -> float:
    return (column + 0.5) * COLUMN


def _y(value: float) -> float:
    return round(PAD + (PLOT - 2 * PAD) * (10 - value) / 9, 1)
