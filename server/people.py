"""Seats: who is at a board, with which role; the part of the catalogue that is about persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from server.clock import Clock
from server.database import Database
from server.ids import new_id, new_token
from server.keyring import token_digest
from server.palette import next_color
from server.problems import Problem, not_found
from server.tables import seats, tokens

Role = Literal["moderator", "participant", "follower"]
ROLES: tuple[Role, ...] = ("moderator", "participant", "follower")
RANK: dict[str, int] = {"follower": 1, "participant": 2, "moderator": 3}

SEATS_PER_BOARD = 2000  # R18: a webinar's followers, with room


@dataclass(frozen=True, slots=True)
class Seat:
    """A person at a board; or, where `link` names a role, all who hold the bare token of that link."""

    id: str
    board: str
    name: str
    role: Role
    color: str
    link: Role | None = None


class People:
    """The seats of all boards, durable."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def join(self, board: str, name: str, role: Role) -> tuple[Seat, str]:
        """A new seat with a token of its own."""
        token = new_token()
        async with self._database.write(board) as connection:
            present = await _present(connection, board)
            if len(present) >= SEATS_PER_BOARD:
                raise Problem(409, "The board is full", f"It has {SEATS_PER_BOARD} seats.", "board-full")
            color = next_color(seat.color for seat in present if not seat.link)
            seat = Seat(new_id(), board, name, role, color)
            await add(connection, seat, self._clock())
            await connection.execute(
                insert(tokens).values(
                    id=new_id(), board=board, seat=seat.id, digest=token_digest(token), created=self._clock()
                )
            )
        return seat, token

    async def all(self, board: str) -> list[Seat]:
        """Everybody who has a seat, in the order of coming; the removed have none."""
        async with self._database.read() as connection:
            return await _present(connection, board)

    async def one(self, board: str, seat: str) -> Seat:
        """One seat of this board."""
        async with self._database.read() as connection:
            return await _one(connection, board, seat)

    async def names(self, board: str) -> dict[str, str]:
        """The names of all who ever had a seat, also of the removed."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(seats.c.id, seats.c.name).where(seats.c.board == board))
            return {row.id: row.name for row in rows}

    async def rename(self, board: str, seat: str, name: str) -> Seat:
        """Give a seat another name."""
        async with self._database.write(board) as connection:
            await _one(connection, board, seat)
            await connection.execute(update(seats).where(seats.c.id == seat).values(name=name))
            return await _one(connection, board, seat)

    async def set_role(self, board: str, seat: str, role: Role, by: str) -> Seat:
        """Give a seat another role, on behalf of the moderator's seat `by`."""
        async with self._database.write(board) as connection:
            current = await _one(connection, board, seat)
            _refuse_more_than_the_link(current, role)
            if current.role == "moderator" and role != "moderator":
                await _refuse_the_last_moderator(connection, current, by)
            await connection.execute(update(seats).where(seats.c.id == seat).values(role=role))
            return await _one(connection, board, seat)

    async def remove(self, board: str, seat: str, by: str) -> None:
        """Take a seat away for good; its row stays, so that its name still stands on its work."""
        async with self._database.write(board) as connection:
            current = await _one(connection, board, seat)
            if current.role == "moderator":
                await _refuse_the_last_moderator(connection, current, by)
            await connection.execute(update(seats).where(seats.c.id == seat).values(removed=self._clock()))


async def add(connection: AsyncConnection, seat: Seat, now: object) -> None:
    """Write a new seat, inside somebody's transaction."""
    await connection.execute(
        insert(seats).values(
            id=seat.id,
            board=seat.board,
            name=seat.name,
            role=seat.role,
            color=seat.color,
            link=seat.link,
            created=now,
        )
    )


def seat_of(row: Row[tuple[object, ...]]) -> Seat:
    """The seat that a row of the table tells."""
    return Seat(row.id, row.board, row.name, row.role, row.color, row.link)


async def _present(connection: AsyncConnection, board: str) -> list[Seat]:
    here = select(seats).where(seats.c.board == board, seats.c.removed.is_(None))
    rows: Sequence[Row[tuple[object, ...]]] = (
        await connection.execute(here.order_by(seats.c.created, seats.c.id))
    ).all()
    return [seat_of(row) for row in rows]


async def _one(connection: AsyncConnection, board: str, seat: str) -> Seat:
    wanted = select(seats).where(seats.c.board == board, seats.c.id == seat, seats.c.removed.is_(None))
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        raise not_found("seat")
    return seat_of(row)


def _refuse_more_than_the_link(seat: Seat, role: Role) -> None:
    if seat.link is not None and RANK[role] > RANK[seat.link]:
        raise Problem(409, "A link has the role it has", "Everybody with this link would get that role.", "link-role")


async def _refuse_the_last_moderator(connection: AsyncConnection, seat: Seat, by: str) -> None:
    """Moderators may not lock themselves out; by another's hand somebody is left who can moderate."""
    others = select(func.count()).where(
        seats.c.board == seat.board,
        seats.c.role == "moderator",
        seats.c.removed.is_(None),
        seats.c.id != seat.id,
    )
    if seat.id == by:  # a link that nobody may have kept is no moderator
        others = others.where(seats.c.link.is_(None))
    if not await connection.scalar(others):
        raise Problem(409, "The last moderator", "Make somebody else a moderator first.", "last-moderator")
