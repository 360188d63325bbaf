"""What one process decided and all obey: entries of the seat `ORDER`, in the order of the log.

A change of rights stands in the log before its caller is answered. As every update is stored only behind all that
its writer has read, no update of somebody who lost the right stands behind the order, whichever process took it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from crdt.members import Standing
from server.people import ROLES


@dataclass(frozen=True, slots=True)
class Regrant:
    """A seat has another role, name or colour."""

    standing: Standing


@dataclass(frozen=True, slots=True)
class Remove:
    """A person was removed for good."""

    seat: str


@dataclass(frozen=True, slots=True)
class Revoke:
    """A token is dead."""

    token_id: str


@dataclass(frozen=True, slots=True)
class Lock:
    """While locked, only moderators may edit."""

    locked: bool


@dataclass(frozen=True, slots=True)
class Announce:
    """Something that all who speak message 110 are told."""

    message: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Review:
    """The catalogue says what holds: an order was missed, or is of a kind that only a later version knows."""


Order = Regrant | Remove | Revoke | Lock | Announce | Review


def write(order: Order) -> bytes:
    """The order as an entry of the log has it."""
    return json.dumps(_content(order), ensure_ascii=False, separators=(",", ":")).encode()


def read(data: bytes) -> Order:
    """The order of an entry; what can't be understood is looked up in the catalogue."""
    try:
        return _order(json.loads(data))
    except (ValueError, KeyError, TypeError, RecursionError):
        return Review()


def _content(order: Order) -> dict[str, Any]:
    match order:
        case Regrant(s):
            return {"order": "regrant", "seat": s.seat, "name": s.name, "role": s.role, "color": s.color}
        case Remove(seat):
            return {"order": "remove", "seat": seat}
        case Revoke(token_id):
            return {"order": "revoke", "token": token_id}
        case Lock(locked):
            return {"order": "lock", "locked": locked}
        case Announce(message):
            return {"order": "announce", "message": dict(message)}
        case Review():
            return {"order": "review"}
        case _:
            assert_never(order)


def _order(content: dict[str, Any]) -> Order:
    match content["order"]:
        case "regrant":
            role = next((role for role in ROLES if role == content["role"]), None)
            if role is None:
                return Review()
            return Regrant(Standing(content["seat"], content["name"], role, content["color"], ""))
        case "remove":
            return Remove(content["seat"])
        case "revoke":
            return Revoke(content["token"])
        case "lock":
            return Lock(content["locked"] is True)
        case "announce":
            return Announce(dict(content["message"]))
        case _:
            return Review()
