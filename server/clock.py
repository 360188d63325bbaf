"""The one place that reads the wall clock."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """A moment as documents and answers write it: UTC, milliseconds, a Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The moment that `iso` wrote."""
    return datetime.fromisoformat(text)
