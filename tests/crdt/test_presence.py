import base64
import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from crdt.awareness import MAX_STATE, Entry, decode, encode
from crdt.errors import Malformed, TooLarge
from crdt.presence import INTERVAL, MEMORY, SILENCE, Presence, User
from crdt.varint import Reader

ROOT = Path(__file__).parents[2]
ANNA = {"seat": "anna", "name": "Anna", "color": "#111111", "role": "participant"}
BEN = {"seat": "ben", "name": "Bén 😀", "color": "#222222", "role": "moderator"}
PHONE, DESK, OTHER = 1, 2, 3  # connections: two of Anna's and one of Ben's


def say(client: int, clock: int, **state: Any) -> bytes:
    return encode([Entry(client, clock, json.dumps(state))])


def gone(client: int, clock: int) -> bytes:
    return encode([Entry(client, clock, None)])


class Room:
    """A presence, and a clock turned by hand."""

    def __init__(self) -> None:
        self.presence = Presence()
        self.now = 100.0

    def hear(self, member: int, payload: bytes, user: User | None = ANNA, later: float = 1.0) -> tuple[int, ...]:
        self.now += later
        return self.presence.receive(member, payload, user, self.now)

    def here(self) -> dict[int, Any]:
        entries = decode(self.presence.encode_all())
        return {entry.client: json.loads(entry.state or "null") for entry in entries}

    def told(self, client: int) -> Entry:
        (entry,) = decode(self.presence.encode([client]))
        return entry


@pytest.fixture
def room() -> Room:
    return Room()


# Who may say what


def test_r12_name_colour_and_role_are_the_servers(room: Room) -> None:
    assert room.hear(PHONE, say(7, 1, user={"name": "Moderator", "seat": "ben"}, cursor=None)) == (7,)
    assert room.here() == {7: {"user": ANNA, "cursor": None}}


def test_r12_the_states_of_followers_are_not_taken(room: Room) -> None:
    assert room.hear(PHONE, say(7, 1), user=None) == ()
    assert room.here() == {}


def test_f33_a_connection_speaks_for_the_id_that_it_used_first_and_no_other(room: Room) -> None:
    room.hear(OTHER, say(8, 1), BEN)
    room.hear(PHONE, say(7, 1))
    assert room.hear(PHONE, say(8, 9, cursor=1)) == ()
    assert room.hear(PHONE, gone(8, 9)) == ()
    assert room.hear(PHONE, say(9, 1)) == ()
    assert room.here() == {7: {"user": ANNA}, 8: {"user": BEN}}


def test_of_a_frame_with_the_states_of_others_only_the_own_is_taken(room: Room) -> None:
    room.hear(OTHER, say(8, 1), BEN)
    room.hear(PHONE, say(7, 1))
    echo = encode([Entry(8, 5, '{"cursor":"stolen"}'), Entry(7, 2, '{"cursor":1}')])
    assert room.hear(PHONE, echo) == (7,)
    assert room.here() == {7: {"user": ANNA, "cursor": 1}, 8: {"user": BEN}}


def test_an_id_belongs_to_the_seat_that_used_it_first_even_after_it_left(room: Room) -> None:
    room.hear(PHONE, say(7, 1))
    room.presence.leave(PHONE)
    assert room.hear(OTHER, say(7, 50), BEN) == ()
    assert room.hear(DESK, say(7, 1)) == (7,)


def test_a_new_grant_is_in_force_at_once(room: Room) -> None:
    room.hear(PHONE, say(7, 1, cursor=1))
    clock = room.told(7).clock
    assert room.presence.regrant(PHONE, ANNA | {"role": "moderator"}) == (7,)
    assert room.here()[7]["user"]["role"] == "moderator"
    assert room.told(7).clock > clock
    assert room.presence.regrant(PHONE, None) == (7,)
    assert room.here() == {}
    assert room.presence.regrant(OTHER, BEN) == ()


# Coming, going, coming back


