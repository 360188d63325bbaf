"""Who may do what: a token becomes a grant, for requests and for sockets alike."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from server.catalogue import Catalogue, Holder
from server.clock import Clock
from server.origin import is_our_page
from server.people import RANK, Role, Seat
from server.problems import forbidden, not_found, unauthorized
from server.settings import Settings
from server.workshop import Workshops

COOKIE_PREFIX = "bb_"
LONGEST_TOKEN = 200  # characters; ours have 32
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Grant:
    """What one seat may do at one board, at this moment."""

    board: str
    seat: str
    name: str
    role: Role
    color: str
    token_id: str

    def allows(self, role: Role) -> bool:
        """Whether this grant is as strong as the role."""
        return RANK[self.role] >= RANK[role]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a socket is closed instead of admitted: a close code of the contract."""

    code: int
    reason: str


class Access:
    """Decides, from the catalogue as it is now, what a caller may do."""

    def __init__(self, catalogue: Catalogue, workshops: Workshops, settings: Settings, clock: Clock) -> None:
        self._catalogue = catalogue
        self._workshops = workshops
        self._settings = settings
        self._clock = clock

    async def require(self, request: Request, board: str, role: Role) -> Grant:
        """The caller's grant, at least as strong as `role`; otherwise a Problem: 404, 401 or 403."""
        token, by_cookie = _token(request, board)
        knock = await self._catalogue.knock(board, token)
        if knock is None:
            raise not_found("board")
        holder = knock.holder
        if holder is None or holder.removed:
            raise unauthorized()
        if holder.seat.board != board:
            raise not_found("board")
        if by_cookie and request.method not in SAFE_METHODS and not is_our_page(request, self._settings):
            raise forbidden("A page of another site may not act for you.")
        grant = grant_of(holder.seat, holder.token_id)
        if not grant.allows(role):
            raise forbidden(f"This needs the role of a {role}.")
        return grant

    async def grant(self, request: Request, board: str) -> Grant | None:
        """The caller's grant, or None: for pages, which send strangers to the way in."""
        token, _ = _token(request, board)
        answer = await self._answer(board, token)
        return answer if isinstance(answer, Grant) else None

    async def admit(self, board: str, token: str | None, cookies: Mapping[str, str]) -> Grant | Refusal:
        """Whether a socket may come in, and as whom."""
        return await self._answer(board, _bounded(token or cookies.get(COOKIE_PREFIX + board)))

    async def _answer(self, board: str, token: str | None) -> Grant | Refusal:
        knock = await self._catalogue.knock(board, token)
        if knock is None:
            return Refusal(4404, "no such board")
        holder = knock.holder
        if holder is None or (holder.removed and holder.seat.link):
            return Refusal(4401, "no valid token")
        if holder.seat.board != board:
            return Refusal(4403, "a token of another board")
        if holder.removed:
            return Refusal(4410, "removed from the board")
        return grant_of(holder.seat, holder.token_id)

    async def session(self, board: str) -> dict[str, Any]:
        """The session message for somebody who comes in now."""
        return (await self._workshops.of(board)).message(self._clock())

    async def exists(self, board: str) -> bool:
        """Whether there is such a board."""
        return await self._catalogue.board(board) is not None

    async def locked(self, board: str) -> bool:
        """Whether only moderators may edit."""
        return (await self._workshops.of(board)).locked

    async def still(self, board: str, seat: str, token_id: str) -> Grant | Refusal:
        """What a seat may do that came in with this token, or why its sockets must go."""
        holder = await self._catalogue.holder_of(board, seat, token_id)
        if holder is None:
            return Refusal(4401, "the token was revoked")
        if holder.removed:
            return Refusal(4410, "removed from the board")
        return grant_of(holder.seat, token_id)

    async def holder(self, token: str) -> Holder | None:
        """Whom a token belongs to, if it is alive."""
        holder = await self._catalogue.holder(token) if _bounded(token) else None
        return None if holder is None or holder.removed else holder

    def may_create(self, request: Request) -> bool:
        """Whether this caller presents the create token, or none is asked for."""
        return self._settings.create_token is None or self.has_create_token(request)

    def has_create_token(self, request: Request) -> bool:
        """Whether this caller presents the create token."""
        wanted = self._settings.create_token
        given = bearer(request)
        return bool(wanted and given and hmac.compare_digest(given.encode(), wanted.encode()))


def bearer(request: Request) -> str | None:
    """The token of the Authorization header; an unknown scheme counts as a wrong token."""
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _token(request: Request, board: str) -> tuple[str | None, bool]:
    """The token that a request shows, and whether it came by the cookie."""
    given = bearer(request)
    if given is not None:
        return _bounded(given), False
    return _bounded(request.cookies.get(COOKIE_PREFIX + board)), True


def _bounded(token: str | None) -> str | None:
    return token if token and len(token) <= LONGEST_TOKEN else None


def grant_of(seat: Seat, token_id: str) -> Grant:
    """What a seat may do, with this token."""
    return Grant(seat.board, seat.id, seat.name, seat.role, seat.color, token_id)
