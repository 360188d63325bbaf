"""One load on one board: editors who type, make and move cards and show their cursors, and followers who watch."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tests.bench import edits
from tests.bench.crowd import SECOND, Act, Played
from tests.bench.framing import cursor, edit
from tests.bench.heard import Cast, Report
from tests.bench.helpers import Helper
from tests.bench.targets import Board, Target

EDITORS = 8
HEAD_START = SECOND // 4  # until all helpers are at the line
PATIENCE = 8.0  # seconds for what is late at the end of a load
SETTLED_SHARE = 0.05  # of a core; below it a server has done what was to be done


@dataclass(frozen=True)
class Load:
    """What happens on the board."""

    followers: int = 0
    edits_per_second: float = 10.0  # of each editor: quick typing
    cursors_per_second: float = 10.0
    seconds: float = 6.0
    warm: float = 1.5  # seconds before, which are not measured
    history: int = 0  # edits that were made before
    deaf: int = 0  # clients that ask for all and never read


@dataclass(frozen=True)
class Outcome:
    """What was measured."""

    load: Load
    editors: Report
    followers: Report
    cpu: float  # seconds of the server
    edits: int  # sent in the measured time
    seconds: float
    quiet: bool  # everything arrived that was to arrive
    joined_bytes: float  # of memory for each follower, when they had come in
    loaded_bytes: float  # and after the load
    clients_cpu: float

    @property
    def delivered(self) -> int:
        """Edits and cursors that reached somebody else."""
        return self.editors.delivered + self.followers.delivered

    @property
    def cpu_us(self) -> float:
        """Of the server, per delivered message."""
        return self.cpu / max(1, self.delivered) * 1e6

    @property
    def converged(self) -> bool:
        """Whether all documents are as the edits make them."""
        both = (self.editors, self.followers)
        return all(one.equal == one.receivers and not one.missing for one in both)


def gather(target: Target, load: Load, editors: Helper, followers: Helper) -> Outcome:
    """Puts the load on a fresh start of the server."""
    target.start()
    try:
        board = target.board(0)
        prepare(target, board, editors, load.history)
        before = target.process.memory()
        followers.do("join", [target.seat(board, "follower") for _ in range(load.followers)])
        editors.do("join", [target.seat(board, "follower", deaf=True) for _ in range(load.deaf)])
        settle(target)
        joined = target.process.memory()
        return _play(target, load, editors, followers, before, joined)
    finally:
        editors.do("leave")
        followers.do("leave")
        target.stop()


def prepare(target: Target, board: Board, editors: Helper, history: int, count: int = EDITORS) -> None:
    """Editors come in, and the first of them lays the board with its history."""
    seats = [target.seat(board, "participant") for _ in range(count)]
    editors.do("join", seats)
    updates = [base(), *past(history)]
    acts = [Act(n, 0, edit(seats[0].prefix, update), n, True) for n, update in enumerate(updates)]
    editors.do("play", time.monotonic_ns(), acts, 0, PATIENCE)
    settle(target)


def settle(target: Target, seconds: float = 0.25, patience: float = 15.0) -> None:
    """Returns when the server has nothing more to do."""
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        before = target.process.cpu()
        time.sleep(seconds)
        if target.process.cpu() - before < SETTLED_SHARE * seconds:
            return


@cache
def base() -> bytes:
    """The board of every load."""
    return edits.board()


@cache
def past(count: int) -> list[bytes]:
    """So many edits of its history."""
    return edits.history(base(), count) if count else []


@cache
def scripts(count: int) -> list[edits.Script]:
    """What the editors write."""
    return [edits.script(number, base(), count) for number in range(EDITORS)]


def _play(target: Target, load: Load, editors: Helper, followers: Helper, before: int, joined: int) -> Outcome:
    prefix = target.seat(Board("board-0", {"participant": ""}), "participant").prefix
    acts = _acts(load, prefix)
    begin = time.monotonic_ns() + HEAD_START
    since = begin + int(load.warm * SECOND)
    ends = since + int(load.seconds * SECOND)
    editors.ask("play", begin, acts, ends, PATIENCE)
    followers.ask("play", begin, [], ends, PATIENCE)
    time.sleep((since - time.monotonic_ns()) / SECOND)
    used = target.process.cpu()
    played: list[Played] = [editors.answer(), followers.answer()]
    used = target.process.cpu() - used
    loaded = target.process.memory()
    cast = _cast(load, played[0], since)
    editors.ask("report", cast)
    followers.ask("report", Cast(**{**vars(cast), "authors": False, "written": {}, "laid": []}))
    share = max(1, load.followers)
    return Outcome(
        load=load,
        editors=editors.answer(),
        followers=followers.answer(),
        cpu=used,
        edits=sum(moment >= since for times in cast.edits_at for moment in times.values()),
        seconds=load.seconds,
        quiet=all(one.quiet for one in played),
        joined_bytes=(joined - before) / share,
        loaded_bytes=(loaded - before) / share,
        clients_cpu=sum(one.cpu for one in played),
    )


def _acts(load: Load, prefix: bytes) -> Sequence[Act]:
    """All frames of all editors in the order of their times; the editors take turns."""
    seconds = load.warm + load.seconds
    acts: list[Act] = []
    for n, script in enumerate(scripts(_count(load))):
        for rate, is_edit in ((load.edits_per_second, True), (load.cursors_per_second, False)):
            for number in range(int(rate * seconds)):
                after = int((number + n / EDITORS + (0 if is_edit else 0.5 / EDITORS)) / rate * SECOND)
                said = edit(prefix, script.updates[number]) if is_edit else cursor(prefix, script.client, number)
                acts.append(Act(after, n, said, number, is_edit))
    return sorted(acts, key=lambda act: act.after)


def _count(load: Load) -> int:
    return int(load.edits_per_second * (load.warm + load.seconds))


def _cast(load: Load, played: Played, since: int) -> Cast:
    written = [script.updates[: _count(load)] for script in scripts(_count(load))]
    clients = tuple(script.client for script in scripts(_count(load)))
    laid = [base(), *past(load.history)]
    return Cast(
        clients=clients,
        ends=tuple(tuple(script.ends) for script in scripts(_count(load))),
        edits_at=tuple(played.sent.get((n, True), {}) for n in range(EDITORS)),
        cursors_at=tuple(played.sent.get((n, False), {}) for n in range(EDITORS)),
        since=since,
        expected=edits.content([*laid, *(update for part in written for update in part)]),
        laid=laid,
        written=dict(zip(clients, written, strict=True)),
        authors=True,
    )
