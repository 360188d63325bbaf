"""Who is at a board in other processes, as far as they told us (R12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Person = Mapping[str, object]  # seat, name, role, color and devices, as the message `people` has them


@dataclass(frozen=True, slots=True)
class Gathering:
    """Who is at a board in one process: people, followers, the devices of every seat, and all presence states."""

    people: tuple[Person, ...] = ()
    followers: int = 0
    online: Mapping[str, int] = field(default_factory=dict)
    presence: bytes = b"\x00"  # an awareness update

    @property
    def empty(self) -> bool:
        """Whether nobody is here."""
        return not self.online
