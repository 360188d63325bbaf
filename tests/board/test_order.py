"""Fractional indexes, key for key those of the npm package."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.order import OrderError, between, is_order, spread

# From the npm package `fractional-indexing`, for equal inputs.
KNOWN = [
    (None, None, "a0"),
    (None, "a0", "Zz"),
    ("a0", None, "a1"),
    ("a0", "a1", "a0V"),
    ("a0V", "a1", "a0l"),
    ("Zz", "a0", "ZzV"),
    ("a1", "a2", "a1V"),
    ("a0", "a2", "a1"),
    ("a0", "a0V", "a0G"),
    ("a0G", "a0V", "a0O"),
    ("az", None, "b00"),
    ("bzz", None, "c000"),
    (None, "b00", "az"),
    (None, "Y00", "Xzzz"),
    ("zzzzzzzzzzzzzzzzzzzzzzzzzzz", None, "zzzzzzzzzzzzzzzzzzzzzzzzzzzV"),
    (None, "A000000000000000000000000001", "A000000000000000000000000000V"),
]


@pytest.mark.parametrize(("low", "high", "expected"), KNOWN)
def test_a_key_is_the_one_that_the_browser_would_make(low: str | None, high: str | None, expected: str) -> None:
    assert between(low, high) == expected


@given(st.lists(st.tuples(st.integers(0, 50), st.lists(st.booleans(), max_size=6)), max_size=60))
def test_inserting_anywhere_keeps_the_list_sorted_and_its_keys_distinct(inserts: list[tuple[int, list[bool]]]) -> None:
    keys: list[str] = []
    for position, jitter in inserts:
        at = position % (len(keys) + 1)
        key = between(keys[at - 1] if at else None, keys[at] if at < len(keys) else None, jitter)
        keys.insert(at, key)
    assert keys == sorted(set(keys))
    assert all(map(is_order, keys))


@given(st.integers(0, 200))
def test_spread_keys_ascend_between_their_ends(count: int) -> None:
    keys = spread("a0", "a1", count)
    assert len(keys) == count
    assert ["a0", *keys, "a1"] == sorted({"a0", *keys, "a1"})


def test_two_people_with_other_jitter_get_other_keys() -> None:
    assert len({between("a0", "a1", [bool(n >> bit & 1) for bit in range(6)]) for n in range(64)}) == 64


@pytest.mark.parametrize("key", ["", "a", "a00", "a0-", "0", "A" + "0" * 26, "b0", "ä0"])
def test_what_is_no_order_is_refused(key: str) -> None:
    assert not is_order(key)
    with pytest.raises(OrderError):
        between(key, None)


def test_ends_that_do_not_ascend_are_refused() -> None:
    with pytest.raises(OrderError):
        between("a1", "a1")
