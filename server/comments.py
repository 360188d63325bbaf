"""Comments over HTTP: what people say beside the board, followers too where the moderator allows it."""

import hashlib
from contextlib import suppress
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server import bodies
from server.access import Grant
from server.comment_store import Asked, Change, CommentStore, muted
from server.fields import Body, one_line
from server.operation import Answer, operation
from server.packing import packed_json
from server.people import Role
from server.problems import Problem, not_found, too_many
from server.ratelimit import Rate, SharedRateLimit
from server.services import Services
from server.update_log import LogError

LONGEST = 500  # characters of a comment
LONGEST_KEY = 200  # of an Idempotency-Key
THINGS = r"(stages|activities|touchpoints|cards):[A-Za-z0-9_-]{1,40}"

# Every change goes to all at the board: an audience of hundreds must not drown those who work.
OF_A_FOLLOWER = Rate(burst=10, per_second=0.2)
OF_ALL_FOLLOWERS = Rate(burst=120, per_second=2)  # at one board
OF_OTHERS = Rate(burst=60, per_second=2)  # each


def _words(text: str) -> str:
    """Lines of text that can be seen."""
    words = "\n".join(map(one_line(LONGEST, shortest=0), text.replace("\r\n", "\n").split("\n"))).strip()
    one_line(LONGEST)(words.replace("\n", " "))
    return words


Words = Annotated[str, AfterValidator(_words)]


class NewComment(Body):
    """What is said, of which thing (`ROOT:ID`; of the whole board without one), or as an answer to which comment."""

    text: Words
    thing: Annotated[str, Field(pattern=f"^{THINGS}$")] | None = None
    answers: Annotated[str, Field(max_length=40)] | None = None


class CommentChange(Body):
    """Other words, or done; one of the two."""

    text: Words | None = None
    done: bool | None = None


class Comment(BaseModel):
    """A comment; `by` is the seat, `text` is null where it was taken back and has answers, `done` is when."""

    id: str
    revision: int
    thing: str | None
    answers: str | None
    text: str | None
    by: str
    name: str
    role: Role
    color: str
    at: str
    edited: str | None
    done: str | None


class AllComments(BaseModel):
    """Every comment of a board, the first written first; the `comments` messages go on from this revision."""

    revision: int
    comments: list[Comment]


class Comments:
    """Takes comments and tells everybody."""

    def __init__(self, services: Services, store: CommentStore) -> None:
        self._services = services
        self._store = store
        self._of_a_follower = SharedRateLimit("comment", OF_A_FOLLOWER, services.buckets)
        self._of_all_followers = SharedRateLimit("comment-board", OF_ALL_FOLLOWERS, services.buckets)
        self._of_others = SharedRateLimit("comment-work", OF_OTHERS, services.buckets)

    def routes(self) -> list[BaseRoute]:
        """One route for each call."""
        return [
            Route("/api/boards/{board}/comments", self.all, methods=["GET"]),
            Route("/api/boards/{board}/comments", self.add, methods=["POST"]),
            Route("/api/boards/{board}/comments/{comment}", self.change, methods=["PATCH"]),
            Route("/api/boards/{board}/comments/{comment}", self.remove, methods=["DELETE"]),
        ]

    @operation("All comments", "follower", Answer(200, "With their revision", AllComments))
    async def all(self, request: Request) -> Response:
        """What was said at this board."""
        grant = await self._services.access.require(request, request.path_params["board"], "follower")
        revision, found = await self._store.all(grant.board)
        return await packed_json(request, {"revision": revision, "comments": found})

    @operation(
        "Comment on a thing, or answer",
        "follower",
        Answer(201, "The comment; the same again for the same Idempotency-Key", Comment),
        body=NewComment,
        refuses=(409, 429),
        headers={"Idempotency-Key": "Any text; a call repeated with it by the same seat makes no second comment"},
    )
    async def add(self, request: Request) -> Response:
        """Told to everybody at the board; followers only where the moderator allows it."""
        grant = await self._speaker(request)
        wanted = await bodies.read(request, NewComment)
        asked = _asked(request, wanted)
        told = await self._store.said_before(grant, asked) if asked else None
        if told is None:
            await self._slow_down(grant)
            await self._find(grant.board, wanted)
            async with self._services.exchange.turn(grant.board):
                told, change = await self._store.add(grant, wanted.text, wanted.thing, wanted.answers, asked)
                if change is not None:
                    await self._tell(grant.board, change)
        return JSONResponse(told, 201)

    @operation(
        "Change a comment, or settle it",
        "follower",
        Answer(200, "The comment", Comment),
        body=CommentChange,
        refuses=(429,),
    )
    async def change(self, request: Request) -> Response:
        """Its words by the writer; done by participants, and by followers what they wrote."""
        grant = await self._speaker(request)
        wanted = await bodies.read(request, CommentChange)
        if (wanted.text is None) == (wanted.done is None):
            raise Problem(422, "Invalid", "Give a text or done.", "invalid")
        await self._slow_down(grant)
        comment = request.path_params["comment"]
        async with self._services.exchange.turn(grant.board):
            if wanted.text is not None:
                change = await self._store.rewrite(grant, comment, wanted.text)
            else:
                change = await self._store.settle(grant, comment, wanted.done is True)
            await self._tell(grant.board, change)
        return JSONResponse(change.changed[0])

    @operation("Take a comment away", "follower", Answer(204, "It is gone; what others answered stays"), refuses=(429,))
    async def remove(self, request: Request) -> Response:
        """One's own, whoever may comment now; a moderator anybody's."""
        grant = await self._services.access.require(request, request.path_params["board"], "follower")
        await self._slow_down(grant)
        async with self._services.exchange.turn(grant.board):
            await self._tell(grant.board, await self._store.remove(grant, request.path_params["comment"]))
        return Response(status_code=204)

    async def _speaker(self, request: Request) -> Grant:
        grant = await self._services.access.require(request, request.path_params["board"], "follower")
        if grant.role == "follower" and not (await self._services.workshops.of(grant.board)).followers_comment:
            raise muted()
        return grant

    async def _slow_down(self, grant: Grant) -> None:
        now = self._services.clock().timestamp()
        limits = [(self._of_others, grant.seat)]
        if grant.role == "follower":
            limits = [(self._of_a_follower, grant.seat), (self._of_all_followers, grant.board)]
        wait = max([await limit.wait(key, now) for limit, key in limits])
        if wait:
            raise too_many(wait, "Too many comments at once; wait a little.")
        for limit, key in limits:
            await limit.spend(key, now)

    async def _find(self, board: str, wanted: NewComment) -> None:
        """What is spoken of is there, be it in the bin."""
        if wanted.thing is not None and not await self._services.rooms.has(board, *wanted.thing.split(":")):
            raise not_found("thing")

    async def _tell(self, board: str, change: Change) -> None:
        with suppress(LogError):  # it is stored; who does not hear of it sees a gap in the revisions
            await self._services.rooms.announce(board, change.message())


def routes(services: Services) -> list[BaseRoute]:
    """The routes of comments."""
    return Comments(services, CommentStore(services.database, services.clock)).routes()


def _asked(request: Request, wanted: NewComment) -> Asked | None:
    key = request.headers.get("idempotency-key", "").strip()
    if len(key) > LONGEST_KEY:
        raise Problem(400, "Key too long", f"An Idempotency-Key has at most {LONGEST_KEY} characters.", "key-too-long")
    digest = hashlib.sha256(wanted.model_dump_json().encode()).hexdigest()
    return Asked(key, digest) if key else None
