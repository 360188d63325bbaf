"""What a room wants done: the shell does it, in this order."""

from __future__ import annotations

from dataclasses import dataclass

from crdt.members import MemberId


@dataclass(frozen=True, slots=True)
class Send:
    """Write these frames, one after the other, to each of these members."""

    members: tuple[MemberId, ...]
    frames: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """Close a member's connection; the room has forgotten the member already."""

    member: MemberId
    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """An act of the server, known by its ticket, stands in the log at a position and is applied."""

    ticket: int
    position: int


@dataclass(frozen=True, slots=True)
class Lost:
    """An act of the server could not be applied after a rebuild; it may be tried again."""

    ticket: int


@dataclass(frozen=True, slots=True)
class Rebuild:
    """The document can't be trusted since this position: make a new one without that entry (R9)."""

    position: int
    reason: str


@dataclass(frozen=True, slots=True)
class Gather:
    """The other processes are to be told who is here now."""


@dataclass(frozen=True, slots=True)
class Share:
    """The other processes are to be told of these presence states, which changed here."""

    presence: bytes


Effect = Send | Close | Done | Lost | Rebuild | Gather | Share
