"""What hands do: drag with a mouse in steps, press and swipe with a finger."""

from playwright.async_api import Locator, Page

from tests.browser.people import Person

LIFT_MS = 420  # longer than the still press that lifts a card
STEPS = 8
PLACE_SHOWN = ".drop-line, [data-over]"


async def centre(target: Locator) -> tuple[float, float]:
    await target.scroll_into_view_if_needed()
    box = await target.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def drag(person: Person, thing: Locator, target: Locator, dy: float = 0) -> None:
    """Drags a thing with the mouse onto the middle of the target, or `dy` below it."""
    mouse = person.page.mouse
    await thing.scroll_into_view_if_needed()
    box = await thing.bounding_box()
    assert box
    await mouse.move(box["x"] + 30, box["y"] + 12)
    await mouse.down()
    await mouse.move(box["x"] + 40, box["y"] + 20, steps=3)
    x, y = await centre(target)
    await mouse.move(x, y + dy, steps=STEPS)
    await person.find(PLACE_SHOWN).first.wait_for(state="attached")
    await mouse.up()


class Finger:
    """A finger on the glass, by the browser's own touch events."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def drag(self, thing: Locator, target: Locator) -> None:
        """Rests on a thing until it is lifted, and carries it to the target."""
        session = await self._page.context.new_cdp_session(self._page)
        x, y = await centre(thing)

        async def touch(kind: str, *points: tuple[float, float]) -> None:
            marks = [{"x": px, "y": py} for px, py in points]
            await session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": marks})

        await touch("touchStart", (x, y))
        await self._page.wait_for_selector(".ghost", timeout=LIFT_MS * 10)
        box = await target.bounding_box()
        assert box
        end = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for step in range(1, STEPS + 1):
            share = step / STEPS
            await touch("touchMove", (x + (end[0] - x) * share, y + (end[1] - y) * share))
        await self._page.locator(PLACE_SHOWN).first.wait_for(state="attached")
        await touch("touchEnd")
        await session.detach()
