"""Contract 2: roles, tokens, codes, seats and the session cookie."""

import base64
import re
from typing import Any

import httpx
import pytest

from tests.contract.stranger import by_role
from tests.product import Product, bearer

LOOK_ALIKES = set("01OILoil")


async def test_a_board_has_one_secret_token_per_role_and_a_short_code_without_look_alikes(product: Product) -> None:
    tokens: set[str] = set()
    for _ in range(5):
        board = await product.board()
        assert set(board["tokens"]) == {"moderator", "participant", "follower"}
        for role, token in board["tokens"].items():
            assert len(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))) * 8 >= 128
            assert board["links"][role] == f"{product.url}/j#{token}"  # in the fragment: it reaches no log
            tokens.add(token)
        assert re.fullmatch("[A-Z0-9]{8}", board["code"])
        assert not set(board["code"]) & LOOK_ALIKES
    assert len(tokens) == 15


@pytest.mark.parametrize("role", ["moderator", "participant", "follower"])
async def test_joining_by_a_roles_token_gives_a_seat_of_that_role_with_a_token_of_its_own(
    product: Product, board: dict[str, Any], role: str
) -> None:
    answer = await product.http.post("/api/join", json={"token": board["tokens"][role], "name": "  Zoë 😀 "})
    assert answer.status_code == 200
    joined = answer.json()
    assert set(joined) == {"board", "seat", "role", "token"}
    assert (joined["board"], joined["role"]) == (board["id"], role)
    assert joined["token"] not in board["tokens"].values()
    cookie = answer.headers["set-cookie"].lower()
    assert f"bb_{board['id']}={joined['token']}".lower() in cookie
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    # The cookie alone opens what the role may, and changes nothing unless a page of ours asks.
    base = f"/api/boards/{board['id']}"
    assert (await product.http.get(base)).status_code == 200
    me = (await product.http.get(f"{base}/me")).json()
    assert (me["seat"], me["name"], me["role"]) == (joined["seat"], "Zoë 😀", role)
    if role != "follower":
        body = {"label": "now"}
        assert (await product.http.post(f"{base}/snapshots", json=body)).status_code == 403
        foreign = {"origin": "https://evil.example"}
        assert (await product.http.post(f"{base}/snapshots", json=body, headers=foreign)).status_code == 403
        own = {"origin": product.url}
        assert (await product.http.post(f"{base}/snapshots", json=body, headers=own)).status_code == 201


async def test_a_code_joins_participants_however_it_is_typed(product: Product, board: dict[str, Any]) -> None:
    code = board["code"]
    for typed in (code, code.lower(), f"{code[:4]}-{code[4:]}", f" {code[:4]} {code[4:]} "):
        joined = (await product.http.post("/api/join", json={"code": typed, "name": "Ann"})).json()
        assert joined["role"] == "participant"
        product.http.cookies.clear()
    seats = (await product.http.get(f"/api/boards/{board['id']}/seats", headers=bearer(board))).json()
    assert len({seat["id"] for seat in seats}) == 4
    for seat in seats:
        assert {"id", "name", "role", "online"} <= seat.keys()
        assert (seat["name"], seat["role"], seat["online"]) == ("Ann", "participant", False)


async def test_a_seats_own_token_gives_the_same_seat_again(product: Product, board: dict[str, Any]) -> None:
    first = await product.seat(board["tokens"]["participant"], "Ann")
    again = await product.seat(first["token"], "Ann")
    assert again == first


async def test_connections_with_a_bare_role_token_share_that_tokens_seat(
    product: Product, board: dict[str, Any]
) -> None:
    async with by_role(product, board, "participant") as one, by_role(product, board, "participant") as two:
        seats = {(await socket.hear("hello"))["seat"] for socket in (one, two)}
        assert len(seats) == 1
        listed = (await product.http.get(f"/api/boards/{board['id']}/seats", headers=bearer(board))).json()
        assert [(seat["id"], seat["online"]) for seat in listed] == [(seats.pop(), True)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "Ann"}, 422), ({"code": "", "name": "Ann"}, 404), ({"code": "A2A2A2A2", "name": "Ann"}, 404),
        ({"token": "", "name": "Ann"}, 401), ({"token": "x" * 32, "name": "Ann"}, 401),
        ({"code": 1, "name": "Ann"}, 422),
        ({"code": "x" * 99, "name": "Ann"}, 422), ({"token": ["x"], "name": "Ann"}, 422),
        ({"code": "A2A2A2A2", "name": ""}, 422), ({"code": "A2A2A2A2", "name": "x" * 61}, 422),
        ({"code": "A2A2A2A2", "name": "a\nb"}, 422), ({"code": "A2A2A2A2", "token": "x", "name": "Ann"}, 422),
        ({"code": "\u0000😀", "name": "Ann"}, 404), ({"code": "A2A2A2A2", "name": None}, 404),
    ],
)  # fmt: skip
async def test_what_does_not_lead_in_gives_no_seat_and_no_cookie(
    product: Product, body: dict[str, Any], status: int
) -> None:
    somewhere = {"x-forwarded-for": f"198.51.100.{abs(hash(str(body))) % 250}"}
    answer = await product.http.post("/api/join", json=body, headers=somewhere)
    assert answer.status_code == status
    assert "set-cookie" not in answer.headers