def test_f32_leaving_is_told_as_leaving(room: Room) -> None:
    room.hear(PHONE, say(7, 4))
    assert room.hear(PHONE, gone(7, 5)) == (7,)
    assert room.told(7) == Entry(7, 5, None)
    assert room.presence.leave(PHONE) == ()


def test_f32_a_connection_that_breaks_off_leaves(room: Room) -> None:
    room.hear(PHONE, say(7, 4))
    assert room.presence.leave(PHONE) == (7,)
    assert room.told(7) == Entry(7, 4, None)
    assert room.presence.leave(PHONE) == ()


def test_f33_who_returns_with_the_clock_that_it_had_is_seen_at_once(room: Room) -> None:
    room.hear(PHONE, say(7, 4, cursor=1))
    room.presence.leave(PHONE)
    assert room.hear(DESK, say(7, 4, cursor=1)) == (7,)
    assert room.told(7).clock == 5


def test_f38_the_late_end_of_an_old_socket_takes_nothing_from_the_new_one(room: Room) -> None:
    room.hear(PHONE, say(7, 4))
    room.hear(DESK, say(7, 5))
    assert room.presence.leave(PHONE) == ()
    assert room.here() == {7: {"user": ANNA}}
    assert room.presence.leave(DESK) == (7,)


def test_a_first_clock_of_0_is_told_as_a_later_one(room: Room) -> None:
    """Stock clients overlook a first clock of 0."""
    assert room.hear(PHONE, say(7, 0)) == (7,)
    assert room.told(7).clock == 1


def test_no_leap_of_a_clock_silences_anybody(room: Room) -> None:
    room.hear(PHONE, say(7, 2**53 - 1, cursor=1))
    assert room.told(7).clock == 1
    assert room.hear(PHONE, say(7, 3, cursor=2)) == (7,)
    assert room.told(7).clock == 3


def test_who_is_silent_for_too_long_is_gone_by_our_clock(room: Room) -> None:
    room.hear(PHONE, say(7, 1))
    room.hear(OTHER, say(8, 1), BEN, later=20.0)
    room.now += SILENCE - 15
    assert room.presence.expire(room.now) == (7,)
    assert room.presence.expire(room.now) == ()
    assert room.here() == {8: {"user": BEN}}
    assert room.hear(PHONE, say(7, 2)) == (7,)


def test_the_same_said_again_is_a_sign_of_life_and_no_news(room: Room) -> None:
    room.hear(PHONE, say(7, 1))
    assert room.hear(PHONE, say(7, 1), later=SILENCE - 1) == ()
    assert room.presence.expire(room.now + SILENCE - 1) == ()
    assert room.hear(PHONE, say(7, 2)) == (7,)


def test_f34_a_newcomer_is_told_of_all_who_are_here_and_of_nobody_else(room: Room) -> None:
    room.hear(PHONE, say(7, 1))
    room.hear(OTHER, say(8, 1), BEN)
    room.presence.leave(OTHER)
    assert [entry.client for entry in decode(room.presence.encode_all())] == [7]


# How often, how much


def test_r12_only_the_newest_of_many_states_is_told_and_20_a_second(room: Room) -> None:
    assert room.hear(PHONE, say(7, 1, x=0)) == (7,)
    for step in range(1, 5):
        assert room.hear(PHONE, say(7, 1 + step, x=step), later=INTERVAL / 10) == ()
    assert room.here()[7]["x"] == 0
    due = room.presence.due()
    assert due is not None
    assert room.presence.release(due - INTERVAL / 10) == ()
    assert room.presence.release(due) == (7,)
    assert room.told(7).clock == 5
    assert room.here()[7]["x"] == 4
    assert room.presence.due() is None


def test_what_is_held_back_is_forgotten_when_its_client_leaves(room: Room) -> None:
    room.hear(PHONE, say(7, 1))
    room.hear(PHONE, say(7, 2, x=1), later=0)
    assert room.presence.leave(PHONE) == (7,)
    assert room.presence.due() is None


