"""From nothing to a board with people: created on the home page, joined by link, by code, and on a second device."""

import asyncio
import re
from typing import Any

from playwright.async_api import Browser, Page, Route, expect

from tests.browser.conftest import NewPage
from tests.browser.devices import screen
from tests.browser.people import PHONE, READY_MS
from tests.product import running


async def create(page: Page, title: str = "First purchase", name: str = "Claudia Weiß") -> str:
    """Makes a board on the home page; returns its id."""
    await page.goto("/")
    await page.locator("#create [name=title]").fill(title)
    await page.locator("#create [name=name]").fill(name)
    await page.locator("#create button").click()
    await at_the_board(page)
    return page.url.split("/b/")[1].split("?")[0]


async def at_the_board(page: Page) -> None:
    await page.wait_for_url("**/b/*", timeout=READY_MS)
    await expect(page.locator("bb-bar")).to_be_visible(timeout=READY_MS)


async def invitation(page: Page) -> tuple[str, str]:
    """The participant's link and the code, as the panel shows them."""
    await page.locator('button[data-panel="share"]').click()
    link = await page.locator(".share__link .copy__text").first.input_value()
    code = await page.locator(".share__code .code").inner_text()
    await page.keyboard.press("Escape")
    return link, code


async def test_a_board_is_made_on_the_home_page_and_found_there_again(new_page: NewPage) -> None:
    page = await new_page()
    board = await create(page)
    await expect(page.locator(".board-title")).to_have_text("First purchase")
    await expect(page.locator("bb-strip")).to_contain_text("Begin with step 1")
    await page.goto("/")
    await expect(page.locator(".boards__one")).to_contain_text("First purchase")
    await page.locator(".boards__one").click()
    assert board in page.url


async def test_what_is_missing_is_said_beside_the_field(new_page: NewPage) -> None:
    page = await new_page("de")
    await page.goto("/")
    await page.locator("#create button").click()
    title = page.locator("#create [name=title]")
    await expect(title).to_be_focused()
    await expect(title).to_have_attribute("aria-invalid", "true")
    await expect(page.locator("label:has([name=title]) + [data-error]")).to_have_text(re.compile("worum es geht"))
    await page.get_by_role("radio", name="Fernseher-Kauf").first.check()
    await expect(title).to_have_value("Fernseher-Kauf")
    await page.get_by_role("radio", name="Leeres Board").check()
    await expect(title).to_have_value("")
    await page.get_by_role("radio", name="Fernseher-Kauf").first.check()
    await title.clear()
    await page.get_by_role("radio", name="Leeres Board").check()
    await page.get_by_role("radio", name="Fernseher-Kauf").first.check()
    await expect(title).to_have_value("Fernseher-Kauf")


async def test_the_link_lets_in_and_leaves_the_address_at_once(new_page: NewPage) -> None:
    moderator = await new_page()
    board = await create(moderator)
    link, _ = await invitation(moderator)
    guest = await new_page("de")
    await guest.goto(link)
    await expect(guest.locator("#join [name=name]")).to_be_focused()
    assert guest.url.endswith("/j")
    await guest.locator("#join [name=name]").fill("Mehmet Öztürk")
    await guest.keyboard.press("Enter")
    await at_the_board(guest)
    assert board in guest.url
    await expect(moderator.locator(".crowd__one")).to_have_count(2)
    await expect(guest.locator('button[data-panel="agenda"]')).to_have_count(0)
    token = link.split("#")[1]
    assert token not in await guest.evaluate("JSON.stringify([location.href, document.referrer, {...localStorage}])")


async def test_the_code_lets_in_however_it_is_typed_and_the_name_is_remembered(new_page: NewPage) -> None:
    moderator = await new_page()
    await create(moderator)
    _, code = await invitation(moderator)
    guest = await new_page("en", **screen(PHONE, touch=True))
    await guest.goto("/")
    await guest.locator("#enter [name=code]").fill(f" {code.lower().replace(' ', '-')} ")
    await guest.locator("#enter button").click()
    await guest.locator("#join [name=name]").fill("María")
    await guest.locator("#join button.button--main").click()
    await at_the_board(guest)
    assert "#" not in guest.url
    await guest.goto("/j")
    await expect(guest.locator("#join [name=name]")).to_have_value("María")


async def test_what_is_typed_before_the_page_has_its_script_stays(new_page: NewPage) -> None:
    page = await new_page()
    typed = asyncio.Event()

    async def late(route: Route) -> None:
        await typed.wait()
        await route.continue_()

    await page.route("**/*.js", late)
    await page.goto("/j", wait_until="commit")
    await page.locator("[name=code]").fill("ABCD 2345")
    await page.locator("[name=name]").fill("Ann")
    typed.set()
    await expect(page.locator("[data-error]")).to_contain_text("no such code")
    await expect(page.locator("[name=code]")).to_have_value("ABCD 2345")
    await expect(page.locator("[name=name]")).to_have_value("Ann")


