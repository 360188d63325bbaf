"""The eight colours of people, told apart also by colour-blind eyes; never alone, always with initials."""

from collections import Counter
from collections.abc import Iterable

# Okabe and Ito's set, its yellow and black replaced: they vanish on paper and kraft.
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#6a3d9a", "#e69f00", "#56b4e9", "#5b6b7b")


def next_color(taken: Iterable[str]) -> str:
    """The colour that the fewest have; of equals the first."""
    count = Counter(taken)
    return min(COLORS, key=lambda color: count[color])
