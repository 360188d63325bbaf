"""What each role may do on a board (contract 2 and 3)."""

from collections.abc import Mapping
from typing import Literal

Role = Literal["follower", "participant", "moderator"]
Act = Literal[
    "read", "edit", "upload", "snapshot", "invite",
    "lead", "lock", "commit", "restore", "seats", "tokens", "erase",
]  # fmt: skip

ROLES: tuple[Role, ...] = ("follower", "participant", "moderator")
"""From the weakest to the strongest; each may what the one before it may."""

LEAST: Mapping[Act, Role] = {
    "read": "follower",
    **dict.fromkeys(("edit", "upload", "snapshot", "invite"), "participant"),
    **dict.fromkeys(("lead", "lock", "commit", "restore", "seats", "tokens", "erase"), "moderator"),
}
"""The weakest role that may do each act."""


def may(role: Role, act: Act, *, locked: bool = False) -> bool:
    """Whether the role may do this now; while the board is locked only moderators edit."""
    if locked and act in ("edit", "upload") and role != "moderator":
        return False
    return at_least(role, LEAST[act])


def at_least(role: Role, needed: Role) -> bool:
    """Whether a role is as strong as another, or stronger."""
    return ROLES.index(role) >= ROLES.index(needed)
