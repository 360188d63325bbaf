"""The desk: the map moves under the hand, grows and shrinks, is seen as a whole in its corner, and is searched."""

import re
from functools import partial

from playwright.async_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import MakeBoard
from tests.browser.hands import centre
from tests.browser.people import PHONE, Person
from tests.product import bearer
from tests.waiting import until

FITS = """(selector) => { const seen = document.querySelector('.board__scroll').getBoundingClientRect();
    return [...document.querySelectorAll(selector)].every((element) => {
      const box = element.getBoundingClientRect();
      return box.left >= seen.left - 1 && box.right <= seen.right + 1 && box.bottom <= seen.bottom + 1;
    }); }"""
GROWS = """() => { const { board, commands } = document.querySelector('bb-board');
    const [column, lane] = [board.columns()[2].id, board.lanes().find(({ kind }) => kind === 'painPoint').id];
    commands.together(() => [1, 2, 3, 4].map(() => commands.addCard(column, lane, { text: 'Und noch etwas' }))); }"""


TABLET = (820, 1180)
HIDE = """(thing) => {
    thing.blur();
    const heads = document.querySelector('.row--activities').getBoundingClientRect();
    document.querySelector('.board__scroll').scrollBy(0, thing.getBoundingClientRect().top - heads.bottom + 40);
}"""
# Whether what has the focus, or what the open panel has come for, lies under neither heads nor the sheet.
CLEAR = """(thing) => {
    const boxOf = what => document.querySelector(what)?.getBoundingClientRect();
    const { top, bottom } = thing.getBoundingClientRect();
    return top >= boxOf('.row--activities').bottom && bottom <= (boxOf('.panel')?.top ?? innerHeight);
}"""


async def scrolled(person: Person) -> tuple[float, float]:
    x, y = await person.page.evaluate(
        "(({scrollLeft, scrollTop}) => [scrollLeft, scrollTop])(document.querySelector('.board__scroll'))"
    )
    return float(x), float(y)


async def zoom(person: Person) -> float:
    return float(await person.page.evaluate("document.querySelector('bb-board').zoom.value"))


async def at_the_desk(make_board: MakeBoard) -> tuple[Person, Person]:
    """Anna, whose desk has come with the first move of her mouse, and Ben."""
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    await anna.page.mouse.move(*await centre(anna.lane("expectation").locator(".head")))
    await anna.find(".minimap__map, bb-minimap[hidden]").wait_for(state="attached")
    return anna, ben


async def pull(person: Person, start: tuple[float, float], by: tuple[float, float], button: str = "left") -> None:
    mouse = person.page.mouse
    await mouse.move(*start)
    await mouse.down(button="middle" if button == "middle" else "left")
    await mouse.move(start[0] + by[0], start[1] + by[1], steps=4)
    await mouse.up(button="middle" if button == "middle" else "left")


async def test_the_map_moves_under_the_hand_and_grows_under_the_pointer(make_board: MakeBoard) -> None:
    anna, _ = await at_the_desk(make_board)
    page, card = anna.page, anna.card("Fachbegriffe")
    before = await board_of(anna)
    ground = await centre(anna.cell("painPoint", 1))
    began = await scrolled(anna)
    await pull(anna, ground, (-300, -120))
    assert await scrolled(anna) == (began[0] + 300, began[1] + 120)
    await pull(anna, await centre(card), (100, 60), "middle")
    await card.focus()
    await page.keyboard.down("Space")
    await pull(anna, await centre(card), (90, 0))
    await page.keyboard.up("Space")
    await expect(card).not_to_have_class(re.compile(r"\bis-lifted\b"))
    await expect(anna.find(".ghost, textarea")).to_have_count(0)
    await page.keyboard.down("Shift")  # chooses several things
    await centre(anna.touchpoint("Beilage"))
    box = await anna.touchpoint("Beilage").bounding_box()
    assert box
    still = await scrolled(anna)
    await pull(anna, (box["x"] + 40, box["y"] + box["height"] + 25), (60, 20))
    await page.keyboard.up("Shift")
    assert await scrolled(anna) == still
    assert await board_of(anna) == before

    x, y = await centre(card)
    await page.mouse.move(x, y)
    await page.keyboard.down("Control")
    await page.mouse.wheel(0, -100)
    await page.keyboard.up("Control")
    await until(lambda: zoom_is(anna, lambda value: 1.1 < value < 1.4), what="the map has grown")
    assert await page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y)?.closest('.card')?.textContent.includes('Fachbegriffe')", [x, y]
    )
    assert await page.evaluate("visualViewport.scale") == 1


