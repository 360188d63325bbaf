"""Records as workbooks, opened with another library."""

import re
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl  # type: ignore[import-untyped]  # its types are a package of their own
import pytest

from board.journey import nest
from board.schema import Language, Plain
from board.telling import Telling
from server.office import workbook
from server.office.book import Book
from server.office.table_page import unique
from tests.board.samples import MESSAGES, put_card, record, small, television

HARD = ("x" * 60_000, "\u0000\u0007\ufeff a\ud7ff", "田中 由美 😀👩‍👩‍👧‍👦", "_x0041_", "\n\n", "[a]:*?/\\'")
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a.example","b")', "{=1}")


def made(content: Plain, language: Language = "de") -> bytes:
    return workbook.made(Telling(record(nest(content)), MESSAGES.speak(language), language))


def opened(file: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(file))


def cells(book: Any) -> list[Any]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


async def test_the_map_comes_first_and_every_table_has_a_name_filters_and_a_head_that_stays() -> None:
    book = opened(made(await television()))
    assert book.sheetnames[:4] == ["Journey Map", "Kurve", "Schritte", "Touchpoints"]
    tables = {name: sheet for sheet in book for name in sheet.tables}
    assert {"Curve", "Steps", "Touchpoints", "Ratings", "Cards", "Actions", "Personas", "Stages"} <= tables.keys()
    assert all(sheet.freeze_panes for sheet in tables.values())
    assert all(sheet.tables[name].autoFilter for name, sheet in tables.items())
    steps = tables["Steps"]
    assert (steps["A2"].value, steps["C2"].value) == (
        1,
        "Ich sehe bei Freunden einen großen OLED-Fernseher und bin sofort begeistert.",
    )


async def test_dates_are_dates_and_ratings_are_numbers() -> None:
    book = opened(made(await television()))
    dues = [row[2] for row in book["Maßnahmen"].iter_rows(min_row=2, values_only=True)]
    assert datetime(2026, 3, 31) in dues
    assert [row[5] for row in book["Bewertungen"].iter_rows(min_row=2, max_row=4, values_only=True)] == [8, 6, 8]


async def test_the_curve_is_a_chart_on_its_sheet_and_under_the_map() -> None:
    with ZipFile(BytesIO(made(await television()))) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2
    assert all("<c:barChart>" in chart and "<c:lineChart>" in chart for chart in charts)
    assert "'Kurve'!$D$2:$D$19" in charts[0] or "Kurve!$D$2:$D$19" in charts[0]


async def test_the_map_hangs_as_on_the_wall() -> None:
    wall = opened(made(await television()))["Journey Map"]
    heads = [wall.cell(row, 1).value or "" for row in range(1, 30)]
    stages = next(row for row, head in enumerate(heads, start=1) if head == "Phasen")
    assert wall.cell(stages, 2).value == "Inspiration"
    assert "B" + str(stages) in {str(merged).split(":")[0] for merged in wall.merged_cells.ranges}
    assert wall.cell(stages, 2).fill.fgColor.rgb.endswith("123B63")
    assert wall.freeze_panes == f"B{stages + 2}"


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_text_ever_becomes_a_formula(formula: str) -> None:
    content = small()
    content["board"]["title"] = content["stages"]["stage-one1"]["title"] = formula
    content["activities"]["activity-one"]["text"] = content["lanes"]["lane-pain"]["title"] = formula
    content["personas"]["persona-one"] |= {"name": formula, f"custom:{formula}": formula, f"scale:{formula}": formula}
    content["touchpoints"]["touchpoint-one"] |= {"name": formula, "url": formula, f"custom:{formula}": formula}
    put_card(content, "lane-action", "card-one", text=formula, due=formula, responsible=formula)
    file = made(content)
    with ZipFile(BytesIO(file)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<hyperlink" in sheet]
    assert formula in {cell.value for cell in cells(opened(file))}


@pytest.mark.parametrize("hard", HARD, ids=["long", "unseen", "scripts", "escape", "lines", "signs"])
def test_whatever_people_write_there_is_a_workbook(hard: str) -> None:
    content = small()
    content["board"]["title"] = content["activities"]["activity-one"]["text"] = hard
    content["lanes"]["lane-pain"]["title"] = hard
    content["personas"]["persona-one"] |= {f"custom:{hard[:50]}": hard, f"custom:{hard[:50].upper()}": hard}
    put_card(content, "lane-pain", "card-one", text=hard)
    told = {str(cell.value) for cell in cells(opened(made(content)))}
    assert all(len(value) <= 32_767 for value in told)
    assert hard.strip()[:5].strip("\u0000\u0007\ufeff ") in "".join(told)


def test_an_empty_board_has_a_workbook() -> None:
    book = opened(made({"board": {}}, "en"))
    assert "Curve" not in book.sheetnames
    assert book["Journey map"]["A1"].value == "Untitled customer journey"
    assert book["Steps"].max_row == 2


async def test_the_same_record_gives_the_same_bytes() -> None:
    content = await television()
    assert made(content) == made(content)
    with ZipFile(BytesIO(made(content))) as parts:
        assert re.findall(rb"2\d{3}-[\d-]+T[\d:]+Z", parts.read("docProps/core.xml")) == [b"2025-11-20T15:00:00Z"] * 2


def test_sheets_and_columns_never_share_a_name() -> None:
    book = Book("en", datetime(2025, 1, 1))
    assert [book.add(name).name for name in ("Steps", "steps", "a/b", "")] == ["Steps", "steps 2", "a b", "…"]
    assert unique(["Name", "name", "Name"]) == ["Name", "name (2)", "Name (3)"]
