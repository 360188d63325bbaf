"""Comments in the relational store: each beside a thing of the board or an answer, and counted by a revision."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.access import Grant
from server.clock import Clock, iso
from server.database import Database
from server.ids import new_id
from server.people import Role
from server.problems import Problem, forbidden, not_found, unauthorized
from server.tables import comments, seats, tokens, workshops

MOST = 2000  # R18: of a board, answers too

_TOLD = select(comments, seats.c.name, seats.c.role, seats.c.color).outerjoin(seats, seats.c.id == comments.c.by)


@dataclass(frozen=True, slots=True)
class Asked:
    """What makes two calls the same one: the caller's key, and the digest of what was asked for."""

    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Change:
    """What everybody is told: these comments are so now, and those are gone."""

    revision: int
    changed: Sequence[dict[str, Any]]
    removed: Sequence[str] = field(default=())

    def message(self) -> dict[str, Any]:
        """The comments message of the protocol."""
        return {
            "type": "comments",
            "revision": self.revision,
            "changed": list(self.changed),
            "removed": list(self.removed),
        }


class CommentStore:
    """Adds, reads and changes comments; whoever lost the right meanwhile changes nothing."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def all(self, board: str) -> tuple[int, list[dict[str, Any]]]:
        """The revision, and every comment in the order of writing."""
        async with self._database.read() as connection:
            revision = await connection.scalar(select(workshops.c.comments_revision).where(workshops.c.board == board))
            rows = await connection.execute(
                _TOLD.where(comments.c.board == board).order_by(comments.c.at, comments.c.id)
            )
            return revision or 0, [_told(row) for row in rows]

    async def said_before(self, grant: Grant, asked: Asked) -> dict[str, Any] | None:
        """The comment that this seat's call with this key made, if it did."""
        async with self._database.read() as connection:
            return await _said_before(connection, grant, asked)

    async def add(
        self, grant: Grant, text: str, thing: str | None, answers: str | None, asked: Asked | None
    ) -> tuple[dict[str, Any], Change | None]:
        """The new comment and what changed; no change where the key's call had made it before."""
        async with self._database.write(grant.board) as connection:
            await _role(connection, grant)
            told = await _said_before(connection, grant, asked) if asked else None
            if told is not None:
                return told, None
            await _refuse_too_many(connection, grant.board)
            above = await _to_be_answered(connection, grant.board, answers) if answers else None
            revision = await _next(connection, grant.board)
            changed = []
            if above is not None and above.done is not None:  # who answers is not done with it
                await _set(connection, above.id, revision=revision, done=None)
                changed.append(await _one(connection, grant.board, above.id))
            id = new_id()
            await connection.execute(
                insert(comments).values(
                    id=id,
                    board=grant.board,
                    revision=revision,
                    thing=above.thing if above is not None else thing,
                    answers=answers,
                    text=text,
                    by=grant.seat,
                    at=self._clock(),
                    key=asked.key if asked else None,
                    asked=asked.digest if asked else None,
                )
            )
            made = _told(await _one(connection, grant.board, id))
            return made, Change(revision, [*map(_told, changed), made])

    async def rewrite(self, grant: Grant, id: str, text: str) -> Change:
        """Other words; only the writer's own hand."""
        async with self._database.write(grant.board) as connection:
            await _role(connection, grant)
            found = await _one(connection, grant.board, id)
            if found.text is None:
                raise not_found("comment")
            if found.by != grant.seat:
                raise forbidden("Only who wrote a comment may change its words.")
            return await self._change(connection, grant.board, id, text=text, edited=self._clock())

    async def settle(self, grant: Grant, id: str, done: bool) -> Change:
        """Done, or open again, with all its answers; followers settle their own alone."""
        async with self._database.write(grant.board) as connection:
            role = await _role(connection, grant)
            found = await _one(connection, grant.board, id)
            if found.answers is not None:
                raise Problem(422, "Invalid", "An answer is done with what it answers.", "invalid")
            if role == "follower" and found.by != grant.seat:
                raise forbidden("Followers may settle only what they wrote.")
            return await self._change(connection, grant.board, id, done=self._clock() if done else None)

    async def remove(self, grant: Grant, id: str) -> Change:
        """Taken back by the writer, muted or not, or by a moderator; what others answered stays."""
        async with self._database.write(grant.board) as connection:
            role, _ = await _standing(connection, grant)
            found = await _one(connection, grant.board, id)
            if found.by != grant.seat and role != "moderator":
                raise forbidden("Only who wrote a comment, or a moderator, may take it away.")
            if await _answered(connection, id):
                return await self._change(connection, grant.board, id, text=None, edited=None)
            gone = [id]
            await _delete(connection, id)
            if found.answers is not None and await _is_left_over(connection, found.answers):
                gone.append(found.answers)
                await _delete(connection, found.answers)
            return Change(await _next(connection, grant.board), [], gone)

    async def _change(self, connection: AsyncConnection, board: str, id: str, **values: object) -> Change:
        revision = await _next(connection, board)
        await _set(connection, id, revision=revision, **values)
        return Change(revision, [_told(await _one(connection, board, id))])


