"""What a guest of a German workshop does: with mouse, keys or finger, by what the page offers and by nothing else."""

from pathlib import Path

from playwright.async_api import ConsoleMessage, Locator, Page, expect

from tests.browser.hands import centre
from tests.browser.people import Visitor

PAD, LOWEST, HIGHEST = 0.07, 1, 10  # of the plot of the curve, as static/board/curve.js draws it


class Guest(Visitor):
    """Somebody at the workshop; also listens to what their browser complains about."""

    def __init__(self, page: Page, name: str, *, touch: bool = False) -> None:
        super().__init__(page, name)
        self.touch = touch
        page.on("console", self._hear)

    def _hear(self, line: ConsoleMessage) -> None:
        """That a line is down or a door is closed is no fault of the page."""
        if line.type == "error" and not line.text.startswith(("Failed to load resource", "WebSocket connection to")):
            self.errors.append(line.text)

    # What everybody can do

    async def poke(self, target: Locator) -> None:
        """One press, with whatever this person presses."""
        await (target.tap() if self.touch else target.click())

    async def reach(self, thing: Locator, button: str) -> None:
        """A button that stands only where a mouse points."""
        if not self.touch:
            await thing.hover()
        await self.poke(thing.locator(button))

    async def say(self, text: str, *then: str) -> None:
        """Writes into the field that has the focus, all at once as a keyboard with suggestions does."""
        await expect(self.page.locator(":is(textarea, input):focus")).to_be_visible()
        await self.page.keyboard.insert_text(text)
        await self.press(*then)

    async def choose(self, menu: str) -> None:
        """Takes an entry of the menu that is open."""
        entries = self.page.get_by_role("menuitem", name=menu), self.page.get_by_role("menuitemcheckbox", name=menu)
        await self.poke(entries[0].or_(entries[1]))

    async def put_away(self) -> None:
        """Closes the panel."""
        await self.poke(self.find(".panel__head").get_by_role("button", name="Schließen"))
        await expect(self.find(".panel")).to_have_count(0)

    async def reads(self, text: str) -> None:
        """The sentence of the step at work is there to be read."""
        await expect(self.find(".strip__step")).to_contain_text(text)

    async def kept(self) -> None:
        """The page says that everything is stored."""
        await expect(self.find(".saved__text")).to_have_text("Gespeichert")

    # Stages and activities

    async def add_stage(self, title: str) -> None:
        await self.poke(self.page.get_by_role("button", name="Phase", exact=True))
        await self.say(title, "Escape")
        await expect(self.stage(title)).to_have_count(1)

    def stage(self, title: str) -> Locator:
        return self.find(".stage", has_text=title)

    @property
    def activities(self) -> Locator:
        """What the customer does, in order."""
        return self.find(".map .activity__text")

    async def begin_stage(self, stage: str, opening: str, *texts: str) -> None:
        """The first activities of a stage: by an opening that it offers, then Enter by Enter."""
        column = await self.stage(stage).get_attribute("data-column")
        await self.poke(self.find(f'.row--activities [data-column="{column}"] .starter', has_text=opening.strip()))
        first, *others = texts
        for text in (first.removeprefix(opening), *others):
            await self.say(text, "Enter")
        await self.press("Escape")
        await expect(self.activity(texts[-1])).to_be_visible()

    async def add_activity(self, stage: str, text: str) -> None:
        """One more activity at the end of a stage, by its plus or, from the keyboard, by N."""
        await self.stage(stage).focus()
        await self.press("n")
        await self.say(text, "Escape")
        await expect(self.activity(text)).to_be_visible()

    async def id_of(self, activity: str) -> str:
        ref = await self.activity(activity).get_attribute("data-item")
        assert ref
        return ref.removeprefix("activities:")

    async def place(self, lane: str, activity: str) -> Locator:
        """The cell of a lane under an activity."""
        return self.find(f'.row[data-kind="{lane}"] [data-cell^="{await self.id_of(activity)}|"]')

    # What hangs under an activity

    async def add_card(self, lane: str, activity: str, text: str) -> None:
        cell = await self.place(lane, activity)
        await self.reach(cell, ".add")
        await self.say(text, "Escape")
        await expect(cell.locator(".card", has_text=text)).to_be_visible()

    async def finish_card(self, card: str, text: str) -> None:
        """Writes on at the end of a card."""
        await self.poke(self.card(card))
        await self.press("Control+End")
        await self.say(text, "Escape")

    async def add_touchpoint(self, activity: str, name: str) -> None:
        cell = await self.place("touchpoint", activity)
        await self.reach(cell, ".add")
        await self.say(name, "Escape")
        await expect(cell.locator(".touchpoint", has_text=name)).to_be_visible()

    async def describe_touchpoint(self, name: str, picture: Path, channel: str, department: str) -> None:
        """Picture, channel and a department that is new, in the panel beside the board."""
        await self.open_touchpoint(name)
        panel = self.find(".panel")
        await panel.locator('input[type="file"]').first.set_input_files(picture)
        await panel.get_by_label("Kanal").select_option(label=channel)
        await panel.get_by_label("Abteilung").select_option(label="Neue Abteilung …")
        await self.say(department, "Enter")
        await expect(self.touchpoint(name).locator(".touchpoint__department")).to_contain_text(department)
        await expect(self.touchpoint(name).locator("img")).to_have_count(1)
        await self.put_away()

    async def open_touchpoint(self, name: str) -> None:
        foot = self.touchpoint(name).locator(".touchpoint__foot")
        at = {"x": 6.0, "y": 8.0}  # beside the smiley, which is another button
        await (foot.tap(position=at) if self.touch else foot.click(position=at))  # type: ignore[arg-type]
        await expect(self.find(".panel")).to_be_visible()

    async def open_menu(self, thing: Locator) -> None:
        await self.reach(thing, ".more")

    async def give_face(self, touchpoint: str, face: str) -> None:
        point = self.touchpoint(touchpoint)
        if not self.touch:
            await point.hover()
        await self.poke(point.locator(".marks"))
        await self.poke(self.page.get_by_role("radio", name=face, exact=True))

    async def sketch(self) -> None:
        """Draws a line on the sheet and hangs it up."""
        x, y = await centre(self.find(".pad"))
        await self.page.mouse.move(x - 60, y - 40)
        await self.page.mouse.down()
        await self.page.mouse.move(x + 60, y + 40, steps=5)
        await self.page.mouse.up()
        await self.page.get_by_role("button", name="Ins Storyboard").click()
        await expect(self.find(".sketch-sheet")).to_have_count(0)

    # The curve

    async def pin(self, activity: str) -> Locator:
        """The activity's place on the curve, above the tools at the lower edge."""
        cell = self.find(f'.curve__cell[data-pin="{await self.id_of(activity)}"]')
        await cell.evaluate("cell => cell.scrollIntoView({ block: 'end', inline: 'nearest' })")
        return cell

    async def drag_pin(self, activity: str, value: int) -> None:
        """Takes the pin's head with the mouse and lets it go at the value."""
        cell = await self.pin(activity)
        x, y = await centre(cell.locator(".pin"))
        box = await cell.bounding_box()
        assert box
        await self.page.mouse.move(x, y)
        await self.page.mouse.down()
        await self.page.mouse.move(x, box["y"] + box["height"] * height(value), steps=5)
        await self.page.mouse.up()
        await expect(cell.locator(".pin")).to_have_text(str(value))

    async def touch_pin(self, activity: str, value: int) -> None:
        """A tap beside the pin sets it."""
        cell = await self.pin(activity)
        await cell.scroll_into_view_if_needed()
        box = await cell.bounding_box()
        assert box
        await cell.tap(position={"x": 14, "y": box["height"] * height(value)})
        await expect(cell.locator(".pin")).to_have_text(str(value))

    async def key_pin(self, activity: str, value: int) -> None:
        pin = (await self.pin(activity)).locator(".pin")
        await pin.focus()
        await self.press("0" if value == HIGHEST else str(value))
        await expect(pin).to_have_text(str(value))

    async def rate_as(self, view: str) -> None:
        """Chooses whose view the pins show and set."""
        series = self.page.get_by_role("radio", name=view)
        await self.poke(series)
        await expect(series).to_have_attribute("aria-checked", "true")


def height(value: int) -> float:
    """Where a value stands in the plot, as a share of its height."""
    return PAD + (HIGHEST - value) / (HIGHEST - LOWEST) * (1 - 2 * PAD)
