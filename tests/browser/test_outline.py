"""The outline (`?view=outline`): the whole board without a pointer, without a map, and live in both directions."""

import re
from functools import partial
from random import Random
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.browser.axe import violations
from tests.browser.conftest import MakeBoard
from tests.browser.people import DESK, PHONE, Person
from tests.waiting import until

TABS = 80  # more than any stop of a small board
SEED = 4
ACTS = 20
ONE_LINE = 1.5  # px

# What a view shows, in reading order: stages; activities with touchpoints, cards and outside rating; the tray.
ON_THE_MAP = """() => {
  const all = (within, what) => [...within.querySelectorAll(what)];
  const shown = thing => thing.querySelector('.text__shown:not(.text__shown--empty)')?.textContent ?? '';
  const words = thing => thing.querySelector('.text__field')?.value ?? shown(thing);
  const sign = (thing, name) => thing.querySelector(`use[href$="#${name}"]`) !== null;
  const face = thing => [1, 2, 3, 4, 5].find(n => sign(thing, `smiley-${n}`)) ?? 0;
  const head = id => document.querySelector(`[data-pin="${id}"] .pin:not(.pin--unset) .pin__head`);
  const value = id => head(id)?.textContent.trim() ?? '';
  const marks = it => [face(it), sign(it, 'bolt'), sign(it, 'star')];
  const below = (id, kind, thing) => all(document, `.row[data-kind="${kind}"] .cell[data-cell^="${id}|"] ${thing}`);
  const kinds = all(document, '.row[data-kind]').map(row => row.dataset.kind);
  return {
    stages: all(document, '.map .stage').map(stage => [stage.dataset.item, words(stage)]),
    activities: all(document, '.map .activity[data-item]').map(activity => {
      const id = activity.dataset.item.split(':')[1];
      return [activity.closest('.cell').dataset.stage, activity.dataset.item, words(activity),
        below(id, 'touchpoint', '.touchpoint').map(it => [it.dataset.item, words(it), ...marks(it)]),
        kinds.map(kind => below(id, kind, '.card').map(card => [card.dataset.item, words(card)])).flat(), value(id)];
    }),
    tray: all(document, '.tray [data-item]').map(thing => [thing.dataset.item, words(thing)]),
  };
}"""
IN_THE_OUTLINE = """() => {
  const all = (within, what) => [...within.querySelectorAll(what)];
  const line = thing => thing.querySelector('bb-line[data-item]');
  const told = thing => [line(thing).dataset.item, line(thing).querySelector('textarea').value];
  const face = thing => Number(thing.querySelector('select').value);
  const pressed = thing => all(thing, '.toggle').map(toggle => toggle.ariaPressed === 'true');
  return {
    stages: all(document, '.entry--stage').map(told),
    activities: all(document, '.part--stage bb-outline-activity').map(activity => [
      line(activity.closest('.part--stage')).dataset.item.split(':')[1], ...told(activity),
      all(activity, 'bb-outline-touchpoint').map(it => [...told(it), face(it), ...pressed(it)]),
      all(activity, 'bb-outline-card').map(told), activity.querySelector('[data-rate$="/outside"]').value,
    ]),
    tray: all(document, '.part--tray :is(li > bb-outline-activity, .part--tray > .things > li > *)').map(told),
  };
}"""


# How far the number of each heading stands off the line of the words beside it, seen by the foot of an inline box.
BASELINES = """() => {
  const foot = (element, into) => {
    const probe = document.createElement('span');
    probe.style.cssText = 'display: inline-block; inline-size: 1px';
    into.append(probe);
    const { bottom } = probe.getBoundingClientRect();
    probe.remove();
    return bottom;
  };
  return [...document.querySelectorAll('.entry__head:has(> .entry__number)')].map(head => {
    const field = head.querySelector('.line__field');
    const twin = document.createElement('div');
    twin.className = 'line__field';
    field.replaceWith(twin);
    const apart = foot(head, head.querySelector('.entry__number')) - foot(head, twin);
    twin.replaceWith(field);
    return apart;
  });
}"""


async def said(person: Person, text: str) -> None:
    await expect(person.page.get_by_role("status").filter(has_text=text).first).to_be_attached()


