"""The board by mouse: made, written, moved, rated, taken back (issue 2, 4)."""

from playwright.async_api import Locator, expect

from tests.browser.conftest import MakeBoard
from tests.browser.hands import centre, drag
from tests.browser.people import Person
from tests.waiting import until


async def first_steps(person: Person) -> None:
    """A stage, two activities in it."""
    await person.page.get_by_role("button", name="Inspiration").click()
    await person.page.get_by_role("button", name="Ich suche").click()
    await person.page.keyboard.type("ein Gerät")
    await person.press("Enter")
    await person.page.keyboard.type("Ich vergleiche zwei Modelle")
    await person.press("Enter", "Escape")
    await expect(person.find(".map .activity")).to_have_count(2)


async def test_an_empty_board_offers_the_typical_stages_and_how_an_activity_may_begin(
    make_board: MakeBoard,
) -> None:
    board = await make_board()
    anna = await board.open(name="Anna")
    await first_steps(anna)
    await anna.stored()
    plain = await board.plain()
    assert [stage["title"] for stage in plain["stages"]] == ["Inspiration"]
    assert [activity["text"] for activity in plain["stages"][0]["activities"]] == [
        "Ich suche ein Gerät",
        "Ich vergleiche zwei Modelle",
    ]


async def test_all_seven_stages_are_one_act_that_one_undo_takes_back(make_board: MakeBoard) -> None:
    anna = await (await make_board()).open(name="Anna")
    await anna.page.get_by_role("button", name="Alle sieben Phasen").click()
    await expect(anna.find(".stage")).to_have_count(7)
    await anna.find(".stage").first.focus()
    await anna.press("Control+z")
    await expect(anna.find(".stage")).to_have_count(0)


async def test_typical_stages_stay_on_offer_until_the_first_activity_hangs(make_board: MakeBoard) -> None:
    anna = await (await make_board()).open(name="Anna")
    offers = anna.find(".add-stage")
    await anna.page.get_by_role("button", name="Inspiration", exact=True).click()
    await anna.page.get_by_role("button", name="Kauf", exact=True).click()
    await expect(anna.find(".stage__title")).to_have_text(["Inspiration", "Kauf"])
    await expect(offers).to_have_text(["Phase", "Recherche", "Überlegung", "Angebot", "Lieferung", "Nutzung"])
    await anna.page.get_by_role("button", name="Ich suche").first.click()
    await expect(offers).to_have_text(["Phase"])


async def test_an_empty_lane_offers_its_first_card_and_a_filled_one_waits_for_the_pointer(
    make_board: MakeBoard,
) -> None:
    anna = await (await make_board()).open(name="Anna")
    await first_steps(anna)
    offer = anna.cell("painPoint", 0).locator(".add")
    await expect(offer).to_have_css("opacity", "1")
    await offer.click()
    await anna.page.keyboard.type("Kein Parkplatz")
    await anna.press("Escape")
    await anna.find("bb-persona").hover()
    await expect(offer).to_have_css("opacity", "0")


async def test_a_card_is_written_moved_to_another_lane_and_back_by_undo(make_board: MakeBoard) -> None:
    board = await make_board()
    anna = await board.open(name="Anna")
    await first_steps(anna)
    await anna.cell("expectation", 0).locator(".add").click()
    await anna.page.keyboard.type("Ich erwarte eine gute Auswahl")
    await anna.press("Escape")
    card = anna.card("gute Auswahl")
    await drag(anna, card, anna.cell("sentiment", 1))
    await expect(anna.cell("sentiment", 1).locator(".card")).to_have_count(1)
    await anna.press("Control+z")
    await expect(anna.cell("expectation", 0).locator(".card")).to_have_count(1)
    await anna.press("Control+Shift+z")
    await expect(anna.cell("sentiment", 1).locator(".card")).to_have_text("Ich erwarte eine gute Auswahl")


async def test_enter_in_a_new_card_makes_the_next_one_and_an_empty_one_goes_away(
    make_board: MakeBoard,
) -> None:
    anna = await (await make_board()).open(name="Anna")
    await first_steps(anna)
    await anna.cell("painPoint", 0).locator(".add").click()
    for text in ("Kein Parkplatz", "Lange Schlange"):
        await anna.page.keyboard.type(text)
        await anna.press("Enter")
    await expect(anna.cell("painPoint", 0).locator(".card")).to_have_count(3)
    await anna.press("Escape")
    cards = anna.cell("painPoint", 0).locator(".card .text__shown")
    await expect(cards).to_have_text(["Kein Parkplatz", "Lange Schlange"])