def test_a_new_grant_holds_for_what_is_held_back_too(room: Room) -> None:
    room.hear(PHONE, say(7, 1))
    room.hear(PHONE, say(7, 2, x=1), later=0)
    room.presence.regrant(PHONE, ANNA | {"name": "Anne"})
    room.presence.release(room.now + 1)
    assert room.here() == {7: {"user": ANNA | {"name": "Anne"}, "x": 1}}


@pytest.mark.parametrize(
    "state",
    ['{"x":1e999}', '{"x":NaN}', "[1]", "3", '"x"', "{", "[" * 2000, f'{{"x":"{"y" * MAX_STATE}"}}'],
)
def test_what_is_no_state_of_a_person_is_not_taken(room: Room, state: str) -> None:
    assert room.hear(PHONE, encode([Entry(7, 1, state)])) == ()
    assert room.here() == {}


def test_half_a_surrogate_pair_in_a_state_does_no_harm(room: Room) -> None:
    assert room.hear(PHONE, encode([Entry(7, 1, '{"x":"\\ud83d"}')])) == (7,)
    assert room.here()[7]["x"] == "\ud83d"


@pytest.mark.parametrize("payload", [b"", b"\x01", b"\x01\x07\x01", b"\x00\x00", b"\x01\x07\x01\x01\xff"])
def test_what_is_no_presence_is_malformed(room: Room, payload: bytes) -> None:
    with pytest.raises(Malformed):
        room.hear(PHONE, payload)


def test_f14_f18_a_payload_is_bounded_in_time_and_size(room: Room) -> None:
    started = time.process_time()
    with pytest.raises(Malformed):
        room.hear(PHONE, b"\x01" + b"\xff" * 100_000)
    with pytest.raises(TooLarge):
        room.hear(PHONE, b"\x00" * (1 << 19))
    assert time.process_time() - started < 0.05


def test_ids_of_the_departed_are_forgotten_in_time() -> None:
    presence = Presence()
    for client in range(MEMORY + 10):
        presence.receive(client, say(client, 1), ANNA, 0.0)
        presence.leave(client)
    told = Reader(presence.encode(range(MEMORY + 10)))
    assert told.integer() == MEMORY


# Beside a stock client


@pytest.mark.skipif(
    shutil.which("node") is None or not (ROOT / "node_modules" / "y-protocols").exists(),
    reason="needs Node and its packages: npm ci",
)
def test_a_stock_client_sees_who_comes_goes_and_comes_back(room: Room) -> None:
    payloads = []
    room.hear(PHONE, say(7, 0, x=1))
    payloads.append(room.presence.encode_all())
    room.presence.leave(PHONE)
    payloads.append(room.presence.encode([7]))
    room.hear(DESK, say(7, 0, x=2))
    payloads.append(room.presence.encode([7]))
    room.hear(DESK, gone(7, 1))
    payloads.append(room.presence.encode([7]))
    seen = stock_client(8, payloads)
    assert [state.get("7", {}).get("x") for state in seen] == [1, None, 2, None]
    assert all(state["8"] == {"me": True} for state in seen)


def stock_client(client: int, payloads: list[bytes]) -> list[dict[str, Any]]:
    lines = "".join(base64.b64encode(payload).decode() + "\n" for payload in payloads)
    script = Path(__file__).with_name("awareness.mjs")
    result = subprocess.run(
        ["node", script, str(client)], input=lines, capture_output=True, text=True, check=True, timeout=30
    )
    return [json.loads(line) for line in result.stdout.splitlines()]


# What other processes tell


def there(client: int, clock: int, user: User = ANNA, **state: Any) -> bytes:
    return say(client, clock, **state, user=dict(user))


def test_r12_states_of_other_processes_are_shown_and_go_with_their_process(room: Room) -> None:
    assert room.presence.gathered("b", there(7, 3, at=1)).shown == (7,)
    assert room.presence.moved("b", there(7, 4, at=2)).shown == (7,)
    assert room.here() == {7: {"at": 2, "user": ANNA}}
    assert room.presence.gathered("b", None).shown == (7,)
    assert room.here() == {}


