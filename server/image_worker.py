"""A process of its own that turns one untrusted picture into a clean one, or says why not.

    python -I image_worker.py MAX_PIXELS MAX_EDGE < upload > answer

The answer is one line of JSON, then the bytes of the picture. It imports nothing of ours: whatever a decoder
does to this process, the server lives on. Dimensions are checked before anything is decoded.
"""

import io
import json
import resource
import sys
import warnings
from typing import Any, NoReturn

from PIL import Image, ImageCms, ImageOps

MEMORY = 1 << 30  # bytes; 40 million pixels with alpha, twice, and the libraries
CPU_SECONDS = 20

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}
BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
DAMAGED = "The picture can't be read; it seems to be damaged."
QUALITY = {"JPEG": {"quality": 86, "progressive": True, "optimize": True}, "WEBP": {"quality": 84, "method": 4}}


def main() -> None:
    """Read, check, decode, turn upright, strip, encode."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # we have a limit of our own, and check it first
    max_pixels, max_edge = int(sys.argv[1]), int(sys.argv[2])
    data = sys.stdin.buffer.read()
    try:
        picture = Image.open(io.BytesIO(data), formats=tuple(FORMATS))
    except Exception:
        if looks_like_one(data):
            refuse(422, DAMAGED)
        refuse(415, "This is no PNG, JPEG, WebP or GIF picture.")
    if picture.width * picture.height > max_pixels:
        refuse(422, f"The picture has {picture.width} x {picture.height} points; that is too many.")
    try:
        answer(*clean(picture, max_edge))
    except Exception:
        refuse(422, DAMAGED)


def looks_like_one(data: bytes) -> bool:
    """Whether it begins as a picture that we take: then it is damaged, and no other kind of file."""
    return data.startswith(BEGINNINGS) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")


def clean(picture: Image.Image, max_edge: int) -> tuple[Image.Image, str, bytes]:
    """The first frame, upright, in sRGB, without metadata, in the format that it came in."""
    form = picture.format or ""
    if form == "JPEG":
        picture.draft(None, (max_edge, max_edge))  # decodes at half or quarter size where that is enough
    picture.seek(0)
    picture.load()
    fresh = plain_mode(in_srgb(ImageOps.exif_transpose(picture)), form)
    if max(fresh.size) > max_edge:
        fresh = smooth(fresh)
        fresh.thumbnail((max_edge, max_edge), Image.Resampling.LANCZOS)
    fresh.info = {key: value for key, value in fresh.info.items() if key == "transparency"}
    out = io.BytesIO()
    settings: dict[str, Any] = QUALITY.get(form, {"optimize": True})
    fresh.save(out, form, **settings)
    return fresh, FORMATS[form], out.getvalue()


def in_srgb(picture: Image.Image) -> Image.Image:
    """The same colours without the profile that would have told them."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a broken profile is metadata like any other
    return converted or picture


def plain_mode(picture: Image.Image, form: str) -> Image.Image:
    """A mode that browsers, Typst and Office show alike."""
    if form == "JPEG":
        return picture if picture.mode in ("RGB", "L") else picture.convert("RGB")
    if form == "GIF" or picture.mode in ("RGB", "RGBA", "L", "LA", "P", "1"):
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def smooth(picture: Image.Image) -> Image.Image:
    """A mode in which neighbouring points can be mixed: a palette's can't."""
    if picture.mode not in ("P", "1"):
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def answer(picture: Image.Image, media_type: str, data: bytes) -> None:
    """Say what it became."""
    head = {"type": media_type, "width": picture.width, "height": picture.height}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + data)


def refuse(status: int, why: str) -> NoReturn:
    """Say why it did not become anything."""
    sys.stdout.buffer.write(json.dumps({"status": status, "why": why}).encode() + b"\n")
    sys.stdout.buffer.flush()
    sys.exit(0)


if __name__ == "__main__":
    main()
