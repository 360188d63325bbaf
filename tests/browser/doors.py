"""The ways to a board: made on the home page, joined by code or by link, each from a device of its own."""

import re
from dataclasses import dataclass
from itertools import cycle

from playwright.async_api import Browser, BrowserContext, expect

from tests.browser.devices import close
from tests.browser.guests import Guest
from tests.browser.people import DESK, PHONE


@dataclass(frozen=True)
class Invitation:
    """What the moderator reads in the panel `Einladen`."""

    code: str
    to_take_part: str
    to_look_on: str


class Doors:
    """Opens a browser with an empty memory for everybody who comes, at each address in turn; all leave at the end."""

    def __init__(self, browser: Browser, *addresses: str) -> None:
        self._browser = browser
        self._addresses = cycle(addresses)
        self._contexts: list[BrowserContext] = []

    async def arrive(self, name: str, *, phone: bool = False, address: str = "") -> Guest:
        """Somebody with a German browser, who has heard of the address (or of another one that leads there)."""
        width, height = PHONE if phone else DESK
        context = await self._browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=phone,
            is_mobile=phone,
            locale="de-DE",
            base_url=address or next(self._addresses),
            accept_downloads=True,
        )
        self._contexts.append(context)
        return Guest(await context.new_page(), name, touch=phone)

    async def close(self) -> None:
        for context in self._contexts:
            await close(context)


async def begin_board(guest: Guest, title: str) -> None:
    await guest.page.goto("/")
    await guest.page.get_by_label("Um welche Journey geht es?").fill(title)
    await guest.page.get_by_label("Eigener Name").fill(guest.name)
    await guest.poke(guest.page.get_by_role("button", name="Board anlegen"))
    await guest.ready()


async def invite(moderator: Guest) -> Invitation:
    await moderator.poke(moderator.page.get_by_role("button", name="Einladen"))
    code = await moderator.find(".code").inner_text()
    to_take_part = await moderator.page.get_by_label("Link zum Mitmachen", exact=True).input_value()
    to_look_on = await moderator.page.get_by_label("Link zum Zusehen", exact=True).input_value()
    await moderator.put_away()
    return Invitation(code, to_take_part, to_look_on)


async def join_by_code(guest: Guest, code: str) -> None:
    """As one reads it from the wall: in small letters, with the gap."""
    await guest.page.goto("/")
    await guest.page.get_by_label("Code").fill(code.lower())
    await guest.poke(guest.page.get_by_role("button", name="Weiter"))
    await guest.page.wait_for_url("**/j")
    await sign(guest)


async def join_by_link(guest: Guest, link: str) -> None:
    link = link[link.index("/j#") :]  # at the address that this guest has heard of
    await guest.page.goto(link)
    await expect(guest.page).not_to_have_url(re.compile(re.escape(link)))  # the token leaves the address at once
    await sign(guest)


async def sign(guest: Guest) -> None:
    await guest.page.get_by_label("Eigener Name").fill(guest.name)
    await guest.poke(guest.page.get_by_role("button", name="Zum Board"))
    await guest.ready()
    if guest.touch:  # the workshop is played on the map; tests/browser/test_phone.py plays it a stage at a time
        await guest.page.goto(f"{guest.page.url}?view=map")
        await guest.ready()
