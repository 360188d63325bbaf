"""A record as the view of a wall poster: pages, columns, text sizes, the curve as Bezier pieces. Typst draws it.

A3 is a layout of its own, never A0 made smaller. Lengths are in millimetres, text sizes in points."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import ceil
from typing import Any

from babel.dates import format_date

from board import curve, ratings
from board.commit import Say
from board.looks import LANE_COLORS, SERIES_COLORS, color, initials, lane_hint
from board.schema import CARD_LANES, PERSONA_ATTRIBUTES, SERIES, lane_title

View = dict[str, Any]
Clean = Callable[[str], str]
"""Replaces what the fonts can't show."""

FACTS = 6  # what the persona's card holds beside picture and quote
LONG_WORD = re.compile(r"[^\s\u200b]{25,}")
GERMAN_WORD = re.compile(r"[^\W\d_]{25,48}\W?")  # hyphenation finds its joints
FONTS: tuple[str, ...] = ("Source Sans 3", "Noto Emoji", "Droid Sans Fallback")


@dataclass(frozen=True)
class Picture:
    """A picture as a file beside the view."""

    file: str
    width: int
    height: int


@dataclass(frozen=True)
class Paper:
    """A sheet: its size, its margins, how narrow a column may be, how large and how small text."""

    width: float
    height: float
    margin: float
    gutter: float
    gap: float
    persona: float
    narrowest: float
    widest: float
    curve: tuple[float, float]
    loose: float
    caption: float
    sizes: tuple[float, ...]


# Captions are smaller than the text by the factor `caption`, and nowhere under 6.5 pt.
PAPERS: Mapping[str, Paper] = {
    "a0": Paper(
        1189,
        841,
        16,
        66,
        3.0,
        360,
        44,
        180,
        (110, 190),
        26,
        0.77,
        (28, 26, 24, 22, 20, 18.5, 17, 16, 15, 14, 13, 12, 11),
    ),
    "a3": Paper(420, 297, 9, 28, 1.6, 128, 38, 80, (34, 62), 8, 0.82, (12, 11.5, 11, 10.5, 10, 9.5, 9, 8.6, 8.3, 8)),
}

FEWEST_COLUMNS = 3  # on a page; with fewer the map is no map any more


def view(
    record: Mapping[str, Any],
    paper: Paper,
    say: Say,
    language: str,
    pictures: Mapping[str, Picture],
    clean: Clean,
    *,
    spare_pages: int = 0,
) -> View:
    """All that the poster shows; `spare_pages` asks for that many more than the fewest, with wider columns."""
    return _Poster(record, paper, say, language, pictures, clean).view(spare_pages)


def most_spare_pages(record: Mapping[str, Any], paper: Paper) -> int:
    """How many more pages than the fewest still make sense."""
    count = len(_columns(record["journey"]))
    return max(0, ceil(count / FEWEST_COLUMNS) - _fewest(count, paper))


def pictures_of(value: Any) -> set[str]:
    """The image ids that a journey names, anywhere."""
    match value:
        case Mapping():
            own = {value[name] for name in ("picture", "sketch") if isinstance(value.get(name), str)}
            own |= set(value.get("moods") or ()) if isinstance(value.get("moods"), list) else set()
            return own.union(*map(pictures_of, value.values()))
        case list():
            return set[str]().union(*map(pictures_of, value))
        case _:
            return set()


def split(widths: Sequence[bool], pages: int) -> list[range]:
    """Columns on pages as evenly as can be; a page ends one column sooner if a stage ends there.

    `widths[i]` says whether a stage begins at column i."""
    count = len(widths)
    even = [round(count * page / pages) for page in range(pages + 1)]
    cuts = [even[0], *(cut - 1 if not widths[cut] and widths[cut - 1] else cut for cut in even[1:-1]), even[-1]]
    return [range(start, end) for start, end in pairwise(cuts)] if count else [range(0)]


