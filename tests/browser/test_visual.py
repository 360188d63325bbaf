"""Six pictures of the product against those that were found good: what no other test sees.

`make pictures` renews them, after a look at tests/output/visual. What differs from run to run is hidden, nothing moves;
small parts are compared by their mean colour, so that it makes no difference how letters are smoothed."""

import os
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageOps
from playwright.async_api import Page

from tests.browser.conftest import MakeBoard
from tests.browser.people import OpenBoard, Person
from tests.product import bearer
from tests.waiting import until

HERE = Path(__file__).parent / "pictures"
OUTPUT = Path(__file__).parents[2] / "tests" / "output" / "visual"
RENEW = "RENEW_PICTURES" in os.environ

COLORS = 256  # of a kept picture
PART = 8  # pixels of a half-size picture: the side of what is compared as one
FAR = 30  # of 255: two parts look different
ODD = 0.004  # of all parts may be so: a caret, a rounded corner, one word hyphenated otherwise

# What is another on each run is not shown.
CALM = """
  :is(.code, .wall__address, .wall__qr, .share__where, time, iframe), .record__digest { visibility: hidden !important; }
  bb-crowd, .wall__crowd, .others { display: none !important; }
  * { caret-color: transparent !important; }
"""
STILL = """async () => {
  const near = ({ top, left, bottom, right }) => bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  const images = [...document.images].filter(image => near(image.getBoundingClientRect()));
  await Promise.all([document.fonts.ready, ...images.map(image => image.decode().catch(() => {}))]);
  const ends = ({ playState, effect }) => playState === 'running' && effect.getComputedTiming().endTime < 1000;
  await Promise.all(document.getAnimations().filter(ends).map(running => running.finished.catch(() => {})));
}"""

View = Callable[[OpenBoard], Awaitable[Person]]
DESK, TALL, PHONE, WALL = (1440, 900), (1440, 1600), (390, 844), (1920, 1080)


async def _record(board: OpenBoard) -> Person:
    person = await board.open("moderator", "Claudia", size=TALL, reduced_motion="reduce")
    commit = f"/api/boards/{board.id}/commit"
    answer = await board.product.http.post(commit, json={"label": "Ergebnis"}, headers=bearer(dict(board.made)))
    await person.page.goto(f"/r/{answer.json()['id']}")
    await person.page.wait_for_load_state("networkidle")
    return person


VIEWS: dict[str, View] = {
    "board": lambda board: board.open("moderator", "Claudia", size=TALL, reduced_motion="reduce"),
    "board-dark": lambda board: board.open(
        "moderator", "Claudia", size=DESK, language="en", color_scheme="dark", reduced_motion="reduce"
    ),
    "phone": lambda board: board.open("moderator", "Claudia", size=PHONE, touch=True, reduced_motion="reduce"),
    "wall": lambda board: board.open("follower", "Wand", size=WALL, view="wall", reduced_motion="reduce"),
    "outline": lambda board: board.open(
        "moderator", "Claudia", size=TALL, view="outline", language="en", reduced_motion="reduce"
    ),
    "record": _record,
}


async def test_the_product_looks_as_it_was_found_good(make_board: MakeBoard) -> None:
    board = await make_board(title="Fernseher-Kauf", template="fernseher-kauf")
    OUTPUT.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    for name, view in VIEWS.items():
        seen = await picture((await view(board)).page)
        if RENEW:
            HERE.mkdir(exist_ok=True)
            seen.quantize(COLORS, dither=Image.Dither.NONE).save(HERE / f"{name}.png", optimize=True)
        with Image.open(HERE / f"{name}.png") as kept:
            far, shown = apart(kept.convert("RGB"), seen)
        shown.save(OUTPUT / f"{name}.png")
        if far > ODD:
            faults.append(f"{far:.1%} of “{name}” looks otherwise than it did: left as it was, right as it is")
    assert not faults, "\n".join([*faults, f"See {OUTPUT}; if that is how it should look, `make pictures` keeps it."])


async def picture(page: Page) -> Image.Image:
    """The page at half its size, as soon as two looks at it are the same."""
    await page.add_style_tag(content=CALM)
    before = b""

    async def same() -> bytes:
        nonlocal before
        await page.evaluate(STILL)
        earlier, before = before, await page.screenshot(animations="disabled", scale="css")
        return before if before == earlier else b""

    with Image.open(BytesIO(await until(same, what="nothing moves on the page any more"))) as found:
        return found.convert("RGB").reduce(2)


def apart(good: Image.Image, seen: Image.Image) -> tuple[float, Image.Image]:
    """Which share of the parts looks different; and both pictures with those parts marked, one beside the other."""
    size = (good.width // PART, good.height // PART)
    parts = [one.filter(ImageFilter.BoxBlur(2)).resize(size, Image.Resampling.BOX) for one in (good, seen)]
    channels = ImageChops.difference(*parts).split()
    worst = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    marked = worst.point(lambda value: 255 if value > FAR else 0)
    far = marked.histogram()[255] / (size[0] * size[1])
    shown = Image.new("RGB", (good.width * 2, good.height))
    mask = marked.resize(good.size, Image.Resampling.NEAREST)
    red = ImageOps.colorize(mask, "black", "red")
    for place, one in enumerate((good, seen)):
        shown.paste(Image.composite(Image.blend(one, red, 0.5), one, mask), (good.width * place, 0))
    return far, shown
