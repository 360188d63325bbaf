"""What a workshop leaves: snapshots to go back to, and records with their page."""

import re

from playwright.async_api import expect

from tests.browser.conftest import MakeBoard
from tests.browser.people import PHONE, Person
from tests.pdf import words
from tests.product import bearer


async def panel(person: Person, sign: str) -> None:
    await person.find("bb-bar > button").last.click()
    await person.find(f".menu__item:has(.icon--{sign})").first.click()
    await expect(person.find(".panel__title")).to_be_focused()


async def retitle(person: Person, title: str) -> None:
    await person.find(".board-title__text--open").click()
    await person.find(".board-title__field").fill(title)
    await person.press("Enter")
    await person.stored()


async def test_a_moment_is_kept_looked_at_and_gone_back_to_and_that_is_taken_back(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf", title="Am Anfang")
    claudia = await board.open("moderator", "Claudia")
    mehmet = await board.open("participant", "Mehmet")
    await panel(mehmet, "history")
    await expect(mehmet.find("bb-snapshots")).to_contain_text("Noch keiner da")
    await mehmet.find("bb-snapshots input").fill("Vor der Pause")
    await mehmet.press("Enter")
    await expect(mehmet.find(".moments__label")).to_have_text("Vor der Pause")
    await mehmet.page.get_by_role("button", name="Vor der Pause ansehen").click()
    await expect(mehmet.find(".moments__then")).to_contain_text("genau wie damals")
    await mehmet.find(".moments__then summary").click()
    await expect(mehmet.find(".moments__then")).to_contain_text("7 Phasen · 18 Aktivitäten")
    await expect(mehmet.page.get_by_role("button", name="Dahin zurückkehren")).to_have_count(0)
    await mehmet.press("Escape")
    await retitle(mehmet, "Nach der Pause")
    await expect(claudia.find(".board-title")).to_have_text("Nach der Pause")
    await claudia.find(".stage .more").first.click()
    await claudia.find(".menu__item--danger").click()
    await claudia.stored()
    await panel(claudia, "history")
    await claudia.page.get_by_role("button", name="Vor der Pause ansehen").click()
    await expect(claudia.find(".then__change").first).to_contain_text("Phase Inspiration")
    await expect(claudia.find(".then__change").last).to_contain_text("Angaben zum Board")
    await claudia.page.get_by_role("button", name="Dahin zurückkehren").click()
    await expect(mehmet.find(".board-title")).to_have_text("Am Anfang")
    await claudia.find(".toast__act").click()
    await expect(mehmet.find(".board-title")).to_have_text("Nach der Pause")


async def test_each_step_of_the_workshop_keeps_a_moment(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    claudia = await board.open("moderator", "Claudia")
    await claudia.find(".strip__begin").click()
    await expect(claudia.find(".strip__count")).to_contain_text("1")
    await panel(claudia, "history")
    await expect(claudia.find(".moments__about").first).to_contain_text("beim Wechsel des Schritts")


async def test_a_result_is_kept_with_what_stands_out_and_has_a_page(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf", title="Fernseher-Kauf")
    claudia = await board.open("moderator", "Claudia Weiß")
    mehmet = await board.open("participant", "Mehmet")
    await panel(claudia, "bookmark")
    await expect(claudia.find(".findings__one").first).to_be_visible()
    noticed = await claudia.find(".findings__one").count()
    await claudia.find(".findings__go", has_text="verantwortlich").first.press("Enter")
    await expect(claudia.page.get_by_label("Verantwortlich", exact=False)).to_be_focused()
    await claudia.press("Escape")
    await expect(claudia.find("bb-bar > button").last).to_be_focused()
    await panel(claudia, "bookmark")
    await claudia.find(".findings__go").nth(1).click()
    await claudia.find("bb-commit [name=label]").fill("Erster Workshop")
    await claudia.page.get_by_role("button", name="Festhalten", exact=True).click()
    await claudia.page.wait_for_url("**/r/*")
    await expect(mehmet.find(".toast")).to_contain_text("„Erster Workshop“ ist festgehalten")
    page = claudia.page
    await expect(page.locator("h1")).to_have_text("Erster Workshop")
    await expect(page.locator(".record__about")).to_contain_text("festgehalten von Claudia Weiß")
    assert await page.locator("section[aria-labelledby=findings-title] .lines li").count() == noticed
    frame = page.frame_locator(".record__frame")
    await expect(frame.locator("main")).to_contain_text("Jana Berger")
    await expect(page.get_by_text("Das ist das erste Ergebnis dieses Boards.")).to_be_visible()

    await page.get_by_role("link", name="Zum Board").click()
    await claudia.ready()
    await retitle(claudia, "Fernseher-Kauf, neu")
    await panel(claudia, "bookmark")
    await expect(claudia.find(".earlier__one")).to_contain_text("Erster Workshop")
    await claudia.find("bb-commit [name=label]").fill("Zweiter Workshop")
    await claudia.page.get_by_role("button", name="Festhalten", exact=True).click()
    await expect(page.locator("h1")).to_have_text("Zweiter Workshop")
    await expect(page.locator("section[aria-labelledby=changes-title]")).to_contain_text("Fernseher-Kauf, neu")
    await expect(page.locator(".versions time").last).to_have_text(re.compile(r"\d\d:\d\d$"))
    await page.get_by_role("link", name=re.compile("Erster Workshop")).click()
    await expect(page.locator("h1")).to_have_text("Erster Workshop")


async def test_a_result_is_downloaded_as_poster_page_and_data(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf", title="Fernseher-Kauf")
    claudia = await board.open("moderator", "Claudia")
    await panel(claudia, "bookmark")
    await claudia.page.get_by_role("button", name="Festhalten", exact=True).click()
    await claudia.page.wait_for_url("**/r/*")
    for name, ending, begins in (
        ("Plakat A3", ".pdf", b"%PDF"),
        ("Webseite", ".html", b"<!doc"),
        ("Daten", ".json", b"{"),
    ):
        async with claudia.page.expect_download() as download:
            await claudia.page.get_by_role("link", name=name).click()
        file = await (await download.value).path()
        assert (await download.value).suggested_filename.endswith(ending)
        assert file.read_bytes().startswith(begins)
        if ending == ".pdf":
            assert "Jana Berger" in words(file.read_bytes())


async def test_a_record_shows_itself_to_seats_of_its_board_only(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf", title="Fernseher-Kauf")
    other = await make_board()
    claudia = await board.open("moderator", "Claudia")
    fritz = await board.open("follower", "Fritz", size=PHONE, touch=True)
    stranger = await other.open("moderator", "Stranger")
    await panel(claudia, "bookmark")
    await claudia.page.get_by_role("button", name="Festhalten", exact=True).click()
    await claudia.page.wait_for_url("**/r/*")
    await fritz.page.goto(claudia.page.url)
    await expect(fritz.page.locator(".record__title")).to_be_visible()
    answer = await stranger.page.goto(claudia.page.url)
    assert answer
    assert answer.status == 401
    assert "Jana" not in await answer.text()


async def test_a_result_waits_for_what_was_just_written(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    claudia = await board.open("moderator", "Claudia")
    await panel(claudia, "bookmark")
    await claudia.page.evaluate(
        """() => {
            const { saved } = document.querySelector('bb-saved').session;
            Object.defineProperty(saved, 'state', { value: 'saving', configurable: true });
        }"""
    )
    await claudia.find("bb-commit .button--main").click()
    await expect(claudia.find("bb-commit .button--main")).to_have_text("wird festgehalten …")
    assert (
        await board.product.http.get(f"/api/boards/{board.id}/records", headers=bearer(dict(board.made)))
    ).json() == []
    await claudia.page.evaluate(
        """() => {
            const { saved, hub } = document.querySelector('bb-saved').session;
            delete saved.state;
            hub.touch('saved');
        }"""
    )
    await claudia.page.wait_for_url("**/r/*")
