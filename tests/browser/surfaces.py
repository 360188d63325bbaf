"""Every surface of a board, one after the other: opened as people open it, in whatever language, and left again."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect

Open = Callable[[Page], Awaitable[None]]

TITLE = "#panel-title"
OPENED = ".panel, .menu, dialog[open], .faces-card, .beginnings, .find, .selected, .sketch-sheet"
SETTLED = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const ends = ({ playState, effect }) => playState === 'running' && effect.getComputedTiming().endTime < 1000;
  await Promise.all(document.getAnimations().filter(ends).map(running => running.finished.catch(() => {})));
}"""
RESTS = """async element => {
  for (let last = '', frames = 0; frames < 20; frames += 1) {
    const place = JSON.stringify(element.getBoundingClientRect());
    if (place !== last) [last, frames] = [place, 0];
    await new Promise(requestAnimationFrame);
  }
}"""


async def at_rest(page: Page, what: str) -> None:
    """What glides into sight has come to its place."""
    await page.locator(what).first.evaluate(RESTS)


async def shown(page: Page, what: str = TITLE) -> None:
    """The panel or whatever else stands, and what it had to ask for has come."""
    await expect(page.locator(what)).to_be_visible()
    await expect(page.locator(".panel__wait")).to_have_count(0)


def by_key(thing: str, key: str, shows: str = TITLE) -> Open:
    """What a key opens on the first thing of a kind; a panel, unless it says otherwise."""

    async def open_it(page: Page) -> None:
        await page.locator(thing).first.focus()
        await page.keyboard.press(key)
        await shown(page, shows)

    return open_it


def by_press(button: str) -> Open:
    """A panel that a press on a button opens."""
    return by_key(button, "Enter")


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


async def question(page: Page) -> None:
    await main_menu(page)
    await page.keyboard.press("End")
    await page.keyboard.press("Enter")
    await expect(page.locator("dialog.dialog")).to_be_visible()


async def tray(page: Page) -> None:
    await page.locator('[data-drop="tray"]').click()
    await expect(page.locator(".tray, .drawer").first).to_be_visible()


async def search(page: Page) -> None:
    text = await page.locator(".activity__text").first.inner_text()
    await main_menu(page)
    await page.locator(".menu__item:has(.icon--search)").click()
    await page.locator(".find__field").fill(text.split()[-1])
    await page.keyboard.press("Enter")
    await expect(page.locator(".find__hit")).to_be_visible()
    await at_rest(page, '[data-found="now"]')


async def labels(page: Page) -> None:
    await SURFACES["touchpoint"](page)
    await page.locator(".labels__manage").first.click()
    await expect(page.locator("bb-labels-panel")).to_be_visible()


async def sketch(page: Page) -> None:
    await SURFACES["activity"](page)
    await page.locator(".panel .button:has(.icon--pencil)").click()
    await expect(page.locator(".sketch-sheet")).to_be_visible()


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
    "item-menu": by_key(".map .activity[data-item]", "Shift+F10", ".menu"),
    "faces": by_key(".touchpoint .marks", "Enter", ".faces-card"),
    "beginnings": by_key('.row[data-kind="sentiment"] .card', "n", ".beginnings"),
    "question": question,
    "tray": tray,
    "thread": by_key(".row .card", "c"),
    "labels": labels,
    "sketch": sketch,
    "search": search,
    "selection": by_key(".row .card", "Shift+ArrowDown", ".selected"),
}


def by_tap(*places: str, shows: str) -> Open:
    """What taps on one place after the other show on a phone."""

    async def open_it(page: Page) -> None:
        for place in places:
            await page.locator(place).first.click()
        await expect(page.locator(shows).first).to_be_visible()

    return open_it


# In the phone's own view of such a board.
ON_A_PHONE: dict[str, Open] = {
    "start": by_tap(".tab--start", shows=".chevron"),
    "stage": by_tap(".tab--stage", shows="bb-leg"),
    "leg": by_tap(".tab--stage", ".legs > :nth-child(2) .activity", shows="bb-leg[open]"),
    "evidence": by_tap(".tab--tray", shows="#phone-tray"),
    "writing": by_tap(".tab--stage", ".shelf [data-act=add-card]", shows="bb-phone textarea"),
    "more": by_tap(".tab--stage", "bb-leg bb-activity .more", shows=".menu"),
    "meeting": by_tap(".tab--stage", ".meeting__name", shows=".meeting textarea"),
    "search": search,
}


async def leave(page: Page, name: str) -> None:
    """Back to the board alone."""
    if name == "tray":
        await page.locator('[data-drop="tray"]').click()
        return
    for _ in range(2):  # out of a field, then out of what it stands in
        await page.keyboard.press("Escape")
    await expect(page.locator(OPENED)).to_have_count(0)
