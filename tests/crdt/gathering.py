"""A room without a server: log, clock and sockets are turned by hand, so that any interleaving can be written."""

import json
from typing import Any

from pycrdt import Doc, Map, Text, TransactionEvent

from crdt import genesis, wire
from crdt.document import born
from crdt.effects import Close, Done, Effect, Lost, Rebuild, Send
from crdt.holders import SERVER
from crdt.limits import Limits, Pace
from crdt.loading import Entries, load
from crdt.members import MemberId, Role, Standing
from crdt.pending import Pending
from crdt.room import Room
from crdt.shape import Shape
from crdt.varint import write_integer, write_text

SHAPE = Shape(frozenset({"board", "cards"}), frozenset({"board"}), {"cards": frozenset({"text"})})
GENESIS = genesis.make(7)
COLOR = "#123456"


class Gathering:
    """A room, the log under it, and what was sent to whom."""

    def __init__(self, limits: Limits | None = None, pace: Pace | None = None, locked: bool = False) -> None:
        self.limits = limits or Limits()
        self.pace = pace or Pace()
        self.now = 1000.0
        self.log: list[tuple[int, str, bytes]] = [(1, SERVER, born(GENESIS))]
        self.room = Room(self.loaded(), locked=locked, limits=self.limits, pace=self.pace)
        self.inbox: dict[MemberId, list[bytes]] = {}
        self.closed: dict[MemberId, tuple[int, str]] = {}
        self.done: dict[int, int] = {}
        self.lost: list[int] = []
        self.rebuilds: list[int] = []
        self.sends: list[Send] = []
        self._next = 0

    def loaded(self, without: frozenset[int] = frozenset()) -> Any:
        return load(Entries(None, {}, frozenset(), self.log, self.log[-1][0]), SHAPE, without).ledger

    def join(
        self, seat: str, role: Role = "participant", *, ext: bool = True, doc: "Doc[Any] | None" = None
    ) -> "Guest":
        """Somebody comes in, and says nothing yet."""
        self._next += 1
        id = MemberId(self._next)
        self.inbox[id] = []
        standing = Standing(seat, seat.title(), role, COLOR, f"token of {seat}")
        hello: dict[str, object] | None = {"type": "hello"} if ext else None
        guest = Guest(self, id, standing, doc)
        self.run(self.room.join(id, standing, hello, self.now))
        return guest

    def synced(self, seat: str, role: Role = "participant", *, ext: bool = True) -> "Guest":
        """Somebody comes in and has everything; their own handshake is acknowledged."""
        guest = self.join(seat, role, ext=ext)
        guest.handshake()
        self.settle()
        guest.hear()
        return guest

    def batch(self) -> list[Pending]:
        """What the room wants logged next."""
        return self.room.ledger.batch()

    def store(self) -> None:
        """The log takes everything that waits, batch by batch."""
        while batch := self.batch():
            first = self.log[-1][0] + 1
            for position, pending in enumerate((p for p in batch if p.written), first):
                self.log.append((position, pending.seat, pending.data))
            self.run(self.room.logged(batch, first))

    def flush(self, seconds: float = 1.0) -> None:
        """Time passes, and what is due is written."""
        self.now += seconds
        self.run(self.room.flush(self.now))

    def settle(self) -> None:
        """Everything accepted is stored, shown and told."""
        self.store()
        self.flush()

    def rebuild(self) -> None:
        """What the shell does after `Rebuild`."""
        without = frozenset(self.rebuilds)
        self.run(self.room.rebuilt(self.loaded(without), without))

    def run(self, effects: "list[Effect] | list[Send]") -> None:
        for effect in effects:
            match effect:
                case Send(members, frames):
                    self.sends.append(effect)
                    for id in members:
                        self.inbox[id] += frames
                case Close(member, code, reason):
                    self.closed[member] = code, reason
                case Done(ticket, position):
                    self.done[ticket] = position
                case Lost(ticket):
                    self.lost.append(ticket)
                case Rebuild(position, _):
                    self.rebuilds.append(position)

    def plain(self) -> dict[str, Any]:
        plain: dict[str, Any] = self.room.ledger.document.plain()
        return plain

    def replayed(self) -> dict[str, Any]:
        plain: dict[str, Any] = self.loaded(frozenset(self.rebuilds)).document.plain()
        return plain


