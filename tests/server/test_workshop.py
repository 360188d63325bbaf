"""The workshop as a machine: a timer that survives anything but a stop."""

from datetime import UTC, datetime, timedelta

import pytest

from server.problems import Problem
from server.workshop import Off, Paused, Running, Workshop, act

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_started_timer_says_when_it_ends_and_what_is_left() -> None:
    message = Workshop().start(NOON, 300).message(later(100))
    assert message["timer"] == {"state": "running", "ends": "2026-05-04T12:05:00.000Z", "left": 200.0, "length": 300}
    assert message["now"] == "2026-05-04T12:01:40.000Z"


def test_a_timer_that_has_run_out_has_nothing_left_and_stays_running() -> None:
    timer = Workshop().start(NOON, 60).message(later(61))["timer"]
    assert (timer["state"], timer["left"]) == ("running", 0.0)


def test_a_paused_timer_goes_on_with_what_was_left() -> None:
    paused = Workshop().start(NOON, 60).pause(later(20))
    assert paused.timer == Paused(60, 40.0)
    assert paused.resume(later(1000)).timer == Running(60, later(1040))


def test_pausing_twice_and_resuming_what_runs_change_nothing() -> None:
    running = Workshop().start(NOON, 60)
    assert running.resume(later(5)) == running
    paused = running.pause(later(5))
    assert paused.pause(later(9)) == paused


def test_a_stopped_timer_starts_again_with_its_length() -> None:
    stopped = Workshop().start(NOON, 90).stop()
    assert stopped.timer == Off(90)
    assert act(stopped, NOON, "start", None).timer == Running(90, later(90))


def test_a_first_start_needs_a_length() -> None:
    with pytest.raises(Problem, match="422"):
        act(Workshop(), NOON, "start", None)
