"""Every thing of the method has its place: persona, channels, departments, touchpoint, storyboard, tray of evidence."""

import base64
import re
from typing import Any

from playwright.async_api import FilePayload, Locator, Route, expect

from tests.browser.axe import violations
from tests.browser.conftest import MakeBoard
from tests.browser.hands import drag
from tests.browser.people import PHONE, Person
from tests.browser.test_board_pictures import give, picture, shown
from tests.waiting import until

CHAT = "Live-Chat"
JANA_AND_OVE = [re.compile(r"JB\s+Jana Berger"), re.compile(r"OK\s+Ove Karlsson")]
SAID = ("Ich will nur fernsehen.", "Zeigen Sie mir zwei.")
DRAW = """(sheet, [type, id, from, to]) => {
    const { left, top, width, height } = sheet.getBoundingClientRect();
    const at = (kind, [x, y]) => new PointerEvent(kind, { pointerType: type, pointerId: id, isPrimary: true,
        bubbles: true, cancelable: true, pressure: 0.7, clientX: left + x * width, clientY: top + y * height });
    sheet.setPointerCapture = () => {};
    sheet.dispatchEvent(at('pointerdown', from));
    sheet.dispatchEvent(at('pointermove', to));
    sheet.dispatchEvent(at('pointerup', to));
}"""
INKED = """sheet => {
    const { data } = sheet.getContext('2d').getImageData(0, 0, sheet.width, sheet.height);
    let dark = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] && data[i] < 128) dark++; // clear: laid out anew
    return dark;
}"""


async def write(person: Person, label: str, words: str) -> None:
    field = person.find(".panel").get_by_label(label, exact=True)
    await field.fill(words)
    await field.blur()


async def open_chat(person: Person) -> None:
    await person.touchpoint(CHAT).locator(".touchpoint__foot").click(position={"x": 6, "y": 8})
    await expect(person.find("bb-touchpoint-panel")).to_be_visible()
    await expect(person.find("[data-told]")).to_contain_text(CHAT)


def heads_of(person: Person) -> Locator:
    """The personas side by side above the map."""
    return person.find(".board__header").get_by_role("tab")


async def personas_of(person: Person) -> list[Any]:
    found: list[Any] = (await person.board.plain())["personas"]
    return found


