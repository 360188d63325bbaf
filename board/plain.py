"""Reading plain roots written by anybody: items, places, values of any type, without losing one."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from board.schema import FIELDS, FLAT_PREFIXES, PLACED_IN, TEXT_FIELDS, Plain

RESERVED = frozenset(
    {"id", "lane", "activities", "touchpoints", "cards", "ratings", "scales", "moods", "custom", "odd"}
)
"""Names that the journey itself uses; an unknown field of that name goes under `odd`."""
BIGGEST_INTEGER = 2**53 - 1  # what canonical JSON and every browser can hold exactly
WRITTEN_SHORT = 10**21  # from here on canonical JSON writes an exponent, and everybody reads the same


def root(plain: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """One root of the document, empty where it is missing."""
    found = plain.get(name)
    return found if isinstance(found, Mapping) else {}


def items(plain: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """All items of a root with their ids, those in the bin too."""
    for key, item in root(plain, name).items():
        if isinstance(item, Mapping):
            yield key, item


def living(plain: Mapping[str, Any], name: str) -> dict[str, Mapping[str, Any]]:
    """The items of a root that are not in the bin, by id."""
    return {key: item for key, item in items(plain, name) if not binned(item)}


def binned(item: Mapping[str, Any]) -> bool:
    """Whether an item lies in the bin."""
    return bool(item.get("deleted"))


def place_of(name: str, item: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """The parents' ids and the order that `place` joins; empty parts where it says nothing."""
    parents = len(PLACED_IN[name])
    place = item.get("place")
    parts = place.split("|", parents) if isinstance(place, str) else []
    parts += [""] * (parents + 1 - len(parts))
    return tuple(parts[:parents]), parts[parents]


def order_of(item: Mapping[str, Any]) -> str:
    """The order of an item that nothing contains."""
    order = item.get("order")
    return order if isinstance(order, str) else ""


def tidy(value: Any) -> Any:
    """The value as JSON that every program reads alike: whole numbers as integers, nothing that is not a number."""
    match value:
        case bool() | None:
            return value
        case int():
            return value if abs(value) <= BIGGEST_INTEGER else _huge(value)
        case float():
            if not math.isfinite(value):
                return None
            return tidy(int(value)) if value.is_integer() and abs(value) < WRITTEN_SHORT else value
        case str():
            return value.encode("utf-8", "replace").decode("utf-8")
        case Mapping():
            return {tidy(str(key)): tidy(value[key]) for key in sorted(value)}
        case list() | tuple():
            return [tidy(inner) for inner in value]
        case _:
            return str(value)


def fields(name: str, item: Mapping[str, Any]) -> Plain:
    """An item's fields as the journey shows them: flat keys gathered, unknown ones kept, place and order left out.

    A known field with a value of a wrong type goes under `odd`, so that who reads the rest can trust its types."""
    told: Plain = dict.fromkeys(sorted(TEXT_FIELDS.get(name, ())), "")
    gathered = {"personas": ("scales", "moods", "custom"), "touchpoints": ("custom",)}.get(name, ())
    lists: Plain = {into: {} for into in gathered}
    odd: Plain = {}
    for key in sorted(item):  # a document's maps have no order: the same content is told by the same bytes
        value = tidy(item[key])
        prefix, colon, label = key.partition(":")
        into = FLAT_PREFIXES.get(prefix, "") if colon else ""
        if value is None or key in ("place", "order", "deleted"):
            continue
        if into in lists:
            lists[into][label] = value
        elif _fits(name, key, value):
            told[key] = value
        else:
            odd[key] = value
    if "moods" in lists:
        lists["moods"] = sorted(image for image, chosen in lists["moods"].items() if chosen)
    return told | lists | ({"odd": odd} if odd else {})


def _fits(name: str, key: str, value: Any) -> bool:
    field = FIELDS.get(name, {}).get(key)
    return field.accepts(value) if field else key not in RESERVED


def _huge(value: int) -> float | str:
    """Its digits where programs would read different whole numbers; beyond, the number as far as there is one."""
    if abs(value) < WRITTEN_SHORT:
        return str(value)
    try:
        return float(value)
    except OverflowError:
        return str(value)
