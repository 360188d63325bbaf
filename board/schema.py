"""What the document may hold (contract 5): roots, fields with their types and ranges, lane kinds, standard channels.

The one source for Python; `describe()` says the same to the browser, whose own copy a test compares with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Plain = dict[str, Any]
"""A document as plain data: `{"board": {…}, "stages": {id: {…}}, …, "ratings": {key: value}}`."""

Language = str
"""A language by its code, as a file of messages is called: `de`."""
Kind = Literal[
    "text", "string", "plain", "boolean", "integer", "number", "id", "image", "choice", "date", "key", "language"
]

LANGUAGE = "[a-z]{2,3}"
SCHEMA = 1
RATING_MIN, RATING_MAX = 1, 10
SMILEY_MIN, SMILEY_MAX = 1, 5


@dataclass(frozen=True)
class Field:
    """What one field holds: its kind, its bounds where it has any, its words where it is a choice."""

    kind: Kind
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()

    def accepts(self, value: object) -> bool:
        """Whether the value is of this field's type and within its bounds."""
        match self.kind:
            case "plain":
                return True
            case "boolean":
                return isinstance(value, bool)
            case "integer" | "number":
                kinds = int if self.kind == "integer" else (int, float)
                return isinstance(value, kinds) and not isinstance(value, bool) and self._bounds(value)
            case "choice":
                return value in self.choices
            case "language":
                return isinstance(value, str) and re.fullmatch(LANGUAGE, value) is not None
            case _:
                return isinstance(value, str)

    def _bounds(self, value: float) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def describe(self) -> dict[str, Any]:
        """This field as JSON, without what it does not have."""
        told: dict[str, Any] = {"kind": self.kind}
        if self.low is not None:
            told |= {"low": self.low, "high": self.high}
        if self.choices:
            told["choices"] = list(self.choices)
        return told


TEXT, STRING, PLAIN = Field("text"), Field("string"), Field("plain")
FLAG, ID, IMAGE, KEY = Field("boolean"), Field("id"), Field("image"), Field("key")
MEASURE = Field("number", RATING_MIN, RATING_MAX)

SERIES: tuple[str, ...] = ("outside", "inside", "target", "best")
ACTIVITY_KINDS: tuple[str, ...] = ("goal", "experience")
ACTION_STATES: tuple[str, ...] = ("open", "doing", "done")

PERSONA_ATTRIBUTES: tuple[str, ...] = (
    "age", "gender", "nationality", "residence", "occupation", "income", "values", "goals", "needs", "interests",
    "motivation", "fears", "obstacles", "behaviours", "emotions", "gains", "pains", "says", "thinks", "does", "feels",
)  # fmt: skip
"""The attributes of a persona (method.md), in the order in which people read them."""

FLAT_PREFIXES: Mapping[str, str] = {"scale": "scales", "mood": "moods", "custom": "custom"}
"""Lists inside an item are flat keys (`scale:LABEL`), gathered under these names in the nested journey."""

LANE_KINDS: tuple[str, ...] = (
    "storyboard", "touchpoint", "expectation", "sentiment", "painPoint", "momentOfTruth", "insight", "idea", "action",
    "rating", "custom",
)  # fmt: skip
CARD_LANES: frozenset[str] = frozenset(LANE_KINDS) - {"storyboard", "touchpoint", "rating"}
"""The lanes whose cells hold cards; the others show sketches, touchpoints and the curve."""


@dataclass(frozen=True)
class Channel:
    """One of the channels every new board starts with."""

    id: str
    code: str
    color: str

    @property
    def name(self) -> str:
        """The message that names it: `channel.online`."""
        return f"channel.{self.id.removeprefix('channel-')}"


CHANNELS: tuple[Channel, ...] = (
    Channel("channel-online", "ON", "#1f6fb5"),
    Channel("channel-email", "EM", "#7b3fa0"),
    Channel("channel-broadcast", "TV", "#0f7b83"),
    Channel("channel-print", "PT", "#9a5b1e"),
    Channel("channel-telephone", "TE", "#c2540a"),
    Channel("channel-pointofsale", "PS", "#2e8b57"),
    Channel("channel-relations", "PR", "#8a6d00"),
    Channel("channel-social", "SO", "#b8235f"),
    Channel("channel-product", "VP", "#5f7a14"),
    Channel("channel-form", "FO", "#44546a"),
)

