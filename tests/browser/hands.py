"""What hands do: drag with a mouse in steps, press and swipe with a finger."""

from time import time

from playwright.async_api import CDPSession, Locator, Page

from tests.browser.people import Visitor
from tests.waiting import until

LIFT_MS = 420  # longer than the still press that lifts a card
STEPS = 8
SWIPE_STEP, REST = 0.02, 0.1  # seconds, as the glass tells them
PLACE_SHOWN = ".drop-line, [data-over]"
EDGE_PX = 56  # nearer to an edge the board scrolls along
REST_PX = 40  # so near a finger rests that it does so slowly


async def centre(target: Locator) -> tuple[float, float]:
    await target.scroll_into_view_if_needed()
    box = await target.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def drag(person: Visitor, thing: Locator, target: Locator, dy: float = 0) -> None:
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
        self._at = (0.0, 0.0)

    async def drag(self, thing: Locator, target: Locator) -> None:
        """Rests on a thing until it is lifted, and carries it to the target, wherever that is."""
        glass = await self._page.context.new_cdp_session(self._page)
        await self._touch(glass, "touchStart", await centre(thing))
        await self._page.wait_for_selector(".ghost", timeout=LIFT_MS * 10)
        end = await until(lambda: self._reached(glass, target), what="the target has come by")
        (x, y) = self._at
        for step in range(1, STEPS + 1):
            share = step / STEPS
            await self._touch(glass, "touchMove", (x + (end[0] - x) * share, y + (end[1] - y) * share))
        await self._page.locator(PLACE_SHOWN).first.wait_for(state="attached")
        await self._touch(glass, "touchEnd")
        await glass.detach()

    async def carry(self, thing: Locator, *ways: tuple[Locator, Locator], drop: bool = True) -> None:
        """Lifts a thing and rests over places in turn until what each opens is there; then lets go, or is disturbed."""
        glass = await self._page.context.new_cdp_session(self._page)
        await self._touch(glass, "touchStart", await centre(thing))
        await self._page.wait_for_selector(".ghost", timeout=LIFT_MS * 10)
        for place, opened in ways:
            await place.scroll_into_view_if_needed()
            box = await place.bounding_box()
            assert box
            x, y = box["x"] + min(box["width"] / 2, REST_PX), box["y"] + min(box["height"] / 2, REST_PX)
            for step in range(-STEPS, 1):
                await self._touch(glass, "touchMove", (x - step, y))
            await opened.wait_for()
        if not drop:
            await self._touch(glass, "touchStart", self._at, (REST_PX, self._at[1]))
        await self._touch(glass, "touchEnd")
        await glass.detach()

    async def rest(self, thing: Locator, *, shown: str = ".ghost", second: bool = False) -> None:
        """Rests until the thing is lifted, or `shown` comes, and lets go; or moves on, and a second finger comes."""
        glass = await self._page.context.new_cdp_session(self._page)
        x, y = await centre(thing)
        await self._touch(glass, "touchStart", (x, y))
        await self._page.wait_for_selector(shown, timeout=LIFT_MS * 20)
        if second:
            await self._touch(glass, "touchMove", (x, y + LIFT_MS / STEPS))
            await self._touch(glass, "touchStart", (x, y + LIFT_MS / STEPS), (x + REST_PX, y))
        await self._touch(glass, "touchEnd")
        await glass.detach()

    async def swipe(self, place: Locator, dx: float) -> None:
        """Draws along the place to the right, or to the left, rests and lets go: what flies on would swallow a tap."""
        glass = await self._page.context.new_cdp_session(self._page)
        x, y = await centre(place)
        began = time()
        await self._touch(glass, "touchStart", (x - dx / 2, y), at=began)
        for step in range(1, STEPS + 1):
            await self._touch(glass, "touchMove", (x - dx / 2 + dx * step / STEPS, y), at=began + step * SWIPE_STEP)
        for rest in (1, 2):
            await self._touch(glass, "touchMove", (x + dx / 2, y), at=began + STEPS * SWIPE_STEP + rest * REST)
        await self._touch(glass, "touchEnd", at=began + STEPS * SWIPE_STEP + 3 * REST)
        await glass.detach()

    async def _reached(self, glass: CDPSession, target: Locator) -> tuple[float, float] | None:
        """The middle of the target; rests at an edge of the board, which scrolls along, while that is out of sight."""
        box, size = await target.bounding_box(), self._page.viewport_size
        assert box
        assert size
        x, edge = box["x"] + box["width"] / 2, size["width"]
        if EDGE_PX < x < edge - EDGE_PX:
            return x, box["y"] + box["height"] / 2
        await self._touch(glass, "touchMove", (REST_PX if x < edge / 2 else edge - REST_PX, self._at[1]))
        return None

    async def _touch(self, glass: CDPSession, kind: str, *points: tuple[float, float], at: float | None = None) -> None:
        self._at = points[-1] if points else self._at
        marks = [{"x": x, "y": y} for x, y in points]
        when = {} if at is None else {"timestamp": at}
        await glass.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": marks} | when)