async def test_a_persona_is_a_whole_profile_that_two_write_and_a_follower_reads(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    for person in (anna, ben):
        await person.find(".persona__open").click()
    both = [person.find('[data-part="says"] textarea') for person in (anna, ben)]
    for says in both:
        await says.focus()
    await expect(ben.find('[data-part="says"] .writer')).to_have_text("Anna schreibt")
    for says, words in zip(both, SAID, strict=True):
        await says.fill(words)
    await write(ben, "Denkt", "Die wollen nur verkaufen.")
    await expect(anna.find('[data-part="thinks"] textarea')).to_have_value("Die wollen nur verkaufen.")
    for says in both:
        await says.blur()
    await until(lambda: both_said(ben), what="what both wrote at once is there")
    await anna.page.get_by_role("button", name="+ sparsam – großzügig").click()
    scale = anna.page.get_by_role("slider", name="sparsam – großzügig")
    await scale.press("ArrowRight")
    await expect(scale).to_have_attribute("aria-valuetext", "55 von 100 zwischen sparsam und großzügig")
    await expect(ben.page.get_by_role("slider", name="sparsam – großzügig")).to_have_value("55")
    await give(anna.find(".moods"), "drop")
    await shown(ben, ben.find(".moods img"))
    follower = await board.open("follower", name="Fo", color_scheme="dark")
    await follower.find(".persona__open").press("Enter")
    page = follower.find(".profile")
    await expect(page.locator('[data-part="says"]')).to_contain_text(SAID[0])
    await expect(page.get_by_role("img", name="sparsam – großzügig: 55 von 100")).to_be_visible()
    await expect(page.locator("input, textarea")).to_have_count(0)
    assert await violations(follower.page, without="bb-board") == []
    await follower.page.evaluate("print = () => { window.printed = document.body.dataset.print }")
    await page.get_by_role("button", name="Profil drucken").click()
    await until(lambda: follower.page.evaluate("window.printed === 'persona'"), what="the profile is printed")


async def both_said(person: Person) -> bool:
    return sorted((await personas_of(person))[0]["says"].split("\n")) == sorted(SAID)


async def test_several_personas_stand_side_by_side_each_with_her_own_ratings(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    for person in (anna, ben):
        await person.find(".persona__open").click()
    await ben.find(".profile").get_by_label("Alter").focus()
    await expect(anna.find(".profile .writer")).to_have_text("Ben schreibt")
    await anna.page.get_by_role("button", name="Weitere Persona").click()
    await expect(anna.page.get_by_role("button", name="Weitere Persona")).to_have_count(0)  # before this one has a name
    await expect(anna.find(".profile .writer")).to_have_count(0)  # it is Jana's age
    await ben.press("Escape")
    await expect(anna.find(".profile").get_by_label("Name", exact=True)).to_be_focused()
    await anna.page.keyboard.type("Ove Karlsson")
    await anna.press("Enter")
    heads = heads_of(ben)
    await expect(heads).to_have_text(JANA_AND_OVE)
    await heads.first.focus()
    await ben.press("ArrowRight")
    await expect(heads.nth(1)).to_be_focused()
    await expect(ben.find(".persona__name")).to_contain_text("Ove Karlsson")
    pin = ben.find(".curve__cell .pin").first
    await expect(pin).to_have_attribute("aria-valuetext", "noch nicht bewertet")
    await pin.focus()
    await ben.press("3")
    await heads.nth(1).focus()
    await ben.press("Alt+ArrowLeft")
    await expect(heads_of(anna)).to_have_text(JANA_AND_OVE[::-1])
    await ben.stored()
    await expect(anna.find(".profile").get_by_label("Name", exact=True)).to_have_value("Ove Karlsson")
    await heads_of(anna).nth(1).click()
    await expect(anna.find(".profile").get_by_label("Name", exact=True)).to_have_value("Jana Berger")
    await anna.find(".profile").get_by_role("tab", name="Ove Karlsson").click()
    await expect(anna.find(".persona__name")).to_contain_text("Ove Karlsson")
    ove, jana = await personas_of(ben)
    ratings = (await board.plain())["stages"][0]["activities"][0]["ratings"]
    assert ratings[ove["id"]] == {"outside": 3}
    assert ratings[jana["id"]]["outside"] == 8
    await anna.find(".profile").get_by_role("button", name="Ove Karlsson entfernen").click()
    await expect(heads).to_have_count(0)
    await expect(ben.find(".persona__name")).to_contain_text("Jana Berger")
    await anna.page.get_by_role("button", name="Rückgängig", exact=True).last.click()
    await expect(heads).to_have_count(2)


async def test_a_touchpoint_tells_all_and_its_channel_is_kept_on_the_board(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    await open_chat(anna)
    await anna.find(".panel summary").first.click()
    await write(anna, "Istwert", "4.5")
    await write(anna, "Zielwert", "12")
    await expect(anna.find(".panel").get_by_label("Zielwert", exact=True)).to_have_value("10")
    await expect(anna.find(".measures")).to_contain_text("5,5 bis zum Ziel")
    await press_on(anna.find(".measures__scale"), 0.2)
    await expect(anna.find(".panel").get_by_label("Istwert", exact=True)).to_have_value("2.5")
    await anna.page.get_by_role("group", name="Kontakt").get_by_role("button", name="direkt", exact=True).click()
    await write(anna, "Adresse im Web", "javascript:alert(1)")
    await expect(anna.find(".panel a")).to_have_count(0)
    await write(anna, "Adresse im Web", "example.com/chat")
    await expect(anna.find(".panel a")).to_have_attribute("href", "https://example.com/chat")
    await anna.page.get_by_role("button", name="Kanäle verwalten").click()
    chip = ben.touchpoint(CHAT).locator(".chip")
    await write(anna, "Name: Online / Mobile", "Web")
    await expect(chip).to_have_text("Web")
    await labelled(anna, "Web", "Entfernen")
    await expect(chip).to_have_count(0)
    await anna.page.get_by_role("button", name="+ Online / Mobile").wait_for()
    await anna.page.get_by_role("button", name="Rückgängig", exact=True).last.click()
    await expect(chip).to_have_text("Web")
    await labelled(anna, "Web", "Zusammenlegen mit …")
    await anna.page.get_by_role("menuitem", name="Telefon").click()
    await expect(chip).to_have_text("Telefon")
    await expect(anna.find(".label-item", has_text="an 7 Touchpoints")).to_have_count(1)
    assert await violations(anna.page, without="bb-board") == []
    follower = await board.open("follower", name="Fo")
    await open_chat(follower)
    await expect(follower.find(".panel input, .panel textarea, .panel select")).to_have_count(0)
    await expect(follower.find(".panel")).to_contain_text("direkt")


async def press_on(scale: Locator, share: float) -> None:
    """Takes the nearest mark of the scale to a place on it."""
    box = await scale.bounding_box()
    assert box
    await scale.click(position={"x": box["width"] * share, "y": box["height"] / 2})


async def labelled(person: Person, name: str, act: str) -> None:
    await person.page.get_by_role("button", name=f"Mehr zu {name}").click()
    await person.page.get_by_role("menuitem", name=act).click()


async def test_a_sketch_is_drawn_by_pen_beside_the_palm_and_waits_for_the_connection(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna", size=PHONE, touch=True, view="map")
    await anna.find('[data-act="lanes"]').tap()
    await anna.page.get_by_label("Storyboard zeigen").check()
    await anna.page.get_by_role("button", name="Schließen").tap()
    await anna.cell("storyboard", 0).locator(".add").tap()
    sheet = anna.find(".pad")
    assert await sheet.evaluate("sheet => sheet.clientWidth") > 330
    await sheet.evaluate(DRAW, ["pen", 1, [0.2, 0.2], [0.8, 0.3]])
    pen = await until(lambda: sheet.evaluate(INKED), what="the pen has drawn")
    await sheet.evaluate(DRAW, ["touch", 2, [0.2, 0.7], [0.8, 0.9]])
    await sheet.evaluate(DRAW, ["pen", 1, [0.2, 0.5], [0.8, 0.5]])
    both = await until(lambda: grown(sheet, pen), what="the second stroke is there")
    assert both < 2.6 * pen, "the palm has drawn"
    await anna.page.get_by_role("button", name="Strich zurück").tap()
    await until(lambda: shrunk(sheet, both), what="the second stroke is gone")
    await anna.page.route("**/images", refuse)
    await anna.page.get_by_role("button", name="Ins Storyboard").tap()
    await expect(anna.find(".sketch-sheet [role=alert]")).to_contain_text("bleibt auf diesem Gerät")
    await anna.page.unroute("**/images")
    await anna.page.reload()
    await anna.ready()
    await anna.cell("storyboard", 0).locator(".add").tap()
    await until(lambda: sheet.evaluate(INKED), what="the draft is on the sheet again")
    assert await violations(anna.page, without="bb-board") == []
    await anna.page.get_by_role("button", name="Ins Storyboard").tap()
    await shown(anna, anna.cell("storyboard", 0).locator("img"))


async def grown(sheet: Locator, before: int) -> int | None:
    now: int = await sheet.evaluate(INKED)
    return now if now > before * 1.3 else None


async def shrunk(sheet: Locator, before: int) -> bool:
    now: int = await sheet.evaluate(INKED)
    return 0 < now < before * 0.8


async def refuse(route: Route) -> None:
    await route.abort()


async def test_what_was_brought_along_lies_in_the_tray_and_is_sorted_from_there(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    await anna.page.get_by_role("button", name="Ablage").click()
    files = [FilePayload(name=f"Kasse_{n}.png", mimeType="image/png", buffer=base64.b64decode(picture())) for n in "12"]
    await anna.find(".tray input[multiple]").set_input_files(files)
    await expect(ben.find(".tray .touchpoint__name")).to_have_text(["Kasse 1", "Kasse 2"])
    await give(anna.find(".heading__scenario"), "dragover", "drop")
    await expect(ben.find(".tray .touchpoint")).to_have_count(3)
    words = anna.find('.tray [name="words"]')
    await words.fill("Drei Verkäufer, vier Antworten.")
    await words.press("Enter")
    await expect(words).to_have_value("")
    await expect(ben.find(".tray .card[data-quote]")).to_have_text("„Drei Verkäufer, vier Antworten.“")
    await anna.find(".tray__items").evaluate(PASTE, "- Wer darf Rabatt geben?\n- Filiale Nord fragen")
    await expect(ben.find(".tray .sieve")).to_have_text(["Alles 6", "Bilder 3", "Zitate 1", "Karten 2"])
    await ben.find(".sieve", has_text="Zitate").click()
    await expect(ben.find(".tray [data-item]")).to_have_count(1)
    await ben.find(".sieve", has_text="Bilder").click()
    await drag(ben, ben.find(".tray .touchpoint", has_text="Kasse 2"), ben.cell("touchpoint", 2))
    await expect(anna.cell("touchpoint", 2)).to_contain_text("Kasse 2")
    first = anna.find(".tray [data-item]").first
    await first.focus()
    await anna.press("ArrowRight", "ArrowLeft", "Space", "ArrowRight", "ArrowRight", "Space")
    await expect(ben.cell("touchpoint", 1)).to_contain_text("Kasse 1")
    note = anna.find(".tray .card", has_text="Rabatt")
    await note.focus()
    await anna.press("Shift+F10")
    await anna.page.get_by_role("menuitem", name="Verschieben nach …").click()
    dialog = anna.page.get_by_role("dialog")
    await dialog.get_by_label("Aktivität").select_option(index=2)
    await dialog.get_by_role("button", name="Verschieben").click()
    await expect(ben.cell("expectation", 2)).to_contain_text("Wer darf Rabatt geben?")
    assert await violations(anna.page, without=".board__content") == []


PASTE = """(place, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    place.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }));
}"""
