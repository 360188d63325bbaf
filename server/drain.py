"""The orderly end (R17): what is accepted is stored and told, then all are sent away in waves."""

import asyncio
import logging
import random
from collections.abc import Iterable

from crdt.members import Member
from server.live_room import LiveRoom

logger = logging.getLogger("brownboard.drain")

SETTLE_SECONDS = 3.5  # for a store that is slow, in all; one in trouble gets no more
LISTEN_SECONDS = 0.2  # for what people said before they were told, and is still on the line
WAVES = 8
WAVE_SECONDS = 0.35  # between two waves of a full house: all are gone within three seconds
FEW = 20  # sockets that may go at once
RESTART_SECONDS = 5  # told to clients: when to look for us again at the latest


async def settle(rooms: Iterable[LiveRoom], until: float) -> None:
    """Tells everybody, and waits until all that is accepted is stored and acknowledged, or the moment has come."""
    rooms = list(rooms)
    for live in rooms:
        live.announce({"type": "notice", "code": "restart", "retry": RESTART_SECONDS})
    if any(len(live.room.members) for live in rooms):
        await asyncio.sleep(LISTEN_SECONDS)
    await asyncio.gather(*(live.settled(until) for live in rooms))
    for live in rooms:
        if waiting := len(live.room.ledger):
            logger.error("board %s: %d changes are not stored", live.board, waiting)


async def send_away(rooms: Iterable[LiveRoom], until: float) -> None:
    """Closes all sockets with 1012, in waves and in random order, so that they do not return as a herd (F41).

    What they said since is waited for only until the moment has come.
    """
    seated = [(live, member) for live in rooms for member in live.room.members]
    random.shuffle(seated)
    size = max(FEW, -(-len(seated) // WAVES))
    for start in range(0, len(seated), size):
        if start:
            await asyncio.sleep(WAVE_SECONDS * random.uniform(0.5, 1.0))
        await _send_wave(seated[start : start + size], until)


async def _send_wave(wave: list[tuple[LiveRoom, Member]], until: float) -> None:
    rooms = {id(live): live for live, _ in wave}
    await asyncio.gather(*(live.settled(until) for live in rooms.values()))  # F42: acknowledgements first
    for live, member in wave:
        live.dismiss([member], 1012, "restart")
