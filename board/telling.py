"""A record in words, as every file made of it tells it: who, when, which lanes, whose lines. Not escaped yet."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from babel.dates import format_date

from board import ratings
from board.commit import Say
from board.journey import columns
from board.looks import SERIES_COLORS, color
from board.schema import PERSONA_ATTRIBUTES, SERIES

Item = Mapping[str, Any]

INTRODUCTION: tuple[str, ...] = ("age", "occupation", "residence")
"""What stands beside a persona's name; the other attributes are facts."""


class Line(NamedTuple):
    """One string of the curve: a persona's series with its colour; `lead` for those of the first persona."""

    persona: str
    series: str
    color: str
    label: str
    lead: bool


class Telling:
    """What a record says in one language."""

    def __init__(self, record: Mapping[str, Any], say: Say, language: str) -> None:
        self.record, self.journey = record, record["journey"]
        self.say, self.language = say, language
        self.lanes: list[Item] = [lane for lane in self.journey["lanes"] if not lane.get("hidden")]
        self.columns = columns(self.journey)
        self.personas: list[Item] = [persona for persona in self.journey["personas"] if introduced(persona)]
        self._channels = {found["id"]: found for found in self.journey["channels"]}
        self._departments = {found["id"]: found for found in self.journey["departments"]}

    def word(self, name: str) -> str:
        """One of the fixed words beside the map."""
        return self.say(f"poster.{name}")

    def title(self) -> str:
        """The board's title, or what an untitled one is called."""
        return self.journey["board"].get("title") or self.word("untitled")

    def about(self) -> str:
        """Label, version, day and who committed."""
        names = {person["seat"]: person["name"] for person in self.record["contributors"]}
        return self.say(
            "poster.about",
            label=self.record["label"],
            version=self.record["version"],
            date=format_date(self.at().date(), "long", locale=self.language),
            name=names.get(self.record["by"], ""),
        )

    def at(self) -> datetime:
        """The moment of the commit."""
        return datetime.fromisoformat(self.record["at"])

    def people(self) -> list[str]:
        """The names of all who worked on the board."""
        return [person["name"] for person in self.record["contributors"]]

    # Persona

    def name(self, persona: Item) -> str:
        """A persona's name, or what a nameless one is called."""
        return persona.get("name") or self.word("persona")

    def introduction(self, persona: Item) -> str:
        """Age, occupation, residence."""
        return ", ".join(str(persona[field]) for field in INTRODUCTION if persona.get(field))

    def quote(self, persona: Item) -> str:
        """The typical quote in the language's marks, whatever marks it was typed with."""
        words = persona["quote"].strip().strip('„“”"»«')
        return self.say("poster.quote", text=words) if words else ""

    def facts(self, persona: Item, first: Sequence[str] = ()) -> dict[str, str]:
        """Attributes, own fields and scales by their labels; those named `first` before the others."""
        names = dict.fromkeys([*first, *PERSONA_ATTRIBUTES])
        told = {self.say(f"persona.{name}"): persona[name] for name in names if persona.get(name)}
        scales = {label: f"{value} / 100" for label, value in persona["scales"].items()}
        return {label: str(value) for label, value in (told | persona["custom"] | scales).items()}

    # What stands on the map

    def notes(self, activity: Item) -> list[str]:
        """What kind of moment an activity is."""
        kind = [self.word(activity["kind"])] if activity.get("kind") else []
        return kind + ([self.word("decision")] if activity.get("decision") else [])

    def channel(self, touchpoint: Item) -> tuple[str, str] | None:
        """Name and colour of a touchpoint's channel."""
        found = self._channels.get(touchpoint.get("channel", ""))
        return (found.get("name", ""), color(found.get("color"))) if found else None

    def behind(self, touchpoint: Item) -> str:
        """Department and responsible person."""
        return " · ".join(filter(None, (self.department(touchpoint), touchpoint.get("responsible"))))

    def department(self, touchpoint: Item) -> str:
        """The name of the department behind a touchpoint."""
        return str(self._departments.get(touchpoint.get("department", ""), {}).get("name") or "")

    def due(self, card: Item) -> str:
        """An action's date as the language writes it, or whatever was typed instead."""
        raw = str(card.get("due") or "")
        try:
            return format_date(datetime.fromisoformat(raw).date(), "medium", locale=self.language)
        except ValueError:
            return raw

    # The curve

    def lines(self) -> list[Line]:
        """The first persona's series, the outside view first; then the outside view of the others."""
        first = ratings.leading_persona(self.journey)
        own = [Line(first, name, SERIES_COLORS[name], self.word(name), True) for name in SERIES]
        others = [persona for persona in self.journey["personas"] if persona["id"] != first]
        return own + [Line(p["id"], "outside", color(p.get("color")), self.name(p), False) for p in others]

    def curve_in_words(self, rated: Sequence[tuple[Item, int | None]]) -> str:
        """The outside view for who can't see it."""
        told = [f"{activity['text']}: {value}" for activity, value in rated if value is not None]
        return self.say("poster.curve", ratings="; ".join(told) or "–")


def introduced(persona: Item) -> bool:
    """Whether anything is said of a persona; a new board has one to fill in."""
    return any(value for name, value in persona.items() if name not in ("id", "by", "color"))
