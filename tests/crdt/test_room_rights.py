"""Who may write what: R7, R8, R12, F35, F43 and the lock."""

from typing import Any, get_args

import pytest
from pycrdt import Doc

from crdt import wire
from crdt.members import Role, Standing
from crdt.room import Room
from tests.crdt.gathering import Gathering, Guest, plain

ROLES: tuple[Role, ...] = get_args(Role)


@pytest.fixture
def room() -> Gathering:
    return Gathering()


def regrant(room: Gathering, seat: str, role: Role, name: str = "") -> None:
    room.room.regrant(Standing(seat, name or seat.title(), role, "#654321", ""))


@pytest.mark.parametrize("locked", [False, True])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("ext", [False, True])
def test_r8_only_who_may_edit_changes_anything(role: Role, locked: bool, ext: bool) -> None:
    room = Gathering(locked=locked)
    guest = room.synced("ann", role, ext=ext)
    watcher = room.synced("bob", "moderator")
    watcher.hear()
    guest.add("one")
    may = role == "moderator" or (role == "participant" and not locked)
    assert bool(room.batch()) == may
    room.settle()
    guest.hear()
    assert ("one" in plain(watcher_doc(watcher))) == may
    assert guest.closed is None
    assert [m["code"] for m in guest.said("denied")] == ([4403] if ext and not may else [])
    assert len(guest.forbidden) == (not ext and not may)


def watcher_doc(guest: Guest) -> "Doc[Any]":
    guest.hear()
    return guest.doc


def test_the_empty_reply_of_a_followers_handshake_is_ignored_silently(room: Gathering) -> None:
    writer = room.synced("ann")
    writer.add("one")
    del writer.cards["one"]
    writer.send_all()
    room.settle()
    fred = room.join("fred", "follower")
    fred.handshake()
    fred.send(wire.sync_step2(fred.doc.get_update()))  # carries all deletions, of which none is new
    room.settle()
    fred.hear()
    assert not fred.said("denied")
    assert fred.saved == 0


