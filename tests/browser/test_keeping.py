"""What is written is kept: stored, on the device without a server, in hand when refused; gone with its board."""

import json
from typing import Any

from playwright.async_api import Page, WebSocketRoute, expect

from tests.browser.axe import violations
from tests.browser.conftest import MakeBoard
from tests.browser.people import OpenBoard, Person
from tests.waiting import until

SESSION = "const s = window.session ??= document.querySelector('bb-board').session"
UPLOAD = """async () => {
  const { base, board } = JSON.parse(document.getElementById('head').textContent);
  const { openPictures, upload, url } = await import(`${base}sync/pictures.js`);
  openPictures(board, base);
  const canvas = Object.assign(document.createElement('canvas'), { width: 3000, height: 2000 });
  const pen = canvas.getContext('2d');
  for (let i = 0; i < 3000; i++) {
    pen.fillStyle = `hsl(${i % 360} 80% 50%)`;
    pen.fillRect((i * 97) % 3000, (i * 61) % 2000, 90, 90);
  }
  const file = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  const shares = [];
  const sent = await upload(file, (share) => shares.push(share));
  const refused = await upload(new Blob(['no picture'])).catch(({ message }) => message);
  return { sent, shares, refused, there: (await fetch(url(sent.id))).status };
}"""
READ_COPY = """new Promise((done) => {
  const open = indexedDB.open('brownboard-' + s.head.board);
  open.onsuccess = () => {
    const store = (name) => open.result.transaction(name).objectStore(name);
    const entry = %s;
    entry.onsuccess = () => { open.result.close(); done(entry.result); };
  };
})"""
ENTRIES = READ_COPY % "store('updates').count()"
WAITING = READ_COPY % "store('custom').get('pending')"


class Desk:
    """A person's session, asked from outside."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.page = person.page

    async def ask(self, expression: str) -> Any:
        return await self.page.evaluate(f"() => {{ {SESSION}; return {expression}; }}")

    async def holds(self, expression: str) -> None:
        await until(lambda: self.ask(expression), what=expression)

    async def stages(self) -> list[str]:
        found: list[str] = await self.ask("s.board.stages().map(({title}) => title)")
        return found

    async def reload(self) -> None:
        await self.page.reload()
        await self.person.ready()

    async def call(self, method: str, path: str, **body: Any) -> int:
        """Calls the board's interface as the page itself would."""
        request: dict[str, Any] = {"method": method, "headers": {"content-type": "application/json"}}
        if body:
            request["body"] = json.dumps(body)
        status: int = await self.page.evaluate(
            "([path, request]) => fetch(path, request).then(({status}) => status)",
            [f"/api/boards/{self.person.board.id}{path}", request],
        )
        return status


async def two(board: OpenBoard) -> tuple[Desk, Desk]:
    """Ana, who moderates, and Ben, who takes part; both see the same."""
    ana = Desk(await board.open("moderator", "Ana"))
    ben = Desk(await board.open("participant", "Ben"))
    for who in (ana, ben):
        await who.holds("s.connected && s.saved.state === 'saved'")
    return ana, ben


async def cut_off(who: Desk) -> None:
    """No server for this page from its next load on."""

    async def refuse(socket: WebSocketRoute) -> None:
        await socket.close()

    await who.page.route("**/api/**", lambda route: route.abort())
    await who.page.route_web_socket("**/ws/**", refuse)


async def test_work_without_a_server_survives_a_reload_and_is_merged_later(make_board: MakeBoard) -> None:
    board = await make_board()
    ana, ben = await two(board)
    await ana.ask("s.commands.addStage('Kauf')")
    await ben.holds("s.board.stages().length === 1")
    await cut_off(ben)
    await ben.reload()
    assert await ben.stages() == ["Kauf"]
    await ben.ask("s.commands.addStage('Nutzung')")
    await ben.holds("s.saved.state === 'offline' && s.saved.pending === 1")

    async def written_down() -> bool:
        return len(json.loads(await ben.ask(WAITING) or "[]")) == 1

    await until(written_down, what="the copy on the device says what waits")
    await ben.reload()
    assert await ben.stages() == ["Kauf", "Nutzung"]
    await ben.holds("s.saved.pending === 1")
    back = await ben.page.context.new_page()
    await back.goto(f"/b/{board.id}")
    await ana.holds("s.board.stages().length === 2")


async def test_what_others_wrote_in_a_row_is_on_this_device_when_the_page_goes(make_board: MakeBoard) -> None:
    board = await make_board()
    ana, ben = await two(board)
    await cut_off(ben)
    for count, title in enumerate(("Kauf", "Lieferung", "Nutzung"), start=1):
        await ana.ask(f"s.commands.addStage('{title}')")
        await ben.holds(f"s.board.stages().length === {count}")
    await ben.reload()
    assert await ben.stages() == ["Kauf", "Lieferung", "Nutzung"]


async def test_a_lock_stops_writing_at_once_and_its_opening_lets_it_go_on(make_board: MakeBoard) -> None:
    ana, ben = await two(await make_board())
    assert await ana.call("PUT", "/lock", locked=True) == 200
    await ben.holds("s.readOnly && s.locked")
    assert await ben.ask("s.commands.addStage('zu spät')") is None
    await ana.ask("s.commands.addStage('darf ich')")
    await ana.holds("s.saved.state === 'saved'")
    assert await ana.call("PUT", "/lock", locked=False) == 200
    await ben.holds("!s.readOnly")
    await ben.ask("s.commands.addStage('weiter')")
    await ana.holds("s.board.stages().length === 2")


