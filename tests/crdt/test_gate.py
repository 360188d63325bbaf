import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from crdt import genesis
from crdt.document import Document, born
from crdt.errors import Foreign, Gap, Malformed, Refusal, SchemaBroken
from crdt.gate import Gate, Span
from crdt.shape import Shape
from tests.crdt import forge

TraceFunction = Callable[[Any, str, Any], Any]
SHAPE = Shape(
    roots=frozenset({"board", "cards", "ratings"}),
    flat=frozenset({"board", "ratings"}),
    texts={"board": frozenset({"next"}), "cards": frozenset({"text"})},
)
BOARD = genesis.make(1)
CARD, TEXT, VALUE = (7, 0), (7, 1), (7, 8)  # what client 7 made first
CARDS = forge.update(
    (
        7,
        0,
        [
            forge.shared(1, parent="cards", key="card-000001"),
            forge.shared(2, parent=CARD, key="text"),
            forge.string("abc😀d", parent=TEXT),  # clocks 2 to 7
            forge.any_value(parent=CARD, key="place"),
        ],
    )
)


class Case:
    """A gate with its document: what passes the one is taken in by the other."""

    def __init__(self) -> None:
        self.gate = Gate(SHAPE, BOARD)
        self.document = Document(SHAPE)
        self.take(born(BOARD))
        self.take(CARDS)

    def take(self, update: bytes) -> None:
        self.gate.accept(self.gate.check(update))
        self.document.apply(update)

    def refuses(self, update: bytes, refusal: type[Refusal]) -> None:
        before = self.gate.state_vector
        with pytest.raises(refusal):
            self.gate.check(update)
        assert self.gate.state_vector == before

    def card(self) -> Any:
        return self.document.plain()["cards"].get("card-000001")


@pytest.fixture
def case() -> Case:
    return Case()


def one(struct: bytes, *, client: int = 9, clock: int = 0) -> bytes:
    return forge.update((client, clock, [struct]))


# What it hands over


def test_a_verdict_says_who_brings_what(case: Case) -> None:
    update = forge.update(
        (7, 8, [forge.any_value(parent=CARD, key="place"), forge.any_value(origin=VALUE)]),
        (9, 0, [forge.string("x", origin=(7, 4), right=(7, 5))]),
        deletes=[(7, [(8, 1)])],
    )
    verdict = case.gate.check(update)
    assert verdict.spans == (Span(7, 8, 10), Span(9, 0, 1))
    assert verdict.fresh == (Span(7, 9, 10), Span(9, 0, 1))
    assert verdict.authors == {7: 9, 9: 0}
    assert verdict.deletes == ((7, 8, 1),)
    assert verdict.new
    assert verdict.overlaps


def test_what_was_sent_already_is_nothing_new(case: Case) -> None:
    delete = forge.update(deletes=[(7, [(2, 1)])])
    assert case.gate.check(delete).new
    case.take(delete)
    assert not case.gate.check(delete).new
    assert not case.gate.check(CARDS).new
    assert not case.gate.check(case.document.encode()).new
    assert not case.gate.check(b"\x00\x00").new


def test_check_changes_nothing_and_accept_everything(case: Case) -> None:
    update = one(forge.any_value(parent=CARD, key="by"))
    verdict = case.gate.check(update)
    assert case.gate.clock(9) == 0
    case.gate.accept(verdict)
    assert case.gate.state_vector == {BOARD: 1, 7: 9, 9: 1}
    with pytest.raises(ValueError, match="next update"):
        case.gate.accept(verdict)


def test_a_gate_of_a_stored_document_judges_like_the_one_that_saw_it_grow(case: Case) -> None:
    case.take(forge.update(deletes=[(7, [(3, 1)])]))
    again = Gate.from_document(case.document.encode(), SHAPE, BOARD)
    assert again.state_vector == case.gate.state_vector
    assert again._parents.types == case.gate._parents.types
    assert len(again._parents.types) == 2
    assert not again.check(CARDS).new


# R6


def test_r6_a_hole_in_a_clock_is_a_gap(case: Case) -> None:
    with pytest.raises(Gap) as gap:
        case.gate.check(one(forge.string("x", origin=(7, 7)), client=7, clock=10))
    assert (gap.value.client, gap.value.clock) == (7, 9)


