"""The wall moves by itself: all of a small map, else the row of the step and what is new; always readable (look.md).
It says what goes on: the way in, the step and the time, whose journey, who writes what, and where the result is."""

from typing import Any

from playwright.async_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import MakeBoard
from tests.browser.people import WALL, OpenBoard, Person
from tests.product import bearer

SMALLEST_TYPE = 24
SMALLER = """(least) => {
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.nodeValue.trim() || !element.checkVisibility()) continue;
    if (element.closest('.visually-hidden, .disc, script')) continue;
    const size = parseFloat(getComputedStyle(element).fontSize) * element.currentCSSZoom;
    if (size < least - 0.01) seen.push(`${element.className} ${size} ${node.nodeValue.trim()}`);
  }
  return seen;
}"""


async def type_size(person: Person) -> float:
    found = await person.page.evaluate(
        """() => { const style = getComputedStyle(document.querySelector('bb-board'));
            return parseFloat(style.fontSize) * parseFloat(style.getPropertyValue('--zoom')); }"""
    )
    return float(found)


BELOW_THE_ACTIVITIES = """kind => {
  const [row, above] = [document.querySelector(`.row[data-kind=${kind}]`), document.querySelector('.row--activities')];
  return row && Math.abs(row.getBoundingClientRect().top - above.getBoundingClientRect().bottom) < 16;
}"""


async def test_a_small_map_is_seen_as_a_whole(make_board: MakeBoard) -> None:
    board = await make_board()
    anna = await board.open("participant", "Anna")
    await anna.find('[data-act="all-stages"]').click()
    wall = await board.open("follower", "Wand", size=WALL, view="wall")
    await expect(wall.find(".stage")).to_have_count(7)
    await wall.page.wait_for_function(
        """() => { const seen = document.querySelector('.board__scroll').getBoundingClientRect();
            return [...document.querySelectorAll('.stage, .row--rating')].every((element) => {
              const box = element.getBoundingClientRect();
              return box.left >= seen.left && box.right <= seen.right + 1 && box.bottom <= seen.bottom + 1;
            }); }"""
    )
    assert await type_size(wall) >= SMALLEST_TYPE


async def test_a_large_map_goes_along_with_the_step_and_with_what_is_new(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf", title="Fernseher-Kauf")
    claudia = await board.open("moderator", "Claudia")
    wall = await board.open("follower", "Wand", size=(1920, 1080), view="wall", reduced_motion="reduce")
    assert await type_size(wall) >= SMALLEST_TYPE
    await expect(wall.find(".persona")).to_be_in_viewport()
    await expect(wall.find(".row--rating .head")).not_to_be_in_viewport()
    await claudia.activity("Ich stöbere").click()
    await claudia.page.keyboard.insert_text(" Ich lese noch mehr." * 20)
    await claudia.press("Escape")
    await moderate(board, "PATCH", "/session", step=12)
    await expect(wall.find(".row--rating .head")).to_be_in_viewport(ratio=1)
    late = claudia.find(".card", has_text="Feedback etwas bewirkt")
    await expect(wall.find(".card", has_text="Feedback etwas bewirkt")).not_to_be_in_viewport()
    await late.click()
    await claudia.page.keyboard.type("!")
    await expect(wall.find(".card", has_text="Feedback etwas bewirkt")).to_be_in_viewport(ratio=1)
    await expect(wall.find(".cursor")).to_have_css("opacity", "1")
    assert await wall.page.evaluate(SMALLER, SMALLEST_TYPE) == []
    await moderate(board, "PATCH", "/session", step=8)
    await expect(wall.find(".cursor")).to_have_css("opacity", "0")  # it points at what the activities cover
    # A wall that is opened in the middle of a workshop: the rows above grow while their pictures come
    await wall.page.reload()
    await wall.page.wait_for_function(BELOW_THE_ACTIVITIES, arg="painPoint")
    await wall.page.set_viewport_size({"width": 1440, "height": 900})
    cut = await wall.find(".persona__quote").evaluate("quote => quote.scrollHeight - quote.clientHeight")
    assert cut < SMALLEST_TYPE  # less than a line of it


async def moderate(board: OpenBoard, method: str, path: str, **body: Any) -> Any:
    answer = await board.product.http.request(
        method, f"/api/boards/{board.id}{path}", json=body, headers=bearer(dict(board.made))
    )
    assert answer.is_success, answer.text
    return answer.json()


async def test_the_room_sees_how_to_join_who_writes_what_and_where_the_result_is(make_board: MakeBoard) -> None:
    board = await make_board()
    anna = await board.open(name="Anna Groß")
    wall = await board.open(name="Wand", size=(1920, 1080), view="wall", reduced_motion="reduce")
    code = str(board.made["code"])
    await expect(wall.find(".wall__waiting .code")).to_have_text(f"{code[:4]} {code[4:]}")
    await expect(wall.find(".wall__waiting .wall__qr")).to_be_in_viewport(ratio=1)
    await expect(wall.find(".wall__waiting .wall__name")).to_have_text(["Anna Groß", "Wand"])
    await expect(wall.find("bb-board")).to_be_hidden()
    assert await violations(wall.page) == []

    await moderate(board, "PATCH", "/session", step=3, timer={"action": "start", "seconds": 600})
    await expect(wall.find(".wall__step")).to_have_text("3 Schritt 3 von 12Kundenaktivitäten")
    await expect(wall.find("bb-timer")).to_contain_text("9:")
    await expect(wall.find("button:visible, a:visible, input:visible")).to_have_count(0)
    await anna.find('[data-act="all-stages"]').click()
    await expect(wall.find('.wall__leg[aria-current="step"]')).to_have_text("Inspiration")
    await anna.page.get_by_role("button", name="Ich suche").nth(3).click()
    await anna.page.keyboard.type(" einen Parkplatz")
    piece = wall.find(".wall__piece")
    await expect(piece).to_contain_text("Ich suche einen Parkplatz")
    await expect(piece.locator(".wall__by b")).to_have_text("Anna Groß")
    await expect(wall.find(".wall__one--writes")).to_have_text("AGAnna Groß")
    await expect(wall.activity("einen Parkplatz")).to_be_in_viewport(ratio=1)
    await expect(wall.find('.wall__leg[aria-current="step"]')).to_have_text("Angebot")
    await expect(wall.find(".persona, .wall__door")).to_have_count(2)
    for part in (".persona", ".wall__door", ".wall__step", ".wall__crowd"):
        await expect(wall.find(part)).to_be_in_viewport(ratio=1)
    assert await wall.page.evaluate(SMALLER, SMALLEST_TYPE) == []

    head = await moderate(board, "POST", "/commit", label="Ergebnis")
    for _ in ("told of it", "opened anew"):
        await expect(wall.find(".wall__words")).to_contain_text("„Ergebnis“ ist festgehalten")
        await expect(wall.find(".wall__words .wall__address")).to_have_text(
            f"127.0.0.1:{board.product.port}/r/{head['id']}"
        )
        drawn = wall.page.get_by_role("img", name="QR-Code zum Ergebnis")
        await expect(drawn).to_have_js_property("complete", True)
        assert await drawn.evaluate("code => code.naturalWidth")
        await wall.page.reload()
        await wall.ready()
    await moderate(board, "PATCH", "/session", step=4)
    await expect(wall.find(".wall__words")).not_to_contain_text("Ergebnis")
    await expect(wall.page.get_by_role("img", name="QR-Code zum Beitreten")).to_be_visible()
    assert wall.errors == []
