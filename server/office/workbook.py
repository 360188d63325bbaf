"""A record as a workbook: the map as it hangs on the wall, then tables for people and for reporting."""

from board.sheets import about, sheets
from board.telling import Telling
from server.office import curve_page, map_page, table_page
from server.office.book import MUTED, Book

LABELS, WORDS = 32, 90  # characters


def made(telling: Telling) -> bytes:
    """The whole file; the map comes first, and shows the curve of the sheet after it."""
    book = Book(
        telling.language,
        telling.at(),
        title=telling.title(),
        subject=telling.record["label"],
        author=", ".join(telling.people()),
        comments=telling.say("poster.description", title=telling.title(), label=telling.record["label"]),
        company="Brownboard",
    )
    wall = book.add(telling.say("sheet.map"))
    map_page.draw(wall, telling, curve_page.draw(book, telling))
    for sheet in sheets(telling):
        table_page.draw(book, sheet)
    _about(book, telling)
    return book.bytes()


def _about(book: Book, telling: Telling) -> None:
    page = book.add(telling.say("sheet.about"))
    page.sheet.set_column(0, 0, LABELS)
    page.sheet.set_column(1, 1, WORDS)
    page.put(0, 0, telling.title(), font_size=18, bold=True, text_wrap=False)
    page.put(1, 0, telling.about(), font_color=MUTED, text_wrap=False)
    for row, (label, value) in enumerate(about(telling), start=3):
        page.put(row, 0, label, bold=True)
        page.put(row, 1, value, align="left", num_format=book.day if not isinstance(value, int) else "0")
