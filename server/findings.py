"""What the commit check would notice now, so that a moderator reads it before committing."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from board.commit import check
from board.journey import nest
from board.record import FindingModel
from server.i18n import Messages, choose
from server.operation import Answer, operation
from server.services import Services


class Findings:
    """Checks a board as it stands."""

    def __init__(self, services: Services, messages: Messages) -> None:
        self._services = services
        self._messages = messages

    def routes(self) -> list[BaseRoute]:
        """The one route."""
        return [Route("/api/boards/{board}/findings", self.now, methods=["GET"])]

    @operation(
        "What the commit check would notice now",
        "follower",
        Answer(200, "Findings in the caller's language", {"type": "array", "items": FindingModel}),
    )
    async def now(self, request: Request) -> Response:
        """The findings that a record made at this moment would hold."""
        grant = await self._services.access.require(request, request.path_params["board"], "follower")
        journey = nest(await self._services.rooms.plain(grant.board))
        accepted, board = request.headers.get("accept-language"), journey["board"].get("language")
        speech = self._messages.speak(choose(None, request.cookies.get("lang"), accepted, board))
        return JSONResponse([finding._asdict() for finding in check(journey, speech)])


def routes(services: Services, messages: Messages) -> list[BaseRoute]:
    """The route of the commit check."""
    return Findings(services, messages).routes()
