"""What there is to look at: every surface and state of the product, on boards that are made when first wanted."""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from playwright.async_api import Browser, Page, expect

from tests.browser.devices import Devices, screen
from tests.browser.hands import centre
from tests.browser.people import DESK, PHONE, WALL, OpenBoard, Person
from tests.browser.surfaces import ON_A_PHONE, SETTLED, SURFACES, at_rest, leave
from tests.product import Product, bearer

TABLET = (820, 1180)
SIZES = {size[0]: size for size in (PHONE, TABLET, DESK, WALL)}
SCHEMES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
    "contrast-dark": {"contrast": "more", "color_scheme": "dark"},
    "forced": {"forced_colors": "active", "color_scheme": "dark"},
}
TEMPLATES = {"de": "fernseher-kauf", "en": "tv-purchase"}
TITLES = {"de": "Fernseher-Kauf: Vom Wunsch zum ersten Filmabend", "en": "Buying a television: from wish to film night"}
RESULTS = {"de": "Ergebnis des Workshops", "en": "Result of the workshop"}
OTHERS = {"Anna Groß": "sentiment", "Ben": "expectation", "Cem": "touchpoint", "Dörte": "painPoint"}  # where they point
STEPS, DISCUSSION, IDEAS = 12, 8, 9
# What a workshop leaves beside the map: a second traveller, things without a place, a sketch, a card in the bin.
MORE = """([name, quote, loose]) => {
  const { board, commands } = document.querySelector('bb-board').session;
  const columns = board.columns();
  const [storyboard] = board.lanes({ all: true });
  commands.hideLane(storyboard.id, false);
  commands.setActivity(columns[1].id, 'sketch', board.touchpoint(board.touchpoints(columns[0].id)[0]).picture);
  commands.setActivity(columns[2].id, 'decision', true);
  const other = commands.addPersona({ name, quote });
  columns.forEach(({ id }, i) => commands.rate(id, other, 'outside', 3 + (i * 5) % 7));
  for (const [i, text] of loose.entries()) {
    if (i) commands.addCard(null, null, { text });
    else commands.addTouchpoint(null, { name: text });
  }
  commands.remove('cards', commands.addCard(columns[0].id, board.lanes().at(-2).id, { text: loose.at(-1) }));
}"""
LOOSE = {
    "de": ["Garantieverlängerung", "„Das hat mir keiner gesagt.“", "Aufbauservice", "Energieverbrauchskennzeichnung"],
    "en": ["Extended warranty", "“Nobody told me that.”", "Assembly service", "Energy consumption label"],
}
SECOND = {
    "de": ("Karl-Heinz Oberpfaffenhofer", "Früher hat man einfach einen gekauft."),
    "en": ("Harold Featherstonehaugh", "You used to just buy one."),
}

Shots = AsyncGenerator[tuple[str, Page]]


@dataclass(frozen=True)
class Look:
    """On which screen, in which light, in which language."""

    size: tuple[int, int]
    scheme: str
    language: str

    @property
    def name(self) -> str:
        return "-".join([str(self.size[0]), *([] if self.scheme == "light" else [self.scheme]), self.language])

    @property
    def touch(self) -> bool:
        return self.size in (PHONE, TABLET)

    @property
    def settings(self) -> dict[str, Any]:
        return {"size": self.size, "touch": self.touch, "language": self.language, **SCHEMES[self.scheme]}


