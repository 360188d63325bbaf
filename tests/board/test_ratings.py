"""Whose rating counts."""

from typing import Any

from board.ratings import rating

ACTIVITY: dict[str, Any] = {"ratings": {"-": {"outside": 3}, "ann": {"outside": 7}, "ben": {"inside": 2}}}


def test_with_one_persona_the_rating_without_a_name_counts() -> None:
    assert rating(ACTIVITY, ["ann"], "ann", "outside") == 3


def test_with_several_the_named_one_counts_and_the_nameless_is_the_first_personas() -> None:
    assert rating(ACTIVITY, ["ann", "ben"], "ann", "outside") == 7
    assert rating({"ratings": {"-": {"outside": 3}}}, ["ann", "ben"], "ann", "outside") == 3
    assert rating(ACTIVITY, ["ann", "ben"], "ben", "outside") is None


def test_without_any_persona_the_nameless_rating_counts() -> None:
    assert rating(ACTIVITY, [], "-", "outside") == 3
