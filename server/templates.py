"""The journeys that a new board can begin with, and the route that lists them."""

import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

import board.templates
from board.schema import Language, Plain
from server.i18n import Messages
from server.operation import Answer, operation
from server.problems import Problem

FOLDER = Path(board.templates.__file__).parent

Store = Callable[[bytes], Awaitable[str]]
"""Takes a picture into the new board and says its image id."""


class Templates:
    """The template files, read once at start."""

    def __init__(self, messages: Messages, folder: Path = FOLDER) -> None:
        self._messages = messages
        self._pictures = folder / "pictures"
        files = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
        self._templates: Mapping[str, dict[str, Any]] = {template["id"]: template for template in files}

    def heads(self) -> list[dict[str, Any]]:
        """What people choose from: id, title and description in every language that somebody wrote them in."""
        finished = [
            {name: template[name] for name in ("id", "title", "description", "language")}
            for template in self._templates.values()
        ]
        return [dict(board.templates.BLANK_HEAD), *finished]

    def language(self, template: str) -> Language | None:
        """The language a template is written in; None: any."""
        return None if template == board.templates.BLANK else self._known(template)["language"]

    async def content(self, template: str, title: str, language: Language, store: Store) -> Plain:
        """What `Rooms.found` puts into the new board; its pictures go through `store` first."""
        if template == board.templates.BLANK:
            return board.templates.blank(title, language, self._messages.speak(language))
        found = self._known(template)
        pictures = {name: await store((self._pictures / file).read_bytes()) for name, file in found["pictures"].items()}
        return board.templates.content(found, title, pictures)

    def _known(self, template: str) -> dict[str, Any]:
        if template not in self._templates:
            raise Problem(422, "No such template", f"There is no template “{template}”.", "no-template")
        return self._templates[template]


def routes(templates: Templates) -> list[BaseRoute]:
    """`GET /api/templates`."""

    @operation("What a board can begin with", "anyone", Answer(200, "The blank one first", {"type": "array"}))
    async def listed(_request: Request) -> JSONResponse:
        return JSONResponse(templates.heads())

    return [Route("/api/templates", listed, methods=["GET"])]