@pytest.mark.parametrize(
    "update",
    [
        one(forge.string("x", origin=(8, 0))),
        one(forge.string("x", right=(7, 9))),
        one(forge.any_value(parent=(8, 3), key="k")),
        forge.update(deletes=[(7, [(7, 3)])]),
        forge.update(deletes=[(8, [(0, 1)])]),
        forge.update((7, 9, [forge.skip(3), forge.string("x", origin=(7, 7))])),
    ],
)
def test_r6_what_depends_on_something_unknown_is_a_gap(case: Case, update: bytes) -> None:
    case.refuses(update, Gap)


def test_a_skip_over_what_is_known_is_no_gap(case: Case) -> None:
    case.take(forge.update((7, 2, [forge.skip(7), forge.string("!", origin=(7, 7))])))
    assert case.card()["text"] == "abc😀d!"


def test_structs_of_one_update_may_need_each_other_in_any_order_but_a_circle(case: Case) -> None:
    needs = (
        (5, 0, [forge.string("x", origin=(6, 0)), forge.string("z", origin=(6, 1))]),
        (6, 0, [forge.string("w", origin=(7, 7)), forge.string("y", origin=(5, 0))]),
    )
    case.take(forge.update(*needs))
    assert case.card()["text"] == "abc😀dwxyz"
    circle = (
        (15, 0, [forge.string("x", origin=(16, 0))]),
        (16, 0, [forge.string("y", right=(15, 0), origin=(7, 2))]),
    )
    case.refuses(forge.update(*circle), Malformed)


@pytest.mark.parametrize("clock", [0, 1])
def test_no_struct_needs_itself_or_a_later_one(case: Case, clock: int) -> None:
    case.refuses(
        forge.update((9, 0, [forge.string("x", origin=(9, clock)), forge.string("y", origin=(9, 0))])), Malformed
    )


# R10


def test_r10_the_history_of_another_board_is_foreign(case: Case) -> None:
    other = genesis.make(2)
    case.refuses(born(other), Foreign)
    case.refuses(one(forge.any_value(origin=(other, 0))), Foreign)
    case.refuses(forge.update(deletes=[(other, [(0, 1)])]), Foreign)
    with pytest.raises(Foreign):
        case.gate.check_state_vector({other: 1})
    case.gate.check_state_vector({BOARD: 1, 7: 3})


def test_r10_nobody_writes_under_the_genesis_after_birth(case: Case) -> None:
    case.refuses(one(forge.any_value(parent="board", key="title"), client=BOARD, clock=1), Foreign)
    assert not case.gate.check(born(BOARD)).new


# What a board may hold


@pytest.mark.parametrize(
    "struct",
    [
        forge.any_value(parent="secrets", key="k"),
        forge.any_value(parent="", key="k"),
        forge.any_value(parent="cards"),
        forge.any_value(parent="cards", key="card-000002"),
        forge.shared(2, parent="cards", key="card-000002"),
        forge.shared(1, parent="cards", key="a|b"),
        forge.shared(1, parent="cards", key="x" * 41),
        forge.shared(1, parent="board", key="next"),
        forge.shared(2, parent="board", key="title"),
        forge.shared(2, parent="ratings", key="next"),
        forge.shared(1, parent=CARD, key="text"),
        forge.string("x", parent=CARD, key="text"),
        forge.any_value(parent=CARD, key="k" * 257),
        forge.any_value(parent=TEXT, key="k"),
        forge.any_value(parent=TEXT),
        forge.shared(1, origin=(7, 2)),
        forge.any_value(origin=(7, 2)),
    ],
)
def test_r8_what_no_board_may_hold_breaks_the_schema(case: Case, struct: bytes) -> None:
    case.refuses(one(struct), SchemaBroken)


@pytest.mark.parametrize(
    "struct",
    [
        forge.string("x", parent=CARD),
        forge.any_value(parent=VALUE, key="k"),
        forge.any_value(parent=(7, 3), key="k"),
        forge.string("x", origin=(7, 3), right=VALUE),
        forge.any_value(right=VALUE),
    ],
)
def test_r5_what_stands_where_nothing_can_is_malformed(case: Case, struct: bytes) -> None:
    case.refuses(one(struct), Malformed)


@pytest.mark.parametrize(
    "struct",
    [
        forge.shared(1, parent="cards", key="card-000002"),
        forge.shared(2, parent="board", key="next"),
        forge.shared(2, parent=CARD, key="later"),
        forge.any_value(forge.text_any("größer 😀"), parent="board", key="title"),
        forge.any_value(parent="ratings", key="a/-/outside"),
        forge.item(3, b"\x02ab", parent=CARD, key="blob"),
        forge.any_value(count=2, origin=VALUE),  # two overwritten values, kept by a tab with undo
        forge.deleted(3, origin=VALUE),
        forge.deleted(3, origin=(7, 2)),
        forge.gc(5),
    ],
)
def test_what_yjs_makes_of_a_board_passes_and_comes_back(case: Case, struct: bytes) -> None:
    case.take(one(struct))
    again = Document.load([case.document.encode()], SHAPE)
    assert again.plain() == case.document.plain()


