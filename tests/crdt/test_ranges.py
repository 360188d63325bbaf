from hypothesis import given
from hypothesis import strategies as st

from crdt.ranges import Ranges

RUNS = st.lists(st.tuples(st.integers(1, 2), st.integers(0, 30), st.integers(1, 6)), max_size=20)


@given(RUNS, st.integers(0, 40), st.integers(1, 8))
def test_runs_cover_what_was_put_in_and_nothing_else(runs: list[tuple[int, int, int]], clock: int, length: int) -> None:
    ranges = Ranges()
    for run in runs:
        ranges.add(*run)
    covered = {at for client, start, size in runs if client == 1 for at in range(start, start + size)}
    assert ranges.covers(1, clock, length) == all(at in covered for at in range(clock, clock + length))


@given(RUNS, RUNS)
def test_to_absorb_is_to_put_in_one_by_one(some: list[tuple[int, int, int]], more: list[tuple[int, int, int]]) -> None:
    one, other, both = Ranges(), Ranges(), Ranges()
    for run in some:
        one.add(*run)
        both.add(*run)
    for run in more:
        other.add(*run)
        both.add(*run)
    one.absorb(other)
    for client in (1, 2):
        assert [one.covers(client, at) for at in range(40)] == [both.covers(client, at) for at in range(40)]