async def test_a_wrong_code_and_a_dead_link_say_what_to_do(new_page: NewPage) -> None:
    page = await new_page()
    await page.goto("/j")
    await page.locator("[name=code]").fill("ABCD 2345")
    await page.locator("[name=name]").press("A")
    await expect(page.locator("[data-error]")).to_contain_text("no such code")
    await page.keyboard.type("nn")  # who types on is not taken elsewhere
    await expect(page.locator("[name=name]")).to_have_value("Ann")
    await page.keyboard.press("Enter")
    await expect(page.locator("[name=code]")).to_be_focused()
    await expect(page.locator("[data-error]")).to_contain_text("no such code")
    await page.goto("/")
    await page.locator("#enter [name=code]").fill("abcd O1I0")  # letters and digits that no code has
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-error]")).to_contain_text("no such code")
    await expect(page.locator("[name=code]")).to_have_value("ABCDO1I0")
    await page.goto("/")
    await page.goto("/j#no-such-token-at-all-here")
    await expect(page.locator("[data-error]")).to_contain_text("no longer valid")
    await expect(page.locator("[name=code]")).to_be_focused()
    await expect(page.locator("[name=code]")).not_to_have_attribute("aria-invalid", "true")
    await expect(page.locator("[data-error]:visible + [data-lead]")).to_contain_text("With the code")


async def test_the_same_person_goes_on_at_once_on_another_device(new_page: NewPage) -> None:
    page = await new_page()
    await create(page, name="Claudia")
    await page.locator("bb-bar > button").last.click()
    await page.get_by_role("menuitem", name="Continue on another device").click()
    link = await page.locator("bb-device .copy__text").input_value()
    await expect(page.locator(".share__qr--alone")).to_be_visible()
    await page.keyboard.press("Escape")
    phone = await new_page()
    await phone.goto(link)
    await at_the_board(phone)
    await expect(phone.locator(".crowd__one")).to_have_count(1)
    await page.locator("bb-crowd button").click()
    await expect(page.locator(".people__one")).to_have_count(1)
    await expect(page.locator(".people__about")).to_contain_text("2 devices")


async def test_who_comes_back_by_the_link_goes_on_in_the_same_seat(new_page: NewPage) -> None:
    moderator = await new_page()
    await create(moderator)
    link, code = await invitation(moderator)
    guest = await new_page("de")
    await guest.goto(link)
    await expect(guest.locator("h1")).to_have_text("First purchase")
    await guest.locator("[name=name]").fill("Anna")
    await guest.keyboard.press("Enter")
    await at_the_board(guest)
    for way in (link, "/j"):
        await guest.goto("/")
        await guest.goto(way)
        if way == "/j":
            await guest.locator("[name=code]").press_sequentially(code)
        await guest.get_by_role("button", name="Weiter als Anna").click()
        await at_the_board(guest)
    await expect(moderator.locator(".crowd__one")).to_have_count(2)
    await moderator.locator("bb-crowd button").click()
    await expect(moderator.locator(".people__one")).to_have_count(2)
    await guest.goto("/")
    await guest.goto(link)
    await guest.get_by_role("button", name="Als jemand anderes beitreten").click()
    await guest.locator("[name=name]").fill("Ben")
    await guest.keyboard.press("Enter")
    await at_the_board(guest)
    await expect(moderator.locator(".people__one")).to_have_count(3)


async def test_who_has_no_seat_is_led_to_the_door(new_page: NewPage) -> None:
    moderator = await new_page()
    board = await create(moderator)
    stranger = await new_page()
    answer = await stranger.goto(f"/b/{board}")
    assert answer
    assert answer.status == 401
    await stranger.get_by_role("link", name="Join with a code").click()
    await stranger.wait_for_url("**/j")


async def test_the_language_is_switched_at_the_board_and_stays(new_page: NewPage) -> None:
    page = await new_page("de")
    await create(page)
    await expect(page.locator(".saved")).to_contain_text("Gespeichert")
    await page.locator("bb-bar > button").last.click()
    await page.get_by_role("menuitemradio", name="English").click()
    await expect(page.locator(".saved")).to_contain_text("Saved")
    await page.goto("/")
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_the_join_page_keeps_the_way_in_when_the_language_changes(new_page: NewPage) -> None:
    moderator = await new_page()
    await create(moderator)
    link, _ = await invitation(moderator)
    guest = await new_page("en")
    await guest.goto(link)
    await guest.get_by_role("link", name="Deutsch").click()
    await expect(guest.locator("#join button.button--main")).to_have_text("Zum Board")
    await expect(guest.locator("[data-code]")).to_be_hidden()
    await guest.locator("[name=name]").fill("Anton")
    await guest.keyboard.press("Enter")
    await at_the_board(guest)


async def test_a_closed_house_asks_for_its_key(browser: Browser, tmp_path: Any) -> None:
    async with running(tmp_path / "data", create_token="the-key-of-this-house") as house:
        context = await browser.new_context(base_url=house.url, locale="en", bypass_csp=True)
        page = await context.new_page()
        await page.goto("/")
        await page.locator("#create [name=title]").fill("Ours")
        await page.locator("#create [name=name]").fill("Ann")
        await page.locator("#create [name=key]").fill("wrong")
        await page.locator("#create button").click()
        await expect(page.locator("#create [data-error]")).to_contain_text("does not fit")
        await page.locator("#create [name=key]").fill("the-key-of-this-house")
        await page.locator("#create button").click()
        await at_the_board(page)
        await context.close()
