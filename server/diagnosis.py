"""What the doctor finds: one sentence about one thing, and what to do if it is not well."""

from dataclasses import dataclass
from functools import partial
from typing import Literal


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A finding about one part of a deployment."""

    state: Literal["ok", "warning", "problem"]
    of: str
    text: str


ok = partial(Diagnosis, "ok")
warning = partial(Diagnosis, "warning")
problem = partial(Diagnosis, "problem")


def graded(of: str, text: str, value: float, most: float, too_much: float, advice: str) -> Diagnosis:
    """Well up to `most`, a warning beyond it, and a problem beyond `too_much`; then the advice is given."""
    if value <= most:
        return ok(of, text)
    return (warning if value <= too_much else problem)(of, f"{text}: {advice}")
