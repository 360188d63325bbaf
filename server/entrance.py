"""Entrances: what a code or a token opens, and for whom; guessing is slow."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field
from starlette.requests import Request

from server.access import COOKIE_PREFIX
from server.catalogue import Holder
from server.fields import Body
from server.keyring import clean_code
from server.origin import is_foreign_page, is_our_page
from server.people import RANK, Role
from server.problems import Problem, forbidden, too_many
from server.ratelimit import Rate, SharedRateLimit, address_key
from server.services import Services

# Only failures count, so a class of 30 behind one address joins at once. 31^8 codes: a thousand boards,
# guessed at from everywhere with the rate of EVERYBODY, hold for years.
ADDRESS = Rate(burst=20, per_second=1 / 6)
EVERYBODY = Rate(burst=300, per_second=5)
ALL = "everybody"


class Key(Body):
    """A join code, or a token: of a link, or a seat's own."""

    code: Annotated[str, Field(max_length=40)] | None = None
    token: Annotated[str, Field(max_length=200)] | None = None


@dataclass(frozen=True, slots=True)
class Entrance:
    """A board and the role that a key opens it in; `person`: whose own the key is, if it is somebody's."""

    board: str
    role: Role
    person: Holder | None = None


class Entrances:
    """Tries keys."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._failures = SharedRateLimit("join", ADDRESS, services.buckets)
        self._failures_of_all = SharedRateLimit("join", EVERYBODY, services.buckets)

    async def open(self, request: Request, key: Key) -> Entrance:
        """What this key opens; otherwise a Problem: 422, 429, 404 or 401."""
        if is_foreign_page(request.headers, self._services.settings):
            raise forbidden("A page of another site may not join for you.")
        if (key.code is None) == (key.token is None):
            raise Problem(422, "Invalid", "Give a code or a token.", "invalid")
        await self._refuse_guessing(request)
        return await (self._by_code(request, key.code) if key.code is not None else self._by_token(request, key.token))

    async def seated(self, request: Request, entrance: Entrance) -> tuple[Holder, str] | None:
        """Who this browser already is at the board, in this role or a stronger one, and the token in its cookie."""
        token = request.cookies.get(COOKIE_PREFIX + entrance.board)
        if not token or not is_our_page(request, self._services.settings):
            return None
        holder = await self._services.access.holder(token)
        if holder is None or holder.seat.board != entrance.board or holder.seat.link is not None:
            return None
        return (holder, token) if RANK[holder.seat.role] >= RANK[entrance.role] else None

    async def _by_code(self, request: Request, code: str) -> Entrance:
        board = await self._services.catalogue.board_by_code(clean_code(code))
        if board is None:
            await self._count_failure(request)
            raise Problem(404, "No such code", "Nobody joins with this code (any more).", "no-code")
        return Entrance(board.id, "participant")

    async def _by_token(self, request: Request, token: str | None) -> Entrance:
        holder = await self._services.access.holder(token or "")
        if holder is None:
            await self._count_failure(request)
            raise Problem(401, "No valid token", "This link leads nowhere (any more).", "no-token")
        return Entrance(holder.seat.board, holder.seat.role, None if holder.seat.link else holder)

    async def _refuse_guessing(self, request: Request) -> None:
        now = self._services.clock().timestamp()
        wait = max(await self._failures.wait(_address(request), now), await self._failures_of_all.wait(ALL, now))
        if wait:
            raise too_many(wait)

    async def _count_failure(self, request: Request) -> None:
        now = self._services.clock().timestamp()
        await self._failures.spend(_address(request), now)
        await self._failures_of_all.spend(ALL, now)
        self._services.metrics.count("brownboard_join_failures_total")


def _address(request: Request) -> str:
    return address_key(request.client.host if request.client else "")
