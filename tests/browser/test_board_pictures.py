"""Pictures on the board: by file, by paste, by drop; a sketch drawn by hand (frontend.md 4.8)."""

import base64
import io

from PIL import Image
from playwright.async_api import FilePayload, Locator, expect

from tests.browser.conftest import MakeBoard
from tests.browser.people import PHONE, Person
from tests.waiting import until

GIVE = """([kind, text]) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], 'bild.png', { type: 'image/png' }));
    const how = { bubbles: true, cancelable: true };
    return kind === 'paste'
        ? new ClipboardEvent('paste', { ...how, clipboardData: carried })
        : new DragEvent(kind, { ...how, dataTransfer: carried });
}"""
TONED = """sheet => sheet.getContext('2d').getImageData(0, 0, sheet.width, sheet.height).data
    .some((tone, i) => i % 4 === 0 && tone > 90 && tone < 200)"""


def picture(width: int = 640, height: int = 320) -> str:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "#1d5687").save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


async def give(target: Locator, *kinds: str) -> None:
    """Pastes or drops a picture on the target, as the browser would."""
    for kind in kinds:
        await target.evaluate(f"(target, given) => {{ target.dispatchEvent(({GIVE})(given)); }}", [kind, picture()])


async def shown(person: Person, image: Locator) -> None:
    await expect(image).to_have_count(1)
    await image.scroll_into_view_if_needed()
    await until(lambda: image.evaluate("picture => picture.naturalWidth"), what=f"{person.name} sees it")


async def test_a_picture_dropped_on_a_touchpoint_hangs_there_for_all(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    before = await ben.touchpoint("Beilage / Prospekt").locator("img").get_attribute("src")
    await give(anna.touchpoint("Beilage / Prospekt"), "dragover", "drop")
    image = ben.touchpoint("Beilage / Prospekt").locator("img")
    await expect(image).not_to_have_attribute("src", before or "")
    await shown(ben, image)
    await expect(anna.find("[data-over]")).to_have_count(0)  # let go before what shows the place had come


async def test_a_picture_pasted_into_an_empty_touchpoint_cell_makes_a_touchpoint(
    make_board: MakeBoard,
) -> None:
    board = await make_board()
    anna = await board.open(name="Anna")
    await anna.page.get_by_role("button", name="Inspiration").click()
    await anna.page.get_by_role("button", name="Ich suche").click()
    await anna.press("Escape")
    cell = anna.cell("touchpoint", 0)
    await cell.focus()
    await give(cell, "paste")
    await shown(anna, cell.locator("img"))


async def test_a_picture_pasted_on_the_persona_becomes_its_portrait(make_board: MakeBoard) -> None:
    anna = await (await make_board()).open(name="Anna")
    await give(anna.find(".persona__open"), "paste")
    await shown(anna, anna.find(".persona__picture"))


async def test_a_file_is_chosen_in_the_panel_and_can_be_taken_off_again(make_board: MakeBoard) -> None:
    anna = await (await make_board(template="fernseher-kauf")).open(name="Anna")
    point = anna.touchpoint("Live-Chat")
    await point.locator(".touchpoint__foot").click(position={"x": 6, "y": 8})
    panel = anna.find(".panel")
    await panel.get_by_role("button", name="Bild entfernen").click()
    await expect(point.locator("img")).to_have_count(0)
    file = FilePayload(name="chat.png", mimeType="image/png", buffer=base64.b64decode(picture()))
    await panel.locator('input[type="file"]').first.set_input_files(file)
    await shown(anna, point.locator("img"))
    await panel.get_by_role("button", name="Bild entfernen").click()
    await expect(point.locator("img")).to_have_count(0)
    await give(panel.get_by_label("Verantwortlich"), "paste")  # wherever one is in the panel
    await shown(anna, point.locator("img"))


async def test_what_is_no_picture_is_refused_in_a_sentence(make_board: MakeBoard) -> None:
    anna = await (await make_board(template="fernseher-kauf")).open(name="Anna")
    await anna.touchpoint("Live-Chat").locator(".touchpoint__foot").click(position={"x": 6, "y": 8})
    file = FilePayload(name="chat.png", mimeType="image/png", buffer=b"no picture at all")
    await anna.find('.panel input[type="file"]').first.set_input_files(file)
    await expect(anna.find(".panel [role=alert]")).to_contain_text("Bild")


async def test_a_sketch_drawn_on_the_card_is_seen_in_the_making_and_hangs_in_the_storyboard(
    make_board: MakeBoard,
) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    await anna.page.get_by_role("button", name="Zeilen", exact=True).click()
    await anna.page.get_by_label("Storyboard zeigen").check()
    cem = await board.open(name="Cem", size=PHONE, touch=True)
    await cem.find("bb-leg").nth(2).tap()
    await anna.cell("storyboard", 2).hover()
    await anna.cell("storyboard", 2).locator(".add").click()
    sheet = anna.find(".pad")
    box = await sheet.bounding_box()
    assert box
    strokes = ben.find(".other--sketch path")
    for y in (40, 90):
        await anna.page.mouse.move(box["x"] + 40, box["y"] + y)
        await anna.page.mouse.down()
        await anna.page.mouse.move(box["x"] + 200, box["y"] + 110 + y, steps=10)
        for seen in (strokes, cem.find(".shelf bb-sketching path")):
            await expect(seen).to_have_count(2 if y == 90 else 1)  # while the pen is still down
        await anna.page.mouse.up()
    await expect(ben.find(".others__cell > .other--sketch")).to_have_css("pointer-events", "none")
    drawn, cell = await ben.find(".other--sketch").bounding_box(), await ben.cell("storyboard", 2).bounding_box()
    assert drawn
    assert cell
    assert abs(drawn["x"] - cell["x"]) < 2
    await anna.page.get_by_role("button", name="Strich zurück").click()
    await expect(strokes).to_have_count(1)
    # Who draws on the same card sees it there, too
    await ben.cell("storyboard", 2).locator(".add").click()
    await until(lambda: ben.find(".pad").evaluate(TONED), what="Anna's stroke is on Ben's sheet, paler")
    await anna.page.get_by_role("button", name="Ins Storyboard").click()
    await shown(anna, anna.cell("storyboard", 2).locator("img"))
    await expect(strokes).to_have_count(0)
    await shown(cem, cem.find(".shelf__sketch img"))
    assert anna.errors + ben.errors + cem.errors == []
