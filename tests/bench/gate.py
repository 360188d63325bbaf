"""What the gate costs per small update: a letter typed, a value set, a card moved."""

from __future__ import annotations

import time
from collections.abc import Callable

from crdt import genesis
from crdt.document import Document, born
from crdt.gate import Gate
from crdt.shape import Shape
from tests.bench.goals import Part
from tests.bench.stage import Stage

SHAPE = Shape(
    roots=frozenset({"board", "cards", "ratings"}),
    flat=frozenset({"board", "ratings"}),
    texts={"cards": frozenset({"text"})},
)
BOARD = genesis.make(1)
CLIENT = 77
ROUNDS = 20_000
CARDS = 300


def compare(_: Stage) -> Part:
    """Microseconds per update, for check alone and with accept, and what a whole board costs."""
    part = Part("The gate: what checking costs", ("what", "us"))
    gate, letters = typed()
    part.rows.append(("a letter, checked", f"{microseconds(lambda: each(gate, letters, accept=False)):.1f}"))
    gate, letters = typed()
    part.rows.append(
        ("a letter, checked and accepted", f"{microseconds(lambda: each(gate, letters, accept=True)):.1f}")
    )
    state = board().encode()
    started = time.perf_counter()
    Gate.from_document(state, SHAPE, BOARD)
    part.rows.append((f"a board of {CARDS} cards, loaded", f"{(time.perf_counter() - started) * 1e6:.0f}"))
    part.figures = [{"what": what, "us": float(us)} for what, us in part.rows]
    return part


def board() -> Document:
    """A board of some hundred cards."""
    document = Document(SHAPE)
    document.apply(born(BOARD))
    cards = {f"card-{n:06}": {"text": "Ich vergleiche Preise", "place": f"s|{n}"} for n in range(CARDS)}
    document.apply(document.become({"board": {"schema": 1}, "cards": cards}, CLIENT))
    return document


def typed() -> tuple[Gate, list[bytes]]:
    """A gate, and letters one after the other typed into one card."""
    document = board()
    gate = Gate.from_document(document.encode(), SHAPE, BOARD)
    plain, letters = document.plain(), []
    for _ in range(50):
        plain["cards"]["card-000000"]["text"] += "ü"
        letters.append(document.become(plain, CLIENT))
        document.apply(letters[-1])
    return gate, letters


def each(gate: Gate, updates: list[bytes], *, accept: bool) -> int:
    """Lets the updates through the gate, as one after the other or as the first again and again."""
    if accept:
        for update in updates:
            gate.accept(gate.check(update))
        return len(updates)
    for _ in range(ROUNDS):
        gate.check(updates[0])
    return ROUNDS


def microseconds(run: Callable[[], int]) -> float:
    """Time per update."""
    started = time.perf_counter()
    count = run()
    return (time.perf_counter() - started) / count * 1e6
