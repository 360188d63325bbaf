"""Refusals as RFC 9457 problem details, the same shape for every error of every route."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import ExceptionHandler

from crdt.errors import TooLarge
from server.update_log import NoSuchBoard, StoreFailed

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A refusal that the caller may read: status, title, detail and a stable type."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str = "",
        type: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(f"{status} {title}")
        self.status = status
        self.title = title
        self.detail = detail
        self.type = type
        self.headers = dict(headers or {})
        self.more = more

    def body(self) -> dict[str, Any]:
        """The problem as JSON; its type is a path whose last part names it."""
        problem: dict[str, Any] = {
            "type": f"/problems/{self.type}" if self.type else "about:blank",
            "title": self.title,
            "status": self.status,
        }
        if self.detail:
            problem["detail"] = self.detail
        return problem | self.more

    def response(self) -> Response:
        """The problem as an answer that no cache keeps."""
        return Response(
            json.dumps(self.body(), ensure_ascii=False),
            self.status,
            {"cache-control": "no-store"} | self.headers,
            MEDIA_TYPE,
        )


def unauthorized(detail: str = "Give a valid token for this board.") -> Problem:
    """No token, or a dead one."""
    return Problem(401, "No valid token", detail, "no-token", headers={"www-authenticate": "Bearer"})


def forbidden(detail: str) -> Problem:
    """A valid token that is too weak."""
    return Problem(403, "Not allowed", detail, "not-allowed")


def not_found(what: str = "thing") -> Problem:
    """What does not exist, or belongs to another board: the caller can't tell which."""
    return Problem(404, "Not found", f"There is no such {what} here.", "not-found")


def too_large(limit: int) -> Problem:
    """A body over the limit."""
    return Problem(413, "Too large", f"At most {limit} bytes are taken here.", "too-large", limit=limit)


def too_many(seconds: float, detail: str = "Too many attempts; wait a little.") -> Problem:
    """A rate limit was met; says when to come back."""
    wait = max(1, int(seconds + 0.999))
    return Problem(429, "Too many attempts", detail, "too-many", headers={"retry-after": str(wait)}, retry=wait)


def _answer_problem(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return problem.response()


def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = {
        404: not_found("address"),
        405: Problem(405, "Method not allowed", "This address takes other methods.", "method"),
        400: Problem(400, "Malformed request", str(error.detail), "malformed"),
    }
    problem = known.get(error.status_code) or Problem(
        error.status_code, HTTPStatus(error.status_code).phrase, str(error.detail)
    )
    problem.headers.update({name.lower(): value for name, value in (error.headers or {}).items()})
    if error.status_code == 405:
        problem.headers["allow"] = ", ".join(_methods(request))
    return problem.response()


def _methods(request: Request) -> list[str]:
    """All methods of an address, which several routes may share (RFC 9110, 15.5.6)."""
    here = [
        route
        for route in request.app.routes
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE
    ]
    return sorted({method for route in here for method in route.methods or ()})


def _answer_bug(_request: Request, _error: Exception) -> Response:
    return Problem(500, "Our mistake", "The server met a bug; nothing was changed halfway.", "bug").response()


def _answer_store(_request: Request, _error: Exception) -> Response:
    detail = "The store does not answer, or takes no more; try again in a moment."
    return Problem(503, "The store takes nothing now", detail, "no-store", headers={"retry-after": "5"}).response()


def _answer_full(_request: Request, _error: Exception) -> Response:
    return Problem(409, "The board is full", "It holds as many bytes as a board may.", "board-full").response()


def _answer_overtaken(_request: Request, _error: Exception) -> Response:
    return Problem(409, "Overtaken", "The board changed or went meanwhile; look again.", "overtaken").response()


def _answer_left(_request: Request, _error: Exception) -> Response:
    """The caller hung up in the middle of the body: nobody reads this, and no bug is reported."""
    return Problem(400, "Malformed request", "The body ended too early.", "malformed").response()


def _answer_gone(_request: Request, _error: Exception) -> Response:
    return not_found("board").response()


def handlers() -> Mapping[Any, ExceptionHandler]:
    """Every way in which a request can fail, each answered as a problem."""
    return {
        Problem: _answer_problem,
        HTTPException: _answer_http,
        StoreFailed: _answer_store,
        TooLarge: _answer_full,
        IntegrityError: _answer_overtaken,
        NoSuchBoard: _answer_gone,
        ClientDisconnect: _answer_left,
        Exception: _answer_bug,
    }
