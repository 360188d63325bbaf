"""A start that fails for a reason that we know says so in one line, without a traceback."""

import sys

from sqlalchemy.exc import DBAPIError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.logs import clean
from server.migrations import FromTheFuture
from server.update_log import LogError

KNOWN = (FromTheFuture, LogError)


class PlainStart:
    """Stands around the application while it opens its stores."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The lifespan; everything else passes."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        failed: list[Message] = []

        async def sender(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                failed.append(message)
            else:
                await send(message)

        try:
            await self._app(scope, receive, sender)
        except BaseException as error:
            why = _why(error)
            if why is not None and failed:
                print(clean(f"Brownboard can't start: {why}"), file=sys.stderr, flush=True)
            for message in failed:
                await send({**message, "message": "" if why else message["message"]})
            if not failed or why is None:
                raise


def _why(error: BaseException) -> str | None:
    if isinstance(error, KNOWN):
        return " ".join(str(error).split())
    if isinstance(error, DBAPIError):
        return f"the catalogue can't be opened ({' '.join(str(error.orig).split())})"
    if isinstance(error, OSError):  # a database that does not answer, or has no such name; also a TimeoutError
        return f"a store can't be reached ({error or type(error).__name__})"
    return None
