"""Cursors instead of queues: R11, R12, F27, F28, F30, F31."""

import json
from itertools import pairwise
from typing import Any

import pytest
from pycrdt import Doc

from crdt import wire
from crdt.document import Document
from crdt.effects import Send
from crdt.errors import Tainted
from crdt.limits import Pace
from crdt.ring import MOST_ENTRIES
from tests.crdt.gathering import Gathering, Guest, plain

EMPTY_PRESENCE = b"\x01\x01\x00"


@pytest.fixture
def room() -> Gathering:
    return Gathering()


def quiet(room: Gathering, *guests: Guest) -> None:
    """Everybody has everything, and nothing is due."""
    for _ in range(3):
        room.settle()
        for guest in guests:
            guest.hear()
    room.sends.clear()


def updates(frames: list[bytes]) -> list[bytes]:
    return [frame for frame in frames if isinstance(wire.decode(frame), wire.Update)]


def test_one_frame_is_built_for_all_who_stand_at_the_same_place(room: Gathering) -> None:
    ann = room.synced("ann")
    others = [room.synced(f"p{n}") for n in range(5)]
    quiet(room, ann, *others)
    ann.add("one")
    room.settle()
    shared = [send for send in room.sends if len(send.members) == 5]
    assert len(shared) == 1
    assert len(shared[0].frames) == 1


def test_nobody_is_told_what_it_alone_said(room: Gathering) -> None:
    ann, bob = room.synced("ann"), room.synced("bob")
    quiet(room, ann, bob)
    ann.add("one")
    room.settle()
    assert not updates(ann.hear())
    assert len(updates(bob.hear())) == 1


