"""The colours with a meaning and the small words beside them, shared by the poster and the page of a record."""

import re
from collections.abc import Mapping
from typing import Any

from board.commit import Say
from board.schema import LANE_KINDS

ACCENT = "#1f5f99"
LANE_COLORS: Mapping[str, str] = {
    "storyboard": "#44546a",
    "touchpoint": "#1f5f99",
    "expectation": "#0f7b83",
    "sentiment": "#7a4b9a",
    "painPoint": "#c0392b",
    "momentOfTruth": "#96600f",
    "insight": "#3f6212",
    "idea": "#22754a",
    "action": "#1f4e9c",
    "rating": "#0b4f8a",
    "custom": "#5b4636",
}
"""As look.md has them; moment of truth and idea a shade deeper, for white text on them (4.5:1)."""

SERIES_COLORS: Mapping[str, str] = {
    "outside": "#0b4f8a",
    "inside": "#66727f",
    "target": "#2e8b57",
    "best": "#8a6400",
}

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def color(given: object) -> str:
    """A colour that people chose, or the accent where it is none."""
    return given.lower() if isinstance(given, str) and _HEX.fullmatch(given) else ACCENT


def lane_title(lane: Mapping[str, Any], say: Say) -> str:
    """The name that people gave a lane, otherwise its kind's name in the reader's language."""
    kind = lane.get("kind")
    return str(lane.get("title") or say(f"lane.{kind if kind in LANE_KINDS else 'custom'}"))


def lane_hint(kind: str, say: Say) -> str:
    """The question that a lane of this kind answers."""
    key = f"lane.{kind}.hint"
    hint = say(key)
    return "" if hint == key else hint


def initials(name: str) -> str:
    """One or two letters that stand for a person."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
