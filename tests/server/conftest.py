"""One server for all tests that change nothing of the server itself; boards are many and cheap."""

import os
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from tests.postgres import Postgres
from tests.server.live import Live, Made, make_board, serving


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("live")) as running:
        yield running


@pytest.fixture(scope="session")
def on_postgres(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("live"), **postgres.settings()) as running:
        yield running


@pytest.fixture(scope="session")
def live(request: pytest.FixtureRequest) -> Live:
    """The server of all tests; TEST_DATABASE=postgres puts it on PostgreSQL, also where only one is tried."""
    name = "on_postgres" if os.environ.get("TEST_DATABASE") == "postgres" else "embedded"
    running: Live = request.getfixturevalue(name)
    return running


@pytest.fixture
async def http(live: Live) -> AsyncIterator[httpx.AsyncClient]:
    """A caller without a token."""
    async with live.client() as client:
        yield client


@pytest.fixture
async def board(http: httpx.AsyncClient) -> Made:
    """A fresh board."""
    return await make_board(http)
