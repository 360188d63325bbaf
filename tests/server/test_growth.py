"""When a log is worth a checkpoint (F19)."""

from server.growth import BYTES_PER_ENTRY, MOST_ENTRIES, Growth
from server.update_log import START, Checkpoint, Position, Stored


def grown(state: int, entries: int, size: int) -> Growth:
    """A log whose last checkpoint has so many bytes, and so many entries of one size behind it."""
    growth = Growth()
    checkpoint = Checkpoint(Position(1), bytes(state), {}, frozenset())
    growth.measure(Stored(checkpoint, (), START))
    growth.add([size] * entries)
    return growth


def test_a_small_board_gets_one_after_so_many_entries_or_bytes() -> None:
    assert not grown(1_000, 99, 10).is_long(100, 10_000)
    assert grown(1_000, 100, 10).is_long(100, 10_000)
    assert grown(1_000, 50, 300).is_long(100, 10_000)


def test_f19_a_large_board_gets_one_later_so_that_an_edit_costs_the_same() -> None:
    state = 1_000 * BYTES_PER_ENTRY
    assert not grown(state, 999, 10).is_long(100, 10_000)
    assert grown(state, 1_000, 10).is_long(100, 10_000)
    assert grown(state, 500, 2 * state // 500 + 1).is_long(100, 10_000)


def test_the_log_of_the_largest_board_can_be_read_in_one_go() -> None:
    assert grown(32 * 1024 * 1024, MOST_ENTRIES, 10).is_long(100, 10_000)
