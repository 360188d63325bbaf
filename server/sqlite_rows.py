"""The tables of the embedded log, and how what it keeps is written down there and read again."""

import json
import sqlite3
import zlib
from collections.abc import Sequence

from server.update_log import START, Checkpoint, Entry, Logged, NoSuchBoard, Position, Snapshot, Stored

TABLES = """
CREATE TABLE IF NOT EXISTS boards (
  board TEXT PRIMARY KEY, head INTEGER NOT NULL, erased INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (
  board TEXT NOT NULL, position INTEGER NOT NULL, seat TEXT NOT NULL, data BLOB NOT NULL,
  kept_out INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (board, position)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS checkpoints (
  board TEXT PRIMARY KEY, position INTEGER NOT NULL, state BLOB NOT NULL, holders TEXT NOT NULL,
  contributors TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS snapshots (
  number INTEGER PRIMARY KEY, board TEXT NOT NULL, id TEXT NOT NULL, label TEXT NOT NULL, by TEXT NOT NULL,
  at TEXT NOT NULL, kind TEXT NOT NULL, position INTEGER NOT NULL, state BLOB NOT NULL, UNIQUE (board, id)
);
CREATE TABLE IF NOT EXISTS probe (id INTEGER PRIMARY KEY, times INTEGER NOT NULL);
INSERT OR IGNORE INTO probe VALUES (1, 0);
"""
INSERT_CHECKPOINT = "INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?, ?)"
INSERT_SNAPSHOT = (
    "INSERT INTO snapshots (board, id, label, by, at, kind, position, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


def last_position(db: sqlite3.Connection, board: str) -> Position:
    """Where the log of a living board ends."""
    row = db.execute("SELECT head FROM boards WHERE board = ? AND NOT erased", (board,)).fetchone()
    if row is None:
        raise NoSuchBoard(board)
    return Position(row[0])


def insert(db: sqlite3.Connection, board: str, before: Position, entries: Sequence[Entry]) -> None:
    """Writes entries behind a position."""
    rows = [(board, before + n, entry.seat, entry.data) for n, entry in enumerate(entries, 1)]
    db.executemany("INSERT INTO entries (board, position, seat, data) VALUES (?, ?, ?, ?)", rows)


def restore(db: sqlite3.Connection, board: str, stored: Stored) -> None:
    """Writes all of a log that was read from another store."""
    if stored.checkpoint is not None:
        db.execute(INSERT_CHECKPOINT, checkpoint_row(board, stored.checkpoint))
    rows = [(board, entry.position, entry.seat, entry.data, 0) for entry in stored.entries]
    rows += [(board, position, "", b"", 1) for position in stored.kept_out]
    db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", rows)


def checkpoint_row(board: str, new: Checkpoint) -> tuple[str, int, bytes, str, str]:
    """A checkpoint as its table has it."""
    holders = json.dumps({str(client): seat for client, seat in new.holders.items()})
    return board, new.position, zlib.compress(new.state), holders, json.dumps(sorted(new.contributors))


def snapshot_row(board: str, s: Snapshot, state: bytes) -> tuple[str, str, str, str, str, str, int, bytes]:
    """A snapshot as its table has it."""
    return board, s.id, s.label, s.by, s.at, s.kind, s.position, zlib.compress(state)


def checkpoint_position(db: sqlite3.Connection, board: str) -> Position:
    """Up to where the checkpoint stands for the entries."""
    row = db.execute("SELECT position FROM checkpoints WHERE board = ?", (board,)).fetchone()
    return START if row is None else Position(row[0])


def whole(db: sqlite3.Connection, board: str) -> Stored:
    """The checkpoint and what comes behind it."""
    head = last_position(db, board)
    row = db.execute(
        "SELECT position, state, holders, contributors FROM checkpoints WHERE board = ?", (board,)
    ).fetchone()
    checkpoint = None if row is None else _checkpoint(*row)
    after = START if checkpoint is None else checkpoint.position
    rows = db.execute(
        "SELECT position, seat, data FROM entries WHERE board = ? AND position > ? AND NOT kept_out ORDER BY position",
        (board, after),
    )
    return Stored(checkpoint, tuple(Logged(Position(p), seat, data) for p, seat, data in rows), head)


def _checkpoint(position: int, state: bytes, holders: str, contributors: str) -> Checkpoint:
    return Checkpoint(
        Position(position),
        zlib.decompress(state),
        {int(client): seat for client, seat in json.loads(holders).items()},
        frozenset(json.loads(contributors)),
    )
