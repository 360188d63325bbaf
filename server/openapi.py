"""The OpenAPI 3.1 description of every call, made from what the routes say of themselves."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.operation import ATTRIBUTE, Answer, Operation, operation
from server.problems import MEDIA_TYPE

REFERENCES = "#/components/schemas/{model}"
DESCRIBED = ("/api/", "/healthz", "/readyz", "/metrics", "/openapi.json")  # the rest are pages for people

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"at": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
    "additionalProperties": True,
}

DOORS = {
    "seat": {
        "type": "http",
        "scheme": "bearer",
        "description": "A role's token or a seat's own; in browsers the cookie `bb_BOARD` stands for it.",
    },
    "create": {"type": "http", "scheme": "bearer", "description": "The create token of this server, if it has one."},
}


class Undescribed(Exception):
    """A route that says nothing of itself."""


def describe(routes: Iterable[BaseRoute], version: str) -> dict[str, Any]:
    """The whole description; raises Undescribed for a route without one."""
    calls = [call for route in routes if isinstance(route, Route) for call in _calls(route)]
    models = sorted({model for _, _, told in calls for model in _models(told)}, key=lambda model: model.__name__)
    _, schemas = models_json_schema([(model, "serialization") for model in models], ref_template=REFERENCES)
    paths: dict[str, dict[str, Any]] = {}
    for path, method, told in calls:
        paths.setdefault(path, {})[method] = _call(path, method, told)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Brownboard",
            "version": version,
            "summary": "A live board for customer-journey mapping.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {"Problem": PROBLEM} | schemas.get("$defs", {}),
            "securitySchemes": DOORS,
        },
    }


def routes(others: Iterable[BaseRoute], version: str) -> list[BaseRoute]:
    """`GET /openapi.json`, for all other routes and itself."""
    every = list(others)

    @operation("This description", "anyone", Answer(200, "OpenAPI 3.1", {"type": "object"}))
    async def openapi(_request: Request) -> Response:
        return JSONResponse(description())

    @cache
    def description() -> dict[str, Any]:
        return describe(every, version)

    every.append(Route("/openapi.json", openapi, methods=["GET"]))
    return every[-1:]


def _calls(route: Route) -> Iterable[tuple[str, str, Operation]]:
    path = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
    if not path.startswith(DESCRIBED):
        return
    told = getattr(route.endpoint, ATTRIBUTE, None)
    if told is None:
        raise Undescribed(path)
    for method in sorted((route.methods or set()) - {"HEAD"}):
        yield path, method.lower(), told


def _models(told: Operation) -> Iterable[type[BaseModel]]:
    for shape in (told.body, *(answer.model for answer in told.answers)):
        if isinstance(shape, Mapping):
            shape = shape.get("items")
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            yield shape


def _call(path: str, method: str, told: Operation) -> dict[str, Any]:
    call: dict[str, Any] = {
        "operationId": _operation_id(path, method),
        "summary": told.summary,
        "responses": _responses(told, path),
    }
    parameters = [*_path_parameters(path), *_named("query", told.query), *_named("header", told.headers)]
    if parameters:
        call["parameters"] = parameters
    if told.body is not None:
        call["requestBody"] = {"required": True, "content": {told.body_media: {"schema": _schema(told.body)}}}
    if told.who != "anyone":
        call["security"] = [{"create": []}, {}] if told.who in ("creator", "operator") else [{"seat": []}]
        call["description"] = f"For: {told.who}."
    return call


def _responses(told: Operation, path: str) -> dict[str, Any]:
    responses: dict[str, dict[str, Any]] = {}
    for answer in told.answers:
        response = responses.setdefault(str(answer.status), {"description": answer.means})
        if answer.status != HTTPStatus.NO_CONTENT:
            schema = {} if answer.model is None else {"schema": _schema(answer.model)}
            response.setdefault("content", {})[answer.media] = schema
    for status in sorted({*told.refuses, *_usual_refusals(told, path)}):
        content = {MEDIA_TYPE: {"schema": {"$ref": REFERENCES.format(model="Problem")}}}
        responses[str(status)] = {"description": HTTPStatus(status).phrase, "content": content}
    return responses


def _usual_refusals(told: Operation, path: str) -> set[int]:
    refusals: set[int] = set()
    if told.who not in ("anyone", "creator"):
        refusals |= {401, 403}
    if told.who == "creator":
        refusals.add(401)
    if "{" in path:
        refusals.add(404)
    if told.body is not None:
        refusals |= {400, 408, 413, 415, 422}
    if "{" in path or told.body is not None:
        refusals.add(503)  # the store takes nothing now
    return refusals


def _path_parameters(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", path)
    ]


def _named(place: str, meanings: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": place, "required": False, "description": means, "schema": {"type": "string"}}
        for name, means in meanings.items()
    ]


def _schema(shape: type[BaseModel] | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(shape, Mapping):
        items = shape.get("items")
        return dict(shape) | ({"items": _schema(items)} if isinstance(items, type) else {})
    return {"$ref": REFERENCES.format(model=shape.__name__)}


def _operation_id(path: str, method: str) -> str:
    words = [word for word in re.split(r"[^A-Za-z0-9]+", path) if word and word != "api"]
    return method + "".join(word[0].upper() + word[1:] for word in words)
