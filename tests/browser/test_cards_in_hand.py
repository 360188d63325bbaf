"""Cards in the hand: several at once, the clipboard, lists, what others see, and the caret that stays (issue 4)."""

import asyncio
import re
from functools import partial

from playwright.async_api import Locator, Route, expect

from tests.browser.axe import violations
from tests.browser.conftest import MakeBoard
from tests.browser.hands import Finger, centre
from tests.browser.people import PHONE, Person
from tests.waiting import until

FILTER, LABEL, JARGON = "Filter „Raumgröße“ fehlt", "Energieeffizienz", "Fachbegriffe"
TOP = "document.activeElement.getBoundingClientRect().top"
COPY = """text => {
    const field = document.createElement('textarea');
    document.body.append(field);
    field.value = text;
    field.select();
    document.execCommand('copy');
    field.remove();
}"""


def selected(person: Person) -> Locator:
    return person.find("[data-selected]")


async def said(person: Person, text: str) -> None:
    await expect(person.page.get_by_role("status").filter(has_text=text).first).to_be_attached()


async def texts(person: Person, kind: str, column: int, expected: list[str]) -> None:
    await expect(person.cell(kind, column).locator(".card .text__shown")).to_have_text(expected)


async def test_several_cards_go_to_one_place_in_their_order_and_others_see_them_on_their_way(
    make_board: MakeBoard,
) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    await anna.card(LABEL).click(modifiers=["Control"])
    await anna.card(JARGON).click(modifiers=["Control"])
    await anna.card("12 Min. Wartezeit").click(modifiers=["Control"])
    await expect(selected(anna)).to_have_count(3)
    bar = anna.page.get_by_role("group", name="3 Karten ausgewählt")
    await expect(bar).to_be_visible()
    await expect(selected(ben)).to_have_count(0)
    # What another throws away is selected no more
    await ben.card("12 Min. Wartezeit").focus()
    await ben.press("Delete")
    await expect(anna.page.get_by_role("group", name="2 Karten ausgewählt")).to_be_visible()
    assert await violations(anna.page) == []
    # Both go along; the board changes when they are let go
    before = await board.plain()
    x, y = await centre(anna.card(LABEL))
    mouse = anna.page.mouse
    await mouse.move(x, y)
    await mouse.down()
    await mouse.move(x + 8, y + 8, steps=3)
    x, y = await centre(anna.cell("painPoint", 4))
    await mouse.move(x, y, steps=6)
    await expect(anna.find(".ghost__count")).to_have_text("2")
    await expect(ben.find(".other--lifted")).to_have_count(2)
    await expect(ben.find(".other-line")).to_contain_text("Anna")
    assert await violations(ben.page) == []
    await anna.stored()
    assert await board.plain() == before
    await mouse.up()
    await expect(ben.find(".other--lifted, .other-line")).to_have_count(0)
    for person in (anna, ben):
        await expect(person.cell("painPoint", 4).locator(".card")).to_have_count(2)
        await expect(person.cell("painPoint", 4).locator(".card").first).to_contain_text(JARGON)
    await anna.press("Escape")
    await expect(selected(anna)).to_have_count(0)
    await anna.press("Control+z")
    await expect(ben.cell("painPoint", 4).locator(".card")).to_have_count(0)
    await texts(ben, "painPoint", 3, [FILTER, "Energieeffizienzklassenkennzeichnung ist erst im PDF zu finden"])
    # From one to another with Shift; a frame gathers what it touches; a press elsewhere lets them go
    await anna.cell("sentiment", 0).locator(".card").click(modifiers=["Control"])
    await anna.cell("sentiment", 3).locator(".card").click(modifiers=["Shift"])
    await expect(selected(anna)).to_have_count(4)
    await anna.find(".legend").click()
    await expect(selected(anna)).to_have_count(0)
    await anna.find(".board__scroll").evaluate("place => place.scrollTo(0, 300)")
    start, end = await anna.cell("painPoint", 0).bounding_box(), await anna.cell("painPoint", 3).bounding_box()
    assert start
    assert end
    await anna.page.keyboard.down("Shift")
    await mouse.move(start["x"] + 30, start["y"] + 20)
    await mouse.down()
    await mouse.move(end["x"] + 60, end["y"] + end["height"] - 12, steps=5)
    await expect(selected(anna)).to_have_count(3)
    await mouse.up()
    await anna.page.keyboard.up("Shift")
    await expect(anna.page.get_by_role("group", name="3 Karten ausgewählt")).to_be_visible()
    await anna.find(".selected").get_by_role("button", name="Entfernen").click()
    await expect(ben.lane("painPoint").locator(".card", has_text=FILTER)).to_have_count(0)
    await anna.page.get_by_role("button", name="Rückgängig", exact=True).last.click()
    await expect(ben.lane("painPoint").locator(".card", has_text=FILTER)).to_have_count(1)
    assert anna.errors + ben.errors == []


