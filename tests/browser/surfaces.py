"""Every surface of a board, one after the other: opened as people open it, in whatever language, and left again."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Locator, Page, expect

Open = Callable[[Page], Awaitable[None]]

TITLE = "#panel-title"


def beside(page: Page) -> Locator:
    return page.locator(".panel")


async def shown(page: Page) -> None:
    """The panel stands, and what it had to ask for has come."""
    await expect(page.locator(TITLE)).to_be_visible()
    await expect(page.locator(".panel__wait")).to_have_count(0)


def by_key(thing: str, key: str) -> Open:
    """A panel that a key opens on the first thing of a kind."""

    async def open_it(page: Page) -> None:
        await page.locator(thing).first.focus()
        await page.keyboard.press(key)
        await shown(page)

    return open_it


def by_press(button: str) -> Open:
    """A panel that a press on a button opens."""

    async def open_it(page: Page) -> None:
        await page.locator(button).first.focus()
        await page.keyboard.press("Enter")
        await shown(page)

    return open_it


def by_menu(icon: str) -> Open:
    """A panel out of the main menu, by the sign of its entry."""

    async def open_it(page: Page) -> None:
        await main_menu(page)
        await page.locator(f".menu__item:has(.icon--{icon})").first.click()
        await shown(page)

    return open_it


async def main_menu(page: Page) -> None:
    await page.locator("bb-bar > button").last.click()
    await expect(page.locator(".menu")).to_be_visible()


async def item_menu(page: Page) -> None:
    await page.locator(".map .activity[data-item]").first.focus()
    await page.keyboard.press("Shift+F10")
    await expect(page.locator(".menu")).to_be_visible()


async def faces(page: Page) -> None:
    await page.locator(".touchpoint .marks").first.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".faces-card")).to_be_visible()


async def beginnings(page: Page) -> None:
    await page.locator('.row[data-kind="sentiment"] .card').first.focus()
    await page.keyboard.press("n")
    await expect(page.locator(".beginnings")).to_be_visible()


async def question(page: Page) -> None:
    await main_menu(page)
    await page.keyboard.press("End")
    await page.keyboard.press("Enter")
    await expect(page.locator("dialog.dialog")).to_be_visible()


async def tray(page: Page) -> None:
    await page.locator('[data-drop="tray"]').click()
    await expect(page.locator(".tray, .drawer").first).to_be_visible()


# On the map of a board that has everything, for who moderates it.
SURFACES: dict[str, Open] = {
    "persona": by_press(".persona__open"),
    "journey": by_press(".heading__journey"),
    "activity": by_key(".map .activity[data-item]", "o"),
    "touchpoint": by_key(".touchpoint[data-item]", "o"),
    "card": by_key('.row[data-kind="painPoint"] .card', "o"),
    "lanes": by_press('[data-act="lanes"]'),
    "bin": by_press('[data-act="bin"]'),
    "keys": by_key(".map .activity[data-item]", "?"),
    "people": by_menu("users"),
    "share": by_menu("user-plus"),
    "comments": by_menu("message-circle"),
    "device": by_menu("smartphone"),
    "snapshots": by_menu("history"),
    "commit": by_menu("bookmark"),
    "agenda": by_menu("list-checks"),
    "menu": main_menu,
    "item-menu": item_menu,
    "faces": faces,
    "beginnings": beginnings,
    "question": question,
    "tray": tray,
}


async def leave(page: Page, name: str) -> None:
    """Back to the board alone."""
    if name == "tray":
        await page.locator('[data-drop="tray"]').click()
        return
    for _ in range(2):  # out of a field, then out of what it stands in
        await page.keyboard.press("Escape")
    await expect(page.locator(".panel, .menu, dialog[open], .faces-card, .beginnings")).to_have_count(0)
