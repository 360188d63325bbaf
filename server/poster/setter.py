"""A process of its own that sets one poster, and then ends: Typst keeps some 150 MB per poster in its process.

    python -I setter.py < job > poster

The job is one line of JSON, `{"views": [view, …], "files": [[name, size], …], "form": "pdf" | "svg" | "png",
"standards": […], "density": pixels per inch, "pixels": at most so many, "at": seconds}`, then the bytes of the files.
The first view whose text can be read wins; the last one is set whatever its size."""

import json
import math
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import typst

HERE = Path(__file__).parent
MEMORY = 3 << 30  # bytes of address space; a poster with a hundred pictures takes a third of it
CPU_SECONDS = 60
PARTS = ("poster.typ", "cards.typ", "curve.typ", "marks.typ")
MILLIMETRES = 25.4  # of an inch


def main() -> None:
    """Read the job, try its views, write the poster."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    job = json.loads(sys.stdin.buffer.readline())
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, size in job["files"]:
            (root / Path(name).name).write_bytes(sys.stdin.buffer.read(size))
        for part in PARTS:
            (root / part).write_bytes((HERE / part).read_bytes())
        sys.stdout.buffer.write(set_poster(root, job))


def set_poster(root: Path, job: dict[str, Any]) -> bytes:
    """The poster of the first view that fits its paper."""
    for view in job["views"]:
        (root / "view.json").write_text(json.dumps(view), "utf-8")
        compiler = typst.Compiler(root / "poster.typ", root=root, font_paths=[HERE / "fonts"], ignore_system_fonts=True)
        if view is job["views"][-1] or told(compiler, "<fit>")["fits"]:
            break
    return made(compiler, job, view)


def made(compiler: typst.Compiler, job: dict[str, Any], view: dict[str, Any]) -> bytes:
    """The poster in the form that was asked for; a picture is one page."""
    match job["form"]:
        case "pdf":
            poster = compiler.compile(format="pdf", pdf_standards=job["standards"], timestamp=job["at"])
        case "png":
            sheet = told(compiler, "<sheet>")
            inches = sheet["width"] * sheet["height"] / MILLIMETRES**2
            poster = compiler.compile(format="png", ppi=min(job["density"], math.sqrt(job["pixels"] / inches)))
        case _:
            poster = compiler.compile(format="svg")
    assert isinstance(poster, bytes)
    return titled(poster, view) if job["form"] == "svg" else poster


def told(compiler: typst.Compiler, label: str) -> Any:
    """What the template says of itself under this label."""
    return json.loads(compiler.query(label, field="value", one=True))


def titled(svg: bytes, view: dict[str, Any]) -> bytes:
    """The drawing with its title and its story for who can't see it: Typst draws letters as outlines."""
    head, close, rest = svg.partition(b">")
    words = (view["title"], f"{view['description']}. {view['pages'][0]['told']}")
    title, story = (escape(text.replace("\u200b", "")) for text in words)
    named = f' role="img" lang="{view["language"]}" aria-labelledby="title" aria-describedby="story"'
    spoken = f'<title id="title">{title}</title><desc id="story">{story}</desc>'
    return head + named.encode() + close + spoken.encode() + rest


if __name__ == "__main__":
    main()
