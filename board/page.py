"""A record as one self-contained page: the map as a table, with all that belongs to it, readable, printable, accessible."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from babel.dates import format_date

from board import curve, ratings
from board.commit import Say
from board.journey import all_activities, columns
from board.looks import LANE_COLORS, SERIES_COLORS, color, initials, lane_hint
from board.schema import CARD_LANES, PERSONA_ATTRIBUTES, SERIES, lane_title

COLUMN, PLOT, PAD = 190, 250, 26  # pixels: a column of the map, the height of the curve, its inner edge
CONTROLS = {code: " " for code in range(32) if chr(code) not in "\t\n"} | {0x7F: " "}


@dataclass(frozen=True)
class Inline:
    """A picture that the page carries in itself."""

    type: str
    data: bytes

    @property
    def url(self) -> str:
        """The picture as a data address."""
        return f"data:{self.type};base64,{b64encode(self.data).decode()}"


def render(
    record: Mapping[str, Any],
    say: Say,
    language: str,
    pictures: Mapping[str, Inline],
    sprite: str,
    style: str,
) -> str:
    """The whole page; `sprite` holds the marks, `style` the rules and the type."""
    return _Page(record, say, language, pictures).whole(sprite, style)


def text(raw: object) -> str:
    """What people wrote, safe in HTML."""
    return escape(str(raw).translate(CONTROLS))


class _Page:
    def __init__(self, record: Mapping[str, Any], say: Say, language: str, pictures: Mapping[str, Inline]) -> None:
        self.record, self.journey = record, record["journey"]
        self.say, self.language, self.pictures = say, language, pictures
        self.columns = columns(self.journey)
        self.lanes = [lane for lane in self.journey["lanes"] if not lane.get("hidden")]
        self.channels = {found["id"]: found for found in self.journey["channels"]}
        self.departments = {found["id"]: found for found in self.journey["departments"]}
        self.personas = [persona["id"] for persona in self.journey["personas"]]
        self.title = text(self.journey["board"].get("title") or say("poster.untitled"))

    def whole(self, sprite: str, style: str) -> str:
        parts = (
            self.cover(),
            self.map(),
            self.legend(),
            self.persona_details(),
            self.actions(),
            self.unplaced(),
            self.findings(),
            self.next_journeys(),
        )
        return (
            f'<!doctype html>\n<html lang="{self.language}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{self.title} · {text(self.record['label'])}</title>\n<style>{style}</style>\n</head>\n"
            f'<body style="--columns: {max(len(self.columns), 1)}">\n<div hidden>{sprite}</div>\n'
            f"<main>\n{''.join(parts)}</main>\n<footer>{self.footer()}</footer>\n</body>\n</html>\n"
        )

    # Cover

    def cover(self) -> str:
        scope = self.journey["board"].get("scope")
        people = ", ".join(text(person["name"]) for person in self.record["contributors"])
        return (
            f'<header class="cover"><div class="cover__words"><h1>{self.title}</h1>'
            f'<p class="about">{_chip(text(scope), "#8a5a0b") if scope else ""} {self.about()}</p>'
            + _optional("p", text(self.journey["board"].get("scenario") or ""), "scenario")
            + f'<p class="people"><b>{self.word("participants")}:</b> {people}</p></div>'
            + "".join(self.persona(persona) for persona in self.journey["personas"] if _introduced(persona))
            + "</header>\n"
        )

    def about(self) -> str:
        names = {person["seat"]: person["name"] for person in self.record["contributors"]}
        day = datetime.fromisoformat(self.record["at"]).date()
        told = self.say(
            "poster.about",
            label=self.record["label"],
            version=self.record["version"],
            date=format_date(day, "long", locale=self.language),
            name=names.get(self.record["by"], ""),
        )
        return text(told)

    def persona(self, persona: Mapping[str, Any]) -> str:
        name = text(persona.get("name") or self.word("persona"))
        about = ", ".join(text(persona[f]) for f in ("age", "occupation", "residence") if persona.get(f))
        quote = persona["quote"].strip().strip('„“”"»«')
        quoted = text(self.say("poster.quote", text=quote)) if quote else ""
        tone = color(persona.get("color"))
        face = self.picture(persona.get("picture"), name, "portrait") or (
            f'<span class="portrait" style="--tone: {tone}" aria-hidden="true">{text(initials(name))}</span>'
        )
        words = f"<h2>{name} <small>{about}</small></h2>{_optional('blockquote', quoted)}"
        return f'<section class="persona">{face}<div>{words}</div></section>'

    # Map

    def map(self) -> str:
        if not self.columns:
            return f'<p class="empty">{self.word("empty")}</p>\n'
        rows = "".join(self.row(lane) for lane in self.lanes)
        groups = "".join(f'<colgroup span="{len(s["activities"])}"></colgroup>' for s in self.stages())
        return (
            f'<section class="map" aria-label="{self.title}" tabindex="0"><table><colgroup><col class="heads"></colgroup>'
            f"{groups}<thead>{self.stage_row()}{self.activity_row()}</thead><tbody>{rows}</tbody></table></section>\n"
        )

    def stages(self) -> list[Mapping[str, Any]]:
        return [stage for stage in self.journey["stages"] if stage["activities"]]

    def stage_row(self) -> str:
        cells = "".join(
            f'<th scope="colgroup" colspan="{len(stage["activities"])}" class="stage stage--{index % 3}">'
            f"<span>{text(stage['title']) or '…'}</span></th>"
            for index, stage in enumerate(self.stages())
        )
        return f'<tr><th scope="row" class="stages">{self.word("stages")}</th>{cells}</tr>'

    def activity_row(self) -> str:
        head = _lane_head(self.word("activities"), self.word("first"), LANE_COLORS["touchpoint"])
        cells = "".join(self.activity(number, found) for number, found in enumerate(self.columns, start=1))
        return f"<tr>{head}{cells}</tr>"

    def activity(self, number: int, activity: Mapping[str, Any]) -> str:
        notes = [self.word(activity["kind"])] if activity.get("kind") else []
        notes += [self.word("decision")] if activity.get("decision") else []
        chips = "".join(_chip(note, LANE_COLORS["touchpoint"]) for note in notes)
        inside = f"<i>{number}</i> {text(activity['text'])} {self.marks(activity)}{chips}"
        return f'<th scope="col" class="activity"><div>{inside}</div></th>'

    def row(self, lane: Mapping[str, Any]) -> str:
        kind = lane.get("kind", "custom")
        head = _lane_head(text(lane_title(lane, self.language)), text(lane_hint(kind, self.say)), LANE_COLORS[kind])
        if kind == "rating":
            return f'<tr class="rating">{head}<td colspan="{len(self.columns)}">{self.plot()}</td></tr>'
        cells = "".join(f"<td>{self.cell(activity, lane, kind)}</td>" for activity in self.columns)
        return f'<tr style="--tone: {LANE_COLORS[kind]}">{head}{cells}</tr>'

    def cell(self, activity: Mapping[str, Any], lane: Mapping[str, Any], kind: str) -> str:
        if kind == "touchpoint":
            return "".join(self.touchpoint(found) for found in activity["touchpoints"])
        if kind == "storyboard":
            return self.picture(activity.get("sketch"), text(activity["text"]), "sketch")
        return "".join(self.card(found, kind) for found in activity["cards"] if found["lane"] == lane["id"])

    def touchpoint(self, touchpoint: Mapping[str, Any]) -> str:
        name = text(touchpoint["name"])
        channel = self.channels.get(touchpoint.get("channel", ""))
        department = self.departments.get(touchpoint.get("department", ""), {})
        behind = " · ".join(
            filter(None, (text(department.get("name") or ""), text(touchpoint.get("responsible") or "")))
        )
        chip = _chip(text(channel.get("name", "")), color(channel.get("color"))) if channel else ""
        return (
            f'<article class="touchpoint">{self.picture(touchpoint.get("picture"), name, "scene")}'
            f'<div><b>{name}</b>{chip}<p class="behind"><span>{behind}</span><span>{self.marks(touchpoint)}</span></p></div></article>'
        )

    def card(self, card: Mapping[str, Any], kind: str) -> str:
        return f'<p class="card">{text(card["text"])}{self.duty(card) if kind == "action" else ""}</p>'

    def duty(self, card: Mapping[str, Any]) -> str:
        responsible, due = text(card.get("responsible") or "").strip(), _date(card.get("due"), self.language)
        who = f"→ {responsible}" if responsible else self.word("nobody")
        return f'<span class="duty{"" if responsible else " duty--open"}">{" · ".join(filter(None, (who, due)))}</span>'

    def marks(self, item: Mapping[str, Any]) -> str:
        marks = [("bolt", self.word("pain"))] if item.get("painPoint") else []
        marks += [("star", self.word("truth"))] if item.get("momentOfTruth") else []
        smiley = item.get("smiley")
        marks += [(f"smiley-{smiley}", self.say("poster.smiley", value=smiley))] if smiley else []
        return "".join(_mark(name, words) for name, words in marks)

    def picture(self, image: object, alt: str, name: str) -> str:
        found = self.pictures.get(image) if isinstance(image, str) else None
        return f'<img class="{name}" src="{found.url}" alt="{alt}">' if found else ""

    # Curve

    def plot(self) -> str:
        width = COLUMN * len(self.columns)
        bands = "".join(
            f'<rect class="band band--{name}" y="{_y(high)}" width="{width}" height="{_y(low) - _y(high)}"/>'
            for low, high, name in ((1, 4, "low"), (4, 7, "middle"), (7, 10, "high"))
        )
        lines = "".join(f'<path class="grid" d="M0 {_y(v)}H{width}"/>' for v in range(1, 11))
        strings = [self.string(persona, series, shade) for persona, series, shade in reversed(self.series())]
        outside = ratings.series(self.journey, ratings.leading_persona(self.journey), "outside")
        drops = "".join(
            f'<text class="drop" x="{_x(d.column)}" y="{_y(outside[d.column] or 0) + 30}">−{d.by:g}</text>'
            for d in curve.drops(outside)
        )
        label = text(self.say("poster.curve", ratings="; ".join(self._told(outside)) or "–"))
        return (
            f'<svg class="plot" viewBox="0 0 {width} {PLOT}" width="{width}" height="{PLOT}" role="img" aria-label="{label}">'
            f"{bands}{lines}{''.join(strings)}{drops}</svg>"
        )

    def series(self) -> list[tuple[str, str, str]]:
        """Persona, series and colour of every line, the leading outside view first."""
        lead = ratings.leading_persona(self.journey)
        own = [(lead, name, SERIES_COLORS[name]) for name in SERIES]
        others = [(p["id"], "outside", color(p.get("color"))) for p in self.journey["personas"] if p["id"] != lead]
        return own + others

    def string(self, persona: str, name: str, shade: str) -> str:
        values = ratings.series(self.journey, persona, name)
        path = " ".join(piece[0] + " ".join(_points(piece[1:])) for piece in curve.string(values))
        lead = persona == ratings.leading_persona(self.journey)
        pins = "".join(
            _pin(name, _x(i), _y(value), value, shade, lead=lead) for i, value in enumerate(values) if value is not None
        )
        return f'<path class="string string--{name}" stroke="{shade}" d="{path}"/>{pins}' if path else ""

    def _told(self, values: Sequence[int | None]) -> list[str]:
        pairs = zip(self.columns, values, strict=True)
        return [f"{activity['text']}: {value}" for activity, value in pairs if value is not None]

    # Beside the map

    def legend(self) -> str:
        given = {s for activity in self.columns for series in activity["ratings"].values() for s in series}
        lines = "".join(
            f'<li><svg width="34" height="10" aria-hidden="true"><path class="string string--{name}" '
            f'stroke="{SERIES_COLORS[name]}" d="M1 5H33"/></svg>{self.word(name)}</li>'
            for name in SERIES
            if name in given
        )
        marks = f"<li>{_mark('bolt')}{self.word('pain')}</li><li>{_mark('star')}{self.word('truth')}</li>"
        smileys = "".join(_mark(f"smiley-{value}") for value in range(1, 6))
        return f'<ul class="legend">{lines}{marks}<li>{smileys} {self.word("smileys")}</li></ul>\n'

    def persona_details(self) -> str:
        return "".join(self.persona_detail(persona) for persona in self.journey["personas"])

    def persona_detail(self, persona: Mapping[str, Any]) -> str:
        facts = {self.say(f"attribute.{name}"): persona[name] for name in PERSONA_ATTRIBUTES if persona.get(name)}
        facts |= persona["custom"] | {label: f"{value} / 100" for label, value in persona["scales"].items()}
        listed = "".join(f"<div><dt>{text(label)}</dt><dd>{text(value)}</dd></div>" for label, value in facts.items())
        moods = "".join(self.picture(image, self.say("poster.picture"), "mood") for image in persona["moods"])
        content = (
            _optional("p", text(persona["story"]), "story") + _optional("dl", listed) + _optional("div", moods, "moods")
        )
        return self._section(text(persona.get("name") or self.word("persona")), content)

    def actions(self) -> str:
        kinds = {lane["id"]: lane.get("kind") for lane in self.journey["lanes"]}
        rows = "".join(
            f"<tr><td>{text(card['text'])}</td><td>{text(card.get('responsible') or '') or self.word('nobody')}</td>"
            f"<td>{_date(card.get('due'), self.language)}</td><td>{self.say('status.' + card['status']) if card.get('status') else ''}</td>"
            f"<td>{text(activity['text'])}</td></tr>"
            for activity in all_activities(self.journey)
            for card in activity["cards"]
            if kinds.get(card["lane"]) == "action"
        )
        heads = "".join(
            f'<th scope="col">{self.word(name)}</th>' for name in ("action", "responsible", "due", "status", "activity")
        )
        table = f'<table class="list"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>' if rows else ""
        return self._section(self.word("actions"), table)

    def unplaced(self) -> str:
        found = self.journey["unplaced"]
        items = [*found["activities"], *found["touchpoints"], *found["cards"]]
        return self._section(
            self.word("unplaced"), _list(text(item.get("text") or item.get("name") or "…") for item in items)
        )

    def findings(self) -> str:
        return self._section(self.word("findings"), _list(text(found["message"]) for found in self.record["findings"]))

    def next_journeys(self) -> str:
        lines = self.journey["board"].get("next", "").splitlines()
        return self._section(self.word("next"), _list(text(line) for line in lines if line.strip()))

    def footer(self) -> str:
        return f"{text(self.record['id'])} · SHA-256 {self.record['digest']} · Brownboard"

    def word(self, name: str) -> str:
        return text(self.say(f"poster.{name}"))

    def _section(self, title: str, content: str) -> str:
        return f'<section class="beside"><h2>{title}</h2>{content}</section>\n' if content else ""


def _lane_head(label: str, hint: str, shade: str) -> str:
    return f'<th scope="row" class="head" style="--tone: {shade}"><div>{label}{_optional("small", hint)}</div></th>'


def _chip(label: str, shade: str) -> str:
    return f'<span class="chip" style="--tone: {shade}">{label}</span>'


def _mark(name: str, words: str = "") -> str:
    told = f'role="img" aria-label="{text(words)}"' if words else 'aria-hidden="true"'
    return f'<svg class="mark" {told}><use href="#{name}"/></svg>'


def _pin(series: str, x: float, y: float, value: int, shade: str, *, lead: bool) -> str:
    if series == "outside" and lead:
        return f'<circle class="pin pin--{-(-value // 2)}" cx="{x}" cy="{y}" r="13"/><text class="value" x="{x}" y="{y + 4.5}">{value}</text>'
    if series == "inside":
        return f'<path class="diamond" stroke="{shade}" d="M{x} {y - 8}l8 8-8 8-8-8z"/>'
    if series == "outside":
        return f'<circle class="dot" stroke="{shade}" cx="{x}" cy="{y}" r="6"/>'
    return f'<path class="tick" stroke="{shade}" d="M{x - 8} {y}h16"/>'


def _points(point: Sequence[float]) -> Iterable[str]:
    for x, y in zip(point[::2], point[1::2], strict=True):
        yield f"{round(x * COLUMN, 1):g} {_y(y):g}"


def _x(column: int) -> float:
    return (column + 0.5) * COLUMN


def _y(value: float) -> float:
    return round(PAD + (PLOT - 2 * PAD) * (10 - value) / 9, 1)


def _list(lines: Iterable[str]) -> str:
    return _optional("ul", "".join(f"<li>{line}</li>" for line in lines))


def _optional(tag: str, content: str, name: str = "") -> str:
    kind = f' class="{name}"' if name else ""
    return f"<{tag}{kind}>{content}</{tag}>" if content else ""


def _introduced(persona: Mapping[str, Any]) -> bool:
    return any(value for name, value in persona.items() if name not in ("id", "by", "color"))


def _date(due: object, language: str) -> str:
    try:
        return text(format_date(datetime.fromisoformat(str(due)).date(), "medium", locale=language))
    except ValueError:
        return text(due or "")
