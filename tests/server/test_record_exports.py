"""Files made of records."""

import asyncio
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree
from zipfile import ZipFile

import httpx
import pytest
from PIL import Image

from server.posters import Poster
from tests.pdf import sheets, squeezed, title, words
from tests.server.live import Live, Made, make_board, serving
from tests.server.test_records import committed, retitle

FORMATS = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
SVG = "{http://www.w3.org/2000/svg}"
POINTS = {"a0": (3370, 2384), "a3": (1191, 842)}


async def export(http: httpx.AsyncClient, board: Made, id: str, ext: str, **query: str) -> httpx.Response:
    return await http.get(f"/api/records/{id}/export.{ext}", params=query, headers=board.as_("follower"))


TITLE, LABEL = "Fernseher-Kauf: Größe zählt", "Stand <1/2> & mehr"


@dataclass(frozen=True)
class Kept:
    """A board, and a record of it."""

    board: Made
    id: str

    async def export(self, http: httpx.AsyncClient, ext: str, **query: str) -> httpx.Response:
        return await export(http, self.board, self.id, ext, **query)


@pytest.fixture(scope="module")
def kept(live: Live) -> Kept:
    """A record of a whole board for all who only look at it: each file of it is made once."""

    async def keep() -> Kept:
        async with live.client() as http:
            board = await make_board(http, TITLE, template="fernseher-kauf")
            return Kept(board, (await committed(http, board, LABEL))["id"])

    return asyncio.run(keep())


@pytest.fixture
async def television(http: httpx.AsyncClient) -> Made:
    return await make_board(http, TITLE, template="fernseher-kauf")


@pytest.mark.parametrize("ext", FORMATS)
async def test_a_record_is_a_download_with_a_good_name(http: httpx.AsyncClient, kept: Kept, ext: str) -> None:
    answer = await kept.export(http, ext)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == FORMATS[ext]
    paper = " A0" if ext == "pdf" else ""
    name = f"Fernseher-Kauf Größe zählt - Stand 1 2 & mehr - v1{paper}.{ext}"
    told = answer.headers["content-disposition"]
    assert told.startswith('attachment; filename="Fernseher-Kauf Grosse zahlt - Stand 1 2 & mehr - v1')
    assert told.endswith(f"filename*=UTF-8''{quote(name, safe='')}")


async def test_the_json_is_the_record_itself(http: httpx.AsyncClient, kept: Kept) -> None:
    record = await http.get(f"/api/records/{kept.id}", headers=kept.board.as_("follower"))
    assert (await kept.export(http, "json")).content == record.content


