"""A workbook under the pen: XlsxWriter with cells that are what they are, and never formulas."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from board.sheet import Value
from server.office.text import clean

INK, MUTED, LINE, PALE = "#1d2b3a", "#5b6b7b", "#d5dde5", "#f4f7fa"
DAY, DAYS = "yyyy-mm-dd", {"de": "dd.mm.yyyy"}

BANDS: Sequence[tuple[float, float, str]] = ((1, 4, "#f8dedb"), (4.001, 6.999, "#faf1cf"), (7, 10, "#dcefe3"))
"""Values from, to, and the colour behind them: the bands of the curve."""

TRUTH = '"✓";;"·"'
FIRST_YEAR = 1900  # earlier days are none to a spreadsheet
LONGEST_NAME = 31  # characters of a sheet's name
_NO_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Book:
    """Sheets, formats and cells; the same input gives the same bytes."""

    def __init__(self, language: str, at: datetime, **properties: str) -> None:
        self.day = DAYS.get(language, DAY)
        self._bytes = BytesIO()
        self._book = xlsxwriter.Workbook(self._bytes, {"in_memory": True})
        told = {name: clean(text)[:250] for name, text in properties.items()}
        self._book.set_properties(told | {"created": at.replace(tzinfo=None)})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = set()

    def add(self, title: str) -> "Page":
        """A sheet of this name, or of one like it where it is taken."""
        name = self._free(clean(title).translate(_NO_NAME).strip()[:LONGEST_NAME] or "…")
        return Page(self, self._book.add_worksheet(name), name)

    def format(self, **properties: Any) -> Any:
        """The format of a cell: unless said otherwise, its text stands at the top and wraps."""
        return self.bare(**{"font_color": INK, "valign": "top", "text_wrap": True} | properties)

    def bare(self, **properties: Any) -> Any:
        """A format of these properties alone, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def chart(self, **kind: str) -> Any:
        """A chart of XlsxWriter."""
        return self._book.add_chart(kind)

    def bytes(self) -> bytes:
        """The finished file."""
        self._book.close()
        return self._bytes.getvalue()

    def _free(self, name: str) -> str:
        number, free = 1, name
        while free.casefold() in self._names:
            number += 1
            free = f"{name[: LONGEST_NAME - 4]} {number}"
        self._names.add(free.casefold())
        return free


class Page:
    """One sheet of a workbook."""

    def __init__(self, book: Book, sheet: Any, name: str) -> None:
        self.book, self.sheet, self.name = book, sheet, name
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.set_footer("&L&8&A&R&8&P / &N")

    def put(self, row: int, column: int, value: Value, **properties: Any) -> None:
        """A cell: text is text, whatever it begins with; a truth is 1 or 0, to be summed, and shown as a tick."""
        if isinstance(value, bool):
            properties |= {"num_format": TRUTH, "align": "center"}
        form = self.book.format(**properties)
        match value:
            case None | "":
                self.sheet.write_blank(row, column, None, form)
            case bool():
                self.sheet.write_number(row, column, int(value), form)
            case int() | float():
                self.sheet.write_number(row, column, value, form)
            case date() if value.year >= FIRST_YEAR:
                self.sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), form)
            case _:
                self.sheet.write_string(row, column, clean(str(value)), form)

    def span(self, row: int, column: int, count: int, value: str, **properties: Any) -> None:
        """A text over so many cells of a row."""
        if count > 1:
            self.sheet.merge_range(row, column, row, column + count - 1, "", self.book.format(**properties))
        self.put(row, column, value, **properties)

    def area(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """A range as charts name it."""
        return f"='{self.name}'!{xl_range_abs(*first, *last)}"

    def shade(self, first: tuple[int, int], last: tuple[int, int], bands: Sequence[tuple[float, float, str]]) -> None:
        """Colours values by their band, also after somebody has changed them."""
        for low, high, color in bands:
            rule = {"type": "cell", "criteria": "between", "minimum": low, "maximum": high}
            self.sheet.conditional_format(*first, *last, rule | {"format": self.book.bare(bg_color=color)})
