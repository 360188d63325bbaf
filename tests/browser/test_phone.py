"""The board in one hand (`?view=phone`): stage by stage, by touch alone, live with everybody else."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.axe import violations
from tests.browser.conftest import MakeBoard
from tests.browser.hands import Finger
from tests.browser.people import DESK, PHONE, OpenBoard, Person
from tests.browser.test_first_load import REQUESTS, SCRIPT_BYTES, visit

PICTURES = Path(__file__).parents[2] / "board" / "templates" / "pictures"
SMALL = (360, 640)
SMALLEST_TARGET = 44  # px, look.md
QUOTE = "Ich will abends auf dem Sofa sitzen."
SMALL_TARGETS = """least => [...document.querySelectorAll('bb-phone :is(button, label, select)')]
    .filter(target => target.checkVisibility({ visibilityProperty: true }))
    .map(target => [target.className, target.getBoundingClientRect()])
    .filter(([, box]) => Math.min(box.width, box.height) < least - 0.5)
    .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""


# Whether the light of a card stands on what stands in for it.
LIT = """place => {
  const boxOf = what => document.querySelector(what)?.getBoundingClientRect();
  const [light, there] = ["i[data-lights^='cards:']", place].map(boxOf);
  return light && Math.abs(light.top - there.top) < 1 && Math.abs(light.left - there.left) < 1;
}"""


async def phone(board: OpenBoard, role: str = "participant", name: str = "Anna", **how: Any) -> Person:
    return await board.open(role, name, touch=True, **({"size": PHONE} | how))


PAPER = "getComputedStyle(document.querySelector('bb-leg[open] .activity'), '::{}').backgroundColor"

BELOW = """parts => {
  const [above, below] = parts.map(part => document.querySelector(part)?.getBoundingClientRect());
  return below?.top >= above?.bottom;
}"""


