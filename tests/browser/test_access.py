"""WCAG 2.2 AA where no single page shows it: the whole workshop by keyboard alone."""

from typing import Literal

from playwright.async_api import expect

from tests.browser.axe import SHARP, violations
from tests.browser.cast import PICTURES
from tests.browser.conftest import MakeBoard
from tests.browser.devices import Devices, screen
from tests.browser.people import DESK, Person, Visitor
from tests.browser.surfaces import OPENED, SETTLED, SURFACES, leave
from tests.browser.typist import Typist
from tests.product import bearer

TABS = 80  # for the whole workshop


async def test_the_twelve_steps_by_keyboard_alone(make_board: MakeBoard, devices: Devices) -> None:
    """From the link to the record nobody touches a mouse; method.md has the steps."""
    board = await make_board(title="Fernseher-Kauf")
    device = await devices.lend(board.product.url, **screen(DESK), locale="de")
    page = device.page
    me, keys = Visitor(page, "Claudia"), Typist(page)
    spent: dict[str, int] = {}

    def done(step: str) -> None:
        spent[step] = keys.tabs - sum(spent.values())

    async def panel(title: str) -> None:
        await expect(me.find("#panel-title")).to_have_text(title)
        await expect(me.find("#panel-title")).to_be_focused()

    await page.goto(f"/j#{board.made['tokens']['moderator']}")
    await keys.stands_on("Name")
    await keys.type("Claudia", "Enter")
    await me.ready()
    done("way in")

    await keys.use("Zum Inhalt springen")
    await keys.use("Persona anlegen")
    await panel("Persona")
    await keys.reach("Bild wählen")
    await keys.bring(PICTURES / "persona.jpg")
    await expect(me.find(".persona__picture")).to_be_visible()
    await keys.reach("Name")
    await keys.type("Jana Berger")
    await keys.reach("Typisches Zitat")
    await keys.type("Ich will keinen Fehler machen.", "Escape")
    await keys.stands_on("Persona Jana Berger")
    done("persona")

    await keys.use("Inspiration")
    await keys.stands_on("Inspiration")
    await keys.press("ArrowRight")
    await keys.reach("Kauf", "ArrowRight")
    await keys.press("Enter")
    await keys.stands_on("Kauf")
    await keys.press("ArrowRight", "Enter")
    await keys.type("Nutzung", "Enter", "Escape")
    await expect(me.find(".stage__title")).to_have_text(["Inspiration", "Kauf", "Nutzung"])
    await keys.stands_on("Nutzung")
    done("stages")

    await keys.press("n")
    await keys.type("Ich sehe fern", "Escape")
    await keys.stands_on("Ich sehe fern")
    await keys.press("ArrowLeft", "n")
    await keys.type("Ich frage meine Freunde", "Enter")
    await keys.type("Ich bezahle", "Escape")
    await keys.stands_on("Ich bezahle")
    done("activities")

    await keys.press("ArrowLeft", "Space", "ArrowLeft", "Space")  # asking comes first, in another stage
    await expect(me.find('.map .cell[data-column="0"] .activity__text')).to_have_text("Ich frage meine Freunde")
    await keys.stands_on("Ich frage meine Freunde")
    done("order")

    await keys.use("Zeilen")
    await panel("Zeilen")
    await keys.reach("Storyboard zeigen")
    await keys.press("Space")
    await keys.reach("Ideen / Bemerkungen zeigen", "ArrowDown")
    await keys.press("Space")
    await keys.press("Escape")
    await keys.stands_on("Zeilen")
    await keys.reach("Ich frage meine Freunde", "Shift+Tab")
    await keys.press("o")
    await panel("Kundenaktivität")
    await keys.reach("Bild wählen")
    await keys.bring(PICTURES / "photo.jpg")
    await expect(me.lane("storyboard").locator("img")).to_have_count(1)
    await keys.press("Escape")
    await keys.stands_on("Ich frage meine Freunde")
    done("storyboard")

    await keys.press("ArrowDown", "ArrowDown", "Enter")
    await keys.type("Chat", "Enter", "Escape")
    await keys.stands_on("Chat")
    await keys.press("o")
    await panel("Touchpoint")
    await keys.reach("Bild wählen")
    await keys.bring(PICTURES / "phone.jpg")
    await expect(me.touchpoint("Chat").locator("img")).to_have_count(1)
    await keys.reach("Kanal")
    await keys.page.keyboard.type("Tele")
    await expect(me.touchpoint("Chat").locator(".chip")).to_have_text("Telefon")
    await keys.press("Escape")
    await keys.stands_on("Chat")
    done("touchpoint")

    for text in ("Ich möchte eine Antwort", "Ich fühle mich verstanden", "Warten", "Hier entscheidet es sich"):
        await keys.press("ArrowDown", "Enter")
        await keys.type(text, "Escape")
        await keys.stands_on(text)
    await keys.press("ArrowDown", "ArrowDown", "n")  # past the insights to the ideas
    await keys.type("Ein Rückruf", "Escape")
    await keys.stands_on("Ein Rückruf")
    done("feelings, discussion, ideas")

    await keys.press("ArrowDown", "8", "ArrowRight", "3", "ArrowRight", "5")
    await expect(me.find(".pin")).to_have_text(["8", "3", "5"])
    done("rating")

    await keys.press("Escape")  # up, out of the curve
    await keys.press("Home")
    await keys.reach("Chat", "ArrowUp")
    await keys.press("Alt+4")
    await keys.reach("Ich frage meine Freunde", "ArrowUp")
    await keys.press("p", "m")
    await expect(me.find(".activity__marks svg")).to_have_count(2)
    done("smileys and marks")

    await keys.reach("Außensicht")
    await keys.press("ArrowDown")
    await keys.stands_on("Innensicht")
    await keys.reach("Ich frage meine Freunde", "Shift+Tab")
    await keys.press("Control+End", "ArrowLeft", "ArrowLeft", "7", "ArrowRight", "6", "ArrowRight", "6")
    await expect(me.find(".pin")).to_have_text(["7", "6", "6"])
    await expect(me.find(".tick--outside")).to_have_count(3)
    done("curve")

    await keys.use("Menü öffnen", "Shift+Tab")
    await keys.choose("Ergebnis festhalten")
    await panel("Ergebnis festhalten")
    await keys.reach("Festhalten")
    await keys.press("Enter")
    await expect(page.locator(".record__title")).to_be_visible()
    done("commit")

    http, moderator = board.product.http, bearer(dict(board.made))
    (head,) = (await http.get(f"/api/boards/{board.id}/records", headers=moderator)).json()
    journey = (await http.get(f"/api/records/{head['id']}", headers=moderator)).json()["journey"]
    first = journey["stages"][0]["activities"][0]
    assert journey["personas"][0]["picture"]
    assert journey["personas"][0]["quote"] == "Ich will keinen Fehler machen."
    assert [len(stage["activities"]) for stage in journey["stages"]] == [1, 1, 1]
    assert (first["painPoint"], first["momentOfTruth"], bool(first["sketch"])) == (True, True, True)
    assert first["touchpoints"][0]["smiley"] == 4
    assert [card["text"] for card in first["cards"]][-1] == "Ein Rückruf"
    assert first["ratings"]["-"] == {"outside": 8, "inside": 7}
    assert keys.hidden == []
    assert keys.tabs <= TABS, spent
    assert me.errors == []
    await devices.take_back(device)


SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
AT_HAND = {"item-menu": ".menu__item >> nth=-1", "commit": "bb-commit .button--main"}  # in sight as soon as it opens


async def test_axe_finds_nothing_on_any_surface_in_the_dark_or_with_high_contrast(make_board: MakeBoard) -> None:
    """What lies open is looked at alone; the pages as wholes have their tests in test_room_access.py."""
    board = await make_board(title="Fernseher-Kauf")
    claudia = await board.open("moderator", "Claudia", reduced_motion="reduce")
    page, faults = claudia.page, list[str]()

    async def look(surface: str, within: str | None = None) -> None:
        await page.emulate_media(contrast="no-preference", color_scheme="light")
        await page.evaluate(SETTLED)
        faults.extend(f"{surface}: {fault}" for fault in await violations(page, within=within))
        for scheme in SCHEMES:
            await page.emulate_media(contrast="more", color_scheme=scheme)
            await page.evaluate(SETTLED)
            found = await violations(page, within=within, rules=SHARP)
            faults.extend(f"{surface}, {scheme} and sharp: {fault}" for fault in found)

    await look("an empty board")
    await one_of_each(claudia)
    await look("a board with one thing of each kind")
    for name, open_it in SURFACES.items():
        await open_it(page)
        if name in AT_HAND:
            await expect(page.locator(AT_HAND[name])).to_be_in_viewport(ratio=1)
        await look(name, f"{OPENED}, .tray")
        await leave(page, name)
    views = [f"/b/{board.id}?view={view}" for view in ("outline", "phone", "wall")]
    for path in (*views, "/", "/j", "/nothing"):
        await page.goto(path)
        await page.wait_for_load_state("networkidle")
        await look(path)
    await page.context.clear_cookies()
    await page.goto(f"/b/{board.id}")
    await look("who has no seat")
    assert not faults, "\n".join(faults)


async def one_of_each(person: Person) -> None:
    """An activity with a touchpoint, and a card in each lane below."""
    await person.page.get_by_role("button", name="Kauf", exact=True).press("Enter")
    await expect(person.find(".stage")).to_be_focused()
    await person.press("n")
    for text in ("Ich bezahle", "Kasse", "Ich möchte gehen", "Ich bin froh", "Warten", "Der Preis"):
        await expect(person.find(".text__field")).to_be_focused()
        await person.page.keyboard.insert_text(text)
        await person.press("Escape")
        await expect(person.find("[data-item]:focus")).to_contain_text(text)
        await person.press("ArrowDown", "Enter")
    await person.press("Escape")


FITS = "document.documentElement.scrollWidth <= innerWidth"


async def test_nothing_scrolls_sideways_on_320_pixels(make_board: MakeBoard) -> None:
    """WCAG 1.4.10; the map alone is a picture in two dimensions, and has its outline."""
    board = await make_board(title="Fernseher-Kauf", template="fernseher-kauf")
    person = await board.open("moderator", "Claudia", size=(320, 512), view="outline", reduced_motion="reduce")
    await person.find("bb-bar > button").last.click()
    await person.find(".menu__item:has(.icon--user-plus)").click()
    await expect(person.find("#panel-title")).to_be_focused()
    assert await person.page.evaluate(FITS), "with a panel"
    for path in ("/", "/j", "/nothing"):
        await person.page.goto(path)
        assert await person.page.evaluate(FITS), path
