"""Two people in one text: letters of more than one unit, umlauts, and an input method that others write around."""

from functools import partial

from playwright.async_api import CDPSession, expect

from tests.browser.conftest import MakeBoard
from tests.browser.people import Person
from tests.waiting import until

START = "Straße grün"
FAMILY = "👩‍👩‍👧"  # five code points, eight UTF-16 units, one letter
FIELD = "document.querySelector('.text__field')"
HERE = """() => {
  const { value, selectionStart, selectionEnd } = document.querySelector('.text__field');
  return `${value.slice(0, selectionStart)}|${value.slice(selectionEnd)}`;
}"""

KNOWN = """() => {
  const [, id] = document.querySelector('.text__field').closest('.card').dataset.item.split(':');
  return document.querySelector('bb-board').board.root('cards').get(id).get('text').toString();
}"""


async def shows(person: Person, expected: str) -> bool:
    """The text in the field, with a bar where the caret stands."""
    return bool(await person.page.evaluate(HERE) == expected)


async def sees(person: Person, expected: str) -> None:
    await until(partial(shows, person, expected), what=f"{person.name} sees {expected}")


async def knows(person: Person, text: str) -> None:
    """What others wrote has come, though a field that composes does not show it yet."""

    async def has_come() -> bool:
        return bool(await person.page.evaluate(KNOWN) == text)

    await until(has_come, what=f"{person.name}'s browser knows {text}")


async def compose(wires: CDPSession, *states: str) -> None:
    """What an input method shows while one looks for the right signs."""
    for text in states:
        caret = {"selectionStart": len(text), "selectionEnd": len(text)}
        await wires.send("Input.imeSetComposition", {"text": text} | caret)


async def test_two_people_write_one_text_letter_by_letter_and_with_an_input_method(make_board: MakeBoard) -> None:
    board = await make_board(template="fernseher-kauf")
    anna, ben = await board.open(name="Anna"), await board.open(name="Ben")
    wires = await anna.page.context.new_cdp_session(anna.page)
    for person in (anna, ben):
        await person.card("Fachbegriffe").click()
    await anna.press("Control+a")
    await anna.page.keyboard.insert_text(START)
    await sees(anna, "Straße grün|")
    await knows(ben, START)
    await ben.press("Control+End")
    await sees(ben, "Straße grün|")

    # A family is one letter, to the hand that takes it away and to those who stand behind it.
    await anna.press("Control+Home")
    await anna.page.keyboard.insert_text(f"{FAMILY}😀 ")
    await sees(ben, f"{FAMILY}😀 Straße grün|")
    await anna.press("ArrowLeft", "ArrowLeft", "Backspace")
    await sees(anna, "|😀 Straße grün")
    await sees(ben, "😀 Straße grün|")

    # Signs are looked for in the middle; others write before, behind and in the very place meanwhile.
    await anna.press("Control+End", *["ArrowLeft"] * 4)
    await compose(wires, "に", "にほ", "にほん")
    await sees(anna, "😀 Straße にほん|grün")
    await ben.press("Control+Home")
    await ben.page.keyboard.insert_text("Ä👍")
    await ben.press("Control+End")
    await ben.page.keyboard.insert_text("er Ölbaum")
    await knows(anna, "Ä👍😀 Straße grüner Ölbaum")
    await ben.press("Control+Home", *["ArrowRight"] * 11)
    await ben.page.keyboard.insert_text("ü")
    await knows(anna, "Ä👍😀 Straße ügrüner Ölbaum")
    await sees(anna, "😀 Straße にほん|grün")  # nothing moves under the hand that composes
    await wires.send("Input.insertText", {"text": "日本"})
    whole = await settled(anna, ben)
    assert whole in ("Ä👍😀 Straße 日本ügrüner Ölbaum", "Ä👍😀 Straße ü日本grüner Ölbaum")
    await sees(anna, whole.replace("日本", "日本|"))
    await sees(ben, whole.replace("ü", "ü|", 1))

    # What was looked for and not taken leaves nothing, and the caret where it was among the letters.
    await compose(wires, "か")
    await ben.press("Control+Home")
    await ben.page.keyboard.insert_text("1 ")
    await knows(anna, f"1 {whole}")
    await compose(wires, "")
    await sees(anna, f"1 {whole}".replace("日本", "日本|"))
    await sees(ben, f"1 |{whole}")

    # A dead key makes one letter of two, and somebody else takes away what stands before it.
    await anna.press("Control+End")
    await compose(wires, "¨")
    await ben.press("Control+Home", "Delete", "Delete")
    await knows(anna, whole)
    await wires.send("Input.insertText", {"text": "ü"})
    await sees(anna, f"{whole}ü|")
    await sees(ben, f"|{whole}ü")
    for person in (anna, ben):
        await person.press("Escape")
    await expect(ben.card(f"{whole}ü")).to_have_count(1)
    await anna.stored()
    assert f"{whole}ü" in str(await board.plain())
    assert anna.errors == ben.errors == []


async def settled(anna: Person, ben: Person) -> str:
    """The text that both see in the end."""

    async def same() -> str:
        mine, theirs = [str(await person.page.evaluate(f"{FIELD}.value")) for person in (anna, ben)]
        return mine if mine == theirs and "日本" in mine else ""

    return str(await until(same, what="both see one text"))
