"""Several processes without processes: rooms over one log with compare-and-swap, and what they tell each other."""

import json
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from crdt.awareness import decode
from crdt.document import born
from crdt.effects import Gather, Share
from crdt.holders import ORDER, SERVER
from crdt.loading import Entries, Loaded, load
from crdt.members import MemberId, Role, Standing
from crdt.pending import Pending
from crdt.room import Room
from tests.crdt.gathering import COLOR, GENESIS, SHAPE, Gathering, Guest

Tip = tuple[int, str]  # position and mark


class Moved(Exception):
    """Somebody else wrote."""


class SetBack(Exception):
    """The log does not go on from the tip."""


@dataclass(frozen=True)
class Logged:
    position: int
    seat: str
    data: bytes
    mark: str

    @property
    def update(self) -> bytes:
        return b"" if self.seat == ORDER else self.data


class SharedLog:
    """The log of one board, as every process sees it."""

    def __init__(self) -> None:
        self.entries = [Logged(1, SERVER, born(GENESIS), "birth")]
        self.kept_out: set[int] = set()
        self.late: list[tuple[list[tuple[str, bytes]], Tip, str]] = []  # requests still on the line
        self.marks = 0
        self.crashes = 0

    @property
    def tip(self) -> Tip:
        return self.entries[-1].position, self.entries[-1].mark

    def mark(self) -> str:
        self.marks += 1
        return f"m{self.marks}"

    def append(self, entries: list[tuple[str, bytes]], after: Tip, mark: str) -> int:
        if after != self.tip:
            raise Moved
        first = self.tip[0] + 1
        self.entries += [Logged(at, seat, data, mark) for at, (seat, data) in enumerate(entries, first)]
        return first

    def since(self, tip: Tip) -> list[Logged]:
        at, mark = tip
        if at > len(self.entries) or self.entries[at - 1].mark != mark:
            raise SetBack
        return self.entries[at:]

    def set_back(self, count: int) -> None:
        """The end is lost, as by a Redis that crashed; every process learns that by a broken connection."""
        self.crashes += 1
        del self.entries[max(1, len(self.entries) - count) :]
        self.kept_out = {at for at in self.kept_out if at <= len(self.entries)}

    def arrive(self) -> None:
        """A request that was given up for lost is served after all."""
        with suppress(Moved):
            self.append(*self.late.pop(0))

    def load(self, without: frozenset[int] = frozenset()) -> Loaded:
        kept_out = without | self.kept_out
        stored = [(e.position, e.seat, e.data) for e in self.entries if e.position not in kept_out]
        return load(Entries(None, {}, frozenset(), stored, self.tip[0]), SHAPE, without)


@dataclass
class Catalogue:
    """What holds for everybody, decided before any process hears of it."""

    locked: bool = False
    roles: dict[str, Role] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)

    def obey(self, order: dict[str, Any]) -> None:
        match order:
            case {"lock": locked}:
                self.locked = locked
            case {"seat": seat, "role": role}:
                self.roles[seat] = role
            case {"remove": seat}:
                self.removed.add(seat)


