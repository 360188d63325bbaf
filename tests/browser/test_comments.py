"""Comments beside the board: followers where the moderator allows it, everybody else always, live and by any hand."""

from playwright.async_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import MakeBoard
from tests.browser.people import PHONE, Person

WELCOME = "Kommentare sind willkommen"


async def open_list(person: Person) -> None:
    await person.find("bb-bar > button").last.click()
    await person.find(".menu__item:has(.icon--message-circle)").click()
    await expect(person.find(".panel__title")).to_be_focused()


async def say(person: Person, text: str) -> None:
    await expect(person.find("bb-comment-form textarea").last).to_be_focused()
    await person.page.keyboard.insert_text(text)
    await person.press("Enter")


async def test_a_follower_asks_as_soon_as_the_moderator_allows_it(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    claudia = await board.open("moderator", "Claudia")
    fritz = await board.open("follower", "Fritz")
    first = fritz.find(".map .card").first
    await first.click()
    await expect(fritz.find("bb-strip")).not_to_contain_text(WELCOME)
    await open_list(claudia)
    await claudia.page.get_by_role("switch", name="Das Publikum darf kommentieren").check()
    await expect(fritz.find("bb-strip")).to_contain_text(WELCOME)
    await first.click()
    await say(fritz, "Woher wissen wir das?")
    await expect(fritz.find(".said__words")).to_have_text("Woher wissen wir das?")

    mark = claudia.find(".map .card").first.get_by_role("button", name="1 Kommentar")
    await expect(claudia.find(".talks__one")).to_contain_text("Fritz")
    await expect(claudia.page.get_by_role("button", name="1 offener Kommentar")).to_be_visible()
    await mark.click()
    await expect(claudia.find(".talk__of")).to_have_attribute("style", "--tone: var(--lane-expectation)")
    await claudia.page.get_by_role("button", name="Antworten").click()
    await claudia.page.keyboard.insert_text("Aus der Befragung.")
    await claudia.press("Enter")
    await expect(fritz.find(".talk__answers .said__words")).to_have_text("Aus der Befragung.")
    await expect(mark).to_have_text("1")  # one conversation, as in the bar
    assert await violations(claudia.page) == []
    assert await violations(fritz.page) == []
    await claudia.page.get_by_role("button", name="Erledigt", exact=True).click()
    for person in (claudia, fritz):
        await expect(person.find(".map .comment-mark")).to_have_count(0)

    await claudia.page.get_by_role("button", name="Alle Kommentare").click()
    await claudia.page.get_by_role("switch").uncheck()
    await expect(fritz.find("bb-strip")).not_to_contain_text(WELCOME)
    await expect(fritz.find("bb-comment-form")).to_have_count(0)
    await expect(fritz.find(".panel")).to_contain_text("gerade nicht kommentieren")
    # One's own words can be taken back all the same, and nothing else
    await fritz.find(".talk__done summary").click()
    await expect(fritz.find(".said button")).to_have_count(1)
    await fritz.page.get_by_role("button", name="Zurücknehmen").click()
    await fritz.page.get_by_role("button", name="Ja, zurücknehmen").click()
    for person in (claudia, fritz):
        await expect(person.find("#panel")).not_to_contain_text("Woher wissen wir das?")


async def test_by_keyboard_alone_and_never_lost_with_its_thing(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    mehmet = await board.open("participant", "Mehmet")
    late = await board.open("participant", "Late", view="outline")
    card = mehmet.find(".map .card").first
    await card.focus()
    await mehmet.press("c")
    await say(mehmet, "Das hier")
    await mehmet.page.keyboard.insert_text("und noch etwas")
    await mehmet.press("Shift+Enter", "Enter")
    await expect(mehmet.find(".said__words")).to_have_count(2)
    await mehmet.press("Escape")
    await expect(card).to_be_focused()
    await expect(card).to_have_attribute("aria-description", "2 Kommentare")
    await expect(late.page.get_by_role("button", name="2 Kommentare").first).to_be_visible()

    await mehmet.press("c")
    await mehmet.page.get_by_role("button", name="Zurücknehmen").first.click()
    await mehmet.page.get_by_role("button", name="Ja, zurücknehmen").click()
    await expect(mehmet.find(".said__words")).to_have_text(["und noch etwas"])
    await mehmet.page.get_by_role("button", name="Wortlaut ändern").click()
    await mehmet.page.get_by_role("textbox", name="Wortlaut ändern").fill("Und das")
    await mehmet.page.get_by_role("button", name="Übernehmen").click()
    await expect(mehmet.find(".said__words")).to_have_text("Und das")
    await expect(mehmet.find(".said__who")).to_contain_text("geändert")

    await mehmet.press("Escape")
    await card.focus()
    await mehmet.press("Delete")
    await expect(mehmet.find(".map .comment-mark")).to_have_count(0)
    await open_list(late)
    await expect(late.find(".talks__one")).to_contain_text("im Papierkorb")
    await late.page.get_by_role("button", name="Zum ganzen Board kommentieren").click()
    await say(late, "Gut so!")
    await late.page.get_by_role("button", name="Alle Kommentare").click()
    await expect(late.find(".talks__one")).to_have_count(2)
    await expect(late.find(".talks__one").first).to_contain_text("Zum ganzen Board")


async def test_on_a_phone_what_could_not_be_sent_stays_and_is_sent_once(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    claudia = await board.open("moderator", "Claudia", view="outline")
    await open_list(claudia)
    await claudia.page.get_by_role("switch").check()
    paula = await board.open("follower", "Paula", size=PHONE, touch=True, language="en")
    olga = await board.open("follower", "Olga", view="outline")
    await paula.find("[data-item^=cards] .text").first.tap()
    await expect(paula.find("bb-comment-form textarea")).to_be_focused()
    await paula.page.keyboard.insert_text("Why?")
    await paula.page.context.set_offline(True)
    await paula.page.get_by_role("button", name="Send").tap()
    await expect(paula.find(".toast")).to_be_visible()
    await expect(paula.find("bb-comment-form textarea")).to_have_value("Why?")

    await olga.page.get_by_role("button", name="Kommentieren").nth(1).click()
    await say(olga, "Inzwischen")
    await expect(claudia.find(".talks__one")).to_have_count(1)
    await claudia.find(".talks__one").click()
    await expect(claudia.find(".said__words")).to_have_text("Inzwischen")
    await expect(claudia.page.get_by_role("button", name="1 Kommentar").first).to_be_visible()

    await paula.page.context.set_offline(False)
    await expect(paula.page.get_by_role("button", name="1 open comment")).to_be_visible()
    await paula.page.get_by_role("button", name="Send").tap()
    await expect(paula.find(".said__words")).to_have_text("Why?")
    await expect(claudia.page.get_by_role("button", name="2 offene Kommentare")).to_be_visible()