_STANDING = {"deleted": STRING, "by": ID}

FIELDS: Mapping[str, Mapping[str, Field]] = {
    "board": {
        "schema": Field("integer", SCHEMA, SCHEMA),
        **dict.fromkeys(("title", "scenario", "scope"), STRING),
        "language": Field("language"),
        "owner": STRING,
        "next": TEXT,
    },
    "personas": {
        "order": KEY, "name": STRING, "picture": IMAGE, "color": STRING, "quote": TEXT, "story": TEXT,
        **dict.fromkeys(PERSONA_ATTRIBUTES, PLAIN), **_STANDING,
    },
    "stages": {"order": KEY, "title": STRING, **_STANDING},
    "activities": {
        "place": KEY, "text": TEXT, "kind": Field("choice", choices=ACTIVITY_KINDS),
        **dict.fromkeys(("decision", "painPoint", "momentOfTruth"), FLAG), "sketch": IMAGE, **_STANDING,
    },
    "touchpoints": {
        "place": KEY, "name": TEXT, "picture": IMAGE, "channel": ID, "department": ID, "responsible": STRING,
        "smiley": Field("integer", SMILEY_MIN, SMILEY_MAX),
        **dict.fromkeys(("painPoint", "momentOfTruth", "direct", "online"), FLAG),
        "relevance": Field("integer", 1, 5),
        **dict.fromkeys(("mediaType", "frequency", "perception", "persons", "url", "criteria"), PLAIN),
        **dict.fromkeys(("current", "target", "bestInClass"), MEASURE),
        **dict.fromkeys(("schedule", "reach"), PLAIN), **_STANDING,
    },
    "lanes": {
        "order": KEY, "kind": Field("choice", choices=LANE_KINDS), "title": STRING, "hidden": FLAG, **_STANDING,
    },
    "cards": {
        "place": KEY, "text": TEXT, "touchpoint": ID, "persona": ID, "responsible": STRING, "due": Field("date"),
        "status": Field("choice", choices=ACTION_STATES), "from": ID, **_STANDING,
    },
    "ratings": {},
    "channels": {"order": KEY, "name": STRING, "code": STRING, "color": STRING, **_STANDING},
    "departments": {"order": KEY, "name": STRING, "code": STRING, "color": STRING, **_STANDING},
}  # fmt: skip

ROOTS: tuple[str, ...] = tuple(FIELDS)
FLAT_ROOTS: frozenset[str] = frozenset({"board", "ratings"})
"""Roots that are one flat map; each of the others maps ids to items."""
ITEM_ROOTS: tuple[str, ...] = tuple(root for root in ROOTS if root not in FLAT_ROOTS)
TEXT_FIELDS: Mapping[str, frozenset[str]] = {
    root: frozenset(name for name, field in fields.items() if field.kind == "text") for root, fields in FIELDS.items()
}
"""The fields of each root that are a `Y.Text`, made together with their item."""

PLACED_IN: Mapping[str, tuple[str, ...]] = {
    "activities": ("stages",),
    "touchpoints": ("activities",),
    "cards": ("activities", "lanes"),
}
"""What contains the items of a root, in the order in which `place` names the parents."""


def describe() -> dict[str, Any]:
    """The whole schema as JSON, for the browser and for other programs."""
    return {
        "schema": SCHEMA,
        "roots": list(ROOTS),
        "flatRoots": sorted(FLAT_ROOTS),
        "textFields": {root: sorted(names) for root, names in TEXT_FIELDS.items() if names},
        "placedIn": {root: list(parents) for root, parents in PLACED_IN.items()},
        "fields": {root: {n: f.describe() for n, f in fields.items()} for root, fields in FIELDS.items()},
        "series": list(SERIES),
        "laneKinds": list(LANE_KINDS),
        "cardLanes": [kind for kind in LANE_KINDS if kind in CARD_LANES],
        "personaAttributes": list(PERSONA_ATTRIBUTES),
        "channels": [{"id": c.id, "code": c.code, "color": c.color} for c in CHANNELS],
    }
