"""Presence as it travels: the awareness updates of the y-protocols."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crdt.errors import TooLarge
from crdt.varint import Reader, write_integer, write_text

MAX_PAYLOAD = 1 << 18  # bytes; stock providers send back the states of all whom they hear of
MAX_ENTRIES = 1_000
MAX_STATE = 2_048  # bytes of JSON (R12)


class Entry(NamedTuple):
    """One state as it travels: JSON, or None when its client leaves."""

    client: int
    clock: int
    state: str | None


def decode(payload: bytes, most: int = MAX_PAYLOAD, entries: int = MAX_ENTRIES) -> list[Entry]:
    """The entries of an awareness update."""
    if len(payload) > most:
        raise TooLarge("bytes of presence", most)
    reader = Reader(payload)
    decoded = [_entry(reader) for _ in range(reader.count(entries, "presence states"))]
    reader.finish()
    return decoded


def encode(entries: Iterable[Entry]) -> bytes:
    """An awareness update of these entries."""
    parts = [
        write_integer(entry.client) + write_integer(entry.clock) + write_text(entry.state or "null")
        for entry in entries
    ]
    return write_integer(len(parts)) + b"".join(parts)


def _entry(reader: Reader) -> Entry:
    client, clock, state = reader.integer(), reader.integer(), reader.text()
    return Entry(client, clock, None if state == "null" else state)
