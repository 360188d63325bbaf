"""The catalogue: which boards exist, and which tokens and codes open them."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server import people
from server.clock import Clock
from server.database import Database, metadata
from server.i18n import Messages
from server.ids import new_id
from server.keyring import Keyring, token_digest
from server.palette import COLORS
from server.people import ROLES, Role, Seat
from server.tables import boards, erasures, heartbeat, seats, tokens, workshops

DAY = timedelta(days=1)

_HOLDERS = select(seats, tokens.c.id.label("token_id")).join(tokens, tokens.c.seat == seats.c.id)


@dataclass(frozen=True, slots=True)
class Board:
    """A board as the catalogue knows it."""

    id: str
    language: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a token belongs to."""

    seat: Seat
    token_id: str
    removed: bool


@dataclass(frozen=True, slots=True)
class Knock:
    """Who stands at the door of a board that there is, if anybody."""

    holder: Holder | None


class Catalogue:
    """Boards and what opens them, durable; secrets are kept as digests only."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock, messages: Messages) -> None:
        self._messages = messages
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._id = secrets.randbelow(2**31)  # of this process, among the heartbeats

    async def create(self, language: str) -> Board:
        """A new board with three links and a join code."""
        board = Board(new_id(), language, self._clock())
        async with self._database.write() as connection:
            await connection.execute(insert(boards).values(id=board.id, language=language, created=board.created))
            await connection.execute(insert(workshops).values(board=board.id))
            for role in ROLES:
                await self._new_link(connection, board, role)
            await self._new_code(connection, board.id)
        return board

    async def board(self, board: str) -> Board | None:
        """The board, if there is one."""
        async with self._database.read() as connection:
            return await _board(connection, board)

    async def holder(self, token: str) -> Holder | None:
        """Whom this token belongs to, or None if it is dead or was never alive."""
        async with self._database.read() as connection:
            return await _holder(connection, token)

    async def holder_of(self, board: str, seat: str, token_id: str) -> Holder | None:
        """The holder of a token that is known by its id, if it is alive."""
        wanted = _HOLDERS.where(tokens.c.id == token_id, seats.c.id == seat, seats.c.board == board)
        async with self._database.read() as connection:
            return _told((await connection.execute(wanted)).one_or_none())

    async def knock(self, board: str, token: str | None) -> Knock | None:
        """What a door needs to know, all of one moment; None where there is no such board."""
        async with self._database.read() as connection:
            if await connection.scalar(select(boards.c.id).where(boards.c.id == board)) is None:
                return None
            return Knock(await _holder(connection, token) if token else None)

    async def links(self, board: str) -> dict[Role, str]:
        """The tokens of the links that are alive."""
        wanted = select(tokens.c.role, tokens.c.nonce, tokens.c.digest).where(
            tokens.c.board == board, tokens.c.role.is_not(None)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(wanted)).all()
        found = {row.role: (self._keyring.role_token(board, row.role, row.nonce), row.digest) for row in rows}
        # A keyring whose secret was lost derives something else: better no link than a wrong one.
        return {r: found[r][0] for r in ROLES if r in found and token_digest(found[r][0]) == found[r][1]}

    async def rotate_link(self, board: str, role: Role) -> tuple[str, list[str]]:
        """A fresh token for this role's link, and the ids of the tokens that died for it."""
        async with self._database.write(board) as connection:
            current = await _board(connection, board)
            assert current is not None  # this writer holds it
            dead = await _kill_link(connection, board, role)
            return await self._new_link(connection, current, role), dead

    async def revoke_link(self, board: str, role: Role) -> list[str]:
        """Kill this role's link; answers with the ids of the tokens that died."""
        async with self._database.write(board) as connection:
            return await _kill_link(connection, board, role)

    async def code(self, board: str) -> str | None:
        """The join code, unless it was revoked."""
        wanted = select(boards.c.code_nonce, boards.c.code_digest).where(boards.c.id == board)
        async with self._database.read() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        if row is None or row.code_nonce is None:
            return None
        code = self._keyring.code(board, row.code_nonce)
        return code if self._keyring.code_digest(code) == row.code_digest else None

    async def rotate_code(self, board: str) -> str:
        """A fresh join code; the old one is dead."""
        async with self._database.write(board) as connection:
            return await self._new_code(connection, board)

    async def revoke_code(self, board: str) -> None:
        """Nobody joins by code any more."""
        async with self._database.write(board) as connection:
            dead = update(boards).where(boards.c.id == board).values(code_nonce=None, code_digest=None)
            await connection.execute(dead)

    async def board_by_code(self, code: str) -> Board | None:
        """The board that this cleaned code opens."""
        wanted = select(boards.c.id).where(boards.c.code_digest == self._keyring.code_digest(code))
        async with self._database.read() as connection:
            found = await connection.scalar(wanted)
            return None if found is None else await _board(connection, found)

    async def begin_erasing(self, board: str) -> None:
        """R20: forget every row of the board, and remember only that its erasing must be finished."""
        async with self._database.write(board) as connection:
            await connection.execute(insert(erasures).values(board=board, begun=self._clock()))
            for table in reversed(metadata.sorted_tables):
                if "board" in table.c and table is not erasures:
                    await connection.execute(delete(table).where(table.c.board == board))
            await connection.execute(delete(boards).where(boards.c.id == board))

    async def unfinished_erasings(self) -> list[str]:
        """Boards that are no more, but whose log may still lie somewhere."""
        async with self._database.read() as connection:
            return list(await connection.scalars(select(erasures.c.board)))

    async def finish_erasing(self, board: str) -> None:
        """The last trace of the board goes."""
        async with self._database.write() as connection:
            await connection.execute(delete(erasures).where(erasures.c.board == board))
        await self._database.forget_deleted()

    async def probe(self) -> None:
        """Write one row, to know that storing works; those of processes that are no more go with it."""
        now = self._clock()
        old = or_(heartbeat.c.id == self._id, heartbeat.c.at < now - DAY)
        async with self._database.write() as connection:
            await connection.execute(delete(heartbeat).where(old))
            await connection.execute(insert(heartbeat).values(id=self._id, at=now))

    async def all(self) -> list[str]:
        """The ids of all boards, in the order of their making."""
        async with self._database.read() as connection:
            return list(await connection.scalars(select(boards.c.id).order_by(boards.c.created)))

    async def count(self) -> int:
        """How many boards there are."""
        async with self._database.read() as connection:
            return await connection.scalar(select(func.count()).select_from(boards)) or 0

    async def _new_link(self, connection: AsyncConnection, board: Board, role: Role) -> str:
        nonce = new_id()
        token = self._keyring.role_token(board.id, role, nonce)
        name = self._messages.speak(board.language)(f"link.{role}")
        seat = await _link_seat(connection, board, role, name, self._clock())
        await connection.execute(
            insert(tokens).values(
                id=new_id(),
                board=board.id,
                seat=seat,
                role=role,
                digest=token_digest(token),
                nonce=nonce,
                created=self._clock(),
            )
        )
        return token

    async def _new_code(self, connection: AsyncConnection, board: str) -> str:
        while True:
            nonce = new_id()
            code = self._keyring.code(board, nonce)
            digest = self._keyring.code_digest(code)
            if await connection.scalar(select(boards.c.id).where(boards.c.code_digest == digest)) is None:
                break
        await connection.execute(
            update(boards).where(boards.c.id == board).values(code_nonce=nonce, code_digest=digest)
        )
        return code


