"""Exports over HTTP: files made from a record alone, so that they never change later."""

import asyncio
import json
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from board import page, poster, tables
from board.hypertext import Inline
from board.paper import PAPERS
from board.schema import Language
from server.assets import STATIC
from server.file_names import disposition, file_name
from server.i18n import DEFAULT, LANGUAGES, Messages, Speech, known
from server.office.job import OfficeJob
from server.operation import Answer, operation
from server.pictures import Picture
from server.poster.glyphs import cleaner
from server.posters import SETTER, SPRITE, Form, Poster
from server.press import Job, Press
from server.problems import Problem, not_found
from server.record_reading import readable
from server.record_store import RecordStore
from server.services import Services

STYLE = Path(__file__).parent / "pages" / "map.css"
TYPE = STATIC / "fonts"

MEDIA: Mapping[str, str] = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
MAKER = Path(__file__).parent / "office" / "maker.py"

SHOWN_BY_BROWSERS: frozenset[str] = frozenset({"html", "svg"})

# A page that shows only what it holds, wherever it is opened.
SEALED: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'; base-uri 'none'; sandbox",
    "x-frame-options": "SAMEORIGIN",  # the record's page shows it in a frame
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked for: the record, and how it is to be shown."""

    record: dict[str, Any]
    body: bytes
    speech: Speech
    paper: Literal["a0", "a3"]

    @property
    def board(self) -> str:
        """The board whose pictures the record names."""
        return str(self.record["board"])


Export = Callable[[Wanted], Awaitable[bytes]]


class Exports:
    """Makes files of records."""

    def __init__(self, services: Services, store: RecordStore, messages: Messages, press: Press) -> None:
        self._services = services
        self._store = store
        self._messages = messages
        self._press = press
        self._sprite = SPRITE.read_text("utf-8")
        self._style = _style()
        self._formats: Mapping[str, Export] = {
            "json": self._json,
            "html": self._html,
            "pdf": self._pdf,
            "png": self._png,
            "svg": self._svg,
            "xlsx": self._xlsx,
            "pptx": self._pptx,
            "csv": self._csv,
            "md": self._markdown,
        }

    @cached_property
    def _clean(self) -> Callable[[str], str]:
        """Read from the fonts with the first poster, beside the loop: it takes half a second."""
        return cleaner()

    def routes(self) -> list[BaseRoute]:
        """One route for all formats."""
        return [Route("/api/records/{record}/export.{ext}", self.export, methods=["GET"])]

    @operation(
        "A file made of a record",
        "follower",
        *(Answer(200, "The file, as a download", media=media.partition(";")[0]) for media in MEDIA.values()),
        query={
            "paper": "a0 or a3, for pdf",
            "lang": f"{' or '.join(LANGUAGES)}; otherwise the language of the board",
            "shown": "any value, for html: to be looked at instead of kept",
        },
        refuses=(422,),
    )
    async def export(self, request: Request) -> Response:
        """json, html, pdf, png, svg, xlsx, pptx, csv, md."""
        ext = request.path_params["ext"]
        body = await readable(self._services, self._store, request, "record")
        if ext not in self._formats:
            raise not_found("format")
        wanted = self._wanted(request, body)
        content = await self._formats[ext](wanted)
        headers = {
            "content-disposition": disposition(_name(wanted, ext), _kind(request, ext)),
            "cache-control": "private, no-cache",
            "vary": "authorization, cookie",
        }
        return Response(
            content,
            headers=headers | (dict(SEALED) if ext in SHOWN_BY_BROWSERS else {}),
            media_type=MEDIA[ext],
        )

    def _wanted(self, request: Request, body: bytes) -> Wanted:
        record = json.loads(body)
        language = _language(request, record)
        return Wanted(record, body, self._messages.speak(language), _paper(request))

    async def _json(self, wanted: Wanted) -> bytes:
        return wanted.body

    async def _html(self, wanted: Wanted) -> bytes:
        pictures = await self._pictures(wanted)
        inlined = {image: Inline(found.type, found.data) for image, found in pictures.items()}
        language = wanted.speech.language
        # In a thread: a hundred large pictures take a while to write down.
        written = asyncio.to_thread(
            page.render, wanted.record, wanted.speech, language, inlined, self._sprite, self._style
        )
        return (await written).encode()

    async def _pdf(self, wanted: Wanted) -> bytes:
        return await self._pressed(wanted, f"pdf {wanted.paper}", SETTER, lambda: self._poster(wanted, "pdf"))

    async def _svg(self, wanted: Wanted) -> bytes:
        return await self._pressed(wanted, "svg", SETTER, lambda: self._poster(wanted, "svg"))

    async def _png(self, wanted: Wanted) -> bytes:
        return await self._pressed(wanted, "png", SETTER, lambda: self._poster(wanted, "png"))

    async def _xlsx(self, wanted: Wanted) -> bytes:
        async def job() -> bytes:
            return OfficeJob("xlsx", wanted.record, wanted.speech, {}).encoded()

        return await self._pressed(wanted, "xlsx", MAKER, job)

    async def _pptx(self, wanted: Wanted) -> bytes:
        async def job() -> bytes:
            pictures = {image: found.data for image, found in (await self._pictures(wanted)).items()}
            return OfficeJob("pptx", wanted.record, wanted.speech, pictures).encoded()

        return await self._pressed(wanted, "pptx", MAKER, job)

    async def _csv(self, wanted: Wanted) -> bytes:
        return tables.csv(wanted.record, wanted.speech).encode("utf-8-sig")  # as Excel likes it

    async def _markdown(self, wanted: Wanted) -> bytes:
        return tables.markdown(wanted.record, wanted.speech).encode()

    async def _pressed(self, wanted: Wanted, form: str, program: Path, job: Job) -> bytes:
        return await self._press.make(f"{wanted.record['id']} {form} {wanted.speech.language}", program, job)

    async def _poster(self, wanted: Wanted, form: Form) -> bytes:
        found = await self._pictures(wanted)
        files = {image: f"{image}.{kind.type.rpartition('/')[2]}" for image, kind in found.items()}
        pictures = {image: poster.Picture(files[image], kind.width, kind.height) for image, kind in found.items()}
        views = await asyncio.to_thread(self._views, wanted, form, pictures)
        at = int(datetime.fromisoformat(wanted.record["at"]).timestamp())
        return Poster(views, {files[image]: kind.data for image, kind in found.items()}, at, form).job()

    def _views(self, wanted: Wanted, form: Form, pictures: Mapping[str, poster.Picture]) -> Sequence[poster.View]:
        say, language = wanted.speech, wanted.speech.language
        if form == "pdf":
            return poster.views(wanted.record, PAPERS[wanted.paper], say, language, pictures, self._clean)
        return [poster.single(wanted.record, PAPERS["a0"], say, language, pictures, self._clean)]

    async def _pictures(self, wanted: Wanted) -> dict[str, Picture]:
        """The pictures that the record names; one that is gone is left out."""
        found: dict[str, Picture] = {}
        for image in sorted(poster.pictures_of(wanted.record["journey"])):
            try:
                found[image] = await self._services.pictures.one(wanted.board, image)
            except Problem:
                continue
        return found


def _style() -> str:
    """The rules of a page that stands alone, with the type in it."""
    faces = [
        f'@font-face {{ font-family: "Source Sans 3"; font-style: {style}; font-weight: 200 900; '
        f"src: url(data:font/woff2;base64,{b64encode(path.read_bytes()).decode()}); }}\n"
        for style in ("normal", "italic")
        for path in sorted(TYPE.glob(f"source-sans-3-latin-wght-{style}.woff2"))
    ]
    return "".join(faces) + STYLE.read_text("utf-8")


def _language(request: Request, record: Mapping[str, Any]) -> Language:
    asked = request.query_params.get("lang")
    if asked is not None and known(asked) is None:
        raise Problem(422, "No such language", f"lang is {' or '.join(LANGUAGES)}.", "invalid")
    return known(asked) or known(record["journey"]["board"].get("language")) or DEFAULT


def _paper(request: Request) -> Literal["a0", "a3"]:
    match request.query_params.get("paper", "a0").lower():
        case "a0":
            return "a0"
        case "a3":
            return "a3"
        case _:
            raise Problem(422, "No such paper", "paper is a0 or a3.", "invalid")


def _kind(request: Request, ext: str) -> str:
    return "inline" if ext == "html" and request.query_params.get("shown") else "attachment"


def _name(wanted: Wanted, ext: str) -> str:
    title = wanted.record["journey"]["board"].get("title") or wanted.speech("poster.untitled")
    version = f"v{wanted.record['version']}" + (f" {wanted.paper.upper()}" if ext == "pdf" else "")
    return file_name([title, wanted.record["label"], version], ext)