class Thumb:
    """What one thumb does on the phone; the keyboard only writes into the field that is open."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.dock = person.find("bb-dock")

    async def tap(self, name: str, *, within: Locator | None = None, role: Any = "button") -> None:
        await (within or self.person.page).get_by_role(role, name=name, exact=True).tap()

    async def write(self, text: str) -> None:
        await expect(self.person.find(":is(textarea, input):focus")).to_be_visible()
        await self.person.page.keyboard.insert_text(text)
        await self.person.press("Enter")
        await expect(self.person.find("bb-phone textarea")).to_have_count(0)

    async def next_step(self, title: str) -> None:
        await self.tap("Nächster Schritt")
        await expect(self.person.find(".strip__step strong")).to_have_text(title)

    async def stage(self, title: str) -> None:
        await self.person.find(".tab--stage", has_text=title).tap()
        await expect(self.person.page.get_by_role("heading", level=2, name=title)).to_be_visible()

    async def photo(self, within: Locator, picture: str) -> None:
        await within.locator('input[type="file"][capture="environment"]').set_input_files(PICTURES / picture)

    async def card(self, lane: str, text: str) -> None:
        await self.tap(f"Karte hinzufügen: {lane}", within=self.dock)
        await self.write(text)


async def clean(person: Person) -> None:
    await person.page.evaluate("Promise.allSettled(document.getAnimations().map(one => one.finished))")
    assert not (faults := await violations(person.page)), "\n".join(faults)
    small = await person.page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)
    assert sorted(set(small)) == []
    assert await person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not person.errors


async def test_the_twelve_steps_by_touch_alone_as_the_moderator_on_a_phone(make_board: MakeBoard) -> None:
    board = await make_board()
    claudia, ben = await phone(board, "moderator", "Claudia"), await board.open(name="Ben")
    await claudia.find("bb-phone").wait_for()
    await clean(claudia)
    thumb = Thumb(claudia)
    await beginning(thumb, ben)
    await activities(thumb, ben)
    await pictures(thumb, ben)
    await voices(thumb, ben)
    await ratings(thumb, ben)
    await clean(claudia)
    await claudia.stored()
    outcome(await board.plain())


async def beginning(thumb: Thumb, ben: Person) -> None:
    """Persona and stages."""
    await thumb.tap("Mit Schritt 1 beginnen")
    await thumb.tap("Persona", within=thumb.dock)
    panel = thumb.person.find(".panel")
    await panel.get_by_label("Name", exact=True).tap()
    await thumb.person.page.keyboard.insert_text("Jana Berger")
    await panel.get_by_label("Typisches Zitat").tap()
    await thumb.person.page.keyboard.insert_text(QUOTE)
    await thumb.photo(panel.locator("bb-picture").first, "persona.jpg")
    await expect(panel.locator("bb-picture img").first).to_be_visible()
    await thumb.tap("Schließen", within=panel)
    await thumb.tap("Persona", within=thumb.dock)
    await expect(panel).to_be_visible()
    await thumb.person.page.evaluate("document.activeElement.blur()")
    await thumb.person.press("Escape")  # which stands for the phone's own way back
    await expect(panel).to_have_count(0)
    await expect(ben.find(".persona__quote")).to_contain_text(QUOTE)
    await thumb.next_step("Phasen")
    await thumb.tap("Inspiration")
    await thumb.tap("Kauf")
    await thumb.tap("Phase", within=thumb.dock)
    await thumb.write("Nutzung")
    await expect(ben.find(".stage__title")).to_have_text(["Inspiration", "Kauf", "Nutzung"])


async def activities(thumb: Thumb, ben: Person) -> None:
    """In the first person, then in the order of time, without a drag."""
    await thumb.next_step("Kundenaktivitäten")
    await thumb.stage("Inspiration")
    await thumb.tap("Ich frage …")
    await thumb.write("Freunde nach ihrem Fernseher.")
    for text in ("Ich bestelle am Abend.", "Ich lese Testberichte."):
        await thumb.tap("Kundenaktivität", within=thumb.dock)
        await thumb.write(text)
    await thumb.next_step("Reihenfolge")
    await thumb.person.find("bb-leg", has_text="Ich lese Testberichte.").tap()
    await thumb.tap("Früher", within=thumb.dock)
    await expect(ben.find(".map .activity__text").nth(1)).to_have_text("Ich lese Testberichte.")
    earlier = thumb.dock.get_by_role("button", name="Früher")
    await expect(earlier).to_have_attribute("aria-disabled", "false")
    await thumb.person.find("bb-leg", has_text="Ich frage").tap()
    await expect(earlier).to_have_attribute("aria-disabled", "true")  # nothing is before the first
    await thumb.person.find("bb-leg", has_text="Ich bestelle").tap()
    await thumb.person.find("bb-leg bb-activity .more").tap()
    await thumb.tap("Verschieben nach …", role="menuitem")
    await thumb.person.page.get_by_role("dialog").get_by_label("Phase").select_option(label="Kauf")
    await thumb.tap("Verschieben")
    await expect(thumb.person.page.get_by_role("heading", level=2, name="Kauf")).to_be_visible()
    await expect(ben.find(".map .cell").nth(2)).to_contain_text("Ich bestelle")


async def pictures(thumb: Thumb, ben: Person) -> None:
    """A swipe back to the first stage; a photo for the storyboard, touchpoints with theirs."""
    await thumb.next_step("Storyboard")
    await Finger(thumb.person.page).swipe(thumb.person.find(".stage-head"), 220)
    await expect(thumb.person.page.get_by_role("heading", level=2, name="Inspiration")).to_be_visible()
    await expect(thumb.person.find("bb-leg bb-activity")).to_contain_text("Ich frage Freunde")
    await thumb.photo(thumb.dock, "photo.jpg")
    await thumb.next_step("Touchpoints")
    await thumb.tap("Touchpoint", within=thumb.dock)
    await thumb.write("Wohnzimmer von Freunden")
    await thumb.photo(thumb.person.find(".meeting"), "screen.jpg")
    await expect(ben.touchpoint("Wohnzimmer von Freunden").locator("img")).to_have_count(1)
    await thumb.tap("Weiter zur nächsten Aktivität")
    await thumb.photo(thumb.dock, "laptop.jpg")
    await expect(ben.find(".touchpoint img")).to_have_count(2)
    await expect(thumb.person.find(".meeting").last).to_be_in_viewport(ratio=1)
    await thumb.tap("Zurück zur vorigen Aktivität")


async def voices(thumb: Thumb, ben: Person) -> None:
    """Cards in lanes, with the beginnings that the method offers; a lane laid aside comes back with its first card."""
    await thumb.next_step("Erwartungen und Empfindungen")
    await thumb.tap("Karte hinzufügen: Erwartung", within=thumb.dock)
    await thumb.person.page.wait_for_function(BELOW, arg=["bb-phone textarea", ".beginnings"])
    await thumb.tap("Ich möchte …")
    await thumb.write("auch so einen Filmabend.")
    await thumb.card("Empfindung", "Ich bin neugierig.")
    await thumb.next_step("Diskussion")
    await thumb.card("Pain Point", "Alle raten mir etwas anderes.")
    await thumb.card("Moment of Truth", "Hier fällt die Marke.")
    await thumb.next_step("Ideen")
    await expect(ben.lane("idea")).to_have_count(0)
    await thumb.card("Idee / Bemerkung", "Freunde werben Freunde")
    await expect(ben.lane("idea").locator(".card")).to_have_text(["Freunde werben Freunde"])
    await expect(ben.card("auch so einen Filmabend")).to_have_count(1)


async def ratings(thumb: Thumb, ben: Person) -> None:
    """One tap for each: from the customer's view, faces and marks, then the other views of the curve."""
    await thumb.next_step("Bewertung")
    await rate(thumb, 9)
    await thumb.tap("Weiter zur nächsten Aktivität")
    await expect(thumb.person.find("bb-leg[open] .activity")).to_be_in_viewport(ratio=1)  # which is rated
    await rate(thumb, 7)
    await thumb.tap("Weiter zur nächsten Aktivität")
    await rate(thumb, 3)
    await rate(thumb, 2)
    await thumb.tap("Zurück zur vorigen Aktivität")
    await expect(thumb.dock.get_by_role("radio", name="7", exact=True)).to_be_checked()
    await thumb.person.stored()
    await thumb.person.page.reload()  # as a phone does when one comes back to it
    await thumb.person.ready()
    await expect(thumb.dock.get_by_role("radio", name="7", exact=True)).to_be_checked()
    await thumb.tap("Weiter zur nächsten Aktivität")
    await thumb.next_step("Smileys")
    await thumb.tap("Pain Point", within=thumb.dock)
    await thumb.stage("Inspiration")
    await thumb.person.find("bb-leg", has_text="Ich frage Freunde").tap()
    await thumb.tap("sehr gut")
    await thumb.tap("Moment of Truth", within=thumb.person.find(".meeting"))
    await thumb.next_step("Kurve")
    for series, value in (("Innensicht", 6), ("Zielwert", 10)):
        await thumb.tap(series, within=thumb.dock)
        await rate(thumb, value)
    await expect(ben.find(".pin")).to_have_text(["9", "7", "2"])
    await expect(ben.lane("storyboard").locator("img")).to_have_count(1)
    await expect(ben.find(".drop")).to_have_text(["−5"])
    await expect(ben.find(".tick--inside, .tick--target")).to_have_count(2)
    await expect(thumb.person.find(".mini .string--outside")).to_be_visible()


