"""The workshop under way: its step, its timer, its lock, and who may comment. Time comes in as an argument."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.clock import iso
from server.database import Database
from server.problems import Problem
from server.tables import workshops
from server.update_log import NoSuchBoard

LONGEST_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Off:
    """No timer."""

    length: int = 0


@dataclass(frozen=True, slots=True)
class Running:
    """A timer that ends at a moment, also when that has passed."""

    length: int
    ends: datetime


@dataclass(frozen=True, slots=True)
class Paused:
    """A timer that stands still with some seconds left."""

    length: int
    left: float


Timer = Off | Running | Paused


@dataclass(frozen=True, slots=True)
class Workshop:
    """What everybody at the board sees of the workshop."""

    step: int = 0
    timer: Timer = Off()
    locked: bool = False
    followers_comment: bool = False
    comments_revision: int = 0  # who has heard of all comments up to it has missed none

    def start(self, now: datetime, seconds: int) -> "Workshop":
        """The timer runs from now."""
        return replace(self, timer=Running(seconds, now + timedelta(seconds=seconds)))

    def pause(self, now: datetime) -> "Workshop":
        """The timer stands still; one that does not run stays as it is."""
        if not isinstance(self.timer, Running):
            return self
        left = max(0.0, (self.timer.ends - now).total_seconds())
        return replace(self, timer=Paused(self.timer.length, left))

    def resume(self, now: datetime) -> "Workshop":
        """The timer goes on; one that is not paused stays as it is."""
        if not isinstance(self.timer, Paused):
            return self
        ends = now + timedelta(seconds=self.timer.left)
        return replace(self, timer=Running(self.timer.length, ends))

    def stop(self) -> "Workshop":
        """No timer; its length is kept for the next start."""
        return replace(self, timer=Off(self.timer.length))

    def message(self, now: datetime) -> dict[str, Any]:
        """The session message of the protocol, true at this moment."""
        state, ends, left = "off", None, None
        match self.timer:
            case Running():
                state, ends = "running", iso(self.timer.ends)
                left = max(0.0, (self.timer.ends - now).total_seconds())
            case Paused():
                state, left = "paused", self.timer.left
            case Off():
                pass
        timer = {"state": state, "ends": ends, "left": left, "length": self.timer.length}
        comments = {"followers": self.followers_comment, "revision": self.comments_revision}
        return {
            "type": "session",
            "step": self.step,
            "timer": timer,
            "locked": self.locked,
            "comments": comments,
            "now": iso(now),
        }


class Workshops:
    """The workshops of all boards, durable: a restart changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, board: str) -> Workshop:
        """The workshop of a board."""
        async with self._database.read() as connection:
            return await _load(connection, board)

    async def change(
        self,
        board: str,
        now: datetime,
        *,
        step: int | None,
        locked: bool | None,
        timer: tuple[str, int | None],
        followers_comment: bool | None = None,
    ) -> tuple[Workshop, Workshop]:
        """Change some of it in one act; answers with before and after."""
        async with self._database.write(board) as connection:
            before = await _load(connection, board)
            after = act(before, now, *timer)
            after = replace(
                after,
                step=after.step if step is None else step,
                locked=after.locked if locked is None else locked,
                followers_comment=after.followers_comment if followers_comment is None else followers_comment,
            )
            await connection.execute(update(workshops).where(workshops.c.board == board).values(**_row(after)))
        return before, after


def act(workshop: Workshop, now: datetime, action: str, seconds: int | None) -> Workshop:
    """Do to the timer what a moderator asked for."""
    match action:
        case "start":
            length = seconds or workshop.timer.length
            if not length:
                raise Problem(422, "Invalid", "A first start needs the seconds.", "invalid")
            return workshop.start(now, length)
        case "pause":
            return workshop.pause(now)
        case "resume":
            return workshop.resume(now)
        case "stop":
            return workshop.stop()
        case _:
            return workshop


async def _load(connection: AsyncConnection, board: str) -> Workshop:
    row = (await connection.execute(select(workshops).where(workshops.c.board == board))).one_or_none()
    if row is None:
        raise NoSuchBoard(board)
    timer: Timer = Off(row.length)
    if row.timer == "running":
        timer = Running(row.length, row.ends)
    elif row.timer == "paused":
        timer = Paused(row.length, row.left)
    return Workshop(row.step, timer, row.locked, row.followers_comment, row.comments_revision)


def _row(workshop: Workshop) -> dict[str, Any]:
    """What a moderator may change; the revision is the comments' own."""
    row: dict[str, Any] = {
        "step": workshop.step,
        "locked": workshop.locked,
        "followers_comment": workshop.followers_comment,
        "length": workshop.timer.length,
        "timer": "off",
        "ends": None,
        "left": None,
    }
    match workshop.timer:
        case Running(ends=ends):
            return row | {"timer": "running", "ends": ends}
        case Paused(left=left):
            return row | {"timer": "paused", "left": left}
        case Off():
            return row
