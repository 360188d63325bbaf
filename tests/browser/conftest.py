"""One Chromium for the whole run, one server per module, one board per test."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.devices import Devices
from tests.browser.people import OpenBoard
from tests.product import Product, running

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = Path(__file__).parent
WAIT_MS = 20_000  # for what a page is to show, on a busy machine

MakeBoard = Callable[..., Awaitable[OpenBoard]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser outlives the tests, so all of them run on its loop."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=WAIT_MS)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def product(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Product]:
    async with running(tmp_path_factory.mktemp("product") / "data") as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def devices(product: Product, browser: Browser) -> AsyncIterator[Devices]:
    lent = Devices(browser, product.url)
    yield lent
    await lent.close()


@pytest_asyncio.fixture(loop_scope="session")
async def make_board(product: Product, devices: Devices) -> AsyncIterator[MakeBoard]:
    """Makes boards, `make_board(template="fernseher-kauf")`; everybody leaves them at the end."""
    boards: list[OpenBoard] = []

    async def make(**fields: Any) -> OpenBoard:
        made = await product.board(**({"title": "Probe", "language": "de"} | fields))
        boards.append(OpenBoard(product, devices, made))
        return boards[-1]

    yield make
    for board in boards:
        await board.close()