async def test_one_sees_the_whole_map_or_one_stage_by_buttons_and_by_keys(make_board: MakeBoard) -> None:
    anna, ben = await at_the_desk(make_board)
    await anna.page.get_by_role("button", name="Überblick").click()
    await expect(anna.find("bb-minimap canvas")).to_be_visible()
    await anna.page.get_by_role("button", name="Ganzes Board").click()
    await until(lambda: anna.page.evaluate(FITS, ".stage, .row--rating"), what="the whole map is seen")
    await expect(anna.find("bb-minimap canvas")).to_have_count(0)
    # It stays whole while others make it grow, until she does something herself
    for count in (5, 9):
        whole = await zoom(anna)
        await ben.page.evaluate(GROWS)
        await expect(anna.cell("painPoint", 2).locator(".card")).to_have_count(count)
        if count == 5:
            await until(partial(zoomed_out, anna, whole), what="the map is smaller")
            await until(lambda: anna.page.evaluate(FITS, ".stage, .row--rating"), what="the whole map is seen again")
            await anna.press("Shift")
    assert await zoom(anna) == whole
    await anna.activity("Ich bestelle").focus()
    await anna.press("f")
    await until(lambda: zoom_is(anna, lambda value: value > 1), what="the stage is large")
    stage = '.activity:is([aria-label^="11"], [aria-label^="12"])'
    await until(lambda: anna.page.evaluate(FITS, stage), what="the stage is seen")
    large = await zoom(anna)
    await anna.press("-")
    await until(lambda: zoom_is(anna, lambda value: value < large), what="the map is smaller")
    await anna.press("+", "+")
    await until(lambda: zoom_is(anna, lambda value: value >= large), what="the map is larger again")
    await anna.find('[data-sight="menu"]').click()
    await expect(anna.find(".menu__item").first).to_be_focused()
    await anna.press("ArrowDown", "ArrowDown", "Enter")
    await until(lambda: zoom_is(anna, lambda value: value == 1), what="the map has its own size")


async def test_the_overview_shows_what_one_sees_and_where_the_others_are(make_board: MakeBoard) -> None:
    anna, ben = await at_the_desk(make_board)
    frame, minimap, tool = anna.find(".minimap__frame"), anna.find("bb-minimap"), anna.find('[data-sight="overview"]')
    await expect(tool).to_have_attribute("aria-pressed", "false")
    await tool.click()
    await expect(tool).to_have_attribute("aria-pressed", "true")
    await frame.focus()
    await anna.press("End")
    assert (await scrolled(anna))[0] > 1000
    await expect(frame).to_have_attribute("aria-valuenow", "100")
    await expect(frame).to_have_attribute("aria-valuetext", "Lieferung, Touchpoints")
    x, y = await centre(frame)
    await pull(anna, (x, y), (-500, 200))
    left, top = await scrolled(anna)
    assert left == 0
    assert top > 300
    await expect(anna.find(".corner")).to_have_attribute("aria-label", "Persona Jana Berger: ganzes Profil")
    await anna.find(".corner").click()
    await expect(anna.find("#panel-title")).to_be_visible()
    await anna.press("Escape")

    await ben.card("Feedback etwas bewirkt").click()
    dot = minimap.locator(".minimap__other")
    await expect(dot).to_have_attribute("title", "Ben")
    await until(lambda: dot.evaluate("e => parseFloat(e.style.left) > 80"), what="Ben is far to the right")
    await minimap.evaluate(
        """element => {
            const pen = element.querySelector('canvas').getContext('2d');
            const { fillRect } = pen;
            window.drawn = 0;
            pen.fillRect = (...box) => { window.drawn += 1; fillRect.apply(pen, box); };
        }"""
    )
    await ben.press("Escape", "n")
    await ben.page.keyboard.type("Neu")
    await until(lambda: anna.page.evaluate("window.drawn > 50"), what="the new card is drawn")

    await expect(anna.find(".others__cell .other")).to_have_count(1)  # behind the heads, not across them
    await expect(anna.find(".others__cell")).to_have_css("clip-path", re.compile(r"^polygon"))

    await minimap.hover()
    await anna.page.get_by_role("button", name="Überblick ausblenden").click()
    await expect(tool).to_be_focused()
    await tool.click()
    await expect(tool).to_have_attribute("aria-pressed", "true")
    await anna.page.reload()
    await anna.ready()
    await anna.page.mouse.move(*await centre(anna.lane("expectation").locator(".head")))
    await expect(minimap.locator("canvas")).to_be_visible()
    assert await violations(anna.page, within="bb-minimap") == []


