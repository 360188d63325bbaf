"""Plain roots to the nested journey of contract 5: in board order, every item with its id, nothing ever missing.

What stands in something missing or in the bin is under `unplaced`; what is itself in the bin is shown nowhere."""

import math
from collections.abc import Callable, Mapping
from operator import contains
from typing import Any

from board import plain as reading
from board.schema import MEASURE, Plain

Journey = dict[str, Any]
Items = Mapping[str, Mapping[str, Any]]


def nest(plain: Plain) -> Journey:
    """The whole board as nested plain data."""
    stages, lanes = reading.living(plain, "stages"), reading.living(plain, "lanes")
    activities = reading.living(plain, "activities")
    hanging = _Hanging(plain, activities, lanes)
    placed = _by_parent("activities", activities)
    return {
        "board": reading.fields("board", reading.root(plain, "board")),
        **{name: _listed(plain, name) for name in ("personas", "lanes", "channels", "departments")},
        "stages": [
            {"id": key, "title": "", **reading.fields("stages", stages[key])}
            | {"activities": [hanging.activity(activity) for activity in placed.get((key,), ())]}
            for key in ordered(stages)
        ],
        "unplaced": {
            "activities": [
                hanging.activity(key) for key in _loose("activities", activities, lambda parents: parents[0] in stages)
            ],
            "touchpoints": hanging.loose_touchpoints(),
            "cards": hanging.loose_cards(),
        },
    }


def ordered(found: Items) -> list[str]:
    """The ids of items that nothing contains, in board order; ties by id."""
    return sorted(found, key=lambda key: (reading.order_of(found[key]), key))


def columns(journey: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All placed activities of a nested journey, in board order."""
    return [activity for stage in journey["stages"] for activity in stage["activities"]]


def all_activities(journey: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Placed activities in board order, then those that wait for a place."""
    return [*columns(journey), *journey["unplaced"]["activities"]]


def name_of(root: str, item: Mapping[str, Any]) -> str:
    """What people call an item: its text, its title or its name."""
    field = {"activities": "text", "cards": "text", "stages": "title", "lanes": "title"}.get(root, "name")
    return str(item.get(field) or "")


def waiting(journey: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """All that has no place yet, each with its root."""
    return [(root, item) for root, items in journey["unplaced"].items() for item in items]


class _Hanging:
    """What hangs under activities: touchpoints, cards and ratings, sorted once for the whole board."""

    def __init__(self, plain: Plain, activities: Items, lanes: Items) -> None:
        self.activities, self.lanes = activities, lanes
        self.touchpoints, self.cards = reading.living(plain, "touchpoints"), reading.living(plain, "cards")
        self.touchpoints_of = _by_parent("touchpoints", self.touchpoints)
        self.cards_of = _by_parent("cards", self.cards)
        self.ratings = _ratings(reading.root(plain, "ratings"))
        self.lane_order = ordered(lanes)

    def activity(self, key: str) -> dict[str, Any]:
        """One activity with all that hangs under it, its cards in the order of the lanes."""
        cards = [card for lane in self.lane_order for card in self.cards_of.get((key, lane), ())]
        return {
            "id": key,
            **reading.fields("activities", self.activities[key]),
            "touchpoints": [self._touchpoint(found) for found in self.touchpoints_of.get((key,), ())],
            "cards": [self._card(found) for found in cards],
            "ratings": self.ratings.get(key, {}),
        }

    def loose_touchpoints(self) -> list[dict[str, Any]]:
        """Touchpoints that stand at no living activity."""
        loose = _loose("touchpoints", self.touchpoints, lambda parents: parents[0] in self.activities)
        return [self._touchpoint(key) for key in loose]

    def loose_cards(self) -> list[dict[str, Any]]:
        """Cards that stand at no living activity, or in no living lane."""
        homes = (self.activities, self.lanes)
        loose = _loose("cards", self.cards, lambda parents: all(map(contains, homes, parents)))
        return [self._card(key) for key in loose]

    def _touchpoint(self, key: str) -> dict[str, Any]:
        return {"id": key, **reading.fields("touchpoints", self.touchpoints[key])}

    def _card(self, key: str) -> dict[str, Any]:
        (_, lane), _ = reading.place_of("cards", self.cards[key])
        return {"id": key, **reading.fields("cards", self.cards[key]), "lane": lane if lane in self.lanes else None}


def _listed(plain: Plain, name: str) -> list[dict[str, Any]]:
    found = reading.living(plain, name)
    return [{"id": key, **reading.fields(name, found[key])} for key in ordered(found)]


def _by_parent(name: str, found: Items) -> dict[tuple[str, ...], list[str]]:
    """Ids by their parents, each list in board order, the parents in a fixed order too."""
    placed = sorted((*reading.place_of(name, item), key) for key, item in found.items())
    result: dict[tuple[str, ...], list[str]] = {}
    for parents, _, key in placed:
        result.setdefault(parents, []).append(key)
    return result


def _loose(name: str, found: Items, stands: Callable[[tuple[str, ...]], bool]) -> list[str]:
    """The ids of items whose parents are not all there, by order and id."""
    placed = ((reading.place_of(name, item), key) for key, item in found.items())
    return [key for _, key in sorted((order, key) for (parents, order), key in placed if not stands(parents))]


def _ratings(flat: Mapping[str, Any]) -> dict[str, dict[str, dict[str, int]]]:
    """`ACTIVITY/PERSONA/SERIES` gathered by activity, in whole numbers; what is not from 1 to 10 counts as none."""
    result: dict[str, dict[str, dict[str, int]]] = {}
    for key, raw in sorted(flat.items()):
        value, parts = reading.tidy(raw), key.split("/")
        if len(parts) == 3 and MEASURE.accepts(value):
            activity, persona, series = parts
            result.setdefault(activity, {}).setdefault(persona, {})[series] = math.floor(value + 0.5)
    return result
