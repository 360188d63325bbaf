"""The pages that people open: home, join, the board, the wall and the record."""

import base64
import gzip
import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ExceptionHandler

from board import voice
from board.schema import Language
from crdt.errors import CoreError
from server import record_view
from server.access import COOKIE_PREFIX, Grant
from server.assets import Assets, takes_gzip
from server.headers import content_policy
from server.i18n import Messages, Speech, choose, known
from server.record_store import RecordStore
from server.services import Services
from server.update_log import LogError

logger = logging.getLogger("brownboard.pages")

TEMPLATES = Path(__file__).parent / "pages"
YEAR = 365 * 24 * 3600  # seconds; how long a chosen language is remembered
VIEWS = ("map", "phone", "outline", "wall")  # what an address may ask for; without, the browser chooses by its screen
# At hand when the connection is not.
LATER_SHEETS = tuple(
    f"css/{name}.css"
    for name in ("panels", "things", "others", "hands", "hints", "taken", "carry", "desk", "curve", "comments")
)
MAP_SCRIPT, PHONE_SCRIPT = "board/board.js", "phone/phone.js"
BOARDS_SHOWN = 24  # each is a look into the catalogue and its room

# Which messages travel with a page; the board's page takes all but those of the other pages.
PAGE_MESSAGES = {
    "home.html": ("app", "home", "join"),
    "join.html": ("app", "home", "join"),
    "record.html": ("app",),
    "error.html": ("app", "refused"),
    "seatless.html": ("app", "refused"),
}
OFFERED = (".typical", ".openings")  # what one press writes on the board is in the board's language
NOT_ON_BOARDS = ("home", "join", "seatless", "error", "record", "poster", "finding", "channel", "link")

# Colours of people and of channels are data, so they stand in style attributes; there are no style elements.
STYLES = "style-src-attr 'unsafe-inline'; worker-src 'self' blob:; frame-src 'self'"


