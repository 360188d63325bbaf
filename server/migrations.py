"""Numbered steps that bring an older database to the tables of today."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, DateTime, Integer, MetaData, String, Table, insert, select

_own = MetaData()
_applied = Table(
    "migrations",
    _own,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(200), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

Step = Callable[[Connection, MetaData], None]


class FromTheFuture(Exception):
    """The database was written by a newer version; this one would harm it."""


def _tables(*names: str) -> Step:
    def step(connection: Connection, metadata: MetaData) -> None:
        for name in names:
            if name in metadata.tables:
                metadata.tables[name].create(connection, checkfirst=True)

    return step


# A later step changes tables by explicit DDL and first looks whether step 1 already made them so.
STEPS: tuple[tuple[int, str, Step], ...] = (
    (1, "the catalogue", _tables("boards", "seats", "tokens", "workshops", "images", "erasures", "heartbeat")),
    (2, "journey records", _tables("records")),
)


def run(connection: Connection, metadata: MetaData) -> None:
    """Apply, in order, every step that this database has not seen."""
    _applied.create(connection, checkfirst=True)
    seen = set(connection.scalars(select(_applied.c.number)))
    _refuse_the_future(seen, (number for number, _, _ in STEPS))
    for number, name, step in STEPS:
        if number not in seen:
            step(connection, metadata)
            connection.execute(insert(_applied).values(number=number, name=name, at=datetime.now(UTC)))


def _refuse_the_future(seen: set[int], known: Iterable[int]) -> None:
    newer = seen - set(known)
    if newer:
        raise FromTheFuture(f"The database is newer than this program (step {max(newer)}); update the program.")
