"""Pictures of the product in all sizes, light and dark, in both languages, to be looked at: `make screenshots`.

`python -m tests.browser.screenshots --only phone surfaces/sketch --size 390 --scheme dark --language de` takes some.
All go to tests/output/screenshots; the two that the README shows (`--only readme`) go to docs/pictures."""

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager, nullcontext
from fnmatch import fnmatch
from functools import partial
from itertools import product as pairs
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageOps
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.browser.conftest import FLAGS, WAIT_MS
from tests.browser.people import PHONE
from tests.browser.scenes import SCENES, SCHEMES, SIZES, TEMPLATES, Look, Stage
from tests.browser.surfaces import SETTLED
from tests.product import Product, running

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "tests" / "output" / "screenshots"
README = ROOT / "docs" / "pictures"

WHOLE_MAP = (1440, 1860)  # from the persona to the curve
IN_README = {"de": ("board-1440-de", WHOLE_MAP), "en": ("board-390-en", PHONE)}
EVERYWHERE = ("light", "dark")
IN_ALL_SCHEMES = "board"
LONG = ("doors", "record")  # pages that one reads down to their end
BITS = 7  # of each colour: nobody sees it, and the file is a sixth smaller
HIGH = """() => {
  for (const frame of document.querySelectorAll('iframe')) frame.style.blockSize = `${frame.offsetHeight}px`;
  return document.documentElement.scrollHeight;
}"""  # a frame does not grow with the window
DRAWN = """async () => {
  const seen = image => {
    const { top, left, bottom, right } = image.getBoundingClientRect();
    return bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  };
  await Promise.all([document.fonts.ready, ...[...document.images].filter(seen).map(image => image.decode())]);
}"""


def asked() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="SCENE[/PICTURE]", help=f"of readme, {', '.join(SCENES)}"
    )
    parser.add_argument("--size", nargs="+", type=int, choices=SIZES, default=list(SIZES))
    parser.add_argument("--scheme", nargs="+", choices=SCHEMES, default=[])
    parser.add_argument("--language", nargs="+", choices=TEMPLATES, default=list(TEMPLATES))
    return parser.parse_args()


async def main(wanted: Namespace) -> None:
    expect.set_options(timeout=WAIT_MS)
    with TemporaryDirectory() as folder:
        async with running(Path(folder) / "data") as product, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for language in wanted.language:
                await album(product, browser, language, wanted)
            await browser.close()


async def album(product: Product, browser: Browser, language: str, wanted: Namespace) -> None:
    """All pictures that are asked for in one language."""
    stage = Stage(product, browser, language)
    if not wanted.only or "readme" in wanted.only:
        await readme(stage)
    for name, scene in SCENES.items():
        pictures = [pattern.partition("/")[2] or "*" for pattern in wanted.only if pattern.partition("/")[0] == name]
        if wanted.only and not pictures:
            continue
        stage.wants = partial(_among, pictures or ["*"])
        schemes = wanted.scheme or (SCHEMES if name == IN_ALL_SCHEMES else EVERYWHERE)
        for size, scheme in pairs(wanted.size, schemes):
            look = Look(SIZES[size], scheme, language)
            async with aclosing(scene(stage, look)) as shots:
                async for picture, page in shots:
                    if stage.wants(picture):
                        await take(page, OUTPUT / name / f"{picture}-{look.name}.png", whole=name in LONG)
    await stage.close()


def _among(patterns: list[str], name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


async def readme(stage: Stage) -> None:
    """The picture that the README shows in this language."""
    name, size = IN_README[stage.language]
    async with stage.at(await stage.finished(), Look(size, "light", stage.language)) as page:
        path = await take(page, README / f"{name}.png")
    with Image.open(path) as picture:
        ImageOps.posterize(picture.convert("RGB"), BITS).save(path, optimize=True)


async def take(page: Page, path: Path, *, whole: bool = False) -> Path:
    """The picture of a page or of its whole length, without a mouse on it, when all in sight has arrived."""
    await page.mouse.move(0, 0)
    async with unrolled(page) if whole else nullcontext():
        await page.evaluate(DRAWN)
        await page.screenshot(path=path, animations="disabled")
    print(path.relative_to(ROOT), flush=True)
    return path


@asynccontextmanager
async def unrolled(page: Page) -> AsyncIterator[None]:
    """A page in a window of its own height: when Chromium looks beyond a window, it forgets that a finger is there."""
    size = page.viewport_size
    assert size is not None
    await page.set_viewport_size({**size, "height": max(size["height"], await page.evaluate(HIGH))})
    await page.evaluate(SETTLED)
    yield
    await page.set_viewport_size(size)


if __name__ == "__main__":
    asyncio.run(main(asked()))
