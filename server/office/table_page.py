"""A sheet that is one table: with a name for other programs, filters, a head that stays, and real types."""

from math import ceil

from board.sheet import Column, Kind, Row, Sheet, Value
from server.office import measure
from server.office.book import BANDS, INK, LINE, MUTED, Book, Page
from server.office.text import clean

SMILEYS = ((1, 2, "#f8dedb"), (3, 3, "#faf1cf"), (4, 5, "#dcefe3"))
HEAD_HEIGHT = 36  # points: two lines
SIZE = 12.5  # points: the text's 11 with the room that lines keep between them
CHARACTER = 5.25  # points: what a column's width counts
HIGHEST = 400.0  # points; no row may be higher than 409
PRINTED = 260  # characters on a page
LONGEST_HEAD = 200  # characters; 255 are the most
CENTERED: frozenset[Kind] = frozenset({"number", "score", "smiley", "flag", "date"})


def draw(book: Book, sheet: Sheet) -> Page:
    """The whole sheet; an empty table keeps one empty row, as spreadsheets want it."""
    page = book.add(sheet.title)
    rows = sheet.rows or [[None] * len(sheet.columns)]
    heads = unique([" ".join(clean(column.head).split())[:LONGEST_HEAD] or "…" for column in sheet.columns])
    for number, (column, head) in enumerate(zip(sheet.columns, heads, strict=True)):
        page.sheet.set_column(number, number, max(column.width, longest_word(head) + 4))
        page.put(0, number, head, **_head(column))
    for number, row in enumerate(rows, start=1):
        _row(page, number, row, sheet.columns)
    columns = [
        {"header": head, "header_format": book.format(**_head(column))}
        for head, column in zip(heads, sheet.columns, strict=True)
    ]
    options = {"name": sheet.table, "columns": columns, "style": "Table Style Light 1"}
    page.sheet.add_table(0, 0, len(rows), len(columns) - 1, options)
    page.sheet.set_row(0, HEAD_HEIGHT)
    page.sheet.freeze_panes(1, sheet.stays)
    page.sheet.repeat_rows(0)
    page.sheet.repeat_columns(0, sheet.stays - 1)
    page.sheet.fit_to_pages(ceil(sum(column.width for column in sheet.columns) / PRINTED), 0)
    _shades(page, sheet.columns, len(rows))
    return page


def unique(heads: list[str]) -> list[str]:
    """Names that differ even for who does not tell large letters from small ones, as columns of a table must."""
    seen: set[str] = set()
    told: list[str] = []
    for head in heads:
        number, name = 1, head
        while name.casefold() in seen:
            number += 1
            name = f"{head} ({number})"
        seen.add(name.casefold())
        told.append(name)
    return told


def longest_word(text: str) -> int:
    """How many characters the longest word has."""
    return max(map(len, text.split()), default=0)


def _head(column: Column) -> dict[str, object]:
    quiet = {"bg_color": "#e8edf2", "font_color": MUTED, "bold": False}
    loud = {"bg_color": column.color, "font_color": "#ffffff", "bold": True}
    centered = {"align": "center"} if column.kind in CENTERED else {"align": "left", "indent": 1}
    return {"valign": "vcenter", **centered, **(quiet if column.kind == "id" else loud)}


def _row(page: Page, number: int, row: Row, columns: list[Column]) -> None:
    for place, (value, column) in enumerate(zip(row, columns, strict=True)):
        centered = column.kind in CENTERED and not isinstance(value, str)
        look = {"align": "center"} if centered else {"align": "left", "indent": 1}
        look |= {"font_color": MUTED if column.kind == "id" or value is False else INK}
        look |= {"num_format": page.book.day} if column.kind == "date" else {}
        page.put(number, place, value, bottom=4, bottom_color=LINE, **look)
    page.sheet.set_row(number, min(max(map(_height, row, columns)), HIGHEST))


def _height(value: Value, column: Column) -> float:
    """How high a cell is in points."""
    text = clean(value) if isinstance(value, str) else ""
    return measure.height(text, (column.width - 2) * CHARACTER, SIZE) + 4


def _shades(page: Page, columns: list[Column], rows: int) -> None:
    for place, column in enumerate(columns):
        if column.kind in ("score", "smiley"):
            page.shade((1, place), (rows, place), BANDS if column.kind == "score" else SMILEYS)
