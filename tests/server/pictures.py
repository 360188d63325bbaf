"""Pictures made for tests."""

import io
import struct
import zlib
from typing import Any

from PIL import Image


def picture(form: str, size: tuple[int, int] = (30, 20), mode: str = "RGB", **options: Any) -> bytes:
    """A plain picture in this format."""
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode != "RGBA" else (255, 0, 0, 128)).save(out, form, **options)
    return out.getvalue()


def png(size: tuple[int, int] = (30, 20)) -> bytes:
    return picture("PNG", size)


def two_halves(form: str, **options: Any) -> bytes:
    """40 x 20 points, the left half white, the right half black."""
    out = io.BytesIO()
    drawn = Image.new("RGB", (40, 20), "black")
    drawn.paste("white", (0, 0, 20, 20))
    drawn.save(out, form, **options)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is huge, and is, once somebody decodes it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    rows = zlib.compress(bytes(width * 4 + 1) * min(height, 200), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
