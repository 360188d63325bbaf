"""The gate before pycrdt: nothing passes that pycrdt fails on, or that nobody can load again (F12, F13)."""

import random
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest

from crdt.compaction import compact, mend
from crdt.document import Document
from crdt.errors import Refusal
from crdt.gate import Gate
from crdt.shape import Shape
from tests.crdt.hostile import Forger, mutated

SHAPE = Shape(
    roots=frozenset({"board", "cards", "ratings"}),
    flat=frozenset({"board", "ratings"}),
    texts={"board": frozenset({"next"}), "cards": frozenset({"text"})},
)
NO_GENESIS = 0
Aim = Callable[[int, Gate, list[bytes]], Iterator[bytes]]
COUNT = 1_500  # of each kind and seed; 120,000 were played once


def grown(seed: int) -> list[bytes]:
    """The updates of a small board that several people wrote on."""
    dice, document, updates = random.Random(seed), Document(SHAPE), []
    words = ("Hallo", "größer 😀😀 y", "")
    cards = {f"item-{n:06}": {"text": dice.choice(words), "place": "s|1", "k": 1} for n in range(4)}
    target: dict[str, dict[str, Any]] = {
        "board": {"title": "T", "next": "ab😀cd"},
        "cards": cards,
        "ratings": {"a/b": 3},
    }

    def step(client: int) -> None:
        updates.append(document.become(target, client))
        document.apply(updates[-1])

    step(11)
    cards["item-000001"]["text"] = "Hall weiter 😀 so"
    step(12)
    cards["item-000003"]["text"] = "neu"
    step(13)
    del cards["item-000000"]
    target["ratings"]["a/b"] = 5
    step(11)
    cards["item-000003"]["text"] = "neues 漢字 da"
    step(12)
    return updates


def forged(seed: int, gate: Gate, _: list[bytes]) -> Iterator[bytes]:
    return Forger(seed, gate.state_vector).updates(COUNT)


def changed(seed: int, _: Gate, updates: list[bytes]) -> Iterator[bytes]:
    real = [*updates, Document.load(updates, SHAPE).encode()]
    return (mutated(seed + n, real[n % len(real)]) for n in range(COUNT))


@pytest.mark.parametrize("aim", [forged, changed])
@pytest.mark.parametrize("seed", [1, 2])
def test_r5_what_passes_can_be_applied_encoded_and_loaded_again(seed: int, aim: Aim) -> None:
    updates = grown(seed)
    gate = Gate(SHAPE, NO_GENESIS)
    for update in updates:
        gate.accept(gate.check(update))
    passed = 0
    for update in aim(seed, gate, updates):
        started = time.process_time()
        try:
            gate.check(update)
        except Refusal:
            continue
        finally:
            assert time.process_time() - started < 0.05
        passed += 1
        log = [*updates, update]
        document = Document.load(log, SHAPE)
        again = Document.load([document.encode()], SHAPE)
        if again.plain() != document.plain():  # a text with neighbours the wrong way round
            log.append(mend([], log, SHAPE, client_id=4242))
        assert compact([], log, SHAPE, NO_GENESIS).plain == document.plain()
    assert passed > COUNT // 50


def test_every_byte_of_a_small_update_can_be_wrong() -> None:
    updates = grown(1)
    gate = Gate(SHAPE, NO_GENESIS)
    gate.accept(gate.check(updates[0]))
    for at, byte in islice(((at, byte) for at in range(len(updates[1])) for byte in range(0, 256, 5)), 3_000):
        update = updates[1][:at] + bytes((byte,)) + updates[1][at + 1 :]
        try:
            gate.check(update)
        except Refusal:
            continue
        Document.load([updates[0], update], SHAPE).plain()
