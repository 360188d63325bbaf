"""The handshake and what may come in: contract 4, R5, R6, R10, R18."""

from dataclasses import replace

import pytest
from pycrdt import Array, Doc, Map

from crdt import genesis, wire
from crdt.limits import Limits
from tests.crdt.gathering import Gathering, plain


@pytest.fixture
def room() -> Gathering:
    return Gathering()


def test_a_stock_client_is_asked_for_what_it_has_and_hears_no_message_110(room: Gathering) -> None:
    ann = room.join("ann", ext=False)
    ann.handshake()
    room.settle()
    ann.hear()
    kinds = {type(wire.decode(frame)) for frame in ann.heard}
    assert kinds == {wire.SyncStep1, wire.SyncStep2}


def test_hello_is_the_first_message_of_a_client_that_speaks_110(room: Gathering) -> None:
    ann = room.join("ann")
    ann.hear()
    assert [m["type"] for m in ann.messages] == ["hello", "people"]
    assert isinstance(wire.decode(ann.heard[0]), wire.Extension)


def test_a_newcomer_gets_everything_and_who_is_here(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.add("one", "Zoë 😀")
    ann.send(ann.presence_frame({"cursor": 1}))
    room.settle()
    bob = room.join("bob")
    bob.handshake()
    assert plain(bob.doc) == {"one": {"text": "Zoë 😀", "place": "a|b|c"}}
    assert len(bob.presence) == 1
    assert b"cursor" in bob.presence[0]


def test_r10_a_document_of_another_board_is_refused_before_anything_is_merged(room: Gathering) -> None:
    ann = room.join("ann")
    ann.send(wire.sync_step1(wire.encode_state_vector({genesis.make(8): 1, 12: 3})))
    assert ann.closed == 4409


def test_r10_an_update_that_carries_another_genesis_is_refused(room: Gathering) -> None:
    other: Doc[Map[int]] = Doc(client_id=genesis.make(8))
    other.get("board", type=Map)["schema"] = 1
    ann = room.join("ann")
    ann.hear(answer=False)
    ann.send(wire.sync_step2(other.get_update()))
    assert ann.closed == 4409
    assert not room.batch()


def test_r10_a_fresh_client_brings_what_it_wrote_before_its_first_sync(room: Gathering) -> None:
    ann = room.join("ann")
    ann.card("early")
    ann.handshake()
    room.settle()
    assert "early" in room.plain()["cards"]


def test_an_empty_answer_is_acknowledged_and_not_logged(room: Gathering) -> None:
    ann = room.join("ann")
    ann.handshake()
    assert ann.saved == 0
    room.settle()
    ann.hear()
    assert ann.saved == 1
    assert len(room.log) == 1


def test_what_is_sent_twice_is_logged_once_and_acknowledged_twice(room: Gathering) -> None:
    ann = room.synced("ann")
    frame = ann.card("one")
    ann.send(frame)
    ann.send(frame)
    room.settle()
    ann.hear()
    assert ann.saved == 3
    assert len(room.log) == 2


@pytest.mark.parametrize("frame", [b"", b"\x00", b"\x00\x07\x00", b"\x00\x02\x05abc", b"\x6e\x02ab\xff", b"\x80" * 40])
def test_malformed_frames_end_with_4400(room: Gathering, frame: bytes) -> None:
    ann = room.synced("ann")
    ann.send(frame)
    assert ann.closed == 4400


@pytest.mark.parametrize("kind", [k for k in range(128) if k not in (0, 1, 2, 3, 110)])
def test_unknown_messages_change_nothing_and_end_nothing(room: Gathering, kind: int) -> None:
    ann = room.synced("ann")
    ann.send(bytes((kind, 1, 2, 3)))
    assert ann.closed is None
    assert not room.batch()


def test_what_a_client_says_in_message_110_changes_nothing(room: Gathering) -> None:
    ann = room.synced("ann", "follower")
    ann.send(wire.extension('{"type":"role","role":"moderator"}'))
    ann.send(wire.denied("no"))
    ann.add("one")
    assert not room.batch()


def test_an_update_that_breaks_the_schema_is_told_and_ends_with_4422(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.doc.get("more", type=Array).append(1)
    ann.send_all()
    ann.hear()
    assert ann.closed == 4422
    assert [(m["n"], m["code"]) for m in ann.said("denied")] == [(2, 4422)]
    assert not room.batch()


def test_r6_a_gap_is_refused_answered_with_a_sync_step_1_and_mended_by_the_whole(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.card("lost")
    second = ann.card("second")
    ann.out.clear()
    ann.send(second)
    assert not room.batch()
    room.flush()
    asked = ann.asked
    ann.hear()
    assert ann.asked == asked + 1
    assert [(m["n"], m["code"], m["reason"]) for m in ann.said("denied")] == [(2, 1013, "gap")]
    room.settle()
    ann.hear()
    assert set(room.plain()["cards"]) == {"lost", "second"}
    assert ann.saved == 3


def test_who_brings_gaps_for_ever_is_sent_away(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.card("lost")
    ann.out.clear()
    for n in range(room.limits.gaps + 1):
        ann.add(f"card-{n}")
    assert ann.closed == 1013


def test_r18_a_frame_over_the_limit_ends_with_1009(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.add("big", "x" * room.limits.frame)
    assert ann.closed == 1009


def test_r18_only_the_first_sync_of_an_editor_may_be_larger(room: Gathering) -> None:
    ann = room.join("ann")
    ann.card("big", "x" * (2 * room.limits.frame))
    ann.handshake()
    room.settle()
    assert ann.closed is None
    assert "big" in room.plain()["cards"]
    bob = room.join("bob", "follower")
    bob.card("big", "x" * (2 * room.limits.frame))
    bob.handshake()
    assert bob.closed == 1009


def test_r18_a_board_takes_no_more_than_its_limit() -> None:
    room = Gathering(replace(Limits(), board=5_000))
    ann = room.synced("ann")
    ann.add("one", "x" * 3_000)
    room.settle()
    assert ann.closed is None
    ann.add("two", "x" * 3_000)
    ann.hear()
    assert ann.closed == 4413


def test_r18_what_waits_for_a_store_in_trouble_is_bounded_also_where_it_brings_nothing() -> None:
    room = Gathering(limits=Limits(waiting=5))
    ann = room.synced("ann")
    frame = ann.card("one")
    for _ in range(7):
        ann.send(frame)
    assert ann.closed == 1013
    room.store()
    assert set(room.plain()["cards"]) == {"one"}


def test_r18_too_many_updates_end_with_1008_and_those_before_are_kept(room: Gathering) -> None:
    ann = room.synced("ann")
    for n in range(room.limits.updates_burst + 10):
        ann.add(f"card-{n}")
    assert ann.closed == 1008
    room.settle()
    assert len(room.plain()["cards"]) == room.limits.updates_burst


def test_r18_a_steady_writer_below_the_rate_is_never_sent_away(room: Gathering) -> None:
    ann = room.synced("ann")
    for n in range(room.limits.updates_burst * 2):
        room.now += 1 / room.limits.updates_per_second
        ann.add(f"card-{n}")
    assert ann.closed is None


def test_asking_for_everything_again_and_again_is_a_flood(room: Gathering) -> None:
    ann = room.synced("ann")
    for _ in range(room.limits.frames_burst):
        ann.send(wire.sync_step1(b"\x00"))
    assert ann.closed == 1008


def test_the_update_of_one_who_is_gone_is_kept(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.add("last")
    ann.leave()
    room.settle()
    assert "last" in room.plain()["cards"]


def test_frames_after_the_end_are_nobodys(room: Gathering) -> None:
    ann = room.synced("ann")
    frame = ann.card("late")
    ann.leave()
    ann.send(frame)
    assert not room.batch()


def test_a_presence_query_is_answered_with_all(room: Gathering) -> None:
    ann, bob = room.synced("ann"), room.synced("bob", ext=False)
    ann.send(ann.presence_frame({"cursor": 1}))
    room.settle()
    bob.hear()
    bob.presence.clear()
    bob.send(wire.query_presence())
    room.flush()
    bob.hear()
    assert len(bob.presence) == 1
    assert b"cursor" in bob.presence[0]
