"""The workbook inside a slide's chart, which opens when somebody edits its data: no formulas, no clock."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter

EPOCH = datetime(1980, 1, 1)


def made(groups: Sequence[tuple[str, int]], series: Sequence[tuple[str, Sequence[float | None]]]) -> bytes:
    """Groups and numbers in the first two columns, then a column for each series, as the chart refers to them."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": EPOCH})
    sheet = book.add_worksheet("Sheet1")
    row = 1
    for title, count in groups:
        sheet.write_string(row, 0, title)
        for _ in range(count):
            sheet.write_string(row, 1, str(row))
            row += 1
    for column, (name, values) in enumerate(series, start=2):
        sheet.write_string(0, column, name)
        for row, value in enumerate(values, start=1):
            if value is not None:
                sheet.write_number(row, column, value)
    book.close()
    return out.getvalue()
