"""Who may call what (contract 3): every route x every kind of caller. A route that is not in the table fails."""

import re
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from starlette.routing import Mount, Route, WebSocketRoute

from tests.server.live import Live, Made
from tests.server.pictures import png
from tests.server.world import CALLERS, contents, make_world

STRENGTH = {"follower": 1, "participant": 2, "moderator": 3}


@dataclass(frozen=True)
class Call:
    """The weakest role that may, the status of success, and what has to be sent for it."""

    weakest: str
    status: int = 200
    json: Any = None
    files: Any = None

    def expected(self, caller: str) -> int:
        if self.weakest == "anyone":
            return self.status
        if caller == "stranger":
            return 401
        if caller == "other":
            return 404
        return self.status if STRENGTH[caller] >= STRENGTH[self.weakest] else 403


BOARD = "/api/boards/{board}"
TABLE: dict[tuple[str, str], Call] = {
    ("POST", "/api/boards"): Call("anyone", 201, json={"title": "New"}),
    ("GET", BOARD): Call("follower"),
    ("DELETE", BOARD): Call("moderator", 204),
    ("GET", f"{BOARD}/state"): Call("follower"),
    ("POST", f"{BOARD}/tokens/{{role}}"): Call("moderator", 201),
    ("DELETE", f"{BOARD}/tokens/{{role}}"): Call("moderator", 204),
    ("POST", f"{BOARD}/code"): Call("moderator", 201),
    ("DELETE", f"{BOARD}/code"): Call("moderator", 204),
    ("GET", f"{BOARD}/seats"): Call("moderator"),
    ("PATCH", f"{BOARD}/seats/{{seat}}"): Call("moderator", json={"role": "follower"}),
    ("DELETE", f"{BOARD}/seats/{{seat}}"): Call("moderator", 204),
    ("GET", f"{BOARD}/me"): Call("follower"),
    ("PATCH", f"{BOARD}/me"): Call("follower", json={"name": "Somebody"}),
    ("GET", f"{BOARD}/me/link"): Call("follower"),
    ("GET", f"{BOARD}/me/qr.svg"): Call("follower"),
    ("GET", f"{BOARD}/session"): Call("follower"),
    ("PATCH", f"{BOARD}/session"): Call("moderator", json={"step": 3}),
    ("PUT", f"{BOARD}/lock"): Call("moderator", json={"locked": True}),
    ("GET", f"{BOARD}/invite"): Call("participant"),
    ("GET", f"{BOARD}/qr.svg"): Call("participant"),
    ("POST", f"{BOARD}/images"): Call("participant", 201, files={"file": ("x.png", png((9, 9)))}),
    ("GET", f"{BOARD}/images/{{image}}"): Call("follower"),
    ("POST", f"{BOARD}/snapshots"): Call("participant", 201, json={"label": "now"}),
    ("GET", f"{BOARD}/snapshots"): Call("follower"),
    ("GET", f"{BOARD}/snapshots/{{snapshot}}"): Call("follower"),
    ("GET", f"{BOARD}/snapshots/{{snapshot}}/diff"): Call("follower"),
    ("POST", f"{BOARD}/snapshots/{{snapshot}}/restore"): Call("moderator"),
    ("GET", f"{BOARD}/comments"): Call("follower"),
    ("POST", f"{BOARD}/comments"): Call("participant", 201, json={"text": "Why?"}),  # test_comments: when followers may
    ("PATCH", f"{BOARD}/comments/{{comment}}"): Call("participant", json={"done": True}),
    ("DELETE", f"{BOARD}/comments/{{comment}}"): Call("moderator", 204),  # it is hers
    ("GET", f"{BOARD}/findings"): Call("follower"),
    ("POST", f"{BOARD}/commit"): Call("moderator", 201, json={"label": "third"}),
    ("GET", f"{BOARD}/records"): Call("follower"),
    ("GET", "/api/records/{record}"): Call("follower"),
    ("GET", "/api/records/{record}/export.{ext}"): Call("follower"),
    ("GET", "/api/records/{record}/diff/{other}"): Call("follower"),
    ("GET", "/api/templates"): Call("anyone"),
    ("GET", "/api/schema/record.json"): Call("anyone"),
    ("POST", "/api/join"): Call("anyone", json={"name": "Ben"}),
    ("POST", "/api/join/preview"): Call("anyone", json={}),
    ("GET", "/healthz"): Call("anyone"),
    ("GET", "/readyz"): Call("anyone"),
    ("GET", "/metrics"): Call("anyone"),  # from this machine; test_health tells the rest
    ("GET", "/openapi.json"): Call("anyone"),
}

# Pages for people: they answer strangers with the way in, and their own tests tell how.
PAGES = {"/", "/j", "/b/{board}", "/r/{record}", "/s/{version}/{path:path}", "/favicon.ico"}
SOCKETS = {"/ws/{board}"}  # test_message_matrix


def test_every_route_is_in_the_table(live: Live) -> None:
    found = set()
    for route in live.app.routes:
        assert not isinstance(route, Mount), "what a mount holds is hidden from this test"
        if isinstance(route, WebSocketRoute):
            assert route.path in SOCKETS
        elif isinstance(route, Route) and route.path not in PAGES:
            found |= {(method, route.path) for method in (route.methods or set()) - {"HEAD"}}
    assert found == set(TABLE)


@pytest.mark.parametrize(("method", "template"), TABLE, ids=lambda part: part)
async def test_each_caller_gets_what_the_contract_says(http: httpx.AsyncClient, method: str, template: str) -> None:
    call, world = TABLE[method, template], await make_world(http, template)
    path = world.path(template)
    json = call.json | {"code": world.board.code} if path.startswith("/api/join") else call.json
    before, allowed = await contents(http, world), [name for name in CALLERS if call.expected(name) < 400]
    for caller in CALLERS:  # from weak to strong: those who are refused come first, and the strong may end the board
        if caller == allowed[0]:
            assert await contents(http, world) == before, "somebody who was refused changed something"
        answer = await http.request(method, path, json=json, files=call.files, headers=world.headers(caller))
        http.cookies.clear()
        assert answer.status_code == call.expected(caller), f"{caller}: {answer.text}"
        if caller not in allowed:
            assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("method", "template"), [key for key in TABLE if "{" in key[1]], ids=lambda part: part)
async def test_what_does_not_exist_is_not_found_for_everybody(
    http: httpx.AsyncClient, board: Made, method: str, template: str
) -> None:
    call = TABLE[method, template]
    path = re.sub(r"\{\w+\}", "nowhere", template)
    for headers in ({}, board.as_("moderator")):
        answer = await http.request(method, path, json=call.json, files=call.files, headers=headers)
        assert answer.status_code == 404, answer.text
