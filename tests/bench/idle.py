"""Memory of a thousand boards that are open and idle, with one person on each."""

from __future__ import annotations

from tests.bench.crowd import Act
from tests.bench.edits import board
from tests.bench.framing import edit
from tests.bench.gathering import settle
from tests.bench.goals import Part
from tests.bench.stage import Stage, in_full
from tests.bench.targets import Target

BOARDS, QUICK = 1_000, 100
CARDS = 30
KIB = 1024
PATIENCE = 60.0
APART = 2_000_000  # nanoseconds between two boards


def compare(stage: Stage) -> Part:
    """All servers."""
    count = QUICK if stage.quick else BOARDS
    title = f"{count:,} idle boards of {CARDS} cards, one person on each"
    part = Part(title, ("server", "KB per board", "MB in all"))
    for target, (each, whole) in stage.each(lambda target: _measure(stage, target, count), in_full):
        part.rows.append((target.name, f"{each / KIB:.0f}", f"{whole / KIB / KIB:.0f}"))
        part.figures.append({"server": target.name, "bytes_per_board": each, "bytes": whole, "boards": count})
    return part


def _measure(stage: Stage, target: Target, count: int) -> tuple[float, int]:
    stage.say(f"{target.name}: idle boards")
    target.start()
    boards = [target.board(number) for number in range(count)]
    settle(target)
    before = target.process.memory()
    seats = [target.seat(one, "participant") for one in boards]
    stage.editors.do("join", seats)
    update = board(CARDS)
    acts = [Act(n * APART, n, edit(seat.prefix, update), n, True) for n, seat in enumerate(seats)]
    try:
        stage.editors.do("play", 0, acts, 0, PATIENCE)
        settle(target)
        after = target.process.memory()
        return (after - before) / count, after
    finally:
        stage.editors.do("leave")
        target.stop()
