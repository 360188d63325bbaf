"""Who is at the board and where they look, here and in other processes (R12)."""

from __future__ import annotations

from collections.abc import Iterable

from crdt.effects import Effect
from crdt.elsewhere import Gathering
from crdt.fanout import Fanout
from crdt.members import Members
from crdt.presence import News, Presence
from crdt.tidings import Tidings


class Company:
    """Tells the members of each other, and the other processes of the members."""

    def __init__(self, members: Members, presence: Presence, fanout: Fanout, tidings: Tidings | None) -> None:
        self._members = members
        self._presence = presence
        self._fanout = fanout
        self._tidings = tidings  # None: there are no other processes

    # Here

    def changed(self) -> None:
        """Somebody came, went, or got another name, colour or role."""
        self._fanout.people_changed()
        if self._tidings is not None:
            self._tidings.gather()

    def moved(self, clients: Iterable[int]) -> None:
        """Presence states of our members changed."""
        moved = tuple(clients)
        if moved:
            self._fanout.presence_moved(moved)
            if self._tidings is not None:
                self._tidings.move(moved)

    def gathering(self) -> Gathering:
        """Who is here, in this process."""
        return Gathering(
            people=tuple(self._members.people_here().values()),
            followers=self._members.followers_here,
            online=self._members.online_here(),
            presence=self._presence.encode_all_here(),
        )

    def due(self) -> float | None:
        """When the other processes are to be told something next."""
        return self._tidings.due() if self._tidings is not None else None

    def flush(self, now: float) -> list[Effect]:
        """What the other processes are to be told now."""
        return [*self._tidings.flush(now, self._presence.here)] if self._tidings is not None else []

    # Elsewhere

    def elsewhere(self, process: str, gathering: Gathering | None) -> None:
        """Who is in another process; None: it has nobody here any more."""
        if self._members.elsewhere.replace(process, gathering):
            self._fanout.people_changed()
        self._follow(self._presence.gathered(process, None if gathering is None else gathering.presence))

    def moved_elsewhere(self, process: str, presence: bytes) -> None:
        """Presence states of another process changed."""
        self._follow(self._presence.moved(process, presence))

    def _follow(self, news: News) -> None:
        """Shows what is new; what our members spoke for before is told to be theirs no more."""
        if news.shown:
            self._fanout.presence_moved(news.shown)
        if news.yielded and self._tidings is not None:
            self._tidings.move(news.yielded)
