"""The commit check: what a moderator should know about a journey before it becomes a record.

A finding never hinders a commit. Its message is in the board's language; `item` is the id it speaks of, or None."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from board.journey import all_activities, columns, name_of, waiting
from board.ratings import leading_persona, series
from board.voice import in_first_person

QUOTED = re.compile('^[„“”«»"]([^„“”«»"]*)[“”«»"]$')  # as a whole
WITHIN_QUOTES = str.maketrans('„“”«»"', "‚‘’‹›'")
MOST_STAGES = 9  # method.md: as many as needed, as few as possible; seven are typical, nine with loyalty and advocacy

Found = Iterator[tuple[str, str | None, str]]
"""Rule, item and the name that its message shows."""


class Say(Protocol):
    """Says a message in one language, its places filled."""

    def __call__(self, key: str, **values: object) -> str: ...


class Finding(NamedTuple):
    """One thing that the check noticed."""

    rule: str
    item: str | None
    message: str


def check(journey: Mapping[str, Any], say: Say) -> list[Finding]:
    """All findings, in the order in which people read a map."""
    found = [*_board(journey), *_personas(journey), *_stages(journey), *_activities(journey), *_unplaced(journey)]
    return [Finding(rule, item, say(f"finding.{rule}", name=name)) for rule, item, name in found]


def _board(journey: Mapping[str, Any]) -> Found:
    if not journey["board"].get("owner"):
        yield "boardWithoutOwner", None, ""


def _personas(journey: Mapping[str, Any]) -> Found:
    if not journey["personas"]:
        yield "noPersona", None, ""
    for persona in journey["personas"]:
        name = _short(str(persona.get("name") or ""))
        if not name:
            yield "personaWithoutName", persona["id"], ""
        if not persona["quote"].strip():
            yield "personaWithoutQuote", persona["id"], name
        if not persona.get("picture"):
            yield "personaWithoutPicture", persona["id"], name


def _stages(journey: Mapping[str, Any]) -> Found:
    stages = journey["stages"]
    if not stages:
        yield "noStage", None, ""
    if len(stages) > MOST_STAGES:
        yield "tooManyStages", None, str(len(stages))
    for stage in stages:
        title = _short(stage["title"])
        if not title:
            yield "stageWithoutTitle", stage["id"], ""
        if not stage["activities"]:
            yield "stageWithoutActivity", stage["id"], title


def _activities(journey: Mapping[str, Any]) -> Found:
    kinds = {lane["id"]: lane.get("kind") for lane in journey["lanes"]}
    answered = {card.get("from") for activity in all_activities(journey) for card in activity["cards"]}
    outside = series(journey, leading_persona(journey), "outside")
    for activity, rating in zip(columns(journey), outside, strict=True):
        yield from _activity(activity, rating, journey["board"].get("language"))
        yield from _cards(activity, kinds, answered)
        for touchpoint in activity["touchpoints"]:
            yield from _touchpoint(touchpoint)


def _activity(activity: Mapping[str, Any], rating: int | None, language: object) -> Found:
    key, text = activity["id"], _short(activity["text"])
    if not text:
        yield "activityWithoutText", key, ""
    elif not in_first_person(activity["text"], language):
        yield "activityNotInFirstPerson", key, text
    if not activity["touchpoints"]:
        yield "activityWithoutTouchpoint", key, text
    if rating is None:
        yield "activityUnrated", key, text


def _touchpoint(touchpoint: Mapping[str, Any]) -> Found:
    key, name = touchpoint["id"], _short(touchpoint["name"])
    if not name:
        yield "touchpointWithoutName", key, ""
    for field, rule in (
        ("channel", "touchpointWithoutChannel"),
        ("department", "touchpointWithoutDepartment"),
        ("picture", "touchpointWithoutPicture"),
        ("smiley", "touchpointWithoutSmiley"),
    ):
        if not touchpoint.get(field):
            yield rule, key, name


def _cards(activity: Mapping[str, Any], kinds: Mapping[str, Any], answered: set[Any]) -> Found:
    lanes = [kinds.get(card["lane"]) for card in activity["cards"]]
    if "expectation" not in lanes and (activity.get("momentOfTruth") or "momentOfTruth" in lanes):
        yield "momentOfTruthWithoutExpectation", activity["id"], _short(activity["text"])
    for card, kind in zip(activity["cards"], lanes, strict=True):
        text = _short(card["text"])
        if not text:
            yield "cardWithoutText", card["id"], ""
        if kind == "painPoint" and "action" not in lanes and card["id"] not in answered:
            yield "painPointWithoutAction", card["id"], text
        if kind == "action" and not str(card.get("responsible") or "").strip():
            yield "actionWithoutResponsible", card["id"], text
        if kind == "action" and not card.get("due"):
            yield "actionWithoutDueDate", card["id"], text


def _unplaced(journey: Mapping[str, Any]) -> Found:
    for root, item in waiting(journey):
        yield "unplaced", item["id"], _short(name_of(root, item)) or "…"


def _short(text: str, most: int = 60) -> str:
    """The text on one line, cut at a word if it is long, and fit to stand in the quotation marks of a message."""
    line = QUOTED.sub(r"\1", " ".join(text.split())).translate(WITHIN_QUOTES)
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"
