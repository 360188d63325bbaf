"""Several people at one board: letters, carets, pointers, drags; who may look and who may write (R8, R12, R13)."""

import re
from functools import partial

from playwright.async_api import expect

from tests.browser.conftest import MakeBoard
from tests.browser.hands import centre
from tests.browser.people import Person
from tests.waiting import until

CARET = "document.activeElement.selectionStart"
FIELD = "document.querySelector('.text__field')"


async def test_two_people_typing_in_one_card_keep_their_letters_and_their_carets(
    make_board: MakeBoard,
) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    for person in (anna, ben):
        await person.card("Fachbegriffe").click()
    await anna.press("Control+Home")
    await ben.press("Control+End")
    words = ("Viele 😀 ", " und Zahlen")
    for first, last in zip(words[0].ljust(20, "a"), words[1].ljust(20, "z"), strict=True):
        await anna.page.keyboard.insert_text(first)
        await ben.page.keyboard.insert_text(last)
    expected = words[0].ljust(20, "a") + "Fachbegriffe (QLED, HDR10+, VRR) ohne Erklärung" + words[1].ljust(20, "z")
    for person in (anna, ben):
        await until(partial(shows, person, expected), what=f"{person.name} sees all letters")
    length = len(expected.encode("utf-16-le")) // 2
    assert await anna.page.evaluate(CARET) == len(words[0].ljust(20, "a").encode("utf-16-le")) // 2
    assert await ben.page.evaluate(CARET) == length


async def shows(person: Person, expected: str) -> bool:
    return bool(await person.page.evaluate(f"{FIELD}?.value") == expected)


