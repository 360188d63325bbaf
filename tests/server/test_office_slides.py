"""Records as slides, opened with the library that others use."""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zipfile import ZipFile

import openpyxl  # type: ignore[import-untyped]  # its types are a package of their own
import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Pt

from board.journey import nest
from board.schema import Language, Plain
from board.telling import Telling
from server.office import measure, slides
from server.office.frozen import frozen
from server.office.pictures import LONGEST_EDGE, prepared
from tests.board.samples import MESSAGES, put_card, record, small, television

HARD = (
    "x" * 300,
    "https://example.com/" + "a/" * 200,
    "😀👩‍👩‍👧‍👦🏳️‍🌈 田中 由美 한국어 Łódź Ελλάδα Жук",
    "مرحبا בעולם ไทย 𝔘𝔫𝔦 \u0000\u0007\ufeff\ue000\ud7ff",
    '=HYPERLINK("http://a.example","b")',
    "\n\n\n",
    "word " * 400,
    "田中由美はテレビを買いたい。" * 40,
)
NAMES = ("long", "address", "scripts", "missing", "formula", "lines", "novel", "ideographs")


def picture(form: str = "JPEG", size: tuple[int, int] = (90, 60), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "#1f5f9980" if mode == "RGBA" else "#1f5f99").save(out, form)
    return out.getvalue()


def made(content: Plain, language: Language = "de", pictures: Mapping[str, bytes] | None = None) -> bytes:
    return slides.made(Telling(record(nest(content)), MESSAGES.speak(language), language), pictures or {})


def opened(file: bytes) -> Any:
    return Presentation(io.BytesIO(file))


def shapes(holder: Any) -> Iterator[Any]:
    """All shapes, those in groups too."""
    for shape in holder:
        yield shape
        if hasattr(shape, "shapes"):
            yield from shapes(shape.shapes)


def texts(slide: Any) -> Iterator[str]:
    for shape in shapes(slide.shapes):
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False):
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)


def title(slide: Any) -> str:
    return str(slide.shapes.title.text_frame.text)


def squeezed(text: str) -> str:
    return re.sub(r"[\s…]", "", text)


async def test_the_whole_journey_is_on_the_slides_as_text_that_can_be_edited() -> None:
    content = await television()
    deck = opened(made(content))
    assert round(deck.slide_width / deck.slide_height, 3) == 1.778
    told = squeezed(" ".join(text for slide in deck.slides for text in texts(slide)))
    nested = nest(content)
    expected = [stage["title"] for stage in nested["stages"]] + [nested["personas"][0]["quote"]]
    for stage in nested["stages"]:
        for activity in stage["activities"]:
            expected += [activity["text"], *(card["text"] for card in activity["cards"])]
            expected += [touchpoint["name"] for touchpoint in activity["touchpoints"]]
    assert [text for text in expected if squeezed(text) not in told] == []


async def test_every_slide_has_a_title_a_number_and_notes_where_there_is_more_to_say() -> None:
    deck = opened(made(await television()))
    titles = [title(slide) for slide in deck.slides]
    assert titles[:3] == ["Fernseher-Kauf: Vom Wunsch zum ersten Filmabend", "Jana Berger", "Journey Map"]
    assert titles[-1] == "Die nächsten Schritte"
    assert all(titles)
    assert all("slidenum" in slide.shapes._spTree.xml for slide in list(deck.slides)[1:])
    noted = [slide for slide in deck.slides if slide.has_notes_slide]
    notes = {title(slide): slide.notes_slide.notes_text_frame.text for slide in noted}
    assert "12 Min. Wartezeit, keine Übergabe an Fachberatung" in notes["Recherche"]


async def test_the_curve_is_a_chart_whose_data_can_be_edited() -> None:
    deck = opened(made(await television()))
    chart = next(shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart)
    bands, lines = chart.plots
    assert [next(iter(series.values)) for series in bands.series] == [4, 3, 4]
    named = {series.name: list(series.values) for series in lines.series}
    assert named["Außensicht (Kunde)"] == [8, 7, 5, 4, 5, 2, 7, 8, 3, 4, 8, 9, 2, 8, 4, 8, 10, 7]
    assert [category.label for category in lines.categories] == [str(number) for number in range(1, 19)]
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    heads = {cell.value: cell.column for cell in sheet[1] if cell.value}
    assert [sheet.cell(row, heads["Außensicht (Kunde)"]).value for row in range(2, 20)] == named["Außensicht (Kunde)"]
    assert (sheet["A2"].value, sheet["B2"].value) == ("Inspiration", "1")


