"""The pages and the room for everybody: axe finds nothing, nothing scrolls sideways, keys reach all of it."""

from itertools import product as pairs
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import MakeBoard, NewPage
from tests.browser.devices import screen
from tests.browser.people import DESK, PHONE, Person
from tests.product import Product

DESK_SMALL = (1280, 800)
SCREENS = [(DESK_SMALL, False), (PHONE, True)]
# Each language on each screen, and both of them light and dark: the half of all in which every pair occurs.
LOOKS = [
    pytest.param(language, size, touch, dark, id=f"{language}-{size[0]}{'-dark' if dark else ''}")
    for language, (size, touch), dark in pairs(("de", "en"), SCREENS, (False, True))
    if (language == "de") ^ touch ^ dark
]
PANELS = {
    "people": "users",
    "share": "user-plus",
    "device": "smartphone",
    "agenda": "list-checks",
    "snapshots": "history",
    "commit": "bookmark",
}


async def assert_clean(page: Page, what: str, **options: Any) -> None:
    assert not await violations(page, **options), what
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{what} scrolls sideways"


@pytest.mark.parametrize(("language", "size", "touch", "dark"), LOOKS)
async def test_the_pages_around_the_board_are_clean(
    new_page: NewPage, language: str, size: tuple[int, int], touch: bool, dark: bool
) -> None:
    scheme = "dark" if dark else "light"
    page = await new_page(language, **screen(size, touch), color_scheme=scheme, reduced_motion="reduce")
    for path in ("/", "/j", "/nothing"):
        await page.goto(path)
        await assert_clean(page, path)
    await page.goto("/")
    await page.locator("#create button").click()
    await expect(page.locator("#create [data-error]")).to_be_visible()
    await assert_clean(page, "a form that lacks something")


@pytest.mark.parametrize(("language", "size", "touch", "dark"), LOOKS)
async def test_the_room_and_all_its_panels_are_clean(
    make_board: MakeBoard, language: str, size: tuple[int, int], touch: bool, dark: bool
) -> None:
    board = await make_board(template="fernseher-kauf", title="Fernseher-Kauf")
    person = await board.open(
        "moderator",
        "Claudia Weiß",
        size=size,
        touch=touch,
        language=language,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    await assert_clean(person.page, "the room", without="bb-board")
    for panel, sign in PANELS.items():
        await open_from_menu(person, sign)
        await expect(person.find(".panel__wait")).to_have_count(0)
        await assert_clean(person.page, panel, without="bb-board")
        await person.press("Escape")
    await person.find("bb-bar > button").last.click()
    await assert_clean(person.page, "the menu", without="bb-board")


@pytest.mark.parametrize(("language", "size", "touch", "dark"), LOOKS)
async def test_a_record_is_clean(
    make_board: MakeBoard, language: str, size: tuple[int, int], touch: bool, dark: bool
) -> None:
    board = await make_board(template="fernseher-kauf", title="Fernseher-Kauf")
    person = await board.open(
        "moderator", size=size, touch=touch, language=language, color_scheme="dark" if dark else "light"
    )
    answer = await person.page.request.post(
        f"/api/boards/{board.id}/commit", data={"label": "One"}, headers=origin(board.product)
    )
    record = await answer.json()
    await person.page.goto(f"/r/{record['id']}")
    await assert_clean(person.page, "the record")


async def test_the_board_page_is_clean_as_a_whole(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf", title="Fernseher-Kauf")
    person = await board.open("participant", size=DESK)
    await assert_clean(person.page, "the board")


async def test_the_menu_and_the_panels_work_by_keys_alone_and_give_the_focus_back(make_board: MakeBoard) -> None:
    board = await make_board()
    person = await board.open("moderator")
    page = person.page
    await person.find("bb-bar > button").last.focus()
    await person.press("Enter")
    await expect(person.find(".menu__item").first).to_be_focused()
    await person.press("ArrowDown", "ArrowDown", "ArrowUp", "End")
    await expect(person.find(".menu__item--danger")).to_be_focused()
    await person.press("Escape")
    await expect(person.find("bb-bar > button").last).to_be_focused()
    await person.find('button[data-panel="agenda"]').focus()
    await person.press("Enter")
    await expect(page.locator("#panel-title")).to_be_focused()
    await expect(person.find('button[data-panel="agenda"]')).to_have_attribute("aria-expanded", "true")
    await person.press("Escape")
    await expect(page.locator(".panel")).to_have_count(0)
    await expect(person.find('button[data-panel="agenda"]')).to_be_focused()
    await expect(person.find('button[data-panel="agenda"]')).to_have_attribute("aria-expanded", "false")


async def test_every_control_of_the_room_is_large_enough_for_a_finger(make_board: MakeBoard) -> None:
    board = await make_board()
    person = await board.open("moderator", size=PHONE, touch=True)
    for sign in PANELS.values():
        await open_from_menu(person, sign)
        await expect(person.find(".panel__wait")).to_have_count(0)
        small = await person.page.evaluate(
            """() => [...document.querySelectorAll(
                    ':is(#top, #panel) :is(button, a, select, summary, .input, label:has(.choice))')]
                .filter((control) => control.checkVisibility()
                    && Math.round(control.getBoundingClientRect().height) < 44)
                .map((control) => control.outerHTML.slice(0, 120))"""
        )
        assert not small, sign
        await person.press("Escape")


async def test_nothing_on_the_pages_breaks_their_own_policy(
    browser: Browser, product: Product, make_board: MakeBoard
) -> None:
    board = await make_board(template="fernseher-kauf", title="Fernseher-Kauf")
    context = await browser.new_context(base_url=product.url, locale="en")
    joined = await context.request.post("/api/join", data={"token": board.made["tokens"]["moderator"], "name": "Ann"})
    assert joined.ok
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(f"/b/{board.id}")
    await expect(page.locator(".saved--quiet")).to_be_attached(timeout=20_000)
    await page.locator('button[data-panel="share"]').click()
    await expect(page.locator(".share__qr")).to_be_visible()
    await page.goto("/")
    await expect(page.locator(".boards__one")).to_be_visible()
    assert not said
    await context.close()


async def open_from_menu(person: Person, sign: str) -> None:
    await person.find("bb-bar > button").last.click()
    await person.find(f".menu__item:has(.icon--{sign})").first.click()
    await expect(person.find(".panel__title")).to_be_focused()


def origin(product: Product) -> dict[str, str]:
    return {"origin": product.url}