async def test_guessing_is_rate_limited(product: Product, board: dict[str, Any]) -> None:
    guesser, other = {"x-forwarded-for": "203.0.113.7"}, {"x-forwarded-for": "203.0.113.8"}
    codes = [f"{n:08d}".translate(str.maketrans("01", "AB")) for n in range(60)]
    answers = [await product.http.post("/api/join", json={"code": c, "name": "E"}, headers=guesser) for c in codes]
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) == {404, 429}
    assert statuses[-1] == 429
    assert statuses.index(429) <= 30
    assert int(answers[-1].headers["retry-after"]) > 0
    assert answers[-1].headers["content-type"] == "application/problem+json"
    right = {"code": board["code"], "name": "Ann"}
    assert (await product.http.post("/api/join", json=right, headers=guesser)).status_code == 429  # tells nothing
    token = {"token": board["tokens"]["participant"], "name": "Ann"}
    assert (await product.http.post("/api/join", json=token, headers=guesser)).status_code == 429
    assert (await product.http.post("/api/join", json=right, headers=other)).status_code == 200


async def test_a_page_of_another_site_may_neither_join_nor_act_for_somebody(
    product: Product, board: dict[str, Any]
) -> None:
    body = {"code": board["code"], "name": "Ann"}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        answer = await product.http.post("/api/join", json=body, headers=headers)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers


async def test_one_seat_changes_and_the_others_stay(product: Product, board: dict[str, Any]) -> None:
    ann, ben = [await product.seat(board["tokens"]["participant"], name) for name in ("Ann", "Ben")]
    base = f"/api/boards/{board['id']}/seats"
    for body in ({"role": "king"}, {"role": None}, {}, {"role": "follower", "name": "X"}):
        answer = await product.http.patch(f"{base}/{ann['seat']}", json=body, headers=bearer(board))
        assert answer.status_code == 422
    answer = await product.http.patch(f"{base}/{ann['seat']}", json={"role": "moderator"}, headers=bearer(board))
    assert answer.status_code == 200
    promoted = {"Authorization": f"Bearer {ann['token']}"}
    roles = {seat["name"]: seat["role"] for seat in (await product.http.get(base, headers=promoted)).json()}
    assert roles == {"Ann": "moderator", "Ben": "participant"}
    assert (await product.http.delete(f"{base}/{ben['seat']}", headers=promoted)).status_code == 204
    assert (await product.http.delete(f"{base}/{ben['seat']}", headers=promoted)).status_code == 404
    assert [seat["name"] for seat in (await product.http.get(base, headers=promoted)).json()] == ["Ann"]


async def test_a_rotated_token_is_dead_at_once_for_calls_and_joining(product: Product, board: dict[str, Any]) -> None:
    base = f"/api/boards/{board['id']}"
    for role in ("follower", "participant", "moderator"):
        old = bearer(board, role)
        answer = await product.http.post(f"{base}/tokens/{role}", headers=bearer(board))
        assert answer.status_code == 201
        assert set(answer.json()) == {"token", "link"}
        assert (await product.http.get(base, headers=old)).status_code == 401
        dead = await product.http.post("/api/join", json={"token": old["Authorization"][7:], "name": "Ann"})
        assert dead.status_code == 401
        board["tokens"][role] = answer.json()["token"]
        assert (await product.http.get(base, headers=bearer(board, role))).status_code == 200


async def test_links_name_the_address_that_the_caller_used(product: Product) -> None:
    """`BROWNBOARD_PUBLIC_URL` is not set: links come from the request, and from a trusted proxy's word."""
    headers = {"x-forwarded-proto": "https", "x-forwarded-host": "board.example", "x-forwarded-for": "192.0.2.1"}
    answer = await product.http.post("/api/boards", json={"title": "x"}, headers=headers)
    links = answer.json()["links"]
    assert all(link.startswith("https://board.example/") for link in links.values())
    answer = await product.http.post("/api/join", json={"code": answer.json()["code"], "name": "A"}, headers=headers)
    assert "secure" in answer.headers["set-cookie"].lower()


async def test_answers_with_secrets_are_kept_by_no_cache(product: Product, board: dict[str, Any]) -> None:
    made: httpx.Response = await product.http.post("/api/boards", json={"title": "x"})
    joined = await product.http.post("/api/join", json={"code": board["code"], "name": "Ann"})
    rotated = await product.http.post(f"/api/boards/{board['id']}/tokens/follower", headers=bearer(board))
    for answer in (made, joined, rotated):
        assert "no-store" in answer.headers["cache-control"]
        assert answer.headers["referrer-policy"] == "no-referrer"
