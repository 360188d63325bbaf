"""Reading the ratings of a nested journey: a persona's series along the columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from board.journey import columns

ONLY = "-"
"""The key of ratings given while the board had one persona; they are the first persona's."""


def rating(activity: Mapping[str, Any], personas: Sequence[str], persona: str, series: str) -> int | None:
    """How a persona rates an activity in a series; `personas` are the board's, in order."""
    given: Mapping[str, Any] = activity.get("ratings", {})
    for key in _keys(personas, persona):
        value = given.get(key, {}).get(series)
        if value is not None:
            return int(value)
    return None


def series(journey: Mapping[str, Any], persona: str, name: str) -> list[int | None]:
    """A persona's series, one value or None per placed activity in board order."""
    personas = [found["id"] for found in journey["personas"]]
    return [rating(activity, personas, persona, name) for activity in columns(journey)]


def _keys(personas: Sequence[str], persona: str) -> tuple[str, ...]:
    """The keys that may hold a persona's rating, the one that counts first."""
    if len(personas) < 2:
        return (ONLY, persona)
    return (persona, ONLY) if persona == personas[0] else (persona,)


def leading_persona(journey: Mapping[str, Any]) -> str:
    """The persona whose journey this is first of all."""
    personas = journey["personas"]
    return personas[0]["id"] if personas else ONLY


def average(values: Sequence[int | None]) -> float | None:
    """The mean of the values that are there, to one decimal."""
    there = [value for value in values if value is not None]
    return round(sum(there) / len(there), 1) if there else None
