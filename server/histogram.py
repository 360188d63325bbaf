"""How long something takes, counted in steps, as Prometheus reads it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

ANSWER_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
STORE_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
LAG_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 30.0)

Labels = tuple[tuple[str, str], ...]


class Histogram:
    """Counts how often something took up to so many seconds."""

    def __init__(self, edges: Sequence[float]) -> None:
        self._edges = edges
        self._counts = [0] * (len(edges) + 1)
        self._sum = 0.0

    def observe(self, seconds: float) -> None:
        """It took so long once more."""
        self._counts[bisect_left(self._edges, seconds)] += 1
        self._sum += seconds

    def lines(self, name: str, labels: Labels = ()) -> Iterator[str]:
        """The samples of this histogram."""
        total = 0
        for edge, count in zip((*map(str, self._edges), "+Inf"), self._counts, strict=True):
            total += count
            yield f"{name}_bucket{label_text((*labels, ('le', edge)))} {total}"
        yield f"{name}_sum{label_text(labels)} {self._sum:.6f}"
        yield f"{name}_count{label_text(labels)} {total}"


def label_text(labels: Labels) -> str:
    """Labels as they stand behind a name."""
    if not labels:
        return ""
    return "{" + ",".join(f'{key}="{_escape(value)}"' for key, value in labels) + "}"


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
