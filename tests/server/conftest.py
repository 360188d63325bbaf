"""One server for all tests that change nothing of the server itself; boards are many and cheap."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from tests.server.live import Live, Made, make_board, serving


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("live")) as running:
        yield running


@pytest.fixture
async def http(live: Live) -> AsyncIterator[httpx.AsyncClient]:
    """A caller without a token."""
    async with live.client() as client:
        yield client


@pytest.fixture
async def board(http: httpx.AsyncClient) -> Made:
    """A fresh board."""
    return await make_board(http)
