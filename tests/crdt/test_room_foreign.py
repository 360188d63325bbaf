"""What other processes wrote: R1, R6, R7, R8, R9, F43, and a log that was set back."""

import json

import pytest

from crdt import wire
from crdt.document import Document
from crdt.errors import Tainted
from crdt.gate import Gate
from crdt.holders import LOST, ORDER
from tests.crdt.gathering import Guest, plain
from tests.crdt.processes import Process, company, hear_all, settle


@pytest.fixture
def two() -> list[Process]:
    return company("a", "b")


def synced(process: Process, seat: str, others: list[Process]) -> Guest:
    guest = process.seat(seat)
    guest.handshake()
    settle(others)
    guest.hear()
    return guest


def reconnected(guest: Guest, process: Process) -> Guest:
    guest._remote = True
    again = process.seat(guest.standing.seat, guest.doc)
    again.handshake()
    return again


def decree(process: Process, **order: object) -> None:
    log = process.shared
    process.catalogue.obey(order)
    log.append([(ORDER, json.dumps(order).encode())], log.tip, log.mark())


def update(frame: bytes) -> bytes:
    heard = wire.decode(frame)
    assert isinstance(heard, wire.Update)
    return heard.update


# The log moves on


def test_what_one_process_wrote_reaches_the_people_of_another(two: list[Process]) -> None:
    a, b = two
    ann, bob = synced(a, "ann", two), synced(b, "bob", two)
    ann.add("one", "Zoë")
    settle(two)
    bob.hear()
    assert plain(bob.doc) == a.plain()["cards"] == b.plain()["cards"]
    assert b.room.ledger.size == a.room.ledger.size
    assert b.room.ledger.holders.seats[ann.doc.client_id] == "ann"
    assert "ann" in b.room.ledger.holders.contributors


def test_a_marker_or_an_order_moves_the_head_and_nothing_else(two: list[Process]) -> None:
    before = two[1].plain()
    decree(two[0], lock=False)
    two[1].read()
    assert two[1].room.ledger.head == 2
    assert two[1].plain() == before