async def _role(connection: AsyncConnection, grant: Grant) -> Role:
    """The role of a caller who says something; a muted follower is refused."""
    role, followers_comment = await _standing(connection, grant)
    if role == "follower" and not followers_comment:
        raise muted()
    return role


async def _standing(connection: AsyncConnection, grant: Grant) -> tuple[Role, bool]:
    """The role of the caller now, and whether followers comment; a dead token and a removed person are refused."""
    wanted = (
        select(seats.c.role, workshops.c.followers_comment)
        .join(tokens, tokens.c.seat == seats.c.id)
        .join(workshops, workshops.c.board == seats.c.board)
        .where(tokens.c.id == grant.token_id, seats.c.id == grant.seat, seats.c.removed.is_(None))
    )
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        raise unauthorized()
    return row.role, row.followers_comment


def muted() -> Problem:
    """A follower comments where the moderator does not allow it (now)."""
    return forbidden("Followers may not comment at this board now.")


async def _said_before(connection: AsyncConnection, grant: Grant, asked: Asked) -> dict[str, Any] | None:
    mine = (comments.c.board == grant.board, comments.c.by == grant.seat, comments.c.key == asked.key)
    row = (await connection.execute(_TOLD.where(*mine))).one_or_none()
    if row is None:
        return None
    if row.asked != asked.digest:
        raise Problem(422, "Key used before", "This Idempotency-Key was another comment's.", "key-reused")
    return _told(row)


async def _refuse_too_many(connection: AsyncConnection, board: str) -> None:
    count = await connection.scalar(select(func.count()).select_from(comments).where(comments.c.board == board))
    if (count or 0) >= MOST:
        raise Problem(409, "The board is full", f"It holds {MOST} comments.", "board-full")


async def _to_be_answered(connection: AsyncConnection, board: str, id: str) -> Row[Any]:
    found = await _one(connection, board, id)
    if found.answers is not None:
        raise Problem(422, "Invalid", "An answer has no answers of its own.", "invalid")
    return found


async def _next(connection: AsyncConnection, board: str) -> int:
    """The next revision of this board, whose writer is alone."""
    here = workshops.c.board == board
    await connection.execute(update(workshops).where(here).values(comments_revision=workshops.c.comments_revision + 1))
    return await connection.scalar(select(workshops.c.comments_revision).where(here)) or 0


async def _one(connection: AsyncConnection, board: str, id: str) -> Row[Any]:
    wanted = _TOLD.where(comments.c.board == board, comments.c.id == id)
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        raise not_found("comment")
    return row


async def _set(connection: AsyncConnection, id: str, **values: object) -> None:
    await connection.execute(update(comments).where(comments.c.id == id).values(**values))


async def _delete(connection: AsyncConnection, id: str) -> None:
    await connection.execute(delete(comments).where(comments.c.id == id))


async def _answered(connection: AsyncConnection, id: str) -> bool:
    return await connection.scalar(select(comments.c.id).where(comments.c.answers == id).limit(1)) is not None


async def _is_left_over(connection: AsyncConnection, id: str) -> bool:
    """Whether a comment was taken back, and nothing below it holds it any more."""
    taken = await connection.scalar(select(comments.c.id).where(comments.c.id == id, comments.c.text.is_(None)))
    return taken is not None and not await _answered(connection, id)


def _told(row: Row[Any]) -> dict[str, Any]:
    def moment(at: datetime | None) -> str | None:
        return None if at is None else iso(at)

    return {
        "id": row.id,
        "revision": row.revision,
        "thing": row.thing,
        "answers": row.answers,
        "text": row.text,
        "by": row.by,
        "name": row.name or "",
        "role": row.role or "follower",
        "color": row.color or "",
        "at": iso(row.at),
        "edited": moment(row.edited),
        "done": moment(row.done),
    }
