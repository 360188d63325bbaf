"""The composition root: everything is built here, once, and handed in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from board import schema
from crdt.shape import Shape
from server import (
    boards,
    comments,
    connection,
    devices,
    findings,
    health,
    images,
    invite,
    join,
    keyring,
    openapi,
    problems,
    records,
    seats,
    session,
    snapshots,
    templates,
)
from server.access import Access
from server.assets import Assets
from server.bodies import BodyLimit
from server.catalogue import Catalogue
from server.clock import Clock, wall_clock
from server.database import Database, database_url
from server.headers import SecurityHeaders
from server.i18n import Messages
from server.live_stores import live_stores
from server.measurements import Measurements
from server.metrics import Measured, Metrics
from server.pages import Pages
from server.people import People
from server.picture_store import open_store
from server.pictures import Pictures
from server.proxies import Forwarded
from server.purge import Purge
from server.rooms import Rooms
from server.services import Services
from server.settings import Settings
from server.starting import PlainStart
from server.templates import Templates
from server.version import program_version
from server.workshop import Workshops

BOARD_SHAPE = Shape(frozenset(schema.ROOTS), schema.FLAT_ROOTS, schema.TEXT_FIELDS)

# Each offers routes(services).
API = (boards, join, seats, devices, invite, images, snapshots, comments, health)


def build(settings: Settings, clock: Clock = wall_clock, process: str = "") -> Starlette:
    """The whole server as one ASGI application, under the name of its process; it opens its stores when it starts."""
    services = assemble(settings, clock, process)
    messages = services.messages
    pages = Pages(services, Assets.read(), messages)
    api: list[BaseRoute] = [
        *(route for module in API for route in module.routes(services)),
        *session.routes(services, messages),
        *findings.routes(services, messages),
        *records.routes(services, messages),
        *templates.routes(services.templates),
    ]
    app = Starlette(
        routes=[
            *api,
            *openapi.routes(api, program_version()),
            *connection.routes(services),
            *pages.routes(),
        ],
        middleware=[
            Middleware(PlainStart),
            Middleware(Forwarded, settings=settings),
            Middleware(Measured, metrics=services.metrics),
            Middleware(SecurityHeaders),
            Middleware(BodyLimit),
        ],
        exception_handlers=pages.handlers(problems.handlers()),
        lifespan=_lifespan(services),
    )
    app.router.redirect_slashes = False  # an address is right or wrong; a redirect would drop a body
    app.state.services = services
    return app


def assemble(settings: Settings, clock: Clock, process: str = "") -> Services:
    """All parts, wired; nothing is opened yet."""
    database = Database(database_url(settings))
    messages = Messages.read()
    catalogue = Catalogue(database, keyring.load(settings), clock, messages)
    workshops = Workshops(database)
    access = Access(catalogue, workshops, settings, clock)
    metrics = Metrics()
    live = live_stores(settings, process)
    rooms = Rooms(live.log, BOARD_SHAPE, access, live.exchange, clock=clock)
    return Services(
        settings=settings,
        messages=messages,
        clock=clock,
        database=database,
        catalogue=catalogue,
        people=People(database, clock),
        workshops=workshops,
        pictures=Pictures(database, open_store(settings), clock),
        access=access,
        rooms=rooms,
        templates=Templates(messages),
        metrics=metrics,
        measurements=Measurements(process, metrics, rooms, live.shared),
        exchange=live.exchange,
        buckets=live.shared,
    )


def _lifespan(services: Services) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await services.database.open()
        await services.pictures.open()
        async with services.rooms:
            await boards.finish_erasings(services)
            chores = [
                asyncio.create_task(Purge(services).run(), name="purge"),
                asyncio.create_task(services.measurements.run(), name="measurements"),
            ]
            yield
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)
        await services.database.close()

    return lifespan