def test_what_is_on_its_way_stays_as_it_is_while_others_write(
    two: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = two
    ann, bob = synced(a, "ann", two), synced(b, "bob", two)
    bob.add("bobs")
    ann.add("anns")
    a.write()
    with monkeypatch.context() as never:
        never.setattr(Gate, "from_document", None)  # the fast path judges nothing again
        b.write()
        assert [pending.seat for pending in b.batch()] == ["bob"]
        b.write()
    settle(two)
    bob.hear()
    assert set(a.plain()["cards"]) == set(b.plain()["cards"]) == {"anns", "bobs"}
    assert bob.saved == bob.sent


def test_the_same_edits_brought_by_two_tabs_stand_in_the_log_once_and_both_are_told(two: list[Process]) -> None:
    a, b = two
    offline = synced(a, "ann", two)
    offline.leave()
    offline.card("offline", "words")
    other = b.seat("ann")
    other._remote = True
    other.doc.apply_update(offline.doc.get_update())
    one = reconnected(offline, a)
    other.handshake()
    assert len(a.batch()) == len(b.batch()) == 1
    settle(two)
    for guest in (one, other):
        guest.hear()
        assert guest.saved == guest.sent == 1
        assert plain(guest.doc)["offline"]["text"] == "words"
    assert [entry.seat for entry in a.shared.entries[1:]] == ["ann"]


def test_r7_of_two_seats_that_race_for_a_client_id_the_first_in_the_log_has_it(two: list[Process]) -> None:
    a, b = two
    ann, eve = synced(a, "ann", two), synced(b, "eve", two)
    eve.send(ann.card("stolen"))
    ann.card("other")
    ann.send_all()
    a.write()
    settle(two)
    eve.hear()
    assert b.room.ledger.holders.seats[ann.doc.client_id] == "ann"
    assert eve.saved == 2  # the very same is in
    eve.send(ann.card("again"))
    b.flush()
    eve.hear()
    assert [(m["n"], m["code"], m["reason"]) for m in eve.said("denied")] == [(3, 4403, "client-id")]


def test_r7_a_seat_that_is_at_another_process_keeps_its_client_ids(two: list[Process]) -> None:
    a, b = two
    ann, eve = synced(a, "ann", two), synced(b, "eve", two)
    ann.add("anns")
    settle(two)
    assert b.room.members.holds_seat("ann")
    ann.card("unsent")
    eve.send(wire.sync_step2(ann.doc.get_update()))
    assert not b.batch()


def test_f43_a_second_tab_under_the_same_client_id_at_another_process_is_refused(two: list[Process]) -> None:
    a, b = two
    ann = synced(a, "ann", two)
    ann.send(ann.presence_frame({}))
    settle(two)
    twin = b.seat("ann")
    twin.doc = type(ann.doc)(client_id=ann.doc.client_id)
    twin.doc.apply_update(ann.doc.get_update())
    twin.handshake()
    settle(two)
    ann.add("mine")
    settle(two)
    twin._watch = twin.doc.observe(twin._changed)
    twin.card("his")
    twin.send_all()
    assert twin.closed == 4409
    assert ann.closed is None


def test_r6_what_is_on_its_way_and_lost_its_ground_is_asked_for_again(two: list[Process]) -> None:
    a, b = two
    ann = synced(a, "ann", two)
    ann.add("one")
    settle(two)
    text = ann.cards["one"]["text"]
    text += "x"
    ann.send_all()
    a.shared.set_back(1)
    a.room.ledger.tainted = True  # and our document is no witness
    a.read()
    a.flush()
    ann.hear()
    assert [m["reason"] for m in ann.said("denied")] == ["gap"]
    settle(two)
    ann.hear()
    assert ann.saved == ann.sent
    assert a.plain()["cards"]["one"]["text"] == b.plain()["cards"]["one"]["text"] == "x"


def test_who_comes_from_a_process_that_was_ahead_is_asked_again_when_we_have_read_on(two: list[Process]) -> None:
    a, b = two
    ann, bob, eve = (synced(a, seat, two) for seat in ("ann", "bob", "eve"))
    for guest in (ann, eve):
        guest.add(f"of-{guest.standing.seat}")
    settle(two)
    ann.add("more")
    a.write()  # b has not read it
    a.flush()
    bob.hear()
    bob.card("bobs")
    bob = reconnected(bob, b)
    b.flush()
    bob.hear()
    assert [(m["code"], m["reason"]) for m in bob.said("denied")] == [(1013, "gap")]
    settle(two)
    bob.hear()
    settle(two)
    bob.hear()
    assert bob.closed is None
    assert bob.saved == bob.sent
    assert set(a.plain()["cards"]) == {"of-ann", "of-eve", "more", "bobs"}


# R9: an entry that nobody can take in


def spoil(poison: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    apply = Document.apply

    def panics(self: Document, update: bytes) -> None:
        if update == poison:
            raise Tainted("a panic")
        apply(self, update)

    monkeypatch.setattr(Document, "apply", panics)


def test_r9_an_entry_that_spoils_the_document_is_kept_out_in_every_process(
    two: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = two
    eve, bob = synced(a, "eve", two), synced(b, "bob", two)
    poison = eve.card("evil")
    spoil(update(poison), monkeypatch)
    eve.send_all()
    bob.add("good")
    settle(two)
    assert eve.closed == 4400
    assert bob.closed is None
    assert set(a.plain()["cards"]) == set(b.plain()["cards"]) == {"good"}
    bob.hear()
    settle(two)
    bob.hear()
    assert bob.saved == bob.sent


@pytest.mark.parametrize("garbage", [b"\xff", b"\x00\x00\x00", b"\x01\x01\x07\x05\x00\x01"])
def test_r9_bytes_that_no_gate_lets_through_end_no_room(two: list[Process], garbage: bytes) -> None:
    a, b = two
    bob = synced(b, "bob", two)
    bob.add("under-way")
    a.shared.append([("eve", garbage)], a.shared.tip, "garbage")
    settle(two)
    settle(two)
    bob.hear()
    assert bob.saved == bob.sent
    assert a.plain() == b.plain() == a.shared.load().ledger.document.plain()


# R8: orders


def test_r8_what_is_on_its_way_when_the_lock_comes_is_refused_and_asked_for_when_it_opens(two: list[Process]) -> None:
    a, b = two
    ann, boss = synced(a, "ann", two), synced(a, "boss", two)
    decree(b, seat="boss", role="moderator")
    settle(two)
    ann.add("late")
    boss.add("allowed")
    decree(b, lock=True)
    settle(two)
    ann.hear()
    assert [(m["code"], m["reason"]) for m in ann.said("denied")] == [(4403, "locked")]
    assert set(b.plain()["cards"]) == {"allowed"}
    decree(b, lock=False)
    settle(two)
    ann.hear()
    settle(two)
    assert set(b.plain()["cards"]) == {"allowed", "late"}


def test_r8_what_was_on_its_way_of_who_left_goes_with_the_right_and_not_with_the_connection(two: list[Process]) -> None:
    a, b = two
    ann, bob = synced(a, "ann", two), synced(a, "bob", two)
    for guest in (ann, bob):
        guest.add(f"of-{guest.standing.seat}")
        guest.leave()
    decree(b, remove="ann")
    settle(two)
    assert set(b.plain()["cards"]) == {"of-bob"}


def test_r8_nothing_is_judged_again_if_all_may_still_edit(two: list[Process]) -> None:
    ann = synced(two[0], "ann", two)
    ann.add("one")
    before = two[0].batch()
    assert two[0].room.reconsider() == []
    assert two[0].batch() == before


# A log that was set back


def test_an_acknowledged_edit_that_the_log_lost_is_written_again_as_nobodys(two: list[Process]) -> None:
    a, b = two
    ann, bob = synced(a, "ann", two), synced(b, "bob", two)
    ann.add("kept")
    settle(two)
    ann.add("lost", "words")
    del ann.cards["kept"]
    ann.send_all()
    settle(two)
    ann.hear()
    assert ann.saved == ann.sent
    a.shared.set_back(2)
    settle(two)
    assert [entry.seat for entry in a.shared.entries] == ["", "ann", LOST]
    loaded = a.shared.load().ledger
    assert set(loaded.document.plain()["cards"]) == {"lost"}
    assert loaded.holders.contributors == {"ann"}
    for process in two:
        assert process.plain() == loaded.document.plain()
        assert process.room.ledger.holders.seats[ann.doc.client_id] == "ann"
    ann.add("later")
    settle(two)
    bob.hear()
    assert set(plain(bob.doc)) == {"lost", "later"}


def test_a_lost_deletion_alone_is_written_again(two: list[Process]) -> None:
    ann = synced(two[0], "ann", two)
    ann.add("gone")
    settle(two)
    del ann.cards["gone"]
    ann.send_all()
    settle(two)
    two[0].shared.set_back(1)
    settle(two)
    assert two[0].shared.entries[-1].seat == LOST
    assert two[1].plain()["cards"] == {}


def test_nothing_is_written_if_nothing_was_lost(two: list[Process]) -> None:
    decree(two[0], lock=False)
    settle(two)
    two[0].shared.set_back(1)
    settle(two)
    assert two[0].shared.tip == (1, "birth")


def test_the_ids_of_what_was_lost_are_free_for_their_seat_after_a_restart(two: list[Process]) -> None:
    ann = synced(two[0], "ann", two)
    ann.add("lost")
    settle(two)
    two[0].shared.set_back(1)
    settle(two)
    loaded = two[0].shared.load().ledger
    assert ann.doc.client_id not in loaded.holders.seats
    assert loaded.holders.contributors == set()


def test_an_act_of_the_server_goes_on_over_a_log_that_was_set_back(two: list[Process]) -> None:
    a, _ = two
    target = a.plain()
    target["board"]["title"] = "New"
    a.room.edit(a.room.ledger.document.become(target, 99), 7)
    a.write("unknown")
    a.shared.set_back(1)
    settle(two)
    assert a.done == {7: 2}
    assert two[1].plain()["board"]["title"] == "New"


# Who is where


def test_people_and_followers_are_counted_over_all_processes(two: list[Process]) -> None:
    a, b = two
    a.view.roles["fan"] = b.view.roles["fan"] = "follower"
    for process in two:
        for seat in ("ann", "fan"):
            process.seat(seat)
    b.seat("bob")
    settle(two)
    for process in two:
        people = process.room.members.people()
        listed = people["people"]
        assert isinstance(listed, list)
        assert {p["seat"]: p["devices"] for p in listed} == {"ann": 2, "bob": 1}
        assert people["followers"] == 2
        assert process.room.members.online() == {"ann": 2, "fan": 2, "bob": 1}
    a.room.elsewhere("b", None)
    assert a.room.members.online() == {"ann": 1, "fan": 1}


def test_a_process_alone_tells_nobody(two: list[Process]) -> None:
    from crdt.room import Room

    a = two[0]
    a.room = Room(a.shared.load().ledger, limits=a.limits, pace=a.pace)
    ann = a.seat("ann")
    ann.send(ann.presence_frame({}))
    a.flush()
    assert not two[0].others["b"]


def test_presence_is_told_at_most_every_40_ms_and_the_gathering_with_it_when_somebody_is_new(
    two: list[Process],
) -> None:
    a, b = two
    ann = synced(a, "ann", two)
    for clock in range(1, 11):
        a.now += 0.01
        ann.send(ann.presence_frame({"at": clock}, clock))
        a.flush(0)
    told = [type(effect).__name__ for effect in a.others["b"]]
    assert 2 <= told.count("Share") <= 3
    a.flush(1)
    assert "Gather" in [type(effect).__name__ for effect in a.others["b"]]
    hear_all(two)
    assert b.shown()[ann.doc.client_id]["at"] == 10
