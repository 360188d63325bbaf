"""Where the system forces its colours on the page, every shape still stands out, and the focus too (WCAG 1.4.11);
so do a pain point in the dark, and edges there for who asks for contrast."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageChops
from playwright.async_api import Page, expect

from tests.browser.conftest import MakeBoard

SHAPES = (".stage", ".activity", ".row .card", ".touchpoint", ".head", ".marks .smiley", ".pin__head", ".tick--inside")
EDGED = (".stage", ".lane > .head", ".chip")
FOCUSED = (".stage", ".map .activity", ".row .card", ".pin")
STRINGS = ("outside", "inside", "target")
EDGE, LETTERS = 3, 4.5  # to one
ROOM = 6  # px round a thing, where its focus is drawn
INSIDE = 4  # px within a field, where its edge is not
MIDDLE = """sign => {
    const { x, y, width, height } = sign.getBoundingClientRect();
    return { x: x + width / 2 - 6, y: y + height / 2 - 2, width: 12, height: 4 };
}"""
BESIDE = """thing => {
    const { x, y, height } = thing.getBoundingClientRect();
    return { x: x - 4, y: y + height / 2, width: 8, height: 2 };
}"""
STROKE = """path => {
    const matrix = path.getScreenCTM();
    for (let at = 0; ; at += 0.1) {
        const { x, y } = path.getPointAtLength(at).matrixTransform(matrix);
        if (x > 340) return { x: x - 12, y: y - 12, width: 24, height: 24 };
    }
}"""

SHARP_AT_ONCE = """new MutationObserver((_, seen) => {
    if (!document.querySelector('bb-outline')) return;
    window.sharp = [...document.styleSheets].some(({ href }) => href?.includes('contrast'));
    seen.disconnect();
}).observe(document, { childList: true, subtree: true });"""


async def test_shapes_strings_and_the_focus_stand_out_in_forced_colours(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    claudia = await board.open(
        "moderator", "Claudia", size=(1280, 2300), forced_colors="active", reduced_motion="reduce"
    )
    await expect(claudia.find(".string--outside").last).to_have_css("stroke", "rgb(0, 0, 0)")
    await expect(claudia.find(".tick--inside").first).to_be_visible()
    boxes = {shape: await claudia.find(shape).first.bounding_box() for shape in SHAPES}
    boxes |= {name: await claudia.find(f".curve__plot .string--{name}").last.evaluate(STROKE) for name in STRINGS}
    page = await seen(claudia.page)
    assert [name for name, box in boxes.items() if contrast(part(page, box)) < EDGE] == []

    for name in FOCUSED:
        thing = claudia.find(name).first
        await thing.focus()
        focused = await seen(claudia.page)
        changed = part(ImageChops.difference(page, focused), await thing.bounding_box())
        assert changed.getbbox(), f"the focus on {name}"
        for sign in await thing.locator(".more, .add").all():
            assert contrast(part(focused, await sign.evaluate(MIDDLE), 0)) >= EDGE, f"a sign of {name}"

    await claudia.page.add_init_script(SHARP_AT_ONCE)
    await claudia.page.emulate_media(forced_colors="none", color_scheme="dark")
    bolt = await claudia.find(".activity__marks svg").first.bounding_box()
    assert contrast(part(await seen(claudia.page), bolt, 0)) >= EDGE, "a pain point in the dark"
    await claudia.page.emulate_media(contrast="more")
    page = await seen(claudia.page)
    for name in EDGED:
        assert contrast(part(page, await claudia.find(name).first.evaluate(BESIDE), 0)) >= EDGE, f"the edge of {name}"

    await claudia.page.emulate_media(forced_colors="active", color_scheme="light", contrast="no-preference")
    await claudia.page.goto(f"/b/{board.id}?view=outline")
    await claudia.ready()
    assert await claudia.page.evaluate("window.sharp")
    stage = claudia.find(".entry--stage").first
    for number in range(2):  # as it is read, and while one writes in it
        page = await seen(claudia.page)
        for words in (".entry__number", ".line__field", ".entry__more .icon"):
            box = await stage.locator(words).bounding_box()
            assert contrast(part(page, box, -INSIDE)) >= LETTERS, f"{words} of a stage in the outline, {number}"
        await stage.locator(".line__field").focus()


async def seen(page: Page) -> Image.Image:
    with Image.open(BytesIO(await page.screenshot())) as picture:
        return picture.convert("L")


def part(page: Image.Image, box: Any, room: int = ROOM) -> Image.Image:
    x, y = box["x"], box["y"]
    return page.crop((int(x - room), int(y - room), int(x + box["width"] + room), int(y + box["height"] + room)))


def contrast(picture: Image.Image) -> float:
    """How far the darkest and the lightest grey lie apart."""
    darkest, lightest = picture.getextrema()
    return (luminance(lightest) + 0.05) / (luminance(darkest) + 0.05)


def luminance(grey: Any) -> float:
    return float(((grey / 255 + 0.055) / 1.055) ** 2.4)
