"""The workshop session over HTTP: step, timer, lock, and whether followers may comment; kept here and told to all."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from board import agenda
from server import bodies
from server.clock import iso
from server.fields import Body
from server.i18n import DEFAULT, Messages, known
from server.ids import new_id
from server.operation import Answer, operation
from server.services import Services
from server.workshop import LONGEST_SECONDS


class TimerAct(Body):
    """What to do with the timer; a start without seconds takes the length of before."""

    action: Literal["start", "pause", "resume", "stop"]
    seconds: Annotated[int, Field(ge=1, le=LONGEST_SECONDS)] | None = None


class CommentsAct(Body):
    """Who may comment beside those who edit."""

    followers: bool


class SessionChange(Body):
    """Any of these, in one act."""

    step: Annotated[int, Field(ge=0, le=agenda.LAST)] | None = None
    timer: TimerAct | None = None
    locked: bool | None = None
    comments: CommentsAct | None = None


class Lock(Body):
    """Whether only moderators may edit."""

    locked: bool


class TimerState(BaseModel):
    """The timer; seconds are left at the moment `now` of the message."""

    state: Literal["running", "paused", "off"]
    ends: str | None
    left: float | None
    length: int


class CommentsState(BaseModel):
    """Whether followers may comment; the revision grows with every change of a comment."""

    followers: bool
    revision: int


class SessionState(BaseModel):
    """The session as everybody sees it."""

    type: Literal["session"]
    step: int
    timer: TimerState
    locked: bool
    comments: CommentsState
    now: str


class Session:
    """Changes a workshop and tells everybody."""

    def __init__(self, services: Services, messages: Messages) -> None:
        self._services = services
        self._messages = messages

    def routes(self) -> list[BaseRoute]:
        """One route for each call."""
        return [
            Route("/api/boards/{board}/session", self.read, methods=["GET"]),
            Route("/api/boards/{board}/session", self.change, methods=["PATCH"]),
            Route("/api/boards/{board}/lock", self.lock, methods=["PUT"]),
        ]

    @operation("The workshop's session", "follower", Answer(200, "Step, timer and lock", SessionState))
    async def read(self, request: Request) -> Response:
        """The session at this moment."""
        grant = await self._services.access.require(request, request.path_params["board"], "follower")
        return JSONResponse(await self._services.access.session(grant.board))

    @operation("Change the session", "moderator", Answer(200, "The session", SessionState), body=SessionChange)
    async def change(self, request: Request) -> Response:
        """Step, timer, lock and who may comment in one act; in force when this is answered."""
        grant = await self._services.access.require(request, request.path_params["board"], "moderator")
        wanted = await bodies.read(request, SessionChange)
        return JSONResponse(await self._change(grant.board, grant.seat, wanted))

    @operation("Lock or unlock the board", "moderator", Answer(200, "The lock", Lock), body=Lock)
    async def lock(self, request: Request) -> Response:
        """While locked only moderators' edits are accepted, from the moment this is answered."""
        grant = await self._services.access.require(request, request.path_params["board"], "moderator")
        wanted = await bodies.read(request, Lock)
        await self._change(grant.board, grant.seat, SessionChange(locked=wanted.locked))
        return JSONResponse({"locked": wanted.locked})

    async def _change(self, board: str, seat: str, wanted: SessionChange) -> dict[str, Any]:
        timer = (wanted.timer.action, wanted.timer.seconds) if wanted.timer else ("keep", None)
        async with self._services.exchange.turn(board):
            before, after = await self._services.workshops.change(
                board,
                self._services.clock(),
                step=wanted.step,
                locked=wanted.locked,
                timer=timer,
                followers_comment=wanted.comments.followers if wanted.comments else None,
            )
            if before.locked != after.locked:
                await self._services.rooms.set_lock(board, after.locked)
            message = after.message(self._services.clock())
            await self._services.rooms.announce(board, message)
        if before.step != after.step:
            await self._keep_step(board, seat, before.step)
        return message

    async def _keep_step(self, board: str, seat: str, left: int) -> None:
        """R15: the board as it was when the group left this step, under the step's name."""
        catalogued = await self._services.catalogue.board(board)
        speech = self._messages.speak((catalogued and known(catalogued.language)) or DEFAULT)
        at = iso(self._services.clock())
        await self._services.rooms.take_snapshot(
            board, id=new_id(), label=speech(agenda.title_key(left)), by=seat, at=at, kind="step"
        )


def routes(services: Services, messages: Messages) -> list[BaseRoute]:
    """The routes of the session."""
    return Session(services, messages).routes()
