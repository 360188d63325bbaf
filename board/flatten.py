"""The way back from a nested journey to plain roots: what a new board gets that begins as a finished journey."""

from collections.abc import Iterable, Mapping
from typing import Any

from board.order import spread
from board.schema import FLAT_PREFIXES, ROOTS, Plain

_NESTED = frozenset({"id", "lane", "activities", "touchpoints", "cards", "ratings", "odd", *FLAT_PREFIXES.values()})
_INTO_PREFIX = {into: prefix for prefix, into in FLAT_PREFIXES.items()}


def flatten(journey: Mapping[str, Any]) -> Plain:
    """Plain roots whose nested form is the journey; each list gets fresh, evenly spread orders."""
    plain: Plain = {name: {} for name in ROOTS}
    plain["board"] = dict(journey["board"])
    for name in ("personas", "lanes", "channels", "departments", "stages"):
        for item, order in _with_orders(journey[name]):
            plain[name][item["id"]] = _fields(item) | {"order": order}
    for stage in journey["stages"]:
        _hang(plain, stage["id"], stage["activities"])
    unplaced = journey.get("unplaced", {})
    _hang(plain, "", unplaced.get("activities", ()))
    _hang_touchpoints(plain, "", unplaced.get("touchpoints", ()))
    _hang_cards(plain, "", unplaced.get("cards", ()))
    return plain


def _hang(plain: Plain, stage: str, activities: Iterable[Mapping[str, Any]]) -> None:
    for activity, order in _with_orders(activities):
        key = activity["id"]
        plain["activities"][key] = _fields(activity) | {"place": f"{stage}|{order}"}
        _hang_touchpoints(plain, key, activity.get("touchpoints", ()))
        _hang_cards(plain, key, activity.get("cards", ()))
        for persona, series in activity.get("ratings", {}).items():
            plain["ratings"] |= {f"{key}/{persona}/{name}": value for name, value in series.items()}


def _hang_touchpoints(plain: Plain, activity: str, touchpoints: Iterable[Mapping[str, Any]]) -> None:
    for item, order in _with_orders(touchpoints):
        plain["touchpoints"][item["id"]] = _fields(item) | {"place": f"{activity}|{order}"}


def _hang_cards(plain: Plain, activity: str, cards: Iterable[Mapping[str, Any]]) -> None:
    for item, order in _with_orders(cards):
        place = f"{activity}|{item.get('lane') or ''}|{order}"
        plain["cards"][item["id"]] = _fields(item) | {"place": place}


def _with_orders(items: Iterable[Mapping[str, Any]]) -> Iterable[tuple[Mapping[str, Any], str]]:
    listed = list(items)
    return zip(listed, spread(None, None, len(listed)), strict=True)


def _fields(item: Mapping[str, Any]) -> Plain:
    told = {key: value for key, value in item.items() if key not in _NESTED} | dict(item.get("odd", {}))
    for into, prefix in _INTO_PREFIX.items():
        found = item.get(into) or {}
        labels = found if isinstance(found, Mapping) else dict.fromkeys(found, True)
        told |= {f"{prefix}:{label}": value for label, value in labels.items()}
    return told