class Pages:
    """Renders every page, in the person's language and with the rules that keep foreign scripts out."""

    def __init__(self, services: Services, assets: Assets, messages: Messages) -> None:
        self._services = services
        self._assets = assets
        self._messages = messages
        self._records = RecordStore(services.database)
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        digest = base64.b64encode(hashlib.sha256(assets.import_map.encode()).digest()).decode()
        self._policy = f"{content_policy([f'sha256-{digest}'])}; {STYLES}"

    def routes(self) -> list[BaseRoute]:
        """One route for each page, and the files that pages are made of."""
        return [
            Route("/", self.home, methods=["GET"]),
            Route("/j", self.join, methods=["GET"]),
            Route("/b/{board}", self.board, methods=["GET"]),
            Route("/r/{record}", self.record, methods=["GET"]),
            *self._assets.routes(),
        ]

    def handlers(self, others: Mapping[Any, ExceptionHandler]) -> dict[Any, ExceptionHandler]:
        """Every way to fail, for programs as `others` answer it, for people who look at a page in words."""
        return {kind: self._in_words(handler) for kind, handler in others.items()}

    async def home(self, request: Request) -> Response:
        """What this is; begin a board, join one, or go back to one."""
        speech = self._speech(request)
        return self._page(
            request,
            speech,
            "home.html",
            entry="pages/home.js",
            boards=await self._boards(request),
            starts=self._starts(speech.language),
            needs_key=self._services.settings.create_token is not None,
        )

    async def join(self, request: Request) -> Response:
        """The way in; the token stays in the fragment, which no server sees."""
        return self._page(request, self._speech(request), "join.html", entry="pages/join.js")

    async def board(self, request: Request) -> Response:
        """The board itself, as a map, on a phone, as an outline or on the wall, or the way in for who has no seat."""
        board = request.path_params["board"]
        known_board = await self._services.catalogue.board(board)
        if known_board is None:
            return self.error(request, 404, board)
        speech = self._speech(request, known_board.language)
        grant = await self._services.access.grant(request, board)
        if grant is None:
            return self._shut(request, speech, "seatless.html", 401, board)
        asked = request.query_params.get("view")
        view = asked if asked in VIEWS else "board"
        title = await self._title(board)
        head = self._board_head(grant, title, known_board.language)
        return self._page(
            request,
            speech,
            "board.html",
            sheets="board",
            entry="main.js",
            view_script=(script := _view_script(view, request)),
            view_sheets=("css/things.css", "css/phone.css") if script == PHONE_SCRIPT else (),
            later_sheets=LATER_SHEETS,
            head=head | {"view": view, "languages": self._messages.names, "voices": voice.LANGUAGES},
            offers=self._messages.speak(known_board.language),
            board=board,
            board_title=title,
            view=view,
        )

    async def record(self, request: Request) -> Response:
        """A record with its map, its files, what stood out and what is new in it."""
        belongs = await self._records.board_of(request.path_params["record"])
        if belongs is None:
            return self.error(request, 404)
        speech = self._speech(request)
        if await self._services.access.grant(request, belongs) is None:
            return self._page(request, speech, "seatless.html", status=401)
        record = await self._record(request.path_params["record"])
        assert record is not None
        parent = await self._record(record["parent"]) if record["parent"] else None
        heads = await self._records.heads(belongs)
        names = await self._services.people.names(belongs)
        address = str(request.url.replace(query=""))
        values = record_view.view(record, parent, heads, names, speech)
        return self._page(request, speech, "record.html", entry="pages/record.js", address=address, **values)

    async def _record(self, record: str) -> dict[str, Any] | None:
        body = await self._records.body(record)
        return None if body is None else json.loads(body)

    def error(self, request: Request, status: int, board: str | None = None) -> Response:
        """What went wrong, in words, and the way home; where a board was, also what the device still has."""
        kind = str(status) if status in (403, 404, 429, 503) else ("500" if status >= 500 else "404")
        speech = self._speech(request)
        if board is not None:
            return self._shut(request, speech, "error.html", status, board, kind)
        return self._page(request, speech, "error.html", status=status, kind=kind)

    def _shut(
        self, request: Request, speech: Speech, template: str, status: int, board: str, kind: str = ""
    ) -> Response:
        """Where a board would be; its page offers the words that never got there."""
        head = {"board": board, "gone": status == 404}
        return self._page(request, speech, template, status=status, entry="pages/kept.js", head=head, kind=kind)

    def _in_words(self, handler: ExceptionHandler) -> ExceptionHandler:
        plainly = cast(Callable[[Request, Exception], Response], handler)

        def answer(request: Request, error: Exception) -> Response:
            response = plainly(request, error)
            return self.error(request, response.status_code) if _is_looked_at(request) else response

        return answer

    async def _boards(self, request: Request) -> list[dict[str, str]]:
        """The boards that this device has a seat at."""
        ids = [name.removeprefix(COOKIE_PREFIX) for name in request.cookies if name.startswith(COOKIE_PREFIX)]
        found = []
        for board in ids[-BOARDS_SHOWN:]:
            grant = await self._services.access.grant(request, board)
            if grant is not None:
                try:
                    title = await self._title(board)
                except (CoreError, LogError):  # R16: one bad board never stops another
                    logger.exception("board %s: its title can't be read", board)
                    title = ""
                found.append({"id": board, "title": title, "role": grant.role, "name": grant.name})
        return found[::-1]

    async def _title(self, board: str) -> str:
        return str((await self._services.rooms.plain(board))["board"].get("title") or "")

    def _starts(self, language: Language) -> list[dict[str, str]]:
        """The journeys that a board can begin with; those in the person's language come first."""
        heads = [head for head in self._services.templates.heads() if head["language"]]
        heads.sort(key=lambda head: head["language"] != language)
        return [
            {
                "id": head["id"],
                "language": head["language"],
                "title": head["title"].get(language, head["title"][head["language"]]),
                "description": head["description"].get(language, head["description"][head["language"]]),
            }
            for head in heads
        ]

    def _board_head(self, grant: Grant, title: str, board_language: str) -> dict[str, Any]:
        return {
            "board": grant.board,
            "title": title,
            "boardLanguage": board_language,
            "role": grant.role,
            "seat": grant.seat,
            "name": grant.name,
            "color": grant.color,
        }

    def _speech(self, request: Request, board: str | None = None) -> Speech:
        query, cookie = request.query_params.get("lang"), request.cookies.get("lang")
        return self._messages.speak(choose(query, cookie, request.headers.get("accept-language"), board))

    def _page(
        self,
        request: Request,
        speech: Speech,
        template: str,
        *,
        status: int = 200,
        sheets: str = "page",
        entry: str | None = None,
        view_script: str | None = None,
        head: Mapping[str, Any] | None = None,
        offers: Speech | None = None,
        **values: Any,
    ) -> Response:
        """One page as HTML, with everything that every page has."""
        apart = "modules" in request.query_params  # for who debugs: the scripts as the repository holds them
        text = self._templates.get_template(template).render(
            t=speech,
            language=speech.language,
            languages=self._messages.names,
            asset=self._assets.url,
            sheets=self._assets.sheets(sheets, apart=apart),
            script=entry and self._assets.script(entry, apart=apart),
            import_map=self._assets.import_map,
            preloads=self._assets.preloads(entry, view_script, apart=apart) if entry else [],
            later=self._assets.later(entry, view_script) if entry and not apart else [],
            head=_embedded(self._head(speech, template, offers or speech) | dict(head or {})),
            tongue=lambda name: str(request.url.include_query_params(lang=name).query),
            **values,
        )
        response = _html(text, status, request, self._policy)
        if (chosen := known(request.query_params.get("lang"))) is not None:
            response.set_cookie("lang", chosen, max_age=YEAR, samesite="lax")
        return response

    def _head(self, speech: Speech, template: str, offers: Speech) -> dict[str, Any]:
        areas = PAGE_MESSAGES.get(template)
        messages = {
            key: offers.messages[key] if key.endswith(OFFERED) else text
            for key, text in speech.messages.items()
            if (key.split(".")[0] in areas if areas else key.split(".")[0] not in NOT_ON_BOARDS)
        }
        return {
            "language": speech.language,
            "version": self._assets.version,
            "base": self._assets.base,
            "messages": messages,
        }


def _view_script(view: str, request: Request) -> str | None:
    """The script of the view that this browser will most likely show, to have it at hand; the browser decides."""
    if view == "board":
        view = "phone" if "Mobi" in request.headers.get("user-agent", "") else "map"
    return {"map": MAP_SCRIPT, "wall": MAP_SCRIPT, "phone": PHONE_SCRIPT}.get(view)


def _is_looked_at(request: Request) -> bool:
    """Whether a person waits for this answer as a page."""
    path = request.url.path
    return (
        request.method in ("GET", "HEAD")
        and "text/html" in request.headers.get("accept", "")
        and not path.startswith(("/api/", "/s/"))
    )


def _embedded(value: Mapping[str, Any]) -> Markup:
    """JSON that can stand inside a script element: nothing in it closes one."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _html(text: str, status: int, request: Request, policy: str) -> Response:
    body = text.encode()
    headers = {
        "cache-control": "private, no-cache",
        "content-security-policy": policy,
        "vary": "accept-encoding, accept-language, cookie",
    }
    if takes_gzip(request.headers.get("accept-encoding", "")):
        body = gzip.compress(body, 6, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, status, headers, "text/html; charset=utf-8")
