"""The map under a finger, on a phone of 390 px (frontend.md 4.6, look.md "Room to act")."""

import re

from playwright.async_api import expect

from tests.browser.conftest import MakeBoard
from tests.browser.hands import Finger
from tests.browser.people import PHONE, OpenBoard, Person

SMALLEST_TARGET = 44  # px, look.md


async def phone(board: OpenBoard, name: str = "Cem") -> Person:
    return await board.open(name=name, size=PHONE, touch=True, view="map")


async def test_a_journey_is_begun_with_taps_alone(make_board: MakeBoard) -> None:
    board = await make_board()
    cem = await phone(board)
    await cem.page.get_by_role("button", name="Inspiration").tap()
    await cem.page.get_by_role("button", name="Ich frage").tap()
    await expect(cem.find(".text__field")).to_be_focused()
    await cem.page.keyboard.type("Freunde")
    await cem.press("Escape")
    await cem.cell("sentiment", 0).locator(".add").tap()
    await cem.page.keyboard.type("Ich fühle mich gut beraten")
    await cem.press("Escape")
    await cem.stored()
    (activity,) = (await board.plain())["stages"][0]["activities"]
    assert activity["text"] == "Ich frage Freunde"
    assert activity["cards"][0]["text"] == "Ich fühle mich gut beraten"


async def test_a_long_press_lifts_a_card_and_a_swipe_scrolls(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    cem = await phone(board)
    card = cem.cell("expectation", 0).locator(".card").first
    text = (await card.inner_text()).strip()
    await Finger(cem.page).drag(card, cem.cell("sentiment", 0))
    await expect(cem.cell("sentiment", 0).locator(".card")).to_have_count(2)
    await expect(cem.cell("sentiment", 0)).to_contain_text(text)
    await expect(cem.find(".ghost, .is-lifted")).to_have_count(0)


async def test_a_tap_in_the_curve_sets_the_pin(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    cem = await phone(board)
    cell = cem.find(".curve__cell[data-pin]").first
    await cell.scroll_into_view_if_needed()
    box = await cell.bounding_box()
    assert box
    await cell.tap(position={"x": 20, "y": box["height"] * 0.93})
    await expect(cell.locator(".pin")).to_have_text("1")


async def test_a_tap_on_the_waiting_pin_sets_it_where_it_waits(make_board: MakeBoard) -> None:
    board = await make_board()
    cem = await phone(board)
    await cem.page.get_by_role("button", name="Inspiration").tap()
    await cem.page.get_by_role("button", name="Ich frage").tap()
    await cem.page.keyboard.type("Freunde")
    await cem.press("Escape")
    await cem.find(".pin--unset").tap()
    await expect(cem.find(".pin")).to_have_text(re.compile("[56]"))


async def test_the_page_never_scrolls_sideways_only_the_board_does(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    cem = await phone(board)
    sizes = await cem.page.evaluate(
        "[document.documentElement.scrollWidth, document.querySelector('.board__scroll').scrollWidth]"
    )
    assert sizes[0] == PHONE[0]
    assert sizes[1] > 2 * PHONE[0]


async def test_every_target_is_large_enough_for_a_finger(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    cem = await phone(board)
    await expect(cem.find(".map img ~ .more").first).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    await cem.page.get_by_role("button", name="Zeilen", exact=True).tap()
    await expect(cem.find("#panel-title")).to_be_focused()
    small = await cem.page.evaluate(
        """least => [...document.querySelectorAll('bb-board button, bb-board .pin, .lane-item > *')]
            .filter(target => target.checkVisibility())
            .map(target => [target.className, target.getBoundingClientRect()])
            .filter(([, box]) => Math.min(box.width, box.height) < least - 0.5)
            .map(([name, box]) => `${name} ${box.width}x${box.height}`)""",
        SMALLEST_TARGET,
    )
    assert sorted(set(small)) == []


async def test_lane_titles_stand_above_their_row_and_stay_in_sight(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    cem = await phone(board)
    head = cem.lane("expectation").locator(".head")
    await cem.find(".board__scroll").evaluate("place => place.scrollTo(700, 500)")
    box, row = await head.bounding_box(), await cem.cell("expectation", 2).bounding_box()
    assert box
    assert row
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]
    assert box["y"] + box["height"] <= row["y"] + 1


async def test_a_thing_moves_by_its_menu_on_the_phone_too(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    cem = await phone(board)
    card = cem.cell("expectation", 0).locator(".card").first
    await card.locator(".more").tap()
    await cem.page.get_by_role("menuitem", name="Verschieben nach").tap()
    await cem.page.get_by_role("dialog").get_by_label("Zeile").select_option(label="Insights")
    await cem.page.get_by_role("button", name="Verschieben", exact=True).tap()
    await expect(cem.cell("insight", 0).locator(".card")).to_have_count(2)
