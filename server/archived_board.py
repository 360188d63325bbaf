"""How the log of a board is written down, line by line, whatever store it comes from or goes to."""

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from server.archive import Line
from server.update_log import Checkpoint, Logged, Position, Snapshot, Stored

Taken = tuple[Snapshot, bytes]


def written(stored: Stored, snapshots: Sequence[Taken]) -> Iterator[Line]:
    """The lines of a board; snapshots come oldest first."""
    yield {"head": stored.head}
    if stored.checkpoint is not None:
        yield {"checkpoint": _checkpoint_line(stored.checkpoint)}
    for entry in stored.entries:
        yield {"entry": [entry.position, entry.seat, _text(entry.data)]}
    for snapshot, state in snapshots:
        yield {"snapshot": asdict(snapshot), "state": _text(state)}


def read(lines: Iterable[Line]) -> tuple[Stored, list[Taken]]:
    """The board of these lines."""
    head, checkpoint, entries, snapshots = Position(0), None, [], []
    for line in lines:
        match line:
            case {"head": position}:
                head = Position(position)
            case {"checkpoint": found}:
                checkpoint = _checkpoint(found)
            case {"entry": [position, seat, data]}:
                entries.append(Logged(Position(position), seat, _bytes(data)))
            case {"snapshot": found, "state": state}:
                snapshots.append((Snapshot(**found), _bytes(state)))
            case _:
                raise ValueError(f"a board has a line that nobody knows: {sorted(line)}")
    return Stored(checkpoint, tuple(entries), head), snapshots


def same(one: Stored, other: Stored) -> bool:
    """Whether two stores hold the same log; the marks are each store's own."""
    return [*written(one, ())] == [*written(other, ())]


def _checkpoint_line(checkpoint: Checkpoint) -> Line:
    return {
        "position": checkpoint.position,
        "state": _text(checkpoint.state),
        "holders": {str(client): seat for client, seat in checkpoint.holders.items()},
        "contributors": sorted(checkpoint.contributors),
    }


def _checkpoint(line: Line) -> Checkpoint:
    holders: dict[str, Any] = line["holders"]
    return Checkpoint(
        Position(line["position"]),
        _bytes(line["state"]),
        {int(client): seat for client, seat in holders.items()},
        frozenset(line["contributors"]),
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
