"""On paper there are all words of the board, and none of its tools."""

from tests.browser.conftest import MakeBoard
from tests.browser.people import OpenBoard
from tests.pdf import sheets, words

A3 = (1191, 842)  # points, lying
TOOLS = ("Einladen", "Ablage", "Papierkorb", "Gespeichert")
DRESSED = "[...document.styleSheets].some(({ href }) => href?.endsWith('/print.css'))"


async def test_the_map_fits_one_sheet_and_the_outline_as_many_as_it_needs(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    said = await words_of(board)
    claudia = await board.open("moderator", "Claudia")
    page = claudia.page
    for view in ("map", "outline"):
        if view != "map":
            await page.goto(f"/b/{board.id}?view={view}")
            await claudia.ready()
        await page.wait_for_function(DRESSED)
        paper = await page.pdf(prefer_css_page_size=True)
        printed = letters(words(paper))
        assert [text for text in said if letters(text) not in printed] == [], view
        assert [tool for tool in TOOLS if tool in printed] == [], view
        if view == "map":
            assert sheets(paper) == [A3]


async def words_of(board: OpenBoard) -> list[str]:
    """What stands on activities, touchpoints and cards."""
    said = []
    for stage in (await board.plain())["stages"]:
        for activity in stage["activities"]:
            said += [activity["text"], *(touchpoint["name"] for touchpoint in activity["touchpoints"])]
            said += [card["text"] for card in activity["cards"]]
    return said


def letters(text: str) -> str:
    """Without what differs by where a line breaks."""
    return "".join(filter(str.isalnum, text))
