"""Journey records in the relational store: written once, never changed, erased only with their board (R20)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, UniqueConstraint, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from board.record import canonical, head
from server.database import Database, metadata
from server.tables import Id

records = Table(
    "records",
    metadata,
    Column("id", Id, primary_key=True),
    Column("board", Id, ForeignKey("boards.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),  # JSON: lists are read without the bodies
    Column("body", LargeBinary, nullable=False),  # the whole record, canonical JSON
    Column("key", String(200)),  # Idempotency-Key of the commit, if it had one
    Column("asked", String(64)),  # digest of what that commit asked for
    UniqueConstraint("board", "version"),
    UniqueConstraint("board", "key"),
)

Make = Callable[[int, str | None], dict[str, Any]]
"""Makes the record, told its version and its parent."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What makes two commits the same one: the caller's key, and the digest of what was asked for."""

    key: str
    digest: str


class KeyReused(Exception):
    """The Idempotency-Key belongs to a commit that asked for something else."""


class RecordStore:
    """Adds and reads records."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, board: str, make: Make, asked: Asked | None) -> tuple[dict[str, Any], bool]:
        """The head of a new record, and True; or that of the commit which had this key before, and False."""
        async with self._database.write(board) as connection:
            done = await _before(connection, board, asked) if asked else None
            if done is not None:
                return done, False
            latest = select(records.c.id, records.c.version).where(records.c.board == board)
            last = (await connection.execute(latest.order_by(records.c.version.desc()).limit(1))).one_or_none()
            record = make(last.version + 1 if last else 1, last.id if last else None)
            told = head(record)
            await connection.execute(
                insert(records).values(
                    id=record["id"],
                    board=board,
                    version=record["version"],
                    head=canonical(told),
                    body=canonical(record),
                    key=asked.key if asked else None,
                    asked=asked.digest if asked else None,
                )
            )
        return told, True

    async def before(self, board: str, asked: Asked) -> dict[str, Any] | None:
        """The head of the commit that had this key, if there was one."""
        async with self._database.read() as connection:
            return await _before(connection, board, asked)

    async def heads(self, board: str) -> list[dict[str, Any]]:
        """The heads of a board's records, newest first."""
        wanted = select(records.c.head).where(records.c.board == board).order_by(records.c.version.desc())
        async with self._database.read() as connection:
            return [json.loads(found) for found in await connection.scalars(wanted)]

    async def board_of(self, record: str) -> str | None:
        """The board a record belongs to."""
        async with self._database.read() as connection:
            found = await connection.scalar(select(records.c.board).where(records.c.id == record))
            return None if found is None else str(found)

    async def body(self, record: str) -> bytes | None:
        """The whole record as the bytes in which it was stored."""
        async with self._database.read() as connection:
            return await connection.scalar(select(records.c.body).where(records.c.id == record))


async def _before(connection: AsyncConnection, board: str, asked: Asked) -> dict[str, Any] | None:
    wanted = select(records.c.head, records.c.asked).where(records.c.board == board, records.c.key == asked.key)
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        return None
    if row.asked != asked.digest:
        raise KeyReused
    found: dict[str, Any] = json.loads(row.head)
    return found
