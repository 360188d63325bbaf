"""A journey record: the exact, immutable form of contract 5, its JSON Schema and its digest.

What is hashed and stored is the nested journey itself; the models check it and say what other programs may rely on."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import rfc8785
from pydantic import BaseModel, ConfigDict, Field

from board.commit import Finding
from board.journey import Journey
from board.schema import LANGUAGE

RECORD_SCHEMA = 1
SCHEMA_ID = "urn:brownboard:schema:record:1"

Rating = Annotated[int, Field(ge=1, le=10)]
Smiley = Annotated[int, Field(ge=1, le=5)]
Measure = Annotated[float, Field(ge=1, le=10)]


class _Item(BaseModel):
    """Something on the board; fields that nobody knows yet are kept as they are."""

    model_config = ConfigDict(extra="allow")

    id: str
    by: str | None = Field(None, description="The seat that made it.")
    odd: dict[str, Any] | None = Field(None, description="Known fields that held a value of a wrong type.")


class Board(BaseModel):
    """What the board says about itself."""

    model_config = ConfigDict(extra="allow")

    title: str = ""
    scenario: str | None = None
    scope: str | None = None
    language: Annotated[str, Field(pattern=f"^{LANGUAGE}$")] | None = None
    owner: str | None = None
    next: str = Field("", description="The journeys that come next.")


class Persona(_Item):
    """A typical, fictitious customer; the other attributes of the method are plain values."""

    name: str = ""
    picture: str | None = Field(None, description="Image id.")
    color: str | None = None
    quote: str
    story: str
    scales: dict[str, Any] = Field(description="Characteristics on a slider, 0 to 100, by label.")
    moods: list[str] = Field(description="Image ids of the mood board.")
    custom: dict[str, Any]


class Lane(_Item):
    """A row under the activities; without a title it is called by its kind, in the reader's language."""

    kind: Literal[
        "storyboard", "touchpoint", "expectation", "sentiment", "painPoint", "momentOfTruth",
        "insight", "idea", "action", "rating", "custom",
    ] = "custom"  # fmt: skip
    title: str | None = None
    hidden: bool = False


class Label(_Item):
    """A channel or a department."""

    name: str = ""
    code: str | None = None
    color: str | None = None


class Touchpoint(_Item):
    """Where customer and company meet."""

    name: str
    picture: str | None = Field(None, description="Image id.")
    channel: str | None = None
    department: str | None = None
    responsible: str | None = None
    smiley: Smiley | None = None
    painPoint: bool = False
    momentOfTruth: bool = False
    direct: bool | None = None
    online: bool | None = None
    relevance: Smiley | None = None
    current: Measure | None = None
    target: Measure | None = None
    bestInClass: Measure | None = None
    custom: dict[str, Any]


class Card(_Item):
    """A card in a lane; responsible, due and status are those of an action."""

    lane: str | None = Field(description="Lane id; null if it stands in none.")
    text: str
    touchpoint: str | None = None
    persona: str | None = None
    responsible: str | None = None
    due: str | None = Field(None, description="ISO date.")
    status: Literal["open", "doing", "done"] | None = None
    source: str | None = Field(None, alias="from", description="The card it came from.")


class Activity(_Item):
    """What the customer does, in the first person."""

    text: str
    kind: Literal["goal", "experience"] | None = None
    decision: bool = False
    painPoint: bool = False
    momentOfTruth: bool = False
    sketch: str | None = Field(None, description="Image id.")
    touchpoints: list[Touchpoint]
    cards: list[Card]
    ratings: dict[str, dict[str, Rating]] = Field(description="By persona (`-`: the only one), then by series.")


class Stage(_Item):
    """A leg of the journey with its activities in time order."""

    title: str
    activities: list[Activity]


class Unplaced(BaseModel):
    """What stood nowhere on the board when it was committed."""

    activities: list[Activity]
    touchpoints: list[Touchpoint]
    cards: list[Card]


class JourneyModel(BaseModel):
    """A board's content, nested, in board order."""

    model_config = ConfigDict(title="Journey")

    board: Board
    personas: list[Persona]
    lanes: list[Lane]
    channels: list[Label]
    departments: list[Label]
    stages: list[Stage]
    unplaced: Unplaced


class Contributor(BaseModel):
    """Somebody who worked on the board."""

    seat: str
    name: str
    role: Literal["moderator", "participant", "follower"]


class FindingModel(BaseModel):
    """What the commit check noticed."""

    model_config = ConfigDict(title="Finding")

    rule: str
    item: str | None
    message: str


class Session(BaseModel):
    """The workshop in which the record was made."""

    model_config = ConfigDict(extra="allow")

    step: Annotated[int, Field(ge=0, le=12)]
    started: str | None = Field(None, description="ISO time at which the board was made.")


class Record(BaseModel):
    """A committed journey, which never changes."""

    model_config = ConfigDict(title="Journey record")

    id: str
    version: Annotated[int, Field(ge=1)] = Field(description="Counts the records of a board, from 1.")
    format: Literal[1] = Field(alias="schema")
    label: str
    at: str = Field(description="ISO time of the commit.")
    by: str = Field(description="The seat that committed.")
    board: str
    parent: str | None = Field(description="The record before it on the same board.")
    digest: str = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the canonical JSON (RFC 8785) of `journey`.")
    journey: JourneyModel
    contributors: list[Contributor]
    findings: list[FindingModel]
    session: Session


HEAD: tuple[str, ...] = ("id", "version", "label", "at", "by", "digest", "parent", "findings")


def canonical(value: Any) -> bytes:
    """The value as canonical JSON (RFC 8785)."""
    return rfc8785.dumps(value)


def digest_of(journey: Journey) -> str:
    """SHA-256 of a journey's canonical JSON, in hex."""
    return hashlib.sha256(canonical(journey)).hexdigest()


def make(
    journey: Journey,
    findings: Sequence[Finding],
    *,
    id: str,
    version: int,
    label: str,
    at: str,
    by: str,
    board: str,
    parent: str | None,
    contributors: Sequence[Mapping[str, str]],
    session: Mapping[str, Any],
) -> dict[str, Any]:
    """The whole record as JSON, checked against its own schema."""
    record = {
        "id": id,
        "version": version,
        "schema": RECORD_SCHEMA,
        "label": label,
        "at": at,
        "by": by,
        "board": board,
        "parent": parent,
        "digest": digest_of(journey),
        "journey": journey,
        "contributors": [dict(contributor) for contributor in contributors],
        "findings": [finding._asdict() for finding in findings],
        "session": dict(session),
    }
    Record.model_validate(record)
    return record


def head(record: Mapping[str, Any]) -> dict[str, Any]:
    """What a list of records shows of one."""
    return {name: record[name] for name in HEAD}


def json_schema() -> dict[str, Any]:
    """The published JSON Schema of a record."""
    schema = Record.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}
