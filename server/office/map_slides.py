"""The map at a glance: stages as chevrons, under each its activities as arrows, with ratings and marks."""

from collections.abc import Sequence
from typing import NamedTuple

from pptx.enum.shapes import MSO_SHAPE

from board.telling import Item, Telling
from server.office import measure, paging, theme
from server.office.canvas import Box, Canvas, Words, emu
from server.office.deck import Deck, continued
from server.office.notes import rated, step_notes
from server.office.stage_band import chevron
from server.office.text import clean

MOST_COLUMNS, MOST_ARROWS = 8, 6  # on a slide
STAGE = 34.0  # points
GAP = 6.0
ARROW, EDGE = "#dcebf8", "#5b9bd0"
TIP = 12.0
BADGE = 18.0
MARK = 14.0
PAD = 5.0
LEAST = 30.0
SIZES = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
BROKEN = 10.0  # the size from which on words are rather broken than made smaller
INK = "#123b63"


class _Column(NamedTuple):
    stage_index: int
    stage: Item
    activities: Sequence[tuple[int, Item]]


def draw(deck: Deck) -> None:
    """All stages; on several slides where they are many."""
    telling = deck.telling
    title = telling.say("sheet.map")
    columns = _columns(telling.journey["stages"])
    if not columns:
        deck.slide(title, telling.title()).write(theme.BODY, [Words(telling.word("empty"), 16)])
    for number, page in enumerate(paging.even(columns, MOST_COLUMNS) if columns else []):
        notes = "\n\n".join(step_notes(telling, n, activity) for column in page for n, activity in column.activities)
        canvas = deck.slide(continued(telling, title, number), telling.title(), notes)
        _page(deck, canvas, page)


def _columns(stages: Sequence[Item]) -> list[_Column]:
    columns, number = [], 0
    for index, stage in enumerate(stages):
        numbered = list(enumerate(stage["activities"], start=number + 1))
        number += len(numbered)
        columns += [_Column(index, stage, run) for run in paging.even(numbered, MOST_ARROWS)]
    return columns


def _page(deck: Deck, canvas: Canvas, page: Sequence[_Column]) -> None:
    step = min(theme.BODY.width / len(page), 260)
    wide, tall = step - GAP, theme.BODY.height - STAGE - 2 * GAP
    telling = deck.telling
    size, most = _size(telling, page, wide, tall)
    for place, column in enumerate(page):
        x = theme.BODY.x + place * step
        box = Box(x, theme.BODY.y, step + 2, STAGE)
        chevron(canvas, box, column.stage["title"], column.stage_index, first=place == 0)
        y = theme.BODY.y + STAGE + 2 * GAP
        for number, activity in column.activities:
            high = _height(telling, number, activity, wide, size, most)
            _arrow(telling, canvas, Box(x, y, wide, high), number, activity, size)
            y += high + GAP


def _size(telling: Telling, page: Sequence[_Column], wide: float, tall: float) -> tuple[float, float]:
    """The largest text with which all columns fit, and how high an arrow may be."""
    for size in SIZES:
        whole = all(measure.whole(clean(a["text"]), _room(wide), size) for column in page for _, a in column.activities)
        if (whole or size <= BROKEN) and all(_tall(telling, column, wide, size, tall) <= tall for column in page):
            return size, tall
    count = max(len(column.activities) for column in page)
    return SIZES[-1], (tall - GAP * (count - 1)) / count


def _tall(telling: Telling, column: _Column, wide: float, size: float, most: float) -> float:
    arrows = [_height(telling, number, activity, wide, size, most) for number, activity in column.activities]
    return sum(arrows) + GAP * max(len(arrows) - 1, 0)


def _height(telling: Telling, number: int, activity: Item, wide: float, size: float, most: float) -> float:
    told = measure.height(_told(number, activity), _room(wide), size)
    return min(max(told + 2 * PAD + _below(telling, activity), LEAST), most)


def _below(telling: Telling, activity: Item) -> float:
    """What rating and marks take under the text."""
    marked = activity.get("painPoint") or activity.get("momentOfTruth") or "outside" in rated(telling, activity)
    return BADGE + 2 if marked else 0


def _room(wide: float) -> float:
    return wide - 2 * PAD - TIP / 2


def _told(number: int, activity: Item) -> str:
    return f"{number}  {clean(activity['text']) or '…'}"


def _arrow(telling: Telling, canvas: Canvas, box: Box, number: int, activity: Item, size: float) -> None:
    group = canvas.group(activity["text"] or "…")
    below = _below(telling, activity)
    text, _ = measure.cut(_told(number, activity), _room(box.width), box.height - 2 * PAD - below, size)
    bend = TIP / min(box.width, box.height)
    look = {"edge": EDGE, "inset": (PAD, PAD), "name": activity["text"], "bend": bend, "anchor": "top"}
    arrow = group.label(MSO_SHAPE.PENTAGON, box, ARROW, [Words(text, size, color=INK)], **look)
    arrow.text_frame.margin_bottom = emu(PAD + below)
    x, y = box.x + PAD, box.y + box.height - BADGE - PAD + 1
    value = rated(telling, activity).get("outside")
    if value is not None:
        group.pin(value, x, y, BADGE, telling.say("slides.rated", value=value))
        x += BADGE + 4
    if activity.get("painPoint"):
        group.bolt(x, y + 2, MARK, telling.word("pain"))
        x += MARK + 2
    if activity.get("momentOfTruth"):
        group.star(x, y + 2, MARK, telling.word("truth"))
