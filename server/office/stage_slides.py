"""Each stage in detail: its activities side by side, below them the lanes with touchpoints, cards and ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pptx.enum.shapes import MSO_SHAPE

from board.looks import ACCENT, LANE_COLORS, lane_title
from board.schema import CARD_LANES
from board.telling import Item
from server.office import measure, paging, theme
from server.office.blocks import Card, Marks, Rating, Sketch, Touchpoint
from server.office.canvas import WHITE, Box, Canvas, Words, emu
from server.office.deck import Deck, continued
from server.office.notes import rated, step_notes
from server.office.paging import Block
from server.office.stage_band import band
from server.office.text import clean

MOST = 4  # activities side by side
BAND = Box(theme.MARGIN, 62, theme.WIDTH - 2 * theme.MARGIN, 16)
TOP, BOTTOM = 88.0, 506.0
HEAD = 100.0  # points: the lanes' heads
WIDEST = 390.0  # points: a lone activity's column
GAP, BETWEEN = 5.0, 4.0  # points between lanes, between cards
LEAST = 24.0  # points: a lane with its head
ARROW = (30.0, 76.0)  # points: an activity's height
TIP = 14.0
SIZES = (14.0, 13.0, 12.0, 11.0, 10.0)
INK = "#123b63"


@dataclass(frozen=True, slots=True)
class _Lane:
    """A lane, or the part of it that stands on one slide."""

    label: str
    color: str
    cells: Sequence[Sequence[Block]]

    def height(self, room: float) -> float:
        return max(LEAST, *(paging.height(cell, room, BETWEEN) for cell in self.cells))


def draw(deck: Deck) -> None:
    """All stages that have activities."""
    number = 1
    for index, stage in enumerate(deck.telling.journey["stages"]):
        for run, activities in enumerate(paging.even(stage["activities"], MOST) if stage["activities"] else []):
            _Run(deck, index, stage, list(enumerate(activities, start=number)), first=run == 0).draw()
            number += len(activities)


class _Run:
    """Up to four activities of a stage, on as many slides as they need."""

    def __init__(self, deck: Deck, index: int, stage: Item, steps: list[tuple[int, Item]], *, first: bool) -> None:
        self.deck, self.telling, self.index, self.stage, self.steps, self.first = (
            deck,
            deck.telling,
            index,
            stage,
            steps,
            first,
        )
        self.wide = min((theme.BODY.width - HEAD) / len(steps), WIDEST)
        self.room = self.wide - 8

    def draw(self) -> None:
        """The slides, with the largest text that needs no more of them than the smallest."""
        fewest = len(self._pages(SIZES[-1]))
        size, pages = next((size, pages) for size in SIZES if len(pages := self._pages(size)) == fewest)
        notes = "\n\n".join(step_notes(self.telling, *step) for step in self.steps)
        for number, lanes in enumerate(pages):
            again = number + (not self.first)
            canvas = self.deck.slide(
                continued(self.telling, clean(self.stage["title"]) or "…", again), notes=notes if number == 0 else ""
            )
            band(canvas, BAND, self.telling.journey["stages"], self.index)
            y = TOP + self._activities(canvas, size) + GAP + 2
            for lane in lanes:
                self._lane(canvas, lane, y)
                y += lane.height(self.room) + GAP

    # Activities

    def _activities(self, canvas: Canvas, size: float) -> float:
        tall = self._arrows(size)
        self._head(canvas, self.telling.word("activities"), ACCENT, TOP, tall)
        for place, (number, activity) in enumerate(self.steps):
            box = Box(self._x(place), TOP, self.wide - 4, tall)
            told, fits = measure.fitting(
                self._told(number, activity), self._inner(), tall - 8, (size + 1, size, 11, 10, 9)
            )
            look = {"edge": "#5b9bd0", "inset": (7, 4), "bend": TIP / min(box.width, tall), "name": activity["text"]}
            arrow = canvas.label(MSO_SHAPE.PENTAGON, box, "#dcebf8", [Words(told, fits, bold=True, color=INK)], **look)
            marks = self._marks(activity)
            arrow.text_frame.margin_right = emu(self._aside(activity))
            marks.draw(canvas, box.x + box.width - TIP - 1, box.y + (tall - 15) / 2)
        return tall

    def _arrows(self, size: float) -> float:
        highest = max(measure.height(self._told(*step), self._inner(), size + 1) for step in self.steps)
        return min(max(highest + 10, ARROW[0]), ARROW[1])

    def _inner(self) -> float:
        """How wide the text of every arrow may be: as wide as on the one with the most marks."""
        return self.wide - 4 - TIP / 2 - 7 - max(self._aside(activity) for _, activity in self.steps)

    def _aside(self, activity: Item) -> float:
        """What the marks take of an arrow's text."""
        count = self._marks(activity).count()
        return TIP / 2 + 4 + 17 * count if count else 4

    def _told(self, number: int, activity: Item) -> str:
        notes = self.telling.notes(activity)
        return f"{number}  {clean(activity['text']) or '…'}" + (f" ({', '.join(notes)})" if notes else "")

    # Lanes

    def _pages(self, size: float) -> list[list[_Lane]]:
        """The lanes slide by slide; one that fits on no slide is parted."""
        pages: list[list[_Lane]] = [[]]
        tall = BOTTOM - TOP - self._arrows(size) - GAP - 2
        left = tall
        for lane in self._lanes(size):
            rest: _Lane | None = lane
            while rest:
                if (high := rest.height(self.room)) <= left:
                    pages[-1].append(rest)
                    left -= high + GAP
                    break
                if left == tall:
                    taken, rest = self._parted(rest, tall)
                    pages[-1].append(taken)
                pages.append([])
                left = tall
        return pages if pages[-1] else pages[:-1] or [[]]

    def _parted(self, lane: _Lane, tall: float) -> tuple[_Lane, _Lane]:
        halves = [paging.fill(cell, self.room, tall, BETWEEN) for cell in lane.cells]
        first, rest = [taken for taken, _ in halves], [left for _, left in halves]
        return _Lane(lane.label, lane.color, first), _Lane(lane.label, lane.color, rest)

    def _lanes(self, size: float) -> list[_Lane]:
        """The lanes in which something stands under these activities."""
        found = []
        for lane in self.telling.lanes:
            kind = lane.get("kind", "custom")
            cells = [self._cell(activity, lane, kind, size) for _, activity in self.steps]
            if any(cells):
                found.append(_Lane(lane_title(lane, self.telling.say), LANE_COLORS[kind], cells))
        return found

    def _cell(self, activity: Item, lane: Item, kind: str, size: float) -> list[Block]:
        match kind:
            case "touchpoint":
                return [self._touchpoint(found, size) for found in activity["touchpoints"]]
            case "storyboard":
                image = self.deck.pictures.get(activity.get("sketch"))
                return [Sketch(image, activity["text"])] if image else []
            case "rating":
                return self._rating(activity, size)
            case _ if kind in CARD_LANES:
                found = [card for card in activity["cards"] if card["lane"] == lane["id"]]
                return [Card(card["text"], LANE_COLORS[kind], size, self._duty(card, kind)) for card in found]
        return []

    def _touchpoint(self, touchpoint: Item, size: float) -> Block:
        marks = self._marks(touchpoint)
        if value := touchpoint.get("smiley"):
            marks = Marks((value, self.telling.say("poster.smiley", value=value)), marks.pain, marks.truth)
        image = self.deck.pictures.get(touchpoint.get("picture"))
        behind = clean(self.telling.behind(touchpoint))[:80]
        return Touchpoint(touchpoint["name"], self.telling.channel(touchpoint), behind, marks, image, size)

    def _rating(self, activity: Item, size: float) -> list[Block]:
        given: Mapping[str, int] = rated(self.telling, activity)
        if not given:
            return []
        value = given.get("outside")
        others = " · ".join(
            f"{self.telling.say(f'series.{name}')} {each}" for name, each in given.items() if name != "outside"
        )
        told = self.telling.say("slides.rated", value=value) if value else ""
        return [Rating(value, others, told, size - 1)]

    def _duty(self, card: Item, kind: str) -> str:
        if kind != "action":
            return ""
        who = clean(card.get("responsible") or "")[:60] or self.telling.word("nobody")
        return "→ " + " · ".join(filter(None, (who, self.telling.due(card)[:30])))

    def _marks(self, item: Item) -> Marks:
        pain = self.telling.word("pain") if item.get("painPoint") else ""
        return Marks(None, pain, self.telling.word("truth") if item.get("momentOfTruth") else "")

    def _lane(self, canvas: Canvas, lane: _Lane, y: float) -> None:
        tall = lane.height(self.room)
        self._head(canvas, lane.label, lane.color, y, tall)
        for place, cell in enumerate(lane.cells):
            paging.stack(canvas, cell, Box(self._x(place), y, self.room, tall), BETWEEN)

    def _head(self, canvas: Canvas, label: str, color: str, y: float, tall: float) -> None:
        box = Box(theme.MARGIN, y, HEAD - 6, tall)
        told, size = measure.fitting(clean(label), box.width - 12, tall - 6, (11, 10, 9, 8))
        words = [Words(told, size, bold=True, color=WHITE)]
        canvas.label(MSO_SHAPE.RECTANGLE, box, color, words, anchor="top", inset=(5, 3))

    def _x(self, place: int) -> float:
        return theme.MARGIN + HEAD + place * self.wide