class Guest:
    """A client of the room, with a document of its own."""

    def __init__(self, gathering: Gathering, id: MemberId, standing: Standing, doc: "Doc[Any] | None" = None) -> None:
        self.gathering = gathering
        self.id = id
        self.standing = standing
        self.doc: Doc[Any] = doc if doc is not None else Doc()
        self.out: list[bytes] = []  # update frames not sent yet
        self.messages: list[dict[str, Any]] = []
        self.presence: list[bytes] = []
        self.forbidden: list[str] = []  # reasons of the y-protocols' own refusals
        self.asked = 0  # sync steps 1 heard
        self.heard: list[bytes] = []
        self.saved = 0
        self.sent = 0
        self._remote = False
        self._watch = self.doc.observe(self._changed)

    @property
    def cards(self) -> "Map[Any]":
        cards: Map[Any] = self.doc.get("cards", type=Map)
        return cards

    @property
    def closed(self) -> int | None:
        closed = self.gathering.closed.get(self.id)
        return None if closed is None else closed[0]

    def said(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["type"] == kind]

    def card(self, id: str, text: str = "") -> bytes:
        """Adds a card; the update frame waits to be sent."""
        self.cards[id] = Map({"text": Text(text), "place": "a|b|c"})
        return self.out[-1]

    def send(self, frame: bytes) -> None:
        if frame[:2] in (b"\x00\x01", b"\x00\x02"):
            self.sent += 1
        self.gathering.run(self.gathering.room.receive(self.id, frame, self.gathering.now))

    def send_all(self) -> None:
        """Sends what was edited since."""
        frames, self.out = self.out, []
        for frame in frames:
            self.send(frame)

    def add(self, id: str, text: str = "") -> None:
        """Adds a card and sends it."""
        self.card(id, text)
        self.send_all()

    def handshake(self) -> None:
        """Asks for everything, hears it, and answers what it is asked."""
        self.send(wire.sync_step1(self.doc.get_state()))
        self.hear()

    def hear(self, answer: bool = True) -> list[bytes]:
        """Takes in what was sent; a sync step 1 is answered with the whole."""
        frames, self.gathering.inbox[self.id] = self.gathering.inbox[self.id], []
        self.heard += frames
        for frame in frames:
            self._take(wire.decode(frame), answer)
        return frames

    def presence_frame(self, state: dict[str, Any] | None, clock: int = 1) -> bytes:
        text = write_text("null" if state is None else json.dumps(state))
        client = write_integer(self.doc.client_id)
        return wire.presence(b"\x01" + client + write_integer(clock) + text)

    def leave(self) -> None:
        self.gathering.room.leave(self.id)

    def _take(self, heard: wire.Message, answer: bool) -> None:
        match heard:
            case wire.SyncStep1(state_vector):
                self.asked += 1
                if answer:
                    self.out.clear()
                    self.send(wire.sync_step2(self.doc.get_update(state_vector)))
            case wire.SyncStep2(update) | wire.Update(update):
                self._remote = True
                self.doc.apply_update(update)
                self._remote = False
            case wire.Extension(text):
                message = json.loads(text)
                self.messages.append(message)
                self.saved = message["n"] if message["type"] == "saved" else self.saved
            case wire.Presence(payload):
                self.presence.append(payload)
            case wire.Denied(reason):
                self.forbidden.append(reason)
            case _:
                raise AssertionError(heard)

    def _changed(self, event: TransactionEvent) -> None:
        if not self._remote:
            self.out.append(wire.update(event.update))


def plain(doc: "Doc[Any]") -> dict[str, Any]:
    """A client's cards, as the room's document tells them."""
    cards: Map[Any] = doc.get("cards", type=Map)
    content: dict[str, Any] = json.loads(str(cards))
    return content
