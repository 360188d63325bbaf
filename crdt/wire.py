"""The frames of the y-protocols and our message 110: one message per frame, decoded totally, written exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crdt.errors import Malformed
from crdt.varint import Reader, write_bytes, write_integer, write_text

SYNC, PRESENCE, AUTH, QUERY_PRESENCE, EXTENSION = 0, 1, 2, 3, 110
STEP_1, STEP_2, UPDATE = 0, 1, 2
PERMISSION_DENIED = 0
MAX_CLIENTS = 100_000  # in a state vector: every opened tab that ever wrote on a board


@dataclass(frozen=True, slots=True)
class SyncStep1:
    """What the other side has: it asks for the rest."""

    state_vector: bytes


@dataclass(frozen=True, slots=True)
class SyncStep2:
    """The answer to a sync step 1."""

    update: bytes


@dataclass(frozen=True, slots=True)
class Update:
    """A change of the document."""

    update: bytes


@dataclass(frozen=True, slots=True)
class Presence:
    """States of who is here and where they look (y-protocols: awareness)."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class QueryPresence:
    """Asks for the presence of all."""


@dataclass(frozen=True, slots=True)
class Denied:
    """Permission denied; only a server says so."""

    reason: str


@dataclass(frozen=True, slots=True)
class Extension:
    """Our message 110: one JSON object as text."""

    json: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A message of a kind that we don't speak."""

    kind: int


Message = SyncStep1 | SyncStep2 | Update | Presence | QueryPresence | Denied | Extension | Unknown


def decode(frame: bytes) -> Message:
    """The one message of a frame; `Malformed` if it is none."""
    reader = Reader(frame)
    message = _message(reader)
    if not isinstance(message, Unknown):
        reader.finish()
    return message


def sync_step1(state_vector: bytes) -> bytes:
    """The frame that asks for what the state vector lacks."""
    return bytes((SYNC, STEP_1)) + write_bytes(state_vector)


def sync_step2(update: bytes) -> bytes:
    """The frame that answers a sync step 1."""
    return bytes((SYNC, STEP_2)) + write_bytes(update)


def update(update: bytes) -> bytes:
    """The frame of a change."""
    return bytes((SYNC, UPDATE)) + write_bytes(update)


def presence(payload: bytes) -> bytes:
    """The frame of presence states."""
    return bytes((PRESENCE,)) + write_bytes(payload)


def query_presence() -> bytes:
    """The frame that asks for the presence of all."""
    return bytes((QUERY_PRESENCE,))


def denied(reason: str) -> bytes:
    """The frame that says: permission denied."""
    return bytes((AUTH, PERMISSION_DENIED)) + write_text(reason)


def extension(json_text: str) -> bytes:
    """The frame of our message 110."""
    return bytes((EXTENSION,)) + write_text(json_text)


def decode_state_vector(data: bytes) -> dict[int, int]:
    """The clock up to which each client's changes are there."""
    reader = Reader(data)
    clocks: dict[int, int] = {}
    for _ in range(reader.count(MAX_CLIENTS, "clients")):
        client = reader.integer()
        if client in clocks:
            raise Malformed("client twice in a state vector")
        clocks[client] = reader.integer()
    reader.finish()
    return clocks


def encode_state_vector(clocks: Mapping[int, int]) -> bytes:
    """The state vector as Yjs writes it: highest client first."""
    out = bytearray(write_integer(len(clocks)))
    for client in sorted(clocks, reverse=True):
        out += write_integer(client) + write_integer(clocks[client])
    return bytes(out)


def _message(reader: Reader) -> Message:
    kind = reader.integer()
    if kind == SYNC:
        return _sync(reader)
    if kind == PRESENCE:
        return Presence(reader.bytes())
    if kind == QUERY_PRESENCE:
        return QueryPresence()
    if kind == EXTENSION:
        return Extension(reader.text())
    if kind == AUTH:
        return _auth(reader)
    return Unknown(kind)


def _sync(reader: Reader) -> Message:
    step = reader.integer()
    body = reader.bytes()
    if step == STEP_1:
        return SyncStep1(body)
    if step == STEP_2:
        return SyncStep2(body)
    if step == UPDATE:
        return Update(body)
    raise Malformed(f"sync message {step}")


def _auth(reader: Reader) -> Message:
    if reader.integer() != PERMISSION_DENIED:
        raise Malformed("auth message")
    return Denied(reader.text())
