"""A record as the view of a wall poster: pages, columns, text sizes, the curve as Bezier pieces. Typst draws it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from board import curve, ratings
from board.commit import Say
from board.looks import LANE_COLORS, color, initials, lane_hint, lane_title
from board.paper import Paper, fewest_pages, most_pages, split
from board.schema import CARD_LANES
from board.telling import INTRODUCTION, Item, Line, Telling

View = dict[str, Any]
Clean = Callable[[str], str]
"""Replaces what the fonts can't show."""

FONTS: tuple[str, ...] = ("Source Sans 3", "Noto Emoji", "Droid Sans Fallback")
FACTS = 6  # what the persona's card holds beside picture and quote
FACTS_FIRST: tuple[str, ...] = ("goals", "needs", "values", "fears")
FACT_LENGTH = 140  # characters
MOST_VIEWS = 4  # layouts that are tried before a sheet is made longer

_LONG = re.compile(r"[^\s\u200b]{25,}")
_COMPOUND = re.compile(r"[^\W\d_]{25,48}\W?")  # hyphenation finds its joints


@dataclass(frozen=True)
class Picture:
    """A picture as a file beside the view."""

    file: str
    width: int
    height: int


def views(
    record: Mapping[str, Any], paper: Paper, say: Say, language: str, pictures: Mapping[str, Picture], clean: Clean
) -> list[View]:
    """The views to try, the one on the fewest pages first; each next one has wider columns on more pages."""
    poster = _Poster(Telling(record, say, language), paper, pictures, clean)
    count = len(poster.columns)
    fewest, most = fewest_pages(count, paper), most_pages(count, paper)
    return [poster.view(pages) for pages in range(fewest, min(most, fewest + MOST_VIEWS - 1) + 1)]


def single(
    record: Mapping[str, Any], paper: Paper, say: Say, language: str, pictures: Mapping[str, Picture], clean: Clean
) -> View:
    """The view of the whole map on one sheet, as wide as its columns need: what a picture shows."""
    telling = Telling(record, say, language)
    count = sum(len(stage["activities"]) or 1 for stage in telling.journey["stages"])
    return _Poster(telling, paper.holding(count), pictures, clean).view(1)


def pictures_of(value: Any) -> set[str]:
    """The image ids that a journey names, anywhere."""
    match value:
        case Mapping():
            moods = value.get("moods")
            own = {found for name in ("picture", "sketch") if isinstance(found := value.get(name), str)}
            own |= set(moods) if isinstance(moods, list) else set()
            return own.union(*map(pictures_of, value.values()))
        case list():
            return set[str]().union(*map(pictures_of, value))
        case _:
            return set()