def test_f43_others_are_shown_what_the_server_holds_not_what_a_fork_says(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.add("one", "as stored")
    room.settle()
    ann.hear()
    forked: Doc[Any] = Doc(client_id=ann.doc.client_id)
    fork = room.join("ann", doc=forked)
    fork.card("one", "otherwise")
    fork.card("two")
    newcomer = room.join("new")
    fork.send(wire.sync_step2(forked.get_update()))
    room.settle()
    newcomer.hear()  # an update, before it asked for anything
    newcomer.handshake()
    room.settle()
    newcomer.hear()
    assert set(room.plain()["cards"]) == {"one", "two"}
    assert plain(newcomer.doc) == room.plain()["cards"]


def test_r9_one_whom_the_document_cannot_answer_takes_nothing_from_the_others(
    room: Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob, far = room.synced("ann"), room.synced("bob"), room.synced("far")
    quiet(room, ann, bob, far)
    room.room.writable(far.id, False)
    far.send(wire.sync_step1(far.doc.get_state()))
    ann.add("one")
    room.store()

    def panic(_document: Document, _since: bytes | None = None) -> bytes:
        raise Tainted("a panic")

    room.room.writable(far.id, True)
    with monkeypatch.context() as patch:
        patch.setattr(Document, "encode", panic)
        room.flush()
    assert room.room.tainted
    room.rebuild()
    room.settle()
    for guest in (ann, bob, far):
        guest.hear()
        assert guest.closed is None
        assert plain(guest.doc) == room.plain()["cards"]
    assert ann.saved == ann.sent


def test_f31_those_who_left_slow_no_cursor_down(room: Gathering) -> None:
    for n in range(200):
        passer = room.join(f"p{n}")
        passer.send(passer.presence_frame({}))
        passer.leave()
    ann, bob = room.synced("ann"), room.synced("bob")
    quiet(room, ann, bob)
    for n in range(3):
        ann.send(ann.presence_frame({"cursor": n}, clock=n + 1))
        room.flush(0.1)
        bob.presence.clear()
        bob.hear()
        assert bob.presence


def test_what_came_within_a_tick_is_one_update(room: Gathering) -> None:
    ann, bob, eve = room.synced("ann"), room.synced("bob"), room.synced("eve")
    quiet(room, ann, bob, eve)
    for n in range(10):
        ann.add(f"a{n}")
        bob.add(f"b{n}")
    room.settle()
    assert len(updates(eve.hear())) == 1
    assert plain(eve.doc) == room.plain()["cards"]


def test_after_a_quiet_moment_an_update_is_due_at_once_and_then_at_the_pace(room: Gathering) -> None:
    ann, bob, fred = room.synced("ann"), room.synced("bob"), room.synced("fred", "follower")
    quiet(room, ann, bob, fred)
    ann.add("one")
    room.store()
    assert room.room.due() is not None
    assert room.room.due() <= room.now  # type: ignore[operator]
    room.flush(0)
    assert updates(bob.hear())
    assert updates(fred.hear())
    ann.add("two")
    room.store()
    room.flush(room.pace.among(2) / 2)
    assert not bob.hear()
    room.flush(room.pace.among(2) / 2)
    assert updates(bob.hear())
    assert not fred.hear()
    room.flush(room.pace.followers)
    assert updates(fred.hear())
    assert room.room.due() is None


def test_few_editors_are_written_to_sooner_than_many() -> None:
    pace = Pace()
    assert pace.among(2) < pace.among(8) < pace.among(60) <= pace.editors == pace.among(1_000)


def test_f30_writes_are_bounded_by_ticks_and_not_by_edits(room: Gathering) -> None:
    writers = [room.synced(f"w{n}") for n in range(8)]
    fred = room.synced("fred", "follower")
    quiet(room, *writers, fred)
    for tick in range(100):
        for n, writer in enumerate(writers):
            writer.add(f"c{n}-{tick}")
        room.store()
        room.flush(0.01)
    assert len(fred.hear()) <= 100 * 0.01 / room.pace.followers + 1


def test_r11_who_takes_nothing_is_not_waited_for_and_gets_all_in_one_when_it_does(room: Gathering) -> None:
    ann, bob, slow = room.synced("ann"), room.synced("bob"), room.synced("slow")
    quiet(room, ann, bob, slow)
    room.room.writable(slow.id, False)
    for n in range(20):
        ann.add(f"c{n}")
        room.settle()
        assert updates(bob.hear())
    assert not slow.hear()
    room.room.writable(slow.id, True)
    room.flush()
    assert len(updates(slow.hear())) == 1
    assert plain(slow.doc) == room.plain()["cards"]


def test_f27_who_fell_off_the_ring_gets_a_diff_and_converges(room: Gathering) -> None:
    ann, slow = room.synced("ann"), room.synced("slow")
    quiet(room, ann, slow)
    room.room.writable(slow.id, False)
    for n in range(MOST_ENTRIES + 10):
        room.now += 0.1
        ann.add(f"c{n}")
        room.store()
    ann.leave()
    room.room.writable(slow.id, True)
    room.flush()
    assert len(updates(slow.hear())) == 1
    assert plain(slow.doc) == room.plain()["cards"]
    room.synced("bob").add("more")
    room.settle()
    slow.hear()
    assert plain(slow.doc) == room.plain()["cards"]


def test_who_never_asked_and_fell_off_the_ring_gets_everything(room: Gathering) -> None:
    ann = room.synced("ann")
    silent = room.join("silent", ext=False)
    room.room.writable(silent.id, False)
    for n in range(MOST_ENTRIES + 10):
        room.now += 0.1
        ann.add(f"c{n}")
        room.store()
    room.room.writable(silent.id, True)
    room.flush()
    silent.hear(answer=False)
    assert plain(silent.doc) == room.plain()["cards"]


def test_a_sync_step_1_of_one_who_takes_nothing_is_answered_once_when_it_does(room: Gathering) -> None:
    ann, slow = room.synced("ann"), room.join("slow", ext=False)
    ann.add("one")
    room.settle()
    room.room.writable(slow.id, False)
    slow.hear(answer=False)
    for _ in range(5):
        slow.send(wire.sync_step1(b"\x00"))
    assert not slow.hear()
    room.room.writable(slow.id, True)
    room.flush()
    steps = [f for f in slow.hear() if isinstance(wire.decode(f), wire.SyncStep2)]
    assert len(steps) == 1
    assert plain(slow.doc) == room.plain()["cards"]


def test_acknowledgements_and_denials_wait_for_one_who_takes_nothing(room: Gathering) -> None:
    ann = room.synced("ann")
    quiet(room, ann)
    room.room.writable(ann.id, False)
    ann.add("one")
    room.settle()
    assert not ann.hear()
    room.room.writable(ann.id, True)
    room.flush()
    ann.hear()
    assert ann.saved == ann.sent


def test_who_provokes_answers_and_never_reads_them_is_sent_away(room: Gathering) -> None:
    fred = room.synced("fred", "follower")
    room.room.writable(fred.id, False)
    for n in range(2_000):
        room.now += 0.1
        fred.send(wire.update(b"\x00\x00\x00" + bytes((n % 100,))))
    assert fred.closed == 1013


def test_everybody_hears_something_at_least_every_15_s(room: Gathering) -> None:
    ann, stock = room.synced("ann"), room.synced("stock", "follower", ext=False)
    quiet(room, ann, stock)
    heard: dict[str, list[float]] = {"ann": [room.now], "stock": [room.now]}
    for _ in range(120):
        room.now += 1
        room.run(room.room.flush(room.now))
        room.run(room.room.tick(room.now))
        for name, guest in (("ann", ann), ("stock", stock)):
            frames = guest.hear()
            assert all(frame == EMPTY_PRESENCE for frame in frames)
            heard[name] += [room.now] * bool(frames)
    for moments in heard.values():
        assert max(b - a for a, b in pairwise(moments)) <= 15
        assert len(moments) <= 12  # and it is not chatter


def test_no_sign_of_life_is_written_to_one_who_takes_nothing(room: Gathering) -> None:
    ann = room.synced("ann")
    quiet(room, ann)
    room.room.writable(ann.id, False)
    room.now += 100
    assert room.room.tick(room.now) == []


def test_who_is_here_is_told_in_turn_and_not_with_every_step(room: Gathering) -> None:
    ann = room.synced("ann")
    quiet(room, ann)
    for n in range(200):
        room.join(f"f{n}", "follower", ext=False)
        room.flush(0.01)
    room.flush(2)
    ann.hear()
    told = [m["followers"] for m in ann.said("people")]
    assert told[-1] == 200
    assert len(told) < 15


def test_f31_presence_gets_slower_as_more_people_move(room: Gathering) -> None:
    people = [room.synced(f"p{n}", ext=False) for n in range(100)]
    fred = room.synced("fred", "follower", ext=False)
    quiet(room, fred, *people)
    for tick in range(1, 41):
        for person in people:
            person.send(person.presence_frame({"cursor": tick}, tick))
        room.flush(0.05)
    frames = fred.hear()
    assert 3 <= len(frames) <= 10
    newest = json.loads(frames[-1][frames[-1].index(b"{") :].split(b"}}")[0] + b"}}")
    assert newest["cursor"] > 20


def test_only_the_newest_state_of_each_is_told(room: Gathering) -> None:
    ann, bob = room.synced("ann", ext=False), room.synced("bob", ext=False)
    quiet(room, ann, bob)
    for n in range(1, 10):
        ann.send(ann.presence_frame({"cursor": n}, n))
    room.flush()
    room.flush()
    payloads = bob.hear()
    assert len(payloads) <= 2
    assert b'"cursor":9' in payloads[-1]


def test_one_who_missed_presence_gets_it_when_it_can_take_it(room: Gathering) -> None:
    ann, bob = room.synced("ann"), room.synced("bob", ext=False)
    quiet(room, ann, bob)
    room.room.writable(bob.id, False)
    ann.send(ann.presence_frame({"cursor": 5}))
    room.flush()
    ann.leave()
    room.flush()
    room.room.writable(bob.id, True)
    room.flush()
    bob.hear()
    assert bob.presence[-1].endswith(b"\x04null")


def test_an_announcement_reaches_those_who_speak_110(room: Gathering) -> None:
    ann, stock = room.synced("ann"), room.synced("stock", ext=False)
    quiet(room, ann, stock)
    content: dict[str, Any] = {"type": "session", "step": 3}
    room.room.announce(content)
    room.flush()
    assert not stock.hear()
    ann.hear()
    assert ann.said("session") == [content]


def test_sends_are_made_of_frames_that_each_hold_one_message(room: Gathering) -> None:
    ann, bob = room.synced("ann"), room.synced("bob")
    quiet(room, ann, bob)
    ann.add("one")
    ann.send(ann.presence_frame({"cursor": 1}))
    room.settle()
    to_bob = [send for send in room.sends if isinstance(send, Send) and bob.id in send.members]
    kinds = [type(wire.decode(frame)) for send in to_bob for frame in send.frames]
    assert kinds == [wire.Update, wire.Presence]
