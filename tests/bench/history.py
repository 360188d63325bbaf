"""What an edit costs on an old board: 1,000, 10,000 and 100,000 edits of history, by turns on fresh servers."""

from __future__ import annotations

import statistics

from tests.bench.gathering import Load, Outcome
from tests.bench.goals import Goal, Part
from tests.bench.stage import Stage, in_full
from tests.bench.targets import Brownboard, Target

HISTORIES = (1_000, 10_000, 100_000)
EDITS_PER_SECOND = 40.0  # of each of 8 editors: enough that the scheduler's account is exact
MOST_GROWTH = 1.3
TURNS = 2  # of ours


def compare(stage: Stage) -> Part:
    """CPU for one edit of eight editors, which seven hear of."""
    part = Part(
        "Edits against history: CPU per edit, 8 editors", ("server", *(f"{n:,} edits" for n in HISTORIES), "growth")
    )

    def measure(target: Target) -> dict[int, float]:
        turns = TURNS if isinstance(target, Brownboard) and not stage.quick else 1
        measured: dict[int, list[float]] = {history: [] for history in HISTORIES}
        for _ in range(turns):
            for history in HISTORIES:
                measured[history].append(_per_edit(stage.gather(target, _load(stage, history))))
        return {history: statistics.median(costs) for history, costs in measured.items()}

    for target, costs in stage.each(measure, in_full):
        growth = costs[HISTORIES[-1]] / costs[HISTORIES[0]]
        part.rows.append((target.name, *(f"{us:.0f} us" for us in costs.values()), f"{growth:.2f}"))
        part.figures.append({"server": target.name, "cpu_us_per_edit": costs, "growth": growth})
        if target.name == Brownboard.name:
            means = "CPU per edit at 100,000 edits of history at most 1.3 times that at 1,000"
            part.goals.append(Goal(means, growth <= MOST_GROWTH, f"{growth:.2f} times"))
    return part


def _load(stage: Stage, history: int) -> Load:
    seconds = 2 if stage.quick else 3
    return Load(edits_per_second=EDITS_PER_SECOND, cursors_per_second=0, seconds=seconds, warm=1, history=history)


def _per_edit(outcome: Outcome) -> float:
    return outcome.cpu / outcome.edits * 1e6
