"""Joining (contract 2 and 3): codes, tokens, seats, cookies, and guessing made slow."""

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.server.live import Made, bearer, join, make_board, serving


async def test_a_code_and_a_name_give_a_seat_with_a_token_of_its_own(http: httpx.AsyncClient, board: Made) -> None:
    answer = await http.post("/api/join", json={"code": board.code, "name": " Zoë 😀 "})
    assert answer.status_code == 200
    seat = answer.json()
    assert set(seat) == {"board", "seat", "role", "token"}
    assert (seat["board"], seat["role"]) == (board.id, "participant")
    assert seat["token"] not in board.tokens.values()
    me = (await http.get(board.path("/me"), headers=bearer(seat["token"]))).json()
    assert me["name"] == "Zoë 😀"
    assert me["seat"] == seat["seat"]
    assert me["title"] == board.title


@pytest.mark.parametrize("role", ["moderator", "participant", "follower"])
async def test_a_role_token_gives_a_seat_of_that_role(http: httpx.AsyncClient, board: Made, role: str) -> None:
    seat = await join(http, token=board.tokens[role])
    assert seat["role"] == role
    assert seat["token"] != board.tokens[role]


async def test_two_people_get_two_seats_also_by_the_same_way(http: httpx.AsyncClient, board: Made) -> None:
    first, second = await join(http, code=board.code), await join(http, code=board.code)
    assert first["seat"] != second["seat"]
    assert first["token"] != second["token"]


async def test_a_seats_own_token_gives_the_same_seat_on_another_device(http: httpx.AsyncClient, board: Made) -> None:
    first = await join(http, code=board.code, name="Ann")
    answer = await http.post("/api/join", json={"token": first["token"]})
    assert answer.json() == first
    assert f"bb_{board.id}={first['token']}" in answer.headers["set-cookie"]
    await join(http, token=first["token"], name="Anna")
    assert (await http.get(board.path("/me"), headers=bearer(first["token"]))).json()["name"] == "Anna"


async def test_a_code_is_taken_as_people_type_it(http: httpx.AsyncClient, board: Made) -> None:
    typed = f" {board.code[:4].lower()}-{board.code[4:].lower()} "
    assert (await join(http, code=typed))["board"] == board.id


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(http: httpx.AsyncClient, board: Made) -> None:
    answer = await http.post("/api/join", json={"code": board.code, "name": "Ann"})
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(f"bb_{board.id.lower()}=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "secure" not in cookie
    assert (await http.get(board.path("/me"))).json()["name"] == "Ann"


@pytest.mark.parametrize(
    "body",
    [
        {"name": "Ann"},
        {"code": "AAAAAAAA", "token": "x", "name": "Ann"},
        {"code": "AAAAAAAA", "name": ""},
        {"code": "AAAAAAAA", "name": "a\u0000b"},
        {"code": "AAAAAAAA", "name": "x" * 61},
        {"code": "AAAAAAAA", "name": "\u200b"},
        {"code": 12345678, "name": "Ann"},
        {"code": "AAAAAAAA", "name": "Ann", "role": "moderator"},
    ],
)
async def test_an_incomplete_or_odd_wish_is_refused(http: httpx.AsyncClient, body: dict[str, str]) -> None:
    assert (await http.post("/api/join", json=body)).status_code == 422


async def test_a_name_is_needed_where_a_seat_is_new(http: httpx.AsyncClient, board: Made) -> None:
    assert (await http.post("/api/join", json={"code": board.code})).status_code == 422
    assert (await http.post("/api/join", json={"token": board.tokens["follower"]})).status_code == 422


async def test_a_wrong_code_and_a_dead_token_are_refused(http: httpx.AsyncClient) -> None:
    assert (await http.post("/api/join", json={"code": "22222222", "name": "A"})).status_code == 404
    assert (await http.post("/api/join", json={"token": "x" * 32, "name": "A"})).status_code == 401


async def test_a_page_of_another_site_cannot_seat_somebody(http: httpx.AsyncClient, board: Made) -> None:
    body = {"code": board.code, "name": "Ann"}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        answer = await http.post("/api/join", json=body, headers=headers)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers


async def test_thirty_people_behind_one_address_join_at_once(tmp_path: Path) -> None:
    with serving(tmp_path) as live:
        async with live.client() as http:
            board = await make_board(http)
            wishes = [http.post("/api/join", json={"code": board.code, "name": f"Person {n}"}) for n in range(30)]
            answers = await asyncio.gather(*wishes)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["seat"] for answer in answers}) == 30


async def test_guessing_is_answered_with_429_also_for_the_right_guess(tmp_path: Path) -> None:
    with serving(tmp_path) as live:
        async with live.client() as http:
            board = await make_board(http)
            answers = [await http.post("/api/join", json={"code": "2" * 8, "name": "A"}) for _ in range(40)]
            statuses = [answer.status_code for answer in answers]
            assert statuses[:20] == [404] * 20
            assert statuses[20:] == [429] * 20
            assert int(answers[-1].headers["retry-after"]) >= 1
            assert answers[-1].headers["content-type"] == "application/problem+json"
            right = await http.post("/api/join", json={"code": board.code, "name": "A"})
            assert right.status_code == 429


async def test_guesses_from_many_addresses_are_counted_together(tmp_path: Path) -> None:
    from server.settings import read

    trusted = read({"BROWNBOARD_TRUSTED_PROXIES": "127.0.0.1"}).trusted_proxies
    with serving(tmp_path, trusted_proxies=trusted) as live:
        async with live.client() as http:
            statuses = set()
            for number in range(400):
                headers = {"x-forwarded-for": f"10.0.{number // 250}.{number % 250}"}
                answer = await http.post("/api/join", json={"code": "2" * 8, "name": "A"}, headers=headers)
                statuses.add(answer.status_code)
    assert statuses == {404, 429}


async def test_under_https_the_cookie_is_secure(tmp_path: Path) -> None:
    from server.settings import read

    trusted = read({"BROWNBOARD_TRUSTED_PROXIES": "127.0.0.1"}).trusted_proxies
    with serving(tmp_path, trusted_proxies=trusted) as live:
        async with live.client() as http:
            board = await make_board(http)
            headers = {"x-forwarded-proto": "https"}
            answer = await http.post("/api/join", json={"code": board.code, "name": "A"}, headers=headers)
    assert "; secure" in answer.headers["set-cookie"].lower()


async def test_under_a_public_https_address_the_cookie_is_secure(tmp_path: Path) -> None:
    with serving(tmp_path, public_url="https://board.example.org") as live:
        async with live.client() as http:
            board = await make_board(http)
            answer = await http.post("/api/join", json={"code": board.code, "name": "A"})
    assert "; secure" in answer.headers["set-cookie"].lower()
