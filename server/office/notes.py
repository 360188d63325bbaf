"""What the speaker reads under a slide: everything, also what had to be cut on it."""

from board import ratings
from board.looks import lane_title
from board.schema import SERIES
from board.telling import Item, Telling


def step_notes(telling: Telling, number: int, activity: Item) -> str:
    """An activity with its ratings, touchpoints and cards."""
    lanes = {lane["id"]: lane_title(lane, telling.say) for lane in telling.journey["lanes"]}
    told = [f"{number}. {activity['text']}", *telling.notes(activity)]
    given = rated(telling, activity)
    told += [" · ".join(f"{telling.word(series)} {value}" for series, value in given.items())] if given else []
    for touchpoint in activity["touchpoints"]:
        channel = telling.channel(touchpoint)
        beside = " · ".join(filter(None, (channel[0] if channel else "", telling.behind(touchpoint))))
        told.append(f"– {telling.say('touchpoint.title')}: {touchpoint['name']}{f' ({beside})' if beside else ''}")
    told += [f"– {lanes[card['lane']]}: {card['text']}" for card in activity["cards"] if card["lane"] in lanes]
    return "\n".join(told)


def rated(telling: Telling, activity: Item) -> dict[str, int]:
    """The ratings that the leading persona gives, by series."""
    personas = [persona["id"] for persona in telling.journey["personas"]]
    leading = ratings.leading_persona(telling.journey)
    given = {series: ratings.rating(activity, personas, leading, series) for series in SERIES}
    return {series: value for series, value in given.items() if value is not None}