def test_an_editor_who_reconnects_to_a_locked_board_hears_that_what_it_holds_is_stored(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.add("one")
    room.settle()
    room.room.leave(ann.id)  # before it heard so
    room.room.lock(True)
    again = room.join("ann", doc=ann.doc)
    again.send(wire.sync_step2(ann.doc.get_update()))
    room.settle()
    again.hear()
    assert not again.said("denied")
    assert again.saved == 1


def test_a_follower_who_brings_edits_in_the_handshake_is_told(room: Gathering) -> None:
    fred = room.join("fred", "follower")
    fred.card("mine")
    fred.handshake()
    room.settle()
    fred.hear()
    assert [(m["n"], m["code"], m["reason"]) for m in fred.said("denied")] == [(1, 4403, "role")]
    assert not room.plain()["cards"]


def test_a_follower_who_only_deletes_is_told(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.add("one")
    room.settle()
    fred = room.synced("fred", "follower")
    del fred.cards["one"]
    fred.out.clear()
    fred.send(wire.sync_step2(fred.doc.get_update(ann.doc.get_state())))
    room.settle()
    fred.hear()
    assert len(fred.said("denied")) == 1
    assert "one" in room.plain()["cards"]


def test_locking_is_told_and_in_force_at_once(room: Gathering) -> None:
    ann, mod = room.synced("ann"), room.synced("mod", "moderator")
    room.room.lock(True)
    ann.add("one")
    mod.add("two")
    room.settle()
    ann.hear()
    assert set(room.plain()["cards"]) == {"two"}
    assert [m["reason"] for m in ann.said("denied")] == ["locked"]
    assert [m["code"] for m in ann.said("notice")] == ["locked"]


def test_who_comes_to_a_locked_board_is_told(room: Gathering) -> None:
    room.room.lock(True)
    ann = room.synced("ann")
    assert [m["code"] for m in ann.said("notice")] == ["locked"]


@pytest.mark.parametrize("ext", [False, True])
def test_what_a_lock_refused_is_asked_for_when_it_is_opened(room: Gathering, ext: bool) -> None:
    ann = room.synced("ann", ext=ext)
    room.room.lock(True)
    ann.add("one")
    room.settle()
    room.room.lock(False)
    room.flush()
    ann.hear()
    room.settle()
    assert set(room.plain()["cards"]) == {"one"}


def test_r8_another_role_is_told_and_in_force_at_once(room: Gathering) -> None:
    ann = room.synced("ann")
    regrant(room, "ann", "follower")
    ann.add("one")
    room.settle()
    ann.hear()
    assert [m["role"] for m in ann.said("role")] == ["follower"]
    assert not room.plain()["cards"]
    regrant(room, "ann", "participant")
    room.flush()
    ann.hear()
    room.settle()
    assert set(room.plain()["cards"]) == {"one"}


def test_all_devices_of_a_seat_change_their_role_together(room: Gathering) -> None:
    first, second, other = room.synced("ann"), room.synced("ann"), room.synced("bob")
    regrant(room, "ann", "moderator")
    room.flush()
    for guest in (first, second, other):
        guest.hear()
    assert [m["role"] for m in first.said("role")] == [m["role"] for m in second.said("role")] == ["moderator"]
    assert not other.said("role")
    assert other.said("people")[-1]["people"][0]["devices"] == 2


def test_another_name_is_shown_to_all(room: Gathering) -> None:
    ann, bob = room.synced("ann"), room.synced("bob")
    ann.send(ann.presence_frame({"cursor": 1}))
    room.settle()
    regrant(room, "ann", "participant", "Änne")
    room.settle()
    bob.hear()
    assert bob.said("people")[-1]["people"][0]["name"] == "Änne"
    assert "Änne".encode() in bob.presence[-1] or b"\\u00c4nne" in bob.presence[-1]


def test_r12_the_server_says_who_somebody_is(room: Gathering) -> None:
    ann, bob = room.synced("ann"), room.synced("bob")
    ann.send(ann.presence_frame({"user": {"name": "Boss", "role": "moderator"}, "cursor": 1}))
    room.settle()
    bob.hear()
    assert b"Boss" not in bob.presence[-1]
    assert b"Ann" in bob.presence[-1]


def test_r12_followers_are_counted_and_their_presence_is_not_shown(room: Gathering) -> None:
    ann, fred = room.synced("ann"), room.synced("fred", "follower")
    ann.hear()
    ann.presence.clear()
    fred.send(fred.presence_frame({"cursor": 1}))
    room.settle()
    ann.hear()
    assert not ann.presence
    assert ann.said("people")[-1]["followers"] == 1
    assert [p["seat"] for p in ann.said("people")[-1]["people"]] == ["ann"]


def test_r12_who_becomes_a_follower_is_seen_no_more(room: Gathering) -> None:
    ann, bob = room.synced("ann"), room.synced("bob")
    bob.send(bob.presence_frame({"cursor": 1}))
    room.settle()
    regrant(room, "bob", "follower")
    room.settle()
    ann.hear()
    assert ann.presence[-1].endswith(b"\x04null")


def test_leaving_is_shown_at_once_and_only_once_the_last_device_is_gone(room: Gathering) -> None:
    ann, bob = room.synced("ann"), room.synced("bob")
    bob.send(bob.presence_frame({"cursor": 1}))
    room.settle()
    ann.hear()
    bob.leave()
    room.flush()
    ann.hear()
    assert ann.presence[-1].endswith(b"\x04null")
    assert [p["seat"] for p in ann.said("people")[-1]["people"]] == ["ann"]


def test_r7_inserts_under_anothers_id_are_refused(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.add("one")
    room.settle()
    thief = Guest(room, room.join("eve").id, ann.standing, Doc(client_id=ann.doc.client_id))
    thief.handshake()
    thief.add("two")
    room.settle()
    thief.hear()
    assert set(room.plain()["cards"]) == {"one"}
    assert [(m["code"], m["reason"]) for m in thief.said("denied")] == [(4403, "client-id")]
    ann.add("three")
    room.settle()
    assert set(room.plain()["cards"]) == {"one", "three"}


def test_r7_what_is_known_already_may_come_from_anybody(room: Gathering) -> None:
    ann, bob = room.synced("ann"), room.synced("bob")
    ann.add("one")
    room.settle()
    bob.hear()
    bob.send(wire.update(bob.doc.get_update()))
    room.settle()
    bob.hear()
    assert bob.saved == bob.sent
    assert not bob.said("denied")


def test_r7_an_id_belongs_to_its_seat_also_after_the_room_was_loaded_anew(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.add("one")
    room.settle()
    assert room.loaded().holders.seats[ann.doc.client_id] == "ann"


def test_r7_nobody_may_write_ahead_under_the_id_of_one_who_is_away(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.add("one")
    room.settle()
    ann.leave()
    eve = Guest(room, room.join("eve").id, ann.standing, Doc(client_id=ann.doc.client_id))
    eve.hear()
    eve.add("two")
    room.settle()
    assert set(room.plain()["cards"]) == {"one"}


def test_r7_an_offline_tab_may_return_under_another_seat_of_the_same_person(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.add("one")
    room.settle()
    ann.hear()
    ann.leave()
    ann.card("offline")
    ann.out.clear()
    again = room.join("ann-anew", doc=ann.doc)
    again.handshake()
    room.settle()
    assert set(room.plain()["cards"]) == {"one", "offline"}


def test_r7_after_a_store_was_set_back_all_bring_back_what_all_had_written(room: Gathering) -> None:
    ann, bob = room.synced("ann"), room.synced("bob")
    ann.add("early-a")
    bob.add("early-b")
    room.settle()
    backup = len(room.log)
    ann.add("late-a")
    bob.add("late-b")
    room.settle()
    ann.hear()
    bob.hear()
    room.log = room.log[:backup]
    room.room = Room(room.loaded(), limits=room.limits, pace=room.pace)
    back = [room.join("ann", doc=ann.doc), room.join("bob", doc=bob.doc)]
    for guest in back:
        guest.send(wire.sync_step1(guest.doc.get_state()))
    for guest in back:
        guest.hear()
    room.settle()
    for guest in back:
        guest.hear()
        assert guest.saved == guest.sent
        assert not guest.said("denied")
    assert set(room.plain()["cards"]) == {"early-a", "early-b", "late-a", "late-b"}


def test_r7_nobody_may_say_more_for_somebody_than_that_one_says_to_have_written(room: Gathering) -> None:
    ann = room.synced("ann")
    ann.add("one")
    room.settle()
    forged: Doc[Any] = Doc(client_id=ann.doc.client_id)
    forged.apply_update(ann.doc.get_update())
    forger = Guest(room, room.join("eve").id, ann.standing, forged)
    forger.hear()
    forger.card("two")
    forger.handshake()
    forger.send(wire.sync_step2(forged.get_update()))
    room.settle()
    assert set(room.plain()["cards"]) == {"one"}


def test_f43_a_second_tab_with_the_same_id_that_says_something_else_is_refused(room: Gathering) -> None:
    first, second = room.synced("ann"), room.synced("ann")
    twin: Doc[Any] = Doc(client_id=first.doc.client_id)
    impostor = Guest(room, second.id, second.standing, twin)
    impostor.hear()
    first.add("one")
    impostor.card("two")
    impostor.send_all()
    room.settle()
    impostor.hear()
    assert impostor.closed == 4409
    assert set(room.plain()["cards"]) == {"one"}
    first.add("three")
    room.settle()
    assert set(room.plain()["cards"]) == {"one", "three"}


def test_f43_a_fork_that_came_in_a_whole_sync_is_no_reason_to_call_lost_work_saved(room: Gathering) -> None:
    first = room.synced("ann")
    first.add("common")
    room.settle()
    first.hear()
    twin: Doc[Any] = Doc(client_id=first.doc.client_id)  # a machine that was set back to this moment
    twin.apply_update(first.doc.get_update())
    second = room.join("ann", doc=twin)
    second.card("theirs")
    second.send(second.presence_frame({}))
    second.handshake()
    first.add("mine")
    room.settle()
    first.hear()
    assert first.closed == 4409
    assert first.saved == 2
    assert set(room.plain()["cards"]) == {"common", "theirs"}


def test_a_tab_that_brings_what_the_tab_beside_it_wrote_takes_nothing_from_it(room: Gathering) -> None:
    """Tabs of one browser tell each other their changes without us."""
    ann, beside = room.synced("ann"), room.join("ann")
    frame = ann.card("one")
    beside.doc.apply_update(ann.doc.get_update())
    beside.send(beside.presence_frame({}))
    beside.handshake()
    ann.send(frame)
    ann.out.clear()
    ann.add("two")
    room.settle()
    ann.hear()
    assert ann.closed is None
    assert ann.saved == ann.sent
    assert set(room.plain()["cards"]) == {"one", "two"}


def test_f38_who_reconnects_before_the_old_socket_is_gone_goes_on_under_the_same_id(room: Gathering) -> None:
    old = room.synced("ann")
    old.add("one")
    room.settle()
    old.hear()
    new = room.join("ann", doc=old.doc)
    new.handshake()
    new.add("two")
    room.settle()
    old.leave()  # the late close of the dead socket
    new.add("three")
    room.settle()
    new.hear()
    assert new.closed is None
    assert new.saved == new.sent
    assert set(room.plain()["cards"]) == {"one", "two", "three"}


def test_people_are_sent_away_with_the_reason_and_what_is_due_to_them(room: Gathering) -> None:
    ann, bob = room.synced("ann"), room.synced("bob")
    ann.add("one")
    room.store()
    room.run(room.room.dismiss(room.room.members.of_seat("ann"), 4410, "removed"))
    ann.hear()
    assert ann.saved == ann.sent
    assert ann.closed == 4410
    assert bob.closed is None
    room.run(room.room.dismiss(room.room.members.of_token("token of bob"), 4401, "revoked"))
    assert bob.closed == 4401
    assert not len(room.room.members)
