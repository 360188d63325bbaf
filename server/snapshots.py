"""Snapshots over HTTP: keep a moment, look at it, go back to it."""

from typing import Any, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from board import diff as differences
from board.journey import nest
from board.record import JourneyModel
from board.schema import Plain
from server import bodies
from server.access import Grant
from server.clock import iso
from server.difference import Differences
from server.fields import Body, LabelOrNone
from server.ids import new_id
from server.operation import Answer, operation
from server.packing import packed_json
from server.people import Role
from server.problems import Problem, not_found
from server.services import Services
from server.update_log import NoSuchSnapshot, Snapshot

MOST_BY_HAND = 200  # R18; of those that nobody asked for the log keeps the newest


class NewSnapshot(Body):
    """How the moment is called; without a word it is told by its time."""

    label: LabelOrNone


class SnapshotHead(BaseModel):
    """A snapshot; `by` is the seat, `name` whose it is; `kind` says what caused it."""

    id: str
    label: str
    at: str
    by: str
    name: str
    kind: Literal["hand", "step", "auto", "restore"]


class Snapshots:
    """Takes, tells and restores snapshots."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def routes(self) -> list[BaseRoute]:
        """One route for each call."""
        return [
            Route("/api/boards/{board}/snapshots", self.take, methods=["POST"]),
            Route("/api/boards/{board}/snapshots", self.all, methods=["GET"]),
            Route("/api/boards/{board}/snapshots/{snapshot}", self.one, methods=["GET"]),
            Route("/api/boards/{board}/snapshots/{snapshot}/diff", self.diff, methods=["GET"]),
            Route("/api/boards/{board}/snapshots/{snapshot}/restore", self.restore, methods=["POST"]),
        ]

    @operation(
        "Keep this moment", "participant", Answer(201, "The snapshot", SnapshotHead), body=NewSnapshot, refuses=(409,)
    )
    async def take(self, request: Request) -> Response:
        """A snapshot of the board as it is now."""
        grant = await self._require(request, "participant")
        wanted = await bodies.read(request, NewSnapshot)
        taken = await self._services.rooms.snapshots(grant.board)
        if sum(snapshot.kind == "hand" for snapshot in taken) >= MOST_BY_HAND:
            raise Problem(409, "The board is full", f"It holds {MOST_BY_HAND} snapshots made by hand.", "board-full")
        snapshot = await self._services.rooms.take_snapshot(
            grant.board, id=new_id(), label=wanted.label, by=grant.seat, at=iso(self._services.clock()), kind="hand"
        )
        return JSONResponse(await self._head(grant.board, snapshot), 201)

    @operation("All snapshots", "follower", Answer(200, "Newest first", {"type": "array", "items": SnapshotHead}))
    async def all(self, request: Request) -> Response:
        """The heads of all snapshots."""
        grant = await self._require(request, "follower")
        names = await self._services.people.names(grant.board)
        found = sorted(await self._services.rooms.snapshots(grant.board), key=lambda s: s.position, reverse=True)
        return JSONResponse([_head(snapshot, names) for snapshot in found])

    @operation("One snapshot as nested JSON", "follower", Answer(200, "The journey of then", JourneyModel))
    async def one(self, request: Request) -> Response:
        """The board as it was."""
        grant = await self._require(request, "follower")
        plain = await self._plain(grant.board, request.path_params["snapshot"])
        return await packed_json(request, nest(plain))

    @operation("What going back would change", "follower", Answer(200, "By id, from now to then", Differences))
    async def diff(self, request: Request) -> Response:
        """The board as it is now, compared with the snapshot."""
        grant = await self._require(request, "follower")
        then = nest(await self._plain(grant.board, request.path_params["snapshot"]))
        now = nest(await self._services.rooms.plain(grant.board))
        return await packed_json(request, differences.between(now, then))

    @operation("Go back to a snapshot", "moderator", Answer(200, "Which one", SnapshotHead))
    async def restore(self, request: Request) -> Response:
        """A forward edit: what was there before is kept as a snapshot, and nobody's history is lost."""
        grant = await self._require(request, "moderator")
        wanted = request.path_params["snapshot"]
        try:
            snapshot, _ = await self._services.rooms.snapshot(grant.board, wanted)
            await self._services.rooms.restore(grant.board, wanted, grant.seat)
        except NoSuchSnapshot:
            raise not_found("snapshot") from None
        return JSONResponse(await self._head(grant.board, snapshot))

    async def _require(self, request: Request, role: Role) -> Grant:
        return await self._services.access.require(request, request.path_params["board"], role)

    async def _plain(self, board: str, snapshot: str) -> Plain:
        try:
            _, plain = await self._services.rooms.snapshot(board, snapshot)
        except NoSuchSnapshot:
            raise not_found("snapshot") from None
        return plain

    async def _head(self, board: str, snapshot: Snapshot) -> dict[str, Any]:
        return _head(snapshot, await self._services.people.names(board))


def routes(services: Services) -> list[BaseRoute]:
    """The routes of snapshots."""
    return Snapshots(services).routes()


def _head(snapshot: Snapshot, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": snapshot.id,
        "label": snapshot.label,
        "at": snapshot.at,
        "by": snapshot.by,
        "name": names.get(snapshot.by, ""),
        "kind": snapshot.kind,
    }
