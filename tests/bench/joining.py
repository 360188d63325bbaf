"""Coming to an old board: 300 cards with 50,000 edits of history, alone and a hundred at once, after a restart."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bench import edits
from tests.bench.gathering import base, past, prepare, settle
from tests.bench.goals import Goal, Part
from tests.bench.heard import Cast, Report, percentiles
from tests.bench.stage import Stage, all_of_them, embedded
from tests.bench.targets import Board, Brownboard, Target

HISTORY = 50_000
CROWD = 100
ALONE = 5
SAVED_SECONDS = 3.0  # until peers that save later than they say have saved


@dataclass(frozen=True)
class Joined:
    """How a hundred came in at once, and one by one."""

    first_ms: float  # alone, on a server that has nothing loaded
    alone_ms: float  # median of some who come one by one
    crowd_ms: tuple[float, float, float]
    cpu_ms: float  # of the server, for each of the hundred
    whole: int  # who got the whole board
    loads: int | None


def compare(stage: Stage) -> Part:
    """All servers."""
    head = ("server", "first ms", "alone ms", "100 at once p50", "p95", "last ms", "CPU ms each", "whole", "loads")
    part = Part(f"Joining a board of {edits.CARDS} cards and {HISTORY:,} edits", head)
    for target, joined in stage.each(lambda target: _measure(stage, target), embedded if stage.quick else all_of_them):
        crowd = (f"{ms:.0f}" for ms in joined.crowd_ms)
        loads = "" if joined.loads is None else str(joined.loads)
        part.rows.append(
            (
                target.name,
                f"{joined.first_ms:.0f}",
                f"{joined.alone_ms:.0f}",
                *crowd,
                f"{joined.cpu_ms:.1f}",
                f"{joined.whole}",
                loads,
            )
        )
        part.figures.append({"server": target.name} | vars(joined))
        if target.name == Brownboard.name:
            fine = joined.loads == 1 and joined.whole == CROWD
            said = (
                f"{joined.loads} loads, {joined.whole} got the whole board, the last after {joined.crowd_ms[2]:.0f} ms"
            )
            part.goals.append(Goal("100 joins at once with one load of the document", fine, said))
    return part


def _measure(stage: Stage, target: Target) -> Joined:
    stage.say(f"{target.name}: joins")
    target.start()
    board = target.board(0)
    prepare(target, board, stage.editors, HISTORY, 1)
    settle(target, SAVED_SECONDS)
    stage.editors.do("leave")
    settle(target)
    cast = Cast(expected=edits.content([base(), *past(HISTORY)]))
    crowd, cpu, loads = _at_once(stage, target, board, cast)
    one_by_one = _restarted(stage, target, board, cast, ALONE)
    target.stop()
    return Joined(
        first_ms=one_by_one.whole_ms[0],
        alone_ms=percentiles(list(one_by_one.whole_ms[1:]))[0],
        crowd_ms=(*percentiles(list(crowd.whole_ms))[:2], max(crowd.whole_ms)),
        cpu_ms=cpu / CROWD * 1e3,
        whole=crowd.equal,
        loads=loads,
    )


def _at_once(stage: Stage, target: Target, board: Board, cast: Cast) -> tuple[Report, float, int | None]:
    target.stop()
    target.start()
    settle(target)  # a port may be open before all processes behind it are
    before, loads = target.process.cpu(), target.loads()
    stage.followers.do("join", [target.seat(board, "follower") for _ in range(CROWD)])
    used, after = target.process.cpu() - before, target.loads()
    report: Report = stage.followers.do("report", cast)
    stage.followers.do("leave")
    return report, used, None if after is None or loads is None else after - loads


def _restarted(stage: Stage, target: Target, board: Board, cast: Cast, count: int) -> Report:
    target.stop()
    target.start()
    settle(target)
    stage.followers.do("join", [target.seat(board, "follower") for _ in range(count)], False)
    report: Report = stage.followers.do("report", cast)
    stage.followers.do("leave")
    return report