async def test_who_writes_is_seen_on_the_card_and_who_points_by_name(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna Groß"), await board.open(name="Ben")
    await anna.card("Fachbegriffe").click()
    await expect(ben.find(".other .disc")).to_have_text("AG")
    x, y = await centre(anna.activity("Ich suche im Online"))
    await anna.page.mouse.move(x, y)
    await expect(ben.find(".cursor")).to_contain_text("Anna Groß")

    async def points_at_its_middle() -> bool:
        seen = await ben.find(".cursor").bounding_box()
        here = await ben.activity("Ich suche im Online").bounding_box()
        return bool(seen and here and abs(seen["x"] - here["x"] - here["width"] / 2) < 4)

    await until(points_at_its_middle, what="the pointer is where it is at Anna's")
    await anna.press("Escape")
    await expect(ben.find(".other .disc")).to_have_count(0)


async def test_a_card_on_its_way_is_seen_and_stays_until_it_is_let_go(make_board: MakeBoard) -> None:
    """R13: the drag of another is presence; the document changes on drop."""
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    before = await board.plain()
    card = anna.card("Fachbegriffe")
    await card.scroll_into_view_if_needed()
    box = await card.bounding_box()
    assert box
    await anna.page.mouse.move(box["x"] + 20, box["y"] + 10)
    await anna.page.mouse.down()
    await anna.page.mouse.move(box["x"] + 220, box["y"] + 30, steps=6)
    await expect(ben.find(".other--drag")).to_contain_text("Fachbegriffe")
    assert await board.plain() == before
    await anna.press("Escape")
    await anna.page.mouse.up()
    await expect(ben.find(".other--drag")).to_have_count(0)
    assert await board.plain() == before


async def test_a_card_that_another_moves_takes_the_field_and_the_caret_along(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    await anna.card("Fachbegriffe").click()
    await anna.press("Control+Home")
    await anna.page.keyboard.type("Alle ")
    await ben.card("Alle Fachbegriffe").focus()
    await ben.press("Space")
    await expect(ben.find(".card.is-lifted")).to_be_focused()
    await ben.press("ArrowRight", "Space")
    await expect(ben.cell("painPoint", 3).locator(".card", has_text="Alle Fachbegriffe")).to_be_focused()
    await expect(anna.cell("painPoint", 3).locator(".text__field")).to_be_focused()
    await anna.page.keyboard.type("diese ")
    await expect(ben.card("Alle diese Fachbegriffe")).to_have_count(1)


async def test_the_focus_stays_on_a_thing_while_another_moves_its_neighbour_or_the_thing(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    await anna.activity("Ich lese Bewertungen").focus()
    await ben.activity("Ich frage im Chat").focus()
    await ben.press("Space", "ArrowLeft", "Space")
    await expect(anna.find(".map .activity__text").nth(4)).to_contain_text("Ich frage im Chat")
    await expect(anna.activity("Ich lese Bewertungen")).to_be_focused()
    card = anna.card("Fachbegriffe")
    await card.focus()
    await ben.card("Fachbegriffe").focus()
    await ben.press("Space", "ArrowRight", "Space")
    await expect(anna.cell("painPoint", 3).locator(card)).to_be_focused()
    await ben.press("Delete")
    left = anna.cell("painPoint", 3).locator(".card")
    await expect(left).to_have_count(2)
    await expect(left.first).to_be_focused()  # what else stands in its place
    await anna.press("ContextMenu")
    await expect(anna.find(".menu__item").first).to_be_focused()
    await ben.cell("painPoint", 3).locator(".card").first.press("Delete")
    await expect(left).to_have_count(1)
    await anna.press("Escape")
    await expect(left).to_be_focused()


async def test_what_another_changes_glows_in_their_colour(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    await ben.page.evaluate(
        """() => {
            window.lit = [];
            const animate = Element.prototype.animate;
            Element.prototype.animate = function (frames, how) {
                window.lit.push([this.dataset.lights ?? '', this.style.cssText, JSON.stringify(frames)]);
                return animate.call(this, frames, how);
            };
        }"""
    )
    await anna.card("Fachbegriffe").click()
    await anna.page.keyboard.type("!")
    lit = await until(lambda: ben.page.evaluate("window.lit"), what="the card glows")
    color = await anna.page.evaluate("document.querySelector('bb-board').session.color")
    assert lit[0][0].startswith("cards:")
    assert color in lit[0][1]
    assert "opacity" in lit[0][2]
    await ben.page.evaluate(
        """card => {
            window.apart = [];
            const look = () => {
                const light = document.querySelector("i[data-lights^='cards:']");
                if (light && light.offsetHeight !== card.offsetHeight)
                    window.apart.push([light.offsetHeight, card.offsetHeight]);
                requestAnimationFrame(() => setTimeout(look));
            };
            look();
        }""",
        await ben.card("Fachbegriffe").element_handle(),
    )
    await anna.page.keyboard.type(" Und dabei stehen drei Geräte nebeneinander, die sich nur darin unterscheiden")
    await ben.page.wait_for_function(  # goes along with the card, which has more lines now
        """card => {
            const light = document.querySelector("i[data-lights^='cards:']");
            return card.innerText.includes('unterscheiden') && light?.offsetHeight === card.offsetHeight;
        }""",
        arg=await ben.card("Fachbegriffe").element_handle(),
    )
    assert await ben.page.evaluate("window.apart") == []  # in no frame that was painted meanwhile
    cem = await board.open(name="Cem")
    its = await cem.page.evaluate("document.querySelector('bb-board').session.color")
    await cem.card("Fachbegriffe").click()

    async def lit_by(person: Person, color: str) -> bool:
        await person.page.keyboard.type(".")
        return color in str(await ben.page.evaluate("document.querySelector('[data-lights^=cards]')?.style.cssText"))

    assert its != color
    await until(lambda: lit_by(anna, color), what="who begins lights the card")
    await until(lambda: lit_by(cem, its), what="who goes on lights it, though nobody has paused")


async def test_a_follower_sees_everything_live_and_can_change_nothing(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    eve = await board.open("follower", "Eve")
    affordances = ".add, .more, .add-stage, .tools--left, .marks--unset, .pin--unset"
    visible = await eve.page.evaluate(
        "s => [...document.querySelectorAll(s)].filter(e => e.closest('bb-board') && e.checkVisibility()).length",
        affordances,
    )
    assert visible == 0
    await anna.card("Fachbegriffe").click()
    await anna.page.keyboard.type(" überall")
    await expect(eve.card("überall")).to_have_count(1)
    before = await board.plain()
    await eve.card("überall").click()
    await eve.card("überall").focus()
    await eve.press("Enter", "F2", "n", "Delete", "Space", "ArrowRight", "Space")
    await eve.page.get_by_role("slider").first.focus()
    await eve.press("ArrowUp", "5")
    await expect(eve.find("bb-board textarea")).to_have_count(0)
    assert await board.plain() == before
    await anna.find("bb-board").evaluate("({ commands }) => commands.addCard(null, null, { text: 'Ohne Platz' })")
    loose = eve.find(".tray .card")
    await expect(loose).to_have_text("Ohne Platz")
    await expect(eve.find(".tray__hint")).to_have_text("")  # of no use: how to drag
    await eve.page.get_by_role("button", name="Ablage schließen").click()
    await expect(loose).to_have_count(0)
    await eve.page.get_by_role("button", name="Ablage 1").click()
    await expect(loose).to_be_visible()
    assert eve.errors == []


async def test_a_locked_board_lets_participants_look_and_opens_again_at_once(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    await anna.cell("expectation", 2).hover()
    offer = anna.cell("expectation", 2).locator(".add")
    await expect(offer).to_be_visible()
    lock = f"/api/boards/{board.id}/lock"
    moderator = {"Authorization": f"Bearer {board.made['tokens']['moderator']}"}
    await board.product.http.put(lock, json={"locked": True}, headers=moderator)
    await expect(offer).to_be_hidden()
    await anna.card("Fachbegriffe").click()
    await expect(anna.find("bb-board textarea")).to_have_count(0)
    await board.product.http.put(lock, json={"locked": False}, headers=moderator)
    await anna.cell("expectation", 2).hover()
    await expect(offer).to_be_visible()


async def test_a_card_that_another_throws_away_stays_open_for_who_writes_in_it(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    kept = anna.find(".taken")
    await anna.card("Fachbegriffe").click()
    await anna.press("Control+Home")
    await anna.page.keyboard.type("Alle ")
    await ben.card("Alle Fachbegriffe").focus()
    await ben.press("Delete")
    await expect(kept).to_contain_text("Ben hat diese Karte in den Papierkorb gelegt")
    await expect(kept.locator(".text__field")).to_be_focused()
    assert await anna.page.evaluate(CARET) == len("Alle ")
    await anna.page.keyboard.type("diese ")
    await kept.get_by_role("button", name="Zurückholen").click()
    await expect(anna.cell("painPoint", 2).locator(".text__field")).to_be_focused()
    await expect(kept).to_have_count(0)
    await anna.page.keyboard.type("vielen ")
    await expect(ben.card("Alle diese vielen Fachbegriffe")).to_have_count(1)
    assert anna.errors == []


async def test_a_card_whose_activity_another_throws_away_goes_to_the_tray_with_its_caret(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    told = anna.find(".taken__words")
    activity = str(await anna.cell("painPoint", 2).get_attribute("data-cell")).split("|")[0]
    await anna.card("Fachbegriffe").click()
    await anna.press("Control+End")
    await ben.find(f'[data-item="activities:{activity}"]').focus()
    await ben.press("Delete")
    await expect(told).to_contain_text("Ben hat die Aktivität")
    await expect(told).to_contain_text("in der Ablage")
    await expect(anna.find(".tray .text__field")).to_be_focused()
    await anna.page.keyboard.type("!")
    await ben.press("Control+z")
    await expect(ben.find(".toast")).to_contain_text("Zurückgenommen: Aktivität „Ich blättere im Prospekt")
    await expect(ben.find("bb-bar [aria-label^=Wiederholen]")).to_have_attribute("title", re.compile("entfernt$"))
    await expect(anna.cell("painPoint", 2).locator(".text__field")).to_be_focused()
    await expect(told).to_have_count(0)
    await anna.press("Escape")
    await anna.card("Fachbegriffe").click()
    stage = f"s.board.activity('{activity}').stage"
    await ben.page.evaluate(
        f"() => {{ const s = document.querySelector('bb-board'); s.commands.remove('stages', {stage}); }}"
    )
    await expect(told).to_contain_text("Ben hat die Phase „Inspiration“")
    await expect(anna.find(".taken .text__field")).to_be_focused()
    await anna.press("End", "?")
    await anna.press("Escape")
    await expect(told).to_have_count(0)
    await anna.stored()
    assert "ohne Erklärung!?" in str(await board.plain())
    assert anna.errors == []


async def test_a_text_that_another_writes_in_is_held_and_fits_again_with_its_next_line(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    text = ben.card("Fachbegriffe").locator(".text")
    await anna.card("Fachbegriffe").click()
    await anna.page.keyboard.type("!")
    await expect(text).to_have_css("contain", "size layout")
    await anna.page.keyboard.type(" Und mit jedem weiteren Wort wächst diese Karte um eine Zeile.", delay=10)
    await expect(ben.card("um eine Zeile.")).to_have_count(1)
    fits = "box => Math.abs(box.clientHeight - box.firstElementChild.offsetHeight) < 2"
    assert await until(lambda: text.evaluate(fits), what="the card is as high as its text")
    await expect(text).to_have_css("contain", "none")


async def test_in_the_outline_too_what_is_thrown_away_stays_open_and_comes_back_with_its_caret(
    make_board: MakeBoard,
) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna", view="outline"), await board.open(name="Ben")
    card = str(await ben.card("Fachbegriffe").get_attribute("data-item"))
    line = anna.find(f'[data-item="{card}"] textarea')
    await line.focus()
    await anna.press("Control+Home")
    await ben.page.evaluate(
        "ref => document.querySelector('bb-board').commands.remove(...ref.split(':'))",
        card,
    )
    await expect(anna.find(".taken .text__field")).to_be_focused()
    await anna.page.keyboard.type("Alle ")
    await ben.page.evaluate(
        "ref => document.querySelector('bb-board').commands.restore(...ref.split(':'))",
        card,
    )
    await expect(line).to_be_focused()
    assert await anna.page.evaluate(CARET) == len("Alle ")
    await expect(ben.card("Alle Fachbegriffe")).to_have_count(1)
    assert anna.errors == []
