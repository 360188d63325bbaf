"""The members of a room: admitted connections, each with its grant, its cursors and its budgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, NewType

from crdt.elsewhere import Elsewhere, Person
from crdt.limits import Budget, Limits

MemberId = NewType("MemberId", int)
Role = Literal["moderator", "participant", "follower"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose connection it is, and what it may do at this moment (R8)."""

    seat: str
    name: str
    role: Role
    color: str
    token_id: str

    def may_edit(self, locked: bool) -> bool:
        """Whether updates of this standing are taken."""
        return self.role == "moderator" or (self.role == "participant" and not locked)


@dataclass(slots=True)
class Member:
    """One admitted connection."""

    id: MemberId
    standing: Standing
    extended: bool  # speaks message 110
    cursor: int  # position up to which it was written to (R11)
    updates: Budget
    frames: Budget
    last_sent: float
    since: bytes = b"\x00"  # its state vector when it last got a whole diff
    presence_cursor: int = 0
    people_cursor: int = 0
    writable: bool = True
    sync_frames: int = 0  # n of `saved` and `denied`
    stored: int = 0
    stored_told: int = 0
    first_sync: bool = True
    refused: bool = False  # it holds edits that we did not take
    gaps: int = 0
    doubts: int = 0  # times in a row that it seemed to know more than we
    asks: bool = False  # it sent a sync step 1 that could not be answered yet
    dismissed: bool = False  # it was sent away for good
    notes: list[bytes] = field(default_factory=list)  # frames for it alone

    @property
    def user(self) -> dict[str, str] | None:
        """Who it is in presence; followers have none (R12)."""
        s = self.standing
        return None if self.follows else {"seat": s.seat, "name": s.name, "color": s.color, "role": s.role}

    @property
    def follows(self) -> bool:
        """Whether it is written to at the pace of followers."""
        return self.standing.role == "follower"


class Members:
    """Who is connected now, and whether the board is locked; everything else about them is derived."""

    def __init__(self) -> None:
        self.elsewhere = Elsewhere()
        self.locked = False
        self._members: dict[MemberId, Member] = {}
        self._departed: dict[MemberId, Member] = {}  # gone, while edits of theirs may be on their way
        self._paced: dict[bool, list[Member]] | None = None  # by `Member.follows`; None: to be made anew

    def __iter__(self) -> Iterator[Member]:
        return iter(self._members.values())

    def __len__(self) -> int:
        return len(self._members)

    def get(self, id: MemberId) -> Member | None:
        """The member, unless it left."""
        return self._members.get(id)

    def known(self, id: MemberId) -> Member | None:
        """The member, even if it left, as long as edits of it may be on their way."""
        return self._members.get(id) or self._departed.get(id)

    def add(self, member: Member) -> None:
        """Takes a member in."""
        self._members[member.id] = member
        self._paced = None

    def remove(self, id: MemberId, remember: bool = False) -> Member | None:
        """Lets a member go; None if it is gone already."""
        member = self._members.pop(id, None)
        self._paced = None
        if member is not None and remember:
            self._departed[id] = member
        return member

    def regrant(self, member: Member, standing: Standing) -> None:
        """A member has another standing."""
        member.standing = standing
        self._paced = None

    def paced(self, follows: bool) -> list[Member]:
        """Who is written to at one pace; asked for at every tick, so that a tick of few does not look at all."""
        if self._paced is None:
            self._paced = {pace: [member for member in self if member.follows is pace] for pace in (False, True)}
        return self._paced[follows]

    def forget_departed(self, but: Iterable[MemberId | None]) -> None:
        """Nothing is on its way any more of those who left, but of these."""
        if self._departed:
            kept = set(but)
            self._departed = {id: member for id, member in self._departed.items() if id in kept}

    def of_seat(self, seat: str) -> list[Member]:
        """All connections of a seat, with those that left while edits of theirs may be on their way."""
        return [member for member in self._all() if member.standing.seat == seat]

    def of_token(self, token_id: str) -> list[Member]:
        """All connections that a token opened, with those that left while edits of theirs may be on their way."""
        return [member for member in self._all() if member.standing.token_id == token_id]

    def may_edit(self, member: Member) -> bool:
        """Whether updates of this member are taken at this moment (R8)."""
        return member.standing.may_edit(self.locked) and not member.dismissed

    def holds_seat(self, seat: str) -> bool:
        """Whether somebody sits on this seat now, in any process."""
        return any(member.standing.seat == seat for member in self) or self.elsewhere.holds_seat(seat)

    def online(self) -> dict[str, int]:
        """How many devices each seat is here with, in all processes."""
        return self.elsewhere.with_devices(self.online_here())

    def online_here(self) -> dict[str, int]:
        """How many devices each seat is in this process with."""
        devices: dict[str, int] = {}
        for member in self:
            devices[member.standing.seat] = devices.get(member.standing.seat, 0) + 1
        return devices

    @property
    def followers_here(self) -> int:
        """How many connections in this process only follow."""
        return sum(member.follows for member in self)

    def people_here(self) -> dict[str, Person]:
        """Who is in this process, by seat: followers are counted, not listed (R12)."""
        devices = self.online_here()
        seats = {m.standing.seat: m.standing for m in self if not m.follows}
        return {
            seat: {"seat": seat, "name": s.name, "role": s.role, "color": s.color, "devices": devices[seat]}
            for seat, s in seats.items()
        }

    def people(self) -> dict[str, object]:
        """The message that tells who is here, in all processes."""
        people = self.elsewhere.with_people(self.people_here(), self.online_here())
        followers = self.followers_here + self.elsewhere.followers
        return {"type": "people", "people": people, "followers": followers}

    def _all(self) -> Iterable[Member]:
        return (*self._members.values(), *self._departed.values())


def new_member(id: MemberId, standing: Standing, extended: bool, head: int, limits: Limits, now: float) -> Member:
    """A member that has just come in."""
    return Member(
        id=id,
        standing=standing,
        extended=extended,
        cursor=head,
        updates=Budget(limits.updates_per_second, limits.updates_burst, now),
        frames=Budget(limits.frames_per_second, limits.frames_burst, now),
        last_sent=now,
    )


def regranted(standing: Standing, change: Standing) -> Standing:
    """The standing after its seat got another grant; the connection keeps the token it came with."""
    return replace(change, token_id=standing.token_id)
