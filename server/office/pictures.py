"""Pictures as slides show them: in a format that every program reads, and no larger than a screen needs."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image as Opened

LONGEST_EDGE = 1280  # points; a picture fills a third of a slide at most
QUALITY = 86


@dataclass(frozen=True, slots=True)
class Image:
    """A picture ready to be placed."""

    data: bytes
    width: int
    height: int

    def stream(self) -> io.BytesIO:
        """Its bytes as a file."""
        return io.BytesIO(self.data)


class Pictures:
    """The pictures of a record, prepared when they are first shown."""

    def __init__(self, found: Mapping[str, bytes]) -> None:
        self._found = found
        self._ready: dict[str, Image | None] = {}

    def get(self, image: object) -> Image | None:
        """The picture of this id; None where it is gone, or no program could show it."""
        if not isinstance(image, str) or image not in self._found:
            return None
        if image not in self._ready:
            self._ready[image] = prepared(self._found[image])
        return self._ready[image]


def prepared(data: bytes) -> Image | None:
    """JPEG and PNG stay what they are, others become what suits them; large ones are made smaller."""
    try:
        with Opened.open(io.BytesIO(data)) as opened:
            form = "PNG" if opened.format == "PNG" or opened.has_transparency_data else "JPEG"
            if form == opened.format and max(opened.size) <= LONGEST_EDGE:
                return Image(data, *opened.size)
            mode = "RGB" if form == "JPEG" else "RGBA"
            picture = opened.convert(mode)
    except (OSError, ValueError):
        return None
    picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Opened.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, form, quality=QUALITY)
    return Image(out.getvalue(), *picture.size)
