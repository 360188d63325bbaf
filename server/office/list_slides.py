"""What follows from the map, as tables: pain points and moments of truth, ideas, actions, what comes next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

from board.inventory import Inventory, Step
from board.journey import name_of, waiting
from board.looks import LANE_COLORS
from board.telling import Item, Telling
from server.office import measure, paging, theme
from server.office.canvas import PALE, WHITE, Box, Canvas, Words, described, emu, fill, named, rgb
from server.office.deck import Deck, continued
from server.office.text import clean

SIZES = (14.0, 13.0, 12.0, 11.0)
PAD = 5.0
HEAD = 26.0
BETWEEN = 24.0  # points between two tables
DEEP = "#123b63"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `shares` says how its cells part the width."""

    cells: tuple[str, ...]
    shares: tuple[float, ...]
    size: float

    def height(self, room: float) -> float:
        """As high as its highest cell."""
        told = zip(self.cells, self.shares, strict=True)
        return max(measure.height(cell, room * share - 2 * PAD, self.size) for cell, share in told) + 2 * PAD

    def parted(self, room: float, tall: float) -> tuple[Self, Self | None]:
        """Every cell goes on in the row's rest."""
        told = zip(self.cells, self.shares, strict=True)
        halves = [measure.cut(cell, room * share - 2 * PAD, tall - 2 * PAD, self.size) for cell, share in told]
        first, rest = zip(*halves, strict=True)
        return replace(self, cells=first), replace(self, cells=rest)


class Table(NamedTuple):
    """What stands side by side under one head."""

    heads: tuple[str, ...]
    shares: tuple[float, ...]
    color: str
    rows: Sequence[tuple[object, ...]]


def draw(deck: Deck) -> None:
    """All of them; a slide without anything on it is left out."""
    telling = deck.telling
    told = Inventory(telling)
    marked = [_marked(told, "painPoint", "pain"), _marked(told, "momentOfTruth", "truth")]
    _slides(deck, telling.say("slides.painAndTruth"), "", marked)
    _slides(deck, telling.say("slides.ideas"), "", [_cards(told, "insight"), _cards(told, "idea")])
    _slides(deck, telling.word("actions"), telling.say("lane.action.hint"), [_actions(told)])
    owner = telling.journey["board"].get("owner")
    _slides(
        deck, telling.say("slides.steps"), f"{telling.say('sheet.owner')}: {owner}" if owner else "", _next(telling)
    )


def _slides(deck: Deck, title: str, subtitle: str, tables: Sequence[Table]) -> None:
    """The tables side by side, on as many slides as the longest needs."""
    filled = [table for table in tables if table.rows]
    wide = (theme.BODY.width - BETWEEN * (len(filled) - 1)) / max(len(filled), 1)
    tried = [[_paged(table, wide, size) for table in filled] for size in SIZES]
    fewest = max(map(len, tried[-1]), default=0)
    paged = next(each for each in tried if max(map(len, each), default=0) == fewest)
    for number in range(fewest):
        canvas = deck.slide(continued(deck.telling, title, number), subtitle)
        for place, (table, pages) in enumerate(zip(filled, paged, strict=True)):
            if number < len(pages):
                box = Box(theme.BODY.x + place * (wide + BETWEEN), theme.BODY.y, wide, HEAD)
                _table(canvas, box, table, pages[number])


def _paged(table: Table, wide: float, size: float) -> list[list[Row]]:
    rows = [Row(tuple(map(clean, row)), table.shares, size) for row in table.rows]
    return paging.columns(rows, wide, theme.BODY.height - HEAD, 0)


def _table(canvas: Canvas, box: Box, table: Table, rows: Sequence[Row]) -> None:
    heights = [HEAD, *(row.height(box.width) for row in rows)]
    frame = canvas.shapes.add_table(len(rows) + 1, len(table.heads), *map(emu, box._replace(height=sum(heights))))
    named(frame, ", ".join(table.heads))
    described(frame, ", ".join(table.heads))
    drawn = frame.table
    for column, share in zip(drawn.columns, table.shares, strict=True):
        column.width = emu(box.width * share)
    for row, high in zip(drawn.rows, heights, strict=True):
        row.height = emu(high)
    for place, head in enumerate(table.heads):
        _cell(canvas, drawn.cell(0, place), Words(head, SIZES[-1], bold=True, color=WHITE), table.color)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row.cells):
            _cell(canvas, drawn.cell(number, place), Words(cell, row.size), PALE if number % 2 else WHITE)


def _cell(canvas: Canvas, cell: Any, words: Words, color: str) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(color)
    fill(cell.text_frame, [words], canvas.language)
    cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = emu(PAD)


# What the tables hold


def _marked(told: Inventory, kind: str, word: str) -> Table:
    """Per activity its cards of this kind; without one, what else is marked: touchpoints, or the activity itself."""
    say = told.telling.say
    rows = [(step.number or "", text, _stage(step)) for step in told.steps for text in _texts(told, step, kind)]
    heads = (say("sheet.number"), told.telling.word(word), say("table.stage"))
    return Table(heads, (0.12, 0.6, 0.28), LANE_COLORS[kind], rows)


def _texts(told: Inventory, step: Step, kind: str) -> list[str]:
    cards = [card["text"] for card in step.activity["cards"] if told.kind(card) == kind]
    met = [touchpoint["name"] for touchpoint in step.activity["touchpoints"] if touchpoint.get(kind)]
    return cards or met or ([step.activity["text"]] if step.activity.get(kind) else [])


def _cards(told: Inventory, kind: str) -> Table:
    say = told.telling.say
    rows = [(step.number or "", card["text"], _stage(step)) for step, card in _of(told, kind)]
    heads = (say("sheet.number"), say(f"lane.{kind}"), say("table.stage"))
    return Table(heads, (0.12, 0.6, 0.28), LANE_COLORS[kind], rows)


def _actions(told: Inventory) -> Table:
    telling, say = told.telling, told.telling.say
    rows = [
        (
            card["text"],
            card.get("responsible") or telling.word("nobody"),
            telling.due(card),
            say(f"status.{card['status']}") if card.get("status") else "",
            f"{step.number or ''}  {step.activity['text']}",
        )
        for step, card in _of(told, "action")
    ]
    heads = tuple(telling.word(name) for name in ("action", "responsible", "due", "status", "activity"))
    return Table(heads, (0.34, 0.19, 0.11, 0.1, 0.26), LANE_COLORS["action"], rows)


def _next(telling: Telling) -> list[Table]:
    journeys = [line for line in telling.journey["board"].get("next", "").splitlines() if line.strip()]
    waits = [name_of(root, item) or "…" for root, item in waiting(telling.journey)]
    findings = [found["message"] for found in telling.record["findings"]]
    told = (
        ("next", journeys, DEEP),
        ("findings", findings, LANE_COLORS["storyboard"]),
        ("unplaced", waits, LANE_COLORS["custom"]),
    )
    return [Table((telling.word(word),), (1.0,), color, [(line,) for line in lines]) for word, lines, color in told]


def _of(told: Inventory, kind: str) -> Iterator[tuple[Step, Item]]:
    """The cards of this kind of lane, with the step at which they stand."""
    return ((step, card) for step in told.steps for card in step.activity["cards"] if told.kind(card) == kind)


def _stage(step: Step) -> str:
    return str(step.stage["title"]) if step.stage else ""
