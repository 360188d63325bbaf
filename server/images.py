"""Pictures over HTTP: one file in, the clean picture out."""

from pydantic import BaseModel
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.bodies import IMAGE_BYTES
from server.operation import Answer, operation
from server.problems import Problem, too_large
from server.services import Services

FOR_EVER = "private, max-age=31536000, immutable"  # an id is the digest of what it names
INERT = "default-src 'none'; sandbox"  # a picture opened alone runs nothing


class ImageHead(BaseModel):
    """A picture as it was kept."""

    id: str
    url: str
    width: int
    height: int


FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary", "description": "PNG, JPEG, WebP or GIF"}},
}


class Images:
    """Takes and gives pictures."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def routes(self) -> list[BaseRoute]:
        """One route for each call."""
        return [
            Route("/api/boards/{board}/images", self.add, methods=["POST"]),
            Route("/api/boards/{board}/images/{image}", self.one, methods=["GET"]),
        ]

    @operation(
        "Bring a picture",
        "participant",
        Answer(201, "The picture, re-encoded and without metadata", ImageHead),
        body=FORM,
        body_media="multipart/form-data",
        refuses=(409, 413, 415, 422, 503),
    )
    async def add(self, request: Request) -> Response:
        """One picture, whose format is told by its content."""
        grant = await self._services.access.require(request, request.path_params["board"], "participant")
        picture = await self._services.pictures.keep(grant.board, await _file(request), grant.seat)
        url = f"/api/boards/{grant.board}/images/{picture.id}"
        head = {"id": picture.id, "url": url, "width": picture.width, "height": picture.height}
        return JSONResponse(head, 201, {"location": url})

    @operation("A picture", "follower", Answer(200, "The picture", media="image/*"))
    async def one(self, request: Request) -> Response:
        """The picture; it never changes."""
        grant = await self._services.access.require(request, request.path_params["board"], "follower")
        headers = {
            "cache-control": FOR_EVER,
            "etag": f'"{request.path_params["image"]}"',
            "content-security-policy": INERT,
            "vary": "authorization, cookie",
        }
        picture = await self._services.pictures.one(grant.board, request.path_params["image"])
        if headers["etag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(picture.data, headers=headers, media_type=picture.type)


def routes(services: Services) -> list[BaseRoute]:
    """The routes of pictures."""
    return Images(services).routes()


async def _file(request: Request) -> bytes:
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Problem(415, "Not a form", "Send the picture as multipart/form-data.", "no-form")
    async with request.form(max_files=1, max_fields=8, max_part_size=4096) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Problem(422, "Invalid", "file: a file is needed", "invalid")
        data = await file.read(IMAGE_BYTES + 1)
    if len(data) > IMAGE_BYTES:
        raise too_large(IMAGE_BYTES)
    return data
