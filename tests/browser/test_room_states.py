"""The room tells the truth about itself: saved, offline, waiting for the server; and the wall tells it to the room."""

from playwright.async_api import WebSocketRoute, expect

from tests.browser.axe import violations
from tests.browser.conftest import MakeBoard
from tests.browser.people import DESK, PHONE, WALL, OpenBoard, Person
from tests.browser.surfaces import SETTLED


async def retitle(person: Person, title: str) -> None:
    await person.find(".board-title__text--open").click()
    await person.find(".board-title__field").fill(title)
    await person.press("Enter")


class Line:
    """A person's connection to the server, which can be cut and mended."""

    def __init__(self) -> None:
        self.cut = False
        self._open: list[WebSocketRoute] = []

    async def carry(self, route: WebSocketRoute) -> None:
        if self.cut:
            await route.close(code=1012)
            return
        self._open.append(route)
        server = route.connect_to_server()
        route.on_message(lambda message: None if self.cut else server.send(message))
        server.on_message(lambda message: None if self.cut else route.send(message))

    async def break_off(self) -> None:
        self.cut = True
        for route in self._open:
            await route.close(code=1012)
        self._open.clear()


async def lined(board: OpenBoard, name: str, size: tuple[int, int] = DESK) -> tuple[Person, Line]:
    person = await board.open("participant", name, size=size)
    line = Line()
    await person.page.route_web_socket("**/ws/**", line.carry)
    await person.page.reload()
    await person.ready()
    await expect(person.find(".crowd__one")).to_have_count(1)
    return person, line


async def test_offline_says_how_many_changes_are_safe_and_all_arrive_afterwards(make_board: MakeBoard) -> None:
    board = await make_board(title="Vorher")
    mehmet, line = await lined(board, "Mehmet", size=PHONE)
    await line.break_off()
    await expect(mehmet.find(".saved--away")).to_contain_text("Offline – bisher ist alles gespeichert")
    assert await mehmet.find(".saved__text").evaluate("words => words.clientWidth > 200"), "also on a small screen"
    await retitle(mehmet, "Unterwegs")
    await expect(mehmet.find(".saved--away")).to_contain_text("Offline – 1 Änderung ist auf diesem Gerät sicher")
    await expect(mehmet.page.get_by_role("status").filter(has_text="Offline")).to_be_attached()
    assert not await violations(mehmet.page, within="#top")
    assert (await board.plain())["board"]["title"] == "Vorher"
    line.cut = False
    await expect(mehmet.find(".saved--quiet")).to_contain_text("Gespeichert", timeout=40_000)
    assert (await board.plain())["board"]["title"] == "Unterwegs"


async def test_offline_the_panels_still_open_and_one_may_draw(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    mehmet, line = await lined(board, "Mehmet")
    await mehmet.page.wait_for_load_state("networkidle")
    await line.break_off()
    await mehmet.page.context.set_offline(True)
    await mehmet.find("bb-bar > button").last.click()
    await expect(mehmet.find(".menu__item").first).to_be_visible()
    await mehmet.find(".menu__item:has(.icon--user-plus)").click()
    await expect(mehmet.find("bb-share")).to_contain_text("Keine Verbindung")
    await mehmet.page.evaluate(SETTLED)
    assert not await violations(mehmet.page, within=".panel")
    await mehmet.page.context.set_offline(False)
    await expect(mehmet.find("bb-share .code")).to_be_visible()
    await mehmet.page.context.set_offline(True)
    await mehmet.find(".crowd").click()
    await mehmet.page.get_by_role("button", name="Namen ändern").click()
    await mehmet.press("Enter")
    await expect(mehmet.find(".toast")).to_contain_text("nicht erreichbar")
    await mehmet.page.evaluate(SETTLED)
    assert not await violations(mehmet.page, within=".toasts")
    await mehmet.page.get_by_role("button", name="Zeilen", exact=True).click()
    await mehmet.page.get_by_label("Storyboard zeigen").check()
    await mehmet.cell("storyboard", 2).hover()
    await mehmet.cell("storyboard", 2).locator(".add").click()
    await expect(mehmet.find(".sketch-sheet canvas")).to_be_visible()


async def test_a_page_that_reaches_nobody_waits_and_opens_by_itself(make_board: MakeBoard) -> None:
    board = await make_board(title="Da bin ich")
    mehmet, line = await lined(board, "Mehmet")
    line.cut = True
    await mehmet.page.route("**/state", lambda route: route.abort())
    await mehmet.page.evaluate(
        "indexedDB.databases().then((all) => all.forEach(({name}) => indexedDB.deleteDatabase(name)))"
    )
    await mehmet.page.goto("about:blank")
    await mehmet.page.goto(f"/b/{board.id}", wait_until="domcontentloaded")
    await expect(mehmet.find("#notice h1")).to_have_text("Der Server ist nicht erreichbar", timeout=30_000)
    assert not await violations(mehmet.page)
    line.cut = False
    await expect(mehmet.find("bb-board")).to_be_visible(timeout=40_000)
    await expect(mehmet.find("#notice")).to_have_count(0)
    await expect(mehmet.find(".board-title")).to_have_text("Da bin ich")


async def test_the_wall_shows_the_way_in_the_step_and_who_writes(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf", title="Fernseher-Kauf")
    claudia = await board.open("moderator", "Claudia Weiß")
    wall = await board.open("participant", "Wand", size=WALL, view="wall")
    code = str(board.made["code"])
    await expect(wall.find("bb-wall .code")).to_have_text(f"{code[:4]} {code[4:]}")
    await expect(wall.find(".wall__qr")).to_be_visible()
    await expect(wall.find("bb-wall button, bb-wall a, bb-bar")).to_have_count(0)
    await claudia.find(".strip__begin").click()
    await expect(wall.find(".wall__step")).to_contain_text("Schritt 1 von 12")
    await claudia.find(".map .card").first.dblclick()
    await expect(wall.find(".wall__one--writes")).to_contain_text("Claudia Weiß")
    assert not await violations(wall.page)
    size = await wall.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.wall__step')).fontSize)")
    assert size >= 24
