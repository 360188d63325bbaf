"""Presence states that other processes told us, each kept until its process takes it back or is gone (R12)."""

from __future__ import annotations

import json

from crdt.awareness import MAX_STATE, Entry, decode
from crdt.errors import Refusal

MOST_BYTES = 1 << 24  # of all states of a process
MOST_ENTRIES = 4_096


class Visitors:
    """Which process told what of which client."""

    def __init__(self) -> None:
        self._told: dict[str, dict[int, Entry]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._told.values()))

    def __contains__(self, client: int) -> bool:
        return any(client in states for states in self._told.values())

    def get(self, process: str | None, client: int) -> Entry | None:
        """What a process says of a client."""
        return self._told.get(process, {}).get(client) if process is not None else None

    def newest(self, client: int) -> tuple[str, Entry] | None:
        """What the process says that heard of the client last."""
        said = [(process, states[client]) for process, states in self._told.items() if client in states]
        return max(said, key=lambda told: told[1].clock, default=None)

    def replace(self, process: str, payload: bytes | None) -> list[int]:
        """Puts these states in the place of all that the process told; the clients whom this may move."""
        before = self._told.pop(process, {})
        if payload is None:
            return list(before)
        now = {entry.client: entry for entry in read(payload) if entry.state is not None}
        for client in now.keys() & before.keys():
            now[client] = max(now[client], before[client], key=lambda entry: entry.clock)
        self._told[process] = now
        return [client for client in now | before if now.get(client) != before.get(client)]

    def move(self, process: str, payload: bytes) -> list[int]:
        """Takes changed states of a process in; the clients whom this may move."""
        states = self._told.setdefault(process, {})
        moved = []
        for entry in read(payload):
            before = states.get(entry.client)
            if before == entry or (before is None and entry.state is None):
                continue
            if before is not None and entry.clock < before.clock:
                continue
            if entry.state is None:
                del states[entry.client]
            elif len(states) < MOST_ENTRIES:
                states[entry.client] = entry
            moved.append(entry.client)
        return moved


def read(payload: bytes) -> list[Entry]:
    """The entries that are what a process of ours tells; nothing of bytes that are no awareness update."""
    try:
        return [entry for entry in decode(payload, MOST_BYTES, MOST_ENTRIES) if entry.state is None or seat_of(entry)]
    except Refusal:
        return []


def seat_of(entry: Entry) -> str:
    """Whose a state is, as its process says; nobody's if it is not what a process tells."""
    if entry.state is None or len(entry.state) > 2 * MAX_STATE:
        return ""
    try:
        seat = json.loads(entry.state)["user"]["seat"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    return seat if isinstance(seat, str) else ""
