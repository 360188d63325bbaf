"""The wall moves by itself: all of a small map, else the row of the step and what is new; always readable (look.md)."""

from playwright.async_api import expect

from tests.browser.conftest import MakeBoard
from tests.browser.people import WALL, Person

SMALLEST_TYPE = 24


async def type_size(person: Person) -> float:
    found = await person.page.evaluate(
        """() => { const style = getComputedStyle(document.querySelector('bb-board'));
            return parseFloat(style.fontSize) * parseFloat(style.getPropertyValue('--zoom')); }"""
    )
    return float(found)


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
    await claudia.page.evaluate(
        """(board) => fetch(`/api/boards/${board}/session`,
            {method: 'PATCH', headers: {'content-type': 'application/json'}, body: '{"step": 12}'})""",
        board.id,
    )
    await expect(wall.find(".row--rating .head")).to_be_in_viewport(ratio=1)
    late = claudia.find(".card", has_text="Feedback etwas bewirkt")
    await expect(wall.find(".card", has_text="Feedback etwas bewirkt")).not_to_be_in_viewport()
    await late.click()
    await claudia.page.keyboard.type("!")
    await expect(wall.find(".card", has_text="Feedback etwas bewirkt")).to_be_in_viewport(ratio=1)
