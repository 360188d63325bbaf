"""Devices that people come with: a browser context with its page, lent again with an empty memory.

A new one costs more than most tests."""

from asyncio import timeout
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any

from playwright.async_api import Browser, BrowserContext, CDPSession, Error, Page

# What a page never loses again; who does that to it has used it up.
FOR_GOOD = (
    "add_init_script",
    "emulate_media",
    "expose_binding",
    "expose_function",
    "route_web_socket",
    "set_viewport_size",
)
WIPE_SECONDS = 20  # then it is quicker to take a new one
CLOCK = "/native code/.test(Date) ? null : 'a clock of its own'"


@dataclass
class Device:
    """One page in a context of its own."""

    kind: str
    context: BrowserContext
    page: Page
    wires: CDPSession
    used_up: bool = False

    def watch(self) -> None:
        for thing in (self.page, self.context):
            for name in FOR_GOOD:
                if hasattr(thing, name):
                    setattr(thing, name, self._using_up(getattr(thing, name)))

    def _using_up(self, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        @wraps(method)
        async def use(*args: Any, **named: Any) -> Any:
            self.used_up = True
            return await method(*args, **named)

        return use


class Devices:
    """Lends devices for one address; what is back has forgotten cookies, storage and routes, and keeps its cache."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self._all: list[Device] = []
        self._idle: list[Device] = []

    async def lend(self, **settings: Any) -> Device:
        """A device with these settings of Playwright's `new_context`."""
        kind = repr(sorted(settings.items()))
        for device in self._idle:
            if device.kind == kind:
                self._idle.remove(device)
                return device
        context = await self._browser.new_context(base_url=self._address, **settings)
        page = await context.new_page()
        device = Device(kind, context, page, await context.new_cdp_session(page))
        device.watch()
        self._all.append(device)
        return device

    async def take_back(self, device: Device) -> None:
        """Makes the device as new; one that was closed or changed for good is given up."""
        context, page = device.context, device.page
        with suppress(TimeoutError, Error):
            async with timeout(WIPE_SECONDS):
                if not device.used_up and page in context.pages and await self._wipe(device):
                    self._idle.append(device)
                    return
        self._all.remove(device)
        await context.close()

    async def _wipe(self, device: Device) -> bool:
        context, page = device.context, device.page
        for other in context.pages:
            if other is not page:
                await other.close()
        await context.set_offline(False)
        for routed in (context, page):
            await routed.unroute_all(behavior="ignoreErrors")
        await page.goto("about:blank")
        await device.wires.send("Storage.clearDataForOrigin", {"origin": self._address, "storageTypes": "all"})
        await context.clear_cookies()
        await context.clear_permissions()
        return await page.evaluate(CLOCK) is None

    async def close(self) -> None:
        for device in self._all:
            await device.context.close()
