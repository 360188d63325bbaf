"""Fan-out beside the peers: CPU for each delivered message, latency, bytes and memory, with few and many followers."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any

from tests.bench.gathering import EDITORS, Load, Outcome
from tests.bench.goals import Goal, Part
from tests.bench.stage import Stage, all_of_them, embedded, in_full, ours
from tests.bench.targets import Brownboard, BrownboardRedisTwo, Hocuspocus

FOLLOWERS, QUICK = (0, 50, 200, 500), (200,)
JUDGED = 200  # followers at which the CPU is compared
KIB = 1024
CPU_SHARE = 1 / 3  # of what Hocuspocus needs
FOLLOWER_BYTES = 60 * KIB
SCALE_EDITORS_MS, SCALE_FOLLOWERS_MS = 60, 250
STALLED_SHARE = 1.2
HEAD = (
    "server", "followers", "CPU us/msg", "CPU %", "editor p50", "p95", "p99 ms", "cursor p95",
    "follower p50", "p95", "p99 ms", "KB/s each", "KB memory", "equal",
)  # fmt: skip


def compare(stage: Stage) -> Part:
    """All servers, all sizes of the audience."""
    part = Part("Fan-out: 8 editors, 10 edits/s and 10 cursors/s each", HEAD)
    outcomes: dict[tuple[str, int], Outcome] = {}
    for followers in QUICK if stage.quick else FOLLOWERS:
        load = Load(followers, seconds=3 if stage.quick else 5)
        which = all_of_them if followers == JUDGED and not stage.quick else in_full
        for target, outcome in stage.each(partial(stage.gather, load=load), which):
            outcomes[target.name, followers] = outcome
            add(part, target.name, outcome)
    part.goals = [*_cheaper(outcomes), *_as_quick(outcomes), *_small(outcomes), _equal(outcomes)]
    return part


def scale(stage: Stage) -> Part:
    """Ours with 500 followers and cursors at 20 Hz."""
    part = Part("Scale: 8 editors and 500 followers, cursors at 20 Hz, on an otherwise idle machine", HEAD)
    load = Load(500, cursors_per_second=20, seconds=3 if stage.quick else 8)
    for target, outcome in stage.each(lambda target: stage.gather(target, load), embedded if stage.quick else ours):
        add(part, target.name, outcome)
        if target.name == BrownboardRedisTwo.name:
            continue  # the goal is for one process
        editors = max(outcome.editors.edit_ms[1], outcome.editors.cursor_ms[1])
        followers = max(outcome.followers.edit_ms[1], outcome.followers.cursor_ms[1])
        part.goals += [
            _most(f"{target.name}: p95 of edits and cursors to editors", editors, SCALE_EDITORS_MS),
            _most(f"{target.name}: p95 of edits and cursors to 500 followers", followers, SCALE_FOLLOWERS_MS),
        ]
    return part


def stalled(stage: Stage) -> Part:
    """Ours with and without a client that asks for a long history and reads nothing, by turns."""
    part = Part("One reader that never reads: 8 editors at 20 edits/s", HEAD)
    free = Load(edits_per_second=20, cursors_per_second=0, history=50_000, seconds=3 if stage.quick else 5)
    turns = 1 if stage.quick else 3

    def by_turns(target: Any) -> list[tuple[Outcome, Outcome]]:
        return [
            (stage.gather(target, free), stage.gather(target, Load(**{**asdict(free), "deaf": 1})))
            for _ in range(turns)
        ]

    for target, pairs in stage.each(by_turns, embedded):
        for pair in pairs:
            for outcome in pair:
                add(part, target.name + (" + stalled" if outcome.load.deaf else ""), outcome)
        without, with_it = (_middle([pair[n].editors.edit_ms[2] for pair in pairs]) for n in (0, 1))
        said = f"{with_it:.1f} ms with, {without:.1f} ms without it (median of {turns})"
        part.goals.append(
            Goal(f"{target.name}: editors' p99 at most a fifth worse", with_it <= STALLED_SHARE * without, said)
        )
    return part


def add(part: Part, name: str, outcome: Outcome) -> None:
    """One row, and the same for the file."""
    editors, followers, audience = outcome.editors, outcome.followers, outcome.load.followers
    part.rows.append(
        (
            name,
            str(audience),
            f"{outcome.cpu_us:.2f}",
            f"{outcome.cpu / outcome.seconds * 100:.0f}",
            *(f"{ms:.1f}" for ms in editors.edit_ms),
            f"{editors.cursor_ms[1]:.1f}",
            *(f"{ms:.1f}" if audience else "" for ms in followers.edit_ms),
            f"{followers.bytes / audience / outcome.seconds / KIB:.1f}" if audience else "",
            f"{_memory(outcome) / KIB:.0f}" if audience else "",
            "yes" if outcome.converged else "NO",
        )
    )
    part.figures.append(asdict(outcome) | {"server": name, "cpu_us": outcome.cpu_us, "converged": outcome.converged})


def _cheaper(outcomes: dict[tuple[str, int], Outcome]) -> list[Goal]:
    ours, theirs = outcomes.get((Brownboard.name, JUDGED)), outcomes.get((Hocuspocus.name, JUDGED))
    if ours is None or theirs is None:
        return []
    said = f"{ours.cpu_us:.2f} us, theirs {theirs.cpu_us:.2f} us: {ours.cpu_us / theirs.cpu_us:.2f} of it"
    means = f"CPU per delivered message at most a third of Hocuspocus at {JUDGED} followers"
    return [Goal(means, ours.cpu_us <= CPU_SHARE * theirs.cpu_us, said)]


def _as_quick(outcomes: dict[tuple[str, int], Outcome]) -> list[Goal]:
    goals = []
    for (name, followers), outcome in outcomes.items():
        peers = {n: o for (n, f), o in outcomes.items() if f == followers and not n.startswith(Brownboard.name)}
        whole = {n: o.editors.edit_ms[2] for n, o in peers.items() if o.converged}
        if name == Brownboard.name and whole:
            best = min(whole, key=lambda n: whole[n])
            p99 = outcome.editors.edit_ms[2]
            said = f"{p99:.1f} ms, {best} {whole[best]:.1f} ms"
            means = f"p99 edit to editor no worse than the best peer at {followers} followers"
            goals.append(Goal(means, p99 <= whole[best], said))
    return goals


def _small(outcomes: dict[tuple[str, int], Outcome]) -> list[Goal]:
    most = max((followers for name, followers in outcomes if name == Brownboard.name), default=0)
    if not most:
        return []
    used = _memory(outcomes[Brownboard.name, most])
    return [Goal("under 60 KB per follower", used < FOLLOWER_BYTES, f"{used / KIB:.1f} KB of {most}, after the load")]


def _equal(outcomes: dict[tuple[str, int], Outcome]) -> Goal:
    ours = [outcome for (name, _), outcome in outcomes.items() if name.startswith(Brownboard.name)]
    clients = sum(EDITORS + outcome.load.followers for outcome in ours)
    return Goal(
        "all documents equal in the end", all(o.converged for o in ours), f"{clients} documents in {len(ours)} loads"
    )


def _most(means: str, ms: float, most: float) -> Goal:
    return Goal(f"{means} at most {most} ms", ms <= most, f"{ms:.1f} ms")


def _memory(outcome: Outcome) -> float:
    return max(outcome.joined_bytes, outcome.loaded_bytes)


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
