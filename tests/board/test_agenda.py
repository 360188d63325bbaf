"""The workshop's twelve steps."""

import pytest

from board.agenda import LAST, STEPS
from tests.board.samples import MESSAGES


def test_there_are_an_opening_and_twelve_steps() -> None:
    assert LAST == 12
    assert len(set(STEPS)) == 13


@pytest.mark.parametrize("step", STEPS)
def test_every_step_has_a_name_and_a_sentence_in_both_languages(step: str) -> None:
    for language in ("de", "en"):
        speech = MESSAGES.speak("de" if language == "de" else "en")
        for key in (f"agenda.{step}", f"agenda.{step}.sentence"):
            assert speech(key) != key