class _Poster:
    def __init__(self, telling: Telling, paper: Paper, pictures: Mapping[str, Picture], clean: Clean) -> None:
        self.telling, self.paper, self.pictures, self.clean = telling, paper, pictures, clean
        self.journey = telling.journey
        # Stage and activity of each column; a stage without activities has one empty column.
        self.columns: list[tuple[int, Item | None]] = [
            (index, activity)
            for index, stage in enumerate(self.journey["stages"])
            for activity in (stage["activities"] or [None])
        ]
        order = [persona["id"] for persona in self.journey["personas"]]
        self.lines = [(line, self._values(line, order)) for line in telling.lines()]
        self.outside = self.lines[0][1]

    def view(self, pages: int) -> View:
        """The whole poster on so many pages."""
        telling, record = self.telling, self.telling.record
        personas = [self._persona(persona) for persona in telling.personas]
        at, label = telling.at(), record["label"]
        return {
            "title": self.text(telling.title()),
            "language": telling.language,
            "description": self.text(telling.say("poster.description", title=telling.title(), label=label)),
            "authors": [self.text(name) for name in telling.people()],
            "keywords": ["Customer Journey Map"],
            "date": [at.year, at.month, at.day],
            "fonts": list(FONTS),
            "paper": self.paper.lengths(),
            "sizes": list(self.paper.sizes),
            "persona": personas[0] if personas else None,
            "companions": personas[1:],
            **{name: self.text(self.journey["board"].get(name) or "") for name in ("scope", "scenario", "owner")},
            "about": self.text(telling.about()),
            "participants": ", ".join(self.text(name) for name in telling.people()),
            "footer": self.text(f"{record['id']} · {record['digest'][:16]} · Brownboard"),
            "words": self._words(),
            "legend": [
                {"style": line.series, "color": line.color, "label": self.text(line.label)}
                for line, values in self.lines
                if any(values)
            ],
            "lanes": [self._lane(lane) for lane in telling.lanes],
            "rated": any(lane.get("kind") == "rating" for lane in telling.lanes),
            "pages": self._pages(pages),
        }

    def text(self, raw: object) -> str:
        """What people wrote, as the fonts can show it and the columns can break it."""
        return _LONG.sub(_breakable, self.clean(str(raw)))

    def _words(self) -> View:
        names = (
            "stages",
            "activities",
            "first",
            "participants",
            "responsible",
            "pain",
            "truth",
            "smileys",
            "nobody",
            "empty",
        )
        told: View = {name: self.telling.word(name) for name in names}
        told["smiley"] = [self.telling.say("poster.smiley", value=value) for value in range(1, 6)]
        return told

    def _persona(self, persona: Item) -> View:
        name = self.text(self.telling.name(persona))
        facts = self.telling.facts({**persona, **dict.fromkeys(INTRODUCTION)}, FACTS_FIRST)
        return {
            "name": name,
            "about": self.text(self.telling.introduction(persona)),
            "quote": self.text(self.telling.quote(persona)),
            "color": color(persona.get("color")),
            "initials": self.text(initials(name)),
            "picture": self._picture(persona.get("picture"), name),
            "facts": [[self.text(label), self.text(_short(value))] for label, value in facts.items()][:FACTS],
        }

    def _picture(self, image: object, alt: str, frame: float = 1.72) -> View | None:
        """A picture for a frame of this shape: it fills it, unless too much of it were cut away."""
        found = self.pictures.get(image) if isinstance(image, str) else None
        if found is None:
            return None
        shape = found.width / max(found.height, 1)
        fit = "cover" if frame / 2 <= shape <= frame * 1.6 else "contain"
        return {"file": found.file, "fit": fit, "alt": alt or self.telling.word("picture")}

    def _lane(self, lane: Item) -> View:
        kind = lane.get("kind", "custom")
        return {
            "id": lane["id"],
            "kind": kind,
            "label": self.text(lane_title(lane, self.telling.say)),
            "hint": lane_hint(kind, self.telling.say),
            "color": LANE_COLORS[kind],
            "action": kind == "action",
        }

    # Pages and columns

    def _pages(self, pages: int) -> list[View]:
        stages = [stage for stage, _ in self.columns]
        begins = [i == 0 or stages[i - 1] != stage for i, stage in enumerate(stages)]
        sheets = split(begins, pages)
        return [self._page(number, page, len(sheets)) for number, page in enumerate(sheets)]

    def _page(self, number: int, page: range, pages: int) -> View:
        rated = [(activity, self.outside[i]) for i in page if (activity := self.columns[i][1])]
        return {
            "first": number == 0,
            "label": self.telling.say("poster.page", page=number + 1, pages=pages) if pages > 1 else "",
            "column": self.paper.column(len(page)),
            "stages": self._stages(page),
            "columns": [self._column(i) for i in page],
            "series": [self._series(line, values, page) for line, values in self.lines],
            "drops": self._drops(page),
            "told": self.text(self.telling.curve_in_words(rated)),
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
        text = self.text(activity["text"])
        number = sum(found is not None for _, found in self.columns[: i + 1])
        notes = [self.text(note) for note in self.telling.notes(activity)]
        return {
            "activity": {"number": number, "text": text, "notes": notes, **_flags(activity)},
            "sketch": self._picture(activity.get("sketch"), text, 1.6),
            "touchpoints": [self._touchpoint(found) for found in activity["touchpoints"]],
            "cells": self._cells(activity),
        }

    def _touchpoint(self, touchpoint: Item) -> View:
        channel = self.telling.channel(touchpoint)
        name = self.text(touchpoint["name"])
        return {
            "name": name,
            "picture": self._picture(touchpoint.get("picture"), name),
            "channel": channel and {"name": self.text(channel[0]), "color": channel[1]},
            "department": self.text(self.telling.behind(touchpoint)),
            "smiley": touchpoint.get("smiley"),
            **_flags(touchpoint),
        }

    def _cells(self, activity: Item) -> View:
        kinds = {lane["id"]: lane.get("kind", "custom") for lane in self.telling.lanes}
        cells: View = {}
        for card in activity["cards"]:
            if kinds.get(card["lane"]) in CARD_LANES:
                cells.setdefault(card["lane"], []).append(self._card(card))
        return cells

    def _card(self, card: Item) -> View:
        responsible = self.text(card.get("responsible") or "").strip()
        return {"text": self.text(card["text"]), "responsible": responsible, "due": self.text(self.telling.due(card))}

    # The curve

    def _values(self, line: Line, personas: Sequence[str]) -> list[int | None]:
        rate = ratings.rating
        return [
            rate(activity, personas, line.persona, line.series) if activity else None for _, activity in self.columns
        ]

    def _series(self, line: Line, values: Sequence[int | None], page: range) -> View:
        """A series on one page: its string comes in from the page before and goes on to the next."""
        string = [piece for stroke in _strokes(values, page) for piece in stroke]
        pins = [values[i] for i in page]
        return {"style": line.series, "color": line.color, "lead": line.lead, "string": string, "pins": pins}

    def _drops(self, page: range) -> list[View]:
        return [
            {"column": drop.column - page.start, "by": drop.by, "value": self.outside[drop.column]}
            for drop in curve.drops(self.outside)
            if drop.column in page
        ]


def _flags(item: Item) -> View:
    return {"pain": bool(item.get("painPoint")), "truth": bool(item.get("momentOfTruth"))}


def _strokes(values: Sequence[int | None], page: range) -> Iterator[tuple[Any, Any]]:
    """The pieces of the string that touch the page, each after a move to where it starts."""
    at: tuple[float, ...] = ()
    for piece in curve.string(values):
        start, at = at, piece[-2:]
        if piece[0] == "C" and start[0] < page.stop and at[0] > page.start:
            yield ("M", *_shift(start, page.start)), ("C", *_shift(piece[1:], page.start))


def _shift(point: Sequence[float], by: int) -> list[float]:
    return [round(value - by, 4) if place % 2 == 0 else round(value, 4) for place, value in enumerate(point)]


def _breakable(word: re.Match[str]) -> str:
    """An address or a made-up word, which no hyphenation knows, may break anywhere."""
    return word[0] if _COMPOUND.fullmatch(word[0]) else "\u200b".join(word[0])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= FACT_LENGTH else line[:FACT_LENGTH].rsplit(" ", 1)[0] + " …"
