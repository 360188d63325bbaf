"""A process of its own that sets one poster, and then ends: Typst keeps some 150 MB per poster in its process.

    python -I setter.py < job > pdf

The job is one line of JSON, `{"views": [view, …], "files": [[name, size], …], "standards": […], "at": seconds}`,
then the bytes of the files. The first view whose text can be read wins; the last one is set whatever its size."""

import json
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent
MEMORY = 3 << 30  # bytes of address space; a poster with a hundred pictures takes a third of it
CPU_SECONDS = 60
PARTS = ("poster.typ", "cards.typ", "curve.typ", "marks.typ")


def main() -> None:
    """Read the job, try its views, write the PDF."""
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
        if view is job["views"][-1] or json.loads(compiler.query("<fit>", field="value", one=True))["fits"]:
            break
    pdf = compiler.compile(format="pdf", pdf_standards=job["standards"], timestamp=job["at"])
    assert isinstance(pdf, bytes)
    return pdf


if __name__ == "__main__":
    main()