async def test_an_activity_moves_to_another_stage_with_all_that_hangs_under_it(
    make_board: MakeBoard,
) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    moved = anna.activity("Ich stöbere am Handy")
    await drag(anna, moved, anna.activity("Ich suche im Online-Shop"))
    await until(lambda: _texts(anna, ".row--activities .activity__text", 4), what="moved")
    await anna.stored()
    stages = (await board.plain())["stages"]
    recherche = next(stage for stage in stages if stage["title"] == "Recherche")
    activity = next(a for a in recherche["activities"] if a["text"].startswith("Ich stöbere"))
    assert [point["name"] for point in activity["touchpoints"]] == ["Blog & Testvideo", "Newsletter"]


async def _texts(person: Person, selector: str, count: int) -> bool:
    texts = await person.find(selector).all_inner_texts()
    return any(text.startswith("Ich stöbere") for text in texts[2:count])


async def test_a_touchpoint_gets_its_smiley_its_marks_and_its_details(make_board: MakeBoard) -> None:
    board = await make_board()
    anna = await board.open(name="Anna")
    await first_steps(anna)
    await anna.cell("touchpoint", 0).locator(".add").click()
    await anna.page.keyboard.type("Suchmaschine")
    await anna.press("Escape")
    point = anna.touchpoint("Suchmaschine")
    await point.hover()
    await point.locator(".marks").click()
    await anna.page.get_by_role("radio", name="schlecht", exact=True).click()
    await point.locator(".touchpoint__foot").click(position={"x": 6, "y": 8})
    panel = anna.find(".panel")
    await panel.get_by_label("Kanal").select_option(label="Online / Mobile")
    await panel.get_by_label("Abteilung").select_option(label="Neue Abteilung …")
    await panel.get_by_label("Neue Abteilung").fill("Marketing")
    await anna.press("Enter")
    await expect(panel.get_by_label("Abteilung")).to_be_focused()
    await panel.get_by_role("button", name="Pain Point").click()
    await panel.get_by_text("Eigene Felder").click()
    ben = await board.open(name="Ben")
    await ben.find(".touchpoint__foot").click(position={"x": 6, "y": 8})
    await ben.find(".panel").get_by_text("Eigene Felder").click()
    for person, field in ((anna, "Kosten je Kontakt"), (ben, "Anbieter")):
        await person.page.get_by_label("Eigenes Feld hinzufügen").first.fill(field)
        await person.press("Enter")
        await expect(person.page.get_by_role("textbox", name=field)).to_be_focused()
        await person.page.keyboard.type(field)
    await expect(anna.find(".own")).to_have_count(2)  # another's above it takes nothing away
    for person in (anna, ben):
        await person.press("Tab")
    await anna.page.get_by_role("button", name="Anbieter entfernen").click()
    message, beside = await anna.find(".toast").bounding_box(), await panel.bounding_box()
    assert message
    assert beside
    assert message["x"] + message["width"] <= beside["x"]  # over the map
    await anna.find(".toast__act").click()
    await anna.stored()
    await ben.stored()
    await expect(point.locator(".chip")).to_have_text("Online / Mobile")
    await expect(point.locator(".touchpoint__department")).to_contain_text("Marketing")
    await anna.stored()
    plain = await board.plain()
    (stored,) = plain["stages"][0]["activities"][0]["touchpoints"]
    assert (stored["smiley"], stored["painPoint"], stored["channel"]) == (2, True, "channel-online")
    assert all(stored["custom"][field] == field for field in ("Kosten je Kontakt", "Anbieter"))
    assert plain["departments"][0]["name"] == "Marketing"