@dataclass
class Stage:
    """A product, and its boards of one language: an empty one and a finished journey that people talk about."""

    product: Product
    browser: Browser
    language: str
    wants: Callable[[str], bool] = lambda _: True  # which pictures of a long row
    boards: dict[str, OpenBoard] = field(default_factory=dict)
    others: list[Person] = field(default_factory=list)
    filled: bool = False

    async def empty(self) -> OpenBoard:
        return await self._board("empty")

    async def finished(self) -> OpenBoard:
        """A finished journey, and the others at it."""
        board = await self._board("finished", template=TEMPLATES[self.language])
        if not self.others:
            await self.call(board, "PATCH", "/session", step=DISCUSSION)
            self.others = [await board.open(name=name, language=self.language) for name in OTHERS]
        return board

    async def full(self) -> OpenBoard:
        """The same board with all that a workshop leaves beside the map."""
        board = await self.finished()
        if self.filled:
            return board
        self.filled = True
        claudia = await board.open("claudia", language=self.language)
        await self.call(board, "POST", "/snapshots", label=RESULTS[self.language])
        await claudia.page.evaluate(MORE, [*SECOND[self.language], LOOSE[self.language]])
        await claudia.stored()
        card = await claudia.find(".row .card").first.get_attribute("data-item")
        said = await self.call(board, "POST", "/comments", text=LOOSE[self.language][1], thing=card)
        await self.call(board, "POST", "/comments", text=LOOSE[self.language][3], answers=said["id"])
        return board

    async def _board(self, kind: str, **fields: Any) -> OpenBoard:
        if kind not in self.boards:
            made = await self.product.board(title=TITLES[self.language], language=self.language, **fields)
            seat = await self.product.seat(made["tokens"]["moderator"], "Claudia Maurer")
            made["tokens"]["claudia"] = seat["token"]
            self.boards[kind] = OpenBoard(self.product, Devices(self.browser), made)
        return self.boards[kind]

    async def call(self, board: OpenBoard, method: str, path: str, **body: Any) -> Any:
        """What Claudia asks of a board."""
        ask = self.product.http.request
        answer = await ask(
            method, f"/api/boards/{board.id}{path}", json=body, headers=bearer(dict(board.made), "claudia")
        )
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def close(self) -> None:
        for board in self.boards.values():
            await board.close()

    @asynccontextmanager
    async def at(self, board: OpenBoard, look: Look, role: str = "claudia", **how: Any) -> AsyncIterator[Page]:
        """What somebody sees of a board; at the full one others point at things of theirs."""
        person = await board.open(role, **look.settings, **how)
        for number, (other, lane) in enumerate(zip(self.others, OTHERS.values(), strict=False), 1):
            x, y = await centre(other.lane(lane).locator(".card, .touchpoint").nth(number))
            await other.page.mouse.move(x, y)
            await other.page.mouse.move(x + 9, y + 9)
        yield person.page
        await person.page.context.close()


async def doors(stage: Stage, look: Look) -> Shots:
    """Home, the way in, and what is said where nothing hangs."""
    context = await stage.browser.new_context(
        **screen(look.size, look.touch),
        locale=look.language,
        base_url=stage.product.url,
        bypass_csp=True,
        **SCHEMES[look.scheme],
    )
    page = await context.new_page()
    board = await stage.empty()
    for name, path in {"home": "/", "join": "/j", "no-seat": f"/b/{board.id}", "nothing": "/nothing"}.items():
        await page.goto(path)
        yield name, page
    await page.goto("/")
    await page.locator("#create button").click()
    await expect(page.locator("#create [data-error]")).to_be_visible()
    yield "home-error", page
    await page.goto(f"/j#{board.made['tokens']['participant']}")
    await expect(page.locator("#join [name=name]")).to_be_focused()
    yield "join-by-link", page
    await page.goto("/j#no-such-token-at-all-here")
    await expect(page.locator("[data-error]")).to_be_visible()
    yield "join-error", page
    await context.close()


async def views(which: str, stage: Stage, look: Look) -> Shots:
    """A board as it opens on this screen, as a map, as an outline."""
    board = await (stage.full() if which == "board" else stage.empty())
    async with stage.at(board, look) as page:
        yield which, page
    if look.size == PHONE:
        async with stage.at(board, look, view="map") as page:
            yield f"{which}-map", page
    async with stage.at(board, look, view="outline") as page:
        yield f"{which}-outline", page


async def surfaces(stage: Stage, look: Look) -> Shots:
    """All that opens on the map or beside it."""
    async with stage.at(await stage.full(), look, view="map") as page:
        await leave(page, "tray")  # it is open where something lies in it
        for name, open_it in SURFACES.items():
            if stage.wants(name):
                await open_it(page)
                yield name, page
                await leave(page, name)


async def phone(stage: Stage, look: Look) -> Shots:
    """What the phone's own view shows."""
    if look.size != PHONE:
        return
    async with stage.at(await stage.full(), look) as page:
        for name, open_it in ON_A_PHONE.items():
            if stage.wants(name):
                await open_it(page)
                yield name, page
                await page.keyboard.press("Escape")
                await page.keyboard.press("Escape")


