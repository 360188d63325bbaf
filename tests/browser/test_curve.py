"""The performance curve by hand and eye: the number at the pin, other scales, drops and gaps explained."""

from playwright.async_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import MakeBoard
from tests.browser.hands import centre

LARGE = "getComputedStyle(document.querySelector('.pin[data-held]'), '::after').content"


async def test_a_pin_in_the_hand_says_its_number_and_a_gap_what_it_means(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    await anna.lane("rating").scroll_into_view_if_needed()
    await anna.page.evaluate(
        """() => {
            const { board, commands } = document.querySelector('bb-board').session;
            const columns = board.columns();
            commands.rate(columns[0].id, null, 'inside', 2);
            for (const { id } of [columns[1], columns.at(-1)]) commands.rate(id, null, 'outside', null);
        }"""
    )
    pin = anna.page.get_by_role("slider").first
    said = anna.find("[role=status]")
    await expect(anna.find(".curve__missing")).to_have_text("noch nicht bewertet")  # not at its end
    await expect(pin).to_have_attribute(
        "aria-description",
        "Die Innensicht liegt 6 unter der Außensicht: Das Haus sieht es strenger als die Kundschaft.",
    )
    await expect(anna.find(".gap--inside").first).to_have_text("6")
    await anna.find(".gap--inside").first.click()
    await expect(anna.find(".curve-note")).to_contain_text("Innensicht liegt 6 unter der Außensicht")
    await expect(said).to_contain_text("Innensicht liegt 6 unter")
    x, y = await centre(pin)
    await anna.page.mouse.move(x, y)
    await anna.page.mouse.down()
    await anna.page.mouse.move(x, y + 60, steps=4)
    await expect(anna.find(".curve-note")).to_have_count(0)
    held = str(await pin.get_attribute("aria-valuenow"))
    assert held != "8"
    assert await anna.page.evaluate(LARGE) == f'"{held}"'
    await anna.page.mouse.up()
    await expect(said).to_have_text(f"Außensicht: Nadel auf {held}")
    await anna.page.get_by_role("radio", name="Zahlen").focus()
    await anna.press("ArrowRight")
    await expect(anna.find(".pin .smiley--4").first).to_be_visible()
    await anna.page.reload()
    await anna.ready()
    await anna.lane("rating").scroll_into_view_if_needed()
    await expect(anna.page.get_by_role("radio", name="Smileys")).to_be_checked()
    await anna.page.get_by_role("radio", name="Ampel").click()
    await expect(anna.find(".pin .light").first).to_be_visible()
    await anna.page.get_by_role("slider").nth(3).focus()
    assert await violations(anna.page) == []
    assert anna.errors == []


async def test_others_travel_the_same_plot_each_with_a_thin_string_and_a_name(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna = await board.open(name="Anna")
    await anna.lane("rating").scroll_into_view_if_needed()
    await anna.page.evaluate(
        """() => {
            const { board, commands } = document.querySelector('bb-board').session;
            const jon = commands.addPersona({ name: 'Jon', color: '#c2338a' });
            board.columns().slice(0, 3).forEach(({ id }, i) => commands.rate(id, jon, 'outside', 4 + i));
        }"""
    )
    await expect(anna.find(".curve__name")).to_have_text("Jon")
    string = anna.find(".string--other")
    await expect(string).to_have_css("stroke", "rgb(194, 51, 138)")
    await anna.page.emulate_media(color_scheme="dark")
    await expect(string).not_to_have_css("stroke", "rgb(194, 51, 138)")  # lighter, on a dark ground
    await anna.page.emulate_media(forced_colors="active")
    await expect(string).to_have_css("stroke", "rgb(255, 255, 255)")
    await anna.page.emulate_media(color_scheme=None, forced_colors="none")
    assert str(await string.get_attribute("d")).count("C") == 2
    await anna.page.get_by_role("tab", name="Jon").click()
    await expect(anna.find(".curve__name")).not_to_have_text("Jon")
    await expect(anna.page.get_by_role("slider").first).to_have_attribute("aria-valuenow", "4")
    assert anna.errors == []
