"""Contract 3: PNG, JPEG, WebP or GIF, re-encoded, metadata removed, at most 8 MiB; otherwise 413, 415 or 422."""

import io
import os
import struct
import zlib
from typing import Any

import httpx
import pytest
from PIL import Image, PngImagePlugin

from tests.product import Product, bearer

LARGEST = 8 * 1024 * 1024
SECRET = b"SecretMaker"
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}


def encoded(picture: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def red(mode: str = "RGB", size: tuple[int, int] = (30, 20)) -> Image.Image:
    return Image.new(mode, size, "red")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def raw_png(width: int, height: int, depth: int, color: int, rows: bytes, *more: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


async def sent(
    product: Product, board: dict[str, Any], data: bytes, name: str = "x.png", media: str = "image/png"
) -> httpx.Response:
    files = {"file": (name, data, media)}
    return await product.http.post(
        f"/api/boards/{board['id']}/images", files=files, headers=bearer(board, "participant")
    )


async def kept(product: Product, board: dict[str, Any], data: bytes) -> tuple[httpx.Response, Image.Image]:
    """The picture as the server gives it to a follower."""
    answer = await sent(product, board, data)
    assert answer.status_code == 201, answer.text
    head = answer.json()
    assert set(head) == {"id", "url", "width", "height"}
    got = await product.http.get(head["url"], headers=bearer(board, "follower"))
    assert got.status_code == 200
    picture = Image.open(io.BytesIO(got.content))
    picture.load()
    assert picture.size == (head["width"], head["height"])
    assert got.headers["content-type"] == FORMATS[str(picture.format)]
    assert got.headers["x-content-type-options"] == "nosniff"
    return got, picture


@pytest.mark.parametrize("form", FORMATS)
async def test_each_format_is_kept_whatever_name_and_type_it_claims(
    product: Product, board: dict[str, Any], form: str
) -> None:
    data = encoded(red(), form)
    got, picture = await kept(product, board, data)
    assert picture.format == form
    assert (await sent(product, board, data, "virus.html", "text/html")).json()["url"] == got.url.path


async def test_metadata_is_removed(product: Product, board: dict[str, Any]) -> None:
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    text.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    for data in (
        encoded(red(), "JPEG", exif=exif, comment=SECRET),
        encoded(red(), "PNG", exif=exif, pnginfo=text),
        encoded(red(), "WEBP", exif=exif, xmp=SECRET),
        encoded(red("P"), "GIF", comment=SECRET),
        encoded(red(), "JPEG") + SECRET,
        raw_png(1, 1, 8, 2, b"\0\xff\0\0", chunk(b"teXt", SECRET)),
    ):
        assert SECRET in data
        got, picture = await kept(product, board, data)
        assert SECRET not in got.content
        assert not picture.getexif()


async def test_a_turned_photo_stands_upright(product: Product, board: dict[str, Any]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    _, picture = await kept(product, board, encoded(red(size=(40, 20)), "JPEG", exif=exif))
    assert picture.size == (20, 40)


async def test_odd_kinds_of_pictures_keep_their_looks(product: Product, board: dict[str, Any]) -> None:
    cmyk = encoded(Image.new("CMYK", (20, 20), (0, 255, 255, 0)), "JPEG")
    gray16 = raw_png(64, 1, 16, 0, b"\0" + b"".join(struct.pack(">H", x * 1024) for x in range(64)))
    rgb16 = raw_png(64, 1, 16, 2, b"\0" + b"".join(struct.pack(">HHH", x * 1024, 0, 65535) for x in range(64)))
    for data, first, last in (
        (cmyk, (254, 0, 0), (254, 0, 0)),
        (gray16, (0, 0, 0), (252, 252, 252)),
        (rgb16, (0, 0, 255), (252, 0, 255)),
        (encoded(Image.new("1", (9, 9), 1), "PNG"), (255, 255, 255), (255, 255, 255)),
        (encoded(Image.new("L", (9, 9), 77), "JPEG"), (77, 77, 77), (77, 77, 77)),
    ):
        _, picture = await kept(product, board, data)
        shown = picture.convert("RGB")
        for point, color in (((0, 0), first), ((picture.width - 1, 0), last)):
            pixel: Any = shown.getpixel(point)
            assert all(abs(a - b) < 8 for a, b in zip(pixel, color, strict=True)), (pixel, color)
    clear = Image.new("RGBA", (5, 5), (255, 0, 0, 128))
    _, picture = await kept(product, board, encoded(clear, "PNG"))
    assert picture.convert("RGBA").getpixel((0, 0)) == (255, 0, 0, 128)


async def test_of_an_animation_the_first_picture_is_kept(product: Product, board: dict[str, Any]) -> None:
    blue = Image.new("RGB", (30, 20), "blue")
    for form in ("GIF", "WEBP", "PNG"):
        data = encoded(red(), form, save_all=True, append_images=[blue])
        _, picture = await kept(product, board, data)
        assert getattr(picture, "n_frames", 1) == 1
        pixel: Any = picture.convert("RGB").getpixel((3, 3))
        assert pixel[0] > 200 > 60 > pixel[2]


async def test_a_huge_picture_is_made_smaller(product: Product, board: dict[str, Any]) -> None:
    _, picture = await kept(product, board, encoded(red(size=(5000, 2500)), "PNG"))
    assert picture.size == (3200, 1600)


async def test_413_above_8_mib_and_not_at_8_mib(product: Product, board: dict[str, Any]) -> None:
    small = encoded(red(), "JPEG")
    assert (await sent(product, board, small + bytes(LARGEST - len(small)))).status_code == 201
    for over in (1, 30_000, LARGEST):
        answer = await sent(product, board, small + bytes(LARGEST - len(small) + over))
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"RIFF\0\0\0\0AVI ",
        encoded(red(), "BMP"), encoded(red(), "TIFF"), encoded(red(), "ICO"), os.urandom(5000),
    ],
    ids=["nothing", "text", "svg", "pdf", "avi", "bmp", "tiff", "ico", "noise"],
)  # fmt: skip
async def test_415_for_what_is_no_such_picture(product: Product, board: dict[str, Any], data: bytes) -> None:
    answer = await sent(product, board, data)
    assert (answer.status_code, answer.headers["content-type"]) == (415, "application/problem+json")


NOISE = Image.frombytes("RGB", (300, 300), os.urandom(270_000))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("part", [0.5, 0.03, 0.0])
async def test_422_for_a_picture_that_is_damaged(
    product: Product, board: dict[str, Any], form: str, part: float
) -> None:
    data = encoded(NOISE, form)
    answer = await sent(product, board, data[: max(20, int(len(data) * part))])
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


async def test_422_for_a_bomb_before_anything_is_decoded(product: Product, board: dict[str, Any]) -> None:
    for data in (
        raw_png(60_000, 60_000, 8, 6, bytes(100_000)),
        raw_png(2**31 - 1, 1, 8, 6, b""),
        raw_png(0, 0, 8, 6, b""),
        raw_png(6000, 6000, 8, 6, b""),
    ):
        assert (await sent(product, board, data)).status_code == 422


async def test_forms_that_are_none_are_refused(product: Product, board: dict[str, Any]) -> None:
    path, headers = f"/api/boards/{board['id']}/images", bearer(board)
    small = encoded(red(), "PNG")
    form = {"content-type": "multipart/form-data; boundary=x"}
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    for extra, content, statuses in (
        ({}, small, {415}),
        ({"content-type": "image/png"}, small, {415}),
        ({"content-type": "application/json"}, b"{}", {415}),
        ({"content-type": "multipart/form-data"}, b"x", {400}),
        (form, b"", {400, 422}),
        (form, b"garbage", {400}),
        (form, b"--x\r\ngarbage", {400, 422}),
        (form, head + small, {400, 422}),  # the end is missing
        (form, head.replace(b'name="file"', b'name="photo"') + small + b"\r\n--x--", {422}),
        (form, head.replace(b'; filename="a.png"', b"") + b"text\r\n--x--", {422}),
    ):
        answer = await product.http.post(path, content=content, headers=headers | extra)
        assert answer.status_code in statuses, (content[:60], answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
    two = [("file", ("a.png", small)), ("file", ("b.png", small))]
    assert (await product.http.post(path, files=two, headers=headers)).status_code in (400, 422)


async def test_a_picture_is_its_boards_alone_and_goes_with_it(product: Product, board: dict[str, Any]) -> None:
    other = await product.board()
    head = (await sent(product, board, encoded(red(), "PNG"))).json()
    elsewhere = head["url"].replace(board["id"], other["id"])
    assert (await product.http.get(elsewhere, headers=bearer(other))).status_code == 404
    assert (await product.http.get(head["url"])).status_code == 401
    await product.http.delete(f"/api/boards/{board['id']}", headers=bearer(board))
    assert (await product.http.get(head["url"], headers=bearer(board))).status_code == 404