class Process(Gathering):
    """A room with what a process does for it."""

    def __init__(self, name: str, log: SharedLog, catalogue: Catalogue) -> None:
        super().__init__()
        self.name = name
        self.shared = log
        self.catalogue = catalogue
        self.view = Catalogue()  # what it was told by the log
        self.tip = log.tip
        self.crashes = 0  # of the log, that we know of
        self.attempt: tuple[list[Pending], list[tuple[str, bytes]], str] | None = None
        self.others: dict[str, deque[Gather | Share]] = {}  # what each other process has still to hear of us
        self.room = Room(log.load().ledger, limits=self.limits, pace=self.pace, shared=True)

    # People

    def standing(self, seat: str) -> Standing:
        return Standing(seat, seat.title(), self.view.roles.get(seat, "participant"), COLOR, f"token of {seat}")

    def seat(self, seat: str, doc: Any = None, *, ext: bool = True) -> Guest:
        """Somebody comes in."""
        self._next += 1
        id = MemberId(self._next)
        self.inbox[id] = []
        guest = Guest(self, id, self.standing(seat), doc)
        self.run(self.room.join(id, guest.standing, {"type": "hello"} if ext else None, self.now))
        return guest

    def run(self, effects: Any) -> None:
        super().run(effects)
        for effect in effects:
            if isinstance(effect, Gather | Share):
                for waiting in self.others.values():
                    waiting.append(effect)

    def hear(self, other: "Process") -> None:
        """The next that another process told."""
        match other.others[self.name].popleft():
            case Gather():
                self.room.elsewhere(other.name, other.room.gathering())
            case Share(presence):
                self.room.moved_elsewhere(other.name, presence)

    # The log

    def write(self, fate: str = "stored") -> None:
        """Offers a batch to the log; `fate` is what becomes of the request and its answer."""
        if self.room.tainted:
            self.rebuild()
        batch = self.room.ledger.batch()
        if self.attempt is None:
            if not batch:
                return
            self.attempt = batch, [(p.seat, p.data) for p in batch if p.written], self.shared.mark()
        batch, entries, mark = self.attempt
        if not entries:
            self.logged(self.room.ledger.head + 1)
        elif fate == "late":
            self.shared.late.append((entries, self.tip, mark))
            self.room.log_failed()
        elif fate == "refused":
            self.room.log_failed()
        else:
            try:
                first = self.shared.append(entries, self.tip, mark)
            except Moved:
                self.read()
                return
            if fate == "stored":
                self.logged(first)
            else:
                self.room.log_failed()

    def logged(self, first: int) -> None:
        assert self.attempt is not None
        batch, entries, mark = self.attempt
        self.attempt = None
        if entries:
            self.tip = first + len(entries) - 1, mark
        self.run(self.room.logged(batch, first))

    def read(self) -> None:
        """Follows the log; after a crash of it orders may be missing."""
        self.catch_up()
        if self.attempt is None and self.crashes != self.shared.crashes:
            self.crashes = self.shared.crashes
            self.review()

    def catch_up(self) -> None:
        try:
            news = self.shared.since(self.tip)
        except SetBack:
            self.heal()
            return
        if news and self.attempt is not None and news[0].mark == self.attempt[2]:
            count = len(self.attempt[1])
            self.logged(news[0].position)
            news = news[count:]
        elif news:
            self.attempt = None
        while news and not self.room.tainted:
            until = next((at for at, e in enumerate(news) if e.seat == ORDER), len(news) - 1) + 1
            part, news = news[:until], news[until:]
            self.follow(part)
        if self.room.tainted:
            self.rebuild()

    def follow(self, entries: list[Logged]) -> None:
        self.tip = entries[-1].position, entries[-1].mark
        self.run(self.room.foreign([(e.position, e.seat, e.update) for e in entries]))
        if entries[-1].seat == ORDER:
            self.obey(json.loads(entries[-1].data))
            self.run(self.room.reconsider())

    def obey(self, order: dict[str, Any]) -> None:
        self.view.obey(order)
        match order:
            case {"lock": locked}:
                self.room.lock(locked)
            case {"seat": seat}:
                self.room.regrant(self.standing(seat))
            case {"remove": seat}:
                self.run(self.room.dismiss(self.room.members.of_seat(seat), 4410, "removed"))

    def review(self) -> None:
        """An order may have been lost: the catalogue is asked."""
        self.view = Catalogue(self.catalogue.locked, dict(self.catalogue.roles), set(self.catalogue.removed))
        for seat in sorted({member.standing.seat for member in self.room.members}):
            if seat in self.view.removed:
                self.obey({"remove": seat})
            elif self.room.members.of_seat(seat)[0].standing.role != self.standing(seat).role:
                self.obey({"seat": seat, "role": self.standing(seat).role})
        self.room.lock(self.view.locked)
        self.run(self.room.reconsider())

    def heal(self) -> None:
        loaded = self.shared.load()
        self.tip, self.attempt = self.shared.tip, None
        self.run(self.room.healed(loaded.ledger))
        self.review()

    def rebuild(self) -> None:
        self.shared.kept_out |= set(self.rebuilds)
        loaded = self.shared.load(frozenset(self.rebuilds))
        self.tip, self.attempt = self.shared.tip, None
        self.run(self.room.rebuilt(loaded.ledger, loaded.kept_out))
        self.review()

    def shown(self) -> dict[int, Any]:
        """The presence that members are shown."""
        entries = decode(self.room._presence.encode_all())
        return {entry.client: json.loads(entry.state or "null") for entry in entries}


def company(*names: str) -> "list[Process]":
    """Processes that serve one board."""
    log, catalogue = SharedLog(), Catalogue()
    processes = [Process(name, log, catalogue) for name in names]
    for process in processes:
        process.others = {other.name: deque() for other in processes if other is not process}
    return processes


def hear_all(processes: "list[Process]") -> None:
    """Everything told is heard."""
    for process in processes:
        for other in processes:
            while other is not process and other.others[process.name]:
                process.hear(other)


def settle(processes: "list[Process]", seconds: float = 1.0) -> None:
    """Everything accepted is stored, read by all, shown and told."""
    while True:
        for process in processes:
            process.write()
            process.read()
        if not any(len(p.room.ledger) or p.tip != p.shared.tip for p in processes):
            break
    for process in processes:
        process.flush(seconds)
    hear_all(processes)
    for process in processes:
        process.flush(seconds)
