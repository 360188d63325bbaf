"""Joining: a code or a token and a name become a seat."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server import bodies
from server.access import COOKIE_PREFIX, grant_of
from server.catalogue import Holder
from server.entrance import Entrance, Entrances, Key
from server.fields import Language, PersonName
from server.links import is_https
from server.operation import Answer, operation
from server.people import Role, Seat
from server.problems import Problem, not_found
from server.services import Services

COOKIE_SECONDS = 180 * 24 * 3600  # a workshop's map is looked at again within half a year


class Joining(Key):
    """A key, and who comes; the own token of a seat needs no name, nor does who goes on with `resume`."""

    name: PersonName | None = None
    resume: bool = False


class Joined(BaseModel):
    """The seat; `token` is its own."""

    board: str
    seat: str
    role: Role
    token: str


class Known(BaseModel):
    """A seat that one has already."""

    name: str
    role: Role


class Preview(BaseModel):
    """What a key opens; `seat`: whom one goes on as, `personal`: whether the key itself says so."""

    title: str
    language: Language
    role: Role
    seat: Known | None
    personal: bool


class Join:
    """Gives seats, and says before what is behind the door."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._entrances = Entrances(services)

    def routes(self) -> list[BaseRoute]:
        """One route for each call."""
        return [
            Route("/api/join", self.join, methods=["POST"]),
            Route("/api/join/preview", self.preview, methods=["POST"]),
        ]

    @operation(
        "Join a board",
        "anyone",
        Answer(200, "The seat, and its cookie", Joined),
        body=Joining,
        refuses=(401, 403, 404, 409, 429),
    )
    async def join(self, request: Request) -> Response:
        """A new seat; or the same seat for who shows its own token, or wants to resume the one in the cookie."""
        wanted = await bodies.read(request, Joining)
        entrance = await self._entrances.open(request, wanted)
        known = await self._known(request, entrance, wanted)
        seat, token = await self._seat(entrance, wanted.name) if known is None else await self._again(*known, wanted)
        response = JSONResponse({"board": seat.board, "seat": seat.id, "role": seat.role, "token": token})
        set_seat_cookie(response, is_https(request, self._services.settings), seat.board, token)
        return response

    @operation(
        "What a code or token opens",
        "anyone",
        Answer(200, "The board's title, and who one would be", Preview),
        body=Key,
        refuses=(401, 403, 404, 429),
    )
    async def preview(self, request: Request) -> Response:
        """Nothing that joining would not tell as well, but without taking a seat; wrong keys count as failed joins."""
        entrance = await self._entrances.open(request, await bodies.read(request, Key))
        board = await self._services.catalogue.board(entrance.board)
        if board is None:
            raise not_found("board")
        known = await self._entrances.seated(request, entrance) if entrance.person is None else (entrance.person, "")
        plain = await self._services.rooms.plain(board.id)
        return JSONResponse(
            {
                "title": str(plain["board"].get("title") or ""),
                "language": board.language,
                "role": entrance.role,
                "seat": _known(known[0].seat) if known else None,
                "personal": entrance.person is not None,
            }
        )

    async def _known(self, request: Request, entrance: Entrance, wanted: Joining) -> tuple[Holder, str] | None:
        if entrance.person is not None:
            return entrance.person, wanted.token or ""
        return await self._entrances.seated(request, entrance) if wanted.resume else None

    async def _seat(self, entrance: Entrance, name: str | None) -> tuple[Seat, str]:
        if name is None:
            raise Problem(422, "Invalid", "name: a name is needed", "invalid")
        return await self._services.people.join(entrance.board, name, entrance.role)

    async def _again(self, holder: Holder, token: str, wanted: Joining) -> tuple[Seat, str]:
        if wanted.name is None or wanted.name == holder.seat.name:
            return holder.seat, token
        return await rename(self._services, holder.seat, wanted.name, holder.token_id), token


def routes(services: Services) -> list[BaseRoute]:
    """`POST /api/join` and the look before it."""
    return Join(services).routes()


async def rename(services: Services, seat: Seat, name: str, token_id: str) -> Seat:
    """Another name for a seat, seen by all at once."""
    async with services.exchange.turn(seat.board):
        renamed = await services.people.rename(seat.board, seat.id, name)
        await services.rooms.regrant(seat.board, seat.id, grant_of(renamed, token_id))
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


def _known(seat: Seat) -> dict[str, Any]:
    return {"name": seat.name, "role": seat.role}