async def test_the_page_is_sealed_and_carries_its_pictures(http: httpx.AsyncClient, kept: Kept) -> None:
    answer = await kept.export(http, "html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.text.count('src="data:image/jpeg;base64,') == 21
    assert '<html lang="de">' in answer.text


@pytest.mark.parametrize("paper", POINTS)
async def test_the_poster_holds_the_whole_journey_as_text_on_its_paper(
    http: httpx.AsyncClient, kept: Kept, paper: str
) -> None:
    pdf = (await kept.export(http, "pdf", paper=paper)).content
    assert sheets(pdf)[0] == POINTS[paper]
    text = words(pdf)
    journey = (await http.get(kept.board.path(), headers=kept.board.as_("follower"))).json()
    expected = [stage["title"] for stage in journey["stages"]] + [journey["personas"][0]["quote"], LABEL]
    for stage in journey["stages"]:
        for activity in stage["activities"]:
            expected += [activity["text"], *(card["text"] for card in activity["cards"])]
            expected += [touchpoint["name"] for touchpoint in activity["touchpoints"]]
    assert [part for part in expected if squeezed(part) not in squeezed(text)] == []


async def test_the_poster_is_tagged_and_made_for_archives_and_screen_readers(
    http: httpx.AsyncClient, kept: Kept
) -> None:
    pdf = (await kept.export(http, "pdf", paper="a3")).content
    assert b"/MarkInfo" in pdf
    assert b"pdfuaid" in pdf
    assert b"pdfaid" in pdf
    assert title(pdf) == TITLE


async def test_the_poster_as_a_drawing_is_one_sheet_that_says_what_it_shows(
    http: httpx.AsyncClient, kept: Kept
) -> None:
    answer = await kept.export(http, "svg")
    drawing = ElementTree.fromstring(answer.content)
    assert drawing.get("viewBox") == "0 0 3370.393700787 2383.937007874"
    assert drawing.findtext(f"{SVG}title") == TITLE
    story = drawing.findtext(f"{SVG}desc") or ""
    assert LABEL in story
    assert "Ich frage im Chat, ob das Gerät an meine Wand passt.: 2" in story
    assert len(drawing.findall(f".//{SVG}image")) >= 21
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_the_poster_as_a_picture_has_the_shape_of_its_sheet(http: httpx.AsyncClient, kept: Kept) -> None:
    with Image.open(io.BytesIO((await kept.export(http, "png")).content)) as picture:
        assert picture.size == (5617, 3973)
        assert len(picture.resize((60, 40)).convert("RGB").getcolors(2400) or []) > 50  # there is something on it


async def test_a_map_wider_than_the_sheet_is_still_one_picture_of_bounded_size(
    http: httpx.AsyncClient, live: Live, television: Made
) -> None:
    def write(plain: dict[str, Any]) -> dict[str, Any]:
        last = plain["activities"]["activity-18"]
        for number in range(42):
            plain["activities"][f"activity-more-{number}"] = {**last, "place": f"stage-usage|zz{number:03}"}
        return plain

    await live.run(live.services.rooms.edit(television.id, write))
    head = await committed(http, television)
    with Image.open(io.BytesIO((await export(http, television, head["id"], "png")).content)) as picture:
        assert 2.5 < picture.width / picture.height < 3.6
        assert 23_000_000 < picture.width * picture.height <= 24_100_000


async def test_the_same_record_gives_the_same_bytes_after_a_restart(tmp_path: Path) -> None:
    posters: list[bytes] = []
    for _ in range(2):
        with serving(tmp_path / "data") as live:
            async with live.client() as http:
                if not posters:
                    board = await make_board(http, "Twice", template="fernseher-kauf")
                    head = await committed(http, board)
                posters.append((await export(http, board, head["id"], "pdf", paper="a3")).content)
                await retitle(live, board, "Changed meanwhile")
    assert posters[0] == posters[1]


def test_the_marks_of_a_poster_have_colours_that_need_no_page() -> None:
    job = Poster([], {}, 0, "svg").job()
    assert b"#c0392b" in job
    assert b"var(" not in job


@pytest.mark.parametrize(("language", "word"), [("de", "Kundenaktivitäten"), ("en", "Customer activities")])
async def test_the_reader_may_choose_the_language_of_the_fixed_words(
    http: httpx.AsyncClient, board: Made, language: str, word: str
) -> None:
    head = await committed(http, board)
    page = (await export(http, board, head["id"], "html", lang=language)).text
    assert f'<html lang="{language}">' in page
    television = await make_board(http, template="tv-purchase")
    record = await committed(http, television)
    assert word in words((await export(http, television, record["id"], "pdf", paper="a3", lang=language)).content)


async def test_ten_who_ask_for_one_poster_at_once_get_the_same(http: httpx.AsyncClient, television: Made) -> None:
    head = await committed(http, television)
    answers = await asyncio.gather(*(export(http, television, head["id"], "pdf", paper="a3") for _ in range(10)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1


HARD = (
    "x" * 300,
    "https://example.com/" + "a/" * 200,
    "😀👩‍👩‍👧‍👦🏳️‍🌈 田中 由美 한국어 Łódź Ελλάδα Жук",
    "مرحبا בעולם ไทย 𝔘𝔫𝔦 \u0000\u0007\ufeff\ue000\ud7ff",
    "#set page(fill: red) $x$ *b* _i_ `c` // \\ @ref <label> [",
    "\n\n\n",
    "word " * 900,
)


@pytest.mark.parametrize("hard", HARD, ids=["long", "address", "scripts", "missing", "typst", "lines", "novel"])
async def test_whatever_people_write_there_is_a_poster(
    http: httpx.AsyncClient, live: Live, television: Made, hard: str
) -> None:
    def write(plain: dict[str, Any]) -> dict[str, Any]:
        plain["board"]["title"] = plain["stages"]["stage-inspiration"]["title"] = hard[:200]
        plain["personas"]["persona-jana"] |= {"name": hard[:60], "quote": hard, "fears": hard, "picture": "gone"}
        plain["activities"]["activity-01"]["text"] = hard
        plain["touchpoints"]["touchpoint-01a"] |= {"name": hard, "picture": "gone", "responsible": hard[:60]}
        plain["cards"]["card-04-action-1"] |= {"text": hard, "responsible": hard[:100], "due": hard[:20]}
        plain["lanes"]["standard-idea"]["title"] = hard[:80]
        return plain

    await live.run(live.services.rooms.edit(television.id, write))
    head = await committed(http, television)
    answer = await export(http, television, head["id"], "pdf", paper="a3")
    assert answer.status_code == 200, answer.text
    assert sheets(answer.content)


async def test_chinese_japanese_and_korean_names_are_set_as_they_are_written(
    http: httpx.AsyncClient, live: Live, board: Made
) -> None:
    await retitle(live, board, "田中 由美 한국어")
    head = await committed(http, board)
    assert "田中 由美 한국어" in words((await export(http, board, head["id"], "pdf", paper="a3")).content)


async def test_an_empty_board_has_a_poster(http: httpx.AsyncClient, board: Made) -> None:
    head = await committed(http, board)
    pdf = (await export(http, board, head["id"], "pdf", lang="en")).content
    assert "There are no stages and activities on this map yet." in words(pdf)


async def test_slides_carry_the_pictures_of_the_board(http: httpx.AsyncClient, kept: Kept) -> None:
    with ZipFile(io.BytesIO((await kept.export(http, "pptx")).content)) as parts:
        assert len([name for name in parts.namelist() if name.startswith("ppt/media/")]) == 11
        assert "Ich frage im Chat" in "".join(parts.read(n).decode() for n in parts.namelist() if "slides/slide" in n)


async def test_a_workbook_speaks_the_language_asked_for(http: httpx.AsyncClient, kept: Kept) -> None:
    for language, name in (("de", "Maßnahmen"), ("en", "Actions")):
        with ZipFile(io.BytesIO((await kept.export(http, "xlsx", lang=language)).content)) as parts:
            assert name in parts.read("xl/workbook.xml").decode()


@pytest.mark.parametrize("ext", ["xlsx", "pptx", "svg", "png"])
async def test_an_empty_board_has_files_of_every_kind(http: httpx.AsyncClient, board: Made, ext: str) -> None:
    head = await committed(http, board)
    answer = await export(http, board, head["id"], ext)
    assert (answer.status_code, answer.headers["content-type"]) == (200, FORMATS[ext])


async def test_an_unknown_format_paper_or_language_is_refused(http: httpx.AsyncClient, board: Made) -> None:
    head = await committed(http, board)
    assert (await export(http, board, head["id"], "docx")).status_code == 404
    assert (await export(http, board, head["id"], "pdf", paper="a5")).status_code == 422
    assert (await export(http, board, head["id"], "html", lang="fr")).status_code == 422


async def test_markdown_and_csv_tell_the_journey(http: httpx.AsyncClient, kept: Kept) -> None:
    markdown = (await kept.export(http, "md")).text
    assert "### Ich frage im Chat, ob das Gerät an meine Wand passt." in markdown
    table = (await kept.export(http, "csv")).content
    assert table.startswith(b"\xef\xbb\xbf")
    assert len(io.StringIO(table.decode("utf-8-sig")).read().splitlines()) > 18
    assert json.dumps("Live-Chat")[1:-1] in table.decode()
