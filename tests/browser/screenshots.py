"""Pictures of the product in all sizes and both languages, to be looked at: `python -m tests.browser.screenshots`.

All go to tests/output/screenshots; the two that the README shows go to docs/pictures."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image, ImageOps
from playwright.async_api import Browser, Page, async_playwright

from tests.browser.conftest import FLAGS
from tests.browser.devices import Devices
from tests.browser.hands import centre
from tests.browser.people import DESK, PHONE, WALL, OpenBoard, Person
from tests.browser.surfaces import SURFACES, leave
from tests.product import Product, running

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "tests" / "output" / "screenshots"
README = ROOT / "docs" / "pictures"

TABLET = (820, 1180)
SIZES = (DESK, TABLET, PHONE, WALL)
SIGHTS: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
    "contrast-dark": {"contrast": "more", "color_scheme": "dark"},
    "forced": {"forced_colors": "active", "color_scheme": "dark"},
}
WHOLE_MAP = (1440, 1860)  # from the persona to the curve
IN_README = {"de": ("board-1440-de", WHOLE_MAP), "en": ("board-390-en", PHONE)}
TEMPLATES = {"de": "fernseher-kauf", "en": "tv-purchase"}
TITLES = {"de": "Fernseher-Kauf: Vom Wunsch zum ersten Filmabend", "en": "Buying a television: from wish to film night"}
RESULTS = {"de": "Ergebnis des Workshops", "en": "Result of the workshop"}
OTHERS = {"Anna Groß": "sentiment", "Ben": "expectation", "Cem": "touchpoint", "Dörte": "painPoint"}  # where they point
DISCUSSION = 8
BITS = 7  # of each colour: nobody sees it, and the file is a sixth smaller
DRAWN = """async () => {
  const seen = image => {
    const { top, left, bottom, right } = image.getBoundingClientRect();
    return bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  };
  await Promise.all([document.fonts.ready, ...[...document.images].filter(seen).map(image => image.decode())]);
}"""


@dataclass(frozen=True)
class Scene:
    """A board with Claudia, who moderates it, and the others at it."""

    board: OpenBoard
    token: str
    language: str
    others: list[Person]

    @asynccontextmanager
    async def page(self, size: tuple[int, int], **how: Any) -> AsyncIterator[Page]:
        """What Claudia sees on a screen of this size; the others point at things of theirs."""
        claudia = await self.board.open(
            "claudia", size=size, touch=size in (PHONE, TABLET), language=self.language, **how
        )
        for number, (person, lane) in enumerate(zip(self.others, OTHERS.values(), strict=False), 1):
            x, y = await centre(person.lane(lane).locator(".card, .touchpoint").nth(number))
            await person.page.mouse.move(x, y)
            await person.page.mouse.move(x + 9, y + 9)
        yield claudia.page
        await claudia.page.context.close()

    async def call(self, method: str, path: str, **body: Any) -> Any:
        """What Claudia asks of the board."""
        ask = self.board.product.http.request
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = await ask(method, f"/api/boards/{self.board.id}{path}", json=body, headers=headers)
        assert answer.is_success, answer.text
        return answer.json()


async def main() -> None:
    with TemporaryDirectory() as folder:
        async with running(Path(folder) / "data") as product, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for language in TEMPLATES:
                await doors(product, browser, language)
                async with empty(product, browser, language) as scene:
                    await board("board-empty", scene)
                async with full(product, browser, language) as scene:
                    await board("board", scene)
                    await surfaces(scene)
                    await readme(scene)
                    await record(scene)
            await browser.close()


async def doors(product: Product, browser: Browser, language: str) -> None:
    """The home page, and the way in."""
    for width, height in SIZES:
        context = await browser.new_context(
            viewport={"width": width, "height": height}, locale=language, base_url=product.url
        )
        page = await context.new_page()
        for name, path in (("home", "/"), ("join", "/j")):
            await page.goto(path)
            await take(page, f"{name}-{width}-{language}", whole=True)
        await context.close()


@asynccontextmanager
async def empty(product: Product, browser: Browser, language: str) -> AsyncIterator[Scene]:
    """A board that has just been made."""
    made = await product.board(title=TITLES[language], language=language)
    async with seated(OpenBoard(product, Devices(browser, product.url), made), language) as scene:
        yield scene


@asynccontextmanager
async def full(product: Product, browser: Browser, language: str) -> AsyncIterator[Scene]:
    """A finished journey that people talk about."""
    made = await product.board(title=TITLES[language], language=language, template=TEMPLATES[language])
    async with seated(OpenBoard(product, Devices(browser, product.url), made), language) as scene:
        await scene.call("PATCH", "/session", step=DISCUSSION)
        for name in OTHERS:
            scene.others.append(await scene.board.open(name=name, language=language))
        yield scene


@asynccontextmanager
async def seated(opened: OpenBoard, language: str) -> AsyncIterator[Scene]:
    tokens = opened.made["tokens"]
    tokens["claudia"] = (await opened.product.seat(tokens["moderator"], "Claudia Maurer"))["token"]
    yield Scene(opened, tokens["claudia"], language, [])
    await opened.close()


async def board(name: str, scene: Scene) -> None:
    """A board in every size, in the dark and on the wall."""
    for size in SIZES:
        async with scene.page(size) as page:
            await take(page, f"{name}-{size[0]}-{scene.language}")
    for sight, how in SIGHTS.items():
        async with scene.page(DESK, **how) as page:
            await take(page, f"{name}-{sight}-{scene.language}")
    async with scene.page(TABLET, view="outline") as page:
        await take(page, f"{name}-outline-{scene.language}")
    async with scene.page(PHONE, color_scheme="dark") as page:
        await take(page, f"{name}-390-dark-{scene.language}")
    async with scene.page(PHONE, view="map") as page:
        await take(page, f"{name}-390-map-{scene.language}")
    async with scene.page(WALL, view="wall") as page:
        await take(page, f"{name}-wall-{scene.language}")


async def surfaces(scene: Scene) -> None:
    """All that opens on the board or beside it."""
    async with scene.page(DESK) as page:
        for name, open_it in SURFACES.items():
            await open_it(page)
            await take(page, f"{name}-{scene.language}")
            await leave(page, name)


async def readme(scene: Scene) -> None:
    """The picture that the README shows in this language."""
    name, size = IN_README[scene.language]
    async with scene.page(size) as page:
        path = await take(page, name, README)
    with Image.open(path) as picture:
        ImageOps.posterize(picture.convert("RGB"), BITS).save(path, optimize=True)


async def record(scene: Scene) -> None:
    """What is left: the record's page, on a desk and on a phone."""
    head = await scene.call("POST", "/commit", label=RESULTS[scene.language])
    for size in (DESK, PHONE):
        async with scene.page(size) as page:
            await page.goto(f"/r/{head['id']}")
            await page.frame_locator(".record__frame").locator("h1").wait_for()
            await take(page, f"record-{size[0]}-{scene.language}", whole=size is DESK)


async def take(page: Page, name: str, folder: Path = OUTPUT, *, whole: bool = False) -> Path:
    """The picture of a page, or the whole length of it, when all that is in sight of it has arrived."""
    await page.evaluate(DRAWN)
    path = folder / f"{name}.png"
    await page.screenshot(path=path, full_page=whole, animations="disabled")
    print(path.relative_to(ROOT))
    return path


if __name__ == "__main__":
    asyncio.run(main())
