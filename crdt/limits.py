"""The bounds of one room, in one table (R18), and the budget by which a rate is kept."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """What one member and one board may use; `hello` tells those that a client can heed."""

    frame: int = MIB  # bytes of one message
    first_sync: int = 4 * MIB  # bytes of the first sync step 2 of an editor: a long time offline
    updates_per_second: int = 60  # sync frames; a drag or fast typing makes fewer than 30
    updates_burst: int = 600  # ten seconds' worth at once, as after a script or a paste
    presence_per_second: int = 20  # more are dropped but the newest
    presence_bytes: int = 2 * KIB  # of one state
    frames_per_second: int = 120  # messages of any kind
    frames_burst: int = 1_200
    board: int = 32 * MIB  # bytes of a board's state; 300 cards are 82 KB
    unstored: int = 16 * MIB  # bytes that wait for a store in trouble, before editors are sent away (1013)
    waiting: int = 50_000  # frames that wait for it, though they bring nothing new
    gaps: int = 5  # in a row, before a member is sent away: its document can't be mended by asking again

    def told(self) -> dict[str, int]:
        """The limits as `hello` tells them."""
        return {
            "frame": self.frame,
            "firstSync": self.first_sync,
            "updatesPerSecond": self.updates_per_second,
            "updatesBurst": self.updates_burst,
            "presencePerSecond": self.presence_per_second,
            "presenceBytes": self.presence_bytes,
            "board": self.board,
        }


@dataclass(frozen=True, slots=True)
class Pace:
    """How often members are written to, in seconds (R11)."""

    editors: float = 0.015  # at most
    per_editor: float = 0.00025  # few editors cost little, and are written to sooner: eight of them every 2 ms
    followers: float = 0.075
    people: float = 0.5  # who is here: at most this often, so that a crowd that joins costs little
    per_person: float = 0.003  # presence: this much longer for each who shows one (F31)
    silence: float = 12.0  # every socket hears something at least every 15 s
    stalled: float = 30.0  # who drains no byte for so long is closed

    def among(self, editors: int) -> float:
        """How often editors are written to when there are so many of them."""
        return min(self.editors, self.per_editor * editors)


class Budget:
    """A rate with bursts: so many at once, refilled by the second."""

    __slots__ = ("_at", "_burst", "_left", "_rate")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst = rate, burst
        self._left, self._at = burst, now

    def spend(self, now: float, cost: float = 1.0) -> bool:
        """Takes the cost if there is enough of it."""
        left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if left < cost:
            self._left = left
            return False
        self._left = left - cost
        return True
