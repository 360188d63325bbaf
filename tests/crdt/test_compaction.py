import time

import pytest

from crdt import genesis
from crdt.compaction import compact, mend
from crdt.document import Document, born
from crdt.errors import Refused, Unfaithful
from crdt.gate import Gate
from crdt.shape import Shape
from tests.crdt import forge

SHAPE = Shape(frozenset({"board", "cards"}), frozenset({"board"}), {"cards": frozenset({"text"})})
BOARD = genesis.make(9)
TEXT = forge.update(
    (
        7,
        0,
        [
            forge.shared(1, parent="cards", key="card-000001"),
            forge.shared(2, parent=(7, 0), key="text"),
            forge.string("abcdef", parent=(7, 1)),
        ],
    )
)
CROOKED = forge.update((8, 0, [forge.string("X", origin=(7, 5), right=(7, 3))]))  # as Yjs's undo may write


def drags(count: int) -> list[bytes]:
    return [
        forge.update(
            (9, clock, [forge.any_value(forge.text_any(f"s|{clock}"), origin=(9, clock - 1))]),
            deletes=[(9, [(clock - 1, 1)])],
        )
        for clock in range(1, count)
    ]


def test_f45_what_is_compacted_is_what_was_there() -> None:
    first = forge.update((9, 0, [forge.any_value(parent="board", key="place")]))
    log = [born(BOARD), TEXT, first, *drags(50)]
    compacted = compact([], log, SHAPE, BOARD)
    document = Document.load(log, SHAPE)
    assert compacted.plain == document.plain()
    assert Document.load([compacted.state], SHAPE).plain() == document.plain()
    assert compacted.state_vector == document.state_vector()
    assert compact([compacted.state], [], SHAPE, BOARD).plain == compacted.plain
    assert compact([compacted.state], drags(60)[49:], SHAPE, BOARD).plain["board"]["place"] == "s|59"


def test_f17_twenty_thousand_entries_are_replayed_within_seconds() -> None:
    log = [born(BOARD), forge.update((9, 0, [forge.any_value(parent="board", key="place")])), *drags(20_000)]
    started = time.process_time()
    compacted = compact([], log, SHAPE, BOARD)
    assert time.process_time() - started < 10
    assert compacted.plain["board"]["place"] == "s|19999"
    assert len(compacted.state) < 200  # F18: of one writer's overwrites nothing is left


def test_r14_a_state_that_reads_differently_is_not_taken() -> None:
    with pytest.raises(Unfaithful):
        compact([born(BOARD), TEXT], [CROOKED], SHAPE, BOARD)


def test_r14_what_is_unfaithful_can_be_mended_without_changing_a_letter() -> None:
    log = [born(BOARD), TEXT, CROOKED]
    gate, document = Gate(SHAPE, BOARD), Document(SHAPE)
    for update in log:
        gate.accept(gate.check(update))
        document.apply(update)
    before = document.plain()
    mending = mend(log, [], SHAPE, client_id=4242)
    gate.accept(gate.check(mending))
    document.apply(mending)
    assert document.plain() == before
    assert compact(log, [mending], SHAPE, BOARD).plain == before


def test_a_log_that_cannot_be_replayed_is_refused() -> None:
    with pytest.raises(Refused):
        compact([born(BOARD)], [b"\x01\x01\x05"], SHAPE, BOARD)


def test_a_state_that_the_gate_would_refuse_is_not_taken() -> None:
    unknown_root = forge.update((9, 0, [forge.any_value(parent="secrets", key="k")]))
    with pytest.raises(Unfaithful, match="secrets"):
        compact([born(BOARD)], [unknown_root], SHAPE, BOARD)
