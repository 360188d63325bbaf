"""Posters: what their setter, a process of its own, is given: views, files, the form and the moment."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from server.assets import STATIC

SETTER = Path(__file__).parent / "poster" / "setter.py"
SPRITE = STATIC / "img" / "smileys.svg"

Form = Literal["pdf", "svg", "png"]
STANDARDS = ("a-3a", "ua-1")  # archives keep it, screen readers read it
PIXELS_PER_INCH = 120.0  # A0 becomes 5617 × 3973: sharp on a wall of screens, some 3 MB
MOST_PIXELS = 24_000_000  # a wider sheet than A0 becomes less dense; each takes four bytes, and more while it is drawn

_SYMBOL = re.compile(r'<symbol id="([\w-]+)" (viewBox="[^"]+")>(.*?)</symbol>', re.DOTALL)
_THEMED = re.compile(r"var\([\w-]+, (#\w+)\)")  # what the dark page colours otherwise; paper has no such rules


@dataclass(frozen=True, slots=True)
class Poster:
    """Views to try in turn, the files they name, the moment the PDF says it was made, and what it becomes."""

    views: Sequence[Mapping[str, Any]]
    files: Mapping[str, bytes]
    at: int
    form: Form

    def job(self) -> bytes:
        """The poster as its setter reads it."""
        files = {**self.files, **_marks()}
        head = {
            "views": list(self.views),
            "files": [[name, len(data)] for name, data in files.items()],
            "form": self.form,
            "standards": STANDARDS,
            "density": PIXELS_PER_INCH,
            "pixels": MOST_PIXELS,
            "at": self.at,
        }
        return json.dumps(head).encode() + b"\n" + b"".join(files.values())


def _marks() -> dict[str, bytes]:
    """The smileys, the bolt and the star as pictures of their own, drawn as on the board."""
    return {
        f"mark-{name}.svg": f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{drawing}</svg>'.encode()
        for name, box, drawing in _SYMBOL.findall(_THEMED.sub(r"\1", SPRITE.read_text("utf-8")))
        if not name.endswith("-off")
    }
