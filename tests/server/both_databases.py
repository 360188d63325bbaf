"""For tests that hold on SQLite and PostgreSQL alike; what is imported from here runs on both."""

from pathlib import Path

import pytest

from server.database import Database, database_url
from server.settings import Settings
from tests.server.live import Live

BOTH = ("sqlite", "postgres")


@pytest.fixture(params=["embedded", "on_postgres"])
def live(request: pytest.FixtureRequest) -> Live:
    """The server of all tests, on either."""
    running: Live = request.getfixturevalue(request.param)
    return running


class Store:
    """A database that nobody has opened yet."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def database(self) -> Database:
        """As one more process has it."""
        return Database(database_url(self.settings))


@pytest.fixture(params=BOTH)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """An empty database of either kind."""
    url = await request.getfixturevalue("postgres").database() if request.param == "postgres" else None
    return Store(Settings(data=tmp_path, database_url=url, secret="s" * 32))
