"""Numbered steps that bring an older database to the tables of today."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    func,
    insert,
    inspect,
    select,
    text,
)

_own = MetaData()
_applied = Table(
    "migrations",
    _own,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(200), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

Step = Callable[[Connection, MetaData], None]


LOCK = 0x62726F776E  # PostgreSQL's advisory lock of who migrates; SQLite's writers are alone anyway
PICTURES_INSIDE = "images_inside"  # pictures of before step 3, until `pictures` has moved them to where pictures live


class FromTheFuture(Exception):
    """The database was written by a newer version; this one would harm it."""


def _tables(*names: str) -> Step:
    def step(connection: Connection, metadata: MetaData) -> None:
        for name in names:
            if name in metadata.tables:
                metadata.tables[name].create(connection, checkfirst=True)

    return step


def _pictures_outside(connection: Connection, metadata: MetaData) -> None:
    """The table of images lets go of the pictures themselves; they wait, in a table of their own, to be moved."""
    if "data" not in {column["name"] for column in inspect(connection).get_columns("images")}:
        return
    connection.execute(text(f"ALTER TABLE images RENAME TO {PICTURES_INSIDE}"))
    metadata.tables["images"].create(connection)
    kept = ", ".join(f'"{column.name}"' for column in metadata.tables["images"].columns)
    connection.execute(text(f"INSERT INTO images ({kept}) SELECT {kept} FROM {PICTURES_INSIDE}"))


def _comments(connection: Connection, metadata: MetaData) -> None:
    """A table of comments, and beside each workshop whether followers may write them."""
    metadata.tables["comments"].create(connection, checkfirst=True)
    if "comments_revision" not in {column["name"] for column in inspect(connection).get_columns("workshops")}:
        connection.execute(text("ALTER TABLE workshops ADD COLUMN followers_comment BOOLEAN NOT NULL DEFAULT FALSE"))
        connection.execute(text("ALTER TABLE workshops ADD COLUMN comments_revision INTEGER NOT NULL DEFAULT 0"))


# A later step changes tables by explicit DDL and first looks whether step 1 already made them so.
STEPS: tuple[tuple[int, str, Step], ...] = (
    (1, "the catalogue", _tables("boards", "seats", "tokens", "workshops", "images", "erasures", "heartbeat")),
    (2, "journey records", _tables("records")),
    (3, "pictures outside of the database", _pictures_outside),
    (4, "comments", _comments),
)


def run(connection: Connection, metadata: MetaData) -> None:
    """Apply, in order, every step that this database has not seen; while others that start too wait."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    _applied.create(connection, checkfirst=True)
    seen = set(connection.scalars(select(_applied.c.number)))
    _refuse_the_future(seen, (number for number, _, _ in STEPS))
    for number, name, step in STEPS:
        if number not in seen:
            step(connection, metadata)
            connection.execute(insert(_applied).values(number=number, name=name, at=datetime.now(UTC)))


def level(connection: Connection) -> int:
    """The last step that this database has seen; 0 where there is no catalogue."""
    if not inspect(connection).has_table(_applied.name):
        return 0
    return connection.scalar(select(func.max(_applied.c.number))) or 0


def _refuse_the_future(seen: set[int], known: Iterable[int]) -> None:
    newer = seen - set(known)
    if newer:
        raise FromTheFuture(f"The database is newer than this program (step {max(newer)}); update the program.")
