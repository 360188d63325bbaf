"""A board wider than any workshop's: a thing in each of eight lanes under each activity, and a rated curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pycrdt import Map, Text

from board.order import spread
from board.schema import CARD_LANES
from tests.bench.edits import WORDS
from tests.peer import Peer
from tests.product import Product
from tests.waiting import until

LANES = 8
PER_STAGE = 10  # activities; so that stages are as wide as people make them
SAID = 46  # characters on a card, as on those of a real workshop
By = dict[str, Any]


@dataclass(frozen=True)
class WideBoard:
    """A board that lies on the server, and how one comes to it."""

    made: dict[str, Any]
    columns: int

    @property
    def things(self) -> int:
        """Cards and touchpoints."""
        return self.columns * LANES


async def lay(product: Product, columns: int) -> WideBoard:
    """Makes the board and writes it through the socket, as anybody would."""
    made = await product.board(title=f"{columns} x {LANES}")
    peer = await writer(product, made)
    lanes = _lanes(peer)
    with peer.doc.transaction():
        for n, order in enumerate(spread(None, None, -(-columns // PER_STAGE))):
            peer.root("stages")[f"stage-{n:03}"] = Map({"order": order, "title": f"Stage {n + 1}", **BY})
    for column, order in enumerate(spread(None, None, columns)):
        with peer.doc.transaction():
            _column(peer, column, order, lanes)
        await peer.flush()
    await until(lambda: peer.saved >= peer.sent, seconds=60, what="the wide board is stored")
    await peer.leave()
    return WideBoard(made, columns)


async def writer(product: Product, made: dict[str, Any]) -> Peer:
    """Somebody else at the board, without a browser."""
    return await Peer(product.url, made["id"], made["tokens"]["participant"]).join()


def card(column: int, lane: int) -> str:
    """The id of the card in a column's lane; lane 0 holds touchpoints."""
    return f"card-{column:03}-{lane}"


BY: By = {"by": "seat-of-the-bench"}


def _lanes(peer: Peer) -> list[str]:
    """The lanes for cards that every board begins with, and so many more that with the touchpoints there are eight."""
    lanes = peer.root("lanes")
    known = {key: lanes[key] for key in lanes.keys()}  # noqa: SIM118  # a pycrdt map is no dict
    shown = [key for key, lane in known.items() if lane["kind"] in CARD_LANES and not lane.get("hidden")]
    found, last = shown[: LANES - 1], max(lane["order"] for lane in known.values())
    with peer.doc.transaction():
        for n, order in enumerate(spread(last, None, LANES - 1 - len(found))):
            lanes[f"lane-{n}"] = Map({"order": order, "kind": "custom", "title": f"Lane {n + 1}", **BY})
            found.append(f"lane-{n}")
    return found


def _column(peer: Peer, column: int, order: str, lanes: list[str]) -> None:
    activity = f"activity-{column:03}"
    place = f"stage-{column // PER_STAGE:03}|{order}"
    peer.root("activities")[activity] = Map({"place": place, "text": Text(_said(column)), **BY})
    peer.root("touchpoints")[f"touchpoint-{column:03}"] = Map(
        {"place": f"{activity}|a0", "name": Text(_said(column + 7)), "smiley": float(column % 5 + 1), **BY}
    )
    for n, lane in enumerate(lanes, start=1):
        text = Text(_said(column * LANES + n))
        peer.root("cards")[card(column, n)] = Map({"place": f"{activity}|{lane}|a0", "text": text, **BY})
    for series, value in (("outside", column % 9 + 1), ("inside", column % 7 + 3)):
        peer.root("ratings")[f"{activity}/-/{series}"] = float(value)


def _said(n: int) -> str:
    return (WORDS * 2)[n % 40 : n % 40 + SAID].strip()
