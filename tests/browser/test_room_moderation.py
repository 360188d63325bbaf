"""The moderator's basics, seen by everybody: agenda, timer, lock, people, links, and the end of the board."""

from playwright.async_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import MakeBoard
from tests.browser.people import Person

SHORT = '{"timer": {"action": "start", "seconds": 2}}'


async def panel(person: Person, sign: str) -> None:
    await person.find("bb-bar > button").last.click()
    await person.find(f".menu__item:has(.icon--{sign})").first.click()
    await expect(person.find(".panel__title")).to_be_focused()


async def test_everybody_reads_the_step_that_the_moderator_chooses(make_board: MakeBoard) -> None:
    board = await make_board()
    claudia = await board.open("moderator", "Claudia")
    mehmet = await board.open("participant", "Mehmet", language="en")
    fritz = await board.open("follower", "Fritz")
    await expect(mehmet.find("bb-strip")).to_be_hidden()
    await claudia.find(".strip__begin").press("Enter")
    await expect(mehmet.find(".strip__step")).to_contain_text("Whose journey is it?")
    await expect(mehmet.page.get_by_role("status").filter(has_text="Step 1 of 12: Persona.")).to_be_attached()
    await expect(claudia.find(".strip__go").last).to_be_focused()
    await expect(fritz.find(".strip__step")).to_contain_text("Wessen Journey ist das?")
    on = claudia.find(".strip__go").last
    place = await on.bounding_box()
    await on.click()
    await expect(mehmet.find(".strip__step")).to_contain_text("Stages")
    assert await on.bounding_box() == place
    await panel(claudia, "list-checks")
    await claudia.find(".agenda__step").nth(7).click()
    await expect(claudia.find('.agenda__step[aria-current="step"]')).to_contain_text("Erwartungen und Empfindungen")
    await expect(mehmet.find(".strip__count")).to_contain_text("7")
    await expect(mehmet.find(".strip__go")).to_have_count(0)
    await on.focus()
    await claudia.press("Tab")
    await expect(claudia.find(".strip__show")).to_be_focused()  # as it is read
    late = await board.open("participant", "Late")
    await expect(late.find(".strip__count")).to_contain_text("7")
    await claudia.find(".agenda__step").nth(12).click()
    await claudia.page.get_by_role("button", name="Ergebnis festhalten").click()
    await expect(claudia.find("bb-commit")).to_be_visible()


async def test_the_time_runs_for_everybody_by_the_servers_clock(make_board: MakeBoard) -> None:
    board = await make_board()
    claudia = await board.open("moderator", "Claudia")
    mehmet = await board.open("participant", "Mehmet")
    # A device whose own clock is an hour slow counts the same seconds.
    slow = await board.open("participant", "Slow")
    await slow.page.add_init_script("const now = Date.now; Date.now = () => now() - 3_600_000;")
    await slow.page.reload()
    await slow.ready()
    await panel(claudia, "list-checks")
    await claudia.find(".agenda__presets .button").first.click()
    for person in (claudia, mehmet, slow):
        await expect(person.find("bb-strip .timer__time")).to_have_text("4:58", timeout=8_000)
    await claudia.find(".agenda__presets .button:has(.icon--pause)").click()
    await expect(mehmet.find("bb-strip .timer--rest")).to_be_visible()
    await claudia.find(".agenda__presets .button:has(.icon--play)").click()
    await expect(mehmet.find("bb-strip .timer--run")).to_be_visible()
    await claudia.find(".agenda__presets .button:has(.icon--square)").click()
    await expect(mehmet.find("bb-strip .timer")).to_have_count(0)


async def test_the_end_of_the_time_is_said_to_everybody(make_board: MakeBoard) -> None:
    board = await make_board()
    claudia = await board.open("moderator", "Claudia")
    mehmet = await board.open("participant", "Mehmet", language="en")
    await panel(claudia, "list-checks")
    # The panel counts in minutes; nobody waits for one here.
    await claudia.page.route("**/session", lambda route: route.continue_(post_data=SHORT))
    await claudia.find(".agenda__presets .button").first.click()
    await expect(mehmet.find("bb-strip .timer--over")).to_contain_text("Time is up")
    await expect(mehmet.page.get_by_role("status").filter(has_text="Time is up")).to_be_attached()


