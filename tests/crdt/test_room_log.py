"""The log is the truth and the room a cache: R1, R2, R4, R9, F1, F9, F10."""

from dataclasses import replace

import pytest

from crdt import wire
from crdt.document import Document
from crdt.errors import Tainted
from crdt.limits import Limits
from crdt.pending import BATCH
from tests.crdt.gathering import Gathering, plain


@pytest.fixture
def room() -> Gathering:
    return Gathering()


def test_r1_nobody_is_shown_or_told_anything_before_the_log_has_it(room: Gathering) -> None:
    ann, bob = room.synced("ann"), room.synced("bob")
    ann.hear()
    ann.add("one")
    room.flush()
    assert not ann.hear()
    assert not bob.hear()
    room.settle()
    ann.hear()
    bob.hear()
    assert ann.saved == ann.sent == 2
    assert plain(bob.doc) == room.plain()["cards"]


def test_r4_the_log_gets_the_bytes_that_were_sent(room: Gathering) -> None:
    ann = room.synced("ann")
    update = wire.decode(ann.card("one"))
    ann.send_all()
    room.store()
    assert isinstance(update, wire.Update)
    assert room.log[-1] == (2, "ann", update.update)


def test_r2_a_batch_has_at_most_64_updates_in_the_order_in_which_they_came(room: Gathering) -> None:
    ann, bob = room.synced("ann"), room.synced("bob")
    for n in range(50):
        ann.add(f"a{n}")
        bob.add(f"b{n}")
    batch = room.batch()
    assert len(batch) == BATCH
    assert [pending.seat for pending in batch] == ["ann", "bob"] * (BATCH // 2)
    room.settle()
    assert room.replayed() == room.plain()


def test_a_store_that_fails_tells_everybody_and_nobody_that_it_is_saved(room: Gathering) -> None:
    ann, bob, stock = room.synced("ann"), room.synced("bob"), room.synced("stock", ext=False)
    ann.add("one")
    room.room.log_failed()
    room.room.log_failed()
    bob.add("two")
    room.flush()
    for guest in (ann, bob):
        guest.hear()
        assert [m["code"] for m in guest.said("notice")] == ["storing-trouble"]
        assert guest.saved == 1
    assert not stock.hear()
    room.settle()
    for guest in (ann, bob):
        guest.hear()
        assert [m["code"] for m in guest.said("notice")] == ["storing-trouble", "storing-again"]
        assert guest.saved == guest.sent
    assert set(room.replayed()["cards"]) == {"one", "two"}


def test_who_comes_while_the_store_fails_is_told(room: Gathering) -> None:
    room.synced("ann").add("one")
    room.room.log_failed()
    bob = room.join("bob")
    bob.hear()
    assert [m["code"] for m in bob.said("notice")] == ["storing-trouble"]


def test_an_empty_handshake_is_not_called_saved_before_what_the_server_holds_unsaved(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.add("one")
    room.room.log_failed()
    ann.leave()
    again = room.join("ann", doc=ann.doc)
    again.handshake()
    room.flush()
    again.hear()
    assert again.saved == 0
    room.settle()
    again.hear()
    assert again.saved == 1


def test_a_store_in_trouble_keeps_a_bounded_amount_and_then_sends_editors_away_to_come_back() -> None:
    room = Gathering(replace(Limits(), unstored=5_000))
    ann = room.synced("ann")
    ann.add("one", "x" * 3_000)
    ann.add("two", "x" * 3_000)
    assert ann.closed == 1013
    room.settle()
    assert set(room.plain()["cards"]) == {"one"}
    again = room.join("ann", doc=ann.doc)
    again.handshake()
    room.settle()
    assert set(room.plain()["cards"]) == {"one", "two"}


def test_an_act_of_the_server_ends_a_batch_so_that_the_document_is_as_of_it(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.add("before")
    room.room.mark(1)
    ann.add("after")
    assert [pending.ticket for pending in room.batch()] == [None, 1]
    room.store()
    assert room.done == {1: 3}


def test_an_edit_of_the_server_reaches_all_and_the_log(room: Gathering) -> None:
    ann = room.synced("ann")
    target = room.plain()
    target["board"]["title"] = "New"
    room.room.edit(room.room.ledger.document.become(target, 99), 7)
    room.settle()
    ann.hear()
    assert room.done == {7: 2}
    assert room.plain()["board"]["title"] == "New"
    assert room.room.ledger.holders.seats[99] == ""
    assert room.room.ledger.holders.contributors == set()


def test_an_edit_that_changes_nothing_is_done_all_the_same(room: Gathering) -> None:
    room.room.edit(room.room.ledger.document.become(room.plain(), 99), 7)
    room.settle()
    assert room.done == {7: 2}


class Spoilt(Document):
    """A document that fails half way at one update, as pycrdt may (R9)."""

    poison = b"\x00"

    def apply(self, update: bytes) -> None:
        if update == self.poison:
            raise Tainted("a panic")
        super().apply(update)


def spoil(room: Gathering, poison: bytes) -> None:
    """From now on the room's document can't take this update."""
    spoilt = Spoilt(room.room.ledger.document.shape)
    spoilt.apply(room.room.ledger.document.encode())
    spoilt.poison = poison
    room.room.ledger.document = spoilt


def test_r9_a_tainted_room_shows_nothing_until_it_is_rebuilt_without_the_entry(room: Gathering) -> None:
    eve, ann, bob = room.synced("eve"), room.synced("ann"), room.synced("bob")
    ann.hear()
    poison = wire.decode(eve.card("evil"))
    assert isinstance(poison, wire.Update)
    spoil(room, poison.update)
    ann.add("before")
    eve.send_all()
    ann.add("after")
    room.store()
    assert room.rebuilds == [3]
    room.flush()
    assert not bob.hear()
    assert not ann.hear()

    bob.add("meanwhile")
    carl = room.join("carl")
    carl.send(wire.sync_step1(carl.doc.get_state()))
    room.rebuild()
    room.settle()
    for _ in range(2):
        for guest in (ann, bob, carl):
            guest.hear()
            guest.hear()
        room.settle()
    ann.hear()
    assert eve.closed == 4400
    assert set(room.plain()["cards"]) == {"before", "after", "meanwhile"}
    assert room.replayed() == room.plain()
    for guest in (ann, bob, carl):
        assert plain(guest.doc) == room.plain()["cards"]
        assert guest.closed is None
    assert ann.saved == ann.sent


def test_r9_what_stands_on_an_entry_that_was_kept_out_is_refused_and_asked_for_again(room: Gathering) -> None:
    ann, bob = room.synced("ann"), room.synced("bob")
    poison = wire.decode(ann.card("evil"))
    assert isinstance(poison, wire.Update)
    spoil(room, poison.update)
    ann.send_all()
    room.store()
    ann.add("upon-it")
    bob.add("beside-it")
    room.rebuild()
    assert ann.closed == 4400
    room.settle()
    ann.hear()
    assert set(room.plain()["cards"]) == {"beside-it"} == set(room.replayed()["cards"])
    assert ann.saved == 1
    assert {m["n"] for m in ann.said("denied")} == {2, 3}


def test_r9_an_act_of_the_server_behind_a_bad_entry_is_done_after_the_rebuild(room: Gathering) -> None:
    eve = room.synced("eve")
    poison = wire.decode(eve.card("evil"))
    assert isinstance(poison, wire.Update)
    spoil(room, poison.update)
    eve.send_all()
    room.room.mark(5)
    room.store()
    assert room.done == {}
    room.rebuild()
    assert room.done == {5: 3}


def test_a_bad_entry_in_the_store_never_keeps_a_board_shut(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.add("good")
    room.store()
    room.log.append((room.log[-1][0] + 1, "eve", b"\xff\xff\xff"))
    assert set(room.replayed()["cards"]) == {"good"}


def test_a_batch_that_was_stored_twice_is_shown_once_and_counted_once(room: Gathering) -> None:
    """A commit may be stored and reported as failed; the shell then offers the batch again."""
    ann, bob = room.synced("ann"), room.synced("bob")
    ann.add("one", "text")
    unsure = [pending for pending in room.batch() if pending.written]
    for pending in unsure:
        room.log.append((room.log[-1][0] + 1, pending.seat, pending.data))
    room.room.log_failed()
    room.settle()
    bob.add("two")
    room.settle()
    for guest in (ann, bob):
        guest.hear()
        assert plain(guest.doc) == room.plain()["cards"] == room.replayed()["cards"]
        assert guest.saved == guest.sent
    assert room.room.ledger.head == room.log[-1][0]