async def test_pictures_charts_and_marks_say_what_they_show() -> None:
    content = await television()
    images = {item["picture"] for root in ("touchpoints", "personas") for item in content[root].values()}
    deck = opened(made(content, pictures=dict.fromkeys(images, picture())))
    everything = [shape for slide in deck.slides for shape in shapes(slide.shapes)]
    drawn = [s for s in everything if s._element.tag.endswith(("}pic", "}graphicFrame"))]
    marks = [s for s in everything if s.name.startswith(("Pain Point", "Moment of Truth", "Smiley ", "Außensicht"))]
    assert len(drawn) > 15
    assert len(marks) > 30
    assert not [s.name for s in drawn + marks if not s._element._nvXxPr.cNvPr.get("descr") and not s.has_text_frame]


def hard_board(hard: str) -> Plain:
    board = dict.fromkeys(("scenario", "scope", "owner", "next"), hard)
    content = small(board=board | {"schema": 1, "title": hard[:200]})
    content["personas"]["persona-one"] |= dict.fromkeys(("quote", "story", "fears"), hard) | {"name": hard[:60]}
    content["personas"]["persona-one"] |= {f"scale:{hard[:60]}{number}": 50 for number in range(9)}
    content["stages"]["stage-one1"]["title"] = content["lanes"]["lane-pain"]["title"] = hard[:200]
    content["activities"]["activity-one"]["text"] = hard
    content["touchpoints"]["touchpoint-one"] |= {"name": hard, "responsible": hard[:60], "painPoint": True}
    for number in range(4):
        put_card(content, "lane-pain", f"card-{number}", text=hard)
        put_card(content, "lane-action", f"action-{number}", text=hard, responsible=hard[:100], due=hard[:20])
    return content


@pytest.mark.parametrize("hard", HARD, ids=NAMES)
def test_nothing_overflows_its_box_or_its_slide(hard: str) -> None:
    deck = opened(made(hard_board(hard), pictures={"image-shop": picture("WEBP")}))
    for slide in deck.slides:
        for shape in shapes(slide.shapes):
            if shape.left is None or shape.is_placeholder:
                continue
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width + Pt(2)
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_text_frame:
                assert _needed(shape) <= shape.height / Pt(1) + 1, shape.text_frame.text[:200]


def _needed(shape: Any) -> float:
    frame = shape.text_frame
    room = (shape.width - frame.margin_left - frame.margin_right) / Pt(1)
    lines = [(run.text, run.font.size.pt) for paragraph in frame.paragraphs for run in paragraph.runs]
    return sum(measure.height(text, room, size) for text, size in lines)


def test_a_card_too_long_for_a_slide_goes_on_and_loses_no_word() -> None:
    content = small()
    put_card(content, "lane-pain", "card-one", text=" ".join(f"w{number}" for number in range(2500)))
    deck = opened(made(content))
    detail = [slide for slide in deck.slides if title(slide).startswith("Offer")]
    assert len(detail) > 1
    told = " ".join(text for slide in detail for text in texts(slide)).split()
    assert {f"w{number}" for number in range(2500)} <= set(told)


def test_no_text_becomes_a_formula_in_the_charts_data() -> None:
    content = hard_board("=1+1")
    deck = opened(made(content))
    chart = next(shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart)
    with ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_an_empty_board_has_slides_in_the_language_asked_for() -> None:
    deck = opened(made({"board": {}}, "en"))
    assert [title(slide) for slide in deck.slides] == [
        "Untitled customer journey",
        "Journey map",
        "Next steps",
    ]
    assert "There are no stages and activities on this map yet." in list(texts(deck.slides[1]))


async def test_the_same_record_gives_the_same_bytes() -> None:
    content = await television()
    file = made(content)
    assert file == made(content)
    with ZipFile(io.BytesIO(file)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2025-11-20T15:00:00Z" in parts.read("docProps/core.xml")


def test_a_file_within_a_file_tells_no_time_either() -> None:
    def zipped(name: str, data: bytes) -> bytes:
        out = io.BytesIO()
        with ZipFile(out, "w") as parts:
            parts.writestr(name, data)
        return out.getvalue()

    core = b'<dcterms:created xsi:type="x">2031-05-05T05:05:05Z</dcterms:created>'
    still = frozen(zipped("inner.xlsx", zipped("docProps/core.xml", core)), datetime(2025, 1, 1))
    with ZipFile(io.BytesIO(still)) as outer, ZipFile(io.BytesIO(outer.read("inner.xlsx"))) as inner:
        assert b"2025-01-01T00:00:00Z" in inner.read("docProps/core.xml")


@pytest.mark.parametrize(
    ("form", "mode", "becomes"),
    [("WEBP", "RGB", "JPEG"), ("WEBP", "RGBA", "PNG"), ("GIF", "RGB", "JPEG"), ("PNG", "RGB", "PNG")],
)
def test_a_picture_becomes_what_every_program_shows(form: str, mode: str, becomes: str) -> None:
    ready = prepared(picture(form, (3000, 1500), mode))
    assert ready
    assert (ready.width, ready.height) == (LONGEST_EDGE, LONGEST_EDGE // 2)
    assert Image.open(ready.stream()).format == becomes


def test_a_picture_that_is_none_is_left_out() -> None:
    assert prepared(b"no picture") is None
