"""The bench at work: which servers, how long, and one fresh server for each load."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tests.bench.gathering import Load, Outcome, gather
from tests.bench.helpers import Helper
from tests.bench.processes import NotStarted
from tests.bench.targets import Target

T = TypeVar("T")


@dataclass
class Stage:
    """What every part of the bench needs."""

    editors: Helper
    followers: Helper
    targets: list[type[Target]]
    quick: bool
    say: Callable[[str], None]
    absent: dict[str, str] = field(default_factory=dict)  # servers that can't be measured here, and why
    failures: list[str] = field(default_factory=list)  # what went wrong in a part

    def each(self, run: Callable[[Target], T], which: Callable[[type[Target]], bool]) -> Iterator[tuple[Target, T]]:
        """Runs it on every server, each in a folder of its own; who does not start is named and left out."""
        for kind in self.targets:
            if kind.name in self.absent or not which(kind):
                continue
            with self.opened(kind) as target:
                try:
                    result = run(target)
                except NotStarted as reason:
                    self.absent[kind.name] = str(reason)
                    self.say(f"{kind.name} is not measured: {reason}")
                    continue
                except RuntimeError as failure:  # a server or its clients gave up: the others are measured all the same
                    self.failures.append(f"{kind.name}: {str(failure).splitlines()[0]}")
                    self.say(f"{kind.name} failed: {failure}")
                    continue
                yield target, result

    def gather(self, target: Target, load: Load) -> Outcome:
        """One load on a fresh start of the server."""
        self.say(f"{target.name}: {load.followers} followers, history {load.history}")
        return gather(target, load, self.editors, self.followers)

    @contextmanager
    def opened(self, kind: type[Target]) -> Iterator[Target]:
        """A server with a folder, and nothing of either afterwards."""
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            target = kind(Path(folder))
            try:
                yield target
            finally:
                target.close()


def all_of_them(_: type[Target]) -> bool:
    """Every server, in every way to run it."""
    return True


def in_full(kind: type[Target]) -> bool:
    """Each server once, and no other way to run it."""
    return not kind.variant


def embedded(kind: type[Target]) -> bool:
    """Ours, as it is after installing."""
    return kind.ours and not kind.variant


def ours(kind: type[Target]) -> bool:
    """Ours in all ways to run it."""
    return kind.ours
