"""Journey records over HTTP: commit, list, read, compare. Exports are in `exports`."""

import hashlib
import json
from contextlib import suppress
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from board import diff as differences
from board.commit import check
from board.journey import Journey, nest
from board.record import FindingModel, Record, head, json_schema, make
from server import bodies
from server.access import Grant
from server.clock import iso
from server.difference import Differences
from server.exports import Exports
from server.fields import Body, Label
from server.i18n import DEFAULT, Messages, known
from server.ids import new_id
from server.operation import Answer, operation
from server.press import Press
from server.problems import Problem, not_found
from server.record_reading import readable
from server.record_store import Asked, KeyReused, RecordStore
from server.services import Services
from server.update_log import LogError, NoSuchSnapshot

SCHEMA_MEDIA = "application/schema+json"
LONGEST_KEY = 200  # characters of an Idempotency-Key

PRIVATE = {"cache-control": "private, no-cache", "vary": "authorization, cookie"}


class Commit(Body):
    """How the record is called, and of which snapshot it is; without one, of the board as it is now."""

    label: Label
    snapshot: str | None = None


class RecordHead(BaseModel):
    """What a list of records shows of one."""

    id: str
    version: int
    label: str
    at: str
    by: str
    digest: str
    parent: str | None
    findings: list[FindingModel]


class Difference(Differences):
    """What changed from one record to the other."""

    before: RecordHead
    after: RecordHead


class Records:
    """Makes and tells journey records."""

    def __init__(self, services: Services, store: RecordStore, messages: Messages) -> None:
        self._services = services
        self._store = store
        self._messages = messages

    def routes(self) -> list[BaseRoute]:
        """One route for each call."""
        return [
            Route("/api/boards/{board}/commit", self.commit, methods=["POST"]),
            Route("/api/boards/{board}/records", self.all, methods=["GET"]),
            Route("/api/records/{record}", self.one, methods=["GET"]),
            Route("/api/records/{record}/diff/{other}", self.diff, methods=["GET"]),
            Route("/api/schema/record.json", self.schema, methods=["GET"]),
        ]

    @operation(
        "Commit the journey as a record",
        "moderator",
        Answer(201, "The record's head; the same again for the same Idempotency-Key", RecordHead),
        body=Commit,
        headers={"Idempotency-Key": "Any text; a commit repeated with it makes no second record"},
    )
    async def commit(self, request: Request) -> Response:
        """A marker in the log, the document as of it, the check, the record; then everybody hears of it."""
        grant = await self._services.access.require(request, request.path_params["board"], "moderator")
        wanted = await bodies.read(request, Commit)
        asked = _asked(request, wanted)
        try:
            told = await self._store.before(grant.board, asked) if asked else None
            if told is None:
                told, new = await self._commit(grant, wanted, asked)
                if new:
                    notice = {"type": "notice", "code": "record", "record": told}
                    with suppress(LogError):  # the record is made, whoever hears of it
                        await self._services.rooms.announce(grant.board, notice)
        except KeyReused:
            raise Problem(422, "Key used before", "This Idempotency-Key was another commit's.", "key-reused") from None
        return JSONResponse(told, 201, {"location": f"/api/records/{told['id']}"})

    @operation(
        "All records of a board", "follower", Answer(200, "Heads, newest first", {"type": "array", "items": RecordHead})
    )
    async def all(self, request: Request) -> Response:
        """The heads of all records."""
        grant = await self._services.access.require(request, request.path_params["board"], "follower")
        return JSONResponse(await self._store.heads(grant.board))

    @operation("The whole record", "follower", Answer(200, "It never changes", Record))
    async def one(self, request: Request) -> Response:
        """The bytes that were stored."""
        body = await readable(self._services, self._store, request, "record")
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=PRIVATE | {"etag": tag})
        return Response(body, headers=PRIVATE | {"etag": tag}, media_type="application/json")

    @operation("What changed between two records", "follower", Answer(200, "By id, from the first", Difference))
    async def diff(self, request: Request) -> Response:
        """Two records of one board, compared."""
        one = json.loads(await readable(self._services, self._store, request, "record"))
        other = json.loads(await readable(self._services, self._store, request, "other"))
        if one["board"] != other["board"]:
            raise not_found("record")
        heads = {"before": head(one), "after": head(other)}
        return JSONResponse(heads | differences.between(one["journey"], other["journey"]))

    @operation("JSON Schema of a record", "anyone", Answer(200, "Draft 2020-12", {"type": "object"}, SCHEMA_MEDIA))
    async def schema(self, _request: Request) -> Response:
        """What other programs may rely on."""
        headers = {"cache-control": "public, max-age=3600", "access-control-allow-origin": "*"}
        return JSONResponse(json_schema(), headers=headers, media_type=SCHEMA_MEDIA)

    async def _commit(self, grant: Grant, wanted: Commit, asked: Asked | None) -> tuple[dict[str, Any], bool]:
        journey = await self._journey(grant.board, wanted.snapshot)
        catalogued = await self._services.catalogue.board(grant.board)
        if catalogued is None:
            raise not_found("board")
        language = known(journey["board"].get("language")) or known(catalogued.language) or DEFAULT
        findings = check(journey, self._messages.speak(language))
        contributors = await self._contributors(grant)
        workshop = await self._services.workshops.of(grant.board)
        session = {"step": workshop.step, "started": iso(catalogued.created), "locked": workshop.locked}
        at = iso(self._services.clock())

        def made(version: int, parent: str | None) -> dict[str, Any]:
            return make(
                journey,
                findings,
                id=new_id(),
                version=version,
                label=wanted.label,
                at=at,
                by=grant.seat,
                board=grant.board,
                parent=parent,
                contributors=contributors,
                session=session,
            )

        return await self._store.add(grant.board, made, asked)

    async def _journey(self, board: str, snapshot: str | None) -> Journey:
        if snapshot is None:
            _, plain = await self._services.rooms.mark(board)
            return nest(plain)
        try:
            _, plain = await self._services.rooms.snapshot(board, snapshot)
        except NoSuchSnapshot:
            raise not_found("snapshot") from None
        return nest(plain)

    async def _contributors(self, grant: Grant) -> list[dict[str, str]]:
        """Who edited, and who commits; in the order in which they came, then those who are gone."""
        worked = await self._services.rooms.contributors(grant.board) | {grant.seat}
        present = [seat for seat in await self._services.people.all(grant.board) if seat.id in worked]
        told = [{"seat": seat.id, "name": seat.name, "role": seat.role} for seat in present]
        names = await self._services.people.names(grant.board)
        gone = sorted((worked & names.keys()) - {seat.id for seat in present})
        return told + [{"seat": seat, "name": names[seat], "role": "participant"} for seat in gone]


def routes(services: Services, messages: Messages) -> list[BaseRoute]:
    """The routes of records and their exports."""
    store = RecordStore(services.database)
    return [*Records(services, store, messages).routes(), *Exports(services, store, messages, Press()).routes()]


def _asked(request: Request, wanted: Commit) -> Asked | None:
    key = request.headers.get("idempotency-key", "").strip()
    if len(key) > LONGEST_KEY:
        raise Problem(400, "Key too long", f"An Idempotency-Key has at most {LONGEST_KEY} characters.", "key-too-long")
    digest = hashlib.sha256(wanted.model_dump_json().encode()).hexdigest()
    return Asked(key, digest) if key else None
