"""The walk through the moments of a workshop: the board as it was, what has changed since, and the way back."""

import re

from playwright.async_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import MakeBoard
from tests.browser.people import PHONE, OpenBoard, Person
from tests.product import bearer

COUNT_CARDS = """() => {
  const { prototype } = customElements.get('bb-card');
  const { updated } = prototype;
  window.drawn = 0;
  prototype.updated = function (changed) { window.drawn += 1; return updated.call(this, changed); };
}"""


async def keep(board: OpenBoard, label: str) -> str:
    """Keeps this moment; its id."""
    snapshots = f"/api/boards/{board.id}/snapshots"
    answer = await board.product.http.post(snapshots, json={"label": label}, headers=bearer(dict(board.made)))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def write(person: Person, acts: str) -> None:
    await person.page.evaluate(
        f"() => {{ const {{ board, commands }} = document.querySelector('bb-board').session; {acts} }}"
    )
    await person.stored()


async def test_the_whole_board_is_seen_as_it_was_while_others_go_on_and_is_gone_back_to(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    claudia, ben = await board.open("moderator", "Claudia"), await board.open(name="Ben")
    await keep(board, "Am Anfang")
    await write(ben, "commands.renameStage(board.stages()[0].id, 'Anstoß');")
    await keep(board, "Vor der Pause")
    await write(
        ben,
        """commands.setText('activities', board.columns()[1].id, 'text', 'Ich staune');
        commands.rate(board.columns()[0].id, null, 'outside', 1);""",
    )
    await claudia.find("bb-bar > button").last.click()
    await claudia.find(".menu__item:has(.icon--history)").first.click()
    await claudia.page.get_by_role("button", name="Durch den Workshop gehen").click()
    slider = claudia.page.get_by_role("slider", name="Zwischenstand")
    await expect(slider).to_be_focused()
    await expect(slider).to_have_attribute("aria-valuetext", re.compile("Vor der Pause, "))
    await expect(claudia.find(".stage").first).to_contain_text("Anstoß")
    await expect(claudia.activity("Ich stöbere")).to_have_attribute("aria-description", "seither geändert")
    await expect(claudia.find(".history__count")).to_have_text("2 Änderungen seither")
    await expect(claudia.find(".pin[data-since]")).to_have_count(1)
    assert "at=" in claudia.page.url
    await claudia.page.evaluate(COUNT_CARDS)
    await claudia.press("Home")
    await expect(claudia.find(".stage").first).to_contain_text("Inspiration")
    assert await claudia.page.evaluate("window.drawn") == 0  # only what differs is drawn anew
    await claudia.activity("Ich stöbere").click()
    await claudia.press("Enter", "n", "Delete", "Control+z")
    await expect(claudia.find("bb-board textarea")).to_have_count(0)
    await write(ben, "commands.renameStage(board.stages()[1].id, 'Suche');")
    await expect(claudia.find(".history__count")).to_have_text("4 Änderungen seither")
    await expect(claudia.find(".stage").nth(1)).to_contain_text("Recherche")
    assert await violations(claudia.page) == []
    await claudia.page.get_by_role("button", name="Dahin zurückkehren").click()
    await expect(claudia.find("bb-since")).to_contain_text("wieder wie damals")
    await claudia.page.get_by_role("button", name="Jetzt dahin zurückkehren").click()
    await expect(ben.find(".stage").nth(1)).to_contain_text("Recherche")
    await expect(claudia.find("bb-history")).to_have_count(0)
    assert "at=" not in claudia.page.url
    await claudia.find(".toast__act").click()
    await expect(claudia.find(".stage").nth(1)).to_contain_text("Suche")
    assert claudia.errors == ben.errors == []


async def test_a_moment_is_opened_by_its_address_on_a_phone_and_the_walk_plays_to_now(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    ben = await board.open(name="Ben")
    first = await keep(board, "Am Anfang")
    await write(ben, "commands.renameStage(board.stages()[0].id, 'Anstoß');")
    eva = await board.open("follower", "Eva", size=PHONE, touch=True, language="en")
    await eva.page.goto(f"/b/{board.id}?lang=en&at={first}")
    await eva.ready()
    await expect(eva.page.get_by_role("heading", name="Inspiration")).to_be_visible()
    await expect(eva.find(".history__count")).to_have_text("1 change since")
    await eva.find(".history__count").tap()
    await expect(eva.find("bb-since")).to_contain_text("changed")
    await expect(eva.page.get_by_role("button", name="Go back to this")).to_have_count(0)
    await eva.find(".panel__head button").tap()
    await eva.page.get_by_role("button", name="Play").tap()
    await expect(eva.find(".history__label")).to_have_text("The board as it is now")
    await expect(eva.page.get_by_role("heading", name="Anstoß")).to_be_visible()
    await eva.page.get_by_role("button", name="Close").tap()
    await expect(eva.find("bb-history")).to_have_count(0)
    assert eva.errors == []
