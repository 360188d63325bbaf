"""The performance curve: a smooth string through the ratings that never overshoots them, and where it drops.

The browser draws the same curve; `tests/curve_cases.json` holds the cases that both must meet."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

DROP = 3  # from one activity to the next: what people see from across the room (look.md)

Values = Sequence[float | None]
Move = tuple[Literal["M"], float, float]
Cubic = tuple[Literal["C"], float, float, float, float, float, float]


class Drop(NamedTuple):
    """The activity in column `column` is rated `by` lower than the rated one before it."""

    column: int
    by: float


def string(values: Values) -> list[Move | Cubic]:
    """The line through the values, one column wide each: a pin stands at `index + 0.5`.

    A monotone cubic: flat at every peak and valley, so that no stretch leaves the range of its two pins. It breaks
    where a value is missing; a lone value is a move without a stroke."""
    drawn: list[Move | Cubic] = []
    for start, run in _runs(values):
        slopes = _slopes(run)
        drawn.append(("M", start + 0.5, run[0]))
        for step, (left, right) in enumerate(pairwise(run)):
            x = start + step + 0.5
            drawn.append(
                ("C", x + 1 / 3, left + slopes[step] / 3, x + 2 / 3, right - slopes[step + 1] / 3, x + 1, right)
            )
    return drawn


def drops(values: Values, least: float = DROP) -> list[Drop]:
    """Every fall of `least` or more from the rated activity before, in board order."""
    rated = [(index, value) for index, value in enumerate(values) if value is not None]
    return [Drop(index, before - after) for (_, before), (index, after) in pairwise(rated) if before - after >= least]


def _runs(values: Values) -> list[tuple[int, list[float]]]:
    runs: list[tuple[int, list[float]]] = []
    for index, value in enumerate(values):
        if value is None:
            continue
        if index == 0 or values[index - 1] is None:
            runs.append((index, []))
        runs[-1][1].append(value)
    return runs


def _slopes(run: Sequence[float]) -> list[float]:
    """The slope at each pin: the harmonic mean of both sides, 0 where the string turns."""
    rises = [after - before for before, after in pairwise(run)]
    if not rises:
        return [0.0]
    inner = [2 * a * b / (a + b) if a * b > 0 else 0.0 for a, b in pairwise(rises)]
    return [rises[0], *inner, rises[-1]]