async def _board(connection: AsyncConnection, board: str) -> Board | None:
    row = (await connection.execute(select(boards).where(boards.c.id == board))).one_or_none()
    return None if row is None else Board(row.id, row.language, row.created)


async def _holder(connection: AsyncConnection, token: str) -> Holder | None:
    return _told((await connection.execute(_HOLDERS.where(tokens.c.digest == token_digest(token)))).one_or_none())


def _told(row: Any) -> Holder | None:
    return None if row is None else Holder(people.seat_of(row), row.token_id, row.removed is not None)


async def _kill_link(connection: AsyncConnection, board: str, role: Role) -> list[str]:
    mine = (tokens.c.board == board, tokens.c.role == role)
    dead = list(await connection.scalars(select(tokens.c.id).where(*mine)))
    await connection.execute(delete(tokens).where(*mine))
    return dead


async def _link_seat(connection: AsyncConnection, board: Board, role: Role, name: str, now: datetime) -> str:
    """The seat of this role's link: the same after a rotation, a fresh one if it was removed."""
    wanted = select(seats.c.id).where(seats.c.board == board.id, seats.c.link == role, seats.c.removed.is_(None))
    kept = await connection.scalar(wanted)
    if kept is not None:
        await connection.execute(update(seats).where(seats.c.id == kept).values(role=role))
        return str(kept)
    seat = Seat(new_id(), board.id, name, role, COLORS[-1], link=role)
    await people.add(connection, seat, now)
    return seat.id
