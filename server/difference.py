"""How the difference of two journeys is told, as `board/diff.py` finds it."""

from typing import Any

from pydantic import BaseModel


class Changed(BaseModel):
    """An item that is in one journey and not, or otherwise, in the other; more fields say how."""

    root: str
    id: str
    name: str


class Differences(BaseModel):
    """What changed from one journey to the other."""

    board: dict[str, list[Any]]
    added: list[Changed]
    removed: list[Changed]
    changed: list[Changed]
    moved: list[Changed]
    ratings: list[dict[str, Any]]
