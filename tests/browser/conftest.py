"""One Chromium and one server for the whole run, one board per test."""

from asyncio import timeout
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.browser.devices import Device, Devices, close
from tests.browser.people import OpenBoard
from tests.product import Product, running

# Each context has a window, and its address bar two pages that nobody sees: half of all that a context costs.
UNSEEN = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "PreloadTopChromeWebUI")
# What Playwright switches off by the same switch, of which only the last counts.
UNWANTED = (
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(UNWANTED + UNSEEN)}",
]
HERE = Path(__file__).parent
LONGEST_SECONDS = 150  # of a test, unless its file says otherwise
WAIT_MS = 20_000  # for what a page is to show, on a busy machine

MakeBoard = Callable[..., Awaitable[OpenBoard]]
NewPage = Callable[..., Awaitable[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser outlives the tests, so all of them run on its loop."""
    for item in items:
        if HERE in item.path.parents and isinstance(item, pytest.Function):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.obj = in_time(item.obj, getattr(item.module, "LONGEST_SECONDS", LONGEST_SECONDS))


def in_time(test: Callable[..., Awaitable[None]], seconds: float) -> Callable[..., Awaitable[None]]:
    """What a browser never answers fails the test, instead of holding up all others."""

    @wraps(test)
    async def run(*args: Any, **named: Any) -> None:
        async with timeout(seconds):
            await test(*args, **named)

    return run


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=WAIT_MS)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        await close(chromium)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def product(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Product]:
    async with running(tmp_path_factory.mktemp("product") / "data") as started:
        yield started


@pytest.fixture(scope="session")
def devices(browser: Browser) -> Devices:
    return Devices(browser)


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


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(product: Product, devices: Devices) -> AsyncIterator[NewPage]:
    """Opens pages for people who come with empty hands, `new_page("en")`."""
    lent: list[Device] = []

    async def make(language: str = "en", **settings: Any) -> Page:
        lent.append(await devices.lend(product.url, locale=language, **settings))
        return lent[-1].page

    yield make
    for device in lent:
        await devices.take_back(device)
