"""For whoever keeps the server alive: does it answer, can it store, what does it do."""

import asyncio
import ipaddress
import re

from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from server.metrics import Metrics, Reading
from server.operation import Answer, operation
from server.problems import Problem, forbidden, unauthorized
from server.services import Services
from server.update_log import StoreFailed

PROBE_SECONDS = 2.0  # a store that takes longer is none
PROMETHEUS = "text/plain; version=0.0.4"
FRESH_SECONDS = 1.0  # one probe answers all who ask within this time
UNREADY = (TimeoutError, SQLAlchemyError, OSError, StoreFailed)


class Status(BaseModel):
    """All is well."""

    status: str


class Health:
    """Answers the two questions of whoever keeps the server alive."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._probing = asyncio.Lock()
        self._probed_at = float("-inf")
        self._trouble = ""

    def routes(self) -> list[BaseRoute]:
        """One route for each question."""
        return [
            Route("/healthz", self.alive, methods=["GET"]),
            Route("/readyz", self.ready, methods=["GET"]),
            Route("/metrics", self.metrics, methods=["GET"]),
        ]

    @operation("Whether the loop answers", "anyone", Answer(200, "It does", Status))
    async def alive(self, _request: Request) -> Response:
        """That this is answered is the answer."""
        return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})

    @operation("Whether it can store and is not draining", "anyone", Answer(200, "Both", Status), refuses=(503,))
    async def ready(self, _request: Request) -> Response:
        """200 only after a real write to every store."""
        if self._services.rooms.draining:
            raise _not_ready("It is draining: it ends, or is started anew.")
        if trouble := await self._what_fails():
            raise _not_ready(trouble)
        if not self._services.rooms.ready():
            raise _not_ready("The changes of a board can't be stored now; they are kept and tried again.")
        return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})

    @operation("Measurements", "operator", Answer(200, "Prometheus text", media="text/plain"))
    async def metrics(self, request: Request) -> Response:
        """Counters and gauges, for this machine or who has the create token."""
        if not is_local(request) and not self._services.access.has_create_token(request):
            if "authorization" in request.headers:
                raise forbidden("This is no create token.")
            raise unauthorized("Measurements need the create token.")
        text = await self._boards() + await self._services.measurements.text()
        return PlainTextResponse(text, headers={"cache-control": "no-store"}, media_type=PROMETHEUS)

    async def _boards(self) -> str:
        """How many there are: one number for all processes, which says nothing while the catalogue is away."""
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                boards = await self._services.catalogue.count()
        except UNREADY:
            return ""
        return Metrics().text([Reading("brownboard_boards", "gauge", "Boards in the catalogue.", boards)])

    async def _what_fails(self) -> str:
        async with self._probing:
            now = asyncio.get_running_loop().time()
            if now - self._probed_at > FRESH_SECONDS or (not self._trouble and not self._services.rooms.ready()):
                self._trouble = await self._probe()
                self._probed_at = now
            return self._trouble

    async def _probe(self) -> str:
        """Which store can't be written, in a sentence; nothing if all can."""
        settings = self._services.settings
        stores = (
            ("catalogue", settings.database_url or "sqlite", self._services.catalogue.probe),
            ("live log", settings.redis_url or "sqlite", self._services.rooms.probe),
        )
        for name, url, probe in stores:
            try:
                async with asyncio.timeout(PROBE_SECONDS):
                    await probe()
            except UNREADY:
                return f"The {name} ({_kind(url)}) can't be written now."
        return ""


def routes(services: Services) -> list[BaseRoute]:
    """The routes of health."""
    return Health(services).routes()


def is_local(request: Request) -> bool:
    """Whether the caller sits on this machine; behind a proxy everybody would seem to."""
    if request.scope.get("forwarded") or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _kind(url: str) -> str:
    kinds = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "postgres": "PostgreSQL"}
    return kinds.get(re.split("[:+]", url)[0], "Redis")


def _not_ready(why: str) -> Problem:
    return Problem(503, "Not ready", why, "not-ready", headers={"retry-after": "5"})