async def rate(thumb: Thumb, value: int) -> None:
    await thumb.dock.locator(".scale10__one", has_text=str(value)).last.tap()
    await expect(thumb.dock.get_by_role("radio", name=str(value), exact=True)).to_be_checked()


def outcome(plain: dict[str, Any]) -> None:
    """All that was tapped stands in the document."""
    (persona,) = plain["personas"]
    assert (persona["name"], persona["quote"], bool(persona["picture"])) == ("Jana Berger", QUOTE, True)
    inspiration, purchase, use = plain["stages"]
    texts = [activity["text"] for activity in inspiration["activities"]]
    assert texts == ["Ich frage Freunde nach ihrem Fernseher.", "Ich lese Testberichte."]
    asking, reading = inspiration["activities"]
    (ordering,) = purchase["activities"]
    assert (ordering["text"], ordering["painPoint"], use["activities"]) == ("Ich bestelle am Abend.", True, [])
    assert asking["sketch"]
    (friends,) = asking["touchpoints"]
    assert (friends["name"], friends["smiley"], friends["momentOfTruth"]) == ("Wohnzimmer von Freunden", 5, True)
    assert friends["picture"]
    assert [bool(touchpoint["picture"]) for touchpoint in reading["touchpoints"]] == [True]
    kinds = {lane["id"]: lane["kind"] for lane in plain["lanes"]}
    assert {kinds[card["lane"]]: card["text"] for card in asking["cards"]} == {
        "expectation": "Ich möchte auch so einen Filmabend.",
        "sentiment": "Ich bin neugierig.",
        "painPoint": "Alle raten mir etwas anderes.",
        "momentOfTruth": "Hier fällt die Marke.",
        "idea": "Freunde werben Freunde",
    }
    rated = [next(iter(activity["ratings"].values())) for activity in (asking, reading, ordering)]
    assert rated == [{"outside": 9, "inside": 6, "target": 10}, {"outside": 7}, {"outside": 2}]


