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
MOST_IDLE = 10  # each is a process of its own
PATIENCE_SECONDS = 20  # with a browser that does not answer
NOTHING = "/healthz"  # a page of the same address: who leaves it altogether begins with a process of its own again
FORGET = "sessionStorage.clear()"
CLOCK = "/native code/.test(Date) ? null : 'a clock of its own'"


def screen(size: tuple[int, int], touch: bool = False) -> dict[str, Any]:
    """The settings of a device that is so large, and is touched or not."""
    return {"viewport": {"width": size[0], "height": size[1]}, "has_touch": touch, "is_mobile": touch}


@dataclass
class Device:
    """One page in a context of its own, for one address."""

    address: str
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

    async def wipe(self) -> bool:
        """Forgets everything but its cache; False where that can't be."""
        context, page = self.context, self.page
        if self.used_up or page not in context.pages:
            return False
        for other in context.pages:
            if other is not page:
                await other.close()
        await context.set_offline(False)
        for routed in (context, page):
            await routed.unroute_all(behavior="ignoreErrors")
        await page.goto(NOTHING)
        await page.evaluate(FORGET)
        await self.wires.send("Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": "all"})
        await context.clear_cookies()
        await context.clear_permissions()
        return await page.evaluate(CLOCK) is None

    def _using_up(self, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        @wraps(method)
        async def use(*args: Any, **named: Any) -> Any:
            self.used_up = True
            return await method(*args, **named)

        return use


class Devices:
    """Lends devices; what is back has forgotten cookies, storage and routes, and keeps its cache."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: list[Device] = []

    async def lend(self, address: str, **settings: Any) -> Device:
        """A device for pages of this address, with these settings of Playwright's `new_context`.

        The policy of our pages does not hold: it forbids to evaluate in them, as waiting for a state does."""
        settings |= {"base_url": address, "bypass_csp": True}
        kind = repr(sorted(settings.items()))
        for device in reversed(self._idle):
            if device.kind == kind:
                self._idle.remove(device)
                return device
        context = await self._browser.new_context(**settings)
        page = await context.new_page()
        device = Device(address, kind, context, page, await context.new_cdp_session(page))
        device.watch()
        return device

    async def take_back(self, device: Device) -> None:
        """Makes the device as new; one that was closed or changed for good is given up."""
        with suppress(TimeoutError, Error):
            async with timeout(PATIENCE_SECONDS):
                if await device.wipe():
                    self._idle.append(device)
        if device not in self._idle:
            await close(device.context)
        elif len(self._idle) > MOST_IDLE:
            await close(self._idle.pop(0).context)


async def close(what: Browser | BrowserContext) -> None:
    """Without waiting for ever: a context that does not close now goes with its browser, and that with its driver."""
    with suppress(TimeoutError, Error):
        async with timeout(PATIENCE_SECONDS):
            await what.close()
