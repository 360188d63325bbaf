"""Somebody who has a keyboard and nothing else: finds a control by Tab, walks by arrows, and sees where they are."""

from pathlib import Path

from playwright.async_api import FileChooser, Page, expect

from tests.waiting import until

MOST = 60  # presses of Tab to anything on the page

# What has the focus: its name, and whether any of it is in sight and not under something else (WCAG 2.4.11).
HERE = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return { name: '', seen: true };
  const shown = it.querySelector('.pin__head') ?? ((it.matches('.visually-hidden') && it.closest('label')) || it);
  const box = shown.getBoundingClientRect();
  const at = (x, y) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
  const over = '.row, .head, .tools, .room__top';
  const mine = (found) => found && (shown.contains(found) || (found.contains(shown) && !found.matches(over)));
  const spots = [0.1, 0.3, 0.5, 0.7, 0.9];
  const words = it.getAttribute('aria-label') ?? it.labels?.[0]?.textContent ?? it.textContent;
  return { name: words.trim().replaceAll(/\\s+/g, ' '), seen: spots.some(x => spots.some(y => mine(at(x, y)))) };
}"""


class Typist:
    """Presses keys on a page, and counts the detours."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tabs = 0
        self.hidden: list[str] = []
        self._file = Path()
        page.on("filechooser", self._choose_file)

    async def _choose_file(self, chooser: FileChooser) -> None:
        await chooser.set_files(self._file)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def type(self, text: str, *then: str) -> None:
        await expect(self.page.locator(":is(textarea, input):focus")).to_be_visible()
        await self.page.keyboard.type(text)
        await self.press(*then)

    async def name(self) -> str:
        """What has the focus; remembers what nobody could see."""
        here = await self.page.evaluate(HERE)
        if not here["seen"]:
            self.hidden.append(here["name"])
        return str(here["name"])

    async def reach(self, name: str, key: str = "Tab") -> None:
        """Presses a key, Tab unless said otherwise, until what is called so has the focus."""
        passed = [await self.name()]
        while name not in passed[-1]:
            assert len(passed) < MOST, f"“{name}” is not to be reached: {passed}"
            await self.press(key)
            self.tabs += key.endswith("Tab")
            passed.append(await self.name())

    async def use(self, name: str, key: str = "Tab") -> None:
        """Goes there and presses Enter."""
        await self.reach(name, key)
        await self.press("Enter")

    async def bring(self, file: Path) -> None:
        """A file for the field that has the focus; the window for it is the system's."""
        self._file = file
        await self.press("Space")

    async def stands_on(self, name: str) -> None:
        """Waits until what is called so has the focus."""

        async def here() -> bool:
            return name in await self.name()

        await until(here, what=f"the focus is on “{name}”")

    async def choose(self, entry: str) -> None:
        """An entry of the menu that is open, by its first letter and arrows."""
        await self.reach(entry, "ArrowDown")
        await self.press("Enter")
