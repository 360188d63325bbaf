"""What the record's page says about a record: its people, its findings, what is new, its other versions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from babel.dates import format_date

from board.diff import between
from board.journey import all_activities
from board.schema import Language
from server.i18n import Speech

SHOWN = 8  # names in one list of changes; the rest is a number
DIGEST_SHOWN = 12  # characters: enough to compare two by eye

Record = Mapping[str, Any]


def view(
    record: Record, parent: Record | None, heads: Sequence[Record], names: Mapping[str, str], say: Speech
) -> dict[str, Any]:
    """All values that the page's template names."""
    return {
        "record": record,
        "title": record["journey"]["board"].get("title") or record["label"],
        "day": day(record["at"], say.language),
        "name": names.get(record["by"]) or say("record.nobody"),
        "people": [person["name"] for person in record["contributors"]],
        "digest": record["digest"][:DIGEST_SHOWN],
        "findings": [finding["message"] for finding in record["findings"]],
        "parent": parent,
        "changes": [] if parent is None else changes(parent["journey"], record["journey"], say),
        "versions": [{**head, "day": day(head["at"], say.language)} for head in heads],
    }


def day(at: str, language: Language) -> str:
    """A moment's day in words; the page's script makes the reader's own day and time of it."""
    return format_date(datetime.fromisoformat(at).date(), "long", language)


def changes(before: Mapping[str, Any], after: Mapping[str, Any], say: Speech) -> list[dict[str, Any]]:
    """What is new in a journey, one list for each kind of change that there was."""
    told = between(before, after)
    groups = [(say(f"record.{kind}"), _items(told[kind], say)) for kind in ("added", "removed", "changed", "moved")]
    groups.append((say("record.rated"), _ratings(told["ratings"], before, after, say)))
    if told["board"]:
        groups.append((say("record.board"), [f"{_text(new)}" for _, new in told["board"].values() if new]))
    return [{"title": title, "lines": lines[:SHOWN], "more": len(lines) - SHOWN} for title, lines in groups if lines]


def _items(items: Sequence[Mapping[str, Any]], say: Speech) -> list[str]:
    return [f"{say('record.root.' + item['root'])}: {_text(item['name']) or '…'}" for item in items]


def _ratings(
    ratings: Sequence[Mapping[str, Any]], before: Mapping[str, Any], after: Mapping[str, Any], say: Speech
) -> list[str]:
    """One line for each activity, with all its series: `Ich vergleiche …: 4 → 7`."""
    names = {activity["id"]: activity["text"] for journey in (before, after) for activity in all_activities(journey)}
    lines = []
    for activity, changed in groupby(ratings, key=lambda rating: rating["activity"]):
        steps = ", ".join(_step(rating, say) for rating in changed)
        lines.append(f"{_text(names.get(activity, '')) or '…'}: {steps}")
    return lines


def _step(rating: Mapping[str, Any], say: Speech) -> str:
    return f"{say('series.' + rating['series'])} {rating['before'] or '–'} → {rating['after'] or '–'}"


def _text(text: object, most: int = 90) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"
