"""What operators measure, as Prometheus text."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.histogram import ANSWER_SECONDS, Histogram, Labels, label_text

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
    labels: Labels = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """A histogram that somebody else keeps."""

    name: str
    means: str
    histogram: Histogram


class Metrics:
    """Counters and one histogram; everything else is asked for when somebody reads."""

    def __init__(self) -> None:
        self._counters: dict[str, dict[Labels, float]] = defaultdict(lambda: defaultdict(float))
        self._answers: dict[Labels, Histogram] = defaultdict(lambda: Histogram(ANSWER_SECONDS))

    def count(self, name: str, labels: Mapping[str, str] | None = None) -> None:
        """One more of it."""
        self._counters[name][tuple(sorted((labels or {}).items()))] += 1

    def observe(self, route: str, seconds: float) -> None:
        """An answer took so long."""
        self._answers[(("route", route),)].observe(seconds)

    def text(self, measured: Iterable[Reading | Spread]) -> str:
        """All of it, with what others measured."""
        lines = [*self._counter_lines(), *self._answer_lines()]
        told: set[str] = set()
        for one in measured:
            if one.name not in told:
                told.add(one.name)
                lines += _head(one.name, one.means, "histogram" if isinstance(one, Spread) else one.kind)
            lines += one.histogram.lines(one.name) if isinstance(one, Spread) else [_sample(one)]
        return "\n".join(lines) + "\n"

    def _counter_lines(self) -> Iterator[str]:
        for name, values in sorted(self._counters.items()):
            yield from _head(name, HELP.get(name, name), "counter")
            for labels, value in sorted(values.items()):
                yield f"{name}{label_text(labels)} {_number(value)}"

    def _answer_lines(self) -> Iterator[str]:
        name = "brownboard_http_seconds"
        if self._answers:
            yield from _head(name, HELP[name], "histogram")
        for labels, histogram in sorted(self._answers.items()):
            yield from histogram.lines(name, labels)


def together(texts: Mapping[str, str]) -> str:
    """The texts of several processes as one: every sample says whose it is, and every name is explained once."""
    heads: dict[str, list[str]] = {}
    samples: dict[str, list[str]] = {}
    for process, text in sorted(texts.items()):
        family = ""
        for line in text.splitlines():
            if line.startswith("# HELP "):
                family = line.split(" ", 3)[2]
                heads[family] = [line]
            elif line.startswith("# TYPE "):
                heads[family] = [heads[family][0], line]
            else:
                samples.setdefault(family, []).append(_of_process(line, process))
    return "".join(f"{line}\n" for family in heads for line in (*heads[family], *samples.get(family, ())))


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


def _sample(reading: Reading) -> str:
    return f"{reading.name}{label_text(reading.labels)} {_number(reading.value)}"


def _of_process(sample: str, process: str) -> str:
    end = min(at for at in (sample.find("{"), sample.find(" ")) if at > 0)
    label = label_text((("process", process),))
    return (
        f"{sample[:end]}{label[:-1]},{sample[end + 1 :]}" if sample[end] == "{" else sample[:end] + label + sample[end:]
    )


def _head(name: str, means: str, kind: str) -> list[str]:
    return [f"# HELP {name} {means}", f"# TYPE {name} {kind}"]


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
