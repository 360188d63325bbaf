"""A start that fails for a reason that we know says so in one line, without a traceback."""

from sqlalchemy.exc import OperationalError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
            for message in failed:
                await send({**message, "message": _line(error) or message["message"]})
            if not failed or _line(error) is None:
                raise


def _line(error: BaseException) -> str | None:
    if isinstance(error, KNOWN):
        return f"Brownboard can't start: {error}"
    if isinstance(error, OperationalError):
        return f"Brownboard can't start: the catalogue can't be opened ({error.orig})"
    return None
