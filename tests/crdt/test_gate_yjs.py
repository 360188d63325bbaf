"""The gate beside real Yjs: everything that its clients make passes, and pycrdt makes the same of it."""

import base64
import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from crdt.compaction import compact, mend
from crdt.document import Document
from crdt.errors import Gap, Unfaithful
from crdt.gate import Gate
from crdt.shape import Shape
from crdt.structs import FIRST_SYNC
from crdt.wire import decode_state_vector

ROOT = Path(__file__).parents[2]
SHAPE = Shape(
    roots=frozenset({"board", "ratings", "personas", "stages", "cards"}),
    flat=frozenset({"board", "ratings"}),
    texts={"board": frozenset({"next"})},
)
NO_GENESIS = 0
pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (ROOT / "node_modules" / "yjs").exists(),
    reason="needs Node and its packages: npm ci",
)


class History(NamedTuple):
    """What reached a server in one play, and what Yjs made of it."""

    seed: int
    trace: list[tuple[str, bytes]]  # "ok" or "gap", update
    content: dict[str, Any]


def histories(first: int, count: int, steps: int) -> Iterator[History]:
    script = Path(__file__).with_name("histories.mjs")
    lines = subprocess.run(
        ["node", script, str(first), str(count), str(steps)], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(lines) >= count - 1
    for line in lines:
        history = json.loads(line)
        steps_ = (step.split() for step in history["trace"])
        trace = [(outcome, base64.b64decode(update)) for outcome, update in steps_]
        yield History(history["seed"], trace, json.loads(history["content"]))


def play(history: History) -> tuple[Document, Gate, list[bytes]]:
    """Lets a history through the gate into a document, with a restart now and then."""
    dice = random.Random(history.seed)
    gate, document, log = Gate(SHAPE, NO_GENESIS), Document(SHAPE), []
    for outcome, update in history.trace:
        if outcome == "gap":
            with pytest.raises(Gap):
                gate.check(update, FIRST_SYNC)
            continue
        verdict = gate.check(update, FIRST_SYNC)
        gate.accept(verdict)
        before = document.plain()
        document.apply(update)
        if verdict.new:
            log.append(update)
        else:
            assert document.plain() == before
        assert not gate.check(update, FIRST_SYNC).new
        assert decode_state_vector(document.state_vector()) == gate.state_vector
        if dice.random() < 0.1:
            gate = Gate.from_document(document.encode(), SHAPE, NO_GENESIS)
    return document, gate, log


@pytest.mark.parametrize(("first", "count", "steps"), [(1, 40, 60), (500, 6, 400)])
def test_f9_every_history_of_yjs_passes_and_reads_the_same(first: int, count: int, steps: int) -> None:
    for history in histories(first, count, steps):
        document, gate, log = play(history)
        assert document.plain() == history.content, history.seed
        try:
            compacted = compact([], log, SHAPE, NO_GENESIS)
        except Unfaithful:  # Yjs's undo, about once in 20,000 acts
            mending = mend([], log, SHAPE, client_id=4242)
            gate.accept(gate.check(mending))
            compacted = compact([], [*log, mending], SHAPE, NO_GENESIS)
        assert compacted.plain == document.plain(), history.seed
