"""Seats over HTTP: who is here, with which role; and one's own name."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server import bodies
from server.access import Grant, grant_of
from server.fields import Body, PersonName, RoleName
from server.join import rename
from server.operation import Answer, operation
from server.people import Role, Seat
from server.services import Services


class NewRole(Body):
    """Another role for a seat."""

    role: RoleName


class NewName(Body):
    """Another name for oneself."""

    name: PersonName


class SeatHead(BaseModel):
    """A seat as moderators see it."""

    id: str
    name: str
    role: Role
    color: str
    online: bool
    devices: int


class Me(BaseModel):
    """Oneself at a board."""

    seat: str
    name: str
    role: Role
    color: str
    board: str
    title: str


class Seats:
    """Tells and changes who is at a board."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def routes(self) -> list[BaseRoute]:
        """One route for each call."""
        return [
            Route("/api/boards/{board}/seats", self.all, methods=["GET"]),
            Route("/api/boards/{board}/seats/{seat}", self.set_role, methods=["PATCH"]),
            Route("/api/boards/{board}/seats/{seat}", self.remove, methods=["DELETE"]),
            Route("/api/boards/{board}/me", self.me, methods=["GET"]),
            Route("/api/boards/{board}/me", self.rename_me, methods=["PATCH"]),
        ]

    @operation(
        "Who has a seat",
        "moderator",
        Answer(200, "All persons, and the shared seats of links in use", {"type": "array", "items": SeatHead}),
    )
    async def all(self, request: Request) -> Response:
        """Every person; a link's shared seat only while somebody sits there."""
        grant = await self._require(request, "moderator")
        online = await self._services.rooms.online(grant.board)
        seats = await self._services.people.all(grant.board)
        return JSONResponse([_head(seat, online) for seat in seats if seat.link is None or seat.id in online])

    @operation("Give a seat another role", "moderator", Answer(200, "The seat", SeatHead), body=NewRole, refuses=(409,))
    async def set_role(self, request: Request) -> Response:
        """In force on open sockets when this is answered."""
        grant = await self._require(request, "moderator")
        wanted = await bodies.read(request, NewRole)
        wanted_seat = request.path_params["seat"]
        async with self._services.exchange.turn(grant.board):
            seat = await self._services.people.set_role(grant.board, wanted_seat, wanted.role, grant.seat)
            await self._services.rooms.regrant(grant.board, seat.id, grant_of(seat, ""))
        return JSONResponse(_head(seat, await self._services.rooms.online(grant.board)))

    @operation("Remove a person for good", "moderator", Answer(204, "The seat is gone"), refuses=(409,))
    async def remove(self, request: Request) -> Response:
        """Its tokens are dead and its sockets closed when this is answered."""
        grant = await self._require(request, "moderator")
        seat = request.path_params["seat"]
        async with self._services.exchange.turn(grant.board):
            await self._services.people.remove(grant.board, seat, grant.seat)
            await self._services.rooms.regrant(grant.board, seat, None)
        return Response(status_code=204)

    @operation("Oneself", "follower", Answer(200, "The caller's seat", Me))
    async def me(self, request: Request) -> Response:
        """Who the caller is at this board."""
        grant = await self._require(request, "follower")
        return JSONResponse(await self._me(grant, grant.name))

    @operation("Rename oneself", "follower", Answer(200, "The caller's seat", Me), body=NewName)
    async def rename_me(self, request: Request) -> Response:
        """Another name, seen by all at once."""
        grant = await self._require(request, "follower")
        wanted = await bodies.read(request, NewName)
        seat = await self._services.people.one(grant.board, grant.seat)
        renamed = await rename(self._services, seat, wanted.name, grant.token_id)
        return JSONResponse(await self._me(grant, renamed.name))

    async def _require(self, request: Request, role: Role) -> Grant:
        return await self._services.access.require(request, request.path_params["board"], role)

    async def _me(self, grant: Grant, name: str) -> dict[str, Any]:
        plain = await self._services.rooms.plain(grant.board)
        return {
            "seat": grant.seat,
            "name": name,
            "role": grant.role,
            "color": grant.color,
            "board": grant.board,
            "title": str(plain["board"].get("title") or ""),
        }


def routes(services: Services) -> list[BaseRoute]:
    """The routes of seats."""
    return Seats(services).routes()


def _head(seat: Seat, online: dict[str, int]) -> dict[str, Any]:
    devices = online.get(seat.id, 0)
    return {
        "id": seat.id,
        "name": seat.name,
        "role": seat.role,
        "color": seat.color,
        "online": devices > 0,
        "devices": devices,
    }
