"""The OpenAPI description is valid, whole and true."""

import httpx
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.responses import Response
from starlette.routing import Route

from server.openapi import DESCRIBED, Undescribed, describe
from tests.server.live import Live


async def test_it_is_valid_openapi_3_1(http: httpx.AsyncClient) -> None:
    description = (await http.get("/openapi.json")).json()
    assert description["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(description).validate()


async def test_every_call_is_in_it(live: Live, http: httpx.AsyncClient) -> None:
    paths = (await http.get("/openapi.json")).json()["paths"]
    calls = {
        (route.path.replace(":path", ""), method.lower())
        for route in live.app.routes
        if isinstance(route, Route) and route.path.startswith(DESCRIBED)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert calls == {(path, method) for path, methods in paths.items() for method in methods}


async def test_operations_have_names_of_their_own(http: httpx.AsyncClient) -> None:
    paths = (await http.get("/openapi.json")).json()["paths"]
    names = [call["operationId"] for methods in paths.values() for call in methods.values()]
    assert len(names) == len(set(names))


def test_a_route_that_says_nothing_of_itself_is_refused() -> None:
    async def silent(_request: object) -> Response:
        return Response()

    with pytest.raises(Undescribed, match="/api/silent"):
        describe([Route("/api/silent", silent)], "1")
