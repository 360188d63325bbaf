"""First person, gently: a hint that nobody has to heed, and beginnings for a blank card."""

import re
from typing import Any

from playwright.async_api import Locator, expect

from tests.browser.axe import violations
from tests.browser.conftest import MakeBoard
from tests.browser.people import PHONE, Person

PLAIN = "Schnelle Lieferung"


async def write(person: Person, kind: str, text: str, column: int = 0) -> Locator:
    """A new card in a lane, left again."""
    await person.cell(kind, column).focus()
    await person.press("n")
    await expect(person.find(".text__field")).to_be_focused()
    await person.page.keyboard.type(text)
    await person.press("Escape")
    return person.lane(kind).locator(".card", has_text=text)


async def started(make_board: MakeBoard, **how: Any) -> Person:
    """Somebody at a board with one activity."""
    anna = await (await make_board()).open(name="Anna", **how)
    await anna.page.get_by_role("button", name="Kauf", exact=True).focus()
    await anna.press("Enter")
    await anna.find(".stage").focus()
    await anna.press("n")
    await anna.page.keyboard.type("Ich bezahle")
    await anna.press("Escape")
    await expect(anna.activity("Ich bezahle")).to_be_focused()
    return anna


async def test_a_card_in_another_voice_gets_a_mark_when_it_is_left_and_nothing_moves(make_board: MakeBoard) -> None:
    anna = await started(make_board)
    await anna.cell("expectation", 0).focus()
    await anna.press("n")
    await anna.page.keyboard.type(PLAIN)
    await expect(anna.find(".hint")).to_have_count(0)
    before = await anna.card("").last.bounding_box()
    await anna.press("Escape")
    mark = anna.card(PLAIN).locator(".hint")
    await expect(mark).to_have_text("Ich …?")
    await expect(anna.card(PLAIN)).to_be_focused()
    assert await anna.card(PLAIN).bounding_box() == before
    said = anna.page.get_by_role("status").filter(has_text="In der Ich-Form")
    await expect(said).to_have_attribute("aria-live", "polite")
    await anna.press("Enter")
    await expect(mark).to_be_hidden()
    await anna.press("Home")
    await anna.page.keyboard.type("Ich erwarte: ")
    await anna.press("Escape")
    await expect(anna.card("Ich erwarte: Schnelle Lieferung")).to_be_focused()
    await expect(anna.find(".hint")).to_have_count(0)
    await write(anna, "sentiment", "Ich erlebe das Onboarding")
    await anna.find(".hint").click()
    await anna.page.get_by_role("button", name="Karte ändern").click()
    await expect(anna.find(".text__field")).to_be_focused()


async def test_it_explains_itself_by_keyboard_and_can_be_sent_away_for_good(make_board: MakeBoard) -> None:
    anna = await started(make_board)
    card = await write(anna, "sentiment", "Ich erlebe das Onboarding")
    await expect(card.locator(".hint")).to_have_text("„Onboarding“?")
    await anna.press("Shift+F10")
    await anna.page.get_by_role("menuitem", name="Hinweis zum Wortlaut").click()
    hint = anna.page.get_by_role("dialog", name="Hinweis zum Wortlaut")
    await expect(hint).to_contain_text("„Onboarding“ sagt das Unternehmen.")
    assert not (faults := await violations(anna.page)), "\n".join(faults)
    await hint.get_by_role("button", name="Für diese Karte ausblenden").click()
    await expect(anna.find(".hint, .hint-card")).to_have_count(0)
    await expect(card).to_be_focused()
    await anna.press("Enter")
    await anna.page.keyboard.type(" wieder")
    await anna.press("Escape")
    other = await write(anna, "expectation", PLAIN)
    await expect(other.locator(".hint")).to_be_visible()
    await expect(card.locator(".hint")).to_have_count(0)


async def test_the_writer_alone_sees_it_and_other_lanes_have_their_own_voice(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    eve = await board.open("follower", name="Eve")
    await write(anna, "painPoint", "Wartezeit")
    card = await write(anna, "expectation", PLAIN, 2)
    await expect(card.locator(".hint")).to_be_visible()
    await expect(eve.card(PLAIN)).to_be_visible()
    await expect(eve.find(".hint")).to_have_count(0)
    await expect(anna.find(".hint")).to_have_count(1)


async def test_a_blank_card_offers_beginnings_by_one_key_and_they_go_with_the_first_letter(
    make_board: MakeBoard,
) -> None:
    anna = await started(make_board)
    offered = anna.page.get_by_role("group", name="Satzanfänge")
    await anna.cell("expectation", 0).focus()
    await anna.press("n")
    field = anna.find(".text__field")
    await expect(offered.get_by_role("button")).to_have_text(["Ich möchte …", "Ich erwarte …", "Ich brauche …"])
    await expect(field).to_have_accessible_description(re.compile("^Pfeil nach rechts übernimmt „Ich möchte …“"))
    assert not (faults := await violations(anna.page)), "\n".join(faults)
    await anna.press("ArrowDown", "ArrowRight")
    await expect(field).to_have_value("Ich erwarte ")
    await expect(offered).to_be_hidden()
    await anna.page.keyboard.type("Ruhe")
    await anna.press("Escape")
    await expect(anna.card("Ich erwarte Ruhe")).to_be_focused()
    await expect(anna.find(".beginnings, .hint")).to_have_count(0)


async def test_a_finger_takes_a_beginning_and_the_caret_stays(make_board: MakeBoard) -> None:
    anna = await started(make_board, size=PHONE, touch=True, view="map")
    await anna.cell("sentiment", 0).locator(".add").tap()
    field = anna.find(".text__field")
    await anna.page.get_by_role("button", name="Ich fühle mich …").tap()
    await expect(field).to_have_value("Ich fühle mich ")
    await expect(field).to_be_focused()
    await anna.press("Control+z")
    await expect(field).to_have_value("")
    await expect(anna.find(".beginnings")).to_be_visible()
