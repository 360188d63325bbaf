"""Journeys and records for tests, made of the templates that people get."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from board.commit import check
from board.flatten import flatten
from board.journey import nest
from board.record import make
from board.schema import Language, Plain
from server.i18n import Messages
from server.templates import Templates

MESSAGES = Messages.read()
AT = "2025-11-20T15:00:00.000Z"


async def television(template: str = "fernseher-kauf", title: str = "") -> Plain:
    async def store(picture: bytes) -> str:
        return f"image-{len(picture)}"

    return await Templates(MESSAGES).content(template, title, "de", store)


def journey(plain: Plain, change: Callable[[Plain], None] | None = None) -> dict[str, Any]:
    changed = deepcopy(plain)
    if change:
        change(changed)
    return nest(changed)


def record(nested: dict[str, Any], language: Language = "de", **fields: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": "record-number-1",
        "version": 1,
        "label": "Workshop in München",
        "at": AT,
        "by": "seat-claudia",
        "board": "board-number-1",
        "parent": None,
        "contributors": [
            {"seat": "seat-claudia", "name": "Claudia Weiß", "role": "moderator"},
            {"seat": "seat-yumi", "name": "田中 由美", "role": "participant"},
        ],
        "session": {"step": 12},
    }
    return make(nested, check(nested, MESSAGES.speak(language)), **(told | fields))


def small(**fields: Any) -> Plain:
    """One stage with one activity, that has one of everything."""
    return flatten(
        {
            "board": {"schema": 1, "title": "Small", "language": "en", "owner": "Ann", "next": ""},
            "personas": [
                {"id": "persona-one", "name": "Jo", "quote": "I want it", "story": "", "picture": "image-face"}
            ],
            "lanes": [
                {"id": "lane-touchpoint", "kind": "touchpoint"},
                {"id": "lane-expectation", "kind": "expectation"},
                {"id": "lane-pain", "kind": "painPoint"},
                {"id": "lane-truth", "kind": "momentOfTruth"},
                {"id": "lane-action", "kind": "action"},
                {"id": "lane-rating", "kind": "rating"},
            ],
            "channels": [{"id": "channel-one", "name": "Web", "code": "W", "color": "#112233"}],
            "departments": [{"id": "department-one", "name": "Sales", "code": "S", "color": "#112233"}],
            "stages": [
                {
                    "id": "stage-one1",
                    "title": "Offer",
                    "activities": [
                        {
                            "id": "activity-one",
                            "text": "I compare offers",
                            "touchpoints": [
                                {
                                    "id": "touchpoint-one",
                                    "name": "Shop",
                                    "picture": "image-shop",
                                    "channel": "channel-one",
                                    "department": "department-one",
                                    "smiley": 4,
                                }
                            ],
                            "cards": [],
                            "ratings": {"-": {"outside": 7}},
                        }
                    ],
                }
            ],
        }
        | fields
    )


def put_card(plain: Plain, lane: str, id: str, **fields: Any) -> None:
    plain["cards"][id] = {"place": f"activity-one|{lane}|a0", "text": "Something", **fields}