async def test_a_pin_is_dragged_and_the_board_changes_when_it_is_let_go(make_board: MakeBoard) -> None:
    """R13: the way of the pin is presence; the document gets the drop, as one step of undo."""
    board = await make_board()
    anna = await board.open(name="Anna")
    ben = await board.open(name="Ben")
    await first_steps(anna)
    cell = anna.find(".curve__cell[data-pin]").first
    await cell.scroll_into_view_if_needed()
    box = await cell.bounding_box()
    assert box
    mouse = anna.page.mouse
    x = box["x"] + box["width"] / 2
    await mouse.move(x, box["y"] + box["height"] * 0.5)
    await mouse.down()
    await mouse.move(x, box["y"] + box["height"] * 0.08, steps=6)
    await expect(ben.find(".curve__cell[data-pin] .pin").first).to_have_text("10")
    assert "outside" not in str((await board.plain())["stages"][0]["activities"][0]["ratings"])
    await mouse.up()
    await anna.stored()
    assert (await board.plain())["stages"][0]["activities"][0]["ratings"] == {"-": {"outside": 10}}
    await anna.press("Control+z")
    await expect(ben.find(".curve__cell[data-pin] .pin").first).to_have_attribute(
        "aria-valuetext", "noch nicht bewertet"
    )
    assert ben.errors == []


async def test_what_is_removed_lies_in_the_bin_and_comes_back_to_its_place(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    card = anna.card("Filter „Raumgröße“ fehlt")
    await card.hover()
    await expect(anna.find(".map :is(.card, .touchpoint, .activity) > .more").locator("visible=true")).to_have_count(1)
    await card.locator(".more").click()
    await anna.page.keyboard.press("Escape")
    await expect(card.locator(".more")).to_be_focused()
    await card.locator(".more").click()
    await anna.page.get_by_role("menuitem", name="Entfernen").click()
    await expect(card).to_have_count(0)
    await anna.page.get_by_role("button", name="Papierkorb:").click()
    await anna.find(".bin-item").filter(has_text="Raumgröße").get_by_role("button").click()
    await expect(anna.cell("painPoint", 3).locator(".card").first).to_contain_text("Raumgröße")


async def test_a_card_goes_to_any_place_by_its_menu_without_a_drag(make_board: MakeBoard) -> None:
    anna = await (await make_board(template="fernseher-kauf")).open(name="Anna")
    card = anna.card("Filter „Raumgröße“ fehlt")
    await card.hover()
    await card.locator(".more").click()
    await anna.page.get_by_role("menuitem", name="Verschieben nach").click()
    dialog = anna.page.get_by_role("dialog")
    await dialog.get_by_label("Zeile").select_option(label="Insights")
    await dialog.get_by_role("button", name="Verschieben", exact=True).click()
    await expect(anna.cell("insight", 3)).to_contain_text("Raumgröße")


async def test_a_lane_is_hidden_renamed_and_a_new_one_made(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    await anna.page.get_by_role("button", name="Zeilen", exact=True).click()
    await anna.page.get_by_label("Insights zeigen").uncheck()
    await expect(anna.lane("insight")).to_have_count(0)
    field = anna.page.get_by_label("Name der Zeile Pain Points")
    await field.fill("Ärgernisse")
    await field.blur()
    await expect(anna.lane("painPoint").locator(".head__title")).to_have_text("Ärgernisse")
    await anna.page.get_by_role("textbox", name="Zeile hinzufügen").fill("Datenschutz")
    await anna.press("Enter")
    await expect(anna.lane("custom").locator(".head__title")).to_have_text("Datenschutz")


async def test_a_thing_dropped_on_the_tray_waits_there_and_the_bin_takes_it_too(
    make_board: MakeBoard,
) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    card = anna.cell("expectation", 0).locator(".card").first
    text = await card.inner_text()
    await drag_out(anna, card, "tray")
    await expect(anna.find(".tray .card")).to_contain_text(text.strip())
    await drag_out(anna, anna.find(".tray .card"), "bin")
    await expect(anna.find(".tray .card")).to_have_count(0)
    await anna.stored()
    assert (await board.plain())["unplaced"]["cards"] == []


async def drag_out(person: Person, thing: Locator, goal: str) -> None:
    """Drags onto the tray's or the bin's button."""
    box = await thing.bounding_box()
    assert box
    mouse = person.page.mouse
    await mouse.move(box["x"] + 20, box["y"] + 10)
    await mouse.down()
    await mouse.move(box["x"] + 40, box["y"] + 30, steps=3)
    x, y = await centre(person.find(f'[data-drop="{goal}"]'))
    await mouse.move(x, y, steps=6)
    await person.find(f'[data-drop="{goal}"][data-over]').wait_for()
    await mouse.up()
