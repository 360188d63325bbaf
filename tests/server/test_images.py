"""Pictures (contract 3): told by content, cleaned, kept once, never a danger."""

import asyncio
import io

import httpx
import pytest
from PIL import Image

from tests.server.live import Made, make_board
from tests.server.pictures import bomb, picture, png, two_halves

LIMIT = 8 * 1024 * 1024


async def bring(http: httpx.AsyncClient, board: Made, data: bytes, name: str = "x.png") -> httpx.Response:
    return await http.post(board.path("/images"), files={"file": (name, data)}, headers=board.as_("participant"))


async def fetch(http: httpx.AsyncClient, board: Made, answer: httpx.Response) -> httpx.Response:
    assert answer.status_code == 201, answer.text
    return await http.get(answer.json()["url"], headers=board.as_("follower"))


@pytest.mark.parametrize(
    ("form", "media_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("GIF", "image/gif")],
)
async def test_each_of_the_four_formats_is_taken_and_told_by_its_content(
    http: httpx.AsyncClient, board: Made, form: str, media_type: str
) -> None:
    answer = await bring(http, board, picture(form), "misnamed.exe")
    assert answer.json() | {"id": "", "url": ""} == {"id": "", "url": "", "width": 30, "height": 20}
    assert answer.headers["location"] == answer.json()["url"]
    kept = await fetch(http, board, answer)
    assert kept.headers["content-type"] == media_type
    assert kept.headers["x-content-type-options"] == "nosniff"
    assert Image.open(io.BytesIO(kept.content)).size == (30, 20)


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", picture("BMP"), picture("TIFF")],
)
async def test_what_is_none_of_the_four_is_refused_with_415(http: httpx.AsyncClient, board: Made, data: bytes) -> None:
    answer = await bring(http, board, data)
    assert answer.status_code == 415
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("data", [png()[:50], picture("JPEG")[:200], picture("GIF")[:20], picture("WEBP")[:30]])
async def test_a_damaged_picture_is_refused(http: httpx.AsyncClient, board: Made, data: bytes) -> None:
    assert (await bring(http, board, data)).status_code in (415, 422)


async def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded(
    http: httpx.AsyncClient, board: Made
) -> None:
    answer = await bring(http, board, bomb(30_000, 30_000))
    assert answer.status_code == 422
    assert "30000" in answer.json()["detail"]


async def test_a_file_over_8_mib_is_refused_with_413(http: httpx.AsyncClient, board: Made) -> None:
    assert (await bring(http, board, b"\0" * (LIMIT + 1))).status_code == 413
    assert (await bring(http, board, png() + b"\0" * (LIMIT - len(png())))).status_code == 201


async def test_metadata_is_removed_and_the_turn_that_it_told_is_made(http: httpx.AsyncClient, board: Made) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right by 90 degrees
    exif[0x010F] = "SECRET CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    answer = await bring(http, board, two_halves("JPEG", exif=exif, quality=95, comment=b"SECRET COMMENT"))
    assert (answer.json()["width"], answer.json()["height"]) == (20, 40)
    kept = await fetch(http, board, answer)
    assert b"SECRET" not in kept.content
    opened = Image.open(io.BytesIO(kept.content))
    assert not opened.getexif()
    top, bottom = opened.convert("L").getpixel((10, 5)), opened.convert("L").getpixel((10, 35))
    assert isinstance(top, int)
    assert isinstance(bottom, int)
    assert top > 200 > 50 > bottom


async def test_bytes_behind_the_picture_and_text_chunks_are_gone(http: httpx.AsyncClient, board: Made) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "SECRET TEXT")
    kept = await fetch(http, board, await bring(http, board, picture("PNG", pnginfo=info) + b"<script>SECRET"))
    assert b"SECRET" not in kept.content


async def test_transparency_stays(http: httpx.AsyncClient, board: Made) -> None:
    for form in ("PNG", "WEBP"):
        kept = await fetch(http, board, await bring(http, board, picture(form, mode="RGBA")))
        assert Image.open(io.BytesIO(kept.content)).mode == "RGBA"


@pytest.mark.parametrize(("form", "mode"), [("JPEG", "CMYK"), ("PNG", "I;16"), ("PNG", "1"), ("PNG", "LA")])
async def test_unusual_colours_are_taken_too(http: httpx.AsyncClient, board: Made, form: str, mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (12, 12)).save(out, form)
    kept = await fetch(http, board, await bring(http, board, out.getvalue()))
    assert Image.open(io.BytesIO(kept.content)).mode in ("RGB", "RGBA", "L", "LA", "1")


async def test_a_large_picture_is_made_smaller(http: httpx.AsyncClient, board: Made) -> None:
    answer = await bring(http, board, picture("JPEG", (5000, 2500)))
    assert (answer.json()["width"], answer.json()["height"]) == (3200, 1600)


async def test_the_same_picture_is_kept_once(http: httpx.AsyncClient, board: Made) -> None:
    answers = await asyncio.gather(*(bring(http, board, png()) for _ in range(4)))
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_a_picture_is_kept_by_browsers_for_ever(http: httpx.AsyncClient, board: Made) -> None:
    kept = await fetch(http, board, await bring(http, board, png()))
    assert "immutable" in kept.headers["cache-control"]
    assert "private" in kept.headers["cache-control"]
    again = await http.get(str(kept.url), headers=board.as_("follower") | {"if-none-match": kept.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_picture_of_another_board_is_not_found(http: httpx.AsyncClient, board: Made) -> None:
    other = await make_board(http)
    image = (await bring(http, board, png())).json()["id"]
    answer = await http.get(other.path(f"/images/{image}"), headers=other.as_("moderator"))
    assert answer.status_code == 404


async def test_a_body_that_is_no_form_or_has_no_file_is_refused(http: httpx.AsyncClient, board: Made) -> None:
    participant = board.as_("participant")
    raw = await http.post(board.path("/images"), content=png(), headers=participant | {"content-type": "image/png"})
    assert raw.status_code == 415
    empty = await http.post(board.path("/images"), files={"picture": png()}, headers=participant)
    assert empty.status_code == 422
    text = await http.post(board.path("/images"), files={"file": (None, "text")}, headers=participant)
    assert text.status_code == 422


async def test_the_pictures_of_a_board_are_limited(
    http: httpx.AsyncClient, board: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R18: images and bytes per board."""
    monkeypatch.setattr("server.pictures.PICTURES_PER_BOARD", 1)
    assert (await bring(http, board, png())).status_code == 201
    assert (await bring(http, board, png((31, 20)))).status_code == 409
    assert (await bring(http, board, png())).status_code == 201


async def test_more_uploads_than_can_wait_are_asked_to_come_back(
    http: httpx.AsyncClient, board: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.pictures.WAITING", 0)
    answer = await bring(http, board, png())
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


async def test_a_large_palette_is_made_smaller_smoothly(http: httpx.AsyncClient, board: Made) -> None:
    answer = await bring(http, board, picture("GIF", (4000, 2000)))
    assert (answer.json()["width"], answer.json()["height"]) == (3200, 1600)
