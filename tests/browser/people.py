"""People at a board: each a browser context of their own, joined by HTTP and looking at the page."""

from collections.abc import Mapping
from typing import Any

from playwright.async_api import Locator, Page

from tests.browser.devices import Device, Devices, screen
from tests.product import Product
from tests.waiting import until

READY_MS = 20_000  # a cold first load on a busy machine
DESK = (1440, 900)
PHONE = (390, 844)
WALL = (3840, 2160)


class Visitor:
    """Somebody who looks at a page, in a browser of their own."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))

    def find(self, selector: str, *, has_text: str | None = None) -> Locator:
        return self.page.locator(selector, has_text=has_text)

    def activity(self, text: str) -> Locator:
        return self.page.locator(".map .activity", has_text=text)

    def card(self, text: str) -> Locator:
        return self.page.locator(".card", has_text=text)

    def touchpoint(self, text: str) -> Locator:
        return self.page.locator(".touchpoint", has_text=text)

    def lane(self, kind: str) -> Locator:
        return self.page.locator(f'.row[data-kind="{kind}"]')

    def cell(self, kind: str, column: int) -> Locator:
        return self.lane(kind).locator(f'[data-column="{column}"]')

    async def ready(self) -> None:
        await self.page.locator("body[data-ready]").wait_for(state="attached", timeout=READY_MS)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)


class Person(Visitor):
    """One person at one board."""

    def __init__(self, page: Page, board: "OpenBoard", role: str, name: str) -> None:
        super().__init__(page, name)
        self.board = board
        self.role = role

    async def stored(self) -> None:
        """Waits until the page says that all is saved."""
        await until(
            lambda: self.page.evaluate("document.querySelector('bb-saved').session.saved.state === 'saved'"),
            what=f"what {self.name} wrote is saved",
        )


class OpenBoard:
    """A board on a running product, and whoever opens it."""

    def __init__(self, product: Product, devices: Devices, made: Mapping[str, Any]) -> None:
        self.product = product
        self.made = made
        self._devices = devices
        self._lent: list[Device] = []

    @property
    def id(self) -> str:
        return str(self.made["id"])

    async def open(
        self,
        role: str = "participant",
        name: str = "",
        *,
        size: tuple[int, int] = DESK,
        touch: bool = False,
        language: str = "de",
        view: str = "",
        **settings: Any,
    ) -> Person:
        """Someone joins with the role's token and looks at the board until it is drawn."""
        name = name or role.title()
        device = await self._devices.lend(self.product.url, **screen(size, touch), locale=language, **settings)
        self._lent.append(device)
        joined = await device.context.request.post("/api/join", data={"token": self.made["tokens"][role], "name": name})
        assert joined.ok, await joined.text()
        person = Person(device.page, self, role, name)
        await person.page.goto(f"/b/{self.id}?lang={language}" + (f"&view={view}" if view else ""))
        await person.ready()
        return person

    async def plain(self) -> dict[str, Any]:
        return await self.product.plain(dict(self.made))

    async def close(self) -> None:
        for device in self._lent:
            await self._devices.take_back(device)
