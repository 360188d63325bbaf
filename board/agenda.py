"""The workshop's course: the opening and the twelve steps of method.md."""

STEPS: tuple[str, ...] = (
    "opening",
    "persona",
    "stages",
    "activities",
    "sorting",
    "storyboard",
    "touchpoints",
    "feelings",
    "discussion",
    "ideas",
    "rating",
    "smileys",
    "curve",
)
"""The names of steps 0 to 12; the messages `agenda.NAME` and `agenda.NAME.sentence` say them to people."""
LAST = len(STEPS) - 1


def title_key(step: int) -> str:
    """The message with the step's name."""
    return f"agenda.{STEPS[step]}"
