"""The stages as a band of chevrons, to show the way, or where on it one is."""

from collections.abc import Sequence

from pptx.enum.shapes import MSO_SHAPE

from board.telling import Item
from server.office import measure
from server.office.canvas import MUTED, WHITE, Box, Canvas, Words, silent
from server.office.text import clean

DEEP = ("#123b63", "#1d5687", "#2870a8")
FAINT = "#dbe4ec"
TIP = 0.28  # of a chevron's height
MOST = 24  # stages; more are no band any more


def band(canvas: Canvas, box: Box, stages: Sequence[Item], here: int | None = None) -> None:
    """All stages in a row; with `here`, only that one in full colour."""
    if not 1 <= len(stages) <= MOST:
        return
    step = box.width / len(stages)
    group = canvas.group(" · ".join(stage["title"] for stage in stages))
    for index, stage in enumerate(stages):
        faint = here is not None and index != here
        place = Box(box.x + index * step, box.y, step + box.height * TIP * 0.6, box.height)
        chevron(group, place, stage["title"], index, first=index == 0, faint=faint)


def chevron(
    canvas: Canvas,
    box: Box,
    title: str,
    index: int,
    *,
    first: bool,
    faint: bool = False,
    sizes: Sequence[float] = (14, 12, 11, 10, 9, 8),
) -> None:
    """One stage; its title as large as it fits, or none where not even a word would."""
    kind = MSO_SHAPE.PENTAGON if first else MSO_SHAPE.CHEVRON
    tip = box.height * TIP
    room = box.width - 2 * tip - 8
    told, size = measure.fitting(
        clean(title) or "…", room, box.height - 2, [s for s in sizes if s * measure.LINE < box.height]
    )
    ink = MUTED if faint else WHITE
    color = FAINT if faint else DEEP[index % 3]
    if room < 24:
        silent(canvas.shape(kind, box, color, name=title, bend=TIP))
    else:
        words = [Words(told, size, bold=not faint, color=ink)]
        canvas.label(kind, box, color, words, name=title, align="center", inset=(3, 0), bend=TIP)