async def test_others_are_seen_and_heard_and_nothing_moves_under_the_caret(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await phone(board), await board.open(name="Ben")
    thumb = Thumb(anna)
    await ben.cell("sentiment", 0).locator(".card").first.click()
    await expect(anna.find(".card[data-writer='Ben']")).to_be_visible()
    await expect(anna.find(".company")).to_contain_text("Ben")
    await expect(anna.find(".tab__here i")).to_have_count(1)
    await ben.press("Escape")
    paper = await anna.page.evaluate(PAPER.format("after"))
    await ben.find(".map .activity").first.click()
    await expect(anna.find(".activity[data-writer='Ben']")).to_be_visible()
    assert await anna.page.evaluate(PAPER.format("before")) == paper  # with the name on it
    await ben.press("Escape")
    await ben.cell("sentiment", 1).locator(".card").first.click()
    await ben.page.keyboard.type("!!!")
    await anna.page.wait_for_function(LIT, arg="bb-leg [data-leg]")
    await ben.press("Escape")
    await ben.cell("sentiment", 4).locator(".card").first.click()
    await ben.page.keyboard.type("!!!")
    await anna.page.wait_for_function(LIT, arg=".tab--stage:not([aria-current])")
    await ben.press("Escape")

    await anna.find('.shelf[data-kind="insight"] .plus').tap()
    field = anna.find("bb-phone textarea")
    await anna.page.keyboard.insert_text("Empfehlungen zählen")
    before = await field.bounding_box()
    await ben.cell("expectation", 0).hover()
    await ben.cell("expectation", 0).locator(".add").click()
    await ben.page.keyboard.type("Ich erwarte, dass niemand mir etwas aufschwatzt, was ich nicht brauche.")
    await ben.press("Escape")
    await expect(anna.card("niemand mir etwas aufschwatzt")).to_have_count(1)
    after = await field.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) <= 1
    await expect(field).to_be_focused()
    await anna.page.set_viewport_size({"width": 390, "height": 440})  # as a keyboard leaves of it
    await expect(field).to_be_in_viewport(ratio=1)
    await anna.page.set_viewport_size({"width": 390, "height": 844})
    await thumb.write(" mehr")
    await expect(ben.card("Empfehlungen zählen mehr")).to_have_count(1)

    card = anna.card("Empfehlungen zählen mehr")
    await card.locator(".more").tap()
    await thumb.tap("Entfernen", role="menuitem")
    await expect(card).to_have_count(0)
    await thumb.tap("Rückgängig", within=anna.find(".toast"))
    await expect(card).to_have_count(1)
    await card.locator(".more").tap()
    await thumb.tap("Nach oben", role="menuitem")
    await expect(anna.find('.shelf[data-kind="insight"] .card').first).to_have_text("Empfehlungen zählen mehr")

    activity = await anna.find("bb-leg[open] .activity").get_attribute("data-item")
    await card.locator(".text").tap()
    await ben.find(f'.map [data-item="{activity}"]').press("Delete")
    await expect(anna.find(".taken .text__field")).to_be_focused()  # no letter goes astray
    await anna.page.keyboard.insert_text("!")
    await thumb.tap("Zurückholen")
    await expect(anna.find("bb-leg .text__field")).to_have_value("Empfehlungen zählen mehr!")
    await expect(anna.find("bb-leg .text__field")).to_be_focused()
    await anna.press("Escape")

    stage = ben.find(".stage").first
    await stage.hover()
    await stage.locator(".more").click()
    await ben.page.get_by_role("menuitem", name="Entfernen").click()
    await anna.find(".tab--tray .tab__count").tap()
    await expect(anna.find("bb-phone .activity")).to_have_count(3)
    await clean(anna)