async def steps(stage: Stage, look: Look) -> Shots:
    """Each step of the workshop, for who moderates it and for who takes part."""
    board = await stage.full()
    async with stage.at(board, look) as page, stage.at(board, look, "participant", name="Fatma") as theirs:
        for step in range(1, STEPS + 1):
            await stage.call(board, "PATCH", "/session", step=step)
            for name, one in ((f"{step:02}-moderator", page), (f"{step:02}-participant", theirs)):
                await expect(one.locator(".strip__count")).to_have_text(re.compile(rf"^\s*{step}\b"))
                yield name, one
    await stage.call(board, "PATCH", "/session", step=DISCUSSION)


async def history(stage: Stage, look: Look) -> Shots:
    """The walk through the moments, and what has changed since."""
    async with stage.at(await stage.full(), look) as page:
        await page.locator("bb-bar > button").last.click()
        await page.locator(".menu__item:has(.icon--history)").first.click()
        await page.locator(".panel .button--wide:has(.icon--history)").click()
        await page.locator(".history__slider").press("Home")
        await expect(page.locator(".history__count")).to_be_enabled()
        yield "walk", page
        await page.locator(".history__count").click()
        await expect(page.locator("bb-since .then__change").first).to_be_visible()
        yield "since", page


async def states(stage: Stage, look: Look) -> Shots:
    """Who looks on, who is locked out of writing, offline, removed; and the end of a board."""
    board = await stage.full()
    async with stage.at(board, look, "follower", name="Helga") as page:
        yield "follower", page
    async with stage.at(board, look, "participant", name="Georg") as page:
        await stage.call(board, "PATCH", "/session", locked=True)
        await expect(page.locator(".strip__lock")).to_be_visible()
        yield "locked", page
        await stage.call(board, "PATCH", "/session", locked=False)
        await expect(page.locator(".strip__lock")).to_have_count(0)
        await stage.call(board, "PATCH", "/session", timer={"action": "start", "seconds": 1})
        await expect(page.locator(".timer--over")).to_be_visible()
        yield "time-is-up", page
        await stage.call(board, "PATCH", "/session", timer={"action": "stop"})
        await page.context.set_offline(True)
        await expect(page.locator(".saved--away")).to_be_visible(timeout=60_000)
        yield "offline", page
        await page.context.set_offline(False)
        await expect(page.locator(".saved--quiet")).to_be_attached(timeout=60_000)
        seats = await stage.call(board, "GET", "/seats")
        georg = next(seat["id"] for seat in reversed(seats) if seat["name"] == "Georg")
        await stage.call(board, "DELETE", f"/seats/{georg}")
        await expect(page.locator("#notice h1")).to_be_visible()
        yield "removed", page


async def wall(stage: Stage, look: Look) -> Shots:
    """The big screen: waiting, empty, at work, with a result."""
    if look.size not in (DESK, WALL):
        return
    async with stage.at(await stage.empty(), look, view="wall") as page:
        yield "waiting", page
    board = await stage.full()
    await stage.call(board, "PATCH", "/session", step=IDEAS)
    async with stage.at(board, look, view="wall") as page:
        await at_rest(page, ".map")
        yield "at-work", page
        await stage.call(board, "PATCH", "/session", step=DISCUSSION)
        await stage.call(board, "POST", "/commit", label=RESULTS[look.language])
        await expect(page.locator(".wall__step--done")).to_be_visible()
        await at_rest(page, ".map")
        yield "result", page


async def record(stage: Stage, look: Look) -> Shots:
    """What is left: the record's page."""
    board = await stage.full()
    head = await stage.call(board, "POST", "/commit", label=RESULTS[look.language])
    async with stage.at(board, look) as page:
        await page.goto(f"/r/{head['id']}")
        await page.frame_locator(".record__frame").locator("h1").wait_for()
        await page.locator(".record__frame").scroll_into_view_if_needed()  # what was never in sight is not painted
        await page.evaluate(SETTLED)
        yield "record", page


Scene = Callable[[Stage, Look], Shots]
SCENES: dict[str, Scene] = {
    "doors": doors,
    "empty": partial(views, "empty"),
    "board": partial(views, "board"),
    "surfaces": surfaces,
    "phone": phone,
    "steps": steps,
    "history": history,
    "states": states,
    "wall": wall,
    "record": record,
}
