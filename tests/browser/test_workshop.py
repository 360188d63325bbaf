"""A whole workshop: the twelve steps of the method, by nine people in nine browsers, from an empty board to the poster.

Everybody does what the German pages offer, and nothing else; the moderator leads, seven take part (two of them on
phones, one over a line that breaks), one looks on. At the end nine documents and all that is left say the same."""

import asyncio
import html
import json
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from board.journey import nest
from tests.browser.cast import JOURNEY, TITLE
from tests.browser.doors import begin_board, invite, join_by_code, join_by_link
from tests.browser.guests import Guest
from tests.browser.outcome import digest, document_of, download, seen_by, texts, told_by
from tests.browser.steps import STEPS
from tests.browser.workshop import OUTPUT, Workshop, each, gathered, pictures
from tests.pdf import squeezed, words
from tests.product import Product, running
from tests.waiting import until

PEOPLE = 9
LONGEST_SECONDS = 400  # it takes 150 beside other tests
STORES = os.environ.get("WORKSHOP_STORES", "shared").split()  # in full: "embedded shared"


@pytest_asyncio.fixture(params=STORES, loop_scope="session")
async def servers(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[list[Product]]:
    """One process on its own files; or two, which meet in Redis and PostgreSQL and have only pictures in common."""
    async with AsyncExitStack() as stack:
        if request.param == "embedded":
            yield [await stack.enter_async_context(running(tmp_path / "data"))]
            return
        redis = request.getfixturevalue("session_redis")
        postgres = request.getfixturevalue("postgres")
        stores = {
            "redis_url": redis.url,
            "database_url": await postgres.database(),
            "images_url": (tmp_path / "pictures").as_uri(),
            "secret": "a secret that both processes know",
        }
        yield [await stack.enter_async_context(running(tmp_path / f"data-{n}", **stores)) for n in (1, 2)]


async def test_nine_people_make_a_journey_and_all_that_is_left_of_it_says_the_same(
    servers: list[Product], browser: Browser
) -> None:
    async with gathered(servers, browser) as workshop:
        await everybody_comes(workshop)
        for number, (title, play) in enumerate(STEPS, 1):
            await go_on(workshop, number, title)
            await play(workshop)
            await each(guest.kept() for guest in workshop.writers)
            await pictures(f"{number:02}", workshop.claudia, workshop.cem)
        await reflection(workshop)
        await nine_documents_are_one(workshop)
        await what_is_left_says_the_same(workshop)
        assert [complaint for guest in workshop.everybody for complaint in guest.errors] == []


async def everybody_comes(workshop: Workshop) -> None:
    """The board is made on the home page; people come by code, by link, and by the link of those who look on."""
    await begin_board(workshop.claudia, TITLE)
    invitation = await invite(workshop.claudia)
    by_code, by_link = workshop.participants[::2], workshop.participants[1::2]
    await each(join_by_code(guest, invitation.code) for guest in by_code)
    await each(join_by_link(guest, invitation.to_take_part) for guest in by_link)
    await join_by_link(workshop.helga, invitation.to_look_on)
    here = "8 Personen dabei, 1 Person sieht zu"
    await each(expect(guest.page.get_by_role("button", name=here)).to_be_visible() for guest in workshop.everybody)


async def go_on(workshop: Workshop, number: int, title: str) -> None:
    """Claudia goes on to the next step; everybody reads what is to be done in it."""
    forward = "Mit Schritt 1 beginnen" if number == 1 else "Nächster Schritt"
    await workshop.claudia.poke(workshop.claudia.page.get_by_role("button", name=forward))
    await each(guest.reads(title) for guest in workshop.everybody)


async def reflection(workshop: Workshop) -> None:
    """A pain point becomes an action with one responsible person, and so does the map; Ben keeps the moment."""
    emil, claudia = workshop.emil, workshop.claudia
    await emil.open_menu(emil.card("Zeitfenster von 8 bis 18 Uhr"))
    await emil.choose("Maßnahme daraus machen")
    await emil.say("Zwei-Stunden-Fenster mit der Spedition vereinbaren", "Escape")
    await emil.open_menu(emil.card("Zwei-Stunden-Fenster"))
    await emil.choose("Details")
    await emil.page.get_by_label("Verantwortlich (eine Person)").fill("Emil")
    await emil.page.get_by_label("Bis wann").fill("2027-03-31")
    await emil.put_away()
    await claudia.poke(claudia.find(".heading__journey"))
    await claudia.page.get_by_label("Wer ist für diese Journey verantwortlich?").fill("Claudia Maurer")
    await claudia.page.get_by_label("Nächste Journeys, bis wann").click()
    await claudia.say("Reparatur und Garantie")
    await claudia.put_away()
    await take_snapshot(workshop.ben, "Vor dem Festhalten")


async def take_snapshot(guest: Guest, label: str) -> None:
    await guest.poke(guest.page.get_by_role("button", name="Menü öffnen"))
    await guest.choose("Zwischenstände")
    await guest.page.get_by_label("Festhalten als").fill(label)
    await guest.poke(guest.page.get_by_role("button", name="Festhalten", exact=True))
    await expect(guest.find(".moments__label").first).to_have_text(label)
    await guest.put_away()


async def nine_documents_are_one(workshop: Workshop) -> None:
    await each(guest.kept() for guest in workshop.writers)

    async def equal() -> bool:
        first, *others = await asyncio.gather(*(document_of(guest) for guest in workshop.everybody))
        return others == [first] * (PEOPLE - 1)

    await until(equal, what="all nine documents are equal")


async def what_is_left_says_the_same(workshop: Workshop) -> None:
    """The board's JSON, the nine pages, the record, its files and the poster."""
    claudia = workshop.claudia
    document, pages = await document_of(claudia), [await seen_by(guest) for guest in workshop.everybody]
    board = claudia.page.url.rsplit("/", 1)[-1]
    journey = await (await claudia.page.request.get(f"/api/boards/{board}")).json()
    assert journey == nest(document)
    assert pages == [told_by(journey)] * PEOPLE
    made = [
        (stage["title"], tuple(activity["text"] for activity in stage["activities"])) for stage in journey["stages"]
    ]
    assert made == list(JOURNEY)
    record = await commit(workshop, "Ergebnis des Workshops")
    assert record["journey"] == journey
    assert record["digest"] == digest(journey)
    assert {person["name"] for person in record["contributors"]} == {guest.name for guest in workshop.writers}
    await files_say(claudia, record, texts(journey))


async def commit(workshop: Workshop, label: str) -> dict[str, Any]:
    """Claudia keeps the result and is shown it; the others hear of it, and Helga goes to look."""
    claudia, helga = workshop.claudia, workshop.helga
    await claudia.poke(claudia.page.get_by_role("button", name="Menü öffnen"))
    await claudia.choose("Ergebnis festhalten")
    await claudia.page.get_by_label("Name des Ergebnisses").fill(label)
    await claudia.poke(claudia.page.get_by_role("button", name="Festhalten", exact=True))
    await helga.poke(helga.page.get_by_role("button", name="Ansehen"))
    for guest in (claudia, helga):
        await guest.page.wait_for_url("**/r/*")
        await expect(guest.page.get_by_role("heading", level=1)).to_have_text(label)
    answer = await helga.page.request.get(f"/api/records/{claudia.page.url.rsplit('/', 1)[-1]}")
    record: dict[str, Any] = await answer.json()
    await expect(helga.find(".record__digest code")).to_contain_text(record["digest"][:8])
    await pictures("record", claudia)
    return record


async def files_say(guest: Guest, record: dict[str, Any], written: list[str]) -> None:
    """Every word that was written stands in each file of the record."""
    assert json.loads((await download(guest.page, "Daten", OUTPUT)).read_text("utf-8")) == record
    page = html.unescape((await download(guest.page, "Webseite", OUTPUT)).read_text("utf-8"))
    assert [text for text in written if text not in page] == []
    for paper in ("Plakat A0", "Plakat A3"):
        poster = squeezed(words((await download(guest.page, paper, OUTPUT)).read_bytes()))
        assert [text for text in written if squeezed(text) not in poster] == []
