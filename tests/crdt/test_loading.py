"""A ledger from what a log stores: R7, R9, R10, R14, R16."""

import pytest

from crdt.document import Document, born
from crdt.errors import Refusal, Tainted
from crdt.holders import LOST, ORDER, SERVER
from crdt.loading import Entries, load
from tests.crdt.gathering import GENESIS, SHAPE, Gathering


@pytest.fixture
def log() -> list[tuple[int, str, bytes]]:
    room = Gathering()
    ann, bob = room.synced("ann"), room.synced("bob")
    ann.add("a", "Zoë")
    bob.add("b")
    room.settle()
    return room.log


def stored(log: list[tuple[int, str, bytes]]) -> Entries:
    return Entries(None, {}, frozenset(), log, log[-1][0])


def test_everything_that_was_logged_is_there_with_its_seats(log: list[tuple[int, str, bytes]]) -> None:
    ledger = load(stored(log), SHAPE).ledger
    assert set(ledger.document.plain()["cards"]) == {"a", "b"}
    assert set(ledger.holders.seats.values()) == {SERVER, "ann", "bob"}
    assert ledger.holders.contributors == {"ann", "bob"}
    assert (ledger.head, ledger.gate.genesis) == (3, GENESIS)


def test_a_checkpoint_and_what_came_after_it_are_the_same_as_the_whole_log(log: list[tuple[int, str, bytes]]) -> None:
    whole = load(stored(log), SHAPE).ledger
    first = load(stored(log[:2]), SHAPE).ledger
    state = first.document.encode()
    entries = Entries(state, first.holders.seats, frozenset(first.holders.contributors), log[2:], 3)
    both = load(entries, SHAPE).ledger
    assert both.document.plain() == whole.document.plain()
    assert both.gate.state_vector == whole.gate.state_vector
    assert both.holders.seats == whole.holders.seats
    assert both.gate.genesis == GENESIS


def test_an_entry_that_breaks_anything_is_kept_out_and_named(log: list[tuple[int, str, bytes]]) -> None:
    broken = [log[0], (2, "eve", b"\xff"), (3, *log[1][1:]), (4, "eve", b"\x00\x00\x00"), (5, *log[2][1:])]
    loaded = load(stored(broken), SHAPE)
    assert loaded.kept_out == {2, 4}
    assert set(loaded.ledger.document.plain()["cards"]) == {"a", "b"}


def test_a_document_that_was_spoilt_is_made_anew_without_the_entry(
    log: list[tuple[int, str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    apply, poison = Document.apply, log[1][2]

    def panics(self: Document, update: bytes) -> None:
        if update == poison:
            raise Tainted("a panic")
        apply(self, update)

    monkeypatch.setattr(Document, "apply", panics)
    loaded = load(stored(log), SHAPE)
    assert loaded.kept_out == {2}
    assert set(loaded.ledger.document.plain()["cards"]) == {"b"}


def test_markers_are_passed_over(log: list[tuple[int, str, bytes]]) -> None:
    assert load(stored([*log, (4, "", b"")]), SHAPE).ledger.head == 4


def test_a_checkpoint_that_cannot_be_loaded_is_an_error_and_no_blank_board() -> None:
    with pytest.raises(Refusal):
        load(Entries(b"\xff", {GENESIS: SERVER}, frozenset(), [], 5), SHAPE)


def test_f2_a_log_without_a_birth_is_an_error_and_no_blank_board() -> None:
    with pytest.raises(Refusal):
        load(Entries(None, {}, frozenset(), [(1, "ann", b"\x00\x00")], 1), SHAPE)
    assert load(Entries(None, {}, frozenset(), [(1, SERVER, born(GENESIS))], 1), SHAPE).ledger.head == 1


def test_orders_are_passed_over_whatever_they_hold(log: list[tuple[int, str, bytes]]) -> None:
    ledger = load(stored([*log, (4, ORDER, b'{"lock":true}'), (5, ORDER, log[1][2])]), SHAPE)
    assert ledger.kept_out == frozenset()
    assert ledger.ledger.head == 5
    assert ledger.ledger.holders.contributors == {"ann", "bob"}


def test_what_was_lost_and_written_again_makes_nobody_its_holder(log: list[tuple[int, str, bytes]]) -> None:
    again = [log[0], (2, LOST, log[1][2]), log[2]]
    ledger = load(stored(again), SHAPE).ledger
    assert set(ledger.document.plain()["cards"]) == {"a", "b"}
    assert set(ledger.holders.seats.values()) == {SERVER, "bob"}
    assert ledger.holders.contributors == {"bob"}
