"""Updates aimed past the gate: bytes changed in real ones, and structs forged over a real board."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.crdt import forge
from tests.crdt.forge import Ident

WORDS = ("a", "größer", "😀", "x" * 30, "")
KEYS = ("text", "place", "k", "next", "title", "item-000001", "item-000009", "a/b", "x" * 300)
PARENTS = ("cards", "board", "ratings", "nowhere", "")
VALUES = (
    forge.NULL,
    b"\x78",
    b"\x7d\x05",
    b"\x7d\x45",
    b"\x7f",
    forge.text_any("Wort"),
    b"\x75\x01\x7e",
    b"\x76\x01\x01a\x7e",
)


class Forger:
    """Makes updates that look as if somebody had made them."""

    def __init__(self, seed: int, clocks: dict[int, int]) -> None:
        self.random = random.Random(seed)
        self.clocks = clocks  # what the board holds of each client

    def updates(self, count: int) -> Iterator[bytes]:
        for _ in range(count):
            yield self.update()

    def update(self) -> bytes:
        clients = self.random.sample([*self.clocks, 900, 901], self.random.randint(0, 2)) or [902]
        sections = [self.section(client) for client in clients]
        ends = {client: clock + 4 for client, clock, _ in sections}
        return forge.update(*sections, deletes=self.deletes(ends))

    def section(self, client: int) -> tuple[int, int, list[bytes]]:
        known = self.clocks.get(client, 0)
        start = known if self.random.random() < 0.8 else max(0, known - self.random.randint(-1, 5))
        self.own = client, start
        return client, start, [self.struct() for _ in range(self.random.randint(1, 4))]

    def struct(self) -> bytes:
        roll = self.random.random()
        if roll < 0.08:
            return forge.gc(self.random.randint(0, 3))
        if roll < 0.12:
            return forge.skip(self.random.randint(0, 6))
        where = self.where()
        make = self.random.choices((self.string, self.values, self.shared, self.gone, self.other), (40, 25, 15, 15, 5))[
            0
        ]
        return make(where)

    def where(self) -> dict[str, object]:
        roll = self.random.random()
        if roll < 0.3:
            return {"origin": self.ident()}
        if roll < 0.4:
            return {"right": self.ident()}
        if roll < 0.7:
            origin = self.ident()
            near = (origin[0], origin[1] + self.random.randint(-2, 2))
            right = near if near[1] >= 0 and self.random.random() < 0.6 else self.ident()
            return {"origin": origin, "right": right}
        parent = self.random.choice(PARENTS) if self.random.random() < 0.4 else self.ident()
        key = self.random.choice(KEYS) if self.random.random() < 0.7 else None
        return {"parent": parent, "key": key}

    def ident(self) -> Ident:
        if self.random.random() < 0.25:
            return self.own[0], self.own[1] + self.random.randint(0, 3)
        client = self.random.choice(list(self.clocks))
        return client, self.random.randrange(self.clocks[client] + (self.random.random() < 0.02))

    def string(self, where: dict[str, object]) -> bytes:
        return forge.string(self.random.choice(WORDS), **where)

    def values(self, where: dict[str, object]) -> bytes:
        return forge.any_value(self.random.choice(VALUES), self.random.choice((1, 1, 1, 2)), **where)

    def shared(self, where: dict[str, object]) -> bytes:
        return forge.shared(self.random.choice((1, 1, 2, 2, 2, 0, 4)), **where)

    def gone(self, where: dict[str, object]) -> bytes:
        return forge.deleted(self.random.randint(0, 4), **where)

    def other(self, where: dict[str, object]) -> bytes:
        ref = self.random.choice((2, 3, 5, 6, 9, 11))
        return forge.item(ref, forge.json_value("1"), **where)  # type: ignore[arg-type]

    def deletes(self, ends: dict[int, int]) -> list[tuple[int, list[tuple[int, int]]]]:
        if self.random.random() < 0.6:
            return []
        client = self.random.choice([*self.clocks, *ends])
        end = max(self.clocks.get(client, 0), ends.get(client, 0))
        start = self.random.randrange(max(end, 1))
        return [(client, [(start, self.random.randint(1, 3))])]


def mutated(seed: int, update: bytes) -> bytes:
    """A real update with a few bytes changed, taken out, put in or repeated."""
    dice = random.Random(seed)
    data = bytearray(update)
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(data) + 1)
        roll = dice.random()
        if roll < 0.5 and at < len(data):
            data[at] = dice.choice((0, 1, 127, 128, 255, data[at] ^ 1 << dice.randrange(8), dice.randrange(256)))
        elif roll < 0.7:
            del data[at : at + dice.randint(1, 4)]
        elif roll < 0.9:
            data[at:at] = dice.randbytes(dice.randint(1, 4))
        else:
            data[at:at] = data[max(0, at - 8) : at]
    return bytes(data)