async def test_a_search_counts_shows_and_goes_on_while_others_write(make_board: MakeBoard) -> None:
    anna, ben = await at_the_desk(make_board)
    await anna.card("Fachbegriffe").focus()
    await anna.press("/")
    field, count = anna.find(".find__field"), anna.find(".find__count")
    await expect(field).to_be_focused()
    await anna.page.keyboard.type("WURDE kauft")
    await expect(count).to_have_text("1 Treffer")
    await field.fill("ich fuehle mich")
    await expect(anna.find("[data-found]")).to_have_count(5)
    await anna.press("Enter", "Enter")
    await expect(count).to_have_text("2 von 5")
    now = anna.find('[data-found="now"]')
    await expect(now).to_contain_text("312 Treffern")
    await expect(now).to_be_in_viewport(ratio=1)
    await expect(ben.find("[data-found]")).to_have_count(0)
    line, view = await anna.find("bb-find").bounding_box(), await anna.find("bb-board").bounding_box()
    assert line
    assert view
    assert line["y"] + line["height"] <= view["y"]
    assert await violations(anna.page, within="bb-find") == []
    await ben.card("Ich fühle mich gut").click()
    await ben.page.keyboard.press("Control+a")
    await ben.page.keyboard.type("Anders")
    await expect(count).to_have_text("1 von 4")
    await anna.press("Escape")
    await expect(anna.card("312 Treffern")).to_be_focused()
    await expect(anna.find("[data-found]")).to_have_count(0)


async def test_what_comes_into_sight_lies_under_nothing(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna", size=TABLET, touch=True)
    places = anna.find(".row .card")
    for card in (places.first, places.last):
        await card.focus()
        await anna.press("o")
        await expect(anna.find("#panel-title")).to_be_focused()
        await until(partial(card.evaluate, CLEAR), what="the card lies above the sheet")
        await anna.press("Escape")
        await expect(card).to_be_focused()
    await places.first.evaluate(HIDE)
    await places.first.focus()
    assert await places.first.evaluate(CLEAR)

    session, moderator = f"/api/boards/{board.id}/session", bearer(dict(board.made))
    await board.product.http.patch(session, json={"step": 10}, headers=moderator)
    sentence, curve = anna.find(".strip__show"), anna.find(".head--rating")
    await expect(sentence).to_have_accessible_description("Diese Zeile auf dem Board zeigen")
    await anna.find(".board__scroll").evaluate("board => board.scrollTo(0, 0)")
    await sentence.tap()
    await until(partial(curve.evaluate, CLEAR), what="the row of the step is in sight")
    await expect(curve).to_be_focused()


async def test_who_only_looks_searches_the_outline_too(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    eva = await board.open("follower", "Eva", view="outline", size=PHONE, touch=True)
    await eva.find('bb-bar [aria-haspopup="menu"]').tap()
    await eva.page.get_by_role("menuitem", name="Suchen").tap()
    await eva.find(".find__field").fill("verkaufsdruck")
    await eva.page.get_by_role("button", name="Nächster Treffer").tap()
    await expect(eva.find('[data-found="now"]')).to_contain_text("Ich erwarte eine Beratung ohne Verkaufsdruck")
    await expect(eva.find('[data-found="now"]')).to_be_in_viewport(ratio=1)
    await eva.page.get_by_role("button", name="Suche schließen").tap()
    await expect(eva.find("bb-find")).to_have_count(0)


async def board_of(person: Person) -> object:
    return await person.board.plain()


async def zoomed_out(person: Person, before: float) -> bool:
    return await zoom(person) < before


async def zoom_is(person: Person, right: object) -> bool:
    assert callable(right)
    return bool(right(await zoom(person)))
