"""For whoever keeps the server alive: does it answer, can it store, what does it do."""

import asyncio
import ipaddress
from dataclasses import fields

from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from server.counters import Counters
from server.metrics import Reading
from server.operation import Answer, operation
from server.problems import Problem, forbidden, unauthorized
from server.services import Services
from server.update_log import StoreFailed

PROBE_SECONDS = 2.0  # a store that takes longer is none
PROMETHEUS = "text/plain; version=0.0.4"
FRESH_SECONDS = 1.0  # one probe answers all who ask within this time


NOW = {"rooms": "Boards that are live in this process.", "members": "Sockets at them."}
TOTALS = {
    "connections": "Sockets that were admitted.",
    "refused": "Sockets that were not.",
    "frames_received": "Messages from members.",
    "frames_sent": "Messages to members.",
    "bytes_sent": "Bytes to members.",
    "updates_logged": "Updates that were stored.",
    "rebuilds": "Rooms that were made anew from their log (R9).",
    "loads": "Rooms that came to life.",
    "compactions": "Checkpoints that were made (R14).",
    "snapshots": "Snapshots that were taken (R15).",
}


class Status(BaseModel):
    """All is well."""

    status: str


class Health:
    """Answers the two questions of whoever keeps the server alive."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._probing = asyncio.Lock()
        self._probed_at = float("-inf")
        self._storing = False

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
        """200 only after a real write."""
        if not self._services.rooms.ready():
            raise _not_ready("It is draining, or the live log can't be written.")
        if not await self._can_store():
            raise _not_ready("The catalogue or the live log can't be written.")
        return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})

    @operation("Measurements", "operator", Answer(200, "Prometheus text", media="text/plain"))
    async def metrics(self, request: Request) -> Response:
        """Counters and gauges, for this machine or who has the create token."""
        if not is_local(request) and not self._services.access.has_create_token(request):
            if "authorization" in request.headers:
                raise forbidden("This is no create token.")
            raise unauthorized("Measurements need the create token.")
        text = self._services.metrics.text([*await self._gauges(), *_totals(self._services.rooms.counters)])
        return PlainTextResponse(text, headers={"cache-control": "no-store"}, media_type=PROMETHEUS)

    async def _gauges(self) -> list[Reading]:
        rooms = self._services.rooms
        return [
            Reading("brownboard_boards", "gauge", "Boards in the catalogue.", await self._services.catalogue.count()),
            Reading("brownboard_ready", "gauge", "1 while it can store and is not draining.", int(rooms.ready())),
            *(Reading(f"brownboard_{name}", "gauge", NOW[name], value) for name, value in rooms.gauges().items()),
        ]

    async def _can_store(self) -> bool:
        async with self._probing:
            now = asyncio.get_running_loop().time()
            if now - self._probed_at > FRESH_SECONDS:
                self._storing = await self._probe()
                self._probed_at = now
            return self._storing

    async def _probe(self) -> bool:
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                await self._services.catalogue.probe()
                await self._services.rooms.probe()
        except (TimeoutError, SQLAlchemyError, OSError, StoreFailed):
            return False
        return True


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


def _totals(counters: Counters) -> list[Reading]:
    """What the live rooms count, each under its own name."""
    return [
        Reading(
            f"brownboard_{field.name}_total",
            "counter",
            TOTALS.get(field.name, field.name),
            getattr(counters, field.name),
        )
        for field in fields(counters)
    ]


def _not_ready(why: str) -> Problem:
    return Problem(503, "Not ready", why, "not-ready", headers={"retry-after": "5"})
