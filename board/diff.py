"""What changed between two journeys: added, removed, changed, moved, rated, each by id."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from board.journey import name_of

Key = tuple[str, str]
"""Root and id."""

_STRUCTURE = frozenset({"id", "activities", "touchpoints", "cards", "ratings", "lane"})


class _Standing(NamedTuple):
    """An item with where it stands: its parents, and its rank among its siblings."""

    item: Mapping[str, Any]
    parents: tuple[str, ...]
    rank: int


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The difference of two nested journeys; every list in the order of the journey that has the item."""
    old, new = dict(_walk(before)), dict(_walk(after))
    kept = [key for key in new if key in old]
    changes = {key: _changed(old[key].item, new[key].item) for key in kept}
    moved = _moved(old, new, kept)
    return {
        "board": _changed(before["board"], after["board"]),
        "added": [_named(key, new[key]) for key in new if key not in old],
        "removed": [_named(key, old[key]) for key in old if key not in new],
        "changed": [_named(key, new[key]) | {"fields": fields} for key, fields in changes.items() if fields],
        "moved": [
            _named(key, new[key]) | {"before": list(old[key].parents), "after": list(new[key].parents)}
            for key in kept
            if key in moved
        ],
        "ratings": list(_ratings(old, new)),
    }


def _walk(journey: Mapping[str, Any]) -> Iterator[tuple[Key, _Standing]]:
    for root in ("personas", "lanes", "channels", "departments", "stages"):
        yield from _list(root, journey[root])
    for stage in journey["stages"]:
        yield from _activities(stage["activities"], stage["id"])
    unplaced = journey["unplaced"]
    yield from _activities(unplaced["activities"], "")
    yield from _list("touchpoints", unplaced["touchpoints"], "")
    yield from _list("cards", unplaced["cards"], "")


def _activities(activities: Sequence[Mapping[str, Any]], stage: str) -> Iterator[tuple[Key, _Standing]]:
    yield from _list("activities", activities, stage)
    for activity in activities:
        yield from _list("touchpoints", activity["touchpoints"], activity["id"])
        for lane, cards in groupby(activity["cards"], key=lambda card: card["lane"] or ""):
            yield from _list("cards", list(cards), activity["id"], lane)


def _list(root: str, items: Sequence[Mapping[str, Any]], *parents: str) -> Iterator[tuple[Key, _Standing]]:
    for rank, item in enumerate(items):
        yield (root, item["id"]), _Standing(item, parents, rank)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Fields whose value differs, as `[before, after]`."""
    names = sorted((before.keys() | after.keys()) - _STRUCTURE)
    return {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}


def _moved(old: Mapping[Key, _Standing], new: Mapping[Key, _Standing], kept: Sequence[Key]) -> set[Key]:
    """The fewest items whose moving explains the new order."""
    moved = {key for key in kept if old[key].parents != new[key].parents}
    stayed = [key for key in kept if key not in moved]
    family = {key: (key[0], new[key].parents) for key in stayed}
    for _, siblings in groupby(sorted(stayed, key=lambda key: (family[key], new[key].rank)), key=family.__getitem__):
        listed = list(siblings)
        still = _longest_rise([old[key].rank for key in listed])
        moved |= {key for index, key in enumerate(listed) if index not in still}
    return moved


def _longest_rise(ranks: Sequence[int]) -> set[int]:
    """The indexes of a longest ascending subsequence."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for index, rank in enumerate(ranks):
        length = bisect_left(tails, rank)
        tails[length:] = [rank, *tails[length + 1 :]]
        ends[length:] = [index, *ends[length + 1 :]]
        before.append(ends[length - 1] if length else None)
    rise: set[int] = set()
    step = ends[-1] if ends else None
    while step is not None:
        rise.add(step)
        step = before[step]
    return rise


def _ratings(old: Mapping[Key, _Standing], new: Mapping[Key, _Standing]) -> Iterator[dict[str, Any]]:
    for key in dict.fromkeys([*new, *old]):
        if key[0] != "activities":
            continue
        given, taken = (_flat(side[key].item) if key in side else {} for side in (old, new))
        for persona, series in sorted(given.keys() | taken.keys()):
            before, after = given.get((persona, series)), taken.get((persona, series))
            if before != after:
                yield {"activity": key[1], "persona": persona, "series": series, "before": before, "after": after}


def _flat(activity: Mapping[str, Any]) -> dict[tuple[str, str], int]:
    return {(p, s): value for p, series in activity["ratings"].items() for s, value in series.items()}


def _named(key: Key, standing: _Standing) -> dict[str, Any]:
    return {"root": key[0], "id": key[1], "name": name_of(key[0], standing.item)}
