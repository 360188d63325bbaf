"""Going on as the same person on another device: the own link of the caller's seat, as text and as a drawing."""

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.access import COOKIE_PREFIX, bearer
from server.invite import drawn
from server.links import join_link, public_url
from server.operation import Answer, operation
from server.services import Services


class OwnLink(BaseModel):
    """A link that opens the caller's own seat; the token in it is the one that the caller showed."""

    link: str


class Devices:
    """Tells and draws the way from one device of a person to the next."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def routes(self) -> list[BaseRoute]:
        """One route for each call."""
        return [
            Route("/api/boards/{board}/me/link", self.link, methods=["GET"]),
            Route("/api/boards/{board}/me/qr.svg", self.qr, methods=["GET"]),
        ]

    @operation("The caller's own link", "follower", Answer(200, "For another device of the same person", OwnLink))
    async def link(self, request: Request) -> Response:
        """The join link of the token that the caller came with."""
        return JSONResponse({"link": await self._link(request)}, headers={"cache-control": "no-store"})

    @operation("The caller's own link as a QR code", "follower", Answer(200, "The drawing", media="image/svg+xml"))
    async def qr(self, request: Request) -> Response:
        """The same link, to be scanned by one's own phone."""
        return drawn(await self._link(request))

    async def _link(self, request: Request) -> str:
        grant = await self._services.access.require(request, request.path_params["board"], "follower")
        token = bearer(request) or request.cookies[COOKIE_PREFIX + grant.board]
        return join_link(public_url(request, self._services.settings), token)


def routes(services: Services) -> list[BaseRoute]:
    """The routes of a person's devices."""
    return Devices(services).routes()