async def test_a_hint_speaks_up_and_a_card_left_blank_goes_away(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await phone(board)
    thumb = Thumb(anna)
    add = anna.find('.shelf[data-kind="expectation"] .plus')
    await add.tap()
    await thumb.write("Der Kunde erwartet Beratung.")
    await expect(anna.find(".card .hint")).to_be_visible()
    cards = anna.find('.shelf[data-kind="expectation"] .card')
    count = await cards.count()
    await add.tap()
    await expect(cards).to_have_count(count + 1)
    await anna.press("Escape")
    await expect(cards).to_have_count(count)


async def test_a_finger_carries_things_from_stage_to_stage_and_chooses_several(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await phone(board), await board.open(name="Ben")
    finger, thumb = Finger(anna.page), Thumb(anna)
    lane = anna.find('.phone__leaf:not([hidden]) .shelf[data-kind="expectation"]')
    later = anna.page.get_by_role("heading", level=2, name="Recherche")
    line = anna.find(".drop-line")

    card = anna.card("gemütlich auf dem Sofa")
    tab = anna.find(".tab--stage", has_text="Recherche")
    await finger.carry(card, (tab, later), (lane.locator(".card"), ben.find(".other-line")), drop=False)
    await expect(anna.find(".ghost, .carry, .drop-line")).to_have_count(0)
    await expect(anna.page.get_by_role("heading", level=2, name="Inspiration")).to_be_visible()
    await finger.carry(card, (tab, later), (lane.locator(".card"), line))
    await expect(lane.locator(".card")).to_have_text(
        [
            "Ich möchte abends gemütlich auf dem Sofa sitzen und abschalten.",
            "Ich möchte mit drei Klicks passende Geräte sehen.",
        ]
    )
    await expect(ben.cell("expectation", 3).locator(".card").first).to_contain_text("gemütlich auf dem Sofa")

    legs = anna.find("bb-leg [data-item^=activities]")
    await finger.carry(legs.nth(1), (anna.find(".plus--leg"), line))
    await expect(ben.find(".map .activity__text").nth(5)).to_contain_text("Ich lese Bewertungen")
    await finger.carry(
        card, (legs.nth(2), anna.find("bb-leg[open] .activity__text", has_text="Ich lese")), (legs.nth(2), line)
    )
    await expect(ben.cell("expectation", 5).locator(".card")).to_have_count(2)
    await finger.carry(card, (anna.find(".carry__tray"), anna.find(".carry__tray[data-over]")))
    await expect(anna.find(".tab--tray .tab__count")).to_have_text("1")

    await finger.carry(anna.find(".meeting"), (anna.find(".carry__tray"), anna.find(".carry__tray[data-over]")))
    await thumb.tap("Ansehen", within=anna.find(".toast"))
    await expect(anna.find(".stage-page .card")).to_have_count(1)
    await anna.find(".sieve", has_text="Touchpoints").or_(anna.find(".sieve", has_text="Bilder")).tap()
    await expect(anna.find(".stage-page .card")).to_have_count(0)
    head = anna.find("bb-leg .activity", has_text="Ich suche im Online-Shop")
    await finger.carry(anna.find(".meeting"), (tab, later), (head, anna.find("bb-leg .activity[data-over]").or_(line)))
    await expect(ben.cell("touchpoint", 3).locator(".touchpoint")).to_have_count(2)

    await lane.evaluate("lane => lane.scrollIntoView({ block: 'center' })")  # off the toast
    await finger.rest(lane.locator(".card"))
    await anna.find('.shelf[data-kind="sentiment"] .card').tap()
    await anna.find("bb-leg [data-leg]").first.tap()
    await lane.locator(".card").tap()
    chosen = anna.find(".selected")
    await expect(chosen).to_contain_text("3 Karten ausgewählt")
    await clean(anna)
    await thumb.tap("Verschieben nach …", within=chosen)
    dialog = anna.page.get_by_role("dialog")
    await dialog.get_by_label("Kundenaktivität").select_option(
        label="1 · Inspiration: Ich sehe bei Freunden einen großen OLED-Fernseher und bin sofort begeistert."
    )
    await thumb.tap("Verschieben")
    await expect(ben.cell("expectation", 0).locator(".card")).to_have_count(3)
    await thumb.tap("Entfernen", within=chosen)
    await expect(ben.cell("expectation", 0).locator(".card")).to_have_count(0)
    await thumb.tap("Rückgängig", within=anna.find(".toast"))
    await expect(ben.cell("expectation", 0).locator(".card")).to_have_count(3)


async def test_keys_do_on_it_what_fingers_do(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await phone(board)
    await anna.find("bb-leg .activity[aria-expanded]").first.focus()
    await anna.press("Enter")
    await expect(anna.find("bb-leg bb-activity:focus")).to_contain_text("Ich stöbere am Handy")
    card = anna.find('.shelf[data-kind="expectation"] .card').first
    while not await card.evaluate("card => card === document.activeElement"):
        await anna.press("Tab")
    await anna.press("n")
    await anna.page.keyboard.insert_text("Ich erwarte Ruhe")
    await anna.press("Enter", "Alt+ArrowUp")
    await expect(card).to_have_text("Ich erwarte Ruhe")
    await expect(card).to_be_focused()
    await anna.press("Control+Space")
    await expect(anna.find(".selected")).to_contain_text("1 Karte ausgewählt")
    await anna.press("Tab", "Escape")
    await expect(anna.find(".selected")).to_have_count(0)
    await card.focus()
    await anna.press("Delete")
    await expect(anna.card("Ich erwarte Ruhe")).to_have_count(0)
    await expect(card).to_be_focused()


@pytest.mark.parametrize(("language", "scheme"), [("de", "light"), ("en", "dark")])
async def test_a_follower_looks_through_it_and_axe_finds_nothing(
    make_board: MakeBoard, language: str, scheme: str
) -> None:
    board = await make_board(template="fernseher-kauf")
    fritz = await phone(board, "follower", "Fritz", size=SMALL, language=language, color_scheme=scheme)
    await expect(fritz.find("bb-leg .meeting__picture")).to_have_count(1)
    await expect(
        fritz.find("bb-phone :is(.plus, .camera, .more, .scale10, .face)").locator("visible=true")
    ).to_have_count(0)
    await clean(fritz)
    await fritz.find(".card").first.tap()
    await expect(fritz.find("textarea")).to_have_count(0)
    await Finger(fritz.page).swipe(fritz.find(".stage-head"), -200)
    await expect(fritz.find(".tab--stage[aria-current]")).to_have_text("Recherche")
    await fritz.find(".tab--start").tap()
    await expect(fritz.find(".persona__quote")).to_be_visible()
    await clean(fritz)
    await fritz.page.evaluate("document.documentElement.style.fontSize = '200%'")
    await expect(fritz.find("bb-bar > button").last).to_be_in_viewport(ratio=1)


async def test_a_first_visit_by_phone_stays_within_the_budget_and_brings_no_map(
    browser: Browser, make_board: MakeBoard
) -> None:
    board = await make_board(template="fernseher-kauf")
    seen = await visit(browser, board, "participant", "?view=phone")
    print(f"first load on a phone: {len(seen.asked)} requests, {dict(seen.bytes)}")
    assert not [path for _, path, _ in seen.asked if path.endswith("/board/board.js")]
    assert len(seen.asked) <= REQUESTS, seen
    assert seen.bytes["script"] <= SCRIPT_BYTES, seen


async def test_the_address_chooses_the_view_and_a_phone_without_one_gets_its_own(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await phone(board)
    await anna.page.get_by_role("button", name="Menü öffnen").tap()
    await anna.page.get_by_role("menuitem", name="Als Journey Map").tap()
    await anna.find("bb-board .map").wait_for()
    assert "view=map" in anna.page.url
    desk = await board.open(name="Ben", size=DESK)
    await desk.find("bb-board .map").wait_for()
    await desk.page.goto(f"/b/{board.id}?view=phone")
    await desk.find("bb-phone .stage-page").wait_for()
    narrow = await board.open(name="Cem", size=PHONE)
    await narrow.find("bb-board .map").wait_for()
    lying = await phone(board, name="Dörte", size=(844, 390))
    await lying.find("bb-phone .stage-page").wait_for()
