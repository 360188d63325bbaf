"""What a new board begins with: nothing but its frame, or a finished journey from a JSON file beside this one."""

from collections.abc import Mapping
from typing import Any

from board.commit import Say
from board.flatten import flatten
from board.schema import CHANNELS, SCHEMA, Language, Plain

BLANK = "blank"
BLANK_HEAD: Mapping[str, Any] = {
    "id": BLANK,
    "title": {"de": "Leeres Board", "en": "Empty board"},
    "description": {
        "de": "Die üblichen Zeilen und Kanäle liegen bereit, alles andere entsteht gemeinsam.",
        "en": "The usual lanes and channels are laid out, everything else is made together.",
    },
    "language": None,
}
BLANK_LANES: tuple[tuple[str, bool], ...] = (
    ("storyboard", True),
    ("touchpoint", False),
    ("expectation", False),
    ("sentiment", False),
    ("painPoint", False),
    ("momentOfTruth", False),
    ("insight", False),
    ("idea", True),
    ("action", True),
    ("rating", False),
)
"""The standard lanes in board order and whether each is laid aside at first (method.md, "Before")."""


def blank(title: str, language: Language, say: Say) -> Plain:
    """An empty board: the standard lanes and channels, called as `say` does, one persona to fill in, no stages."""
    return flatten(
        {
            "board": {"schema": SCHEMA, "title": title, "language": language, "next": ""},
            "personas": [{"id": "persona-one", "name": "", "quote": "", "story": ""}],
            "lanes": [
                {"id": f"standard-{kind.lower()}", "kind": kind, "hidden": hidden} for kind, hidden in BLANK_LANES
            ],
            "channels": [
                {"id": channel.id, "name": say(channel.name), "code": channel.code, "color": channel.color}
                for channel in CHANNELS
            ],
            "departments": [],
            "stages": [],
        }
    )


def content(template: Mapping[str, Any], title: str, pictures: Mapping[str, str]) -> Plain:
    """The template's journey under a title of its own; `pictures` says which image each of its names became.

    A picture that is missing there is left out."""
    journey = _with_pictures(template["journey"], pictures)
    journey["board"] |= {"schema": SCHEMA, "title": title or journey["board"]["title"]}
    return flatten(journey)


def _with_pictures(value: Any, pictures: Mapping[str, str]) -> Any:
    match value:
        case Mapping():
            kept = {k: v for k, v in value.items() if k not in ("picture", "sketch") or v in pictures}
            return {
                k: pictures[v] if k in ("picture", "sketch") else _with_pictures(v, pictures) for k, v in kept.items()
            }
        case list():
            return [_with_pictures(inner, pictures) for inner in value]
        case _:
            return value
