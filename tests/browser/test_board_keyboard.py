"""The board by keyboard alone (frontend.md 4.6): walk, write, lift, rate, take back; and what is said aloud."""

import re

from playwright.async_api import expect

from tests.browser.conftest import MakeBoard
from tests.browser.people import Person


async def said(person: Person, text: str) -> None:
    await expect(person.page.get_by_role("status").filter(has_text=text).first).to_be_attached()


async def test_a_board_is_begun_and_filled_without_a_pointer(make_board: MakeBoard) -> None:
    board = await make_board()
    anna = await board.open(name="Anna")
    await anna.page.get_by_role("button", name="Kauf", exact=True).focus()
    await anna.press("Enter")
    await anna.find(".stage").focus()
    await expect(anna.find(".stage")).to_have_accessible_name("Kauf")
    await anna.press("n")
    await expect(anna.find(".text__field")).to_have_accessible_name("Kundenaktivität")
    await anna.page.keyboard.type("Ich bezahle")
    await anna.press("Enter")
    await anna.page.keyboard.type("Ich warte")
    await anna.press("Escape")
    await expect(anna.activity("Ich warte")).to_be_focused()
    assert await anna.activity("Ich warte").get_attribute("aria-label") == "2 Ich warte"  # when the focus comes
    await anna.press("n", "Escape")  # one too many
    await expect(anna.find(".map .activity[data-item]")).to_have_count(2)
    await expect(anna.activity("Ich warte")).to_be_focused()
    await expect(anna.find('.tools [data-act="bin"]')).to_have_accessible_name("Papierkorb: 0 Stück")  # nothing in it
    await anna.press("ArrowLeft", "ArrowDown", "Enter")
    await anna.page.keyboard.type("Kasse")
    await anna.press("Enter")
    await anna.page.keyboard.type("combination")  # no key of a command for who types on
    await anna.press("Control+a", "Backspace", "Escape")
    await expect(anna.find(".touchpoint")).to_have_count(1)
    await expect(anna.touchpoint("Kasse")).to_be_focused()
    await anna.press("Alt+5", "p", "ArrowDown", "n")
    await anna.page.keyboard.type("Ich möchte schnell fertig sein")
    await anna.press("Escape")
    await anna.stored()
    (stage,) = (await board.plain())["stages"]
    first, second = stage["activities"]
    assert (first["text"], second["text"]) == ("Ich bezahle", "Ich warte")
    assert (first["touchpoints"][0]["smiley"], first["touchpoints"][0]["painPoint"]) == (5, True)
    assert first["cards"][0]["text"] == "Ich möchte schnell fertig sein"


async def test_a_card_is_lifted_carried_and_set_down_and_each_place_is_said(make_board: MakeBoard) -> None:
    anna = await (await make_board(template="fernseher-kauf")).open(name="Anna")
    card = anna.card("Filter „Raumgröße“ fehlt")
    await card.focus()
    await anna.press("Space")
    await said(anna, "Aufgenommen: Recherche")
    await anna.press("ArrowRight")
    await said(anna, "Ich lese Bewertungen")
    await anna.press("ArrowDown")
    await said(anna, "Moments of Truth")
    await anna.press("Space")
    await expect(anna.cell("momentOfTruth", 4)).to_contain_text("Raumgröße")
    await expect(card).to_be_focused()
    await said(anna, "Abgelegt: Recherche")


async def test_escape_sets_a_lifted_card_back(make_board: MakeBoard) -> None:
    anna = await (await make_board(template="fernseher-kauf")).open(name="Anna")
    card = anna.card("Filter „Raumgröße“ fehlt")
    await card.focus()
    await anna.press("Space", "ArrowRight", "ArrowRight", "Escape")
    await said(anna, "Abgebrochen")
    await expect(anna.cell("painPoint", 3)).to_contain_text("Raumgröße")
    await expect(anna.find(".drop-line, .is-lifted")).to_have_count(0)


