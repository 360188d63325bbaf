"""Boards over HTTP: make, read, erase; their links and codes."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from board.journey import nest
from board.record import JourneyModel
from server import bodies
from server.fields import Body, Language, Title
from server.health import is_local
from server.i18n import choose
from server.links import board_link, join_link, public_url
from server.operation import Answer, operation
from server.packing import packed, packed_json
from server.people import ROLES, Role
from server.problems import not_found, too_many, unauthorized
from server.ratelimit import Rate, SharedRateLimit, address_key
from server.services import Services
from server.update_log import LogError, StoreFailed

logger = logging.getLogger("brownboard.boards")

# An open server: a class may begin its boards at once, a script can't fill the disk.
CREATING = Rate(burst=120, per_second=0.5)


class NewBoard(Body):
    """What a new board needs."""

    title: Title
    language: Language | None = None
    template: str | None = None


class MadeBoard(BaseModel):
    """A new board with its secrets, told this once to who made it."""

    id: str
    title: str
    code: str
    tokens: dict[Role, str]
    links: dict[str, str]


class NewToken(BaseModel):
    """A fresh token of a role's link."""

    token: str
    link: str


class NewCode(BaseModel):
    """A fresh join code."""

    code: str


class Boards:
    """Makes, tells and erases boards."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._creating = SharedRateLimit("create", CREATING, services.buckets)

    def routes(self) -> list[BaseRoute]:
        """One route for each call."""
        return [
            Route("/api/boards", self.create, methods=["POST"]),
            Route("/api/boards/{board}", self.read, methods=["GET"]),
            Route("/api/boards/{board}", self.erase, methods=["DELETE"]),
            Route("/api/boards/{board}/state", self.state, methods=["GET"]),
            Route("/api/boards/{board}/tokens/{role}", self.rotate, methods=["POST"]),
            Route("/api/boards/{board}/tokens/{role}", self.revoke, methods=["DELETE"]),
            Route("/api/boards/{board}/code", self.rotate_code, methods=["POST"]),
            Route("/api/boards/{board}/code", self.revoke_code, methods=["DELETE"]),
        ]

    @operation(
        "Make a board", "creator", Answer(201, "The board and its secrets", MadeBoard), body=NewBoard, refuses=(429,)
    )
    async def create(self, request: Request) -> Response:
        """A new board, from a template or blank; nothing of it stays when that fails."""
        if not self._services.access.may_create(request):
            raise unauthorized("Making boards here needs the create token.")
        await self._slow_down(request)
        wanted = await bodies.read(request, NewBoard)
        template = wanted.template or "blank"
        language = wanted.language or self._services.templates.language(template) or _spoken(request)
        board = await self._services.catalogue.create(language)
        try:
            await self._fill(board.id, template, wanted.title, language)
        except BaseException:
            await self._services.catalogue.begin_erasing(board.id)
            with suppress(StoreFailed):  # then it is finished later; nobody knows of the board, so there is no turn
                await _finish_erasing(self._services, board.id)
            raise
        return JSONResponse(await self._made(request, board.id, wanted.title), 201)

    @operation("The board as nested JSON", "follower", Answer(200, "The journey", JourneyModel))
    async def read(self, request: Request) -> Response:
        """The board's content at this moment."""
        grant = await self._services.access.require(request, request.path_params["board"], "follower")
        return await packed_json(request, nest(await self._services.rooms.plain(grant.board)))

    @operation(
        "The document's state", "follower", Answer(200, "A Yjs update, version 1", media="application/octet-stream")
    )
    async def state(self, request: Request) -> Response:
        """The whole document as one update, so that a page paints before its socket opens."""
        grant = await self._services.access.require(request, request.path_params["board"], "follower")
        return await packed(request, await self._services.rooms.state(grant.board), "application/octet-stream")

    @operation("Erase the board and everything of it", "moderator", Answer(204, "It is gone"))
    async def erase(self, request: Request) -> Response:
        """R20: the catalogue first, so that nobody comes in again; then the live board."""
        grant = await self._services.access.require(request, request.path_params["board"], "moderator")
        await self._erase(grant.board)
        response = Response(status_code=204)
        response.delete_cookie(f"bb_{grant.board}", path="/")
        return response

    @operation("A fresh token for a role's link", "moderator", Answer(201, "The new token", NewToken))
    async def rotate(self, request: Request) -> Response:
        """The old link is dead at once, also on open sockets."""
        grant = await self._services.access.require(request, request.path_params["board"], "moderator")
        token, dead = await self._services.catalogue.rotate_link(grant.board, _role(request))
        await self._close(grant.board, dead)
        link = join_link(public_url(request, self._services.settings), token)
        return JSONResponse({"token": token, "link": link}, 201)

    @operation("Revoke a role's link", "moderator", Answer(204, "Nobody comes in by it any more"))
    async def revoke(self, request: Request) -> Response:
        """The link is dead at once; seats that joined by it stay."""
        grant = await self._services.access.require(request, request.path_params["board"], "moderator")
        await self._close(grant.board, await self._services.catalogue.revoke_link(grant.board, _role(request)))
        return Response(status_code=204)

    @operation("A fresh join code", "moderator", Answer(201, "The new code", NewCode))
    async def rotate_code(self, request: Request) -> Response:
        """The old code is dead at once."""
        grant = await self._services.access.require(request, request.path_params["board"], "moderator")
        return JSONResponse({"code": await self._services.catalogue.rotate_code(grant.board)}, 201)

    @operation("Revoke the join code", "moderator", Answer(204, "Nobody joins by code any more"))
    async def revoke_code(self, request: Request) -> Response:
        """The code is dead at once."""
        grant = await self._services.access.require(request, request.path_params["board"], "moderator")
        await self._services.catalogue.revoke_code(grant.board)
        return Response(status_code=204)

    async def _erase(self, board: str) -> None:
        async with self._services.exchange.turn(board):
            await self._services.catalogue.begin_erasing(board)
            await _finish_erasing(self._services, board)

    async def _slow_down(self, request: Request) -> None:
        if self._services.settings.create_token is not None or is_local(request):
            return
        address, now = address_key(request.client.host if request.client else ""), self._services.clock().timestamp()
        wait = await self._creating.wait(address, now)
        if wait:
            raise too_many(wait, "Too many boards at once from this address.")
        await self._creating.spend(address, now)

    async def _fill(self, board: str, template: str, title: str, language: Language) -> None:
        async def store(picture: bytes) -> str:
            return await self._services.pictures.keep_ours(board, picture)

        content = await self._services.templates.content(template, title, language, store)
        await self._services.rooms.found(board, content)

    async def _made(self, request: Request, board: str, title: str) -> Mapping[str, Any]:
        base = public_url(request, self._services.settings)
        tokens = await self._services.catalogue.links(board)
        links = {role: join_link(base, token) for role, token in tokens.items()}
        code = await self._services.catalogue.code(board)
        return {
            "id": board,
            "title": title,
            "code": code,
            "tokens": tokens,
            "links": links | {"board": board_link(base, board)},
        }

    async def _close(self, board: str, dead: list[str]) -> None:
        for token_id in dead:
            await self._services.rooms.revoke(board, token_id)


def routes(services: Services) -> list[BaseRoute]:
    """The routes of boards, their links and codes."""
    return Boards(services).routes()


async def finish_erasings(services: Services) -> None:
    """R20: erase what a process that died had begun to erase."""
    for board in await services.catalogue.unfinished_erasings():
        try:
            await _finish_erasing(services, board)
        except LogError:  # R16: the next start, or the next day, tries again
            logger.exception("board %s: its erasing is not finished", board)


async def _finish_erasing(services: Services, board: str) -> None:
    await services.rooms.erase(board)
    await services.pictures.erase(board)
    await services.catalogue.finish_erasing(board)


def _role(request: Request) -> Role:
    for role in ROLES:
        if role == request.path_params["role"]:
            return role
    raise not_found("role")


def _spoken(request: Request) -> Language:
    return choose(None, request.cookies.get("lang"), request.headers.get("accept-language"))
