"""Joining: a code or a token and a name become a seat."""

from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server import bodies
from server.access import COOKIE_PREFIX, grant_of
from server.fields import Body, PersonName
from server.keyring import clean_code
from server.links import is_https
from server.operation import Answer, operation
from server.origin import is_foreign_page
from server.people import Role, Seat
from server.problems import Problem, forbidden, too_many
from server.ratelimit import Rate, RateLimit, address_key
from server.services import Services

# Only failures count, so a class of 30 behind one address joins at once. 31^8 codes: a thousand boards,
# guessed at from everywhere with the rate of EVERYBODY, hold for years.
ADDRESS = Rate(burst=20, per_second=1 / 6)
EVERYBODY = Rate(burst=300, per_second=5)
ALL = "everybody"

COOKIE_SECONDS = 180 * 24 * 3600  # a workshop's map is looked at again within half a year


class Joining(Body):
    """A code or a token, and who comes; the own token of a seat needs no name."""

    code: Annotated[str, Field(max_length=40)] | None = None
    token: Annotated[str, Field(max_length=200)] | None = None
    name: PersonName | None = None


class Joined(BaseModel):
    """The seat; `token` is its own."""

    board: str
    seat: str
    role: Role
    token: str


class Join:
    """Gives seats, and makes guessing slow."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._failures = RateLimit(ADDRESS)
        self._failures_of_all = RateLimit(EVERYBODY)

    def routes(self) -> list[BaseRoute]:
        """The one route."""
        return [Route("/api/join", self.join, methods=["POST"])]

    @operation(
        "Join a board",
        "anyone",
        Answer(200, "The seat, and its cookie", Joined),
        body=Joining,
        refuses=(401, 403, 404, 409, 429),
    )
    async def join(self, request: Request) -> Response:
        """A new seat; or the same seat for who shows its own token, on another device."""
        if is_foreign_page(request.headers, self._services.settings):
            raise forbidden("A page of another site may not join for you.")
        wanted = await bodies.read(request, Joining)
        if (wanted.code is None) == (wanted.token is None):
            raise Problem(422, "Invalid", "Give a code or a token.", "invalid")
        self._refuse_guessing(request)
        find = self._by_token if wanted.code is None else self._by_code
        seat, token = await find(request, wanted)
        response = JSONResponse({"board": seat.board, "seat": seat.id, "role": seat.role, "token": token})
        set_seat_cookie(response, is_https(request, self._services.settings), seat.board, token)
        return response

    async def _by_code(self, request: Request, wanted: Joining) -> tuple[Seat, str]:
        board = await self._services.catalogue.board_by_code(clean_code(wanted.code or ""))
        if board is None:
            self._count_failure(request)
            raise Problem(404, "No such code", "Nobody joins with this code (any more).", "no-code")
        return await self._services.people.join(board.id, _name(wanted), "participant")

    async def _by_token(self, request: Request, wanted: Joining) -> tuple[Seat, str]:
        token = wanted.token or ""
        holder = await self._services.access.holder(token)
        if holder is None:
            self._count_failure(request)
            raise Problem(401, "No valid token", "This link leads nowhere (any more).", "no-token")
        seat = holder.seat
        if seat.link is not None:
            return await self._services.people.join(seat.board, _name(wanted), seat.role)
        if wanted.name is not None and wanted.name != seat.name:
            seat = await rename(self._services, seat, wanted.name, holder.token_id)
        return seat, token

    def _refuse_guessing(self, request: Request) -> None:
        now = self._services.clock().timestamp()
        wait = max(self._failures.wait(_address(request), now), self._failures_of_all.wait(ALL, now))
        if wait:
            raise too_many(wait)

    def _count_failure(self, request: Request) -> None:
        now = self._services.clock().timestamp()
        self._failures.spend(_address(request), now)
        self._failures_of_all.spend(ALL, now)
        self._services.metrics.count("brownboard_join_failures_total")


def routes(services: Services) -> list[BaseRoute]:
    """`POST /api/join`."""
    return Join(services).routes()


async def rename(services: Services, seat: Seat, name: str, token_id: str) -> Seat:
    """Another name for a seat, seen by all at once."""
    async with services.turns.of(seat.board):
        renamed = await services.people.rename(seat.board, seat.id, name)
        locked = await services.access.locked(seat.board)
        await services.rooms.regrant(seat.board, seat.id, grant_of(renamed, token_id, locked))
    return renamed


def set_seat_cookie(response: Response, https: bool, board: str, token: str) -> None:
    """The seat's token, where no script can read it."""
    response.set_cookie(
        COOKIE_PREFIX + board,
        token,
        max_age=COOKIE_SECONDS,
        path="/",
        secure=https,
        httponly=True,
        samesite="lax",
    )


def _name(wanted: Joining) -> str:
    if wanted.name is None:
        raise Problem(422, "Invalid", "name: a name is needed", "invalid")
    return wanted.name


def _address(request: Request) -> str:
    return address_key(request.client.host if request.client else "")