async def test_what_a_lock_has_overtaken_waits_and_goes_out_when_it_opens(make_board: MakeBoard) -> None:
    ana, ben = await two(await make_board())
    # The page believes for a moment longer than the server that it may write, as it does while the news travels.
    await ben.ask("Object.defineProperty(s, 'readOnly', {get: () => false, configurable: true}) && 1")
    assert await ana.call("PUT", "/lock", locked=True) == 200
    await ben.ask("s.commands.addStage('unterwegs')")
    await ben.holds("s.saved.state === 'refused' && s.saved.refusal === 'locked' && s.saved.pending === 1")
    await ben.ask("delete s.readOnly")
    assert await ben.ask("s.readOnly") is True
    assert await ana.stages() == []
    assert await ana.call("PUT", "/lock", locked=False) == 200
    await ana.holds("s.board.stages().length === 1")
    await ben.holds("s.saved.state === 'saved' && !s.readOnly")


async def test_who_loses_the_right_to_write_keeps_the_words_that_came_too_late(make_board: MakeBoard) -> None:
    board = await make_board()
    ana, ben = await two(board)
    seat = await ben.ask("s.seat")
    await ben.ask("Object.defineProperty(s, 'readOnly', {get: () => false, configurable: true}) && 1")
    assert await ana.call("PATCH", f"/seats/{seat}", role="follower") == 200
    await ben.ask("s.commands.addCard(null, null, {text: 'zu spät'})")
    await ben.ask("delete s.readOnly")
    await ben.holds("s.refused.length === 1 && s.connected")
    assert (await ben.ask("s.refused"))[0]["text"] == "zu spät"
    assert await ben.ask("[s.board.unplaced().cards.length, s.readOnly, s.closed]") == [0, True, None]
    assert (await board.plain())["unplaced"]["cards"] == []


async def test_a_person_who_becomes_a_follower_is_no_longer_shown_to_others(make_board: MakeBoard) -> None:
    ana, ben = await two(await make_board())
    await ben.ask("s.presence.set({focus: 'stages:x:title'})")
    await ana.holds("s.presence.others().some(({name}) => name === 'Ben')")
    assert await ana.call("PATCH", f"/seats/{await ben.ask('s.seat')}", role="follower") == 200
    await ben.holds("s.readOnly && s.role === 'follower'")
    await ana.holds("s.presence.others().length === 0 && s.followers === 1")


async def test_an_erased_board_is_closed_and_leaves_no_copy_that_could_raise_it(make_board: MakeBoard) -> None:
    ana, ben = await two(await make_board())
    await ana.ask("s.commands.addStage('Kauf')")
    await ben.holds("s.board.stages().length === 1")
    assert await ana.call("DELETE", "") == 204
    for who in (ana, ben):
        await who.holds("s.closed?.code === 4410 && s.readOnly")

    async def is_empty() -> bool:
        return bool(await ben.ask(ENTRIES) == 0)

    await until(is_empty, what="the copy on the device is empty")


async def kept_words(page: Page) -> str:
    await page.locator(".kept textarea").wait_for()
    return await page.locator(".kept textarea").input_value()


async def test_words_that_reached_no_server_outlive_their_board_on_the_device(make_board: MakeBoard) -> None:
    board = await make_board(title="Kauf")
    ana, ben = await two(board)
    cem = Desk(await board.open("participant", "Cem"))
    await ana.ask("s.commands.addStage('Beim Server')")
    await ben.holds("s.board.stages().length === 1")
    # Ben's page stays open without a line, Cem's is closed with what he wrote
    away = True

    async def door(socket: WebSocketRoute) -> None:
        if away:
            await socket.close()
        else:
            socket.connect_to_server()

    await ben.page.route_web_socket("**/ws/**", door)
    await ben.reload()
    await cut_off(cem)
    await cem.reload()
    for who in (ben, cem):
        await who.ask("s.commands.addStage('Unterwegs') && s.commands.addCard(null, null, {text: 'Nur hier'})")
        await who.holds("s.saved.state === 'offline' && s.saved.pending === 2")

    async def written_down() -> bool:
        return len(json.loads(await cem.ask(WAITING) or "[]")) == 2

    await until(written_down, what="Cem's copy says what waits")
    await cem.page.close()
    assert await ana.call("DELETE", "") == 204
    away = False
    page = ben.page
    await page.evaluate("dispatchEvent(new Event('online'))")
    assert await kept_words(page) == "Unterwegs\nNur hier"
    assert await violations(page) == []
    await page.get_by_role("button", name="Wegwerfen").click()
    await page.get_by_role("button", name="Rückgängig").click()
    await page.goto("/")
    await page.get_by_role("link", name="2 Texte von einem Board").click()
    late = await cem.page.context.new_page()
    await late.goto(f"/b/{board.id}")
    await page.reload()
    for each in (page, late):
        assert await kept_words(each) == "Unterwegs\nNur hier"
    assert await violations(page) == []
    await page.get_by_role("button", name="Wegwerfen").click()
    await expect(page.locator(".kept")).to_contain_text("Weggeworfen")
    await page.reload()
    await expect(page.locator(".sheet")).to_contain_text("Hier hängt nichts")
    assert await page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('brownboard-refused'))") == []
    await page.goto("/")
    await expect(page.get_by_role("link", name="von einem Board")).to_have_count(0)


async def test_a_picture_is_made_small_before_it_travels(make_board: MakeBoard) -> None:
    board = await make_board()
    ben = Desk(await board.open("participant", "Ben"))
    made = await ben.page.evaluate(UPLOAD)
    assert (made["sent"]["width"], made["sent"]["height"], made["there"]) == (1600, 1067, 200)
    assert (made["shares"][0], made["shares"][-1]) == (0, 1)
    assert made["shares"] == sorted(made["shares"])
    assert made["refused"] == "picture.refused.kind"
