"""What a core refuses, as one small tree; the close code of each is told in `CLOSE_CODES` and nowhere else.

CoreError
├── Refusal            this frame is kept out; nothing changed
│   ├── Malformed      4400  not what Yjs writes
│   ├── Foreign        4409  stems from another board, or from an erased one (R10)
│   ├── TooLarge       4413  beyond a limit (R18)
│   ├── SchemaBroken   4422  well written, but not what a board may hold
│   ├── Gap            none  something before it is missing: answered with a sync step 1 (R6)
│   └── Refused        4400  pycrdt would not decode it; the document is untouched (R9)
├── Tainted            1011  pycrdt failed half way: the room is rebuilt from the log (R9)
└── Unfaithful         none  a compacted state did not come back as it was: keep the old one (R14)
"""

from __future__ import annotations


class CoreError(Exception):
    """Anything that a core refuses or cannot do."""


class Refusal(CoreError):
    """One frame is kept out, and nothing has changed."""


class Malformed(Refusal):
    """The bytes are not what a well-behaved client writes."""


class TooLarge(Refusal):
    """The frame goes beyond a limit."""

    def __init__(self, what: str, limit: int) -> None:
        self.what, self.limit = what, limit
        super().__init__(f"more than {limit} {what}")


class SchemaBroken(Refusal):
    """The update is well written but holds what no board may hold."""


class Foreign(Refusal):
    """The history is not this board's: merging it would duplicate content (R10)."""

    def __init__(self, client: int) -> None:
        self.client = client
        super().__init__(f"history of another board (client {client})")


class Gap(Refusal):
    """The update depends on a change that is not here (R6)."""

    def __init__(self, client: int, clock: int) -> None:
        self.client, self.clock = client, clock
        super().__init__(f"change {clock} of client {client} is missing")


class Refused(Refusal):
    """pycrdt did not decode the bytes; the document is as it was (R9)."""


class Tainted(CoreError):
    """pycrdt failed while it changed the document, which can no longer be trusted (R9)."""


class Unfaithful(CoreError):
    """A compacted state differs from the document it was made of (R14)."""


CLOSE_CODES: dict[type[CoreError], int] = {
    Malformed: 4400,
    Refused: 4400,
    Foreign: 4409,
    TooLarge: 4413,
    SchemaBroken: 4422,
    Tainted: 1011,
}
