"""The ways in that a person may pass on: code, links and the QR code."""

import io
from urllib.parse import urlsplit

import segno
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.access import Grant
from server.links import join_link, public_url
from server.operation import Answer, operation
from server.people import ROLES, Role
from server.problems import forbidden, not_found
from server.record_store import RecordStore
from server.services import Services


class Invitation(BaseModel):
    """The join code, the join address to type it at, and the links that the caller may pass on."""

    code: str | None
    address: str
    links: dict[Role, str]


class Invite:
    """Tells and draws the ways in."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._records = RecordStore(services.database)

    def routes(self) -> list[BaseRoute]:
        """One route for each call."""
        return [
            Route("/api/boards/{board}/invite", self.invitation, methods=["GET"]),
            Route("/api/boards/{board}/qr.svg", self.qr, methods=["GET"]),
        ]

    @operation("The ways in", "participant", Answer(200, "Participants see their own link only", Invitation))
    async def invitation(self, request: Request) -> Response:
        """The code and the links that are alive."""
        grant = await self._services.access.require(request, request.path_params["board"], "participant")
        base = public_url(request, self._services.settings)
        tokens = await self._services.catalogue.links(grant.board)
        links = {role: join_link(base, token) for role, token in tokens.items() if _may_pass_on(grant, role)}
        address = f"{urlsplit(base).netloc}/j"
        code = await self._services.catalogue.code(grant.board)
        return JSONResponse({"code": code, "address": address, "links": links})

    @operation(
        "A link as a QR code",
        "participant",
        Answer(200, "The drawing", media="image/svg+xml"),
        query={
            "role": "whose link; `participant` if not given",
            "record": "the address of this record of the board instead, for those who have a seat",
        },
    )
    async def qr(self, request: Request) -> Response:
        """A join link, or the address of a result, as a drawing that a phone's camera reads from across the room."""
        grant = await self._services.access.require(request, request.path_params["board"], "participant")
        base = public_url(request, self._services.settings)
        if record := request.query_params.get("record"):
            if await self._records.board_of(record) != grant.board:
                raise not_found("record")
            return drawn(f"{base}/r/{record}")
        role = next((role for role in ROLES if role == request.query_params.get("role", "participant")), None)
        if role is None:
            raise not_found("role")
        if not _may_pass_on(grant, role):
            raise forbidden("Only moderators pass on this link.")
        token = (await self._services.catalogue.links(grant.board)).get(role)
        if token is None:
            raise not_found("link")
        return drawn(join_link(base, token))


def routes(services: Services) -> list[BaseRoute]:
    """The routes of invitations."""
    return Invite(services).routes()


def _may_pass_on(grant: Grant, role: Role) -> bool:
    return grant.role == "moderator" or role == "participant"


def drawn(link: str) -> Response:
    """A link as a QR code in its white margin, dark on white whatever the page's colours: cameras want it so."""
    out = io.BytesIO()
    drawing = segno.make(link, error="m", micro=False)
    drawing.save(out, kind="svg", omitsize=True, xmldecl=False, dark="#1d2b3a", light="#ffffff")
    return Response(out.getvalue(), media_type="image/svg+xml")
