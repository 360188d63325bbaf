"""The ring of recent entries (R11)."""

from crdt.ring import MERGED, MOST_BYTES, MOST_ENTRIES, Recent, Ring, merged
from tests.crdt.gathering import Gathering, plain


def filled(count: int, size: int = 1) -> Ring:
    ring = Ring(10)
    for n in range(count):
        ring.push(Recent(11 + n, b"x" * size, None))
    return ring


def test_everything_after_a_cursor_is_given_in_order() -> None:
    ring = filled(5)
    assert [entry.position for entry in ring.since(12)] == [13, 14, 15]
    assert ring.since(15) == []
    assert ring.head == 15


def test_a_marker_moves_the_head_and_takes_no_room() -> None:
    ring = filled(1)
    ring.push(Recent(12, b"", None))
    assert ring.head == 12
    assert [entry.position for entry in ring.since(10)] == [11]


def test_the_ring_is_bounded_and_says_what_it_no_longer_has() -> None:
    ring = filled(MOST_ENTRIES + 3)
    assert len(ring.since(0)) == MOST_ENTRIES
    assert ring.holds(13)
    assert not ring.holds(12)
    heavy = filled(4, MOST_BYTES // 2)
    assert len(heavy.since(0)) == 2


def test_merged_updates_say_the_same_in_fewer_bytes() -> None:
    room = Gathering()
    ann = room.synced("ann")
    for n in range(MERGED + 10):
        ann.add(f"c{n}", "Zoë 😀")
    room.settle()
    updates = [data for _, seat, data in room.log if seat == "ann"]
    frames = merged(updates)
    assert len(frames) == 2
    assert sum(map(len, frames)) < sum(map(len, updates))
    bob = room.synced("bob")
    for frame in frames:
        bob.doc.apply_update(frame)
    assert plain(bob.doc) == room.plain()["cards"]


def test_what_pycrdt_will_not_merge_is_sent_as_it_is() -> None:
    assert merged([b"\xff", b"\xfe"]) == [b"\xff", b"\xfe"]
    assert merged([b"\xff"]) == [b"\xff"]
