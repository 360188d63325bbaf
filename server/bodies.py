"""Request bodies: bounded while they arrive, then decoded into a model or refused."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.problems import Problem, too_large

KIB = 1024
JSON_BYTES = 64 * KIB
IMAGE_BYTES = 8 * KIB * KIB
MULTIPART_BYTES = 16 * KIB  # boundaries and heads around the picture
BODY_SECONDS = 60.0  # 8 MiB by a slow phone; then the socket is wanted back
LINGER_BYTES = 32 * KIB * KIB  # read after a refusal, so that a client still writing gets to read it
LINGER_SECONDS = 2.0

_IMAGES = re.compile(r"/api/boards/[^/]+/images/?")

Model = TypeVar("Model", bound=BaseModel)


def limit_of(path: str) -> int:
    """The most bytes that a body to this path may have."""
    return IMAGE_BYTES + MULTIPART_BYTES if _IMAGES.fullmatch(path) else JSON_BYTES


class BodyLimit:
    """Refuses a body over the limit: at once when it says so itself, otherwise where it passes the limit."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = limit_of(scope["path"])
        body = _Body(limit, receive)
        if _announced(scope) > limit:
            body.refused = True
            answer: ASGIApp = too_large(limit).response()
        else:
            answer = self._app
        await answer(scope, body.receive, _lingering(body, send))


class _Body:
    def __init__(self, limit: int, receive: Receive) -> None:
        self.refused = False
        self._limit = limit
        self._left = limit
        self._receive = receive
        self._deadline: float | None = None

    async def receive(self) -> Message:
        message = await self._in_time()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.refused = True
            raise too_large(self._limit)
        return message

    async def drain(self) -> None:
        left = LINGER_BYTES
        try:
            async with asyncio.timeout(LINGER_SECONDS):
                while left > 0:
                    message = await self._receive()
                    left -= len(message.get("body", b""))
                    if message["type"] == "http.disconnect" or not message.get("more_body"):
                        return
        except TimeoutError:
            return

    async def _in_time(self) -> Message:
        now = asyncio.get_running_loop().time()
        if self._deadline is None:
            self._deadline = now + BODY_SECONDS
        if self._deadline == float("inf"):
            return await self._receive()  # the body is complete: this waits for a disconnect
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, self._deadline - now))
        except TimeoutError:
            self.refused = True
            raise Problem(408, "Too slow", "The body took too long to arrive.", "too-slow") from None
        if not message.get("more_body"):
            self._deadline = float("inf")
        return message


def _lingering(body: _Body, send: Send) -> Callable[[Message], Awaitable[None]]:
    """Sends; after a refusal says that the connection ends, and ends it only when the client has stopped writing."""

    async def sender(message: Message) -> None:
        if not body.refused:
            await send(message)
        elif message["type"] == "http.response.start":
            await send({**message, "headers": [*message["headers"], (b"connection", b"close")]})
        elif message.get("more_body"):
            await send(message)
        else:
            await send({**message, "more_body": True})
            await body.drain()
            await send({"type": "http.response.body", "body": b""})

    return sender


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


async def read(request: Request, model: type[Model]) -> Model:
    """The body as this model: 415 if it is not JSON, 400 if malformed, 422 with every fault if it does not fit."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise Problem(415, "Not JSON", "Send the body as application/json.", "not-json")
    raw = await request.body()
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise _as_problem(error) from None


def _as_problem(error: ValidationError) -> Problem:
    faults = [
        {"at": ".".join(map(str, fault["loc"])), "message": fault["msg"].removeprefix("Value error, ")}
        for fault in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    if any(fault["type"] == "json_invalid" for fault in error.errors(include_url=False)):
        return Problem(400, "Malformed JSON", faults[0]["message"], "malformed-json")
    detail = "; ".join(": ".join(filter(None, (fault["at"], fault["message"]))) for fault in faults)
    return Problem(422, "Invalid", detail, "invalid", errors=faults)
