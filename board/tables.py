"""A record as plain text: comma-separated values, one line per activity, and Markdown to read or paste."""

import csv as writing
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from board import ratings
from board.commit import Say
from board.looks import lane_title
from board.schema import SERIES

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be run by a spreadsheet; it gets an apostrophe in front."""


def csv(record: Mapping[str, Any], say: Say) -> str:
    """Stage, activity, touchpoints, the cards of each lane and the ratings of the leading persona."""
    journey = record["journey"]
    lanes = _card_lanes(journey)
    heads = [
        say(f"table.{name}") for name in ("stage", "activity", "touchpoints", "channels", "departments", "smileys")
    ]
    heads += [lane_title(lane, say) for lane in lanes] + [say(f"poster.{series}") for series in SERIES]
    out = StringIO()
    writer = writing.writer(out, lineterminator="\r\n")
    writer.writerow(map(_harmless, heads))
    for stage in journey["stages"]:
        for activity in stage["activities"]:
            writer.writerow(map(_harmless, _row(journey, stage, activity, lanes)))
    return out.getvalue()


def markdown(record: Mapping[str, Any], say: Say) -> str:
    """The journey as headings and lists, in board order."""
    journey = record["journey"]
    lines = [f"# {_plain(journey['board'].get('title') or say('poster.untitled'))}", "", _plain(record["label"]), ""]
    for persona in journey["personas"]:
        lines += [f"## {_plain(persona.get('name') or say('poster.persona'))}", ""]
        lines += [f"> {_plain(persona['quote'])}", ""] if persona["quote"].strip() else []
    for stage in journey["stages"]:
        lines += [f"## {_plain(stage['title'] or '…')}", ""]
        for activity in stage["activities"]:
            lines += [*_activity(journey, activity, say), ""]
    if record["findings"]:
        lines += [f"## {say('poster.findings')}", "", *(f"- {_plain(f['message'])}" for f in record["findings"]), ""]
    return "\n".join(lines)


def _row(journey: Mapping[str, Any], stage: Any, activity: Any, lanes: Sequence[Mapping[str, Any]]) -> list[str]:
    names = {found["id"]: found.get("name", "") for found in (*journey["channels"], *journey["departments"])}
    touchpoints = activity["touchpoints"]
    return [
        stage["title"],
        activity["text"],
        _lines(touchpoint["name"] for touchpoint in touchpoints),
        _lines(names.get(touchpoint.get("channel"), "") for touchpoint in touchpoints),
        _lines(names.get(touchpoint.get("department"), "") for touchpoint in touchpoints),
        _lines(str(touchpoint.get("smiley") or "") for touchpoint in touchpoints),
        *(_lines(card["text"] for card in activity["cards"] if card["lane"] == lane["id"]) for lane in lanes),
        *(str(_rating(journey, activity, series) or "") for series in SERIES),
    ]


def _activity(journey: Mapping[str, Any], activity: Mapping[str, Any], say: Say) -> list[str]:
    lines = [f"### {_plain(activity['text'] or '…')}", ""]
    given = [f"{say(f'poster.{s}')} {value}" for s in SERIES if (value := _rating(journey, activity, s))]
    lines += [f"- {' · '.join(given)}"] if given else []
    lines += [f"- {say('table.touchpoints')}: {_plain(found['name'])}" for found in activity["touchpoints"]]
    for lane in _card_lanes(journey):
        found = [card for card in activity["cards"] if card["lane"] == lane["id"]]
        lines += [f"- {lane_title(lane, say)}: {_plain(card['text'])}{_duty(card)}" for card in found]
    return lines


def _duty(card: Mapping[str, Any]) -> str:
    told = [str(card[name]) for name in ("responsible", "due") if card.get(name)]
    return f" ({_plain(', '.join(told))})" if told else ""


def _card_lanes(journey: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    used = {card["lane"] for stage in journey["stages"] for a in stage["activities"] for card in a["cards"]}
    return [lane for lane in journey["lanes"] if lane["id"] in used]


def _rating(journey: Mapping[str, Any], activity: Mapping[str, Any], series: str) -> int | None:
    personas = [persona["id"] for persona in journey["personas"]]
    return ratings.rating(activity, personas, ratings.leading_persona(journey), series)


def _lines(parts: Any) -> str:
    return "\n".join(parts)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _plain(text: object) -> str:
    """One line that Markdown shows as it was written."""
    line = " ".join(str(text).split())
    return "".join(f"\\{c}" if c in r"\`*_{}[]<>#|" else c for c in line)
