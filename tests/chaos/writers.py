"""People who go on writing whatever happens: they come back to any process, and remember what was called saved."""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random
from typing import Any

from pycrdt import Map, Text
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from tests.contract.stranger import presence_entries, presence_frame
from tests.line import Line
from tests.peer import PRESENCE, Peer
from tests.waiting import until

COMMON = "all"  # the card that everybody writes in
IN_FLIGHT = 4  # edits of one person that are not acknowledged yet
WORD_SECONDS = 0.05  # between two words
LOOK_SECONDS = 8.0  # stock clients tell their presence anew every 15 s
AGAIN_SECONDS = 0.2
NOT_SENT = 1 << 60  # a frame beyond all
FOR_GOOD = ("locked", "role")  # other refusals are asked for again (R6)
TRANSIENT = {1006, 1012, 1013}  # the closes after which a client may come back unchanged (contract 4)


class Guest(Peer):
    """A peer that also shows where it looks, and knows who else does."""

    def __init__(self, address: str, board: str, token: str) -> None:
        super().__init__(address, board, token)
        self.seen: dict[int, Any] = {}  # presence states by client id
        self._clocks: dict[int, int] = {}
        self._looks = 0
        self.lost = False  # and says nothing more, though it may be about to connect
        self._heard_before = 0  # messages of connections before this one

    async def look(self) -> None:
        """Says where it looks."""
        self._looks += 1
        with suppress(WebSocketException):
            await self.send(presence_frame((self.client_id, self._looks, {"at": self._looks})))

    @property
    def people(self) -> dict[str, int]:
        """With how many devices each seat is here, as this connection was told last."""
        told = [m["people"] for m in self.messages if m["type"] == "people"]
        return {person["seat"]: person["devices"] for person in told[-1]} if told else {}

    @property
    def refused(self) -> dict[int, str]:
        """The sync frames of this connection of which the server said that they changed nothing, and why."""
        return {m["n"]: m["reason"] for m in self.messages[self._heard_before :] if m["type"] == "denied"}

    async def join(self, seconds: float = 20) -> "Guest":
        self._heard_before = len(self.messages)
        self.seen.clear()
        self._clocks.clear()
        await super().join(seconds)
        return self

    def notices(self, since: int = 0) -> list[str]:
        return [m["code"] for m in self.messages[since:] if m["type"] == "notice"]

    async def _receive(self, socket: ClientConnection, frame: bytes) -> None:
        if self.lost:
            return
        if frame[0] != PRESENCE:
            await super()._receive(socket, frame)
            return
        for client, clock, state in presence_entries(frame):
            if clock >= self._clocks.get(client, 0):
                self._clocks[client] = clock
                self.seen.pop(client, None)
                if state is not None:
                    self.seen[client] = state


class Writer:
    """Writes numbered words into the common card and into cards of its own; its line leads to any living process."""

    def __init__(self, number: int, seat: dict[str, Any], line: Line, ports: Callable[[], Sequence[int]]) -> None:
        self.number, self.seat = number, seat["seat"]
        self.line = line
        self.acknowledged: set[str] = set()
        self.written: set[str] = set()  # all words, saved or not
        self.forbidden: set[str] = set()  # refused by a server that said so
        self.codes: list[int] = []  # with which its connections ended
        self.visits = 0  # connections that it had
        self.resting = False  # writes nothing, but stays
        self._board, self._token = seat["board"], seat["token"]
        self._ports = ports
        self._rnd = Random(number)
        self._serial = 0
        self._on_the_way: dict[str, int] = {}  # word -> the frame of this connection that it is in; 0: of one before
        self.guest = self._new_device()

    @property
    def online(self) -> bool:
        return self.guest.online and self.guest.synced.is_set()

    @property
    def port(self) -> int:
        """Of the process that it came to last."""
        return self.line.goal

    @property
    def all_saved(self) -> bool:
        self.note()
        return self.online and bool(self.guest.wholes) and not self._on_the_way

    async def live(self) -> None:
        """Comes, writes until the line breaks, and comes again."""
        while True:
            guest = self.guest
            if await self._come(guest):
                await self._write_on(guest)
            self.note()
            self._on_the_way = dict.fromkeys(self._on_the_way, 0)
            await guest.drop()
            self.codes.append(guest.close_code or 1006)
            await asyncio.sleep(AGAIN_SECONDS * self._rnd.uniform(0.5, 1.5))

    async def lose_device(self) -> None:
        """What was not saved is gone with it, as far as this person knows."""
        self.note()
        self._on_the_way.clear()
        lost, self.guest = self.guest, self._new_device()
        lost.lost = True
        await lost.drop()

    def note(self) -> None:
        """Remembers which words the server called saved, and which it refused."""
        guest = self.guest
        refused = guest.refused
        for word, frame in list(self._on_the_way.items()):
            if refused.get(frame) in FOR_GOOD:
                self.forbidden.add(word)
                del self._on_the_way[word]
            elif any(n <= guest.saved and n not in refused for n in (frame, *guest.wholes) if n >= frame and n):
                self.acknowledged.add(word)
                del self._on_the_way[word]

    async def write(self) -> None:
        """One word, in one transaction, in two places."""
        word = f"‹{self.number}.{self._serial}›"
        self._serial += 1
        self.written.add(word)
        guest = self.guest
        with guest.doc.transaction():
            cards = guest.root("cards")
            cards[f"card-{self.number:02}-{self._serial:08}"] = Map({"place": "||", "text": Text(word)})
            if COMMON in cards:
                text = cards[COMMON]["text"]
                text.insert(len(str(text).encode()), word)
        self._on_the_way[word] = NOT_SENT
        await guest.flush()
        if guest is self.guest:
            self._on_the_way[word] = guest.sent

    async def _come(self, guest: Guest) -> bool:
        ports = self._ports()
        if not ports:
            return False
        self.line.goal = self._rnd.choice(ports)
        self.visits += 1
        try:
            await guest.join(5)
        except (OSError, TimeoutError, WebSocketException, AssertionError):
            return False
        return guest is self.guest and self.online

    async def _write_on(self, guest: Guest) -> None:
        looked = -LOOK_SECONDS
        loop = asyncio.get_running_loop()
        while guest.online and guest is self.guest:
            if loop.time() - looked > LOOK_SECONDS:
                looked = loop.time()
                await guest.look()
            if not self.resting and len(self._on_the_way) < IN_FLIGHT:
                await self.write()
            self.note()
            await asyncio.sleep(WORD_SECONDS)

    def _new_device(self) -> Guest:
        return Guest(self.line.url, self._board, self._token)


def content(card: Any) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(str(card))
    return plain


async def progress(writers: Sequence[Writer], seconds: float) -> None:
    """Waits until everybody was told of something new that it is saved."""
    before = [len(writer.acknowledged) for writer in writers]

    def stuck() -> list[int]:
        return [w.number for w, n in zip(writers, before, strict=True) if len(w.acknowledged) <= n]

    await until(lambda: not stuck(), seconds=seconds, what="everybody's words are saved again")
