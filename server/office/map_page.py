"""The sheet of the map as it hangs on the wall: stages and activities across, lanes down, the curve below."""

from typing import Any

from board.looks import ACCENT, LANE_COLORS, lane_hint, lane_title
from board.telling import Item, Telling
from server.office import measure
from server.office.bands import in_words, rated
from server.office.book import BANDS, LINE, MUTED, Page
from server.office.curve_page import Curve, chart

STAGES = ("#123b63", "#1d5687", "#2870a8")
HEAD_WIDTH, COLUMN_WIDTH = 28, 21  # characters
ROOM = 104.0  # points: a column's text
PIXELS = 152  # a column's width on the screen
SIZE = 10.0  # points
HIGHEST = 400.0  # points; no row may be higher than 409
CURVE_HEIGHT = 300.0  # points


def draw(page: Page, telling: Telling, curve: Curve | None) -> None:
    """The whole map, on one printed page wide."""
    _Map(page, telling, curve).draw()


class _Map:
    def __init__(self, page: Page, telling: Telling, curve: Curve | None) -> None:
        self.page, self.telling, self.curve = page, telling, curve
        self.count = max(len(telling.columns), 1)
        self.row = 0

    def draw(self) -> None:
        """Cover, heads, lanes."""
        sheet = self.page.sheet
        sheet.set_column(0, 0, HEAD_WIDTH)
        sheet.set_column(1, self.count, COLUMN_WIDTH)
        sheet.fit_to_pages(1, 0)
        self._cover()
        top = self.row
        self._stages()
        self._activities()
        sheet.freeze_panes(self.row, 1)
        sheet.repeat_rows(top, self.row - 1)
        sheet.repeat_columns(0)
        for lane in self.telling.lanes:
            self._lane(lane)

    def _cover(self) -> None:
        telling, wide = self.telling, min(max(self.count + 1, 4), 8)
        self._say(telling.title(), wide, 34, font_size=22, bold=True, valign="vcenter", text_wrap=False)
        self._say(telling.about(), wide, 18, font_color=MUTED, text_wrap=False)
        for persona in telling.personas:
            told = [telling.name(persona), telling.introduction(persona), telling.quote(persona)]
            self._say("  ·  ".join(filter(None, told)), wide, 18, font_color=ACCENT, italic=True, text_wrap=False)

    def _say(self, text: str, wide: int, height: float, **properties: Any) -> None:
        self.page.span(self.row, 0, wide, text, **properties)
        self._next(height)

    def _stages(self) -> None:
        self._head(self.telling.word("stages"), "", "#123b63")
        at = 1
        for index, stage in enumerate(self.telling.journey["stages"]):
            if count := len(stage["activities"]):
                look = {"bg_color": STAGES[index % 3], "font_color": "#ffffff", "bold": True, "font_size": 13}
                self.page.span(self.row, at, count, stage["title"] or "…", valign="vcenter", **look)
                at += count
        if at == 1:
            self.page.put(self.row, 1, self.telling.word("empty"), font_color=MUTED)
        self._next(26)

    def _activities(self) -> None:
        told = [
            "\n".join([f"{number}  {activity['text']}", *self._marks(activity), *self.telling.notes(activity)])
            for number, activity in enumerate(self.telling.columns, start=1)
        ]
        hint = self.telling.word("first")
        self._cells(self.telling.word("activities"), hint, ACCENT, told, bold=True, bg_color="#dcebf8")

    def _lane(self, lane: Item) -> None:
        kind = lane.get("kind", "custom")
        head = lane_title(lane, self.telling.say), lane_hint(kind, self.telling.say), LANE_COLORS[kind]
        if kind == "rating":
            self._curve(*head)
        elif kind == "touchpoint":
            self._cells(*head, ["\n\n".join(map(self._touchpoint, a["touchpoints"])) for a in self.telling.columns])
        elif kind != "storyboard":
            self._cells(*head, [self._cards(activity, lane) for activity in self.telling.columns])

    def _cells(self, label: str, hint: str, color: str, told: list[str], **look: Any) -> None:
        self._head(label, hint, color)
        lined = {"border": 1, "border_color": LINE, "font_size": SIZE}
        for place, text in enumerate(told, start=1):
            mark = {"left": 5, "left_color": color} if text else {}
            self.page.put(self.row, place, text, **lined | look | mark)
        highest = max((measure.height(text, ROOM, SIZE) for text in told), default=0)
        self._next(min(max(highest + 8, 32), HIGHEST))

    def _curve(self, label: str, hint: str, color: str) -> None:
        for line, values in rated(self.telling):
            self._head(line.label, "", color)
            for place, value in enumerate(values, start=1):
                self.page.put(self.row, place, value, align="center", bold=line.lead, border=1, border_color=LINE)
            self.page.shade((self.row, 1), (self.row, self.count), BANDS)
            self._next(18)
        self._head(label, hint, color)
        if self.curve:
            drawn = chart(self.page.book, self.curve, PIXELS * self.count, round(CURVE_HEIGHT * 4 / 3), bare=True)
            self.page.sheet.insert_chart(
                self.row, 1, drawn, {"object_position": 1, "description": in_words(self.telling)}
            )
        self._next(CURVE_HEIGHT if self.curve else 32)

    def _head(self, label: str, hint: str, color: str) -> None:
        look = {"bg_color": color, "font_color": "#ffffff", "bold": True, "indent": 1}
        self.page.put(self.row, 0, f"{label}\n{hint}" if hint else label, **look)

    def _next(self, height: float) -> None:
        self.page.sheet.set_row(self.row, height)
        self.row += 1

    def _touchpoint(self, touchpoint: Item) -> str:
        channel, smiley = self.telling.channel(touchpoint), touchpoint.get("smiley")
        marks = [self.telling.say("poster.smiley", value=smiley)] if smiley else []
        behind = " · ".join(filter(None, [channel[0] if channel else "", self.telling.behind(touchpoint)]))
        told = [touchpoint["name"], behind, *marks, *self._marks(touchpoint)]
        return "\n".join(filter(None, told))

    def _cards(self, activity: Item, lane: Item) -> str:
        found = [card for card in activity["cards"] if card["lane"] == lane["id"]]
        if lane.get("kind") == "action":
            return "\n\n".join(f"{card['text']}\n{self._duty(card)}" for card in found)
        return "\n\n".join(card["text"] for card in found)

    def _duty(self, card: Item) -> str:
        who = card.get("responsible") or self.telling.word("nobody")
        return f"→ {' · '.join(filter(None, (who, self.telling.due(card))))}"

    def _marks(self, item: Item) -> list[str]:
        told = [(item.get("painPoint"), self.telling.word("pain"))]
        told += [(item.get("momentOfTruth"), self.telling.word("truth"))]
        return [words for flag, words in told if flag]