async def test_a_locked_board_says_so_and_opens_again(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    claudia = await board.open("moderator", "Claudia")
    mehmet = await board.open("participant", "Mehmet")
    await panel(claudia, "list-checks")
    await claudia.page.get_by_role("switch").check()
    await expect(mehmet.page.get_by_text("Nur ansehen: die Moderation hat das Board gesperrt").first).to_be_visible()
    await expect(mehmet.find(".board-title__text--open")).to_have_count(0)
    await expect(claudia.find("bb-strip")).to_contain_text("Gesperrt für alle anderen")
    await claudia.find(".strip__begin").last.click()
    await expect(mehmet.find(".board-title__text--open")).to_be_visible()
    await expect(mehmet.page.get_by_role("status").filter(has_text="Alle können wieder schreiben")).to_be_attached()


async def test_the_title_is_one_line_that_everybody_may_change(make_board: MakeBoard) -> None:
    board = await make_board(title="Vorher")
    mehmet = await board.open("participant", "Mehmet")
    fritz = await board.open("follower", "Fritz")
    await mehmet.find(".board-title__text--open").click()
    await mehmet.page.keyboard.insert_text("Nachher <b>")
    await mehmet.press("Enter")
    await expect(fritz.find(".board-title")).to_have_text("Nachher <b>")
    await expect(fritz.page).to_have_title("Nachher <b> · Brownboard")
    await expect(mehmet.find(".board-title__text--open")).to_be_focused()
    await mehmet.find("bb-bar .icon--undo-2").click()
    await expect(fritz.find(".board-title")).to_have_text("Vorher")


async def test_a_new_role_is_in_force_at_once_and_said(make_board: MakeBoard) -> None:
    board = await make_board()
    claudia = await board.open("moderator", "Claudia")
    mehmet = await board.open("participant", "Mehmet")
    await panel(claudia, "users")
    await claudia.page.get_by_label("Rolle von Mehmet").select_option("follower")
    await expect(mehmet.find(".toast")).to_contain_text("nur zum Zusehen")
    await expect(mehmet.find('button[data-panel="share"]')).to_have_count(0)
    await expect(claudia.find(".crowd__eye")).to_contain_text("1")
    await claudia.page.get_by_label("Rolle von Mehmet").select_option("moderator")
    await expect(mehmet.find('button[data-panel="agenda"]')).to_be_visible()


async def test_the_last_moderator_cannot_step_down(make_board: MakeBoard) -> None:
    board = await make_board()
    claudia = await board.open("moderator", "Claudia")
    await panel(claudia, "users")
    await claudia.page.get_by_label("Rolle von Claudia").select_option("participant")
    await expect(claudia.find(".toast")).to_contain_text("Mindestens eine Person moderiert")
    await expect(claudia.page.get_by_label("Rolle von Claudia")).to_have_value("moderator")


async def test_a_removed_person_is_told_what_happened_and_what_stays(make_board: MakeBoard) -> None:
    board = await make_board()
    claudia = await board.open("moderator", "Claudia")
    mehmet = await board.open("participant", "Mehmet")
    await panel(claudia, "users")
    await claudia.page.get_by_role("button", name="Mehmet entfernen").click()
    await expect(claudia.page.get_by_text("Mehmet für immer vom Board entfernen?")).to_be_visible()
    await claudia.press("Escape")
    await expect(claudia.page.get_by_role("button", name="Mehmet entfernen")).to_be_visible()
    await claudia.page.get_by_role("button", name="Mehmet entfernen").click()
    await claudia.page.get_by_role("button", name="Ja, entfernen").click()
    await expect(mehmet.find("#notice h1")).to_have_text("Nicht mehr an diesem Board")
    await expect(mehmet.find("bb-board")).to_have_count(0)
    assert await violations(mehmet.page) == []
    await expect(claudia.find(".people__one")).to_have_count(1)


async def test_one_changes_ones_own_name_and_all_see_it(make_board: MakeBoard) -> None:
    board = await make_board()
    claudia = await board.open("moderator", "Claudia")
    mehmet = await board.open("participant", "Mehmet")
    await mehmet.find("bb-crowd button").click()
    await mehmet.page.get_by_role("button", name="Namen ändern").click()
    await mehmet.page.keyboard.insert_text("Mehmet Öztürk")
    await mehmet.press("Enter")
    await expect(claudia.find('.crowd__one[title="Mehmet Öztürk"]')).to_be_visible()


async def test_a_renewed_link_and_code_replace_the_old_ones(make_board: MakeBoard) -> None:
    board = await make_board()
    claudia = await board.open("moderator", "Claudia")
    await panel(claudia, "user-plus")
    code = await claudia.find(".share__code .code").inner_text()
    link = await claudia.find(".share__link .copy__text").first.input_value()
    await claudia.page.get_by_role("button", name="Neuer Code").click()
    await expect(claudia.find(".share__code .code")).not_to_have_text(code)
    await claudia.page.get_by_role("button", name="Neuer Link: Link zum Mitmachen").click()
    await expect(claudia.find(".share__link .copy__text").first).not_to_have_value(link)
    answer = await board.product.http.post("/api/join", json={"token": link.split("#")[1], "name": "Late"})
    assert answer.status_code == 401


async def test_a_follower_invites_nobody_and_changes_nothing(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    fritz = await board.open("follower", "Fritz")
    await expect(fritz.find("bb-strip")).to_contain_text("Nur ansehen")
    await fritz.find("bb-bar > button").last.click()
    names = await fritz.find(".menu__label").all_inner_texts()
    assert "Einladen" not in names
    assert "Board löschen …" not in names
    assert "Ergebnis festhalten" not in names


async def test_a_deleted_board_is_gone_for_everybody(make_board: MakeBoard) -> None:
    board = await make_board(title="Kurz da")
    claudia = await board.open("moderator", "Claudia")
    mehmet = await board.open("participant", "Mehmet")
    await claudia.find("bb-bar > button").last.click()
    await claudia.find(".menu__item--danger").click()
    dialog = claudia.page.get_by_role("dialog", name="Board löschen?")
    await expect(dialog).to_contain_text("„Kurz da“")
    await expect(dialog.get_by_role("button", name="Abbrechen")).to_be_focused()
    await dialog.get_by_role("button", name="Für immer löschen").click()
    await claudia.page.wait_for_url(lambda url: url.endswith("/"))
    await expect(mehmet.find("#notice h1")).to_have_text("Dieses Board gibt es nicht mehr")
