"""Who knows, from the catalogue as it is now, what holds at a board; `server.access` does."""

from typing import Any, Protocol

from server.access import Grant, Refusal


class Authority(Protocol):
    """Answers for the catalogue; every method raises `StoreFailed` while it does not answer.

    Of a board that is not there `locked` and `session` raise `NoSuchBoard`, though its log may yet be.
    """

    async def exists(self, board: str) -> bool:
        """Whether there is such a board."""

    async def locked(self, board: str) -> bool:
        """Whether only moderators may edit."""

    async def session(self, board: str) -> dict[str, Any]:
        """The session message as of now."""

    async def still(self, board: str, seat: str, token_id: str) -> Grant | Refusal:
        """What a seat may do that came in with this token, or why its sockets must go."""
