"""Seeded interleavings: whoever sends, whatever fails, whenever the log answers, all end equal (F3, F9, F10)."""

import random
from typing import Any

import pytest
from pycrdt import Map, Text

from tests.crdt.gathering import Gathering, Guest, plain

SEATS = ("ann", "bob", "carl")


class Play:
    """Guests who edit at random in a room whose log, sockets and store misbehave at random."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.room = Gathering()
        self.guests = {seat: self.room.synced(seat) for seat in SEATS}
        self.cards = 0

    def step(self) -> None:
        seat = self.chance.choice(SEATS)
        guest = self.guests[seat]
        act = self.chance.choice(
            [self.edit, self.edit, self.edit, self.send, self.send, self.hear, self.reconnect, self.stall, self.log]
        )
        act(guest)
        if self.chance.random() < 0.3:
            self.room.flush(self.chance.choice([0.001, 0.02, 0.1]))

    def edit(self, guest: Guest) -> None:
        ids = sorted(guest.cards.keys())
        kind = self.chance.random()
        if not ids or kind < 0.3:
            self.cards += 1
            guest.card(f"card-{self.cards}", self.chance.choice(["", "Zoë", "😀😀"]))
        elif kind < 0.4:
            del guest.cards[self.chance.choice(ids)]
        elif kind < 0.6:
            guest.cards[self.chance.choice(ids)]["place"] = str(self.chance.random())
        else:
            self._type(guest.cards[self.chance.choice(ids)])

    def _type(self, card: "Map[Any]") -> None:
        text = card["text"]
        assert isinstance(text, Text)
        if len(text) and self.chance.random() < 0.3:
            text.clear()
        else:
            text += self.chance.choice(["a", "ß", "日", "👍🏽"])

    def send(self, guest: Guest) -> None:
        guest.send_all()

    def hear(self, guest: Guest) -> None:
        guest.hear()

    def stall(self, guest: Guest) -> None:
        self.room.room.writable(guest.id, self.chance.random() < 0.5)

    def log(self, _: Guest) -> None:
        if self.chance.random() < 0.3:
            self.room.room.log_failed()
        else:
            self.room.store()

    def reconnect(self, guest: Guest) -> None:
        """The line breaks, what was on it is lost; the old socket may close late (F38)."""
        seat = guest.standing.seat
        guest.out.clear()
        late = self.chance.random() < 0.3
        if not late:
            guest.leave()
        self.guests[seat] = again = self.room.join(seat, doc=guest.doc)
        guest._remote = True  # the old socket hears and says nothing more
        if late:
            guest.leave()
        again.handshake()

    def end(self) -> None:
        for _ in range(4):
            for guest in self.guests.values():
                self.room.room.writable(guest.id, True)
                guest.send_all()
                guest.hear()
            self.room.settle()


@pytest.mark.parametrize("seed", range(120))
def test_all_end_equal_to_each_other_and_to_what_the_log_replays(seed: int) -> None:
    play = Play(seed)
    for _ in range(80):
        play.step()
    play.end()
    content = play.room.plain()
    assert play.room.replayed() == content
    for guest in play.guests.values():
        assert guest.closed is None
        assert plain(guest.doc) == content["cards"]
        assert guest.saved == guest.sent
