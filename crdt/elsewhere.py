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


NOBODY = Gathering()


class Elsewhere:
    """The gatherings of all other processes."""

    def __init__(self) -> None:
        self._gatherings: dict[str, Gathering] = {}

    def replace(self, process: str, gathering: Gathering | None) -> bool:
        """Puts a gathering in the place of what the process told before; whether other people are here now."""
        before = self._gatherings.pop(process, NOBODY)
        if gathering is None:
            return not before.empty
        self._gatherings[process] = gathering  # the newest stands last
        told = before.people, before.followers, before.online
        return told != (gathering.people, gathering.followers, gathering.online)

    def holds_seat(self, seat: str) -> bool:
        """Whether somebody sits on this seat in another process."""
        return any(gathering.online.get(seat) for gathering in self._gatherings.values())

    @property
    def followers(self) -> int:
        """How many follow in other processes."""
        return sum(gathering.followers for gathering in self._gatherings.values())

    def with_devices(self, here: Mapping[str, int]) -> dict[str, int]:
        """The devices of every seat in all processes."""
        devices = dict(here)
        for gathering in self._gatherings.values():
            for seat, count in gathering.online.items():
                devices[seat] = devices.get(seat, 0) + count
        return devices

    def with_people(self, here: Mapping[str, Person], devices: Mapping[str, int]) -> list[Person]:
        """The people of all processes; of who is in several, what this one says, or the newest."""
        everybody = dict(here)
        for gathering in reversed(self._gatherings.values()):
            for person in gathering.people:
                everybody.setdefault(str(person.get("seat")), person)
        online = self.with_devices(devices)
        return [{**person, "devices": online.get(seat, 1)} for seat, person in everybody.items()]