async def test_several_are_chosen_carried_doubled_and_thrown_away_by_keys(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    await anna.card(FILTER).focus()
    await anna.press("Control+Space")
    await said(anna, "1 Karte ausgewählt")
    await anna.press("Shift+ArrowDown")
    await said(anna, "2 Karten ausgewählt")
    await expect(anna.card(LABEL)).to_have_attribute("aria-description", "ausgewählt")
    await anna.press("Space")
    await said(anna, "2 aufgenommen")
    await anna.press("ArrowRight")
    await expect(ben.find(".other--lifted")).to_have_count(2)
    await expect(ben.find(".other-line")).to_contain_text("Anna")
    await anna.press("Escape")
    await expect(ben.find(".other--lifted, .other-line")).to_have_count(0)
    await anna.press("Space", "ArrowRight", "Space")
    await expect(ben.cell("painPoint", 4).locator(".card")).to_have_count(2)
    await expect(anna.card(LABEL)).to_be_focused()
    await anna.press("Control+d")
    await expect(ben.cell("painPoint", 4).locator(".card .text__shown")).to_have_text([
        FILTER, "Energieeffizienzklassenkennzeichnung ist erst im PDF zu finden",
    ] * 2)  # fmt: skip
    await expect(selected(anna)).to_have_count(2)
    await anna.press("Delete")
    await expect(ben.cell("painPoint", 4).locator(".card")).to_have_count(2)
    await said(anna, "2 liegen im Papierkorb")
    # Who vanishes carries nothing any more
    await anna.card(FILTER).focus()
    await anna.press("Space", "ArrowRight")
    await expect(ben.find(".other--lifted")).to_have_count(1)
    await anna.page.goto("about:blank")
    await expect(ben.find(".other--lifted, .other-line")).to_have_count(0)
    assert ben.errors == []


async def test_things_of_several_kinds_are_copied_cut_marked_and_laid_aside_at_once(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    before = await board.plain()
    activity, touchpoint, card = anna.activity("Ich bestelle"), anna.touchpoint("Prospekt"), anna.card(FILTER)
    for thing in (card, touchpoint, activity):
        await thing.click(modifiers=["Control"])
    bar = anna.find(".selected")
    await expect(bar).to_have_attribute("aria-label", "1 Aktivität, 1 Touchpoint und 1 Karte ausgewählt")
    assert await violations(anna.page, within=".selected") == []
    await bar.get_by_role("button", name="Kopieren").click()
    await said(anna, "1 Aktivität, 1 Touchpoint und 1 Karte kopiert, mit allem darunter")
    await anna.cell("painPoint", 0).focus()
    await anna.press("Control+v")
    await expect(anna.find(".toast")).to_contain_text("1 Aktivität, 1 Touchpoint und 1 Karte eingefügt")
    message, below = await anna.find(".toast").bounding_box(), await bar.bounding_box()
    assert message
    assert below
    assert message["y"] + message["height"] <= below["y"]
    await expect(anna.cell("painPoint", 0).locator("[data-selected]")).to_contain_text(FILTER)
    await expect(anna.cell("touchpoint", 0).locator("[data-selected]")).to_contain_text("Prospekt")
    await expect(anna.activity("Ich bestelle")).to_have_count(2)
    await anna.find(".toast__act").click()
    await expect(anna.activity("Ich bestelle")).to_have_count(1)
    assert (await board.plain())["unplaced"] == before["unplaced"]
    await bar.get_by_role("button", name="Ausschneiden").click()
    await expect(activity.or_(touchpoint).or_(card)).to_have_count(0)
    await anna.find(".toast__act").click()
    await expect(activity.or_(touchpoint).or_(card)).to_have_count(3)
    await anna.stored()
    assert await board.plain() == before
    # They have the tray in common, and no other place; a hand carries those of one kind and says so
    for thing in (card, touchpoint, activity):
        await thing.click(modifiers=["Control"])
    await card.focus()
    await anna.press("Space")
    await said(anna, "Mit kommt nur: 1 Karte. Anderes bleibt, wo es ist.")
    await anna.press("Escape")
    await bar.get_by_role("button", name="In die Ablage").click()
    await expect(anna.find(".tray").locator("[data-item]")).to_have_count(3)
    await anna.press("Control+z")
    await expect(anna.cell("painPoint", 3)).to_contain_text(FILTER)
    await card.click(modifiers=["Control"])
    mark = bar.get_by_role("button", name="Pain Point")
    await mark.click()
    await expect(mark).to_have_attribute("aria-pressed", "true")
    await activity.focus()
    for pressed in ("false", "true"):
        await anna.press("p")
        await expect(mark).to_have_attribute("aria-pressed", pressed)
    await anna.press("Shift+F10")
    await anna.page.get_by_role("menuitemcheckbox", name="Moment of Truth").click()
    await activity.focus()
    await anna.press("Control+d")
    await expect(bar).to_have_attribute("aria-label", "1 Aktivität und 1 Touchpoint ausgewählt")
    await anna.press("Delete")
    await expect(anna.activity("Ich bestelle")).to_have_count(1)
    await said(anna, "2 liegen im Papierkorb")
    await anna.stored()
    stages = (await board.plain())["stages"]
    activities = [each for stage in stages for each in stage["activities"]]
    marked = [each for each in activities if each.get("momentOfTruth") and each.get("painPoint")]
    assert "Ich bestelle" in marked[-1]["text"]
    assert anna.errors == []


async def test_things_go_by_the_clipboard_between_lanes_activities_and_boards(make_board: MakeBoard) -> None:
    board, other = await make_board(template="fernseher-kauf"), await make_board()
    anna, zoe = await board.open(name="Anna"), await other.open(name="Zoe")
    # As quick as one is, before the hands have come
    ready = asyncio.Event()

    async def late(route: Route) -> None:
        await ready.wait()
        await route.continue_()

    await anna.page.route("**/css/hands.css", late)
    await anna.card(FILTER).focus()
    await anna.press("Control+Space", "Shift+ArrowDown", "Control+c")
    ready.set()
    told = anna.page.get_by_role("status").filter(has_text=re.compile("2 Karten kopiert|noch einmal kopieren")).first
    await expect(told).to_be_attached()
    if "noch einmal" in await told.inner_text():  # a browser lets a page copy for five seconds after a key
        await anna.press("Control+c")
    await said(anna, "2 Karten kopiert")
    await anna.press("Escape")
    await anna.cell("painPoint", 4).focus()
    await anna.press("Control+v")
    await expect(anna.cell("painPoint", 4).locator(".card")).to_have_count(2)
    await anna.press("Control+z")
    await expect(anna.cell("painPoint", 4).locator(".card")).to_have_count(0)
    # What is cut is the same thing at another place
    card = anna.card(JARGON)
    name = await card.get_attribute("id")
    await card.focus()
    await anna.press("Control+x")
    await expect(card).to_have_count(0)
    await anna.cell("idea", 2).focus()
    await anna.press("Control+v")
    await expect(anna.cell("idea", 2).locator(".card")).to_have_attribute("id", str(name))
    # By menus alone, without a word of the browser's
    await anna.card(FILTER).click(button="right")
    await anna.page.get_by_role("menuitem", name="Kopieren").click()
    await anna.cell("idea", 4).click(button="right")
    await anna.page.get_by_role("menuitem", name="Einfügen").click()
    await texts(anna, "idea", 4, [FILTER])
    # An activity brings all that hangs under it, and labels that the other board does not have; pictures stay
    await anna.activity("Ich suche im Online-Shop").focus()
    await anna.press("Shift+F10")
    await anna.page.get_by_role("menuitem", name="Kopieren").click()
    await said(anna, "1 Aktivität kopiert, mit allem darunter")
    await zoe.page.get_by_role("button", name="Kauf", exact=True).click()
    await zoe.find(".stage").focus()
    await zoe.press("Control+v")
    await expect(zoe.activity("Ich suche im Online-Shop")).to_be_focused()
    await expect(zoe.find(".toast")).to_contain_text("neu hier: „E-Commerce“ · 1 Bild blieb auf dem anderen Board")
    await zoe.stored()
    (activity,) = (await other.plain())["stages"][0]["activities"]
    (touchpoint,) = activity["touchpoints"]
    assert touchpoint["channel"] == "channel-online"
    assert "picture" not in touchpoint
    brought, theirs = (await other.plain())["departments"], (await board.plain())["departments"]
    assert [each["id"] for each in brought] == [touchpoint["department"]]
    assert brought[0] | {"id": ""} in [each | {"id": ""} for each in theirs]
    assert len(activity["cards"]) == 7
    assert zoe.errors + anna.errors == []
    # Nothing is pasted by who may only look
    eve = await board.open("follower", "Eve")
    before = await board.plain()
    await eve.cell("idea", 0).focus()
    await eve.press("Control+v")
    await said(eve, "Nur ansehen")
    await eve.card(LABEL).focus()
    await eve.press("Control+x", "Control+d", "Delete")
    await eve.press("Control+c")
    await said(eve, "1 Karte kopiert")
    assert await board.plain() == before


async def test_a_pasted_list_becomes_cards_and_in_a_text_only_on_wish(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    await anna.page.evaluate(COPY, "• Kein Parkplatz\r\n\r\n• Lange Schlange\r\n• Müde Füße")
    await anna.cell("painPoint", 0).focus()
    await anna.press("Control+v")
    await texts(anna, "painPoint", 0, ["Kein Parkplatz", "Lange Schlange", "Müde Füße"])
    await expect(anna.find(".toast")).to_contain_text("3 Karten eingefügt")
    await anna.find(".toast__act").click()
    await expect(anna.cell("painPoint", 0).locator(".card")).to_have_count(0)
    await anna.card(JARGON).click()
    await anna.press("Control+End")
    await anna.page.keyboard.type(" und ")
    await anna.press("Control+v")
    await expect(anna.find(".text__field")).to_have_value(
        "Fachbegriffe (QLED, HDR10+, VRR) ohne Erklärung und • Kein Parkplatz\n\n• Lange Schlange\n• Müde Füße"
    )
    await anna.page.get_by_role("button", name="Ja, aufteilen").click()
    await texts(
        anna, "painPoint", 2,
        ["Fachbegriffe (QLED, HDR10+, VRR) ohne Erklärung und Kein Parkplatz", "Lange Schlange", "Müde Füße"],
    )  # fmt: skip
    await anna.press("Control+z")
    await expect(anna.cell("painPoint", 2).locator(".card")).to_have_count(1)
    # As a whole and later, from the menu
    await anna.card(JARGON).locator(".more").click()
    await anna.page.get_by_role("menuitem", name="In 3 Karten aufteilen").click()
    await expect(anna.cell("painPoint", 2).locator(".card")).to_have_count(3)
    await anna.press("Control+z")
    await expect(anna.cell("painPoint", 2).locator(".card")).to_have_count(1)
    # In the tray nothing of it is lost either
    await anna.find('[data-drop="tray"]').click()
    await anna.find(".tray").get_by_placeholder("Was hat jemand gesagt?").fill("Ach")
    await anna.press("Enter")
    loose = anna.find(".tray .card")
    await loose.click()
    await anna.press("Control+a", "Control+v")
    await anna.page.get_by_role("button", name="Ja, aufteilen").click()
    await expect(loose).to_have_text(["Kein Parkplatz", "Lange Schlange", "Müde Füße"])
    await expect(loose.last).to_be_focused()
    await anna.press("n", "Escape")
    await expect(loose.last).to_be_focused()
    await loose.first.click()
    await anna.press("Control+a", "Control+v", "Control+v")
    await anna.page.get_by_role("button", name="Ja, aufteilen").last.click()
    await expect(loose).to_have_count(5)
    await expect(loose.first).to_contain_text("• Müde Füße")  # of the second time
    # In the outline every text is a field
    ben = await board.open(name="Ben", view="outline")
    line = ben.find("bb-outline-card .line__field").first
    await line.focus()
    await ben.press("Control+a", "Control+v")
    await ben.page.get_by_role("button", name="Ja, aufteilen").click()
    await texts(anna, "expectation", 0, ["Kein Parkplatz", "Lange Schlange", "Müde Füße"])
    assert anna.errors + ben.errors == []


async def test_a_finger_chooses_several_by_a_still_press_and_taps(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    cem = await board.open(name="Cem", size=PHONE, touch=True, view="map")
    first, second = cem.cell("expectation", 0).locator(".card"), cem.cell("sentiment", 0).locator(".card")
    await Finger(cem.page).rest(first)
    await expect(selected(cem)).to_have_count(1)
    await second.tap(position={"x": 40, "y": 12})
    await expect(selected(cem)).to_have_count(2)
    await cem.find(".selected").get_by_role("button", name="Verschieben nach").tap()
    await cem.page.get_by_role("dialog").get_by_label("Zeile").select_option(label="Pain Points")
    await cem.page.get_by_role("button", name="Verschieben", exact=True).tap()
    await expect(cem.cell("painPoint", 0).locator(".card")).to_have_count(2)
    await cem.page.get_by_role("button", name="Auswahl aufheben").tap()
    await expect(selected(cem)).to_have_count(0)
    await Finger(cem.page).rest(cem.cell("painPoint", 0).locator(".card").first, second=True)
    await expect(cem.cell("painPoint", 0).locator(".card")).to_have_count(2)
    await expect(cem.find(".ghost, .is-lifted")).to_have_count(0)
    await Finger(cem.page).rest(cem.cell("sentiment", 0), shown=".menu")
    await cem.page.get_by_role("menuitem", name="Hinzufügen").tap()
    await expect(cem.cell("sentiment", 0).locator(".text__field")).to_be_focused()


async def test_the_caret_stays_where_it_is_while_others_write_above(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    await anna.cell("insight", 3).scroll_into_view_if_needed()
    await anna.cell("insight", 3).locator(".card").first.click()
    await anna.press("Control+End")
    await anna.page.keyboard.type("!")
    top = await anna.page.evaluate(TOP)
    await ben.card(FILTER).focus()
    for _ in range(3):  # a row above grows
        await ben.press("Control+d")
    await expect(anna.cell("painPoint", 3).locator(".card")).to_have_count(5)
    await until(partial(stands, anna, top), what="the caret stays while a row above grows")
    await ben.cell("insight", 3).locator(".card").first.focus()
    await ben.press("n")
    await ben.page.keyboard.type("Darunter")
    await ben.press("Escape", "Space", "ArrowUp", "Space")  # and before it in the same cell
    await expect(anna.cell("insight", 3).locator(".card").first).to_contain_text("Darunter")
    await until(partial(stands, anna, top), what="the caret stays while a card comes above")
    await anna.page.keyboard.type("?")
    await expect(ben.card("!?")).to_have_count(1)


async def stands(person: Person, top: float) -> bool:
    return abs(float(await person.page.evaluate(TOP)) - top) < 2


async def test_a_pen_drags_like_a_mouse_and_escape_lets_all_as_it_was(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    (x, y), goal = await centre(anna.card(JARGON)), await centre(anna.cell("painPoint", 1))
    pen = await anna.page.context.new_cdp_session(anna.page)

    async def move(kind: str, at: tuple[float, float], pressed: int) -> None:
        how = {"button": "left" if pressed else "none", "buttons": pressed, "pointerType": "pen"}
        await pen.send("Input.dispatchMouseEvent", {"type": kind, "x": at[0], "y": at[1]} | how)

    for last in ("Escape", None):
        await move("mouseMoved", (x, y), 0)
        await anna.find("body[data-pen]").wait_for(state="attached")
        await move("mousePressed", (x, y), 1)
        await move("mouseMoved", (x - 10, y), 1)
        await move("mouseMoved", goal, 1)
        await anna.find("[data-over]").wait_for(state="attached")
        if last:
            await anna.press(last)
            await expect(anna.find(".ghost, .is-lifted, .drop-line")).to_have_count(0)
        await move("mouseReleased", goal, 1)
    await expect(anna.cell("painPoint", 1)).to_contain_text(JARGON)
    await pen.detach()


async def test_a_card_says_of_whom_it_speaks_where_several_travel(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    await anna.page.evaluate(
        """text => {
            const { board, commands } = document.querySelector('bb-board');
            const id = [...board.root('cards').keys()].find(card => board.card(card).text.startsWith(text));
            commands.setCard(id, 'persona', board.personas()[0]);
        }""",
        JARGON,
    )
    card = anna.card(JARGON)
    await expect(card.locator(".card__persona")).to_have_count(0)
    await anna.page.evaluate("document.querySelector('bb-board').commands.addPersona({ name: 'Opa Heinz' })")
    await expect(card.locator(".card__persona")).to_have_text("JBJana Berger")
    await expect(card).to_have_attribute("aria-label", "Fachbegriffe (QLED, HDR10+, VRR) ohne Erklärung, Jana Berger")
    await expect(anna.card(FILTER).locator(".card__persona")).to_have_count(0)
