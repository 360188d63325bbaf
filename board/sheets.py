"""A record as tables for spreadsheets and reporting: one row per thing, the ids that join them last.

Names of sheets and columns are in the reader's language; those of tables and of columns of ids never change."""

from collections.abc import Iterable
from typing import Literal

from board import ratings
from board.inventory import Inventory, Step
from board.looks import ACCENT, LANE_COLORS, lane_title
from board.schema import CARD_LANES, PERSONA_ATTRIBUTES, SERIES
from board.sheet import Column, Row, Sheet, Value, day, ids, lines, plain
from board.telling import Item, Telling

LATER: tuple[str, ...] = ("mediaType", "frequency", "perception", "persons", "url", "criteria")
MEASURES: tuple[str, ...] = ("current", "target", "bestInClass")
PLANS: tuple[str, ...] = ("schedule", "reach")


def sheets(telling: Telling) -> list[Sheet]:
    """All tables, those that people read first."""
    told = _Tables(telling)
    return [
        told.steps(),
        told.touchpoints(),
        told.ratings(),
        told.cards(),
        told.actions(),
        told.personas(),
        told.stages(),
        told.labels("channels", "channel"),
        told.labels("departments", "department"),
        told.findings(),
    ]


def about(telling: Telling) -> list[tuple[str, Value]]:
    """What the record says of itself, by label."""
    board, record, say = telling.journey["board"], telling.record, telling.say
    told: list[tuple[str, Value]] = [
        (say("sheet.scenario"), board.get("scenario")),
        (say("sheet.scope"), board.get("scope")),
        (say("sheet.owner"), board.get("owner")),
        (say("poster.participants"), ", ".join(telling.people())),
        (say("poster.next"), board.get("next")),
        (say("sheet.version"), record["version"]),
        (say("sheet.day"), telling.at().date()),
        (say("sheet.record"), record["id"]),
        (say("sheet.digest"), record["digest"]),
    ]
    return [(label, value) for label, value in told if value not in (None, "")]


