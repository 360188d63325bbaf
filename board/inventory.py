"""All things of a journey one by one, each with the step at which it stands; those without a place come last."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from board import ratings
from board.telling import Item, Telling


class Step(NamedTuple):
    """An activity with its number and stage, both None where it has no place yet."""

    number: int | None
    stage: Item | None
    activity: Item


class Inventory:
    """What a record holds, to be listed."""

    def __init__(self, telling: Telling) -> None:
        self.telling, self.journey = telling, telling.journey
        placed = [(stage, activity) for stage in self.journey["stages"] for activity in stage["activities"]]
        self.steps = [Step(number, *each) for number, each in enumerate(placed, start=1)]
        self.steps += [Step(None, None, activity) for activity in self.journey["unplaced"]["activities"]]
        self.leading = ratings.leading_persona(self.journey)
        self.personas: Sequence[str] = [persona["id"] for persona in self.journey["personas"]]
        self.lanes = {lane["id"]: lane for lane in self.journey["lanes"]}

    def rating(self, activity: Item, series: str, persona: str | None = None) -> int | None:
        """How an activity is rated, by the leading persona unless another is named."""
        return ratings.rating(activity, self.personas, persona or self.leading, series)

    def touchpoints(self) -> Iterator[tuple[Step | None, Item]]:
        """All touchpoints in board order."""
        for step in self.steps:
            yield from ((step, touchpoint) for touchpoint in step.activity["touchpoints"])
        yield from ((None, touchpoint) for touchpoint in self.journey["unplaced"]["touchpoints"])

    def cards(self) -> Iterator[tuple[Step | None, Item]]:
        """All cards in board order."""
        for step in self.steps:
            yield from ((step, card) for card in step.activity["cards"])
        yield from ((None, card) for card in self.journey["unplaced"]["cards"])

    def kind(self, card: Item) -> str | None:
        """The kind of the lane in which a card stands."""
        lane = self.lanes.get(card["lane"])
        return str(lane.get("kind", "custom")) if lane else None