async def tab_to(person: Person, target: Locator) -> None:
    for _ in range(TABS):
        await person.press("Tab")
        if await target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {target}")


@pytest.mark.parametrize(
    ("role", "size", "language", "scheme"),
    [("moderator", DESK, "de", "light"), ("participant", PHONE, "en", "dark")],
)
async def test_axe_finds_nothing_against_anybody(
    make_board: MakeBoard, role: str, size: tuple[int, int], language: str, scheme: str
) -> None:
    board = await make_board(template="fernseher-kauf")
    person = await board.open(
        role, size=size, touch=size is PHONE, language=language, view="outline", color_scheme=scheme
    )
    await expect(person.page.get_by_role("heading", level=3)).to_have_count(19)
    assert await violations(person.page) == []
    assert not person.errors
    wide = await person.page.evaluate("document.querySelector('.outline__scroll').scrollWidth")
    assert wide <= size[0]


async def test_an_activity_with_touchpoint_card_and_rating_is_made_by_keyboard_alone(make_board: MakeBoard) -> None:
    board = await make_board()
    anna = await board.open(name="Anna", view="outline")
    button, keyboard = partial(anna.page.get_by_role, "button"), anna.page.keyboard
    await tab_to(anna, button(name="Nutzung", exact=True))
    await anna.press("Enter")
    await expect(anna.find(".entry--stage .entry__more")).to_be_focused()
    await expect(anna.find(".starter--stage")).to_have_count(6)
    await anna.press("Control+z")
    await expect(anna.find(".starter--stage")).to_have_count(7)
    await tab_to(anna, button(name="Eigene Phase"))
    await anna.press("Enter")
    await keyboard.type("Kauf")
    await tab_to(anna, button(name="Aktivität hinzufügen: Kauf"))
    await anna.press("Enter")
    await keyboard.type("Ich bezahle")
    await anna.press("Enter")
    await keyboard.type("Ich suche die Kasse")
    await anna.press("Alt+ArrowUp")
    await said(anna, "Kauf, Platz 1 von 2")
    await keyboard.type(".")
    await tab_to(anna, button(name="Touchpoint hinzufügen").first)
    await anna.press("Enter")
    await keyboard.type("Kasse")
    await anna.press("Alt+5")
    await said(anna, "sehr gut")
    await tab_to(anna, button(name="Pain Point").nth(1))
    await anna.press("Space")
    await tab_to(anna, button(name="Karte hinzufügen: Erwartungen").first)
    await anna.press("Enter")
    await keyboard.type("Ich will schnell fertig sein")
    await anna.press("Enter")
    await keyboard.type("Ich will bar zahlen")
    await anna.press("Alt+PageDown")
    await said(anna, "Ich bezahle, Erwartungen, Platz 1 von 1")
    await anna.press("Alt+ArrowDown", "Enter")
    await keyboard.type("weg damit")
    await anna.press("Alt+Delete")
    await said(anna, "Papierkorb")
    rating = anna.page.get_by_role("spinbutton", name="Außensicht").last
    await tab_to(anna, rating)
    await keyboard.type("7")
    await anna.press("ArrowUp", "Tab")
    await keyboard.type("99")
    await anna.press("Enter", "Tab")
    await anna.stored()
    (stage,) = (await board.plain())["stages"]
    first, second = stage["activities"]
    assert (stage["title"], first["text"], second["text"]) == ("Kauf", "Ich suche die Kasse.", "Ich bezahle")
    (touchpoint,) = first["touchpoints"]
    assert (touchpoint["name"], touchpoint["smiley"], touchpoint["painPoint"]) == ("Kasse", 5, True)
    assert [card["text"] for card in first["cards"]] == ["Ich will schnell fertig sein"]
    assert [card["text"] for card in second["cards"]] == ["Ich will bar zahlen"]
    assert second["ratings"] == {"-": {"outside": 8, "inside": 10}}


