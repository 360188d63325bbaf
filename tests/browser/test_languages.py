"""A language is a file: one more beside the others, and everything that the product shows speaks it."""

import json
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from server.i18n import FOLDER
from tests.browser.conftest import MakeBoard
from tests.product import Product, bearer

ROOT = Path(__file__).parents[2]
CODE, NAME = "pl", "Polski"
FORMS = ("few", "many")  # that English does not have
MONTHS = re.compile("stycz|lut|mar|kwie|maj|czerw|lip|sierp|wrze|paź|list|grud")


def foreign() -> Iterator[tuple[str, str]]:
    """The English messages as if somebody had translated them: marked, and with all forms of a plural."""
    english: dict[str, str] = json.loads((FOLDER / "en.json").read_text("utf-8"))
    for key, text in english.items():
        yield key, f"ż{text}"
        if key.endswith(".other") and "{count}" in text:
            yield from ((f"{key.removesuffix('other')}{form}", f"{form}: {text}") for form in FORMS)
    yield "language.name", NAME
    yield "stage.typical", "Inspiracja|Zakup"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def product(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Product]:
    """The product as it is, but for the one file that somebody has added."""
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "static", house / "static", ignore=shutil.ignore_patterns("dist"))
    for package in ("server", "board", "crdt"):
        (house / package).symlink_to(ROOT / package)
    (house / "static" / "i18n" / f"{CODE}.json").write_text(json.dumps(dict(foreign())), "utf-8")
    started = Product(tmp_path_factory.mktemp("product") / "data")
    started.environment |= {"PYTHONPATH": str(house), "PYTHONSAFEPATH": "1"}
    try:
        await started.start()
        yield started
    finally:
        await started.close()


async def test_a_third_language_is_a_file(make_board: MakeBoard) -> None:
    board = await make_board(language=CODE)
    anna = await board.open("moderator", "Anna", language=CODE)
    page, missed = anna.page, list[str]()
    page.on("response", lambda answer: missed.append(answer.url) if answer.status == 404 else None)
    await expect(page.locator("html")).to_have_attribute("lang", CODE)
    await page.get_by_role("button", name="Zakup", exact=True).click()  # what is typical, in the board's language
    await anna.find(".row--activities .starter").first.click()
    await page.keyboard.type("nikt nie wie")
    await anna.press("Escape")
    await anna.stored()  # no hints where nobody has written down what the first person is
    assert missed == []
    await expect(anna.find(".hint")).to_have_count(0)

    ben, cem = await board.open(name="Ben", language=CODE), await board.open(name="Cem", language=CODE)
    await expect(page.get_by_role("button", name=re.compile("^few: "))).to_be_visible()  # as Polish has it
    await page.get_by_role("button", name="żOpen the menu").click()
    await expect(page.get_by_role("menuitemradio", checked=True)).to_have_text(NAME)
    await page.get_by_role("menuitemradio", name="Deutsch").click()
    await expect(page.locator("html")).to_have_attribute("lang", "de")
    await page.goto("/")
    await page.get_by_role("link", name=NAME).click()
    await expect(page.get_by_role("combobox")).to_have_value(CODE)
    assert ben.errors == cem.errors == anna.errors == []

    http, moderator = board.product.http, bearer(dict(board.made))
    record = (await http.post(f"/api/boards/{board.id}/commit", json={"label": "W1"}, headers=moderator)).json()
    told = await http.get(f"/api/records/{record['id']}/export.html", headers=moderator)
    assert f'<html lang="{CODE}">' in told.text
    assert "żExpectations" in told.text
    await page.goto(f"/r/{record['id']}")
    await expect(page.locator("time").first).to_contain_text(MONTHS)
    assert CODE in (await http.get("/openapi.json")).text
