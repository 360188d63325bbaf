"""Budgets and what `hello` tells of the limits (R18)."""

from crdt.limits import Budget, Limits


def test_a_budget_allows_a_burst_and_then_the_rate() -> None:
    budget = Budget(10, 5, 0.0)
    assert [budget.spend(0.0) for _ in range(6)] == [True] * 5 + [False]
    assert budget.spend(0.1)
    assert not budget.spend(0.1)
    assert [budget.spend(100.0) for _ in range(6)] == [True] * 5 + [False]


def test_what_costs_more_than_is_left_takes_nothing() -> None:
    budget = Budget(1, 5, 0.0)
    assert not budget.spend(0.0, 6)
    assert budget.spend(0.0, 5)


def test_hello_tells_limits_as_whole_numbers() -> None:
    assert all(isinstance(value, int) and value > 0 for value in Limits().told().values())