def _fewest(count: int, paper: Paper) -> int:
    room = paper.width - 2 * paper.margin - paper.gutter
    return max(1, ceil(count / int(room // paper.narrowest)))


def _columns(journey: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any] | None]]:
    """Stage index and activity of each column; a stage without activities has one empty column."""
    return [
        (index, activity)
        for index, stage in enumerate(journey["stages"])
        for activity in (stage["activities"] or [None])
    ]


class _Poster:
    def __init__(
        self,
        record: Mapping[str, Any],
        paper: Paper,
        say: Say,
        language: str,
        pictures: Mapping[str, Picture],
        clean: Clean,
    ) -> None:
        self.record, self.journey = record, record["journey"]
        self.paper, self.say, self.language, self.pictures = paper, say, language, pictures
        self.clean = clean
        self.columns = _columns(self.journey)
        self.lanes = [lane for lane in self.journey["lanes"] if not lane.get("hidden")]
        self.channels = {found["id"]: found for found in self.journey["channels"]}
        self.departments = {found["id"]: found for found in self.journey["departments"]}
        self.series = self._series()

    def view(self, spare_pages: int) -> View:
        personas = [self._persona(persona) for persona in self.journey["personas"] if _introduced(persona)]
        board, at = self.journey["board"], datetime.fromisoformat(self.record["at"])
        title = self.text(board.get("title") or self.say("poster.untitled"))
        return {
            "title": title,
            "language": self.language,
            "description": self.text(self.say("poster.description", title=title, label=self.record["label"])),
            "authors": [self.text(person["name"]) for person in self.record["contributors"]],
            "keywords": ["Customer Journey Map"],
            "date": [at.year, at.month, at.day],
            "fonts": list(FONTS),
            "paper": _lengths(self.paper),
            "sizes": list(self.paper.sizes),
            "persona": personas[0] if personas else None,
            "companions": personas[1:],
            "scope": self.text(board.get("scope") or ""),
            "about": self._about(at),
            "participants": ", ".join(self.text(person["name"]) for person in self.record["contributors"]),
            "footer": self.text(f"{self.record['id']} · {self.record['digest'][:16]} · Brownboard"),
            "words": self._words(),
            "legend": [
                {"style": s["style"], "color": s["color"], "label": s["label"]} for s in self.series if any(s["values"])
            ],
            "lanes": [self._lane(lane) for lane in self.lanes],
            "rated": any(lane.get("kind") == "rating" for lane in self.lanes),
            "pages": self._pages(spare_pages),
        }

    def text(self, raw: object) -> str:
        """What people wrote, as the fonts can show it."""
        return LONG_WORD.sub(_breakable, self.clean(str(raw)))

    def _words(self) -> View:
        names = ("stages", "activities", "first", "participants", "pain", "truth", "smileys", "nobody", "empty")
        told: View = {name: self.say(f"poster.{name}") for name in names}
        told["smiley"] = [self.say("poster.smiley", value=value) for value in range(1, 6)]
        return told

    def _about(self, at: datetime) -> str:
        date = format_date(at.date(), "long", locale=self.language)
        names = {person["seat"]: person["name"] for person in self.record["contributors"]}
        told = self.say(
            "poster.about",
            label=self.record["label"],
            version=self.record["version"],
            date=date,
            name=names.get(self.record["by"], ""),
        )
        return self.text(told)

    # Persona

    def _persona(self, persona: Mapping[str, Any]) -> View:
        quote = self.text(persona["quote"].strip().strip('„“”"»«'))
        about = (persona.get(field) for field in ("age", "occupation", "residence"))
        name = self.text(persona.get("name") or self.say("poster.persona"))
        return {
            "name": name,
            "about": self.text(", ".join(str(part) for part in about if part)),
            "quote": self.say("poster.quote", text=quote) if quote else "",
            "color": color(persona.get("color")),
            "initials": self.text(initials(name)),
            "picture": self._picture(persona.get("picture"), name),
            "facts": self._facts(persona),
        }

    def _facts(self, persona: Mapping[str, Any]) -> list[list[str]]:
        said = [name for name in PERSONA_ATTRIBUTES if name not in ("age", "occupation", "residence")]
        ranked = ["goals", "needs", "values", "fears", *said]
        known = {self.say(f"attribute.{name}"): persona[name] for name in dict.fromkeys(ranked) if persona.get(name)}
        scales = {label: f"{value} / 100" for label, value in persona["scales"].items()}
        facts = (known | persona["custom"] | scales).items()
        return [[self.text(label), self.text(_short(str(value)))] for label, value in facts][:FACTS]

    def _picture(self, image: object, alt: str, frame: float = 1.72) -> View | None:
        found = self.pictures.get(image) if isinstance(image, str) else None
        if found is None:
            return None
        shape = found.width / max(found.height, 1)
        fit = "cover" if frame / 2 <= shape <= frame * 1.6 else "contain"
        return {"file": found.file, "fit": fit, "alt": alt or self.say("poster.picture")}

    # Lanes and what stands in them

    def _lane(self, lane: Mapping[str, Any]) -> View:
        kind = lane.get("kind", "custom")
        return {
            "id": lane["id"],
            "kind": kind,
            "label": self.text(lane_title(lane, self.language)),
            "hint": lane_hint(kind, self.say),
            "color": LANE_COLORS[kind],
            "action": kind == "action",
        }

    def _pages(self, spare: int) -> list[View]:
        count = len(self.columns)
        begins = [i == 0 or self.columns[i - 1][0] != stage for i, (stage, _) in enumerate(self.columns)]
        pages = split(begins, min(_fewest(count, self.paper) + spare, max(count, 1)))
        return [self._page(number, page, len(pages)) for number, page in enumerate(pages)]

    def _page(self, number: int, page: range, pages: int) -> View:
        room = self.paper.width - 2 * self.paper.margin - self.paper.gutter
        width = min(room / max(len(page), 1), self.paper.widest)
        return {
            "first": number == 0,
            "label": self.say("poster.page", page=number + 1, pages=pages) if pages > 1 else "",
            "column": round(width, 3),
            "stages": self._stages(page),
            "columns": [self._column(i) for i in page],
            "series": [self._series_on(series, page) for series in self.series],
            "drops": self._drops(page),
            "told": self._told(page),
        }

    def _stages(self, page: range) -> list[View]:
        stages: list[View] = []
        for i in page:
            index = self.columns[i][0]
            if not stages or stages[-1]["index"] != index:
                title = self.text(self.journey["stages"][index]["title"] or "…")
                stages.append({"title": title, "index": index, "count": 0})
            stages[-1]["count"] += 1
        return stages

    def _column(self, i: int) -> View:
        activity = self.columns[i][1]
        if activity is None:
            return {"activity": None, "sketch": None, "touchpoints": [], "cells": {}}
        number = sum(found is not None for _, found in self.columns[: i + 1])
        notes = [self.say(f"poster.{kind}") for kind in (activity.get("kind"),) if kind]
        notes += [self.say("poster.decision")] if activity.get("decision") else []
        text = self.text(activity["text"])
        return {
            "activity": {"number": number, "text": text, "notes": notes, **_flags(activity)},
            "sketch": self._picture(activity.get("sketch"), text, 1.6),
            "touchpoints": [self._touchpoint(found) for found in activity["touchpoints"]],
            "cells": self._cells(activity),
        }

    def _touchpoint(self, touchpoint: Mapping[str, Any]) -> View:
        channel = self.channels.get(touchpoint.get("channel", ""))
        department = self.departments.get(touchpoint.get("department", ""), {})
        behind = [department.get("name") or "", touchpoint.get("responsible") or ""]
        name = self.text(touchpoint["name"])
        return {
            "name": name,
            "picture": self._picture(touchpoint.get("picture"), name),
            "channel": channel and {"name": self.text(channel.get("name", "")), "color": color(channel.get("color"))},
            "department": self.text(" · ".join(filter(None, behind))),
            "smiley": touchpoint.get("smiley"),
            **_flags(touchpoint),
        }

    def _cells(self, activity: Mapping[str, Any]) -> View:
        cells: View = {}
        kinds = {lane["id"]: lane.get("kind", "custom") for lane in self.lanes}
        for card in activity["cards"]:
            if kinds.get(card["lane"]) in CARD_LANES:
                cells.setdefault(card["lane"], []).append(self._card(card))
        return cells

    def _card(self, card: Mapping[str, Any]) -> View:
        return {
            "text": self.text(card["text"]),
            "responsible": self.text(card.get("responsible") or "").strip(),
            "due": self.text(_date(card.get("due"), self.language)),
        }

    # The curve

    def _series(self) -> list[View]:
        """The leading persona's series, the outside view first; then the outside view of the others."""
        personas = [persona["id"] for persona in self.journey["personas"]]
        lead = personas[0] if personas else ratings.ONLY
        own = [
            self._one_series(lead, name, SERIES_COLORS[name], self.say(f"poster.{name}"), lead=True) for name in SERIES
        ]
        others = [
            self._one_series(
                persona["id"], "outside", color(persona.get("color")), self.text(persona.get("name", "")), lead=False
            )
            for persona in self.journey["personas"][1:]
        ]
        return [*own, *others]

    def _one_series(self, persona: str, style: str, shade: str, label: str, *, lead: bool) -> View:
        order = [found["id"] for found in self.journey["personas"]]
        values = [activity and ratings.rating(activity, order, persona, style) for _, activity in self.columns]
        return {"style": style, "color": shade, "label": label, "lead": lead, "values": values}

    def _series_on(self, series: View, page: range) -> View:
        """A series on one page: its string comes in from the page before and goes on to the next."""
        string = curve.string(series["values"])
        begin, end = page.start, page.stop
        shifted = [(piece[0], *_shift(piece[1:], begin)) for piece in string]
        kept = [piece for piece in _joined(shifted) if -0.5 <= piece[-2] <= end - begin + 0.5]
        pins = [series["values"][i] for i in page]
        return {key: series[key] for key in ("style", "color", "lead")} | {"string": kept, "pins": pins}

    def _drops(self, page: range) -> list[View]:
        if not self.series:
            return []
        values = self.series[0]["values"]
        return [
            {"column": drop.column - page.start, "by": drop.by, "value": values[drop.column]}
            for drop in curve.drops(values)
            if drop.column in page
        ]

    def _told(self, page: range) -> str:
        """The curve in words, for who can't see it."""
        rated = [
            f"{self.text(activity['text'])}: {value}"
            for i in page
            if (activity := self.columns[i][1]) and (value := self.series[0]["values"][i])
        ]
        return self.say("poster.curve", ratings="; ".join(rated) or "–")


def _introduced(persona: Mapping[str, Any]) -> bool:
    """Whether anything is said of a persona; a new board has one to fill in."""
    return any(value for name, value in persona.items() if name not in ("id", "by", "color"))


def _breakable(word: re.Match[str]) -> str:
    """An address or a made-up word, which no hyphenation knows, may break anywhere."""
    return word[0] if GERMAN_WORD.fullmatch(word[0]) else "\u200b".join(word[0])


def _flags(item: Mapping[str, Any]) -> View:
    return {"pain": bool(item.get("painPoint")), "truth": bool(item.get("momentOfTruth"))}


def _lengths(paper: Paper) -> View:
    names = ("width", "height", "margin", "gutter", "gap", "persona", "loose", "caption")
    return {name: getattr(paper, name) for name in names} | {"curve": list(paper.curve)}


def _shift(point: Sequence[float], by: int) -> list[float]:
    return [round(value - by, 4) if place % 2 == 0 else round(value, 4) for place, value in enumerate(point)]


def _joined(pieces: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Each cubic after a move to where it starts, so that pieces may be left out."""
    joined: list[tuple[Any, ...]] = []
    at: tuple[Any, ...] = ()
    for piece in pieces:
        if piece[0] == "C":
            joined.append(("M", *at))
        joined.append(piece)
        at = piece[-2:]
    return joined


def _date(due: object, language: str) -> str:
    try:
        return format_date(datetime.fromisoformat(str(due)).date(), "medium", locale=language)
    except ValueError:
        return str(due or "")


def _short(text: str, most: int = 140) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"
