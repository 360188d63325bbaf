"""Nine people in nine browsers: who they are, and what happens to all of them at once."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser

from tests.browser.cast import PARTS, Part
from tests.browser.doors import Doors
from tests.browser.guests import Guest
from tests.line import Line, line_to
from tests.product import Product

OUTPUT = Path(__file__).parents[1] / "output" / "workshop"


@dataclass(frozen=True)
class Workshop:
    """Claudia, who moderates; those who take part; Helga, who looks on from afar; the line that Georg is on."""

    claudia: Guest
    anna: Guest
    ben: Guest
    cem: Guest
    doerte: Guest
    emil: Guest
    fatma: Guest
    georg: Guest
    helga: Guest
    line: Line

    @property
    def participants(self) -> list[Guest]:
        return [self.anna, self.ben, self.cem, self.doerte, self.emil, self.fatma, self.georg]

    @property
    def parts(self) -> list[tuple[Guest, Part]]:
        return list(zip(self.participants, PARTS, strict=True))

    @property
    def writers(self) -> list[Guest]:
        return [self.claudia, *self.participants]

    @property
    def everybody(self) -> list[Guest]:
        return [*self.writers, self.helga]


@asynccontextmanager
async def gathered(servers: Sequence[Product], browser: Browser) -> AsyncIterator[Workshop]:
    """Everybody, spread over the servers, still without a board; if it goes wrong, pictures of what each saw."""
    doors = Doors(browser, *(server.url for server in servers))
    async with line_to(servers[-1].port) as line:
        workshop = Workshop(
            claudia=await doors.arrive("Claudia Maurer"),
            anna=await doors.arrive("Anna Groß"),
            ben=await doors.arrive("Ben"),
            cem=await doors.arrive("Cem", phone=True),
            doerte=await doors.arrive("Dörte"),
            emil=await doors.arrive("Emil", phone=True),
            fatma=await doors.arrive("Fatma"),
            georg=await doors.arrive("Georg", address=line.url),
            helga=await doors.arrive("Helga"),
            line=line,
        )
        try:
            yield workshop
        except BaseException:
            await pictures("failed", *workshop.everybody)
            raise
        finally:
            await doors.close()


async def together(*deeds: Coroutine[Any, Any, object]) -> None:
    """Different people do different things at once."""
    await asyncio.gather(*deeds)


async def each(deeds: Iterable[Coroutine[Any, Any, object]]) -> None:
    """Everybody does or sees the same."""
    await asyncio.gather(*deeds)


async def pictures(name: str, *guests: Guest) -> None:
    """What people saw at a moment, for who wants to look at it afterwards."""
    for guest in guests:
        await guest.page.screenshot(path=OUTPUT / f"{name}-{guest.name.split()[0].lower()}.png")
