"""The map of a record's page: a table whose rows are lanes and whose columns are activities."""

from collections.abc import Mapping
from typing import Any

from board.hypertext import Inline, chip, mark, maybe, text
from board.looks import LANE_COLORS, lane_hint, lane_title
from board.page_curve import plot
from board.telling import Item, Telling


class Map:
    """Writes the table."""

    def __init__(self, telling: Telling, pictures: Mapping[str, Inline]) -> None:
        self.telling, self.pictures = telling, pictures
        self.stages: list[Item] = [stage for stage in telling.journey["stages"] if stage["activities"]]

    def table(self) -> str:
        """The whole map, or a sentence where there is none yet."""
        if not self.telling.columns:
            return f'<p class="empty">{self._word("empty")}</p>\n'
        groups = "".join(f'<colgroup span="{len(stage["activities"])}"></colgroup>' for stage in self.stages)
        rows = "".join(self._row(lane) for lane in self.telling.lanes)
        return (
            f'<section class="map" aria-label="{text(self.telling.title())}" tabindex="0"><table>'
            f'<colgroup><col class="heads"></colgroup>{groups}'
            f"<thead>{self._stages()}{self._activities()}</thead><tbody>{rows}</tbody></table></section>\n"
        )

    def picture(self, image: object, alt: str, name: str) -> str:
        """A picture that the page carries, or nothing where it is gone."""
        found = self.pictures.get(image) if isinstance(image, str) else None
        return f'<img class="{name}" src="{found.url}" alt="{text(alt)}">' if found else ""

    def _stages(self) -> str:
        cells = "".join(
            f'<th scope="colgroup" colspan="{len(stage["activities"])}" class="stage stage--{index % 3}">'
            f"<span>{text(stage['title']) or '…'}</span></th>"
            for index, stage in enumerate(self.stages)
        )
        return f'<tr><th scope="row" class="stages">{self._word("stages")}</th>{cells}</tr>'

    def _activities(self) -> str:
        head = _head(self._word("activities"), self._word("first"), LANE_COLORS["touchpoint"])
        cells = "".join(self._activity(number, found) for number, found in enumerate(self.telling.columns, start=1))
        return f"<tr>{head}{cells}</tr>"

    def _activity(self, number: int, activity: Item) -> str:
        chips = "".join(chip(text(note), LANE_COLORS["touchpoint"]) for note in self.telling.notes(activity))
        words = f"<i>{number}</i> {text(activity['text'])} {maybe('span', self._marks(activity), 'marks')}{chips}"
        return f'<th scope="col" class="activity"><div>{words}</div></th>'

    def _row(self, lane: Item) -> str:
        kind = lane.get("kind", "custom")
        shade = LANE_COLORS[kind]
        head = _head(text(lane_title(lane, self.telling.say)), text(lane_hint(kind, self.telling.say)), shade)
        if kind == "rating":
            return f'<tr class="rating">{head}<td colspan="{len(self.telling.columns)}">{plot(self.telling)}</td></tr>'
        cells = "".join(f"<td>{self._cell(activity, lane, kind)}</td>" for activity in self.telling.columns)
        return f'<tr style="--tone: {shade}">{head}{cells}</tr>'

    def _cell(self, activity: Item, lane: Item, kind: str) -> str:
        if kind == "touchpoint":
            return "".join(self._touchpoint(found) for found in activity["touchpoints"])
        if kind == "storyboard":
            return self.picture(activity.get("sketch"), activity["text"], "sketch")
        return "".join(self._card(found, kind) for found in activity["cards"] if found["lane"] == lane["id"])

    def _touchpoint(self, touchpoint: Item) -> str:
        channel = self.telling.channel(touchpoint)
        parts: tuple[Any, ...] = (
            f"<b>{text(touchpoint['name'])}</b>",
            chip(text(channel[0]), channel[1]) if channel else "",
            f'<p class="behind"><span>{text(self.telling.behind(touchpoint))}</span>',
            f"<span>{self._marks(touchpoint)}</span></p>",
        )
        picture = self.picture(touchpoint.get("picture"), touchpoint["name"], "scene")
        return f'<article class="touchpoint">{picture}<div>{"".join(parts)}</div></article>'

    def _card(self, card: Item, kind: str) -> str:
        return f'<p class="card">{text(card["text"])}{self._duty(card) if kind == "action" else ""}</p>'

    def _duty(self, card: Item) -> str:
        responsible, due = text(card.get("responsible") or "").strip(), text(self.telling.due(card))
        who = f"→ {responsible}" if responsible else self._word("nobody")
        return f'<span class="duty{"" if responsible else " duty--open"}">{" · ".join(filter(None, (who, due)))}</span>'

    def _marks(self, item: Item) -> str:
        marks = [("bolt", self._word("pain"))] if item.get("painPoint") else []
        marks += [("star", self._word("truth"))] if item.get("momentOfTruth") else []
        smiley = item.get("smiley")
        marks += [(f"smiley-{smiley}", text(self.telling.say("poster.smiley", value=smiley)))] if smiley else []
        return "".join(mark(name, words) for name, words in marks)

    def _word(self, name: str) -> str:
        return text(self.telling.word(name))


def _head(label: str, hint: str, shade: str) -> str:
    return f'<th scope="row" class="head" style="--tone: {shade}"><div>{label}{maybe("small", hint)}</div></th>'