async def test_an_activity_and_a_stage_go_along_by_keys(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    await anna.activity("Ich blättere").focus()
    await anna.press("Space", "ArrowRight", "Space")
    await expect(anna.activity("Ich blättere")).to_be_focused()
    await anna.find(".stage").first.focus()
    await anna.press("Space", "ArrowRight", "Space")
    await anna.stored()
    stages = (await board.plain())["stages"]
    assert [stage["title"] for stage in stages[:2]] == ["Recherche", "Inspiration"]
    assert stages[0]["activities"][0]["text"].startswith("Ich blättere")


async def test_pins_are_keyed_and_each_is_a_slider_from_one_to_ten(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    pin = anna.page.get_by_role("slider").first
    await pin.focus()
    await expect(pin).to_have_attribute("aria-valuemin", "1")
    await expect(pin).to_have_attribute("aria-valuenow", "8")
    await expect(pin).to_have_accessible_name(re.compile("^Außensicht 1 Ich sehe bei Freunden"))
    await expect(anna.lane("rating").get_by_role("rowheader")).to_have_accessible_name("Performanz aus Kundensicht")
    await anna.press("ArrowUp", "ArrowUp", "ArrowUp")
    await expect(pin).to_have_attribute("aria-valuenow", "10")
    await anna.press("3")
    await expect(pin).to_have_attribute("aria-valuenow", "3")
    await anna.press("Delete")
    await expect(pin).to_have_attribute("aria-valuetext", "noch nicht bewertet")
    await anna.press("ArrowRight", "End")
    await anna.stored()
    activities = (await board.plain())["stages"][0]["activities"]
    assert "outside" not in activities[0]["ratings"].get("-", {})
    assert activities[1]["ratings"]["-"]["outside"] == 10


async def test_the_series_is_chosen_by_arrows_and_the_pins_follow(make_board: MakeBoard) -> None:
    anna = await (await make_board(template="fernseher-kauf")).open(name="Anna")
    await anna.page.get_by_role("radio", name="Außensicht").focus()
    await anna.press("ArrowDown")
    await expect(anna.page.get_by_role("radio", name="Innensicht")).to_be_focused()
    await expect(anna.page.get_by_role("slider").first).to_have_attribute("aria-valuenow", "6")


async def test_the_map_is_one_tab_stop_and_home_and_end_walk_its_edges(make_board: MakeBoard) -> None:
    anna = await (await make_board(template="fernseher-kauf")).open(name="Anna")
    stops = anna.find('.map :is([data-item], .cell, .pin)[tabindex="0"]')
    await expect(stops).to_have_count(1)
    await anna.activity("Ich sehe bei Freunden").focus()
    await anna.press("End")
    await expect(anna.activity("Ich werde nach")).to_be_focused()
    await anna.press("Control+Home")
    await expect(anna.find(".stage").first).to_be_focused()
    await anna.press("Shift+F10")
    await expect(anna.find(".menu__item").first).to_be_focused()
    await anna.press("Escape")
    await expect(anna.find(".stage").first).to_be_focused()  # and arrows go on from there
    await anna.press("ArrowDown", "ArrowDown", "ArrowDown")
    await expect(anna.cell("expectation", 0).locator(".card").first).to_be_focused()
    await expect(stops).to_have_count(1)
    persona = anna.find(".persona__open")
    await persona.focus()
    await anna.press("Shift+F10")
    await expect(anna.find(".menu__item")).to_have_text(["Details"])
    await anna.press("Enter")
    await expect(anna.find("#panel-title")).to_be_focused()
    await anna.press("Escape")
    await expect(persona).to_be_focused()


async def test_undo_takes_back_only_ones_own_acts_and_shows_where(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    ben = await board.open(name="Ben")
    await anna.activity("Ich lese Bewertungen").focus()
    await anna.press("Delete")
    await expect(anna.activity("Ich frage im Chat")).to_be_focused()
    await anna.press("Control+z")
    await expect(anna.activity("Ich lese Bewertungen")).to_be_focused()
    await anna.card("Fachbegriffe").focus()
    await anna.press("Delete")
    await expect(ben.card("Fachbegriffe")).to_have_count(0)
    await ben.card("12 Min. Wartezeit").focus()
    await ben.press("Delete")
    await expect(anna.card("12 Min. Wartezeit")).to_have_count(0)
    await anna.press("Control+z")
    await expect(anna.card("Fachbegriffe")).to_be_focused()
    await expect(anna.card("12 Min. Wartezeit")).to_have_count(0)


async def test_letters_mean_something_only_while_a_thing_has_the_focus(make_board: MakeBoard) -> None:
    """WCAG 2.1.4: no single letter acts while one is elsewhere on the page."""
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    before = await board.plain()
    await anna.page.get_by_role("button", name="Zeilen", exact=True).focus()
    await anna.press("n", "p", "m", "Delete")
    await anna.find(".board__scroll").focus()
    await anna.press("n", "Delete")
    assert await board.plain() == before
    await anna.page.get_by_role("button", name="Menü öffnen").click()  # the list of them without “?”
    await anna.page.get_by_role("menuitem", name="Tasten").click()
    await expect(anna.find("#panel-title")).to_have_text("Tasten")
