"""One server process for the whole folder, spoken to only from outside; each answer is held against its description.

With TEST_DATABASE=postgres in the environment its catalogue lives in a PostgreSQL.
"""

import asyncio
import os
import re
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.contract.description import Description
from tests.contract.stranger import by_role
from tests.product import Product
from tests.waiting import until

SECRETS = re.compile(r'"(?:token|moderator|participant|follower)":\s*"([A-Za-z0-9_-]{20,})"')


Silence = Future[dict[str, tuple[float, bytes]]]
"""How long each role waited for a sign of life where nothing happened, and what it was."""


class Outside:
    """What the tests of this folder share: the process, its description, and every token that it ever gave."""

    def __init__(self, product: Product, description: Description, silence: Silence) -> None:
        self.product = product
        self.description = description
        self.silence = silence
        self.secrets: set[str] = set()

    async def look(self, answer: httpx.Response) -> None:
        await answer.aread()
        if "json" in answer.headers.get("content-type", ""):
            self.secrets |= set(SECRETS.findall(answer.text))
        self.description.check(answer)


@pytest.fixture(scope="session")
def outside(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    on_postgres = os.environ.get("TEST_DATABASE") == "postgres"
    settings = request.getfixturevalue("postgres").settings() if on_postgres else {}
    # behind a proxy that is trusted, so that a test can be somebody from elsewhere
    product = Product(tmp_path_factory.mktemp("contract") / "data", trusted_proxies="127.0.0.1", **settings)

    async def open() -> tuple[dict[str, Any], dict[str, Any]]:
        await product.start()
        document: dict[str, Any] = (await product.http.get("/openapi.json")).json()
        quiet = await product.board()
        await product.http.aclose()
        return document, quiet

    document, quiet = asyncio.run(open())
    with ThreadPoolExecutor(1) as beside:
        shared = Outside(product, Description(document), beside.submit(asyncio.run, listen(product, quiet)))
        try:
            yield shared
        finally:
            status = product.terminate()
    log = product.log.read_text()
    assert status == 0
    assert not [secret for secret in shared.secrets if secret in log], "Tokens never appear in logs."
    assert "Traceback" not in log, log[log.index("Traceback") - 400 :][:4000]


async def listen(product: Product, quiet: dict[str, Any]) -> dict[str, tuple[float, bytes]]:
    """Waits beside the tests, one plain socket for each role."""
    return dict(await asyncio.gather(*(first_sign(product, quiet, role) for role in quiet["tokens"])))


async def first_sign(product: Product, quiet: dict[str, Any], role: str) -> tuple[str, tuple[float, bytes]]:
    async with by_role(product, quiet, role, "") as socket:
        await socket.settled()
        began, heard = time.monotonic(), len(socket.frames)
        await until(lambda: len(socket.frames) > heard or not socket.open, what="a sign of life")
        return role, (time.monotonic() - began, socket.frames[-1])


@pytest.fixture
async def product(outside: Outside) -> AsyncIterator[Product]:
    """The process, with a fresh HTTP client without cookies."""
    hooks: Any = {"response": [outside.look]}
    async with httpx.AsyncClient(base_url=outside.product.url, timeout=30, event_hooks=hooks) as client:
        outside.product.http = client
        yield outside.product


@pytest.fixture
async def board(product: Product) -> dict[str, Any]:
    """A fresh board, as its maker got it."""
    return await product.board()
