"""A record as one page that needs nothing else: the map as a table and what belongs to it; to read, print and hear."""

from collections.abc import Mapping
from typing import Any

from board.commit import Say
from board.hypertext import Inline, bullets, chip, mark, maybe, text
from board.journey import all_activities, name_of, waiting
from board.looks import SERIES_COLORS, color, initials
from board.page_map import Map
from board.schema import SERIES
from board.telling import Item, Telling


def render(
    record: Mapping[str, Any],
    say: Say,
    language: str,
    pictures: Mapping[str, Inline],
    sprite: str,
    style: str,
) -> str:
    """The whole page; `sprite` holds the marks, `style` the rules and the type."""
    telling = Telling(record, say, language)
    drawn = Map(telling, pictures)
    beside = _Beside(telling, drawn)
    title = f"{text(telling.title())} · {text(record['label'])}"
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n"
        f'<body style="--columns: {max(len(telling.columns), 1)}">\n<div hidden>{sprite}</div>\n'
        f"<main>\n{beside.cover()}{drawn.table()}{beside.sections()}</main>\n"
        f"<footer>{text(record['id'])} · SHA-256 {record['digest']} · Brownboard</footer>\n</body>\n</html>\n"
    )


class _Beside:
    """Writes what stands above and below the map."""

    def __init__(self, telling: Telling, drawn: Map) -> None:
        self.telling, self.map = telling, drawn
        self.journey = telling.journey

    def cover(self) -> str:
        """Title, occasion, people, personas."""
        board, telling = self.journey["board"], self.telling
        scope = chip(text(board["scope"]), "#8a5a0b") + " " if board.get("scope") else ""
        people = (("responsible", board.get("owner")), ("participants", ", ".join(telling.people())))
        told = " · ".join(f"<b>{self._word(name)}:</b> {text(who)}" for name, who in people if who)
        return (
            f'<header class="cover"><div class="cover__words"><h1>{text(telling.title())}</h1>'
            f'<p class="about">{scope}{text(telling.about())}</p>'
            f"{maybe('p', text(board.get('scenario') or ''), 'scenario')}"
            f'<p class="people">{told}</p></div>'
            f"{''.join(self._persona(persona) for persona in telling.personas)}</header>\n"
        )

    def sections(self) -> str:
        """All that follows the map; what has nothing to say is left out."""
        next_journeys = [text(line) for line in self.journey["board"].get("next", "").splitlines() if line.strip()]
        unplaced = [text(name_of(root, item)) or "…" for root, item in waiting(self.journey)]
        return (
            self._legend()
            + "".join(self._portrayal(persona) for persona in self.telling.personas)
            + _section(self._word("actions"), self._actions())
            + _section(
                self._word("unplaced"),
                bullets(unplaced),
            )
            + _section(
                self._word("findings"), bullets(text(found["message"]) for found in self.telling.record["findings"])
            )
            + _section(self._word("next"), bullets(next_journeys))
        )

    def _persona(self, persona: Item) -> str:
        name = self.telling.name(persona)
        face = self.map.picture(persona.get("picture"), name, "portrait") or (
            f'<span class="portrait" style="--tone: {color(persona.get("color"))}" aria-hidden="true">'
            f"{text(initials(name))}</span>"
        )
        heading = f"<h2>{text(name)} <small>{text(self.telling.introduction(persona))}</small></h2>"
        quote = maybe("blockquote", text(self.telling.quote(persona)))
        return f'<section class="persona">{face}<div>{heading}{quote}</div></section>'

    def _portrayal(self, persona: Item) -> str:
        facts = "".join(
            f"<div><dt>{text(label)}</dt><dd>{text(value)}</dd></div>"
            for label, value in self.telling.facts(persona).items()
        )
        moods = "".join(self.map.picture(image, self.telling.word("picture"), "mood") for image in persona["moods"])
        content = maybe("p", text(persona["story"]), "story") + maybe("dl", facts) + maybe("div", moods, "moods")
        return _section(text(self.telling.name(persona)), content)

    def _legend(self) -> str:
        given = {name for activity in self.telling.columns for each in activity["ratings"].values() for name in each}
        lines = "".join(
            f'<li><svg width="34" height="10" aria-hidden="true"><path class="string string--{name}" '
            f'stroke="{SERIES_COLORS[name]}" d="M1 5H33"/></svg>{self._word(name)}</li>'
            for name in SERIES
            if name in given
        )
        marks = f"<li>{mark('bolt')}{self._word('pain')}</li><li>{mark('star')}{self._word('truth')}</li>"
        smileys = "".join(mark(f"smiley-{value}") for value in range(1, 6))
        return f'<ul class="legend">{lines}{marks}<li>{smileys} {self._word("smileys")}</li></ul>\n'

    def _actions(self) -> str:
        lanes = {lane["id"] for lane in self.journey["lanes"] if lane.get("kind") == "action"}
        rows = "".join(
            self._action(card, activity)
            for activity in all_activities(self.journey)
            for card in activity["cards"]
            if card["lane"] in lanes
        )
        names = ("action", "responsible", "due", "status", "activity")
        heads = "".join(f'<th scope="col">{self._word(name)}</th>' for name in names)
        return f'<table class="list"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>' if rows else ""

    def _action(self, card: Item, activity: Item) -> str:
        cells = (
            card["text"],
            card.get("responsible") or self.telling.word("nobody"),
            self.telling.due(card),
            self.telling.say(f"status.{card['status']}") if card.get("status") else "",
            activity["text"],
        )
        return f"<tr>{''.join(f'<td>{text(cell)}</td>' for cell in cells)}</tr>"

    def _word(self, name: str) -> str:
        return text(self.telling.word(name))


def _section(title: str, content: str) -> str:
    return f'<section class="beside"><h2>{title}</h2>{content}</section>\n' if content else ""
