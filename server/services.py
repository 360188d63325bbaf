"""Everything that routes may use, built once and handed in."""

from dataclasses import dataclass

from server.access import Access
from server.catalogue import Catalogue
from server.clock import Clock
from server.database import Database
from server.exchange import Exchange
from server.i18n import Messages
from server.measurements import Measurements
from server.metrics import Metrics
from server.people import People
from server.pictures import Pictures
from server.ratelimit import Buckets
from server.rooms import Rooms
from server.settings import Settings
from server.templates import Templates
from server.workshop import Workshops


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one running server."""

    settings: Settings
    messages: Messages
    clock: Clock
    database: Database
    catalogue: Catalogue
    people: People
    workshops: Workshops
    pictures: Pictures
    access: Access
    rooms: Rooms
    templates: Templates
    metrics: Metrics
    measurements: Measurements
    exchange: Exchange
    buckets: Buckets | None  # rate limits over all processes, where there are several