def test_r12_another_process_watches_over_the_silence_of_its_own(room: Room) -> None:
    room.presence.moved("b", there(7, 3))
    assert room.presence.expire(room.now + 10 * SILENCE) == ()
    assert room.presence.moved("b", gone(7, 3)).shown == (7,)


def test_f33_who_moves_to_us_is_not_removed_by_the_late_leave_of_the_process_before(room: Room) -> None:
    room.presence.moved("b", there(7, 3, at=1))
    assert room.hear(PHONE, say(7, 4, at=2)) == (7,)
    assert room.presence.moved("b", gone(7, 9)) == ((), ())
    assert room.presence.gathered("b", None) == ((), ())
    assert room.here() == {7: {"at": 2, "user": ANNA}}


def test_f33_who_moves_between_two_others_is_not_removed_by_the_late_leave_of_the_first(room: Room) -> None:
    room.presence.moved("b", there(7, 3, at=1))
    room.presence.moved("c", there(7, 4, at=2))
    clock = room.told(7).clock
    assert room.presence.moved("b", gone(7, 3)) == ((), ())
    assert room.here() == {7: {"at": 2, "user": ANNA}}
    assert room.told(7).clock == clock


def test_who_moves_away_from_us_is_left_to_the_other_process_and_our_late_leave_removes_nothing(room: Room) -> None:
    room.hear(PHONE, say(7, 3, at=1))
    assert room.presence.moved("b", there(7, 4, at=2)) == ((7,), (7,))
    assert room.presence.here([7]) == [Entry(7, 4, None)]
    assert room.presence.leave(PHONE) == ()
    assert room.here() == {7: {"at": 2, "user": ANNA}}
    assert decode(room.presence.encode_all_here()) == []


def test_what_is_heard_late_of_who_moved_to_us_is_not_shown(room: Room) -> None:
    room.hear(PHONE, say(7, 5, at=2))
    assert room.presence.moved("b", there(7, 4, at=1)) == ((), ())
    assert room.here() == {7: {"at": 2, "user": ANNA}}


def test_what_another_process_still_says_is_shown_when_ours_leaves(room: Room) -> None:
    room.presence.moved("b", there(7, 4, at=1))
    room.hear(PHONE, say(7, 5, at=2))
    assert room.presence.leave(PHONE) == (7,)
    assert room.here() == {7: {"at": 1, "user": ANNA}}


def test_our_clocks_only_grow_whatever_other_processes_count(room: Room) -> None:
    clocks = []
    for process, clock in (("b", 9), ("c", 2), ("b", 10), ("c", 11)):
        room.presence.moved(process, there(7, clock, at=clock))
        clocks.append(room.told(7).clock)
        room.presence.gathered("b", None)
    assert clocks == sorted(clocks)


def test_a_state_under_the_id_of_another_seat_is_not_shown(room: Room) -> None:
    room.hear(PHONE, say(7, 1))
    assert room.presence.moved("b", there(7, 9, BEN)) == ((), ())
    assert room.here() == {7: {"user": ANNA}}


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff",
        b"\x01\x07",
        say(7, 1),
        encode([Entry(7, 1, "[" * 4_000)]),
        encode([Entry(7, 1, '{"user":{"seat":3}}')]),
    ],
)
def test_bytes_that_no_process_of_ours_tells_change_nothing(room: Room, payload: bytes) -> None:
    assert room.presence.moved("b", payload) == ((), ())
    assert room.presence.gathered("b", payload) == ((), ())
    assert room.here() == {}


def test_a_gathering_that_is_told_again_takes_no_newer_state_back(room: Room) -> None:
    room.presence.moved("b", there(7, 4, at=2))
    assert room.presence.gathered("b", there(7, 3, at=1)) == ((), ())
    assert room.here() == {7: {"at": 2, "user": ANNA}}