# What is deleted, collected or cut


def test_an_offline_edit_of_what_was_erased_meanwhile_passes_and_vanishes(case: Case) -> None:
    case.take(forge.update(deletes=[(7, [(0, 1)])]))
    edits = forge.update(
        (
            9,
            0,
            [
                forge.string("x", origin=(7, 2), right=(7, 3)),
                forge.any_value(parent=CARD, key="by"),
                forge.shared(2, parent=CARD, key="later"),
                forge.string("y", parent=(9, 2)),
            ],
        )
    )
    stored = Gate.from_document(case.document.encode(), SHAPE, BOARD)
    assert stored.check(edits).new
    case.take(edits)
    assert case.card() is None


def test_between_something_collected_and_something_alive_nothing_can_stand(case: Case) -> None:
    case.take(one(forge.gc(2), client=8))
    case.refuses(one(forge.string("x", origin=(8, 0), right=(7, 3))), Malformed)
    case.refuses(one(forge.string("x", origin=(7, 3), right=(8, 0))), Malformed)
    case.take(one(forge.string("x", origin=(8, 0), right=(8, 1))))


def test_what_was_deleted_but_may_still_be_there_is_no_parent(case: Case) -> None:
    case.take(forge.update((9, 0, [forge.any_value(parent="board", key="t")]), deletes=[(9, [(0, 1)])]))
    case.refuses(one(forge.any_value(parent=(9, 0), key="k"), client=10), Malformed)


@pytest.mark.parametrize(
    "update",
    [
        forge.update(deletes=[(7, [(5, 1)])]),
        forge.update(deletes=[(7, [(6, 1)])]),
        forge.update(deletes=[(7, [(2, 4)])]),
        one(forge.string("x", origin=(7, 5))),
        one(forge.string("x", origin=(7, 3), right=(7, 6))),
        one(forge.string("x", origin=(7, 5), right=(7, 6)), client=7, clock=8),
    ],
)
def test_no_character_is_cut_in_half(case: Case, update: bytes) -> None:
    case.refuses(update, SchemaBroken)


def test_a_whole_emoji_can_be_deleted_and_written_around(case: Case) -> None:
    case.take(one(forge.string("!", origin=(7, 6), right=(7, 7))))
    case.take(forge.update(deletes=[(7, [(5, 2)])]))
    assert case.card()["text"] == "abc!d"


def test_what_overlaps_continues_what_is_known(case: Case) -> None:
    case.take(one(forge.string("xy", origin=(7, 7))))
    case.take(one(forge.string("xyz😀", origin=(7, 7))))
    assert case.card()["text"] == "abc😀dxyz😀"
    case.refuses(one(forge.any_value(count=7, origin=VALUE)), Malformed)
    case.refuses(forge.update((7, 8, [forge.string("x😀", origin=(7, 7))])), Malformed)


def test_a_lost_flag_of_a_key_is_no_reason(case: Case) -> None:
    """Y.mergeUpdates forgets that a value with an origin stands under a key."""
    case.take(one(forge.any_value(b"\x7d\x05", origin=VALUE)))
    assert case.card()["place"] == 5


def test_f13_clients_that_wait_in_a_row_cost_each_the_same_up_to_a_full_frame(case: Case) -> None:
    def in_a_row(count: int) -> bytes:
        chain = [(100 + n, 0, [forge.string("x", origin=(101 + n, 0))]) for n in range(count)]
        return forge.update(*chain, (100 + count, 0, [forge.string("x", origin=(7, 2))]))

    few, many = (work(case.gate, in_a_row(count)) for count in (90, 900))
    assert many < 11 * few
    case.take(in_a_row(900))


def work(gate: Gate, update: bytes) -> int:
    """How many lines a judgement runs through, which does not depend on how busy the machine is."""
    lines = 0

    def count(_frame: object, event: str, _what: object) -> TraceFunction:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        gate.check(update)
    finally:
        sys.settrace(before)
    return lines


def test_a_frame_of_nothing_but_emoji_is_judged_in_time(case: Case) -> None:
    started = time.process_time()
    case.take(one(forge.string("😀" * 250_000, origin=(7, 7))))
    assert time.process_time() - started < 1
    case.refuses(one(forge.string("x", origin=(9, 100)), client=10), SchemaBroken)
