"""What operators measure, as Prometheus text."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Labels = tuple[tuple[str, str], ...]
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds

HELP = {
    "brownboard_http_requests_total": "Requests answered, by method, route and status.",
    "brownboard_http_seconds": "How long answers took.",
    "brownboard_join_failures_total": "Wrong codes and dead tokens presented to join.",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that somebody else measures, as of now."""

    name: str
    kind: Literal["gauge", "counter"]
    means: str
    value: float


class Metrics:
    """Counters and one histogram; gauges are asked for when somebody reads."""

    def __init__(self) -> None:
        self._counters: dict[str, dict[Labels, float]] = defaultdict(lambda: defaultdict(float))
        self._buckets: dict[Labels, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._sums: dict[Labels, float] = defaultdict(float)

    def count(self, name: str, labels: Mapping[str, str] | None = None) -> None:
        """One more of it."""
        self._counters[name][tuple(sorted((labels or {}).items()))] += 1

    def observe(self, route: str, seconds: float) -> None:
        """An answer took so long."""
        labels = (("route", route),)
        slot = next((i for i, edge in enumerate(BUCKETS) if seconds <= edge), len(BUCKETS))
        self._buckets[labels][slot] += 1
        self._sums[labels] += seconds

    def text(self, readings: Iterable[Reading]) -> str:
        """All of it, with what others measured."""
        return "\n".join([*self._counter_lines(), *self._histogram_lines(), *_reading_lines(readings)]) + "\n"

    def _counter_lines(self) -> Iterator[str]:
        for name, values in sorted(self._counters.items()):
            yield from _head(name, HELP.get(name, name), "counter")
            for labels, value in sorted(values.items()):
                yield f"{name}{_labels(labels)} {_number(value)}"

    def _histogram_lines(self) -> Iterator[str]:
        name = "brownboard_http_seconds"
        if not self._buckets:
            return
        yield from _head(name, HELP[name], "histogram")
        for labels, counts in sorted(self._buckets.items()):
            total = 0
            for edge, count in zip((*map(str, BUCKETS), "+Inf"), counts, strict=True):
                total += count
                yield f"{name}_bucket{_labels((*labels, ('le', edge)))} {total}"
            yield f"{name}_sum{_labels(labels)} {self._sums[labels]:.6f}"
            yield f"{name}_count{_labels(labels)} {total}"


class Measured:
    """Counts every request under the name of its endpoint; the path itself would name boards."""

    def __init__(self, app: ASGIApp, metrics: Metrics, clock: Callable[[], float] = time.perf_counter) -> None:
        self._app = app
        self._metrics = metrics
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = "500"
        begun = self._clock()

        async def sender(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, sender)
        finally:
            route = _route(scope)
            self._metrics.count(
                "brownboard_http_requests_total",
                {"method": _method(scope["method"]), "route": route, "status": status},
            )
            self._metrics.observe(route, self._clock() - begun)


def _route(scope: Scope) -> str:
    endpoint: Any = scope.get("endpoint")
    return getattr(endpoint, "__qualname__", "none").replace(".<locals>", "") if endpoint else "none"


def _method(method: str) -> str:
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return method if method in known else "other"


def _reading_lines(readings: Iterable[Reading]) -> Iterator[str]:
    for reading in readings:
        yield from _head(reading.name, reading.means, reading.kind)
        yield f"{reading.name} {_number(reading.value)}"


def _head(name: str, means: str, kind: str) -> Iterator[str]:
    yield f"# HELP {name} {means}"
    yield f"# TYPE {name} {kind}"


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    escaped = (f'{key}="{_escape(value)}"' for key, value in labels)
    return "{" + ",".join(escaped) + "}"


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