class _Tables:
    def __init__(self, telling: Telling) -> None:
        self.telling, self.say, self.journey = telling, telling.say, telling.journey
        self.all = Inventory(telling)
        self.lanes = [lane for lane in self.journey["lanes"] if lane.get("kind", "custom") in CARD_LANES]
        self.persona_names = {persona["id"]: telling.name(persona) for persona in self.journey["personas"]}
        self.where = [
            Column(self.say("sheet.number"), "number", 6),
            Column(self.say("table.stage"), width=18),
            Column(self.say("table.activity"), width=42),
        ]

    def steps(self) -> Sheet:
        """Every activity with its details, the cards of a lane in one cell."""
        say = self.say
        columns = [
            *self.where,
            Column(say("sheet.kind"), width=14),
            *(Column(say(f"poster.{name}"), "flag", 12) for name in ("decision", "pain", "truth")),
            *(Column(say(f"table.{name}"), width=24, color=ACCENT) for name in ("touchpoints", "channels")),
            *(Column(lane_title(lane, self.telling.say), width=32, color=_shade(lane)) for lane in self.lanes),
            *self._series(),
            *ids("activity", "stage"),
        ]
        return Sheet("Steps", say("sheet.steps"), columns, [self._step(step) for step in self.all.steps], 3)

    def touchpoints(self) -> Sheet:
        """The inventory with every attribute."""
        say, found = self.say, list(self.all.touchpoints())
        own = _labels(touchpoint for _, touchpoint in found)
        columns = [
            Column(say("touchpoint.title"), width=30, color=ACCENT),
            *self.where,
            *(Column(say(f"touchpoint.{name}"), width=20) for name in ("channel", "department", "responsible")),
            Column(say("sheet.smiley"), "smiley", 14),
            Column(say("poster.pain"), "flag", 12, LANE_COLORS["painPoint"]),
            Column(say("poster.truth"), "flag", 12, LANE_COLORS["momentOfTruth"]),
            Column(say("sheet.relevance"), "number", 15),
            *(Column(say(f"touchpoint.{name}"), width=12) for name in ("direct", "online")),
            *(Column(say(f"touchpoint.{name}"), width=24) for name in LATER),
            *(Column(say(f"touchpoint.{name}"), "score", 12, LANE_COLORS["rating"]) for name in MEASURES),
            *(Column(say(f"touchpoint.{name}"), width=20) for name in PLANS),
            *(Column(label, width=20) for label in own),
            Column(say("sheet.picture"), "flag", 10),
            *ids("touchpoint", "activity", "stage", "channel", "department"),
        ]
        rows = [self._touchpoint(step, touchpoint, own) for step, touchpoint in found]
        return Sheet("Touchpoints", say("sheet.touchpoints"), columns, rows)

    def ratings(self) -> Sheet:
        """One row per value: as reporting likes it."""
        say = self.say
        columns = [
            *self.where,
            Column(say("poster.persona"), width=20),
            Column(say("sheet.series"), width=26),
            Column(say("sheet.value"), "score", 10, LANE_COLORS["rating"]),
            *ids("activity", "stage", "persona"),
            Column("series", "id", 12),
        ]
        rows: list[Row] = [
            [
                *_where(step),
                self.persona_names.get(persona),
                say(f"poster.{series}"),
                value,
                *_ids(step),
                persona,
                series,
            ]
            for step in self.all.steps
            for persona in self.all.personas or [self.all.leading]
            for series in SERIES
            if (value := self.all.rating(step.activity, series, persona)) is not None
        ]
        return Sheet("Ratings", say("sheet.ratings"), columns, rows)

    def cards(self) -> Sheet:
        """All cards, lane by lane as they stand on the board, then those without a place."""
        say = self.say
        columns = [
            Column(say("sheet.lane"), width=24),
            Column(say("sheet.text"), width=60),
            Column(say("touchpoint.title"), width=24),
            Column(say("poster.persona"), width=18),
            *self.where,
            *ids("card", "lane", "activity", "stage", "touchpoint", "persona"),
            Column("lane_kind", "id", 16),
        ]
        place = {lane: index for index, lane in enumerate(self.all.lanes)}
        touchpoints = {touchpoint["id"]: touchpoint["name"] for _, touchpoint in self.all.touchpoints()}
        found = sorted(self.all.cards(), key=lambda each: place.get(each[1]["lane"], len(place)))
        return Sheet("Cards", say("sheet.cards"), columns, [self._card(*each, touchpoints) for each in found])

    def actions(self) -> Sheet:
        """What is to be done, by whom and until when."""
        say = self.say
        columns = [
            Column(say("poster.action"), width=50, color=LANE_COLORS["action"]),
            Column(say("poster.responsible"), width=24),
            Column(say("poster.due"), "date", 13),
            Column(say("poster.status"), width=14),
            Column(say("sheet.from"), width=40),
            *self.where,
            *ids("card", "from_card", "activity", "stage"),
        ]
        texts = {card["id"]: card["text"] for _, card in self.all.cards()}
        acting = [each for each in self.all.cards() if self.all.kind(each[1]) == "action"]
        return Sheet("Actions", say("sheet.actions"), columns, [self._action(*each, texts) for each in acting])

    def personas(self) -> Sheet:
        """Every attribute of every persona; scales and own fields as columns of their own."""
        say, found = self.say, self.telling.personas
        scales, own = sorted({label for persona in found for label in persona["scales"]}), _labels(found)
        columns = [
            Column(say("persona.name"), width=22),
            *(Column(say(f"persona.{name}"), width=40) for name in ("quote", "story")),
            *(Column(say(f"persona.{name}"), width=20) for name in PERSONA_ATTRIBUTES),
            *(Column(label, "number", 16) for label in scales),
            *(Column(label, width=24) for label in own),
            *ids("persona"),
        ]
        rows: list[Row] = [
            [
                *(plain(persona.get(name)) for name in ("name", "quote", "story", *PERSONA_ATTRIBUTES)),
                *(plain(persona["scales"].get(label)) for label in scales),
                *(plain(persona["custom"].get(label)) for label in own),
                persona["id"],
            ]
            for persona in found
        ]
        return Sheet("Personas", say("sheet.personas"), columns, rows)

    def stages(self) -> Sheet:
        """The stages with what they hold and how they are rated on average."""
        say = self.say
        columns = [
            Column(say("sheet.number"), "number", 6),
            Column(say("table.stage"), width=28),
            Column(say("poster.activities"), "number", 20),
            Column(say("table.touchpoints"), "number", 16),
            *self._series(),
            *ids("stage"),
        ]
        rows: list[Row] = []
        for number, stage in enumerate(self.journey["stages"], start=1):
            held = stage["activities"]
            met = sum(len(activity["touchpoints"]) for activity in held)
            means = [ratings.average([self.all.rating(activity, name) for activity in held]) for name in SERIES]
            rows.append([number, stage["title"], len(held), met, *means, stage["id"]])
        return Sheet("Stages", say("sheet.stages"), columns, rows)

    def labels(self, root: Literal["channels", "departments"], field: str) -> Sheet:
        """Channels or departments with the number of their touchpoints: 0 shows what is still missing."""
        say = self.say
        columns = [
            Column(say(f"touchpoint.{field}"), width=28),
            Column(say("sheet.code"), width=12),
            Column(say("table.touchpoints"), "number", 16),
            Column(say("sheet.color"), width=12),
            *ids(field),
        ]
        used = [touchpoint.get(field) for _, touchpoint in self.all.touchpoints()]
        rows: list[Row] = [
            [found.get("name"), found.get("code"), used.count(found["id"]), found.get("color"), found["id"]]
            for found in self.journey[root]
        ]
        return Sheet(root.title(), say(f"sheet.{root}"), columns, rows)

    def findings(self) -> Sheet:
        """What the commit check noticed."""
        columns = [Column(self.say("sheet.finding"), width=90), Column("rule", "id", 32), *ids("item")]
        rows: list[Row] = [[f["message"], f["rule"], f["item"]] for f in self.telling.record["findings"]]
        return Sheet("Findings", self.say("sheet.findings"), columns, rows)

    def _series(self) -> list[Column]:
        return [Column(self.say(f"poster.{series}"), "score", 14, LANE_COLORS["rating"]) for series in SERIES]

    # Rows

    def _step(self, step: Step) -> Row:
        activity = step.activity
        channels = [self.telling.channel(touchpoint) for touchpoint in activity["touchpoints"]]
        kind = activity.get("kind")
        return [
            *_where(step),
            self.telling.word(kind) if kind else None,
            *(bool(activity.get(name)) for name in ("decision", "painPoint", "momentOfTruth")),
            lines(touchpoint["name"] for touchpoint in activity["touchpoints"]),
            lines(dict.fromkeys(channel[0] for channel in channels if channel)),
            *(lines(c["text"] for c in activity["cards"] if c["lane"] == lane["id"]) for lane in self.lanes),
            *(self.all.rating(activity, series) for series in SERIES),
            *_ids(step),
        ]

    def _touchpoint(self, step: Step | None, touchpoint: Item, own: list[str]) -> Row:
        channel = self.telling.channel(touchpoint)
        return [
            touchpoint["name"],
            *_where(step),
            channel[0] if channel else None,
            self.telling.department(touchpoint) or None,
            touchpoint.get("responsible"),
            touchpoint.get("smiley"),
            *(bool(touchpoint.get(name)) for name in ("painPoint", "momentOfTruth")),
            touchpoint.get("relevance"),
            *(self._either(name, touchpoint) for name in ("direct", "online")),
            *(plain(touchpoint.get(name)) for name in (*LATER, *MEASURES, *PLANS)),
            *(plain(touchpoint["custom"].get(label)) for label in own),
            bool(touchpoint.get("picture")),
            touchpoint["id"],
            *_ids(step),
            *(touchpoint.get(name) for name in ("channel", "department")),
        ]

    def _either(self, name: str, touchpoint: Item) -> str | None:
        value = touchpoint.get(name)
        return None if value is None else self.say(f"touchpoint.{name}.{'yes' if value else 'no'}")

    def _card(self, step: Step | None, card: Item, touchpoints: dict[str, str]) -> Row:
        lane = self.all.lanes.get(card["lane"])
        return [
            lane_title(lane, self.telling.say) if lane else None,
            card["text"],
            touchpoints.get(card.get("touchpoint", "")),
            self.persona_names.get(card.get("persona", "")),
            *_where(step),
            card["id"],
            card["lane"],
            *_ids(step),
            *(card.get(name) for name in ("touchpoint", "persona")),
            self.all.kind(card),
        ]

    def _action(self, step: Step | None, card: Item, texts: dict[str, str]) -> Row:
        return [
            card["text"],
            card.get("responsible"),
            day(card.get("due")),
            self.say(f"status.{card['status']}") if card.get("status") else None,
            texts.get(card.get("from", "")),
            *_where(step),
            card["id"],
            card.get("from"),
            *_ids(step),
        ]


def _where(step: Step | None) -> Row:
    if step is None:
        return [None, None, None]
    return [step.number, step.stage["title"] if step.stage else None, step.activity["text"]]


def _ids(step: Step | None) -> Row:
    if step is None:
        return [None, None]
    return [step.activity["id"], step.stage["id"] if step.stage else None]


def _shade(lane: Item) -> str:
    return LANE_COLORS[lane.get("kind", "custom")]


def _labels(items: Iterable[Item]) -> list[str]:
    """The names of people's own fields."""
    return sorted({label for item in items for label in item["custom"]})
