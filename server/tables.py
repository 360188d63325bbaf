"""The tables of the catalogue; every table with something of a board has a column `board`."""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)

from server.database import metadata


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite alone would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To UTC, before it is written."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """As UTC, however the driver gave it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Id(TypeDecorator[str]):
    """An id, also as a caller wrote it: what no store can hold is none that there is."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """PostgreSQL would fail at a NUL."""
        return value and value.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _board() -> Column[str]:
    return Column("board", Id, ForeignKey("boards.id", ondelete="CASCADE"), nullable=False)


boards = Table(
    "boards",
    metadata,
    Column("id", Id, primary_key=True),
    Column("language", String(8), nullable=False),
    Column("code_nonce", String(40)),  # null: revoked
    Column("code_digest", String(64), unique=True),
    Column("created", Moment, nullable=False),
)

seats = Table(
    "seats",
    metadata,
    Column("id", Id, primary_key=True),
    _board(),
    Column("name", String(60), nullable=False),
    Column("role", String(12), nullable=False),
    Column("color", String(7), nullable=False),
    Column("link", String(12)),  # the role of the link whose bare token sits here; null: a person
    Column("created", Moment, nullable=False),
    Column("removed", Moment),
    Index("ix_seats_board", "board"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Id, primary_key=True),
    _board(),
    Column("seat", Id, ForeignKey("seats.id", ondelete="CASCADE"), nullable=False),
    Column("role", String(12)),  # a role's link; null: the own token of a seat
    Column("digest", String(64), nullable=False, unique=True),
    Column("nonce", String(40)),  # from which the keyring derives a role's token again
    Column("created", Moment, nullable=False),
    Index("ix_tokens_board", "board"),
    Index("ix_tokens_seat", "seat"),
)

workshops = Table(
    "workshops",
    metadata,
    Column("board", Id, ForeignKey("boards.id", ondelete="CASCADE"), primary_key=True),
    Column("step", Integer, nullable=False, default=0),
    Column("timer", String(8), nullable=False, default="off"),
    Column("ends", Moment),  # of a running timer
    Column("left", Float),  # seconds, of a paused one
    Column("length", Integer, nullable=False, default=0),
    Column("locked", Boolean, nullable=False, default=False),
    Column("followers_comment", Boolean, nullable=False, default=False),
    Column("comments_revision", Integer, nullable=False, default=0),  # grows with every change of a comment
)

# What people say about a thing of the board, beside it: never part of the document, which followers may not edit.
comments = Table(
    "comments",
    metadata,
    Column("id", Id, primary_key=True),
    _board(),
    Column("revision", Integer, nullable=False),  # of the board's comments when this one changed last
    Column("thing", String(60)),  # ROOT:ID; null: the whole board
    Column("answers", Id),  # the comment that this one answers
    Column("text", String(500)),  # null: taken back, kept for the answers below it
    Column("by", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("edited", Moment),
    Column("done", Moment),
    Column("key", String(200)),  # Idempotency-Key of the call, if it had one
    Column("asked", String(64)),  # digest of what that call asked for
    UniqueConstraint("board", "by", "key"),
    Index("ix_comments_board", "board"),
)

# The pictures themselves lie in the picture store, under the same two names.
images = Table(
    "images",
    metadata,
    Column("board", Id, ForeignKey("boards.id", ondelete="CASCADE"), primary_key=True),
    Column("id", Id, primary_key=True),  # the digest of its bytes: the same picture is kept once
    Column("type", String(20), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("by", String(40), nullable=False),
    Column("created", Moment, nullable=False),
)

# R20: a board whose erasing was begun; finished at the next start if the process died meanwhile.
erasures = Table(
    "erasures",
    metadata,
    Column("board", Id, primary_key=True),
    Column("begun", Moment, nullable=False),
)

# A row of each process, which /readyz writes to know that storing works.
heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # random: no process waits for another's row
    Column("at", Moment, nullable=False),
)
