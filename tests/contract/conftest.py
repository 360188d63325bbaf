"""One server process for the whole folder, spoken to only from outside; each answer is held against its description."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from tests.contract.description import Description
from tests.product import Product

SECRETS = re.compile(r'"(?:token|moderator|participant|follower)":\s*"([A-Za-z0-9_-]{20,})"')


class Outside:
    """What the tests of this folder share: the process, its description, and every token that it ever gave."""

    def __init__(self, product: Product, description: Description) -> None:
        self.product = product
        self.description = description
        self.secrets: set[str] = set()

    async def look(self, answer: httpx.Response) -> None:
        await answer.aread()
        if "json" in answer.headers.get("content-type", ""):
            self.secrets |= set(SECRETS.findall(answer.text))
        self.description.check(answer)


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    # behind a proxy that is trusted, so that a test can be somebody from elsewhere
    product = Product(tmp_path_factory.mktemp("contract") / "data", trusted_proxies="127.0.0.1")

    async def open() -> dict[str, Any]:
        await product.start()
        document: dict[str, Any] = (await product.http.get("/openapi.json")).json()
        await product.http.aclose()
        return document

    shared = Outside(product, Description(asyncio.run(open())))
    try:
        yield shared
    finally:
        status = product.terminate()
    log = product.log.read_text()
    assert status == 0
    assert not [secret for secret in shared.secrets if secret in log], "Tokens never appear in logs."
    assert "Traceback" not in log, log[log.index("Traceback") - 400 :][:4000]


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
