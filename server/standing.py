"""What a grant of the catalogue means in a room."""

from typing import Protocol

from crdt.members import Role, Standing


class Granted(Protocol):
    """The grant of a seat, as the catalogue tells it."""

    @property
    def seat(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> Role: ...
    @property
    def color(self) -> str: ...
    @property
    def token_id(self) -> str: ...


def standing_of(grant: Granted) -> Standing:
    """The grant in the words of the core."""
    return Standing(grant.seat, grant.name, grant.role, grant.color, grant.token_id)
