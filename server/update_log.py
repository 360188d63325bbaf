"""The store of live boards: what every implementation promises, and what it stores.

A log is the truth about its board (R1, R4): raw updates in one order, numbered without holes. A checkpoint
stands for all entries up to its position; a snapshot is the whole state at a position, kept for people (R15).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NewType, Protocol

from crdt.holders import LOST as LOST
from crdt.holders import ORDER as ORDER

Position = NewType("Position", int)
Kind = Literal["hand", "step", "auto", "restore"]

UNASKED_KEPT = 100  # snapshots of a board that nobody made by hand: steps, restores, and ten active hours
START = Position(0)  # before the first entry


class LogError(Exception):
    """A store could not do what was asked."""


class StoreFailed(LogError):
    """The store cannot write or read now; nothing of the request is stored, and a later try may succeed."""


class NoSuchBoard(LogError):
    """No board with this id was ever born here, or it was erased (R20)."""


class BoardExists(LogError):
    """A board with this id was born here before, even if it was erased since (R20, F24)."""


class NoSuchSnapshot(LogError):
    """The board has no snapshot with this id."""


class Moved(LogError):
    """Another process wrote meanwhile: nothing was stored, and what is new has to be read first."""


class SetBack(LogError):
    """The log does not go on from the tip: it lost its end, or was trimmed beyond it; only `read` tells the truth."""


@dataclass(frozen=True, slots=True)
class Tip:
    """Where a log ends: its last position, and the mark of the append that put an entry there.

    The mark tells a log that went on from one that was set back and then went on.
    """

    position: Position
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One raw update by a seat; no bytes mark a moment, such as a commit."""

    seat: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry with its place in the log, and the mark of its append."""

    position: Position
    seat: str
    data: bytes
    mark: str = ""

    @property
    def update(self) -> bytes:
        """What it brings to the document: nothing, if it is a marker or an order."""
        return b"" if self.seat == ORDER else self.data


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The verified state of a board at a position, and whose the client ids in it are (R7, R14)."""

    position: Position
    state: bytes
    holders: Mapping[int, str] = field(default_factory=dict)
    contributors: frozenset[str] = frozenset()
    mark: str = field(default="", compare=False)  # of the entry there, which a shared log must still have


@dataclass(frozen=True, slots=True)
class Stored:
    """All that is needed to bring a board to life, read in one moment (R14)."""

    checkpoint: Checkpoint | None
    entries: tuple[Logged, ...]
    head: Position
    mark: str = ""

    @property
    def tip(self) -> Tip:
        """Where the log ended when this was read."""
        return Tip(self.head, self.mark)

    @property
    def kept_out(self) -> list[Position]:
        """The places after the checkpoint whose entries nobody can load (R9)."""
        after = START if self.checkpoint is None else self.checkpoint.position
        read = {entry.position for entry in self.entries}
        return [Position(n) for n in range(after + 1, self.head + 1) if n not in read]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An immutable state at a position, kept for people (R15)."""

    id: str
    label: str
    by: str
    at: str
    kind: Kind
    position: int


class UpdateLog(Protocol):
    """Keeps the logs of all boards; every method may raise `StoreFailed`, and those of one board `NoSuchBoard`."""

    @property
    def durability(self) -> str:
        """What `append` means by stored, as `hello` says it: fsync, redis …"""

    @property
    def shared(self) -> bool:
        """Whether other processes write the same boards: then every append says after which tip it may stand."""

    async def open(self) -> None:
        """Makes the store ready; creates it only where there is none."""

    async def close(self) -> None:
        """Finishes what was asked for and lets go of the store."""

    async def create(self, board: str, entries: Sequence[Entry]) -> Position:
        """Bears a board with its first entries; answers with its head. `BoardExists` if the id was ever used."""

    async def append(self, board: str, entries: Sequence[Entry], after: Tip | None = None, mark: str = "") -> Position:
        """Stores the entries, all or none, in this order and without a hole; answers with the first's position.

        `Moved` if the log is shared and its tip is not `after` (None: wherever it ends). After a `StoreFailed` of a
        shared log the entries may be stored all the same: `since` shows them then, under the `mark` of the batch.
        """

    async def since(self, board: str, after: Tip) -> list[Logged]:
        """The entries after a tip, those kept out too; `SetBack` if the log does not go on from there."""

    async def read(self, board: str) -> Stored:
        """The checkpoint and every entry after it that was not kept out."""

    async def keep_out(self, board: str, position: Position) -> None:
        """Lets no later `read` give this entry, which nobody can load (R9)."""

    async def checkpoint(self, board: str, new: Checkpoint, replaces: Position) -> bool:
        """Puts the new checkpoint in the place of the one at `replaces`; False if another stands there (R14)."""

    async def trim(self, board: str) -> None:
        """Forgets the entries that the checkpoint stands for."""

    async def save_snapshot(self, board: str, snapshot: Snapshot, state: bytes) -> None:
        """Keeps a snapshot; of those that nobody made by hand the oldest give way beyond `UNASKED_KEPT`."""

    async def snapshots(self, board: str) -> list[Snapshot]:
        """All snapshots, newest first."""

    async def snapshot(self, board: str, id: str) -> tuple[Snapshot, bytes]:
        """One snapshot with its state; `NoSuchSnapshot` if there is none."""

    async def erase(self, board: str) -> None:
        """Forgets everything of the board but that its id was used (R20)."""

    async def boards(self) -> Mapping[str, bool]:
        """Every id that was ever used here, and whether its board lives (False: it was erased, R20)."""

    async def restore(self, board: str, stored: Stored | None, snapshots: Sequence[tuple[Snapshot, bytes]]) -> None:
        """Bears a board as it was in another store, whole or not at all; `BoardExists` if the id was ever used here.

        Snapshots come oldest first. Places below the head without an entry are kept out. None: only the id is used up.
        """

    async def probe(self) -> None:
        """Promises that the store can write now; `StoreFailed` otherwise."""
