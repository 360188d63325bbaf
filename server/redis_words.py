"""What processes say to each other through Redis, as bytes."""

import json
from dataclasses import dataclass
from typing import Any

from crdt.elsewhere import Gathering


@dataclass(frozen=True, slots=True)
class Grew:
    """A log grew, or its board was erased; `origin` knows of it already."""

    origin: str


@dataclass(frozen=True, slots=True)
class Told:
    """A process told who is there."""

    process: str
    gathering: bytes


@dataclass(frozen=True, slots=True)
class Went:
    """Presence states of a process changed."""

    process: str
    presence: bytes


def parse(message: bytes) -> Grew | Told | Went | None:
    """A message of a board's channel; None if it is none of ours."""
    kind, rest = message[:1], message[1:]
    if kind == b"g":
        return Grew(rest.decode(errors="replace"))
    process, newline, body = rest.partition(b"\n")
    if not newline:
        return None
    name = process.decode(errors="replace")
    return Told(name, body) if kind == b"t" else Went(name, body) if kind == b"m" else None


def went(process: str, presence: bytes) -> bytes:
    """The message that presence states changed."""
    return b"m" + process.encode() + b"\n" + presence


def pack(number: int, gathering: Gathering | None) -> bytes:
    """A gathering, numbered so that a late one is known; None: nobody is here."""
    if gathering is None or gathering.empty:
        return b"%d " % number
    facts = {
        "people": [dict(person) for person in gathering.people],
        "followers": gathering.followers,
        "online": dict(gathering.online),
    }
    return b"%d " % number + json.dumps(facts, separators=(",", ":")).encode() + b"\n" + gathering.presence


def unpack(packed: bytes) -> tuple[int, Gathering | None]:
    """The number and the gathering; `ValueError` if this is none."""
    number, _, rest = packed.partition(b" ")
    if not rest:
        return int(number), None
    facts, newline, presence = rest.partition(b"\n")
    if not newline:
        raise ValueError("no presence")
    try:
        return int(number), _gathering(json.loads(facts), presence)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _gathering(facts: Any, presence: bytes) -> Gathering:
    match facts:
        case {"people": list(people), "followers": int(followers), "online": dict(online)} if all(
            isinstance(person, dict) for person in people
        ) and all(isinstance(devices, int) for devices in online.values()):
            return Gathering(tuple(people), followers, online, presence)
    raise ValueError("no gathering")