async def test_what_is_made_and_left_empty_goes_away_and_undo_brings_back_what_was_there(
    make_board: MakeBoard,
) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna", view="outline")
    cards = anna.find(".part--stage bb-outline-card")
    count = await cards.count()
    await cards.first.locator("textarea").focus()
    await anna.press("Enter")
    await expect(cards).to_have_count(count + 1)
    await anna.press("Tab")
    await expect(cards).to_have_count(count)
    await expect(anna.find(":focus")).to_have_accessible_name("Karte hinzufügen: Erwartungen")  # behind it
    await cards.first.locator("textarea").focus()
    await anna.press("Enter")
    await expect(cards).to_have_count(count + 1)
    await anna.press("ArrowUp")
    await expect(cards).to_have_count(count)
    await expect(cards.first.locator("textarea")).to_be_focused()
    await anna.press("Alt+Delete")
    await expect(cards).to_have_count(count - 1)
    await anna.page.get_by_role("button", name="Rückgängig").last.click()
    await expect(cards).to_have_count(count)
    await expect(cards.first.locator("textarea")).to_be_focused()


async def test_a_blank_line_offers_beginnings_and_a_hint_is_explained_by_keys(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna", view="outline")
    lines = anna.find('[data-kind="expectation"] textarea')
    await expect(anna.find(".outline__help")).to_contain_text("Alt + Bild auf, Bild ab")
    await lines.first.focus()
    await anna.press("Enter")
    await expect(anna.find(".beginnings")).to_be_visible()
    assert await violations(anna.page) == []
    await expect(lines.nth(1)).to_have_accessible_description(re.compile("^Pfeil nach rechts übernimmt"))
    await anna.press("ArrowLeft", "ArrowRight")
    await expect(lines.nth(1)).to_have_value("Ich erwarte ")
    await expect(lines.nth(1)).to_have_accessible_description("")  # with the beginnings their keys are gone
    await anna.press("Control+a")
    await anna.page.keyboard.insert_text("Der Kunde erwartet Beratung.")
    await anna.press("Tab")
    await said(anna, "In der Ich-Form spricht die Kundin")
    await expect(anna.find("bb-outline-card .hint")).to_have_text("Ich …?")
    await anna.press("Shift+Tab", "Enter")
    await expect(anna.page.get_by_role("dialog")).to_contain_text("Ich-Form")
    await anna.press("Enter")
    await expect(lines.nth(1)).to_be_focused()
    await anna.press("Control+a")
    await anna.page.keyboard.insert_text("Ich erwarte Beratung.")
    await anna.press("Tab")
    await expect(anna.find(".hint")).to_have_count(0)
    baseline = await anna.page.evaluate(BASELINES)
    assert all(abs(apart) < ONE_LINE for apart in baseline), baseline


async def test_two_people_in_one_text_keep_their_letters_and_carets_even_while_it_is_moved(
    make_board: MakeBoard,
) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna", view="outline")
    ben = await board.open(name="Ben")
    field = anna.page.locator('[data-kind="painPoint"] textarea').first
    await expect(field).to_have_value("Fachbegriffe (QLED, HDR10+, VRR) ohne Erklärung")
    await field.press("Control+Home")
    await expect(ben.find(".other .disc")).to_have_text("An")
    await ben.card("Fachbegriffe").click()
    await expect(anna.find("[data-writer]")).to_have_attribute("data-writer", "Ben")
    for letter in "😀Ab":
        await anna.page.keyboard.insert_text(letter)
        await ben.page.keyboard.insert_text(letter.lower())
    words = "😀AbFachbegriffe (QLED, HDR10+, VRR) ohne Erklärung😀ab"
    await expect(field).to_have_value(words)
    await ben.press("Escape", "Space", "ArrowRight", "Space")
    moved = anna.find("bb-outline-activity").nth(3).locator('[data-kind="painPoint"] textarea').first
    await expect(moved).to_be_focused()
    await anna.page.keyboard.insert_text("!")
    await expect(moved).to_have_value("😀Ab!" + words[3:])


async def test_a_locked_board_and_a_follower_are_told_everything_and_change_nothing(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna", view="outline")
    ben = await board.open("follower", "Ben", view="outline")
    texts = anna.find(".outline__page textarea")
    assert await texts.count() > 40
    headers = {"Authorization": f"Bearer {board.made['tokens']['moderator']}"}
    await board.product.http.put(f"/api/boards/{board.id}/lock", json={"locked": True}, headers=headers)
    await expect(texts).to_have_count(0)
    for person in (anna, ben):
        controls = person.find(".outline__page :is(input, select, textarea, button)")
        await expect(controls).to_have_count(0)
        await expect(person.find(".line__told", has_text="Fachbegriffe")).to_have_count(1)
        await expect(person.find(".rate").first).to_have_text("Außensicht8")
    assert await violations(ben.page) == []


async def test_the_menu_leads_to_the_outline_and_back_and_paper_shows_no_controls(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    menu = anna.page.get_by_role("button", name="Menü öffnen")
    await menu.click()
    await anna.page.get_by_role("menuitem", name="Als Gliederung").click()
    await anna.find("bb-outline .part--stage").first.wait_for()
    await anna.page.emulate_media(media="print")
    await expect(
        anna.find("bb-outline")
        .locator("button")
        .locator("visible=true")
        .filter(has_not=anna.find("use[href$='#bolt'], use[href$='#star']"))
    ).to_have_count(0)
    await expect(anna.find(".outline__title")).to_be_visible()
    await anna.page.emulate_media(media="screen")
    await menu.click()
    await anna.page.get_by_role("menuitem", name="Als Journey Map").click()
    await anna.find("bb-board .map").wait_for()


async def test_outline_and_map_stay_equal_under_random_edits_from_both(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna", view="outline")
    ben = await board.open(name="Ben")
    random = Random(SEED)
    for number in range(ACTS):
        await in_the_outline(anna, random, f" a{number}")
        await on_the_map(ben, random, f" b{number}")
    await ben.press("Escape")

    async def alike() -> dict[str, Any] | None:
        one, other = await anna.page.evaluate(IN_THE_OUTLINE), await ben.page.evaluate(ON_THE_MAP)
        return dict(one) if one == other else None

    await until(partial(settled, anna, ben), what="what both wrote is saved")
    shown = await until(alike, what="outline and map show the same")
    stages = (await board.plain())["stages"]
    assert [title for _, title in shown["stages"]] == [stage["title"] for stage in stages]
    kept = [activity for stage in stages for activity in stage["activities"]]
    assert [seen[2] for seen in shown["activities"]] == [activity["text"] for activity in kept]
    assert sum(len(seen[4]) for seen in shown["activities"]) == sum(len(activity["cards"]) for activity in kept)
    assert not anna.errors + ben.errors


async def settled(*people: Person) -> bool:
    """Nobody has anything left that is on its way."""
    return all(
        [
            await person.page.evaluate("document.querySelector('bb-saved').session.saved.state === 'saved'")
            for person in people
        ]
    )


async def in_the_outline(person: Person, random: Random, words: str) -> None:
    """One act in a text of the outline, or a rating."""
    which = random.choice([".part--stage .line__field"] * 5 + [".rate__field"])
    await pick(person, which, random)
    if which == ".rate__field":
        await person.press("Control+a", str(random.randint(1, 9)), "Enter")
        return
    keys = random.choice(
        [
            [],
            [],
            ["Enter"],
            ["Alt+ArrowUp"],
            ["Alt+ArrowDown"],
            ["Alt+PageDown"],
            ["Alt+PageUp"],
            ["Alt+4"],
            ["Alt+Delete"],
        ]
    )
    await person.press("End", *keys)
    if not keys or keys == ["Enter"]:
        await person.page.keyboard.insert_text(words)


async def on_the_map(person: Person, random: Random, words: str) -> None:
    """One act on a thing of the map, or a pin."""
    which = random.choice([".map :is(.card, .touchpoint, .activity[data-item])"] * 5 + [".map .pin"])
    await pick(person, which, random)
    if which == ".map .pin":
        return await person.press(str(random.randint(1, 9)))
    arrow = random.choice(["ArrowLeft", "ArrowRight", "ArrowDown", "ArrowUp"])
    acts = [["Enter", words, "Escape"], ["n", words, "Escape"], ["Space", arrow, "Space"], ["Alt+2"], ["p"], ["Delete"]]
    for key in random.choice([*acts, *acts[:3]]):
        await (person.page.keyboard.insert_text(key) if key is words else person.press(key))
    return None


async def pick(person: Person, selector: str, random: Random) -> None:
    """Puts the focus on one of what a selector finds."""
    await person.page.evaluate(
        """([what, share]) => {
            const all = document.querySelectorAll(what);
            all[Math.floor(share * all.length)].focus();
        }""",
        [selector, random.random()],
    )
